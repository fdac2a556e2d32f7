package home

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// quiet is a scene of four steps.
type quiet struct{ at int }

func (*quiet) Controls() []ui.Widget          { return nil }
func (*quiet) Figures() []ui.Widget           { return nil }
func (*quiet) Update(*stage.Env)              {}
func (*quiet) Draw(*stage.Env, *paint.Canvas) {}
func (*quiet) Metrics(func(string, any))      {}
func (q *quiet) At() (at, last int)           { return q.at, 4 }
func (q *quiet) Step()                        { q.Seek(q.at + 1) }
func (q *quiet) Back()                        { q.Seek(q.at - 1) }
func (q *quiet) Reset()                       { q.Seek(0) }
func (q *quiet) Seek(at int)                  { q.at = min(max(at, 0), 4) }
func (q *quiet) Caption(l i18n.Lang) string   { return "step" }
func entry(id string, act int) stage.Entry {
	i := find(id)
	title := i18n.T("新的一幕", "A new scene")
	if i >= 0 {
		title = course[i].title
	}
	return stage.Entry{ID: id, Act: act, Title: title, Head: title, Lead: title, New: func(*stage.Env) (stage.Scene, error) { return &quiet{}, nil }}
}

func theatre(w, h float64) *stage.Stage {
	s := stage.New(stage.Options{Lang: i18n.EN, Entries: []stage.Entry{
		entry("draw", 5), Entry(), entry("perceptron", 1), entry("forward", 3), entry("gates", 3), entry("unheard-of", 2),
	}})
	s.Resize(w, h)
	s.Update(0.016)
	s.Go(stage.HomeID)
	run(s, 1)
	return s
}

// watched is the map, and what is open of it.
func watched(m **Scene) stage.Entry {
	e := Entry()
	e.New = func(env *stage.Env) (stage.Scene, error) { *m = New(env); return *m, nil }
	return e
}

func run(s *stage.Stage, seconds float64) {
	for t := 0.0; t < seconds; t += 1.0 / 60 {
		s.Update(1.0 / 60)
	}
}

func widget(t *testing.T, s *stage.Stage, id string) stage.WidgetState {
	t.Helper()
	for _, w := range s.Widgets() {
		if w.ID == id {
			return w
		}
	}
	t.Fatalf("there is no %s", id)
	return stage.WidgetState{}
}

func tap(t *testing.T, s *stage.Stage, id string) {
	t.Helper()
	r := widget(t, s, id).Rect
	ev := ui.Event{Kind: ui.PointerDown, X: r.X + r.Width/2, Y: r.Y + r.Height/2, Pointer: 1, Touch: true}
	s.Input(ev)
	ev.Kind = ui.PointerUp
	s.Input(ev)
	run(s, 0.1)
}

// TestCourse holds the table to what the map promises: every arrow leads from
// a scene that exists to one further on, in no circle, and never to the left.
func TestCourse(t *testing.T) {
	place := map[[2]int]string{}
	for _, p := range course {
		if other, taken := place[[2]int{p.act, p.row}]; taken {
			t.Errorf("%s stands on %s", p.id, other)
		}
		place[[2]int{p.act, p.row}] = p.id
		for _, r := range p.title.ZH {
			if _, ok := pinyin[r]; !ok {
				t.Errorf("%s: the initial of %c is not known", p.id, r)
			}
		}
		for _, n := range p.needs {
			i := find(n)
			if i < 0 {
				t.Errorf("%s needs %s, which is no scene", p.id, n)
			} else if from := course[i]; from.act > p.act || from.act == p.act && from.row >= p.row {
				t.Errorf("the arrow from %s to %s leads back", n, p.id)
			}
		}
	}
	if m := tourMinutes(); m < 35 || m > 45 {
		t.Errorf("the guided path takes %d minutes, not about 40", m)
	}
	for _, stop := range tour {
		if find(stop.id) < 0 {
			t.Errorf("the guided path leads to %s, which is no scene", stop.id)
		}
	}
}

