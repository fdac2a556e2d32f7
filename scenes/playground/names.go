package playground

import (
	"math"
	"slices"
	"strconv"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// names are those of the classes, where a table has given them names.
func (s *Scene) names() []string {
	if s.points.Data != "own" || s.pts.Classes == 0 {
		return nil
	}
	return s.points.Names
}

// className is what a class is called: its name, or its number.
func (s *Scene) className(k int) string {
	if names := s.names(); k < len(names) {
		return names[k]
	}
	return digit(k)
}

// shortened is a name where there is little room.
func shortened(name string) string {
	const most = 12
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}

// nameBrushes puts the names of the classes on the brushes that paint them.
func (s *Scene) nameBrushes() {
	p := &s.panel
	if names := s.names(); p.brushes == nil || !slices.Equal(p.brushes, names) {
		p.brushes = append([]string{}, names...)
		options := []ui.Option{ui.Opt("move", i18n.T("移动", "Move"))}
		for k := range jobs.MaxClasses {
			options = append(options, ui.Opt(strconv.Itoa(k), i18n.Same(shortened(s.className(k)))))
		}
		p.painter.SetOptions(p.painter.Value(), options...)
	}
}

// paintKey says which colour stands for which name, side by side in one line;
// it reports false where the classes have no names, or the legend has them.
func (s *Scene) paintKey(c *paint.Canvas, t *theme.Theme, r paint.Rect) bool {
	if len(s.names()) == 0 || s.pts.Classes < 3 {
		return false
	}
	most, x := s.keyRoom(t, r.W+keyGap), r.X
	for k := range s.pts.Classes {
		w := min(s.keyWidth(t, k), most)
		s.paintClass(c, t, k, x, r.Y+r.H/2, w-keyGap/2)
		x += w
	}
	return true
}

const (
	classDot  = 5.0  // radius
	classText = 15.0 // where the name begins, beside its colour
)

// paintClass paints a class's colour and what it is called, from x on.
func (s *Scene) paintClass(c *paint.Canvas, t *theme.Theme, k int, x, y, width float64) {
	c.Circle(x+classDot, y, classDot, s.classColor(k))
	st := t.Tiny()
	if s.fits(t, k, width) {
		c.Text(paint.Elide(s.className(k), width-classText, st), x+classText, y, st, paint.Left)
	}
}

// fits reports whether a class's name can be read beside its colour.
func (s *Scene) fits(t *theme.Theme, k int, width float64) bool {
	return width-classText >= min(24, paint.Measure(s.className(k), t.Tiny()))
}

const keyGap = 10.0 // between the names of the key

// keyWidth is how much room a class wants in the key.
func (s *Scene) keyWidth(t *theme.Theme, k int) float64 {
	return classText + paint.Measure(s.className(k), t.Tiny()) + keyGap
}

// keyRoom is how much room each may take so that all fit: short names lend theirs
// to the long ones.
func (s *Scene) keyRoom(t *theme.Theme, width float64) (most float64) {
	for range s.pts.Classes { // each turn finds one that fits, or is the last
		short, taken := 0, 0.0
		for k := range s.pts.Classes {
			if w := s.keyWidth(t, k); w <= most {
				short, taken = short+1, taken+w
			}
		}
		if short == s.pts.Classes {
			break
		}
		most = (width - taken) / float64(s.pts.Classes-short)
	}
	return most
}

// classWidth is how wide the longest name is, with its colour.
func (s *Scene) classWidth() float64 {
	w := 0.0
	for k := range s.pts.Classes {
		w = max(w, paint.Measure(s.className(k), s.theme.Tiny()))
	}
	return classText + w
}

// tallies are the counts of the matrix, nil where there are none.
func (s *Scene) tallies() (rows [][]int) {
	for i := range s.pts.Classes {
		row := make([]int, s.pts.Classes)
		for j := range row {
			n := s.within.count(i, j)
			if math.IsNaN(n) {
				return nil
			}
			row[j] = int(n)
		}
		rows = append(rows, row)
	}
	return rows
}

// describeConfusion reads the matrix out, a sentence for each class.
func (s *Scene) describeConfusion(l i18n.Lang) string {
	if s.within.uncounted() {
		return noAnswers.In(l)
	}
	text := ""
	for i, row := range s.tallies() {
		text += s.className(i) + i18n.T("：", ": ").In(l)
		for j, n := range row {
			if j > 0 {
				text += i18n.T("，", ", ").In(l)
			}
			text += i18n.T("答 "+s.className(j)+" "+strconv.Itoa(n)+" 次", strconv.Itoa(n)+" answered "+s.className(j)).In(l)
		}
		text += i18n.T("。", ". ").In(l)
	}
	return text
}
