package stage

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

const exportRow = 52.0

// buildExports makes a button of every export.
func (f *frame) buildExports(s *Stage) {
	f.export = newButton("export", fixed("导出", "Export"), func() { s.openSheet(sheetExport) }).icon(func() string { return "download" })
	for _, e := range exports() {
		b := newButton("export-"+e.id, func() i18n.Text { return i18n.T(e.name.ZH+"："+e.about.ZH, e.name.EN+": "+e.about.EN) }, func() { s.exportNow(&e) })
		b.enabled = func() bool { return e.has(s) }
		b.paint = func(c *paint.Canvas, lk *ui.Look) { drawExport(b, &e, c, lk) }
		f.exports = append(f.exports, b)
		f.sheets[sheetExport] = append(f.sheets[sheetExport], b)
	}
}

func (s *Stage) exportRect() rect {
	return s.env.Size.Middle(min(440, s.env.Size.W-24), min(64+exportRow*float64(len(s.frame.exports))+16, s.env.Size.H-24))
}

func (s *Stage) placeExports() {
	for _, b := range s.frame.exports {
		b.r = rect{}
	}
	if s.sheet != sheetExport {
		return
	}
	_, r := s.sheetRect().CutTop(56)
	for i, b := range s.frame.exports {
		b.r = rect{X: r.X + 12, Y: r.Y + exportRow*float64(i), W: r.W - 24, H: exportRow}
	}
}

// drawExport paints one kind of file: its mark, its name, what it holds.
func drawExport(b *button, e *export, c *paint.Canvas, lk *ui.Look) {
	t, y := lk.Theme, b.r.Y+b.r.H/2
	name, about, ink, words := t.BodyBold(), t.Small(), t.AccentInk, e.about
	if !b.Enabled() {
		name.Color, about.Color, ink, words = t.Faint, t.Faint, t.Faint, e.none
	} else if lk.Hover == b.id || b.down {
		c.RoundRect(b.r.InsetXY(0, 2), 8, t.Hover)
	}
	c.Icon(e.icon, b.r.X+20, y, 20, ink)
	c.Text(e.name.In(lk.Lang), b.r.X+48, y-10, name, paint.Left)
	c.Text(paint.Elide(words.In(lk.Lang), b.r.W-60, about), b.r.X+48, y+11, about, paint.Left)
	b.ring(c, lk, 8)
}
