package stage

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// lesson is a scene of six steps with one of each kind of widget.
type lesson struct {
	at       int
	updates  int
	dt       float64
	presses  int
	panicIn  string
	closed   bool
	controls []ui.Widget
	figures  []ui.Widget
	pad      *pad
	busy     int
}

// pad records what a pointer does on it.
type pad struct {
	ui.Widget
	r     rect
	kinds []ui.Kind
}

func (p *pad) ID() string                   { return "pad" }
func (p *pad) Role() ui.Role                { return ui.RolePad }
func (p *pad) Label() i18n.Text             { return i18n.T("画板", "Pad") }
func (p *pad) Rect() rect                   { return p.r }
func (p *pad) SetRect(r rect)               { p.r = r }
func (p *pad) Height(float64) float64       { return 100 }
func (p *pad) Draw(*paint.Canvas, *ui.Look) {}
func (p *pad) Handle(ev ui.Event) bool {
	p.kinds = append(p.kinds, ev.Kind)
	return ev.Kind == ui.PointerDown || ev.Kind == ui.PointerMove || ev.Kind == ui.PointerUp || ev.Kind == ui.PointerCancel
}

func newLesson() *lesson {
	l := &lesson{pad: &pad{}}
	l.controls = []ui.Widget{
		ui.NewHeading(i18n.T("设置", "Settings")),
		ui.NewButton("go", i18n.T("开始", "Go")).OnPress(func() { l.presses++ }),
		ui.NewSlider("lr", i18n.T("学习率", "Learning rate"), 0, 1, 0.5).Kept(),
		ui.NewToggle("aug", i18n.T("增广", "Augment"), false).Kept(),
		ui.NewNumber("secret", i18n.T("不入链接", "Not in the link"), 0, 9, 3),
	}
	l.figures = []ui.Widget{l.pad, ui.NewField("expression", i18n.T("式子", "Expression"), "x").Kept()}
	return l
}

func (l *lesson) boom(where string) {
	if l.panicIn == where {
		panic(errors.New("boom in " + where))
	}
}

func (l *lesson) Controls() []ui.Widget { return l.controls }
func (l *lesson) Figures() []ui.Widget  { return l.figures }
func (l *lesson) Update(env *Env) {
	l.updates++
	l.dt = env.Dt
	l.boom("Update")
	top, rest := env.Area.CutTop(40)
	l.figures[1].SetRect(top)
	l.pad.r = rest
}
func (l *lesson) Draw(env *Env, c *paint.Canvas) {
	c.PushAlpha(0.5)
	l.boom("Draw")
	c.PopAlpha()
}
func (l *lesson) Metrics(put func(string, any)) {
	put("loss", math.NaN())
	put("probabilities", []float32{0.25, 0.75})
	l.boom("Metrics")
}
func (l *lesson) At() (int, int) { return l.at, 6 }
func (l *lesson) Step()          { l.boom("Step"); l.at = min(l.at+1, 6) }
func (l *lesson) Back()          { l.at = max(l.at-1, 0) }
func (l *lesson) Reset()         { l.at = 0 }
func (l *lesson) Seek(at int)    { l.at = at }
func (l *lesson) Close()         { l.closed = true }
func (l *lesson) Settled() bool  { l.busy--; return l.busy < 0 }
func (l *lesson) Caption(lang i18n.Lang) string {
	return i18n.T(fmt.Sprintf("第 %d 步", l.at), fmt.Sprintf("Step %d", l.at)).In(lang)
}

// plainScene has nothing to play.
type plainScene struct{}

func (plainScene) Controls() []ui.Widget     { return nil }
func (plainScene) Figures() []ui.Widget      { return nil }
func (plainScene) Update(*Env)               {}
func (plainScene) Draw(*Env, *paint.Canvas)  {}
func (plainScene) Metrics(func(string, any)) {}

// house opens a stage with a lesson, a plain scene and one that cannot open.
func house(t *testing.T) (*Stage, func() *lesson) {
	t.Helper()
	var last *lesson
	entry := func(id string, act int, f func(*Env) (Scene, error)) Entry {
		return Entry{ID: id, Act: act, Title: i18n.T("幕"+id, "Scene "+id), Head: i18n.T("标题", "Head"), Lead: i18n.T("一句话", "A sentence"), New: f}
	}
	s := New(Options{Lang: i18n.EN, Entries: []Entry{
		entry("lesson", 3, func(*Env) (Scene, error) { last = newLesson(); return last, nil }),
		entry("plain", 1, func(*Env) (Scene, error) { return plainScene{}, nil }),
		entry("broken", 2, func(*Env) (Scene, error) { return nil, errors.New("weights.safetensors: the header is cut off") }),
	}})
	s.Update(0)
	return s, func() *lesson { return last }
}

func run(s *Stage, seconds float64) {
	for t := 0.0; t < seconds; t += 1.0 / 60 {
		s.Update(1.0 / 60)
	}
}

func middle(s *Stage, id string) ui.Event {
	x, y := s.widget(id).Rect().Center()
	return ui.Event{X: x, Y: y}
}

func tap(s *Stage, id string) {
	ev := middle(s, id)
	ev.Kind = ui.PointerDown
	s.Input(ev)
	ev.Kind = ui.PointerUp
	s.Input(ev)
	s.Update(0.016)
}

func press(s *Stage, key string) {
	s.Input(ui.Event{Kind: ui.KeyDown, Key: key})
	s.Update(0.016)
}
