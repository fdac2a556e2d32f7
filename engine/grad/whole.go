package grad

import "gradtheatre/engine/tensor"

// whole is a set of parameters whose values lie end to end in memory, and
// their gradients too: for whoever treats all numbers alike it is one
// parameter.
type whole struct {
	params []*Param
	places []place
	all    *Param // shape [n]
}

// place is where a parameter of a whole has its numbers.
type place struct {
	value, grad *elem
	n           int
}

// at says whether a parameter still has them there.
func (q *place) at(p *Param) bool {
	if p.Grad == nil {
		return false
	}
	v, g := p.Value.Data(), p.Grad.Data()
	return len(v) == q.n && len(g) == q.n && (q.n == 0 || &v[0] == q.value && &g[0] == q.grad)
}

// packLimit is up to how many numbers a call for each parameter costs more
// than its work.
const packLimit = 1 << 14

// Pack moves the values and the gradients of small parameters end to end, so
// that [Whole] can hand them out as one. Slices that Data returned before no
// longer are the parameters' own. The parameters must differ from each other.
func Pack(params []*Param) {
	n := 0
	for _, p := range params {
		if p.Grad == nil {
			return
		}
		n += p.Value.Len()
	}
	if len(params) < 2 || n > packLimit {
		return
	}
	w := &whole{params: append([]*Param(nil), params...), all: NewParam("", tensor.New(n))}
	values, grads := w.all.Value.Data(), w.all.Grad.Data()
	for _, p := range params {
		k := p.Value.Len()
		p.Value.Move(values[:k:k])
		p.Grad.Move(grads[:k:k])
		values, grads = values[k:], grads[k:]
		p.whole = w
		q := place{n: k}
		if k > 0 {
			q.value, q.grad = &p.Value.Data()[0], &p.Grad.Data()[0]
		}
		w.places = append(w.places, q)
	}
}

// Whole returns params as one parameter of shape [n] that shares their memory,
// or nil where they do not lie end to end; see [Pack].
func Whole(params []*Param) *Param {
	if len(params) == 0 || params[0].whole == nil {
		return nil
	}
	w := params[0].whole
	if len(w.params) != len(params) {
		return nil
	}
	places := w.places[:len(params)]
	mine := w.params[:len(params)]
	for i, p := range params {
		if p != mine[i] || !places[i].at(p) {
			return nil
		}
	}
	return w.all
}
