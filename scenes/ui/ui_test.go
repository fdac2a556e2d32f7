package ui

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

var name = i18n.T("名字", "Name")

// all returns one of each widget.
func all() []Widget {
	return []Widget{
		NewButton("button", name), NewButton("primary", name).Primary().Icon("play"), NewIconButton("icon", "sun", name),
		NewButton("down", name).Toggle(true), NewToggle("toggle", name, true), NewSlider("slider", name, -5, 5, 1),
		NewSlider("log", name, 1e-5, 1, 0.01).Log(), NewNumber("number", name, -10, 10, 2), NewStepper("stepper", name, 1, 6, 2),
		NewField("field", name, "x+y"), NewSelect("select", name, "a", Opt("a", name), Opt("b", name)),
		NewSelect("chips", name, "a", Opt("a", name), Opt("b", name)).Chips(), NewTabs("tabs", name, "a", Opt("a", name), Opt("b", name)),
		NewHeading(name), NewParagraph(name), NewLive("live", name, func(i18n.Lang) string { return "5 / 7" }), NewProgress("progress", name),
		NewRow(NewButton("r1", name), NewButton("r2", name)),
	}
}

func place(w Widget) paint.Rect {
	r := paint.Rect{X: 100, Y: 100, W: 240, H: w.Height(240)}
	w.SetRect(r)
	return r
}

func press(w Widget, x, y float64) {
	w.Handle(Event{Kind: PointerDown, X: x, Y: y})
	w.Handle(Event{Kind: PointerUp, X: x, Y: y})
}

func TestWarmWidgetsDrawWithoutAllocating(t *testing.T) {
	c := paint.NewCanvas()
	for _, w := range all() {
		for _, th := range []*theme.Theme{theme.Light(), theme.Dark()} {
			lk := &Look{Theme: th, Focus: w.ID(), Hover: w.ID()}
			place(w)
			draw := func() { c.Begin(800, 600, 2); w.Draw(c, lk) }
			draw()
			if n := testing.AllocsPerRun(10, draw); n > 1 {
				t.Errorf("%T %s allocates %v times a picture", w, w.ID(), n)
			}
			if c.Triangles() == 0 {
				t.Errorf("%T %s draws nothing", w, w.ID())
			}
		}
	}
}

// TestStaysInside: no widget draws words beyond its box.
func TestWordsStayInside(t *testing.T) {
	for _, w := range all() {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			r := place(w).Inset(-1)
			c := paint.NewCanvas()
			c.OnText = func(s string, b paint.Rect, _ paint.Style) {
				if b.X < r.X || b.Right() > r.Right() || b.Y < r.Y || b.Bottom() > r.Bottom() {
					t.Errorf("%T %s: %q at %v leaves %v", w, w.ID(), s, b, r)
				}
			}
			w.Draw(c, &Look{Theme: theme.Light(), Lang: l})
		}
	}
}

func TestFingersFit(t *testing.T) {
	for _, w := range all() {
		if _, ok := w.(*Words); ok {
			continue
		}
		if _, ok := w.(*Progress); ok {
			continue
		}
		w.(Toucher).SetTouch(true)
		if h := w.Height(320); h < 40 {
			t.Errorf("%T %s is %v high for a finger, want 40", w, w.ID(), h)
		}
	}
}

func TestButton(t *testing.T) {
	n := 0
	b := NewButton("b", name).OnPress(func() { n++ })
	r := place(b)
	x, y := r.Center()
	press(b, x, y)
	b.Handle(Event{Kind: KeyDown, Key: "Enter"})
	b.Handle(Event{Kind: KeyDown, Key: " "})
	if n != 3 {
		t.Fatalf("pressed %d times, want 3", n)
	}
	b.Handle(Event{Kind: PointerDown, X: x, Y: y})
	b.Handle(Event{Kind: PointerUp, X: 0, Y: 0}) // dragged off
	b.Handle(Event{Kind: PointerDown, X: x, Y: y})
	b.Handle(Event{Kind: PointerCancel, X: x, Y: y})
	b.Handle(Event{Kind: PointerUp, X: x, Y: y})
	if n != 3 {
		t.Error("a press that was taken back counted")
	}
	b.SetEnabled(false)
	press(b, x, y)
	b.Press()
	if n != 3 {
		t.Error("a disabled button was pressed")
	}
}

