package overfit

import (
	"math"
	"slices"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

const (
	maxDegree  = 12
	gridPoints = 161 // of the curve as it is drawn
)

// powers lays out 1, x, x², … x^degree for each x: [n, degree+1].
func powers(x []float64, degree int) *tensor.Tensor {
	t := tensor.New(len(x), degree+1)
	for i, v := range x {
		p := 1.0
		for k := range degree + 1 {
			t.Data()[i*(degree+1)+k] = tensor.Elem(p)
			p *= v
		}
	}
	return t
}

// solve finds the weights with the least Σ(ŷ − y)² + λ·Σw², w₀ left out of the
// penalty: a penalty is one more row for each weight, √λ·w = 0.
func solve(t *table, degree int, lambda float64) ([]float64, error) {
	n, width := len(t.x), degree+1
	x, y := powers(t.x, degree), t.target()
	if lambda > 0 && degree > 0 {
		x = tensor.From(append(x.Data(), make([]tensor.Elem, degree*width)...), n+degree, width)
		y = tensor.From(append(y.Data(), make([]tensor.Elem, degree)...), n+degree, 1)
		for k := 1; k < width; k++ {
			x.Data()[(n+k-1)*width+k] = tensor.Elem(math.Sqrt(lambda))
		}
	}
	w, _, err := classic.LeastSquares(x, y, false)
	return w, err
}

// weightRow is weights as a tensor: [1, degree+1].
func weightRow(w []float64) *tensor.Tensor {
	t := tensor.New(1, len(w))
	for k, v := range w {
		t.Data()[k] = tensor.Elem(v)
	}
	return t
}

// polynomial is ŷ = w₀ + w₁·x + … on a tape, with the errors of two tables.
type polynomial struct {
	tape               *grad.Tape
	w                  *tensor.Tensor // [1, degree+1]
	train, val, curve  *grad.Var
	trainLoss, valLoss *grad.Var
	largest            *grad.Var // size of a weight
}

func newPolynomial() *polynomial {
	p := &polynomial{tape: grad.NewTape()}
	p.tape.NoGrad = true
	return p
}

// run computes the predictions at the points of both tables and, where there
// are any, at those of grid, and both mean squared errors.
func (p *polynomial) run(w []float64, train, val *table, grid []float64) {
	p.w = weightRow(w)
	t, degree := p.tape, len(w)-1
	t.Reset()
	weights := p.write(t, train, val)
	if grid != nil {
		p.curve = grad.Linear(t.Const("x_curve", powers(grid, degree)), weights, nil).Named("curve")
		p.largest = grad.Amax(grad.Abs(weights)).Named("largest")
	}
}

// write writes both predictions and both errors, and returns the weights.
func (p *polynomial) write(t *grad.Tape, train, val *table) (w *grad.Var) {
	p.train, p.trainLoss = p.learnt(t, train)
	w = p.train.Inputs()[1]
	p.val = grad.Linear(t.Const("x_val", powers(val.x, p.w.Len()-1)), w, nil).Named("val_prediction")
	p.valLoss = grad.MSE(p.val, t.Const("y_val", val.target())).Named("val_loss")
	return w
}

// learnt writes the predictions at the points of a table and their error.
func (p *polynomial) learnt(t *grad.Tape, train *table) (y, loss *grad.Var) {
	w := t.Input("w", p.w)
	y = grad.Linear(t.Const("x", powers(train.x, p.w.Len()-1)), w, nil).Named("prediction")
	return y, grad.MSE(y, t.Const("y", train.target())).Named("train_loss")
}

// errors fits a degree to train and returns both mean squared errors.
func (p *polynomial) errors(train, val *table, degree int, lambda float64) (onTrain, onVal float64) {
	w, err := solve(train, degree, lambda)
	if err != nil {
		return math.NaN(), math.NaN()
	}
	p.run(w, train, val, nil)
	return p.trainLoss.Item(), p.valLoss.Item()
}

// shown is the fit on the stage, recorded whole.
type shown struct {
	*polynomial
	tr        trace.Trace
	points    table     // that were learnt
	back      bool      // the error was differentiated
	w         []float64 // as the record has them
	curve     []float64
	grid      []float64
	onTrain   float64
	onVal     float64
	most      float64 // of the sizes of the weights
	trainNode int
	valNode   int
	wNode     int
}

func newShown() *shown {
	s := &shown{polynomial: newPolynomial()}
	s.tape.NoGrad = false
	for i := range gridPoints {
		s.grid = append(s.grid, 2*float64(i)/(gridPoints-1)-1)
	}
	return s
}

// fit solves, runs and records.
func (s *shown) fit(train, val *table, degree int, lambda float64) error {
	w, err := solve(train, degree, lambda)
	if err != nil {
		return err
	}
	s.points = table{slices.Clone(train.x), slices.Clone(train.y)}
	s.run(w, &s.points, val, s.grid)
	s.back = false
	s.tape.Record(&s.tr)
	s.most = s.tr.Nodes[s.largest.ID()].Value[0]
	s.wNode, s.trainNode, s.valNode = s.train.Inputs()[1].ID(), s.trainLoss.ID(), s.valLoss.ID()
	s.w, s.curve = s.tr.Nodes[s.wNode].Value, s.tr.Nodes[s.polynomial.curve.ID()].Value
	s.onTrain, s.onVal = s.tr.Nodes[s.trainNode].Value[0], s.tr.Nodes[s.valNode].Value[0]
	return nil
}

// known reports whether there is a fit.
func (s *shown) known() bool { return s.w != nil }

// differentiate finds the gradient of the error on the points that were learnt:
// where no penalty holds the weights it is nothing but rounding.
func (s *shown) differentiate() {
	if s.known() && !s.back {
		s.back = true
		s.tape.Backward(s.trainLoss)
		s.tape.Record(&s.tr)
	}
}

func (s *shown) inspected() inspect.Run {
	return inspect.Run{Tape: s.tape, Record: &s.tr, Build: func(t *grad.Tape) *grad.Var {
		_, loss := s.learnt(t, &s.points)
		return loss
	}}
}
