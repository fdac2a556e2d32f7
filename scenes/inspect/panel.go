package inspect

import (
	"fmt"
	"slices"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// ID is the name of the inspector among the widgets, and of its path in links.
const ID = "inspect"

// Panel is the inspector: one number at a time, and the way that led to it.
// Its methods but Draw are called from Update.
type Panel struct {
	p      Provenance
	path   []trace.Ref
	name   []string // what each number of the way was called when it was unfolded
	code   bool     // it shows the engine's source
	grid   bool     // it shows the number among the others of its value
	column int      // the first that is in sight there
	seek   bool     // from the lines that matter on
	u      Unfolding
	more   int // terms that are asked for

	cursor, factor int // the row and the factor in it that the keys are on
	keyed          bool

	rect   paint.Rect
	lang   i18n.Lang
	theme  *theme.Theme
	phone  bool
	stale  bool
	scroll float64
	drag   drag
	over   int // target under the pointer, or −1

	page page
	mark *ui.Figure // stands for the panel among the widgets
	text *ui.Figure // what it says, for those who cannot see it
}

// drag is a finger that scrolls.
type drag struct {
	on    bool
	y     float64
	moved bool
	press int // target that was pressed, or −1
}

// NewPanel returns a closed inspector.
func NewPanel() *Panel {
	k := &Panel{over: -1, lang: 255}
	k.mark = ui.NewFigure("inspector", ui.RolePad, wordsUnfold)
	k.mark.Paint, k.mark.On = k.Draw, k.Handle
	k.mark.Say = func(l i18n.Lang) string { return k.title() }
	k.text = ui.NewFigure("inspector-text", ui.RoleText, wordsUnfold)
	k.text.Paint = func(*paint.Canvas, *ui.Look) {}
	k.text.Say = func(l i18n.Lang) string { return k.page.words }
	return k
}

// Open shows where a number came from, as the first of a way.
func (k *Panel) Open(p Provenance, ref trace.Ref) {
	differentiate(p)
	if valid(p.Trace(), ref) {
		k.p, k.path, k.scroll, k.grid = p, append(k.path[:0], ref), 0, false
		k.fresh()
	}
}

// fresh takes the last number of the way apart.
func (k *Panel) fresh() {
	k.more, k.cursor, k.factor, k.over, k.stale, k.scroll = 0, 0, 0, -1, true, 0
	k.name = k.name[:0]
	for _, ref := range k.path {
		k.name = append(k.name, k.called(ref))
	}
	k.unfold()
}

// called tells the numbers of one run from those of another.
func (k *Panel) called(ref trace.Ref) string {
	return k.p.Trace().Nodes[ref.Node].Op + " " + namer{k.p}.node(ref.Node)
}

// differentiate asks for the gradients of the run, where they are made on demand.
func differentiate(p Provenance) {
	if d, ok := p.(Differentiator); ok {
		d.Differentiate()
	}
}

// deepen brings what a number is made of into the record, where that is left until
// somebody asks.
func deepen(p Provenance, ref trace.Ref) {
	if d, ok := p.(Deepener); ok {
		d.Deepen(ref)
	}
}

func (k *Panel) unfold() {
	deepen(k.p, k.at())
	k.u.unfold(k.p, k.at(), k.more)
	k.stale = true
}

// IsOpen reports whether a number is unfolded.
func (k *Panel) IsOpen() bool { return len(k.path) > 0 }

// Close forgets the number.
func (k *Panel) Close() {
	k.path, k.p, k.over, k.drag = k.path[:0], nil, -1, drag{}
	k.mark.SetRect(paint.Rect{})
	k.text.SetRect(paint.Rect{})
	k.page = page{}
}

// at is the number that is unfolded.
func (k *Panel) at() trace.Ref { return k.path[len(k.path)-1] }

// At is the number that is unfolded, if any.
func (k *Panel) At() (ref trace.Ref, ok bool) {
	if !k.IsOpen() {
		return ref, false
	}
	return k.at(), true
}

// Refresh reads the number anew, after the run has changed. A way to a number
// that the run no longer has, or that is another one now, ends before it.
func (k *Panel) Refresh() {
	if !k.IsOpen() {
		return
	}
	differentiate(k.p)
	for i, ref := range k.path {
		if !valid(k.p.Trace(), ref) || k.called(ref) != k.name[i] {
			k.path = k.path[:i]
			break
		}
	}
	if len(k.path) == 0 {
		k.Close()
		return
	}
	k.unfold()
}

// Go unfolds a number that the present one leads to.
func (k *Panel) Go(ref trace.Ref) {
	if valid(k.p.Trace(), ref) && ref != k.at() {
		if i := slices.Index(k.path, ref); i >= 0 { // one that was passed before: back to it
			k.path = k.path[:i]
		}
		k.path, k.code, k.grid = append(k.path, ref), false, false
		k.fresh()
	}
}

// Back goes to where the present number was unfolded from; from the first it closes.
func (k *Panel) Back() {
	if len(k.path) > 1 {
		k.path, k.code, k.grid = k.path[:len(k.path)-1], false, false
		k.fresh()
		return
	}
	k.Close()
}

// crumb goes back to a number of the way.
func (k *Panel) crumb(i int) {
	if i < len(k.path)-1 {
		k.path, k.code, k.grid = k.path[:i+1], false, false
		k.fresh()
	}
}

// Turn shows the gradient of the number rather than its value, or its value.
func (k *Panel) Turn(gradient bool) {
	ref := k.at()
	ref.Grad = gradient
	k.code, k.grid = false, false
	if valid(k.p.Trace(), ref) {
		k.path[len(k.path)-1] = ref
	}
	k.fresh()
}

// hasGrad reports whether a gradient flows to the present number.
func (k *Panel) hasGrad() bool {
	ref := k.at()
	ref.Grad = true
	return valid(k.p.Trace(), ref)
}

// Path is the way to the present number, as links keep it; "" when closed.
func (k *Panel) Path() string {
	if !k.IsOpen() {
		return ""
	}
	n := namer{k.p}
	keys := make([]string, len(k.path))
	for i, ref := range k.path {
		keys[i] = n.key(ref)
	}
	return strings.Join(keys, ">")
}

// SetPath unfolds the numbers of a way, each "name.cell" or "name.cell.grad",
// joined by ">"; "" closes.
func (k *Panel) SetPath(p Provenance, path string) error {
	if strings.TrimSpace(path) == "" {
		k.Close()
		return nil
	}
	differentiate(p)
	n, way := namer{p}, []trace.Ref{}
	for s := range strings.SplitSeq(path, ">") {
		ref, ok := n.parse(s)
		if !ok || len(way) > 100 {
			return fmt.Errorf("inspect is %.60q; it can be a number of the run such as %s, with .grad for its gradient", s, strings.Join(k.names(p), ", "))
		}
		deepen(p, ref) // the next one may be of what it is made of
		way = append(way, ref)
	}
	k.p, k.path, k.code, k.grid = p, way, false, false
	k.fresh()
	return nil
}

// names are some numbers that can be unfolded.
func (k *Panel) names(p Provenance) []string {
	var out []string
	for _, c := range p.Cells(nil) {
		if s := (namer{p}).key(c.Ref); !slices.Contains(out, s) && valid(p.Trace(), c.Ref) {
			out = append(out, s)
		}
		if len(out) == 12 {
			break
		}
	}
	return out
}

// Wide is the room that the panel wants at the side of a window so wide.
func (k *Panel) Wide(window float64) float64 {
	if k.code {
		return min(800, window*0.62)
	}
	return Width
}

// Tall is the height of what the panel says; more when that is not known yet.
func (k *Panel) Tall() float64 {
	if k.stale || k.page.k == nil {
		return k.rect.H
	}
	return k.page.tall + k.page.view.Y - k.rect.Y
}

// Width is the panel's at the side of the stage.
const Width = 400.0

// Layout gives the panel its place and brings what it shows up to date.
func (k *Panel) Layout(r paint.Rect, lk *ui.Look, phone bool) {
	if !k.IsOpen() {
		return
	}
	if k.stale || r != k.rect || lk.Lang != k.lang || lk.Theme != k.theme || phone != k.phone {
		k.rect, k.lang, k.theme, k.phone, k.stale = r, lk.Lang, lk.Theme, phone, false
		k.page.make(k)
		k.reveal()
	}
	k.mark.SetRect(r)
	k.text.SetRect(r)
	k.scroll = min(max(k.scroll, 0), k.page.most())
}

// reveal scrolls the row that the keys are on into sight.
func (k *Panel) reveal() {
	for i := range k.page.targets {
		if t := &k.page.targets[i]; k.keyed && !k.grid && t.row == k.cursor && t.body {
			view := k.page.view
			k.scroll = min(max(k.scroll, t.rect.Bottom()-view.H+8), t.rect.Y-8)
		}
	}
	k.scroll = min(max(k.scroll, 0), k.page.most())
}

// Widgets are the panel and all that can be pressed in it, for the page's mirror.
func (k *Panel) Widgets() []ui.Widget {
	if !k.IsOpen() {
		return nil
	}
	out := []ui.Widget{k.mark, k.text}
	for i := range k.page.targets {
		if t := &k.page.targets[i]; t.row != whole {
			out = append(out, t)
		}
	}
	return out
}

// Mark is the panel among the widgets: it takes its pointers and keys.
func (k *Panel) Mark() ui.Widget { return k.mark }

// Handle takes the pointer and, as Key does, the keyboard.
func (k *Panel) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerMove:
		if k.drag.on {
			k.pull(ev)
			return true
		}
		k.over = k.hit(ev.X, ev.Y)
		return true
	case ui.PointerLeave:
		k.over = -1
	case ui.PointerDown:
		k.keyed = false
		k.drag = drag{on: true, y: ev.Y, press: k.hit(ev.X, ev.Y)}
		k.over = k.drag.press
		return true
	case ui.PointerUp:
		d := k.drag
		k.drag = drag{}
		if d.on && !d.moved && d.press >= 0 && d.press == k.hit(ev.X, ev.Y) {
			k.page.targets[d.press].Press()
		}
		return true
	case ui.PointerCancel:
		k.drag = drag{}
		return true
	case ui.Wheel:
		k.scrollTo(k.scroll + ev.DY*48)
		return true
	case ui.KeyDown:
		return k.Key(ev)
	}
	return false
}

