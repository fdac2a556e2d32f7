package forward

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// flip is the prediction: the first weight changes its sign, and one output
// moves more than the other. The engine runs both networks.
type flip struct {
	guess         *ui.Guess
	before, after [width]float64 // the outputs, once it was done
}

func (s *Scene) buildFlip() {
	f := &s.flip
	f.guess = ui.NewGuess("guess_flip", i18n.T("把第 1 层的 w₁₁ 变号，哪个输出变得更多？", "Flip the sign of layer 1's w₁₁. Which output moves more?"), f.answer,
		ui.Opt("y1", i18n.Same("y₁")), ui.Opt("y2", i18n.Same("y₂"))).Wordy()
	f.guess.OnChange(func(string) { s.turn() })
	f.guess.OnReturn(s.compare)
}

// turn changes the sign of the weight.
func (s *Scene) turn() {
	w := s.net.w[0].Value
	if w.Data()[0] = -w.Data()[0]; w.Data()[0] == 0 { // nothing would move
		w.Data()[0] = tensor.Elem(1)
	}
	w.Touch()
	s.compare()
	s.at = steps
	s.compute()
	s.sync()
}

// compare runs the network with the weight's other sign, which it had before, and
// as it is.
func (s *Scene) compare() {
	w := s.net.w[0].Value
	for _, y := range [2]*[width]float64{&s.flip.before, &s.flip.after} {
		w.Data()[0] = -w.Data()[0]
		w.Touch()
		*y = s.net.outputs()
	}
}

// forget takes the prediction back: the network is another one.
func (f *flip) forget() { f.guess.SetValue("") }

// answer holds a prediction against the outputs.
func (f *flip) answer(v string, l i18n.Lang) (right bool, why string) {
	moved := [width]float64{math.Abs(f.after[0] - f.before[0]), math.Abs(f.after[1] - f.before[1])}
	most := "y1"
	if moved[1] > moved[0] {
		most = "y2"
	}
	a := "y₁ " + exact(f.before[0]) + " → " + exact(f.after[0])
	b := "y₂ " + exact(f.before[1]) + " → " + exact(f.after[1])
	return v == most, i18n.T(a+"，"+b+"。第 1 层的权重，两个输出都听得见。", a+", "+b+". Both outputs hear a weight of the first layer.").In(l)
}
