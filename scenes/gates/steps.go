package gates

import (
	"strconv"

	"gradtheatre/scenes/i18n"
)

// The timeline of a graph of n gates: position 0 has only the variables, 1…n
// each compute one gate, n+1 puts the 1 at the right end, n+2…2n+1 send the
// gradient back through one gate each. Numbers alone have no way back.

// phase says what a position of the timeline does.
type phase uint8

const (
	atStart phase = iota
	forward
	seed
	backward
)

// timeline knows when each box gets its value and hands back its gradient.
type timeline struct {
	order []int // boxes of the gates, as computed
	rank  []int // box → its place in order, −1 for the others
	back  bool  // there is a way back
}

func newTimeline(g *graph, back bool) timeline {
	t := timeline{rank: make([]int, len(g.boxes)), back: back}
	for i := range g.boxes {
		t.rank[i] = -1
		if b := &g.boxes[i]; b.node != result && !b.kind.Leaf() {
			t.rank[i] = len(t.order)
			t.order = append(t.order, i)
		}
	}
	return t
}

func (t *timeline) last() int {
	if t.back {
		return 2*len(t.order) + 1
	}
	return len(t.order)
}

// at returns what happens at a position, and at which box.
func (t *timeline) at(pos int, g *graph) (phase, int) {
	n := len(t.order)
	switch {
	case pos <= 0:
		return atStart, -1
	case pos <= n:
		return forward, t.order[pos-1]
	case pos == n+1:
		return seed, len(g.boxes) - 1
	}
	return backward, t.order[min(max(2*n+1-pos, 0), n-1)]
}

// valued is the position at which a box gets its value.
func (t *timeline) valued(box int) int {
	if t.rank[box] < 0 {
		return 0
	}
	return t.rank[box] + 1
}

// flown is the position at which the gradient has come back along a wire.
func (t *timeline) flown(g *graph, w int) int {
	n := len(t.order)
	if r := t.rank[g.wires[w].to]; r >= 0 {
		return 2*n + 1 - r
	}
	return n + 1
}

// graded is the position at which a box has its whole gradient.
func (t *timeline) graded(g *graph, box int) int {
	p := len(t.order) + 1
	for _, w := range g.boxes[box].out {
		p = max(p, t.flown(g, w))
	}
	return p
}

// At implements stage.Timeline.
func (s *bench) At() (at, last int) { return s.at, s.time.last() }

// Step goes one node on.
func (s *bench) Step() { s.Seek(s.at + 1) }

// Back goes one node back.
func (s *bench) Back() { s.Seek(s.at - 1) }

// Reset goes to where only the variables have values.
func (s *bench) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *bench) Seek(at int) {
	s.at = min(max(at, 0), s.time.last())
	s.picked, s.follow, s.stale = -1, true, true
}

// Caption says what the present position does.
func (s *bench) Caption(l i18n.Lang) string {
	last := s.time.last()
	count := i18n.T("第 "+strconv.Itoa(s.at)+" / "+strconv.Itoa(last)+" 步", "Step "+strconv.Itoa(s.at)+" of "+strconv.Itoa(last)).In(l)
	ph, box := s.time.at(s.at, s.graph)
	what := i18n.T("只有输入", "inputs only")
	switch ph {
	case forward:
		b := &s.graph.boxes[box]
		what = i18n.T("前向："+b.symbol, "forward: "+b.symbol)
	case seed:
		what = i18n.T("反向从 1 开始", "backward starts from 1")
	case backward:
		b := &s.graph.boxes[box]
		what = i18n.T("反向："+b.symbol, "backward: "+b.symbol)
	}
	return count + " · " + what.In(l)
}
