package stage

import (
	"fmt"
	"slices"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Provenance is implemented by scenes whose numbers unfold in the inspector.
type Provenance = inspect.Provenance

// Inspect opens the inspector on a number of the scene's run, once the present
// Update is done; the scene implements Provenance.
func (e *Env) Inspect(ref trace.Ref) { e.inspect, e.asked = ref, true }

// inspector is the panel that unfolds numbers, and how numbers are picked.
type inspector struct {
	*inspect.Panel
	picking bool // a press on a number unfolds it, whatever stands there
	spot    inspect.Cell
	pointed bool // spot is under the pointer
	mouse   paint.Point
	cells   []inspect.Cell
	shown   trace.Ref // on a phone, what the stage was last scrolled to
	above   float64   // how much was covered then; 0: not yet
}

// provenance is the scene's, if its numbers unfold.
func (s *Stage) provenance() Provenance {
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return nil
	}
	p, _ := s.cur.scene.(Provenance)
	if p == nil || p.Trace() == nil {
		return nil
	}
	return p
}

// numberAt is the number of the scene at a place.
func (s *Stage) numberAt(x, y float64) (c inspect.Cell, ok bool) {
	p := s.provenance()
	if p == nil || s.veiled() || !s.lay.middle.Contains(x, y) || s.lay.inspect.Contains(x, y) {
		return c, false
	}
	s.guard(func() { c, ok = inspect.Find(p, x, y) })
	return c, ok
}

// picks takes a press on a number that is meant to unfold it: any press while
// picking, one with Ctrl or of the context button otherwise.
func (s *Stage) picks(ev ui.Event) bool {
	if !s.insp.picking && !ev.Ctrl && ev.Button != 2 {
		return false
	}
	c, ok := s.numberAt(ev.X, ev.Y)
	if ok {
		s.unfold(c.Ref)
	} else if s.insp.picking && !s.insp.IsOpen() && s.drags(ev) {
		s.tellPicking()
		return true
	}
	return ok
}

// drags reports whether a press would take hold of something on the stage.
func (s *Stage) drags(ev ui.Event) bool {
	w := s.topAt(ev.X, ev.Y)
	if w == nil || !slices.Contains(s.figures(), w) || s.phraseIn(w, ev.X, ev.Y) {
		return false
	}
	switch w.Role() {
	case ui.RoleFigure, ui.RolePad, ui.RoleSlider:
		return true
	}
	return false
}

// unfold opens the inspector on a number of the present scene.
func (s *Stage) unfold(ref trace.Ref) {
	p := s.provenance()
	if p == nil {
		return
	}
	s.guard(func() { s.insp.Open(p, ref) })
	s.insp.pointed = false // things stand elsewhere now
	if s.env.Phone && s.sheet == sheetControls {
		s.closeSheet()
	}
	s.dirty = true
	s.relayout()
	if s.keyboard && s.insp.IsOpen() {
		s.opener = s.look.Focus
		s.focus("inspector")
	}
}

// togglePicking is the button in the top bar and the key I: by keyboard it
// opens on the number under the pointer, or the first on screen.
func (s *Stage) togglePicking() {
	s.dirty = true
	p := s.provenance()
	switch {
	case s.insp.picking || s.insp.IsOpen():
		s.closeInspector()
	case p == nil:
		s.Notice(i18n.T("这一幕的数还不能展开", "The numbers of this scene do not unfold yet"))
	case s.keyboard:
		c, ok := s.numberAt(s.insp.mouse.X, s.insp.mouse.Y)
		if !ok {
			var cells []inspect.Cell
			s.guard(func() { cells = p.Cells(nil) })
			if len(cells) == 0 {
				return
			}
			c = cells[0]
		}
		s.unfold(c.Ref)
	default:
		s.insp.picking = true
		s.tellPicking()
	}
}

