package scenes

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// noNumbers are the scenes without a run of their own: the map of all scenes.
var noNumbers = map[string]bool{stage.HomeID: true}

// TestEveryNumberUnfolds goes over the catalogue: every number that a scene says
// is on screen unfolds, term by term, down to inputs and parameters, on a desk
// in English and on a phone in Chinese, in every view, at the start, in the
// middle and at the end; and where figures stand at its place, they are that
// number's.
func TestEveryNumberUnfolds(t *testing.T) {
	onBenches(t, func(b *bench) {
		b.views(func() {
			b.positions(b.unfoldAll)
			if !b.env.Phone {
				b.settings(b.unfoldAll)
				b.points()
			}
		})
		if b.numbers < 3 {
			b.t.Errorf("phone %v, %s: only %d numbers unfold", b.env.Phone, b.env.Lang.Code(), b.numbers)
		}
	})
}

// onBenches does it with every scene of the catalogue that has numbers, on a desk
// in English and on a phone in Chinese.
func onBenches(t *testing.T, do func(b *bench)) {
	for _, e := range All() {
		if noNumbers[e.ID] {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			do(newBench(t, e, false, i18n.EN))
			do(newBench(t, e, true, i18n.ZH))
		})
	}
}

// bench is a scene without a stage.
type bench struct {
	t       *testing.T
	id      string
	env     *stage.Env
	scene   stage.Scene
	p       inspect.Provenance
	panel   *inspect.Panel
	at      string // which view and position
	numbers int
	done    map[string]bool
	texts   []said
}

// said is a text on screen.
type said struct {
	text  string
	at    paint.Rect
	style paint.Style
}

func newBench(t *testing.T, e stage.Entry, phone bool, lang i18n.Lang) *bench {
	t.Helper()
	look := &ui.Look{Theme: theme.Dark(), Lang: lang}
	env := &stage.Env{Area: paint.Rect{X: 24, Y: 120, W: 880, H: 600}, Size: paint.Rect{W: 1280, H: 800}, Phone: phone, Lang: lang, Theme: look.Theme,
		Look: look, Seed: 42, Dt: 1.0 / 60, Budget: 0.02, Play: stage.Playing{Speed: 1, Phase: 1}}
	if phone {
		env.Area, env.Size = paint.Rect{X: 16, Y: 100, W: 358, H: 640}, paint.Rect{W: 390, H: 844}
	}
	scene, err := e.New(env)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := scene.(inspect.Provenance)
	if !ok {
		t.Fatalf("%s shows numbers that do not unfold: it is no inspect.Provenance", e.ID)
	}
	b := &bench{t: t, id: e.ID, env: env, scene: scene, p: p, panel: inspect.NewPanel()}
	b.update()
	if c, ok := scene.(stage.Closer); ok {
		t.Cleanup(c.Close)
	}
	return b
}

// update lets the scene settle, and reads what it shows.
func (b *bench) update() {
	for range 4 {
		b.scene.Update(b.env)
	}
	b.texts = b.texts[:0]
	c := paint.NewCanvas()
	c.Begin(b.env.Size.W, b.env.Size.H, 1)
	c.OnText = func(text string, at paint.Rect, st paint.Style) { b.texts = append(b.texts, said{text, at, st}) }
	b.scene.Draw(b.env, c)
	for _, w := range b.scene.Figures() {
		if !w.Rect().Empty() {
			w.Draw(c, b.env.Look)
		}
	}
}

// views does it in every view that the scene can be switched to.
func (b *bench) views(do func()) {
	for _, w := range slices.Concat(b.scene.Controls(), b.scene.Figures()) {
		s, ok := w.(*ui.Select)
		if !ok || s.ID() != "view" {
			continue
		}
		for _, v := range s.Options() {
			if err := s.Set(v.Value); err != nil {
				b.t.Error(err)
			}
			b.at = v.Value
			b.update()
			do()
		}
		return
	}
	do()
}

// positions does it at the start, in the middle and at the end of the timeline.
func (b *bench) positions(do func()) {
	t, ok := b.scene.(stage.Timeline)
	if !ok {
		do()
		return
	}
	view := b.at
	_, last := t.At()
	if last < 0 {
		last = 4 // of an open-ended one: a few steps
	}
	for _, at := range []int{last, last / 2, 0} {
		t.Seek(at)
		b.at = view + " " + strconv.Itoa(at)
		b.update()
		do()
	}
}

// settings does it with every choice of the panel, one after the other.
func (b *bench) settings(do func()) {
	view := b.at
	for _, w := range ui.Flatten(b.scene.Controls()) {
		if s, ok := w.(*ui.Toggle); ok {
			b.try(view, s, []string{strconv.FormatBool(!s.On()), strconv.FormatBool(s.On())}, do)
		}
		if s, ok := w.(*ui.Select); ok && s.ID() != "view" {
			values := []string{}
			for _, o := range s.Options() {
				if o.Value != s.Value() {
					values = append(values, o.Value)
				}
			}
			b.try(view, s, append(values, s.Value()), do)
		}
	}
	b.at = view
}

// try sets a widget to some values; the last is the one it had.
func (b *bench) try(view string, w interface {
	ui.Widget
	Set(string) error
}, values []string, do func()) {
	for i, v := range values {
		if err := w.Set(v); err != nil && v != "" {
			b.t.Errorf("%s = %s: %v", w.ID(), v, err)
		}
		b.at = view + " " + w.ID() + "=" + v
		b.update()
		if i < len(values)-1 {
			do()
		}
	}
}