// pull scrolls under a finger.
func (k *Panel) pull(ev ui.Event) {
	if d := ev.Y - k.drag.y; k.drag.moved || d > 6 || d < -6 {
		k.drag.moved = true
		k.scrollTo(k.scroll - d)
		k.drag.y = ev.Y
	}
}

// scrollTo moves the body; of a matrix the rows that come into sight are laid out.
func (k *Panel) scrollTo(y float64) {
	k.scroll = min(max(y, 0), k.page.most())
	if k.grid {
		k.page.make(k)
	}
}

// hit is the target at a place on screen, or −1.
func (k *Panel) hit(x, y float64) int {
	for i := len(k.page.targets) - 1; i >= 0; i-- {
		t := &k.page.targets[i]
		at := y
		if t.body {
			if !k.page.view.Contains(x, y) {
				continue
			}
			at = y - k.page.view.Y + k.scroll
		}
		if t.press != nil && t.rect.Contains(x, at) {
			return i
		}
	}
	return -1
}

// ShowCode shows the engine's source of the op, or the terms.
func (k *Panel) ShowCode(on bool) {
	k.code, k.grid, k.stale, k.scroll, k.seek = on, false, true, 0, on
}

// title is the number in one line.
func (k *Panel) title() string {
	if !k.IsOpen() {
		return ""
	}
	return Parse(namer{k.p}.ref(k.at(), true)).Plain() + " = " + format(k.u.Value)
}
