package stagetest

import (
	"fmt"
	"slices"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// line is a text as it stands in a picture.
type line struct {
	text string
	ink  paint.Rect // what its letters fill, about
	seen paint.Rect // the clip it is drawn in
}

// lines are the texts of one picture, those drawn wholly out of sight too.
func (s *Stage) lines() (all []line) {
	s.canvas.OnText = func(text string, r paint.Rect, st paint.Style) {
		all = append(all, line{text, r.InsetXY(0, 0.16*st.Size), s.canvas.Clip()})
	}
	s.Draw(s.canvas, 1)
	s.canvas.OnText = nil
	return all
}

// Illegible lists what cannot be read anywhere on the way from the top of the
// stage to its end: texts that lie over one another, and texts that are cut off
// but by the edge of one of the figures that roll their own contents.
func (s *Stage) Illegible(rolls ...string) []string {
	var out []string
	for {
		st := s.State()
		for _, what := range s.muddle(st, rolls) {
			if !slices.Contains(out, what) {
				out = append(out, what)
			}
		}
		if st.Area.Y+st.Area.Height <= st.View.Y+st.View.Height {
			return out
		}
		s.Input(ui.Event{Kind: ui.Wheel, X: st.View.X + 2, Y: st.View.Y + 2, DY: max(st.View.Height-40, 40) / 48})
		s.Tick(2)
		if now := s.State().Area.Y; now >= st.Area.Y {
			return out
		}
	}
}

func (s *Stage) muddle(st stage.State, rolls []string) (out []string) {
	view := paint.Rect{X: st.View.X, Y: st.View.Y, W: st.View.Width, H: st.View.Height}
	all := s.lines()
	const much = 1.5 // CSS pixels
	var loose []paint.Rect
	if slices.Contains(rolls, "*") {
		loose = append(loose, view)
	}
	for _, w := range st.Widgets {
		if slices.Contains(rolls, w.ID) {
			loose = append(loose, paint.Rect{X: w.Rect.X, Y: w.Rect.Y, W: w.Rect.Width, H: w.Rect.Height}.Inset(-1))
		}
	}
	for i, a := range all {
		if !cross(a.ink, a.seen, 0) {
			continue
		}
		k, ink := a.seen, a.ink
		if slices.ContainsFunc(loose, func(r paint.Rect) bool { return cross(k, r, 0) && r.Contains(k.Center()) }) {
			// it comes into sight
		} else if k.X-ink.X > much || ink.Right()-k.Right() > much {
			out = append(out, fmt.Sprintf("%q is cut at its side", a.text))
		} else if high, low := k.Y-ink.Y > much, ink.Bottom()-k.Bottom() > much; high && k.Y > view.Y+1 || low && k.Bottom() < view.Bottom()-1 {
			out = append(out, fmt.Sprintf("%q is cut above or below", a.text))
		}
		for _, b := range all[i+1:] {
			if a.text != b.text && cross(b.ink, b.seen, 0) && cross(a.ink, b.ink, much) && cross(a.ink, b.seen, 0) && cross(b.ink, a.seen, 0) {
				out = append(out, fmt.Sprintf("%q and %q lie over one another", a.text, b.text))
			}
		}
	}
	return out
}

// cross reports whether two boxes have more than a border of much in common.
func cross(a, b paint.Rect, much float64) bool {
	return min(a.Right(), b.Right())-max(a.X, b.X) > much && min(a.Bottom(), b.Bottom())-max(a.Y, b.Y) > much
}
