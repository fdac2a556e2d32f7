package collapse

import (
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/stage/stagetest"
)

// TestGradientIsTheOneLayer: back through the stack, the gradient of an output
// with respect to the inputs is the row of the one layer, to the digit; with a
// ReLU it no longer is. Nudging agrees.
func TestGradientIsTheOneLayer(t *testing.T) {
	s := New(42)
	env := stagetest.Env(1280, 800)
	for cell := range width*width + width {
		s.cell, s.stale = cell, true
		s.Update(env)
		s.Differentiate()
		n, row := s.net, rowOf(cell)
		w, x := n.oneWeight(), n.tr.Nodes[n.in.ID()].Grad
		for i := range width {
			if x[i] != w[row*width+i] {
				t.Errorf("∂%s/∂x%d is %v, the one layer has %v", s.Root(0), i+1, x[i], w[row*width+i])
			}
			check, ok := s.Check(trace.Ref{Node: n.in.ID(), Cell: i, Grad: true})
			if !ok || !check.Agrees {
				t.Errorf("∂%s/∂x%d is %v, nudging finds %+v", s.Root(0), i+1, x[i], check)
			}
		}
		for l := range n.n {
			w := n.z[l].Inputs()[1].ID()
			for i := range width * width {
				if check, ok := s.Check(trace.Ref{Node: w, Cell: i, Grad: true}); !ok || !check.Agrees && !check.Kink {
					t.Errorf("layer %d, weight %d: %v, nudging finds %+v", l+1, i, n.tr.Nodes[w].Grad[i], check)
				}
			}
		}
	}
	s.net.probe, s.net.relu[0] = [width]float64{-1, 0.5}, true
	s.compute()
	s.Update(env)
	s.Differentiate()
	if x, w := s.net.tr.Nodes[s.net.in.ID()].Grad, s.net.oneWeight(); x[0] == w[width] && x[1] == w[width+1] {
		t.Error("with a ReLU the gradient is still that of one layer")
	}
}