func TestSliderDrag(t *testing.T) {
	var heard []float64
	s := NewSlider("x", name, -5, 5, 0).Step(0.5).OnChange(func(v float64) { heard = append(heard, v) })
	place(s)
	_, _, track := s.parts()
	_, y := track.Center()
	s.Handle(Event{Kind: PointerDown, X: track.Right() - 1, Y: y})
	if s.Float() != 5 {
		t.Errorf("at the right end: %v, want 5", s.Float())
	}
	s.Handle(Event{Kind: PointerMove, X: track.X - 500, Y: y + 300}) // beyond, still held
	s.Handle(Event{Kind: PointerUp, X: track.X - 500, Y: y})
	s.Handle(Event{Kind: PointerMove, X: track.Right(), Y: y}) // hovering only
	if s.Float() != -5 || len(heard) != 2 {
		t.Errorf("after dragging left: %v, heard %v", s.Float(), heard)
	}
}

func TestSliderKeysAndTyping(t *testing.T) {
	s := NewSlider("lr", name, 1e-5, 1, 0.01).Log()
	place(s)
	for range 20 {
		s.Handle(Event{Kind: KeyDown, Key: "ArrowRight"})
	}
	if math.Abs(s.Float()-0.1) > 0.002 {
		t.Errorf("20 steps of a logarithmic slider from 0.01: %v, want about 0.1", s.Float())
	}
	s.Handle(Event{Kind: KeyDown, Key: "Enter"})
	s.Handle(Event{Kind: Input, Text: "0.0375"})
	s.Handle(Event{Kind: KeyDown, Key: "Enter"})
	if s.Value() != "0.0375" {
		t.Errorf("typed 0.0375, got %s", s.Value())
	}
	s.Handle(Event{Kind: KeyDown, Key: "Enter"})
	s.Handle(Event{Kind: Input, Text: "7"})
	s.Handle(Event{Kind: KeyDown, Key: "Escape"})
	if s.Value() != "0.0375" {
		t.Errorf("Esc took what was typed: %s", s.Value())
	}
	s.Handle(Event{Kind: KeyDown, Key: "Enter"})
	s.Handle(Event{Kind: Input, Text: "99"})
	s.Blur()
	if s.Value() != "1" {
		t.Errorf("99 clamps to %s, want 1", s.Value())
	}
	if taken, most, ok := s.Clamped(); !ok || !most || taken != "1" {
		t.Errorf("it took 1 instead of 99 in silence: %q %v %v", taken, most, ok)
	}
	if _, _, again := s.Clamped(); again {
		t.Error("it says so twice")
	}
	if s.Handle(Event{Kind: KeyDown, Key: "r"}) {
		t.Error("a slider used the key R, which resets the scene")
	}
}

// TestSet: what links and programs set is clamped or refused with a reason.
func TestSet(t *testing.T) {
	for _, test := range []struct {
		w         Valued
		set, want string
		refused   string // part of the error
	}{
		{NewSlider("a", name, 0, 1, 0.5), "0.25", "0.25", ""},
		{NewSlider("a", name, 0, 1, 0.5), "7", "1", ""},
		{NewSlider("a", name, 0, 1, 0.5), "−3", "0", ""},
		{NewSlider("a", name, 0, 1, 0.5), "NaN", "0.5", "not a number"},
		{NewSlider("a", name, 0, 1, 0.5), "", "0.5", "not a number"},
		{NewSlider("a", name, 0, 1, 0.5), "0x1p4", "0.5", "not a number"},
		{NewSlider("a", name, 0, 1, 0.5), "1e999", "0.5", "not a number"},
		{NewStepper("a", name, 1, 6, 2), "3.4", "3", ""},
		{NewNumber("a", name, math.Inf(-1), math.Inf(1), 2), "−１２．５", "-12.5", ""},
		{NewToggle("a", name, false), "on", "true", ""},
		{NewToggle("a", name, false), "perhaps", "false", "neither"},
		{NewSelect("a", name, "x", Opt("x", name), Opt("y", name)), "y", "y", ""},
		{NewSelect("a", name, "x", Opt("x", name), Opt("y", name)), "z", "x", "choose one of x, y"},
		{NewField("a", name, ""), "a\nb", "a b", ""},
		{NewField("a", name, "").Rows(), "x\ty\r\n1\t2\n\r3,4", "x,y;1,2;;3,4", ""},
		{NewField("a", name, "old").Limit(3), "abcd", "old", "too long"},
		{NewField("a", name, "old"), "\xff", "old", "UTF-8"},
	} {
		err := test.w.Set(test.set)
		if got := test.w.Value(); got != test.want {
			t.Errorf("%T.Set(%q): value %q, want %q", test.w, test.set, got, test.want)
		}
		if (err != nil) != (test.refused != "") || err != nil && !strings.Contains(err.Error(), test.refused) {
			t.Errorf("%T.Set(%q): error %v, want one with %q", test.w, test.set, err, test.refused)
		}
	}
}

