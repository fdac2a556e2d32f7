package grad

import "gradtheatre/engine/tensor"

// Conv1DParams are the settings of [Conv1D]; none has a default.
type Conv1DParams struct{ Stride, Padding, Dilation, Groups int }

// Conv1D is the cross-correlation of sequences with filters:
// x [N, C, L], w [O, C/groups, K], b [O] or nil → y [N, O, oL].
//
//	y[n,o,i] = b[o] + Σ_{c,u} w[o,c,u]·x[n, c, i·s+u·d−p]
//
// It is [Conv2D] on images one pixel high, and is refused for the same reasons.
func Conv1D(x, w, b *Var, p Conv1DParams) *Var {
	xs, ws := x.Shape(), w.Shape()
	if len(xs) != 3 || len(ws) != 3 {
		panic(&tensor.ShapeError{Op: "conv1d", A: append([]int{}, xs...), B: append([]int{}, ws...), Why: "want an input [batch, channels, length] and a weight [out channels, in channels / groups, length]"})
	}
	y := Conv2D(Reshape(x, xs[0], xs[1], 1, xs[2]), Reshape(w, ws[0], ws[1], 1, ws[2]), b, Conv2DParams{
		Stride: [2]int{1, p.Stride}, Padding: [2]int{0, p.Padding}, Dilation: [2]int{1, p.Dilation}, Groups: p.Groups,
	})
	s := y.Shape()
	return Reshape(y, s[0], s[1], s[3])
}
