package paint

import (
	"sync"

	"gradtheatre/assets"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Font is one of the five voices of the theatre's type.
type Font uint8

const (
	Sans     Font = iota // words
	SansBold             // headings, names
	Mono                 // numbers, code
	MonoBold             // numbers that matter
	Math                 // formulas
	fonts
)

// Style says how a text looks. Size is in CSS pixels. Tick says that it is a label
// of an axis, and so no number of the run.
type Style struct {
	Font  Font
	Size  float64
	Color Color
	Tick  bool
}

// With returns the style in another colour.
func (s Style) With(col Color) Style { s.Color = col; return s }

// The faces, in the order of their files.
const (
	faceSans = iota
	faceSansBold
	faceMono
	faceMonoBold
	faceMath
	faceScripts
	faceSigns
	faces
)

// face is one font file and what of it is needed to set type.
type face struct {
	font         *sfnt.Font
	units        float64
	xHeight, cap float64 // in em
}

// letter says how one rune is set in one Font.
type letter struct {
	face    uint8
	glyph   sfnt.GlyphIndex // 0: in no face
	bold    bool            // the face has no bold of its own: thicken it
	advance float32         // in em
}

// typesetter finds the face and the width of each rune. Both are the same for
// every canvas and never change once found, so there is one for the program.
type typesetter struct {
	mu    sync.Mutex
	buf   sfnt.Buffer
	faces [faces]*face
	ascii [fonts][128]letter
	known map[letterKey]letter
}

type letterKey struct {
	r    rune
	font Font
	wide bool
}

var typeset = sync.OnceValue(func() *typesetter {
	t := &typesetter{known: map[letterKey]letter{}}
	for i, data := range [faces][]byte{assets.SansRegular, assets.SansBold, assets.MonoRegular, assets.MonoBold, assets.Math, assets.Scripts, assets.Signs} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("paint: a font of package assets is damaged: " + err.Error())
		}
		fc := &face{font: f, units: float64(f.UnitsPerEm()), xHeight: 0.53, cap: 0.73}
		em := fixed.I(int(f.UnitsPerEm()))
		if m, err := f.Metrics(&t.buf, em, font.HintingNone); err == nil && m.XHeight > 0 && m.CapHeight > 0 {
			fc.xHeight = float64(m.XHeight) / 64 / fc.units
			fc.cap = float64(m.CapHeight) / 64 / fc.units
		}
		t.faces[i] = fc
	}
	for f := range fonts {
		for r := range rune(128) {
			t.ascii[f][r] = t.find(r, f, false)
		}
	}
	return t
})

// lookup returns how a rune is set. wide asks for the Chinese form of marks
// that both scripts have, such as “ and ….
func (t *typesetter) lookup(r rune, f Font, wide bool) letter {
	if r < 128 && r >= 0 {
		return t.ascii[f][r]
	}
	k := letterKey{r, f, wide && shared(r)}
	t.mu.Lock()
	l, ok := t.known[k]
	if !ok {
		l = t.find(r, f, k.wide)
		t.known[k] = l
	}
	t.mu.Unlock()
	return l
}

// find tries the faces in turn.
func (t *typesetter) find(r rune, f Font, wide bool) letter {
	for _, i := range order(r, f, wide) {
		fc := t.faces[i]
		shape := r
		if r == '−' && (i == faceMono || i == faceMonoBold) {
			shape = '–' // its minus is as short as its hyphen
		}
		g, err := fc.font.GlyphIndex(&t.buf, shape)
		if err != nil || g == 0 {
			continue
		}
		a, err := fc.font.GlyphAdvance(&t.buf, g, fixed.I(int(fc.font.UnitsPerEm())), font.HintingNone)
		if err != nil {
			continue
		}
		bold := (f == SansBold || f == MonoBold) && i != faceSansBold && i != faceMonoBold
		return letter{i, g, bold, float32(float64(a) / 64 / fc.units)}
	}
	switch {
	case isWide(r):
		return letter{advance: 1}
	case r >= 0x1F000 && r < 0x20000: // emoji
		return letter{advance: 1.25}
	case r == 0xFE0F || r == 0x200D: // how those are to look, and what joins them
		return letter{}
	}
	return letter{advance: 0.6}
}

// order returns the faces to try for a rune.
func order(r rune, f Font, wide bool) [6]uint8 {
	sans, mono := uint8(faceSans), uint8(faceMono)
	if f == SansBold || f == MonoBold {
		sans, mono = faceSansBold, faceMonoBold
	}
	switch {
	case r >= 0x2E80 && r < 0x1D000 || wide:
		return [6]uint8{sans, faceMath, mono, faceScripts, faceSigns, sans}
	case f == Mono || f == MonoBold:
		return [6]uint8{mono, faceScripts, faceMath, sans, faceSigns, mono}
	case r >= 0x2070 && r < 0x20A0 || r >= 0x2B0 && r < 0x300 || r >= 0x2C7C && r < 0x2C7E || r >= 0x1D2C && r < 0x1D80 || r >= 0x2010 && r < 0x2030 || r == '²' || r == '³' || r == '¹' || r == '·':
		return [6]uint8{faceScripts, faceMath, sans, mono, faceSigns, sans}
	case f == Math:
		return [6]uint8{faceMath, faceScripts, sans, mono, faceSigns, sans}
	case r < 0x2B0 && r != '×' && r != '÷' && r != '±' && r != '°' && r != '¬':
		return [6]uint8{sans, faceMath, faceScripts, mono, faceSigns, sans}
	}
	// signs: the Chinese face has them a whole square wide
	return [6]uint8{faceMath, faceScripts, mono, faceSigns, sans, sans}
}

// shared reports whether a mark has a Chinese and a Latin form.
func shared(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '…', '—', '·':
		return true
	}
	return false
}

// isWide reports whether a rune is written in a Chinese square.
func isWide(r rune) bool {
	return r >= 0x2E80 && r < 0xA000 || r >= 0xF900 && r < 0xFB00 || r >= 0xFF00 && r < 0xFFF0 || r >= 0x20000 && r < 0x30000
}

// has reports whether some face has the rune.
func has(r rune) bool {
	l := typeset().lookup(r, Sans, false)
	return l.glyph != 0 || r < ' '
}