// TestRowsRefused: a field for a table refuses what its owner complains of,
// each time; another field shows it.
func TestRowsRefused(t *testing.T) {
	for _, rows := range []bool{true, false} {
		f := NewField("table", name, "")
		if rows {
			f.Rows()
		}
		f.OnCommit(func(s string) {
			if f.SetError(i18n.Text{}, -1); s == "bad;row" || s == "bad row" {
				f.SetError(i18n.Same("no table"), -1)
			}
		})
		for range 2 {
			err := f.Set("bad\nrow")
			if f.Error(i18n.EN) != "no table" || (err != nil) != rows || err != nil && err.Error() != "table: no table" {
				t.Errorf("rows %v: %v", rows, err)
			}
		}
		if err := f.Set("good"); err != nil {
			t.Error(err)
		}
	}
}

func TestFieldEditing(t *testing.T) {
	var last, done string
	f := NewField("f", name, "x+y").OnChange(func(s string) { last = s }).OnCommit(func(s string) { done = s })
	place(f)
	key := func(k string) { f.Handle(Event{Kind: KeyDown, Key: k}) }
	if f.Handle(Event{Kind: KeyDown, Key: "ArrowLeft"}) {
		t.Error("a field that is not being edited used an arrow key")
	}
	f.Focus()
	key("End")
	f.Handle(Event{Kind: Input, Text: "*变量"})
	if last != "x+y*变量" {
		t.Errorf("typed: %q", last)
	}
	key("Backspace")
	key("Backspace")
	f.Handle(Event{Kind: Input, Text: "z"})
	key("Home")
	key("Delete")
	f.Handle(Event{Kind: Input, Text: "a"})
	if last != "a+y*z" {
		t.Errorf("edited: %q, want a+y*z", last)
	}
	if done != "" {
		t.Error("committed before Enter")
	}
	key("Enter")
	if done != "a+y*z" {
		t.Errorf("committed %q", done)
	}
	f.Handle(Event{Kind: KeyDown, Key: "a", Ctrl: true})
	f.Handle(Event{Kind: Input, Text: "q"})
	if last != "q" {
		t.Errorf("select all and type: %q", last)
	}
	key("Escape")
	if f.Value() != "a+y*z" || last != "a+y*z" {
		t.Errorf("Esc leaves %q, want a+y*z", f.Value())
	}
}

func FuzzEditor(f *testing.F) {
	f.Add("x+y", "abc", []byte{0, 1, 2, 3, 4, 5, 6, 7})
	f.Add("变量", "é\xff", []byte{7, 7, 0, 8, 1, 9})
	keys := []string{"Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End", "a"}
	f.Fuzz(func(t *testing.T, start, typed string, ops []byte) {
		e := editor{limit: 40}
		e.insert(start)
		for _, o := range ops {
			if int(o)%8 == 7 {
				e.insert(typed)
			} else {
				e.key(Event{Key: keys[int(o)%8%len(keys)], Shift: o&16 != 0, Ctrl: o&32 != 0})
			}
			if e.caret < 0 || e.caret > len(e.text) || e.anchor < 0 || e.anchor > len(e.text) {
				t.Fatalf("caret %d, anchor %d in %d bytes", e.caret, e.anchor, len(e.text))
			}
			if n := len([]rune(e.text)); n > 40 {
				t.Fatalf("%d characters, the limit is 40", n)
			}
		}
	})
}

