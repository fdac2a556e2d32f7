package train

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// EarlyStopping watches a validation loss and says when it has stopped falling.
type EarlyStopping struct {
	Patience int     // looks without a better loss that are borne
	MinDelta float64 // a loss is better only when below the best by more than this

	Best     float64 // smallest loss so far
	BestStep int     // where it was: [Session.Seek] goes back there
	bad      int
	any      bool
}

// Look tells of the loss at a step, and reports whether to stop. A loss that is
// not a number is never better.
func (e *EarlyStopping) Look(step int, loss float64) (stop bool) {
	if !math.IsNaN(loss) && (!e.any || loss < e.Best-e.MinDelta) {
		e.Best, e.BestStep, e.bad, e.any = loss, step, 0, true
		return false
	}
	e.bad++
	return e.bad > e.Patience
}

// Axis is one hyper-parameter of a search.
type Axis struct {
	Name     string
	Values   []float64 // for a grid
	Min, Max float64   // for a random search
	Log      bool      // draw evenly by order of magnitude; Min must be above 0
	Whole    bool      // round to a whole number
}

// Point is one choice of hyper-parameters, in the order of the axes.
type Point []float64

// Grid returns every combination of the axes' values, the last axis first to change.
// It panics with a *tensor.ValueError if an axis has no values, or there are
// more than a million combinations.
func Grid(axes ...Axis) []Point {
	n := 1
	for _, a := range axes {
		if len(a.Values) == 0 || n > 1_000_000/len(a.Values) {
			panic(&tensor.ValueError{Op: "grid search", Name: a.Name, Value: strconv.Itoa(len(a.Values)) + " values", Want: "at least one, and at most a million combinations"})
		}
		n *= len(a.Values)
	}
	points := make([]Point, n)
	for i := range points {
		p, rest := make(Point, len(axes)), i
		for k := len(axes) - 1; k >= 0; k-- {
			p[k] = axes[k].Values[rest%len(axes[k].Values)]
			rest /= len(axes[k].Values)
		}
		points[i] = p
	}
	return points
}

// Random returns n points drawn from the axes' ranges.
// It panics with a *tensor.ValueError if a range makes no sense.
// Source: Bergstra and Bengio, “Random search for hyper-parameter optimization”, 2012.
func Random(n int, rng *rand.Rand, axes ...Axis) []Point {
	for _, a := range axes {
		if !(a.Min <= a.Max) || math.IsInf(a.Max-a.Min, 0) || a.Log && !(a.Min > 0) {
			panic(&tensor.ValueError{Op: "random search", Name: a.Name, Value: short(a.Min) + " … " + short(a.Max), Want: "a finite range, above 0 where it is drawn by order of magnitude"})
		}
	}
	points := make([]Point, n)
	for i := range points {
		points[i] = make(Point, len(axes))
		for k, a := range axes {
			v := a.Min + (a.Max-a.Min)*rng.Float64()
			if a.Log {
				v = math.Exp(math.Log(a.Min) + (math.Log(a.Max)-math.Log(a.Min))*rng.Float64())
			}
			if a.Whole {
				v = math.Round(v)
			}
			points[i][k] = v
		}
	}
	return points
}

// Trial is one point of a search and how it fared.
type Trial struct {
	Point Point
	Loss  float64 // on the validation set; +Inf where training failed
	Err   error   // why it failed, or nil
}

// Search tries points one by one, each for a number of steps, and keeps the
// results in order. It can be run in slices: one call of Next, one trial.
type Search struct {
	Points []Point
	Trials []Trial
	// Try trains at a point and returns the validation loss.
	Try func(Point) (float64, error)
}

// Next tries the next point, and reports whether there was one.
func (s *Search) Next() bool {
	if len(s.Trials) == len(s.Points) {
		return false
	}
	p := s.Points[len(s.Trials)]
	loss, err := s.Try(p)
	if err != nil || math.IsNaN(loss) {
		loss = math.Inf(1)
	}
	s.Trials = append(s.Trials, Trial{p, loss, err})
	return true
}

// Best returns the trial with the smallest loss, and whether there is any that did not fail.
func (s *Search) Best() (best Trial, ok bool) {
	for _, t := range s.Trials {
		if !math.IsInf(t.Loss, 1) && (!ok || t.Loss < best.Loss) {
			best, ok = t, true
		}
	}
	return best, ok
}

// Architectures returns the sizes of every multi-layer perceptron with in
// inputs, out outputs, 1 … depth hidden layers of one of the given widths, and
// no more parameters than the budget: a small architecture search goes through
// them.
func Architectures(in, out, depth int, widths []int, budget int) [][]int {
	var found [][]int
	var grow func(sizes []int)
	grow = func(sizes []int) {
		if len(sizes) > 1 {
			if whole := append(append([]int(nil), sizes...), out); Params(whole) <= budget {
				found = append(found, whole)
			}
		}
		if len(sizes) <= depth {
			for _, w := range widths {
				grow(append(append([]int(nil), sizes...), w))
			}
		}
	}
	grow([]int{in})
	return found
}

// Params returns how many weights and biases a perceptron with layers of the given sizes has.
func Params(sizes []int) int {
	n := 0
	for i := range len(sizes) - 1 {
		n += (sizes[i] + 1) * sizes[i+1]
	}
	return n
}