func TestSearch(t *testing.T) {
	for query, want := range map[string]string{
		"qxcb": "forward", "fxcb": "gates", "gzj": "perceptron", "GZJ": "perceptron", "卷积": "convolution", "反向": "gates", "softmax": "loss",
		"Draw": "draw", "relu": "activation", "链式": "gates", "xxhg": "regression", "adam": "descent", "k-nn": "pixels", "lstm": "music", "jzy": "",
	} {
		var got []string
		for i := range course {
			if course[i].matches(query) {
				got = append(got, course[i].id)
			}
		}
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) || len(got) > 3 {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
	for _, odd := range []string{"", "  ", "\x00", "\xff", "（", strings.Repeat("长", 400)} {
		for i := range course {
			course[i].matches(odd)
		}
	}
}

// TestPictures runs the engine for every picture: same seed, same numbers, all
// within their box.
func TestPictures(t *testing.T) {
	for id := range runs {
		if find(id) < 0 {
			t.Errorf("there is a picture of %s, which is no scene", id)
		}
		p, slices, err := drawn(id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		q, _, _ := drawn(id)
		want := map[string]int{"playground": 20, "overfit": 31}[id] // what learns does a few steps a slice
		if slices != max(want, 1) {
			t.Errorf("%s comes in %d slices", id, slices)
		}
		for _, c := range p.curves {
			for _, at := range c.pts {
				if math.IsNaN(at.X+at.Y) || at.X < -0.01 || at.X > 1.01 || at.Y < -1 || at.Y > 1.5 {
					t.Errorf("%s: a curve runs through %v", id, at)
				}
			}
		}
		if p.heat != nil {
			if len(p.heat.v) != p.heat.w*p.heat.h {
				t.Fatalf("%s: %d cells in %d by %d", id, len(p.heat.v), p.heat.w, p.heat.h)
			}
			lo, hi := spread(p.heat.v)
			if hi-lo < 0.1 {
				t.Errorf("%s shows nothing: all between %g and %g", id, lo, hi)
			}
			for i, v := range p.heat.v {
				if v != q.heat.v[i] && !math.IsNaN(v) {
					t.Fatalf("%s: cell %d is %g, then %g", id, i, v, q.heat.v[i])
				}
			}
		}
	}
}

// TestSketches: the map gets a picture of every scene that there is, in slices of
// which a frame takes as many as fit.
func TestSketches(t *testing.T) {
	m := (*Scene)(nil)
	s := stage.New(stage.Options{Entries: []stage.Entry{watched(&m), entry("draw", 5), entry("playground", 4), entry("overfit", 4), entry("gates", 3), entry("unheard-of", 2)}})
	s.Resize(1280, 800)
	for i := 0; s.State().Metrics["pictures"] != 4 && i < 1000; i++ {
		s.Update(1.0 / 60)
	}
	run(s, 0.1)
	for _, n := range m.nodes {
		if want := n.live && n.stop.id != "unheard-of"; (n.picture != nil) != want {
			t.Errorf("%s has a picture: %v, want %v", n.stop.id, n.picture != nil, want)
		}
	}
	if len(m.sketch.nodes) > 0 {
		t.Error("the map goes on for ever")
	}
}

// drawn makes the picture of a scene.
func drawn(id string) (p *picture, slices int, err error) {
	slice := runs[id](rand.New(rand.NewPCG(42, 1)))
	for p == nil && err == nil {
		p, err = slice()
		slices++
	}
	return p, slices, err
}

// TestTitlesWhole draws the map and the list of the whole course at many sizes:
// every word of every title is whole, and within its card.
func TestTitlesWhole(t *testing.T) {
	m := (*Scene)(nil)
	entries := []stage.Entry{watched(&m)}
	for _, p := range course {
		if runs[p.id] != nil {
			entries = append(entries, entry(p.id, p.act))
		}
	}
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		for _, width := range []float64{320, 390, 700, 920, 1024, 1180, 1280, 1440, 1680, 2560} {
			s := stage.New(stage.Options{Lang: lang, Entries: entries, Still: true})
			s.Resize(width, 900)
			run(s, 0.2)
			c := paint.NewCanvas()
			drawn := map[string]int{}
			in := paint.Rect{}
			c.OnText = func(line string, at paint.Rect, _ paint.Style) {
				drawn[line]++
				if !in.Empty() && (at.X < in.X-0.5 || at.Right() > in.Right()+0.5 || at.Y < in.Y-0.5 || at.Bottom() > in.Bottom()+0.5) {
					t.Errorf("%s at %v: %q is at %v, its card at %v", lang.Code(), width, line, at, in)
				}
				if strings.HasSuffix(line, "…") && line != "…" {
					t.Errorf("%s at %v: %q is cut", lang.Code(), width, line)
				}
			}
			s.Draw(c, 1)
			look := &ui.Look{Theme: s.Theme(), Lang: lang}
			for _, n := range m.nodes {
				clear(drawn)
				in = n.rect
				n.words(c, look)
				for word := range strings.FieldsSeq(n.stop.title.EN) {
					if lang == i18n.EN && !slices.ContainsFunc(slices.Collect(maps.Keys(drawn)), func(line string) bool { return slices.Contains(strings.Fields(line), word) }) {
						t.Errorf("at %v the word %q of %q is broken: %v", width, word, n.stop.title.EN, drawn)
					}
				}
			}
		}
	}
}

// TestLosses holds a picture to the lecture's numbers: 0.13, 0.87, 0.00.
func TestLosses(t *testing.T) {
	p, _ := losses(nil)
	for i, want := range []float64{0.13, 0.87, 0} {
		if math.Abs(p.bars[i]-want) > 0.005 {
			t.Errorf("softmax %d is %g, the lecture says %g", i, p.bars[i], want)
		}
	}
	p, _ = penalty(nil)
	if p.bars[0] != 1 || p.bars[1] != 0.25 {
		t.Errorf("the penalties are %v, not 1 and 1/4", p.bars)
	}
}

func TestOpenAndReturn(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		s := theatre(size[0], size[1])
		if w := widget(t, s, "go-music"); w.Enabled {
			t.Error("a scene that is to come can be opened")
		}
		if w := widget(t, s, "go-gates"); !w.Enabled || !strings.Contains(w.Label, "builds on Forward pass, Loss") {
			t.Errorf("gates reads %q", w.Label)
		}
		tap(t, s, "go-perceptron")
		if st := s.State(); st.Scene != "perceptron" {
			t.Fatalf("at %v a tap on the perceptron leads to %s", size, st.Scene)
		}
		s.Step()
		run(s, 0.1)
		tap(t, s, "home")
		st := s.State()
		if st.Scene != stage.HomeID {
			t.Fatalf("the theatre's name leads to %s", st.Scene)
		}
		if got := widget(t, s, "go-perceptron").Label; !strings.Contains(got, "1 / 4 steps") {
			t.Errorf("after a step it reads %q", got)
		}
		if st.Metrics["next_stop"] != "draw" { // it was passed through, not visited
			t.Errorf("the path goes on to %v", st.Metrics["next_stop"])
		}
		tap(t, s, "next-stop")
		run(s, 1)
		tap(t, s, "home")
		tap(t, s, "next-stop")
		if got := s.State().Scene; got != "forward" {
			t.Errorf("the next stop is %s", got)
		}
	}
}