func TestSelect(t *testing.T) {
	got := ""
	s := NewSelect("s", name, "a", Opt("a", i18n.Same("A")), Opt("b", i18n.Same("B")), Opt("c", i18n.Same("C"))).OnChange(func(v string) { got = v })
	place(s)
	x, y := s.cells[2].Center()
	press(s, x, y)
	if got != "c" {
		t.Errorf("pressing the third: %q", got)
	}
	s.Handle(Event{Kind: KeyDown, Key: "ArrowLeft"})
	if s.Value() != "b" {
		t.Errorf("left of c: %q", s.Value())
	}
	many := make([]Option, 12)
	for i := range many {
		many[i] = Opt(fmt.Sprint(i), i18n.Same("a long option"))
	}
	l := NewSelect("l", name, "0", many...)
	r := place(l)
	for i, c := range l.cells {
		if c.X < r.X-0.1 || c.Right() > r.Right()+0.1 || c.Bottom() > r.Bottom()+0.1 {
			t.Errorf("chip %d at %v leaves %v", i, c, r)
		}
	}
}

func TestPanelScrolls(t *testing.T) {
	var ws []Widget
	for i := range 30 {
		ws = append(ws, NewButton(fmt.Sprint(i), name))
	}
	p := NewPanel()
	r := paint.Rect{W: 280, H: 400}
	p.Layout(r, ws, false)
	if p.Content() <= r.H {
		t.Fatal("nothing to scroll")
	}
	top := ws[0].Rect().Y
	p.Handle(Event{Kind: Wheel, X: 100, Y: 100, DY: 2})
	p.Layout(r, ws, false)
	if ws[0].Rect().Y >= top {
		t.Error("the wheel did not scroll")
	}
	p.Reveal(ws[29])
	p.Layout(r, ws, false)
	if ws[29].Rect().Bottom() > r.Bottom() {
		t.Errorf("the last widget ends at %v, below %v", ws[29].Rect().Bottom(), r.Bottom())
	}
	p.Handle(Event{Kind: Wheel, X: 100, Y: 100, DY: -1e9})
	p.Layout(r, ws, false)
	if ws[0].Rect().Y != top {
		t.Errorf("scrolled to %v, want the top %v", ws[0].Rect().Y, top)
	}
}

// TestFingerScrollsInsteadOfPressing: a drag that begins on a button moves the
// column and does not press it; one on a slider slides.
func TestFingerScrollsInsteadOfPressing(t *testing.T) {
	pressed := 0
	s := NewSlider("s", name, 0, 1, 0)
	ws := []Widget{NewButton("b", name).OnPress(func() { pressed++ }), s}
	for i := range 30 {
		ws = append(ws, NewButton(fmt.Sprint(i), name))
	}
	p := NewPanel()
	r := paint.Rect{W: 280, H: 400}
	p.Layout(r, ws, true)
	x, y := ws[0].Rect().Center()
	drag := func(x0, y0, x1, y1 float64) {
		p.Handle(Event{Kind: PointerDown, X: x0, Y: y0, Touch: true, Pointer: 1})
		p.Handle(Event{Kind: PointerMove, X: (x0 + x1) / 2, Y: (y0 + y1) / 2, Touch: true, Pointer: 1})
		p.Handle(Event{Kind: PointerMove, X: x1, Y: y1, Touch: true, Pointer: 1})
		p.Handle(Event{Kind: PointerUp, X: x1, Y: y1, Touch: true, Pointer: 1})
	}
	drag(x, y, x, y-12)
	if pressed != 0 {
		t.Error("scrolling pressed the button")
	}
	if p.scroll == 0 {
		t.Error("the finger did not scroll")
	}
	drag(x, y, x, y)
	if pressed != 1 {
		t.Errorf("a tap pressed %d times, want 1", pressed)
	}
	_, _, track := s.parts()
	_, ty := track.Center()
	was := p.scroll
	drag(track.X+20, ty, track.Right(), ty+40)
	if s.Float() != 1 || p.scroll != was {
		t.Errorf("sliding: value %v, scrolled by %v", s.Float(), p.scroll-was)
	}
}

func Example() {
	lr := NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 1e-5, 1, 0.01).Log().Kept().
		OnChange(func(v float64) { fmt.Println("now", v) })
	if err := lr.Set("0.1"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(lr.Set("fast"))
	// Output:
	// now 0.1
	// learning_rate: "fast" is not a number such as 0.5 or -2
}

// TestLockSign: a small figure is not covered by the sign that it is locked.
func TestLockSign(t *testing.T) {
	for r, want := range map[paint.Rect]bool{{W: 72, H: 22}: true, {W: 24, H: 24}: false, {W: 38, H: 38}: false, {}: false} {
		c := paint.NewCanvas()
		LockSign(c, theme.Light(), r)
		if got := c.Triangles() > 0; got != want {
			t.Errorf("%v has a sign: %v, want %v", r, got, want)
		}
	}
}