// points asks for the number at places all over the scene.
func (b *bench) points() {
	b.t.Helper()
	found := 0
	for y := b.env.Area.Y; y < b.env.Area.Bottom(); y += 17 {
		for x := b.env.Area.X; x < b.env.Area.Right(); x += 23 {
			c, ok := inspect.Find(b.p, x, y)
			if !ok {
				continue
			}
			found++
			if s := b.unfold("", func() { b.panel.Open(b.p, c.Ref) }); !s.Open || !c.Rect.Contains(x, y) {
				b.t.Errorf("%s: at %v, %v there is %v in %v, open %v", b.at, x, y, c.Ref, c.Rect, s.Open)
			}
		}
	}
	if found == 0 && len(b.p.Cells(nil)) > 0 {
		b.t.Errorf("%s: no number anywhere", b.at)
	}
}

func (b *bench) unfoldAll() {
	b.t.Helper()
	b.done = map[string]bool{}
	screen := paint.Rect{W: b.env.Size.W, H: b.env.Size.H}
	cells := b.p.Cells(nil)
	for i := 0; i < len(cells); i += 1 + len(cells)/100 { // all, or about a hundred of them
		c := cells[i]
		b.numbers++
		if c.Rect.Empty() || c.Rect.Intersect(screen).Empty() {
			b.t.Errorf("%s: %v stands at %v", b.at, c.Ref, c.Rect)
		}
		s := b.unfold("", func() { b.panel.Open(b.p, c.Ref) })
		if !s.Open {
			b.t.Errorf("%s: %v is no number of the run", b.at, c.Ref)
			continue
		}
		b.compare(c, s)
		b.descend(s, 0)
	}
}

// unfold opens the inspector and holds what it says against the record.
func (b *bench) unfold(path string, open func()) inspect.State {
	b.t.Helper()
	open()
	b.panel.Layout(paint.Rect{X: 880, Y: 52, W: 400, H: 700}, b.env.Look, b.env.Phone)
	s := b.panel.State()
	if s.Open && s.Count > 0 && !s.Adds {
		b.t.Errorf("%s: %s = %v, its %d terms add up to %v: %v", b.at, strings.Join(s.Path, ">"), s.Value, s.Count, s.Sum, s.Terms)
	}
	if s.Difference != nil && !s.Agrees && !s.Kink {
		b.t.Errorf("%s: %s = %v, nudging finds %v", b.at, strings.Join(s.Path, ">"), s.Value, *s.Difference)
	}
	if s.Open && s.Count == 0 && s.Mode == "value" && s.Op != "input" && s.Op != "param" {
		b.t.Errorf("%s: %s is the result of %s, and nothing is said of how", b.at, strings.Join(s.Path, ">"), s.Op)
	}
	return s
}

// most is how many numbers are unfolded from those of one picture.
const most = 200

// descend follows every factor once.
func (b *bench) descend(s inspect.State, depth int) {
	b.t.Helper()
	if depth > 300 {
		b.t.Fatalf("%s: no end at %s", b.at, s.Path[len(s.Path)-1])
	}
	for _, term := range s.Terms {
		for _, key := range term.Factors {
			if b.done[key] || len(b.done) > most {
				continue
			}
			b.done[key] = true
			b.descend(b.unfold(key, func() {
				if err := b.panel.SetPath(b.p, key); err != nil {
					b.t.Errorf("%s: %v", b.at, err)
				}
			}), depth+1)
		}
	}
}

// compare looks for figures at the number's place: if there are any, they are
// those of the number, or of one of its terms.
func (b *bench) compare(c inspect.Cell, s inspect.State) {
	b.t.Helper()
	v, ok := s.Value.(float64)
	if !ok {
		return // NaN or infinite
	}
	want := []float64{v, 100 * v} // some stand there as per cent
	for _, term := range b.p.Explain(c.Ref) {
		want = append(want, term.Value)
	}
	var found []string
	for _, text := range b.texts {
		x, y := text.at.Center()
		if !c.Rect.Contains(x, y) {
			continue
		}
		sign := ""
		for _, figures := range figuresIn(text.text) {
			if figures == "-" {
				sign = "-"
			}
			if !strings.ContainsAny(figures, "0123456789") {
				continue
			}
			figures = strings.TrimRight(figures, ".") // of the sentence
			found = append(found, figures)
			for _, w := range want {
				if rounds(figures, w) || sign != "" && rounds(sign+figures, w) {
					return
				}
			}
			sign = ""
		}
	}
	if len(found) > 0 {
		b.t.Errorf("%s: at the place of %s = %v it says %q", b.at, s.Path[0], v, found)
	}
}

// figuresIn returns the numbers that a text is made of.
func figuresIn(text string) []string {
	return strings.FieldsFunc(strings.NewReplacer("−", "-", ",", "").Replace(text), func(r rune) bool {
		return (r < '0' || r > '9') && r != '-' && r != '.' && r != 'e' && r != '+'
	})
}

// rounds reports whether figures are a number rounded to as many places.
func rounds(figures string, v float64) bool {
	x, err := strconv.ParseFloat(figures, 64)
	if err != nil {
		return false
	}
	mantissa, exponent, _ := strings.Cut(figures, "e")
	unit := 1.0
	if _, after, ok := strings.Cut(mantissa, "."); ok {
		unit = math.Pow(10, -float64(len(after)))
	}
	if e, err := strconv.Atoi(exponent); err == nil {
		unit *= math.Pow(10, float64(e))
	} else if unit == 1 && math.Abs(x) >= 1e4 {
		unit = math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-3)
	}
	return math.Abs(x-v) <= 0.51*unit+1e-6*math.Abs(v)
}