func (s *Stage) closeInspector() {
	back := s.insp.IsOpen() && s.fromInspector()
	s.insp.Close()
	s.insp.picking, s.insp.pointed, s.insp.above, s.dirty = false, false, 0, true
	s.relayout()
	if back {
		s.focus(s.opener)
	}
}

// fromInspector reports whether the keyboard is in the inspector.
func (s *Stage) fromInspector() bool {
	for _, w := range s.insp.Widgets() {
		if w.ID() == s.look.Focus && s.look.Focus != "" {
			return true
		}
	}
	return false
}

// inspectorKey takes the keys that the inspector understands; left and right
// only when it has the keyboard or shows a matrix, for they belong to the
// transport.
func (s *Stage) inspectorKey(ev ui.Event) bool {
	if !s.insp.IsOpen() || s.sheet != sheetNone {
		return false
	}
	mine := s.fromInspector()
	if !mine && (s.look.Focus != "" || !s.insp.ShowsGrid() && (ev.Key == "ArrowLeft" || ev.Key == "ArrowRight")) {
		return false
	}
	if w := s.widget(s.look.Focus); mine && s.look.Focus != "inspector" && (ev.Key == "Enter" || ev.Key == " ") {
		if p, ok := w.(ui.Presser); ok {
			s.guard(p.Press)
			s.afterInspector(true)
			return true
		}
	}
	used := false
	s.guard(func() { used = s.insp.Key(ev) })
	s.afterInspector(true)
	return used
}

// afterInspector notices that the inspector closed itself, and that what had
// the keyboard in it is gone; was says that it had been open.
func (s *Stage) afterInspector(was bool) {
	s.dirty = true
	s.relayout()
	if !s.insp.IsOpen() {
		s.insp.picking = s.insp.picking && !was
		if s.look.Focus != "" && s.widget(s.look.Focus) == nil {
			s.focus(s.opener)
		}
		return
	}
	if s.look.Focus != "" && s.widget(s.look.Focus) == nil {
		s.focus("inspector")
	}
}

// point follows the pointer while numbers are picked.
func (s *Stage) point(ev ui.Event) {
	s.insp.mouse = paint.Point{X: ev.X, Y: ev.Y}
	if s.insp.picking && !ev.Touch {
		s.insp.spot, s.insp.pointed = s.numberAt(ev.X, ev.Y)
	}
}

// later is the way of a link to a number that is not there yet: its run is still
// being computed.
type later struct {
	scene Scene
	path  string
}

// unfoldLater unfolds the numbers of a way, now or when the run has come to
// rest. It reports whether that may be.
func (s *Stage) unfoldLater(path string) bool {
	s.later = later{}
	if s.SetInspect(path) == nil {
		return true
	}
	if s.rests() {
		return false
	}
	s.later = later{s.cur.scene, path}
	return true
}

// unfoldNow unfolds what a link asked for as soon as its run is there, if the
// visitor has not turned to something else.
func (s *Stage) unfoldNow() {
	if s.later.path == "" {
		return
	}
	l := s.later
	if s.cur == nil || s.cur.scene != l.scene || s.insp.IsOpen() {
		s.later = later{}
	} else if s.rests() {
		s.later = later{}
		if s.SetInspect(l.path) != nil {
			s.tellUnread()
		}
	}
}

// followRun brings the inspector up to date with what the scene did.
func (s *Stage) followRun() {
	if s.env.asked {
		s.env.asked = false
		s.unfold(s.env.inspect)
	}
	if !s.insp.IsOpen() {
		return
	}
	if s.provenance() == nil {
		s.closeInspector()
	} else if s.env.redraw {
		s.guard(s.insp.Refresh)
		s.afterInspector(true)
	}
	s.showNumber()
}

// showNumber scrolls a phone's stage so that the number that the inspector
// unfolds is seen above it, once for each number and page.
func (s *Stage) showNumber() {
	ref, ok := s.insp.At()
	p := s.provenance()
	if !ok || p == nil || !s.env.Phone {
		s.insp.above = 0
		return
	}
	if len(s.capture) > 0 {
		return
	}
	s.relayout() // the panel is as high as what it says now
	if above := s.covered(); above != s.insp.above || s.insp.shown != ref {
		s.insp.shown, s.insp.above = ref, above
		s.revealNumber(p, ref)
	}
}

