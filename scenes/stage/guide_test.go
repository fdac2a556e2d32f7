package stage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/ui"
)

// guided is a lesson whose texts point.
type guided struct {
	*lesson
	gone bool // the corner is not on stage
}

func (g *guided) Where(name string) (r rect) {
	if name == "corner" && !g.gone {
		r = rect{X: g.pad.r.X, Y: g.pad.r.Y, W: 40, H: 40}
	}
	return r
}

func (g *guided) Head() (t i18n.Text) {
	if g.gone {
		t = i18n.T("没有角", "No corner")
	}
	return t
}

func guidedHouse(t *testing.T, width, height float64) (*Stage, *guided) {
	t.Helper()
	g := &guided{lesson: newLesson()}
	g.controls = append(g.controls, ui.NewParagraph(i18n.T("[学习率](lr)动[画板](pad)。", "[The rate](lr) moves [the pad](pad).")))
	s := New(Options{Lang: i18n.EN, Entries: []Entry{{ID: "guided", Title: i18n.T("指", "Points"), Head: i18n.T("标题", "Head"),
		Lead: i18n.T("看[画板](pad)的[角](corner)。按[播放](play)。", "Look at [the pad](pad) and [its corner](corner). Now press [play](play)."),
		New:  func(*Env) (Scene, error) { return g, nil }}}})
	s.Resize(width, height)
	run(s, 0.5)
	return s, g
}

// TestHeadOfView: a scene may head its views each in its own words.
func TestHeadOfView(t *testing.T) {
	s, g := guidedHouse(t, 1280, 800)
	for _, want := range []string{"Head", "No corner"} {
		if run(s, 0.05); s.guide.head != want {
			t.Errorf("the heading is %q, want %q", s.guide.head, want)
		}
		g.gone = true
	}
}

// shown names what is pointed at.
func shown(s *Stage) string {
	var out []string
	for _, p := range s.State().Pointing {
		out = append(out, p.Thing)
	}
	return strings.Join(out, " ")
}

func point(s *Stage, x, y float64) { s.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y}) }

func TestPhraseUnderMouse(t *testing.T) {
	s, g := guidedHouse(t, 1280, 800)
	if shown(s) != "" {
		t.Fatalf("%s is pointed at before anything is read", shown(s))
	}
	x, y := s.widget("text-corner").Rect().Center()
	point(s, x, y)
	run(s, 0.05)
	if shown(s) != "corner" || s.guide.spots[0] != g.Where("corner") || s.guide.shown == 0 || s.guide.shown == 1 {
		t.Errorf("under the mouse: %q at %+v, %v of the way", shown(s), s.guide.spots[0], s.guide.shown)
	}
	run(s, 1)
	s.Draw(paint.NewCanvas(), 1)
	if run(s, 0.5); s.Dirty() || s.guide.shown != 1 {
		t.Errorf("what is pointed at is drawn again and again: dirty %v, %v of the way", s.Dirty(), s.guide.shown)
	}
	r := s.lay.lead
	point(s, r.X+4, y) // the rest of the sentence speaks of all in it, after a moment
	if run(s, 0.1); shown(s) != "corner" {
		t.Errorf("the sentence points at once at %q", shown(s))
	}
	if run(s, 0.4); shown(s) != "pad corner" {
		t.Errorf("the sentence points at %q", shown(s))
	}
	g.gone = true
	if run(s, 0.1); shown(s) != "pad" || s.widget("text-corner").(*phrase).Enabled() {
		t.Errorf("the corner has gone, and %q is pointed at", shown(s))
	}
	s.Input(ui.Event{Kind: ui.PointerLeave})
	if run(s, 0.5); shown(s) != "" || s.guide.shown != 0 {
		t.Errorf("the mouse has left, and %q is pointed at", shown(s))
	}
}

func TestThingUnderMouse(t *testing.T) {
	s, g := guidedHouse(t, 1280, 800)
	point(s, g.pad.r.X+10, g.pad.r.Y+10)
	run(s, 0.1)
	if s.guide.lead.Near != 2 {
		t.Errorf("phrases %b are near the corner, want the second: the smaller thing", s.guide.lead.Near)
	}
	point(s, g.pad.r.Right()-10, g.pad.r.Bottom()-10)
	if run(s, 0.1); s.guide.lead.Near != 1 {
		t.Errorf("phrases %b are near the pad, want the first", s.guide.lead.Near)
	}
}

