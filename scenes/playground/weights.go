package playground

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

const maxKept = 600 // weights that a link carries

// weightsField puts the weights into the shared link.
type weightsField struct {
	s    *Scene
	rect paint.Rect
}

func (w *weightsField) ID() string                   { return "weights" }
func (w *weightsField) Role() ui.Role                { return ui.RoleText }
func (w *weightsField) Label() i18n.Text             { return i18n.T("权重", "Weights") }
func (w *weightsField) Rect() paint.Rect             { return w.rect }
func (w *weightsField) SetRect(r paint.Rect)         { w.rect = paint.Rect{} }
func (w *weightsField) Height(float64) float64       { return 0 }
func (w *weightsField) Handle(ui.Event) bool         { return false }
func (w *weightsField) Draw(*paint.Canvas, *ui.Look) {}
func (w *weightsField) Keep() bool                   { return true }

// Value are the weights, compressed; "" at the start of
// a run, whose weights follow from the seed.
func (w *weightsField) Value() string {
	r := w.s.run
	if r == nil || r.step() == 0 && !w.s.given && !r.touched {
		return ""
	}
	if all := r.Weights(nil); len(all) <= maxKept {
		return writeWeights(all)
	}
	return ""
}

// Set begins a run with these weights.
func (w *weightsField) Set(value string) error {
	if value == "" {
		return nil
	}
	s := w.s
	given, err := readWeights(value)
	if want := len(s.run.Weights(nil)); err == nil && len(given) != want {
		err = &tensor.ValueError{Op: "playground", Name: "weights", Value: strconv.Itoa(len(given)) + " numbers", Want: strconv.Itoa(want) + " numbers, for this network"}
	}
	if err != nil {
		return err
	}
	s.begin(s.run.Runner, given)
	return s.fail
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
