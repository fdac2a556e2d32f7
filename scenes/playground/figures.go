package playground

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// figure is a picture that the scene draws itself.
type figure struct {
	id       string
	role     ui.Role
	label    i18n.Text
	rect     paint.Rect
	draw     func(c *paint.Canvas, lk *ui.Look)
	describe func(l i18n.Lang) string
	handle   func(ev ui.Event) bool
}

func (f *figure) ID() string                  { return f.id }
func (f *figure) Role() ui.Role               { return f.role }
func (f *figure) Label() i18n.Text            { return f.label }
func (f *figure) Rect() paint.Rect            { return f.rect }
func (f *figure) SetRect(r paint.Rect)        { f.rect = r }
func (f *figure) Height(float64) float64      { return 0 }
func (f *figure) Describe(l i18n.Lang) string { return f.describe(l) }
func (f *figure) Handle(ev ui.Event) bool     { return f.handle != nil && f.handle(ev) }

func (f *figure) Draw(c *paint.Canvas, lk *ui.Look) {
	if !f.rect.Empty() {
		f.draw(c, lk)
	}
}

// network is the drawn network: neurons are unfolded, lines dragged. Its value
// are the hidden layers.
type network struct {
	s       *Scene
	rect    paint.Rect
	held    bool
	pointer int
	from    float64 // where the drag began, and the weight then
	weight  float64
	moved   bool
	touch   bool
}

func (n *network) ID() string             { return "network" }
func (n *network) Role() ui.Role          { return ui.RolePad }
func (n *network) Label() i18n.Text       { return i18n.T("隐藏层", "Hidden layers") }
func (n *network) Rect() paint.Rect       { return n.rect }
func (n *network) SetRect(r paint.Rect)   { n.rect = r }
func (n *network) Height(float64) float64 { return 0 }
func (n *network) Keep() bool             { return true }
func (n *network) Value() string          { return jobs.WriteLayers(n.s.points.Layers) }

// Set replaces the hidden layers: "8:tanh,4:relu".
func (n *network) Set(value string) error {
	layers, err := readLayers(value)
	if err != nil {
		return err
	}
	if jobs.WriteLayers(layers) != n.Value() {
		n.s.points.Layers = layers
		n.s.reset()
	}
	return nil
}

// at finds what lies under a point: a neuron, or the nearest line.
func (n *network) at(x, y float64) pick {
	s := n.s
	for l, col := range s.boxes {
		for j, r := range col {
			if r.Inset(-3).Contains(x, y) {
				return pick{kind: pickNeuron, l: l, j: j}
			}
		}
	}
	best, near := pick{}, 6.0
	if n.touch {
		near = 14
	}
	for l := range len(s.points.Layers) + 1 {
		for j := range s.fanOut(l) {
			for i := range s.fanIn(l) {
				p := pick{pickWeight, l, j, i}
				if d := distance(s.edge(p), x, y); d < near {
					best, near = p, d
				}
			}
		}
	}
	return best
}

// distance is how far a point is from a line, by samples along it.
func distance(e plot.Edge, x, y float64) float64 {
	if x < e.From.X || x > e.To.X {
		return math.Inf(1)
	}
	best := math.Inf(1)
	a := e.At(0)
	for k := 1; k <= 12; k++ {
		b := e.At(float64(k) / 12)
		dx, dy := b.X-a.X, b.Y-a.Y
		t := 0.0
		if d2 := dx*dx + dy*dy; d2 > 0 {
			t = min(max(((x-a.X)*dx+(y-a.Y)*dy)/d2, 0), 1)
		}
		best = min(best, math.Hypot(x-a.X-t*dx, y-a.Y-t*dy))
		a = b
	}
	return best
}

const perPixel = 0.02 // how much a weight changes a pixel of dragging

func (n *network) Handle(ev ui.Event) bool {
	s := n.s
	switch ev.Kind {
	case ui.PointerDown:
		n.touch = ev.Touch
		p := n.at(ev.X, ev.Y)
		if p.kind == pickNone {
			return false
		}
		s.picked, s.hover, s.fresh = p, pick{}, true
		n.held, n.moved, n.pointer, n.from = true, false, ev.Pointer, ev.Y
		if p.kind == pickWeight {
			n.weight = s.weight(p)
		}
	case ui.PointerMove:
		if n.held {
			n.drag(ev)
			return true
		}
		n.touch = false
		if p := n.at(ev.X, ev.Y); p != s.hover {
			s.hover, s.stale = p, true
		}
	case ui.PointerUp, ui.PointerCancel:
		if ev.Kind == ui.PointerCancel && n.held && n.moved {
			s.setWeight(s.picked, n.weight)
		}
		n.held = false
	case ui.PointerLeave:
		s.hover, s.stale = pick{}, true
	case ui.KeyDown:
		return n.key(ev)
	default:
		return false
	}
	return true
}

func (n *network) drag(ev ui.Event) {
	if ev.Pointer != n.pointer || n.s.picked.kind != pickWeight {
		return
	}
	if d := n.from - ev.Y; n.moved || math.Abs(d) > 3 {
		n.moved = true
		n.s.setWeight(n.s.picked, math.Round((n.weight+d*perPixel)*100)/100)
	}
}

