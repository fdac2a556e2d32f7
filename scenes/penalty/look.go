package penalty

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// look is one step of both descents once more, on a tape of its own: the
// weights that it has, their scores, and both penalties, whose gradients are
// what pulls.
type look struct {
	tape             *grad.Tape
	tr               trace.Trace
	w                [2]*grad.Param
	start, x, lambda *tensor.Tensor

	startID    int // in the record
	wID, score [2]int
}

func newLook() *look {
	l := &look{tape: grad.NewTape(), start: tensor.New(n), x: tensor.New(n), lambda: tensor.Scalar(0)}
	tensor.Fill(l.x, 1)
	for k := range l.w {
		l.w[k] = grad.NewParam("w", tensor.New(n))
	}
	return l
}

// at runs step k of a pull.
func (l *look) at(r *pullRun, k int) {
	for lane, w := range l.w {
		for i := range n {
			w.Value.Data()[i] = tensor.Elem(r.lanes[lane].w[k][i])
			l.start.Data()[i] = tensor.Elem(r.start[i])
		}
		w.Value.Touch()
		w.ZeroGrad()
	}
	l.lambda.Data()[0] = tensor.Elem(r.lambda)
	l.lambda.Touch()
	l.start.Touch()
	l.tape.Reset()
	l.tape.Backward(l.write(l.tape))
	l.tape.Record(&l.tr)
}

// write puts both on a tape. The lanes share no weight, so the gradients of the
// sum are those of each penalty alone.
func (l *look) write(t *grad.Tape) *grad.Var {
	l.startID = t.Const("start", l.start).ID()
	x, lambda := t.Const("x", l.x), t.Const("λ", l.lambda)
	var penalties [2]*grad.Var
	for k := range l.w {
		w := t.Param(l.w[k])
		l.wID[k] = w.ID()
		l.score[k] = grad.MatMul(w, x).Named("score").ID()
		size := grad.Abs(w).Named("|w|")
		if k == 1 {
			size = grad.Square(w).Named("w²")
		}
		penalties[k] = grad.Mul(lambda, grad.Sum(size).Named("Σ")).Named([2]string{"L1", "L2"}[k])
	}
	return grad.Add(penalties[0], penalties[1]).Named("L1 + L2")
}
