package playground

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"net/url"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// given is what a run begins with in place of the seed's weights: those of
// another, and where that stood.
type given struct {
	weights  []tensor.Elem
	standing *train.Standing // nil: at step 0, with a new optimizer
	under    *seeds          // nil: it is not known
}

// seeds are the one by which a run goes on, and that of the theatre it was in: a
// saved run brings its own.
type seeds struct{ run, home uint64 }

// weightsField puts the weights into the shared link, and what the optimizer
// remembers, so that who opens it goes on digit for digit.
type weightsField struct {
	s    *Scene
	rect paint.Rect

	of    job.Stamp // what text is of
	room  int
	known bool // whether it has what the optimizer remembers
	text  string
	less  leftOut

	awaits *given // does not fit yet: what makes it fit may come later in the link
	turns  int    // how often that is tried
}

// leftOut is what a link does not carry.
type leftOut uint8

const (
	nothing leftOut = iota
	theOptimizer
	theWeights
)

// linkRoom is how many characters of a link are the visitor's own points, weights
// and the optimizer's memory; of these, the last two have leastRoom however many
// points there are.
const (
	linkRoom  = 5400
	leastRoom = 1200
)

func (w *weightsField) ID() string                   { return "weights" }
func (w *weightsField) Role() ui.Role                { return ui.RoleText }
func (w *weightsField) Label() i18n.Text             { return i18n.T("权重", "Weights") }
func (w *weightsField) Rect() paint.Rect             { return w.rect }
func (w *weightsField) SetRect(paint.Rect)           { w.rect = paint.Rect{} }
func (w *weightsField) Height(float64) float64       { return 0 }
func (w *weightsField) Handle(ui.Event) bool         { return false }
func (w *weightsField) Draw(*paint.Canvas, *ui.Look) {}
func (w *weightsField) Keep() bool                   { return true }
func (w *weightsField) Learned() bool                { return true }

// Value are the weights and the optimizer's memory, compressed, as far as there
// is room; "" at the start of a run, whose weights follow from the seed.
func (w *weightsField) Value() string {
	s := w.s
	r := s.run
	if r == nil || r.step() == 0 && !s.given && !r.touched {
		w.less = nothing
		return ""
	}
	_, known := r.Standing()
	room := max(linkRoom-len(url.QueryEscape(s.plane.Value())), leastRoom)
	if of := r.Stamp(); of != w.of || known != w.known || room != w.room {
		w.of, w.known, w.room = of, known, room
		under := stateMark + (&seeds{s.seed, s.home}).write()
		w.text = writeState(r.state()) + under
		if w.less = nothing; !known {
			w.less = theOptimizer
		}
		if len(w.text) > room {
			w.text, w.less = writeWeights(r.Weights(nil))+under, theOptimizer
		}
		if len(w.text) > room {
			w.text, w.less = "", theWeights
		}
	}
	return w.text
}

// LeftOut implements stage.Shortened.
func (s *Scene) LeftOut() i18n.Text {
	s.weights.Value()
	switch s.weights.less {
	case theOptimizer:
		return i18n.T("链接会太长：优化器记着的动量没有带上，打开后它从零记起。", "The link would be too long: what the optimiser remembers is left out, and begins empty there.")
	case theWeights:
		return i18n.T("链接会太长：权重没有带上，打开后从头训练。", "The link would be too long: the weights are left out, and training begins anew there.")
	}
	return i18n.Text{}
}

// Takes implements stage.Taker: a link may say activation=relu for all hidden
// layers, and whatever else can be set, though it is written with network alone.
func (s *Scene) Takes(string) bool { return true }

// Set begins a run with these weights. Those of another seed than the theatre's
// are of a run that the visitor has just left for a new one.
func (w *weightsField) Set(value string) error {
	if w.awaits = nil; value == "" {
		return nil
	}
	g, err := readState(value)
	if err != nil {
		return err
	}
	if u := g.under; u != nil {
		if u.home != w.s.home {
			return nil
		}
		w.s.seed = u.run
	}
	if w.fits(&g) != nil {
		w.awaits, w.turns = &g, 3
		return nil
	}
	w.s.begin(w.s.run.Runner, g)
	return w.s.fail
}