// key walks over the neurons with the arrows; on a weight they change it.
func (n *network) key(ev ui.Event) bool {
	s := n.s
	p := s.picked
	if p.kind == pickWeight && (ev.Key == "ArrowUp" || ev.Key == "ArrowDown") {
		d := 0.1
		if ev.Key == "ArrowDown" {
			d = -d
		}
		s.setWeight(p, math.Round((s.weight(p)+d)*100)/100)
		return true
	}
	if len(s.boxes) == 0 {
		return false
	}
	switch {
	case p.kind == pickNone && (ev.Key == "ArrowUp" || ev.Key == "ArrowDown" || ev.Key == "Enter"):
		p = pick{kind: pickNeuron}
	case ev.Key == "ArrowUp":
		p.j--
	case ev.Key == "ArrowDown":
		p.j++
	case ev.Key == "PageUp":
		p.l--
	case ev.Key == "PageDown":
		p.l++
	default:
		return false
	}
	p.l = min(max(p.l, 0), len(s.boxes)-1)
	p.j = min(max(p.j, 0), len(s.boxes[p.l])-1)
	s.picked, s.fresh = p, true
	return true
}

// chip is the activation of a layer; a press takes the next one.
type chip struct {
	s    *Scene
	l    int
	rect paint.Rect
	held bool
}

func (k *chip) ID() string { return "layer" + digit(k.l+1) + "_activation" }
func (k *chip) Role() ui.Role {
	return ui.RoleSelect
}
func (k *chip) Label() i18n.Text {
	n := digit(k.l + 1)
	return i18n.T("第 "+n+" 层的激活函数", "Activation of layer "+n)
}
func (k *chip) Rect() paint.Rect       { return k.rect }
func (k *chip) SetRect(r paint.Rect)   { k.rect = r }
func (k *chip) Height(float64) float64 { return 0 }

func (k *chip) Value() string {
	if k.l >= len(k.s.points.Layers) {
		return jobs.Activations[0]
	}
	return k.s.points.Layers[k.l].Activation
}

func (k *chip) Set(v string) error {
	if !slices.Contains(jobs.Activations, v) {
		return &tensor.ValueError{Op: k.ID(), Name: "activation", Value: strconv.Quote(v), Want: strings.Join(jobs.Activations, ", ")}
	}
	if k.l < len(k.s.points.Layers) && v != k.Value() {
		layers := append([]jobs.Layer{}, k.s.points.Layers...)
		layers[k.l].Activation = v
		k.s.points.Layers = layers
		k.s.reset()
	}
	return nil
}

func (k *chip) Options() []ui.Option {
	out := make([]ui.Option, len(jobs.Activations))
	for i, a := range jobs.Activations {
		out[i] = ui.Opt(a, i18n.Same(a))
	}
	return out
}

func (k *chip) turn(by int) {
	for i, a := range jobs.Activations {
		if a == k.Value() {
			k.Set(jobs.Activations[(i+by+len(jobs.Activations))%len(jobs.Activations)])
			return
		}
	}
}

func (k *chip) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		k.held = true
	case ui.PointerUp:
		if k.held && k.rect.Inset(-4).Contains(ev.X, ev.Y) {
			k.turn(1)
		}
		k.held = false
	case ui.PointerCancel:
		k.held = false
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowDown", "Enter", " ":
			k.turn(1)
		case "ArrowUp":
			k.turn(-1)
		default:
			return false
		}
	case ui.PointerMove:
	default:
		return false
	}
	return true
}

// input is a feature of the points, in use or not.
type input struct {
	s    *Scene
	at   int
	rect paint.Rect
	held bool
}

func (f *input) ID() string    { return "feature_" + jobs.Features[f.at].Name }
func (f *input) Role() ui.Role { return ui.RoleToggle }
func (f *input) Label() i18n.Text {
	return i18n.T("输入 "+jobs.Features[f.at].Symbol, "Input "+jobs.Features[f.at].Symbol)
}
func (f *input) Rect() paint.Rect       { return f.rect }
func (f *input) SetRect(r paint.Rect)   { f.rect = r }
func (f *input) Height(float64) float64 { return 0 }
func (f *input) Keep() bool             { return true }
func (f *input) Value() string          { return strconv.FormatBool(f.s.points.Features[f.at]) }

func (f *input) Set(v string) error {
	on, err := strconv.ParseBool(v)
	if err == nil && on != f.s.points.Features[f.at] {
		f.turn()
	}
	return err
}

// turn takes the feature in or leaves it out; one always stays.
func (f *input) turn() {
	sp := &f.s.points
	if sp.Features[f.at] && len(sp.Inputs()) == 1 {
		f.s.notice = i18n.T("至少要有一个输入", "At least one input has to stay")
		return
	}
	sp.Features[f.at] = !sp.Features[f.at]
	f.s.reset()
}

// press is turn by the visitor, who is told whose idea the feature was.
func (f *input) press() {
	f.turn()
	if x := jobs.Features[f.at].Symbol; f.at >= 2 && f.s.points.Features[f.at] {
		f.s.notice = i18n.T(x+" 是人想出来的特征；隐藏层自己学特征，从数据一直学到答案：端到端",
			x+" is a feature made by hand; hidden layers learn theirs, from data to answer, end to end")
	}
}

func (f *input) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		f.held = true
	case ui.PointerUp:
		if f.held && f.rect.Inset(-4).Contains(ev.X, ev.Y) {
			f.press()
		}
		f.held = false
	case ui.PointerCancel:
		f.held = false
	case ui.KeyDown:
		if ev.Key != "Enter" && ev.Key != " " {
			return false
		}
		f.press()
	case ui.PointerMove:
	default:
		return false
	}
	return true
}

func digit(n int) string { return strconv.Itoa(n) }
