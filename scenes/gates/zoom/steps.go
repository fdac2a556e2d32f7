package zoom

import (
	"fmt"
	"slices"

	"gradtheatre/scenes/i18n"
)

// event is one thing that happens in the run, in the order in which it does. The
// same events are seen at every level, as far as they happen there.
type event int

// Forward, block 1 and block 2, then the rest; backward the other way round.
const (
	atStart event = iota
	multiply1
	add1
	open1 // the ReLU
	choose1
	multiply2
	add2
	open2
	choose2
	denseForward
	scoreForward
	lossForward
	lossBack
	scoreBack
	denseBack
	route2
	gateBack2
	shareBack2
	swapBack2
	sumBack2
	route1
	gateBack1
	shareBack1
	swapBack1
	sumBack1
	lastEvent = sumBack1
)

// kind is what happens, whichever block it happens in.
type kind int

const (
	nothing kind = iota
	multiplies
	adds
	opens
	chooses
	densely
	scores
	measures // the loss
	seeds    // the 1 at the loss
	scoresBack
	denselyBack
	routes
	gates
	sharesOut
	swaps
	sums
)

// kind splits an event into what happens and the block that it happens in, or −1.
func (e event) kind() (k kind, block int) {
	switch {
	case e == atStart:
		return nothing, -1
	case e <= choose1:
		return multiplies + kind(e-multiply1), 0
	case e <= choose2:
		return multiplies + kind(e-multiply2), 1
	case e <= denseBack:
		return densely + kind(e-denseForward), -1
	case e <= sumBack2:
		return routes + kind(e-route2), 1
	}
	return routes + kind(e-route1), 0
}

// events of a block.
func forward(b int) event  { return multiply1 + event(b)*(multiply2-multiply1) }
func backward(b int) event { return route1 - event(b)*(route1-route2) }

// eventsOf lists what is seen to happen at a level, for each block; what
// happens elsewhere in the network is one step there and one back.
func eventsOf(l level, b int) []event {
	f, g := forward(b), backward(b)
	back := denseBack // when the gradient has come to the block
	if b == 0 {
		back = sumBack2
	}
	at := func(from event, steps ...event) (out []event) {
		for _, s := range steps {
			out = append(out, from+s)
		}
		return out
	}
	switch l {
	case gateLevel:
		return slices.Concat(at(f, 0, 1), []event{lossForward, g + 1}, at(g, 2, 3, 4))
	case neuronLevel:
		return slices.Concat(at(f, 0, 1, 2, 3), []event{lossForward, back}, at(g, 0, 1, 2, 3, 4))
	case layerLevel:
		return slices.Concat(at(f, 1, 2, 3), []event{lossForward, back}, at(g, 0, 1, 4))
	}
	return slices.Concat(at(multiply1, 1, 2, 3), at(multiply2, 1, 2, 3), []event{denseForward, scoreForward, lossForward, lossBack, scoreBack, denseBack},
		at(route2, 0, 1, 4), at(route1, 0, 1, 4))
}

// course holds the lists of events, made once.
var course = func() (c [levelCount][len(blocks)][]event) {
	for l := range c {
		for b := range c[l] {
			c[l][b] = eventsOf(level(l), b)
		}
	}
	return c
}()

// happens are the events of the level and block on view.
func (s *Zoom) happens() []event { return course[s.level()][s.n.block] }

// At implements stage.Timeline.
func (s *Zoom) At() (at, last int) {
	list := s.happens()
	for at < len(list) && list[at] <= s.at {
		at++
	}
	return at, len(list)
}

// Step goes to the next thing that happens here.
func (s *Zoom) Step() { at, _ := s.At(); s.Seek(at + 1) }

// Back goes to the one before.
func (s *Zoom) Back() { at, _ := s.At(); s.Seek(at - 1) }

// Reset goes to where only the image and the weights are known.
func (s *Zoom) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Zoom) Seek(at int) {
	list := s.happens()
	if at = min(max(at, 0), len(list)); at == 0 {
		s.at = atStart
	} else {
		s.at = list[at-1]
	}
	s.flight, s.stale = false, true
}

// present is the event that the position shows: at the end of a level it is the
// last that happens there.
func (s *Zoom) present() event {
	if at, _ := s.At(); at > 0 {
		return s.happens()[at-1]
	}
	return atStart
}

// Caption says what the present position does.
func (s *Zoom) Caption(l i18n.Lang) string {
	at, last := s.At()
	k, _ := s.present().kind()
	return fmt.Sprintf(i18n.T("第 %d / %d 步 · %s", "%d / %d · %s").In(l), at, last, lores[k].caption.In(l))
}

// lit is how far an event has come: 0 not yet, 1 done.
func (s *Zoom) lit(e event) float64 {
	switch {
	case e < s.at || e == atStart:
		return 1
	case e > s.at:
		return 0
	}
	return ease(min(s.phase/0.75, 1))
}

func ease(u float64) float64 { return u * u * (3 - 2*u) }

// made is the event that gives a value of the run its numbers, in a lane.
func made(lane, node int) event {
	if lane == value {
		return [nodeCount]event{conv1: add1, relu1: open1, pool1: choose1, conv2: add2, relu2: open2, pool2: choose2,
			dense: denseForward, logits: scoreForward, probs: scoreForward, loss: lossForward}[node]
	}
	return [nodeCount]event{inputX: sumBack1, conv1: gateBack1, relu1: route1, pool1: sumBack2, conv2: gateBack2, relu2: route2, pool2: denseBack,
		dense: scoreBack, logits: lossBack, loss: lossBack, weight1: sumBack1, bias1: sumBack1, weight2: sumBack2, bias2: sumBack2}[node]
}