// fits returns an error unless the weights are as many as the network has.
func (w *weightsField) fits(g *given) error {
	if want := len(w.s.run.Weights(nil)); len(g.weights) != want {
		return &tensor.ValueError{Op: "playground", Name: "weights", Value: strconv.Itoa(len(g.weights)) + " numbers", Want: strconv.Itoa(want) + " numbers, for this network"}
	}
	return nil
}

// tend begins the run that had to wait.
func (w *weightsField) tend() {
	if w.awaits == nil {
		return
	}
	err := w.fits(w.awaits)
	if w.turns--; err == nil {
		w.s.begin(w.s.run.Runner, *w.awaits)
		w.awaits = nil
	} else if w.turns == 0 {
		w.awaits, w.s.notice = nil, i18n.Same(err.Error())
	}
}

// stateMark stands between weights, step, the optimizer's own count of steps, and
// its memory; base64 has no such character.
const stateMark = "~"

// writeState packs what a run goes on from.
func writeState(g given) string {
	text := writeWeights(g.weights)
	if at := g.standing; at != nil {
		memory := strings.TrimPrefix(writeWeights(at.Memory), packedMark)
		text = strings.Join([]string{text, strconv.Itoa(at.Step), strconv.Itoa(at.Counted), memory}, stateMark)
	}
	return text
}

// write is "run", or "run.home" where they are two.
func (u *seeds) write() string {
	text := strconv.FormatUint(u.run, 10)
	if u.home != u.run {
		text += "." + strconv.FormatUint(u.home, 10)
	}
	return text
}

func readSeeds(text string) (*seeds, error) {
	run, home, two := strings.Cut(text, ".")
	if !two {
		home = run
	}
	u := &seeds{}
	var err1, err2 error
	u.run, err1 = strconv.ParseUint(run, 10, 64)
	u.home, err2 = strconv.ParseUint(home, 10, 64)
	return u, errors.Join(err1, err2)
}

// readState reads what writeState wrote, and the weights alone; after either may
// stand the seeds.
func readState(text string) (g given, err error) {
	parts := strings.Split(text, stateMark)
	if g.weights, err = readWeights(parts[0]); err != nil {
		return g, err
	}
	bad := &tensor.ValueError{Op: "playground", Name: "weights", Value: strconv.Itoa(len(parts)) + " parts", Want: "weights, step, count, memory and seed"}
	if n := len(parts); n == 2 || n == 5 {
		if g.under, err = readSeeds(parts[n-1]); err != nil {
			return g, bad
		}
		parts = parts[:n-1]
	}
	if len(parts) == 1 {
		return g, nil
	}
	if len(parts) != 4 {
		return g, bad
	}
	at := &train.Standing{}
	step, err1 := strconv.ParseUint(parts[1], 10, 24)
	counted, err2 := strconv.ParseUint(parts[2], 10, 24)
	if err1 != nil || err2 != nil {
		return g, bad
	}
	at.Step, at.Counted = int(step), int(counted)
	if at.Memory, err = unpack(parts[3]); err != nil {
		return g, err
	}
	g.standing = at
	return g, nil
}

// readWeights reads what writeWeights wrote, and the plain little-endian
// float32 of older links.
func readWeights(text string) ([]tensor.Elem, error) {
	if packed, is := strings.CutPrefix(text, packedMark); is {
		return unpack(packed)
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b)%4 != 0 {
		return nil, &tensor.ValueError{Op: "playground", Name: "weights", Value: strconv.Itoa(len(text)) + " characters", Want: "numbers as base64"}
	}
	all := make([]tensor.Elem, len(b)/4)
	for i := range all {
		v := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if v-v != 0 {
			return nil, &tensor.ValueError{Op: "playground", Name: "weights", Value: "NaN or ∞", Want: "finite numbers"}
		}
		all[i] = tensor.Elem(v)
	}
	return all, nil
}
