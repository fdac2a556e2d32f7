package stage

import (
	"errors"
	"fmt"
	"math"
	"strings"
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

func TestQuickTapIsNotLost(t *testing.T) {
	s, l := house(t)
	tap(s, "go") // press and release in one tick
	if l().presses != 1 {
		t.Errorf("%d presses, want 1", l().presses)
	}
	ev := middle(s, "go")
	for _, k := range []ui.Kind{ui.PointerDown, ui.PointerCancel, ui.PointerUp} {
		ev.Kind = k
		s.Input(ev)
	}
	s.Update(0.016)
	if l().presses != 1 {
		t.Error("a press that was taken away pressed")
	}
}

func TestPointerStaysWithWhoTookIt(t *testing.T) {
	s, l := house(t)
	ev := middle(s, "pad")
	ev.Kind, ev.Pointer, ev.Touch = ui.PointerDown, 1, true
	s.Input(ev)
	ev.Kind, ev.X = ui.PointerMove, 5 // over the rail by now
	s.Input(ev)
	ev.Kind = ui.PointerCancel
	s.Input(ev)
	s.Update(0.016)
	want := []ui.Kind{ui.PointerDown, ui.PointerMove, ui.PointerCancel}
	if fmt.Sprint(l().pad.kinds) != fmt.Sprint(want) {
		t.Errorf("the pad got %v, want %v", l().pad.kinds, want)
	}
}

func TestTransport(t *testing.T) {
	s, l := house(t)
	press(s, " ")
	if !s.State().Playing {
		t.Fatal("Space does not play")
	}
	run(s, 2.5)
	if at := l().at; at < 2 || at > 4 {
		t.Errorf("after 2.5 s at %d", at)
	}
	press(s, "ArrowRight")
	if s.State().Playing {
		t.Error("a step does not pause")
	}
	at := l().at
	press(s, "ArrowLeft")
	if l().at != at-1 {
		t.Errorf("back from %d to %d", at, l().at)
	}
	press(s, "9")
	press(s, " ")
	run(s, 1)
	if l().at != 6 || s.State().Playing {
		t.Errorf("at speed 16 after a second at %d, playing %v", l().at, s.State().Playing)
	}
	press(s, " ") // at the end it starts over
	if l().at > 1 {
		t.Errorf("playing from the end is at %d", l().at)
	}
	press(s, "r")
	if st := s.State(); st.Step != 0 || st.Playing {
		t.Errorf("after a reset at %d, playing %v", st.Step, st.Playing)
	}
	if err := s.Seek(99); err != nil || l().at != 6 {
		t.Errorf("seek beyond the end: %d, %v", l().at, err)
	}
	s.Go("plain")
	for name, f := range map[string]func() error{"play": s.Play, "pause": s.Pause, "step": s.Step, "back": s.Back} {
		if f() == nil {
			t.Errorf("%s works in a scene with nothing to play", name)
		}
	}
}

func TestTimeIsClamped(t *testing.T) {
	s, l := house(t)
	for dt, want := range map[float64]float64{3600: 0.1, -1: 0, math.NaN(): 0, math.Inf(1): 0.1, 0.02: 0.02} {
		s.Update(dt)
		if l().dt != want {
			t.Errorf("dt %v came as %v, want %v", dt, l().dt, want)
		}
	}
	s.Play()
	s.Update(3600)
	if l().at > 1 {
		t.Errorf("an hour away played %d steps at once", l().at)
	}
}

func TestMotion(t *testing.T) {
	s, _ := house(t)
	s.Step()
	s.Update(0.1)
	if p := s.env.Play.Phase; p <= 0 || p >= 1 {
		t.Errorf("phase %v a tenth of a second after a step", p)
	}
	run(s, 0.6)
	if p := s.env.Play.Phase; p != 1 {
		t.Errorf("phase %v at rest", p)
	}
	s.SetStill(true)
	s.Step()
	if p := s.env.Play.Phase; p != 1 {
		t.Errorf("phase %v with reduced motion", p)
	}
}

func TestIdleDrawsNothing(t *testing.T) {
	s, _ := house(t)
	c := paint.NewCanvas()
	run(s, 1)
	s.Draw(c, 1)
	for i := range 120 {
		if s.Update(1.0 / 60); s.Dirty() {
			t.Fatalf("dirty %d ticks after anything happened", i)
		}
	}
	s.Input(ui.Event{Kind: ui.PointerMove, X: 300, Y: 300})
	if s.Update(0.016); !s.Dirty() {
		t.Error("a hover is not drawn")
	}
}

func TestLinkRoundTrip(t *testing.T) {
	s, _ := house(t)
	for _, kv := range [][2]string{{"lr", "0.25"}, {"aug", "true"}, {"expression", "(x+y)*z & <b>é 字</b>"}, {"seed", "7"}, {"speed", "2"}, {"lang", "zh"}, {"theme", "dark"}, {"secret", "5"}} {
		if err := s.Set(kv[0], kv[1]); err != nil {
			t.Fatal(err)
		}
	}
	s.Seek(4)
	link := s.Link().String()
	if strings.Contains(link, "secret") || strings.ContainsAny(link, "<> ") {
		t.Errorf("the link is %s", link)
	}
	again, l := house(t)
	again.Follow(link)
	again.Update(0.016)
	if got := again.Link().String(); got != link {
		t.Errorf("followed\n%s\nis at\n%s", link, got)
	}
	if n := again.State().Notice; n != "" || l().at != 4 {
		t.Errorf("notice %q, at %d", n, l().at)
	}
	again.Follow("#/lesson") // what a link does not name takes its default
	if v := again.State().Parameters["lr"]; v != 0.5 {
		t.Errorf("lr is %v, want its default 0.5", v)
	}
}

func TestHostileLinks(t *testing.T) {
	s, _ := house(t)
	for _, bad := range []string{"#%E0%A4%A", "#/lesson?lr=NaN", "#/lesson?lr=1e999&aug=perhaps", "#/nowhere", "#/lesson?__proto__[x]=1", "#/lesson?at=-1e9", "#/lesson?seed=99999999999999999999",
		"#/lesson?unknown=1", "#/lesson?speed=0", "#/lesson?speed=-Inf", "#/lesson?a=" + strings.Repeat("a", 1<<20), "javascript:alert(1)", "#/lesson?expression=" + strings.Repeat("(", 5000)} {
		s.Follow(bad)
		s.Update(0.016)
		st := s.State()
		if st.Error != "" || st.Notice == "" || st.Scene != "lesson" {
			t.Errorf("%.40s: scene %q, notice %q, error %q", bad, st.Scene, st.Notice, st.Error)
		}
	}
	s.Follow("")
	if n := s.State().Notice; n != "" {
		t.Errorf("an empty fragment: %q", n)
	}
}

func FuzzFollow(f *testing.F) {
	f.Add("#/lesson?lr=0.3&at=2")
	f.Add("#/broken?x=%zz")
	f.Fuzz(func(t *testing.T, fragment string) {
		s, _ := house(t)
		s.Follow(fragment)
		s.Update(0.016)
		if s.cur == nil {
			t.Error("no scene")
		}
	})
}

func TestPanicBecomesACard(t *testing.T) {
	for _, where := range []string{"Update", "Draw", "Metrics", "Step"} {
		s, l := house(t)
		first := l()
		first.panicIn = where
		s.Step()
		s.Update(0.016)
		c := paint.NewCanvas()
		var words []string
		c.OnText = func(text string, _ rect, _ paint.Style) { words = append(words, text) }
		s.Draw(c, 1)
		st := s.State()
		if !strings.Contains(st.Error, "boom in "+where) {
			t.Errorf("%s: the error is %q", where, st.Error)
		}
		s.Update(0.016)
		s.Draw(c, 1)
		if !strings.Contains(strings.Join(words, "\n"), "This scene stopped") {
			t.Errorf("%s: no card on screen", where)
		}
		if err := s.Go("plain"); err != nil || s.State().Error != "" {
			t.Errorf("%s: the other scene: %v", where, err)
		}
		if err := s.Go("lesson"); err != nil || s.State().Scene != "lesson" || l() == first {
			t.Errorf("%s: opening it again: %v", where, err)
		}
	}
	s, _ := house(t)
	if err := s.Go("broken"); err == nil || !strings.Contains(err.Error(), "header is cut off") {
		t.Errorf("a scene that cannot open: %v", err)
	}
	s.Update(0.016)
	s.Draw(paint.NewCanvas(), 2)
	tap(s, "again")
	if s.State().Scene != "broken" {
		t.Error("the card's button left the scene")
	}
}

func TestRefusalsSayWhatWouldBeRight(t *testing.T) {
	s, _ := house(t)
	for _, c := range [][3]string{{"lr", "abc", "lr"}, {"nothing", "1", "lr"}, {"lang", "fr", "zh or en"}, {"theme", "pink", "dark or light"}, {"speed", "NaN", "number"}, {"seed", "-1", "whole number"}, {"at", "x", "number"}, {"pad", "1", "no value"}} {
		if err := s.Set(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("set %s=%s: %v, want %q", c[0], c[1], err, c[2])
		}
	}
	if err := s.Go("x"); err == nil || !strings.Contains(err.Error(), "lesson, plain, broken") {
		t.Error(err)
	}
}

func TestScenesComeBackAsTheyWereLeft(t *testing.T) {
	s, l := house(t)
	first := l()
	s.Set("lr", "0.75")
	s.Step()
	s.Go("plain")
	s.Go("lesson")
	if l() != first || s.State().Parameters["lr"] != 0.75 || s.State().Step != 1 {
		t.Error("the lesson was not kept")
	}
	s.Set("seed", "9") // made anew from another seed, with the settings kept
	if l() == first || !first.closed || s.State().Parameters["lr"] != 0.75 || s.State().Seed != 9 {
		t.Errorf("after a new seed: %+v", s.State().Parameters)
	}
}

func TestLanguageResetsNothing(t *testing.T) {
	s, l := house(t)
	first := l()
	s.Seek(3)
	s.Set("lang", "zh")
	s.Update(0.016)
	if l() != first || l().at != 3 || s.State().Caption != "第 3 步" {
		t.Errorf("%d %q", l().at, s.State().Caption)
	}
}

func TestKeysLeftToTheBrowser(t *testing.T) {
	s, _ := house(t)
	for _, key := range []string{"Tab", "F5", "F12", "PageDown", "a", "Shift"} {
		if s.UsesKey(key, false) {
			t.Errorf("%s is taken from the browser", key)
		}
	}
	for _, key := range []string{"r", "l", "t", "w", "f", "+"} {
		if s.UsesKey(key, true) {
			t.Errorf("Ctrl-%s is taken from the browser", key)
		}
	}
	for _, key := range []string{" ", "ArrowLeft", "?", "5", "Escape"} {
		if !s.UsesKey(key, false) {
			t.Errorf("%q is not used", key)
		}
	}
}

func TestTypingIsNotAShortcut(t *testing.T) {
	s, l := house(t)
	tap(s, "expression")
	for _, key := range []string{"r", " ", "5", "?"} {
		press(s, key)
	}
	if v := s.State().Parameters["expression"].(string); !strings.Contains(v, "r 5?") || s.State().Playing || s.sheet != sheetNone {
		t.Errorf("typed %q, playing %v", v, s.State().Playing)
	}
	press(s, "Escape")
	if s.Typing() || s.Focused() != "" {
		t.Error("Esc does not leave the field")
	}
	press(s, " ")
	if !s.State().Playing || l().at > 1 {
		t.Error("after Esc, Space does not play")
	}
}

func TestPhone(t *testing.T) {
	s, l := house(t)
	s.Resize(390, 844)
	s.Update(0.016)
	if !s.env.Phone || !s.widget("lr").Rect().Empty() {
		t.Error("on a phone the controls are in a sheet")
	}
	for _, w := range s.Widgets() {
		if w.Shown && w.Role == "button" && (w.Rect.Width < 40 || w.Rect.Height < 40) {
			t.Errorf("%s is %v by %v: too small for a finger", w.ID, w.Rect.Width, w.Rect.Height)
		}
		if w.Shown && (w.Rect.X < 0 || w.Rect.X+w.Rect.Width > 390 || w.Rect.Y < 0 || w.Rect.Y+w.Rect.Height > 845) {
			t.Errorf("%s lies outside: %+v", w.ID, w.Rect)
		}
	}
	tap(s, "panel")
	if s.widget("lr").Rect().Empty() {
		t.Fatal("the sheet shows no controls")
	}
	tap(s, "go")
	if l().presses != 1 {
		t.Error("a button in the sheet does not work")
	}
	tap(s, "play") // the transport stays in hand
	if !s.State().Playing || s.sheet != sheetControls {
		t.Error("the transport does not work under the sheet")
	}
	s.Input(ui.Event{Kind: ui.PointerDown, X: 195, Y: 90})
	s.Update(0.016)
	if s.sheet != sheetNone {
		t.Error("a tap beside the sheet does not close it")
	}
	tap(s, "menu")
	tap(s, "scene-plain")
	if s.State().Scene != "plain" || s.sheet != sheetNone {
		t.Error("the sheet of scenes does not open one")
	}
}

func TestOddWindows(t *testing.T) {
	s, _ := house(t)
	c := paint.NewCanvas()
	for _, which := range []sheet{sheetNone, sheetScenes, sheetControls, sheetHelp, sheetShare} {
		s.sheet = which
		for _, size := range [][2]float64{{0, 0}, {1, 1}, {3, 4000}, {4000, 3}, {759, 479}, {1280, 800}, {-5, 10}} {
			for _, id := range []string{"lesson", "plain", "broken"} {
				s.Resize(size[0], size[1])
				s.Go(id)
				s.sheet = which
				s.Update(0.016)
				if s.Dirty() {
					s.Draw(c, 1.5)
				}
			}
		}
	}
	s.Resize(0, 0)
	s.Update(0.016)
	if s.Dirty() {
		t.Error("a window without an area wants to be drawn")
	}
}

func TestFocusOrderReachesEverything(t *testing.T) {
	s, _ := house(t)
	seen := map[string]bool{}
	for range 60 {
		s.FocusNext(false)
		seen[s.Focused()] = true
	}
	for _, id := range []string{"language", "theme", "help", "scene-plain", "pad", "expression", "go", "lr", "aug", "play", "position", "seed"} {
		if !seen[id] {
			t.Errorf("Tab never reaches %s", id)
		}
	}
	s.Focus("")
	press(s, "?")
	for range 5 {
		if s.FocusNext(false); s.Focused() != "close" && s.Focused() != "present" {
			t.Errorf("behind the open sheet Tab reaches %s", s.Focused())
		}
	}
	press(s, "Escape")
	s.FocusNext(false)
	a := s.Focused()
	s.FocusNext(true)
	s.FocusNext(false)
	if s.Focused() != a {
		t.Error("Shift-Tab is not the way back")
	}
}

func TestStateIsPlainJSON(t *testing.T) {
	s, _ := house(t)
	st := s.State()
	if v, has := st.Metrics["loss"]; !has || v != nil {
		t.Errorf("NaN is reported as %v", v)
	}
	if fmt.Sprint(st.Metrics["probabilities"]) != "[0.25 0.75]" {
		t.Errorf("%v", st.Metrics)
	}
	if _, ok := st.Parameters["lr"].(float64); !ok {
		t.Errorf("a slider's value is %T", st.Parameters["lr"])
	}
	if _, ok := st.Parameters["aug"].(bool); !ok {
		t.Errorf("a toggle's value is %T", st.Parameters["aug"])
	}
}

func TestEveryTextInBothLanguages(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		s, _ := house(t)
		s.setLang(lang)
		c := paint.NewCanvas()
		var words []string
		c.OnText = func(text string, _ rect, _ paint.Style) { words = append(words, text) }
		for _, which := range []sheet{sheetNone, sheetScenes, sheetHelp, sheetShare, sheetControls} {
			s.sheet = which
			s.Update(0.016)
			s.Draw(c, 1)
		}
		s.sheet = sheetNone
		s.Go("broken")
		s.Draw(c, 1)
		for _, w := range words {
			if lang == i18n.EN && han(w) && w != "中" && w != "幕lesson" && w != "幕plain" && w != "幕broken" {
				t.Errorf("in English the stage shows %q", w)
			}
		}
		for _, w := range s.frame.all {
			if l := w.Label(); l.ZH == "" || l.EN == "" || !han(l.ZH) || han(l.EN) {
				t.Errorf("%s is named %+v", w.ID(), l)
			}
		}
	}
}

