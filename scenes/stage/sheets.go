package stage

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// sheetTitles are what the sheets are called.
var sheetTitles = [...]i18n.Text{
	sheetScenes: Title, sheetControls: i18n.T("控制", "Controls"), sheetHelp: i18n.T("键盘和手势", "Keys and gestures"),
	sheetShare: i18n.T("分享这一刻", "Share this moment"), sheetBranches: branchesTitle, sheetExport: i18n.T("导出", "Export"),
}

// drawSheet paints what lies above the scene, on a veil.
func (s *Stage) drawSheet(c *paint.Canvas) {
	t, r := s.env.Theme, s.sheetRect()
	s.drawVeil(c)
	radius, indent := 12.0, 20.0
	switch s.sheet {
	case sheetScenes:
		radius = 0
	case sheetControls:
		indent = 16
	}
	c.Shadow(r, radius, 24, t.Shadow)
	c.RoundRect(r, radius, t.Background)
	c.RoundRectStroke(r, radius, 1, t.Border)
	c.PushClip(r)
	c.Text(sheetTitles[s.sheet].In(s.env.Lang), r.X+indent, r.Y+26, t.H2(), paint.Left)
	s.drawInSheet(c, r)
	if s.sheet != sheetBranches {
		s.frame.close.Draw(c, &s.look)
	}
	c.PopClip()
}

// drawVeil dims what lies below a sheet. Branches are chosen beside the scene, and
// the transport stays in hand below the controls.
func (s *Stage) drawVeil(c *paint.Canvas) {
	if s.sheet == sheetBranches {
		return
	}
	veil, under := paint.Color{A: 90}, s.env.Size
	if s.env.Theme.Dark {
		veil.A = 140
	}
	if s.sheet == sheetControls {
		under.H -= s.lay.bar.H
	}
	c.Fill(under, veil)
}

// drawInSheet paints what stands below the title of a sheet.
func (s *Stage) drawInSheet(c *paint.Canvas, r rect) {
	switch s.sheet {
	case sheetScenes:
		_, list := r.CutTop(52)
		s.drawRail(c, list)
		for _, b := range []*button{s.frame.theme, s.frame.full, s.frame.share, s.frame.export, s.frame.help} {
			if s.env.Phone {
				b.Draw(c, &s.look)
			}
		}
	case sheetControls:
		s.guard(func() { s.controlsPanel.Draw(c, &s.look) })
		s.drawGuide(c)
	case sheetHelp:
		s.drawHelp(c, r)
		s.frame.present.Draw(c, &s.look)
	case sheetBranches:
		s.drawBranches(c, r)
	case sheetExport:
		for _, b := range s.frame.exports {
			b.Draw(c, &s.look)
		}
	case sheetShare:
		s.drawShare(c, r)
		s.frame.lend.Draw(c, &s.look)
		s.frame.copy.Draw(c, &s.look)
	}
}

func (s *Stage) drawHelp(c *paint.Canvas, r rect) {
	t, lang := s.env.Theme, s.env.Lang
	y, does := r.Y+72, r.X+120
	if s.env.Phone {
		does = r.X + 108
	}
	for _, line := range helpLines {
		key := line.key.In(lang)
		st := paint.Style{Font: paint.Mono, Size: 13, Color: t.Text}
		width := max(paint.Measure(key, st)+20, 40)
		cap := rect{X: r.X + 20, Y: y - 13, W: width, H: 26}
		c.RoundRect(cap, 6, t.Raised)
		c.RoundRectStroke(cap, 6, 1, t.Strong)
		c.Text(key, cap.X+width/2, y, st, paint.Center)
		c.Text(line.does.In(lang), does, y, t.Body(), paint.Left)
		y += 34
	}
	c.TextWrap(helpHands.In(lang), rect{X: r.X + 20, Y: y + 2, W: r.W - 40, H: 60}, t.Small(), helpLine)
}

// helpHands is what the help says of mouse and finger, in lines of helpLine.
var helpHands = i18n.T("悬停看细节，点一下改数值；手指轻点，两样都做。", "Hover to look, click to edit; on a touch screen a tap does both.")

const helpLine = 20.0

// helpWords is the height of helpHands in a sheet of a width.
func (s *Stage) helpWords(width float64) float64 {
	return paint.WrapHeight(helpHands.In(s.env.Lang), width-40, s.env.Theme.Small(), helpLine)
}
