package stage

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

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

func TestClampedIsSaid(t *testing.T) {
	s, _ := house(t)
	must(t, s.Set("lr", "0.3"))
	if n := s.State().Notice; n != "" {
		t.Errorf("0.3 is in the range: %q", n)
	}
	must(t, s.Set("lr", "7"))
	s.Update(0.016)
	if n := s.State().Notice; !strings.Contains(n, "1") || !strings.Contains(n, s.widget("lr").Label().In(s.Lang())) {
		t.Errorf("7 is cut to 1 in silence: %q", n)
	}
}

// TestAside opens a scene that is not in the course: its link leads to it, and
// nothing else knows of it.
func TestAside(t *testing.T) {
	kept := map[string]string{}
	entry := func(id string) Entry {
		return Entry{ID: id, Act: 1, Title: i18n.Same(id), New: func(*Env) (Scene, error) { return newLesson(), nil }}
	}
	s := New(Options{Entries: []Entry{entry("one"), entry("two")}, Aside: []Entry{entry("samples")}, Host: Host{
		Keep: func(k, v string) { kept[k] = v }}})
	s.Follow("#/samples?at=3")
	run(s, 2)
	st := s.State()
	if st.Scene != "samples" || st.Step != 3 || st.Link[:10] != "#/samples?" {
		t.Errorf("the link leads to %q, step %d, %s", st.Scene, st.Step, st.Link)
	}
	if len(st.Scenes) != 2 || s.env.Progress("samples").Visited || strings.Contains(kept[progressKey], "samples") {
		t.Errorf("the course is %v, and kept is %q", st.Scenes, kept)
	}
	for _, w := range st.Widgets {
		if strings.Contains(w.ID, "samples") {
			t.Errorf("%s leads there", w.ID)
		}
	}
	if err := s.Go("one"); err != nil {
		t.Error(err)
	}
}