func TestPhraseByKeyboard(t *testing.T) {
	s, _ := guidedHouse(t, 1280, 800)
	labels := []string{}
	for _, w := range s.Widgets() {
		if w.Points != nil {
			labels = append(labels, w.ID+" "+w.Role+" "+w.Label)
		}
	}
	want := []string{"text-pad button “the pad”: show Pad", "text-corner button “its corner”: show it", "text-play button “play”: show Play",
		"text-lr button “The rate”: show Learning rate", "text-pad-2 button “the pad”: show Pad"}
	if !slices.Equal(labels, want) {
		t.Errorf("the phrases are %q", labels)
	}
	s.FocusByKeyboard("text-play")
	run(s, 0.5)
	if shown(s) != "play" || s.guide.spots[0] != s.frame.play.r {
		t.Errorf("with the keyboard on “play”: %q", shown(s))
	}
	press(s, "Enter")
	s.Focus("")
	if run(s, 1); shown(s) != "play" {
		t.Errorf("a pressed phrase points at %q after a second", shown(s))
	}
	press(s, "Escape")
	if shown(s) != "" {
		t.Errorf("after Escape: %q", shown(s))
	}
	must(t, s.Press("text-lr"))
	if said := s.Spoken(); said != "Learning rate: 0.5" {
		t.Errorf("pressing a phrase says %q", said)
	}
	run(s, 0.1)
	must(t, s.Set("lang", "zh"))
	if run(s, 0.1); shown(s) != "lr" {
		t.Errorf("in the other language: %q", shown(s))
	}
	if run(s, pinTime); shown(s) != "" {
		t.Errorf("long after: %q", shown(s))
	}
}

// carded is a lesson with a card whose words come from what was computed, and
// with a question.
type carded struct {
	*guided
	card    *ui.Figure
	text    prose.Block
	loss    int
	pressed int
}

func cardedHouse(t *testing.T, width, height float64) (*Stage, *carded) {
	t.Helper()
	_, g := guidedHouse(t, width, height)
	d := &carded{guided: g, card: ui.NewFigure("card", ui.RoleText, i18n.T("算式", "Card"))}
	d.card.Holds(&d.text)
	d.card.Paint = func(c *paint.Canvas, lk *ui.Look) { d.text.Draw(c, lk.Theme, lk.Theme.Text) }
	d.card.On = func(ev ui.Event) bool {
		d.pressed += b2i(ev.Kind == ui.PointerDown)
		return true
	}
	d.controls = append(d.controls, ui.NewGuess("guess", i18n.T("[学习率](lr)大一倍，[角](corner)动吗？", "Twice [the rate](lr): does [the corner](corner) move?"),
		func(string, i18n.Lang) (bool, string) { return true, "It follows [the pad](pad)." }, ui.Opt("yes", i18n.Same("yes")), ui.Opt("no", i18n.Same("no"))))
	s := New(Options{Lang: i18n.EN, Entries: []Entry{{ID: "carded", Title: i18n.T("卡", "Card"), Head: i18n.T("标题", "Head"), Lead: i18n.T("看。", "Look."),
		New: func(*Env) (Scene, error) { return d, nil }}}})
	s.Resize(width, height)
	run(s, 0.5)
	return s, d
}

func (d *carded) Figures() []ui.Widget { return append(d.guided.Figures(), d.card) }

func (d *carded) Update(env *Env) {
	d.guided.Update(env)
	_, r := env.Area.CutBottom(60)
	d.card.SetRect(r)
	source := fmt.Sprintf(i18n.T("损失 %d 来自[角](corner)。", "The loss %d comes from [the corner](corner).").In(env.Lang), d.loss)
	d.text.Fit(source, r.InsetXY(10, 8), paint.Style{Font: paint.Sans, Size: 14}, 20)
}

