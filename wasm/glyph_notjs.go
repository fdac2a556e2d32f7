//go:build !js

package main

import (
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"gradtheatre/scenes/paint"
)

// systemFonts draws letters that the theatre's own type has not with the fonts
// of the visitor's system, as the browser does on the page. Nothing is looked
// for before the first such letter.
type systemFonts struct {
	folders []string
	looked  bool
	files   []fontFile
}

// fontFile is a file with one font or several, opened when it is first asked.
type fontFile struct {
	path   string
	opened bool
	fonts  []*sfnt.Font
}

const (
	maxFontFiles = 240 // that are kept open, the likeliest first
	maxDepth     = 6   // folders within folders
)

// fontFolders are the usual places of fonts.
func fontFolders() []string {
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "darwin":
		return []string{"/System/Library/Fonts", "/Library/Fonts", filepath.Join(home, "Library/Fonts")}
	case "windows":
		return []string{filepath.Join(os.Getenv("WINDIR"), "Fonts"), filepath.Join(os.Getenv("LOCALAPPDATA"), `Microsoft\Windows\Fonts`)}
	}
	return []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".local/share/fonts"), filepath.Join(home, ".fonts")}
}

// liked are parts of the names of plain faces with many characters, the first
// one liked best; odd are those of faces that fit beside ours least.
var (
	liked = []string{"notosanscjk", "notosanssc", "sourcehansans", "pingfang", "msyh", "hiraginosans", "stheiti", "simhei", "wqy", "droidsansfallback",
		"arialunicode", "segoeui", "notosans-", "dejavusans", "notosanssymbols", "seguisym", "seguiemj", "notoemoji", "symbola", "notosans"}
	odd = []string{"serif", "mono", "condensed", "italic", "oblique", "light", "thin", "black", "naskh", "nastaliq"}
)

// rank orders the files: the lower the earlier.
func rank(path string) int {
	name := strings.ToLower(filepath.Base(path))
	n := slices.IndexFunc(liked, func(part string) bool { return strings.HasPrefix(name, part) })
	if n < 0 {
		n = len(liked)
	}
	for _, part := range odd {
		if strings.Contains(name, part) {
			n += 2 * len(liked)
		}
	}
	return n
}

// look lists the files once.
func (s *systemFonts) look() {
	if s.looked {
		return
	}
	s.looked = true
	for _, folder := range s.folders {
		filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return fs.SkipDir
			case d.IsDir() && strings.Count(strings.TrimPrefix(path, folder), string(filepath.Separator)) > maxDepth:
				return fs.SkipDir
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".otf", ".ttc", ".otc":
				s.files = append(s.files, fontFile{path: path})
			}
			return nil
		})
	}
	slices.SortStableFunc(s.files, func(a, b fontFile) int { return rank(a.path) - rank(b.path) })
	s.files = s.files[:min(len(s.files), maxFontFiles)]
}

// open parses the file; one that is no font has none.
func (f *fontFile) open() []*sfnt.Font {
	if f.opened {
		return f.fonts
	}
	f.opened = true
	file, err := os.Open(f.path) // stays open: outlines are read when they are needed
	if err != nil {
		return nil
	}
	all, err := sfnt.ParseCollectionReaderAt(file)
	if err != nil {
		file.Close()
		return nil
	}
	for i := range all.NumFonts() {
		if one, err := all.Font(i); err == nil {
			f.fonts = append(f.fonts, one)
		}
	}
	return f.fonts
}

// lend is what paint.Canvas asks: the letter in the first font that has it, an
// empty mask where none has.
func (s *systemFonts) lend(r rune, em float64, bold bool) paint.Mask {
	s.look()
	for _, heavy := range []bool{bold, !bold} { // the weight that is asked for, else the other
		for i := range s.files {
			f := &s.files[i]
			if strings.Contains(strings.ToLower(filepath.Base(f.path)), "bold") != heavy {
				continue
			}
			for _, one := range f.open() {
				if m := letter(one, r, em); m.W > 0 {
					return m
				}
			}
		}
	}
	return paint.Mask{}
}

// letter draws a rune of a font; one that it has not, or only as a picture in
// colours, is empty.
func letter(f *sfnt.Font, r rune, em float64) paint.Mask {
	var buf sfnt.Buffer
	index, err := f.GlyphIndex(&buf, r)
	if err != nil || index == 0 {
		return paint.Mask{}
	}
	if outline, err := f.LoadGlyph(&buf, index, fixed.I(16), nil); err != nil || len(outline) == 0 {
		return paint.Mask{}
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: em, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return paint.Mask{}
	}
	defer face.Close()
	at, shape, from, _, ok := face.Glyph(fixed.Point26_6{}, r)
	alpha, isAlpha := shape.(*image.Alpha)
	if !ok || !isAlpha || at.Empty() {
		return paint.Mask{}
	}
	m := paint.Mask{W: at.Dx(), H: at.Dy(), DX: at.Min.X, DY: at.Min.Y, Pix: make([]byte, at.Dx()*at.Dy())}
	for y := range m.H {
		row := alpha.PixOffset(from.X, from.Y+y)
		copy(m.Pix[y*m.W:(y+1)*m.W], alpha.Pix[row:row+m.W])
	}
	return m
}
