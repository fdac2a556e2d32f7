package stage

import (
	"errors"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// shot is how far a picture for a file has come.
type shot uint8

const (
	noShot shot = iota
	asked
	placed // the whole of the scene stands where the picture has it
)

// pictureFoot is below the scene in a picture: what it shows, and where it is from.
const pictureFoot = 40.0

// exportPicture has a picture of the stage saved, without what lies above it.
func (s *Stage) exportPicture() error {
	s.closeSheet()
	s.notice = notice{}
	s.shot, s.dirty = asked, true
	return nil
}

// poseForPicture scrolls to the top, before the scene is placed: a picture has all
// of it, not what is in view.
func (s *Stage) poseForPicture() {
	if s.shot == asked {
		s.shot, s.scrolled, s.scroll.from, s.enter = placed, s.scroll.from, 0, 1
	}
}

// TakePicture says whether a picture is to be drawn by [Stage.DrawPicture] and saved
// under a name, and how large it is.
func (s *Stage) TakePicture() (name string, size Box, ok bool) {
	if s.shot != placed || s.cur == nil {
		return "", Box{}, false
	}
	s.shot, s.dirty = noShot, true
	name = "gradtheatre-" + s.cur.entry.ID + ".png"
	s.Notice(i18n.T("已存为 "+name, "Saved as "+name))
	r := s.wholeStage()
	r.H += pictureFoot
	return name, s.box(r), true
}

// PictureFailed tells why the picture was not saved.
func (s *Stage) PictureFailed(err error) {
	s.Notice(i18n.T("图没有存下："+err.Error(), "The picture was not saved: "+err.Error()))
}

// wholeStage is the stage with what scrolls.
func (s *Stage) wholeStage() rect {
	r := s.lay.middle
	r.H += s.scroll.grown
	return r
}

// DrawPicture records the picture that TakePicture announced, and scrolls back.
func (s *Stage) DrawPicture(c *paint.Canvas, scale float64) error {
	t, r := s.env.Theme, s.wholeStage()
	c.Begin(r.W, r.H+pictureFoot, scale*s.zoom)
	c.PushOffset(-r.X, -r.Y)
	c.Fill(r, t.Stage)
	c.PushClip(r)
	s.env.View = r
	ok := s.drawOnStage(c)
	s.scroll.from = min(s.scrolled, s.scroll.over)
	s.relayout()
	if !ok {
		return errors.New("the scene stopped")
	}
	c.PopClip()
	s.drawPictureFoot(c, rect{X: r.X, Y: r.Bottom(), W: r.W, H: pictureFoot})
	c.PopOffset()
	return nil
}

// drawPictureFoot says what a picture shows and, where others reach it, at what
// address.
func (s *Stage) drawPictureFoot(c *paint.Canvas, r rect) {
	t, lang := s.env.Theme, s.env.Lang
	c.Fill(r, t.Background)
	c.Fill(rect{X: r.X, Y: r.Y, W: r.W, H: 1}, t.Border)
	in, y := r.InsetXY(min(28, s.lay.head.X-r.X), 0), r.Y+r.H/2
	name := t.Small()
	name.Color = t.Text
	title := s.cur.entry.Title.In(lang)
	c.Text(title, in.X, y, name, paint.Left)
	x := in.X + paint.Measure(title, name) + 10
	if home := Title.In(lang); home != title {
		c.Text(home, x, y, t.Small(), paint.Left)
		x += paint.Measure(home, t.Small()) + 24
	}
	link, far := s.sharing()
	if page, _, ok := strings.Cut(link, "#"); ok && far < thisOne {
		_, page, _ = strings.Cut(page, "://")
		if page += "#/" + s.cur.entry.ID; paint.Measure(page, t.Small()) <= in.Right()-x {
			c.Text(page, in.Right(), y, t.Small(), paint.Right)
		}
	}
}
