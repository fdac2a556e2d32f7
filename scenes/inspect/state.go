package inspect

import "strings"

// State is the inspector as a program sees it.
type State struct {
	Open  bool     `json:"open"`
	Path  []string `json:"path"`
	Mode  string   `json:"mode"` // value, gradient, matrix or code
	Op    string   `json:"op"`
	Value any      `json:"value"`
	Count int      `json:"count"` // of all terms
	Terms []Shown  `json:"terms"` // those that are shown
	Rest  float64  `json:"rest"`  // the sum of the others
	Sum   float64  `json:"sum"`
	Adds  bool     `json:"adds"` // the sum is the recorded number
	// Difference is what nudging found, for gradients that can be checked.
	Difference *float64 `json:"difference,omitempty"`
	Agrees     bool     `json:"agrees"`         // with Value: that difference, or the sum where nothing is nudged
	Kink       bool     `json:"kink,omitempty"` // it stands on a corner: the slopes differ
	File       string   `json:"file"`           // of the engine's source, while it is shown
}

// Shown is one term.
type Shown struct {
	Text    string   `json:"text"`
	Value   float64  `json:"value"`
	Factors []string `json:"factors"` // those that unfold further
}

// State reports what is unfolded.
func (k *Panel) State() State {
	if !k.IsOpen() {
		return State{Path: []string{}, Terms: []Shown{}}
	}
	n, u := namer{k.p}, &k.u
	s := State{Open: true, Path: strings.Split(k.Path(), ">"), Mode: "value", Op: u.Op, Value: finite(u.Value), Count: len(u.Terms),
		Terms: []Shown{}, Rest: zero(u.Rest), Sum: zero(u.Sum), Adds: u.Adds, Agrees: u.Check.Agrees, Kink: u.Known && u.Check.Kink, File: k.page.file}
	if !u.Known {
		s.Agrees = u.Adds
	}
	if u.Ref.Grad {
		s.Mode = "gradient"
	}
	switch {
	case k.code:
		s.Mode = "code"
	case k.grid:
		s.Mode = "matrix"
	}
	if u.Known {
		d := zero(u.Check.Value)
		s.Difference = &d
	}
	for _, i := range u.Order[:u.Shown] {
		t := &u.Terms[i]
		x := Shown{Text: n.words(u, t), Value: zero(t.Value), Factors: []string{}}
		for j := range t.Factors {
			if f := &t.Factors[j]; u.opens(k.p, f) {
				x.Factors = append(x.Factors, n.key(f.Ref))
			}
		}
		s.Terms = append(s.Terms, x)
	}
	return s
}
