package activation

import "gradtheatre/scenes/paint"

const gap = 12.0

func (s *Scene) narrow() bool { return s.phone || s.area.W < 560 }

// place shares out the stage: the graph and its card above, the chain below.
func (s *Scene) place() {
	a := s.area
	if s.narrow() {
		var r paint.Rect
		r, a = a.CutTop(a.H * 0.31)
		s.graph.SetRect(r)
		_, a = a.CutTop(min(8, a.H))
		r, a = a.CutTop(min(164, a.H*0.42))
		s.unfold.SetRect(r)
		_, a = a.CutTop(min(8, a.H))
		s.links.SetRect(a)
		return
	}
	top, below := a.CutTop(min(max(300, a.H*0.53), 460))
	_, below = below.CutTop(min(gap, below.H))
	s.links.SetRect(below)
	right, left := top.CutRight(min(max(290, a.W*0.37), 400))
	_, left = left.CutRight(gap)
	s.graph.SetRect(left)
	s.unfold.SetRect(right)
}