func han(s string) bool {
	for _, r := range s {
		if r >= 0x4e00 && r <= 0x9fff {
			return true
		}
	}
	return false
}

// TestRailScrolls: a course longer than the window is reached by wheel, finger
// and keyboard, and a finger that scrolls opens nothing.
func TestRailScrolls(t *testing.T) {
	var entries []Entry
	for i := range 40 {
		id := fmt.Sprintf("s%02d", i)
		entries = append(entries, Entry{ID: id, Act: 1 + i/8, Title: i18n.Same(id), New: func(*Env) (Scene, error) { return plainScene{}, nil }})
	}
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		s := New(Options{Lang: i18n.EN, Entries: entries})
		s.Resize(size[0], size[1])
		s.Update(0)
		if size[0] < 500 {
			tap(s, "menu")
		}
		view := s.lay.railView
		seen := func(id string) bool {
			r := s.widget("scene-" + id).Rect()
			return r.Y >= view.Y && r.Bottom() <= view.Bottom()
		}
		x, y := view.Center()
		if !seen("s00") || seen("s39") {
			t.Fatalf("%v: it opens with the list elsewhere", size)
		}
		s.Input(ui.Event{Kind: ui.Wheel, X: x, Y: y, DY: 100})
		s.Update(0)
		if !seen("s39") || seen("s00") {
			t.Errorf("%v: the wheel does not reach the end", size)
		}
		for i := range 12 {
			s.Input(ui.Event{Kind: []ui.Kind{ui.PointerDown, ui.PointerMove}[min(i, 1)], X: x, Y: y + float64(i)*20, Pointer: 1, Touch: true})
		}
		s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y + 220, Pointer: 1, Touch: true})
		s.Update(0)
		if seen("s39") || s.cur.entry.ID != "s00" {
			t.Errorf("%v: the finger did not scroll, or opened %s", size, s.cur.entry.ID)
		}
		s.FocusByKeyboard("scene-s39")
		s.Update(0)
		if !seen("s39") {
			t.Errorf("%v: the focus is out of sight", size)
		}
		tap(s, "scene-s38")
		if s.cur.entry.ID != "s38" {
			t.Errorf("%v: a tap opens %s", size, s.cur.entry.ID)
		}
		s.Go("s00")
		if s.Update(0); size[0] > 500 && !seen("s00") {
			t.Errorf("%v: the scene on view is out of sight in the list", size)
		}
	}
}
