package train

// History holds figures of every step, in slices without pointers. Entry k is
// of the step that led from From+k to From+k+1; From is 0 unless only the last
// steps are kept. When the session stands before the end,
// after a seek, the later entries are still there.
type History struct {
	From     int
	Loss     []float32 // of the batch, before the step
	Penalty  []float32 // L1 and L2, not part of Loss
	Accuracy []float32 // of the batch: fraction right, −1 where there are no classes
	LR       []float32 // learning rate
	GradNorm []float32 // length of the gradient before clipping
}

// Len returns how many steps were recorded.
func (h *History) Len() int { return h.From + len(h.Loss) }

func (h *History) set(step int, loss, penalty, accuracy, lr, norm float64) {
	put := func(s *[]float32, v float64) {
		if *s == nil {
			*s = make([]float32, 0, 4096)
		}
		if k := step - h.From; k < len(*s) {
			if k >= 0 {
				(*s)[k] = float32(v)
			}
		} else {
			*s = append(*s, float32(v))
		}
	}
	put(&h.Loss, loss)
	put(&h.Penalty, penalty)
	put(&h.Accuracy, accuracy)
	put(&h.LR, lr)
	put(&h.GradNorm, norm)
}

func (h *History) truncate(n int) {
	for _, c := range h.Columns() {
		*c = (*c)[:min(len(*c), max(0, n-h.From))]
	}
	h.From = min(h.From, n)
}

// keep drops the first half where there are more than twice n steps; 0 keeps all.
func (h *History) keep(n int) {
	drop := len(h.Loss) - n
	if n == 0 || drop < n {
		return
	}
	for _, c := range h.Columns() {
		*c = (*c)[:copy(*c, (*c)[drop:])]
	}
	h.From += drop
}

// Join makes h what it was up to a step, and from there on the columns of next.
// Of more than twice keep steps the first half is dropped, unless keep is 0.
func (h *History) Join(from int, next *History, keep int) {
	h.truncate(from)
	if h.Len() < from { // the steps between are not known
		h.truncate(h.From)
		h.From = from
	}
	more := next.Columns()
	for i, c := range h.Columns() {
		*c = append(*c, *more[i]...)
	}
	h.keep(keep)
}

func (h *History) clone(n int) History {
	to := History{From: h.From}
	from := h.Columns()
	for i, c := range to.Columns() {
		*c = append(make([]float32, 0, max(4096, 2*n)), *from[i]...)
	}
	to.truncate(n)
	return to
}

// Columns lists the figures in the order of the fields.
func (h *History) Columns() [5]*[]float32 {
	return [5]*[]float32{&h.Loss, &h.Penalty, &h.Accuracy, &h.LR, &h.GradNorm}
}
