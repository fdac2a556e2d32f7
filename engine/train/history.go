package train

// History holds figures of every step, in slices without pointers. Entry k is
// of the step that led from k to k+1. When the session stands before the end,
// after a seek, the later entries are still there.
type History struct {
	Loss     []float32 // of the batch, before the step
	Penalty  []float32 // L1 and L2, not part of Loss
	Accuracy []float32 // of the batch: fraction right, −1 where there are no classes
	LR       []float32 // learning rate
	GradNorm []float32 // length of the gradient before clipping
}

// Len returns how many steps are recorded.
func (h *History) Len() int { return len(h.Loss) }

func (h *History) set(step int, loss, penalty, accuracy, lr, norm float64) {
	put := func(s *[]float32, v float64) {
		if *s == nil {
			*s = make([]float32, 0, 4096)
		}
		if step < len(*s) {
			(*s)[step] = float32(v)
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
	if n < len(h.Loss) {
		h.Loss, h.Penalty, h.Accuracy, h.LR, h.GradNorm = h.Loss[:n], h.Penalty[:n], h.Accuracy[:n], h.LR[:n], h.GradNorm[:n]
	}
}

func (h *History) clone(n int) History {
	c := func(s []float32) []float32 { return append(make([]float32, 0, max(4096, 2*n)), s[:n]...) }
	return History{c(h.Loss), c(h.Penalty), c(h.Accuracy), c(h.LR), c(h.GradNorm)}
}
