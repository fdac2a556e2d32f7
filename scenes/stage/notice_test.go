package stage

import (
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// TestNoticeCoversNoButton: it stands above the transport, or, where there is a
// button in its way, above the heading; and stays there when that goes away.
func TestNoticeCoversNoButton(t *testing.T) {
	for _, size := range [][2]float64{{390, 844}, {1280, 800}, {2560, 1440}} {
		s, l := house(t)
		s.Resize(size[0], size[1])
		run(s, 0.5)
		text := i18n.T("已经做好了", "It is done")
		s.Notice(text)
		if run(s, 0.1); s.notice.high || s.notice.box.Bottom() > s.lay.bar.Y {
			t.Errorf("%v: nothing is in its way, and it is at %v", size, s.notice.box)
		}
		b := ui.NewButton("deep", i18n.T("下面", "Down here"))
		b.SetRect(s.notice.box.Inset(4))
		l().figures = append(l().figures, b)
		run(s, 0.1)
		if s.notice.high {
			t.Error("it jumps while it is read")
		}
		s.offer(text, func() {})
		run(s, 0.1)
		if over := meet(s.notice.box, b.Rect()); !over.Empty() || s.notice.box.Empty() {
			t.Errorf("%v: it covers a button at %v", size, over)
		}
		if r := s.frame.undo.r; meet(r, s.notice.box).Empty() {
			t.Errorf("%v: its button is at %v, it is at %v", size, r, s.notice.box)
		}
	}
}

// TestTipNamesBoth: a tip has the term in both languages, that of a control too,
// whose own name is on it.
func TestTipNamesBoth(t *testing.T) {
	s, _ := house(t)
	run(s, 0.5)
	for id, want := range map[string]string{"lr": "Learning rate  ·  学习率", "share": "Share this moment  ·  分享这一刻"} {
		ev := middle(s, id)
		ev.Kind = ui.PointerMove
		s.Input(ev)
		run(s, 1)
		found := false
		c := paint.NewCanvas()
		c.OnText = func(line string, _ paint.Rect, _ paint.Style) { found = found || line == want }
		if s.Draw(c, 1); !found {
			t.Errorf("over %s there is no %q", id, want)
		}
	}
}

// TestNoticeGoesWhenPressed: a press on a notice takes it away, and nothing below
// it is pressed.
func TestNoticeGoesWhenPressed(t *testing.T) {
	s, l := house(t)
	run(s, 0.5)
	s.Notice(i18n.T("已经做好了", "It is done"))
	run(s, 0.1)
	x, y := s.notice.box.Center()
	s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
	s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
	run(s, 0.1)
	if n := s.State().Notice; n != "" || len(l().pad.kinds) > 0 {
		t.Errorf("it still says %q; below it %v", n, l().pad.kinds)
	}
}
