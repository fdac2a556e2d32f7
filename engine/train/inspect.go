package train

import (
	"math"

	"gradtheatre/engine/tensor"
)

// Bins is the number of bars of a histogram.
const Bins = 32

// Stats describes many numbers by few.
type Stats struct {
	Name, Op string
	N        int
	Min, Max float64
	Mean, SD float64
	Zeros    float64 // fraction that is exactly 0
	Hist     [Bins]int
}

// ParamStats describes a parameter and its last step.
type ParamStats struct {
	Weight, Grad Stats
	UpdateRatio  float64 // length of the step over the length of the weights before it
}

// Inspection describes the last step layer by layer.
type Inspection struct {
	Activations []Stats // of every named value, in order
	Gradients   []Stats // of the loss with respect to them
	Params      []ParamStats

	Step   int           // how many steps were taken; it is the last of them
	Before []tensor.Elem // the parameters as it found them, end to end; empty where that is not known
}

// Inspect describes the last step; dst's memory is used again. It reads the
// tape of that step and changes nothing.
func (s *Session) Inspect(dst *Inspection) {
	dst.Activations, dst.Gradients, dst.Params = dst.Activations[:0], dst.Gradients[:0], dst.Params[:0]
	for i := range s.tape.Len() {
		v := s.tape.Var(i)
		if v.Label() == "" || v.Op() == "param" || v.Value.Len() < 2 {
			continue
		}
		dst.Activations = append(dst.Activations, describe(v.Label(), v.Op(), v.Value))
		if v.Grad != nil {
			dst.Gradients = append(dst.Gradients, describe(v.Label(), v.Op(), v.Grad))
		}
	}
	dst.Step, dst.Before = s.step, dst.Before[:0]
	rest := s.before.data
	for i, p := range s.params {
		old := rest[:p.Value.Len()]
		rest = rest[p.Value.Len():]
		if s.before.step == s.step-1 {
			dst.Before = append(dst.Before, old...)
		}
		for _, t := range s.opt.State()[i] {
			rest = rest[t.Len():]
		}
		moved, length := 0.0, 0.0
		for k, w := range p.Value.Data() {
			d := float64(w) - float64(old[k])
			moved += d * d
			length += float64(old[k]) * float64(old[k])
		}
		dst.Params = append(dst.Params, ParamStats{Weight: describe(p.Name, "param", p.Value), Grad: describe(p.Name, "gradient", p.Grad), UpdateRatio: math.Sqrt(moved / length)})
	}
}

// Masks appends what dropout did to the first example of the last step's batch,
// layer by layer: 0 for a number that was dropped, 1 for one that was kept; and
// returns which example that was, -1 where nothing was dropped.
func (s *Session) Masks(dst []float32) (masks []float32, example int) {
	example = -1
	for i := range s.tape.Len() {
		if v := s.tape.Var(i); v.Op() == "input" && v.Label() == "dropout_mask" && v.Value.Rank() == 2 {
			example = s.batch.Index[0]
			for _, m := range v.Value.Data()[:v.Value.Dim(1)] {
				dst = append(dst, float32(m))
			}
		}
	}
	return dst, example
}

// describe counts the finite numbers of t.
func describe(name, op string, t *tensor.Tensor) Stats {
	st := Stats{Name: name, Op: op, Min: math.Inf(1), Max: math.Inf(-1)}
	sum, squares, zeros := 0.0, 0.0, 0
	for _, e := range t.Data() {
		v := float64(e)
		if !finite(v) {
			continue
		}
		st.N++
		st.Min, st.Max = min(st.Min, v), max(st.Max, v)
		sum, squares = sum+v, squares+v*v
		if v == 0 {
			zeros++
		}
	}
	if st.N == 0 {
		st.Min, st.Max = 0, 0
		return st
	}
	n := float64(st.N)
	st.Mean = sum / n
	st.SD = math.Sqrt(max(0, squares/n-st.Mean*st.Mean))
	st.Zeros = float64(zeros) / n
	scale := Bins / math.Max(st.Max-st.Min, 1e-300)
	for _, e := range t.Data() {
		if v := float64(e); finite(v) {
			st.Hist[min(Bins-1, int((v-st.Min)*scale))]++
		}
	}
	return st
}