func TestFilterAndForget(t *testing.T) {
	s := theatre(1280, 800)
	if err := s.Set("search", "qxcb"); err != nil {
		t.Fatal(err)
	}
	run(s, 0.1)
	if got := s.State().Metrics["matches"]; len(got.([]any)) != 1 || got.([]any)[0] != "forward" {
		t.Errorf("qxcb finds %v", got)
	}
	if widget(t, s, "go-gates").Enabled || !widget(t, s, "go-forward").Enabled {
		t.Error("Tab does not go straight to what was found")
	}
	tap(t, s, "search")
	s.Input(ui.Event{Kind: ui.KeyDown, Key: "Enter"})
	run(s, 0.1)
	if got := s.State().Scene; got != "forward" {
		t.Errorf("Enter opens %s", got)
	}
	run(s, 1)
	s.Go(stage.HomeID)
	s.Set("search", "")
	run(s, 0.1)
	if !widget(t, s, "forget").Enabled {
		t.Fatal("there is nothing to forget")
	}
	tap(t, s, "forget")
	if got := s.State().Metrics["visited"]; len(got.([]any)) != 0 {
		t.Errorf("still known: %v", got)
	}
}

func TestPhoneScrolls(t *testing.T) {
	s := theatre(390, 844)
	before := widget(t, s, "go-forward").Rect.Y
	at := widget(t, s, "go-perceptron").Rect
	ev := ui.Event{Kind: ui.PointerDown, X: at.X + 50, Y: at.Y + 20, Pointer: 1, Touch: true}
	s.Input(ev)
	for range 10 {
		ev.Kind, ev.Y = ui.PointerMove, ev.Y-15
		s.Input(ev)
	}
	ev.Kind = ui.PointerUp
	s.Input(ev)
	run(s, 0.1)
	if got := s.State().Scene; got != stage.HomeID {
		t.Fatalf("a drag opened %s", got)
	}
	if y := widget(t, s, "go-forward").Rect.Y; y > before-100 {
		t.Errorf("a drag of 150 moved the list by %g", before-y)
	}
	// the keyboard brings what it reaches into sight
	for range 80 {
		s.FocusNext(false)
		run(s, 0.05)
		if s.Focused() == "go-draw" {
			break
		}
	}
	w, area := widget(t, s, "go-draw"), s.State().Area
	if s.Focused() != "go-draw" || w.Rect.Y < area.Y || w.Rect.Y+w.Rect.Height > area.Y+area.Height {
		t.Errorf("focus %q: draw is at %v, the map shows %v", s.Focused(), w.Rect, area)
	}
}

func TestWarmMapAllocatesNothing(t *testing.T) {
	s, c := theatre(1280, 800), paint.NewCanvas()
	for range 3 {
		s.Draw(c, 1)
	}
	if n := testing.AllocsPerRun(20, func() { s.Draw(c, 1) }); n > 4 {
		t.Errorf("a warm picture allocates %v times", n)
	}
}