// TestCardPoints: computed words in a figure, and a question with its verdict,
// point as the lead does: under the mouse, pressed, by keyboard.
func TestCardPoints(t *testing.T) {
	s, d := cardedHouse(t, 1280, 800)
	order := []string{}
	for _, w := range s.Widgets() {
		if w.Points != nil || w.ID == "card" || w.ID == "guess" {
			order = append(order, w.ID)
		}
	}
	if want := []string{"card", "text-corner-2", "text-lr", "text-pad", "guess", "text-lr-2", "text-corner"}; !slices.Equal(order, want) {
		t.Errorf("in reading order: %q, want %q", order, want)
	}
	if w := s.widget("guess"); strings.ContainsAny(w.Label().EN+w.Label().ZH, "[]") {
		t.Errorf("the question is read %q", w.Label().EN)
	}
	x, y := s.widget("text-corner-2").Rect().Center()
	point(s, x, y)
	if run(s, 0.1); shown(s) != "corner" {
		t.Errorf("under the mouse the card's phrase points at %q", shown(s))
	}
	before := s.widget("text-corner-2")
	d.loss = 1000
	if run(s, 0.1); s.widget("text-corner-2") != before || shown(s) != "corner" || !strings.Contains(d.text.Text().Plain, "1000") {
		t.Errorf("another loss makes other phrases, or they point at %q", shown(s))
	}
	press := func(x, y float64) {
		s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
		s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
		s.Input(ui.Event{Kind: ui.PointerLeave})
		run(s, 0.1)
	}
	if press(x, y); shown(s) != "corner" || d.pressed != 0 {
		t.Errorf("pressed, it points at %q; the card was pressed %d times", shown(s), d.pressed)
	}
	if press(d.card.Rect().Right()-4, d.card.Rect().Bottom()-4); d.pressed != 1 {
		t.Errorf("beside the phrases the card was pressed %d times", d.pressed)
	}
	must(t, s.Set("guess", "yes"))
	if run(s, 0.1); s.widget("text-pad-2") == nil {
		t.Fatal("the verdict has no phrase")
	}
	s.FocusByKeyboard("text-pad-2")
	if run(s, 0.1); shown(s) != "pad" {
		t.Errorf("with the keyboard on the verdict's phrase: %q", shown(s))
	}
	if said := s.widget("guess").(ui.Describer).Describe(i18n.EN); said != "Right. It follows the pad." {
		t.Errorf("the verdict is read %q", said)
	}
	d.card.SetRect(rect{})
	if s.collectTexts(); s.widget("text-corner-2") != nil {
		t.Error("the card is hidden and its phrase is still there")
	}
}

// TestPhraseOnPhone taps: what a paragraph in the sheet speaks of is on the
// stage below, and what the lead speaks of may be in the sheet.
func TestPhraseOnPhone(t *testing.T) {
	s, _ := guidedHouse(t, 390, 844)
	x, y := s.widget("text-corner").Rect().Center()
	s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Touch: true, Pointer: 1})
	s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Touch: true, Pointer: 1})
	if run(s, 0.3); shown(s) != "corner" {
		t.Errorf("a tap in the lead shows %q", shown(s))
	}
	must(t, s.Press("panel"))
	run(s, 0.1)
	tap(s, "text-pad-2")
	if run(s, 0.3); shown(s) != "pad" || s.sheet != sheetNone {
		t.Errorf("a tap in the sheet shows %q, sheet %d", shown(s), s.sheet)
	}
	must(t, s.Press("panel"))
	run(s, 0.1)
	tap(s, "text-lr")
	if run(s, 0.3); shown(s) != "lr" || s.sheet != sheetControls {
		t.Errorf("a tap on what is in the sheet shows %q, sheet %d", shown(s), s.sheet)
	}
}

func TestGuideStill(t *testing.T) {
	s, _ := guidedHouse(t, 1280, 800)
	s.SetStill(true)
	must(t, s.Press("text-pad"))
	s.Update(1.0 / 60)
	if s.guide.shown != 1 {
		t.Errorf("with reduced motion it is %v of the way after a tick", s.guide.shown)
	}
}

func TestGuideAllocates(t *testing.T) {
	s, _ := guidedHouse(t, 1280, 800)
	must(t, s.Press("text-corner"))
	run(s, 1)
	c := paint.NewCanvas()
	s.Draw(c, 1)
	if n := testing.AllocsPerRun(20, func() { s.drawGuide(c); s.guide.lead.Draw(c, s.env.Theme, s.env.Theme.Muted) }); n > 0 {
		t.Errorf("drawing what is pointed at allocates %v times", n)
	}
	if n := testing.AllocsPerRun(20, func() { s.tickGuide(0) }); n > 0 {
		t.Errorf("finding what is pointed at allocates %v times", n)
	}
}