func (s *Stage) revealNumber(p Provenance, ref trace.Ref) {
	s.guard(func() { s.insp.cells = p.Cells(s.insp.cells[:0]) })
	for _, cell := range s.insp.cells {
		if cell.Ref == ref {
			s.reveal(cell.Rect.Inset(-8))
			return
		}
	}
}

// covered is how much of the stage a phone's inspector lies over, from below.
func (s *Stage) covered() float64 {
	if !s.insp.IsOpen() || !s.env.Phone {
		return 0
	}
	return max(s.lay.middle.Bottom()-s.lay.bar.Y+s.inspectorHeight(), 0)
}

// inspectorHeight is that of the panel on a phone: no taller than what it says.
func (s *Stage) inspectorHeight() float64 {
	return min(max(s.insp.Tall(), 180), min(s.lay.middle.H*0.66, 520))
}

// placeInspector cuts the inspector's room: at the right, in place of the
// controls unless there is room for both; on a phone from below, over the stage.
func (s *Stage) placeInspector(rest rect) rect {
	l := &s.lay
	if !s.insp.IsOpen() || s.env.Phone {
		return rest
	}
	if s.width < 1500 && !l.panel.Empty() {
		rest.W += l.panel.W
		l.panel = rect{}
	}
	l.inspect, rest = rest.CutRight(min(inspect.Width, rest.W*0.55))
	return rest
}

// layInspector gives the panel its place when the rest has its.
func (s *Stage) layInspector() {
	l := &s.lay
	if !s.insp.IsOpen() {
		return
	}
	if s.env.Phone {
		h := s.inspectorHeight()
		l.inspect = rect{X: 0, Y: l.bar.Y - h, W: s.width, H: h}
	} else if w := s.insp.Wide(s.width); w > l.inspect.W { // the source lies over the stage
		l.inspect.X, l.inspect.W = l.inspect.Right()-w, w
	}
	s.guard(func() { s.insp.Layout(l.inspect, &s.look, s.env.Phone) })
}

// drawInspector paints the panel, and rings around the number that it unfolds
// and the one that a press would.
func (s *Stage) drawInspector(c *paint.Canvas) {
	p := s.provenance()
	if p == nil || !s.insp.picking && !s.insp.IsOpen() {
		return
	}
	t := s.env.Theme
	c.PushClip(s.lay.middle)
	if ref, ok := s.insp.At(); ok {
		s.guard(func() {
			s.insp.cells = p.Cells(s.insp.cells[:0])
			for _, cell := range s.insp.cells {
				if cell.Ref == ref {
					c.RoundRectStroke(cell.Rect.Inset(-3), 8, 2.5, t.Focus)
					break
				}
			}
		})
	}
	if s.insp.picking && s.insp.pointed {
		c.RoundRect(s.insp.spot.Rect.Inset(-3), 8, paint.WithAlpha(t.Accent, 0.18))
		c.RoundRectStroke(s.insp.spot.Rect.Inset(-3), 8, 2, t.Accent)
	}
	c.PopClip()
	s.guard(func() { s.insp.Draw(c, &s.look) })
}

// SetInspect unfolds the numbers of a way, as links keep it: "z1.0",
// "z1.0>W1.1", "x.0.grad"; "" closes the inspector.
func (s *Stage) SetInspect(path string) error {
	if path == "" {
		s.closeInspector()
		return nil
	}
	p := s.provenance()
	if p == nil {
		return fmt.Errorf("the numbers of this scene do not unfold")
	}
	err := error(nil)
	s.guard(func() { err = s.insp.SetPath(p, path) })
	s.dirty = true
	s.relayout()
	return err
}
