package gates

import (
	"math"

	"gradtheatre/scenes/gates/zoom"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// view is how the graph lies in its window: graph pixels × scale + offset.
type view struct {
	x, y, scale float64
	toX, toY    float64 // where a glide ends
	gliding     bool
}

const (
	minScale = 0.4
	maxScale = 2.5
)

// place shares out the stage: the field above, the card below, the graph between.
func (s *bench) place(env *stage.Env) {
	area := env.Area
	gap := 12.0
	fieldH := s.field.Height(area.W)
	var card, window paint.Rect
	if env.Phone {
		gap = 8
		top, rest := area.CutTop(fieldH)
		s.field.SetRect(top)
		_, rest = rest.CutTop(gap)
		top, rest = rest.CutTop(s.preset.Height(area.W))
		s.preset.SetRect(top)
		card, window = rest.CutBottom(min(phoneCardH, rest.H*0.5))
	} else {
		w := min(presetW, area.W*0.55)
		row, rest := area.CutTop(max(fieldH, s.preset.Height(w)))
		left, right := row.W-w-gap, w
		f := paint.Rect{X: row.X, Y: row.Y, W: left, H: fieldH}
		s.field.SetRect(f)
		s.preset.SetRect(paint.Rect{X: row.Right() - right, Y: row.Y, W: right, H: s.preset.Height(right)})
		card, window = rest.CutBottom(min(cardH, rest.H*0.45))
	}
	s.unfold.SetRect(card)
	_, window = window.CutBottom(gap)
	_, window = window.CutTop(gap / 2)
	s.picture.SetRect(window)
	if s.spaced == window {
		return
	}
	s.spaced = window
	s.view = s.fit(view{scale: s.arrange(max(window.W-2*margin, 40), max(window.H-2*margin, 40))})
	s.stale, s.follow = true, true
}

// placeOutside places what stays while the network is on view, and returns the
// room for its zoom control and for the rest.
func (s *bench) placeOutside(env *stage.Env) (control, rest paint.Rect) {
	area := env.Area
	if env.Phone {
		top, rest := area.CutTop(s.preset.Height(area.W))
		s.preset.SetRect(top)
		_, rest = rest.CutTop(8)
		control, rest = rest.CutTop(zoom.ControlHeight)
		_, rest = rest.CutTop(4)
		return control, rest
	}
	w := min(presetW, area.W*0.55)
	row, rest := area.CutTop(max(zoom.ControlHeight, s.preset.Height(w)))
	control, _ = row.CutLeft(row.W - w - 12)
	s.preset.SetRect(paint.Rect{X: row.Right() - w, Y: row.Y, W: w, H: s.preset.Height(w)})
	_, rest = rest.CutTop(6)
	return control, rest
}

// hide puts the widgets of the laboratory that is not on view out of sight.
func (s *bench) hide() {
	s.spaced = paint.Rect{}
	if !s.away {
		return
	}
	for _, w := range s.hidden() {
		w.SetRect(paint.Rect{})
	}
}

// hidden are the widgets that only the expressions have.
func (s *bench) hidden() []ui.Widget {
	s.unseen = append(s.unseen[:0], s.field, s.picture, s.unfold, s.quiz.guess, s.quiz.ask, s.fold, s.grads)
	for _, v := range s.sliders {
		s.unseen = append(s.unseen, v)
	}
	return s.unseen
}

// presetW is the width of the choice of examples.
const presetW = 440

// zooms are the scales tried, largest first: a projector's wall is filled, and
// a crowded graph shrinks a little before it scrolls.
var zooms = []float64{2, 1.75, 1.5, 1.25, 1, 0.9, 0.8}

// arrange lays the graph out at the largest scale that fits the window, and
// returns it. Above 1 only the roomiest density will do.
func (s *bench) arrange(w, h float64) float64 {
	for _, k := range zooms {
		if fits := s.graph.arrange(w/k, h/k, k > 1); fits {
			return k
		}
	}
	s.graph.arrange(w, h, false)
	return 1
}

// margin is the room around the graph in its window; cardH the card's height.
const (
	margin     = 10.0
	cardH      = 176.0
	phoneCardH = 208.0
)

// fit keeps a view sensible: what is smaller than the window stands in its
// middle, what is larger covers it.
func (s *bench) fit(v view) view {
	r := s.picture.Rect()
	v.scale = min(max(v.scale, minScale), maxScale)
	axis := func(at, size, lo, room float64) float64 {
		size *= v.scale
		if size+2*margin <= room {
			return lo + (room-size)/2
		}
		return min(max(at, lo+room-size-margin), lo+margin)
	}
	v.x = axis(v.x, s.graph.size.X, r.X, r.W)
	v.y = axis(v.y, s.graph.size.Y, r.Y, r.H)
	return v
}

// glide brings the present gate into view where the graph is larger than its window.
func (s *bench) glide(env *stage.Env) bool {
	if s.follow {
		s.follow = false
		if _, box := s.time.at(s.at, s.graph); box >= 0 {
			x, y := s.graph.boxes[box].rect.Center()
			r := s.picture.Rect()
			cx, cy := r.Center()
			to := s.fit(view{x: cx - x*s.view.scale, y: cy - y*s.view.scale, scale: s.view.scale})
			s.view.toX, s.view.toY, s.view.gliding = to.x, to.y, true
		}
	}
	if !s.view.gliding {
		return false
	}
	k := 1 - math.Exp(-env.Dt*10)
	if env.Look != nil && env.Look.Still {
		k = 1
	}
	s.view.x += (s.view.toX - s.view.x) * k
	s.view.y += (s.view.toY - s.view.y) * k
	if math.Hypot(s.view.toX-s.view.x, s.view.toY-s.view.y) < 0.5 {
		s.view.x, s.view.y, s.view.gliding = s.view.toX, s.view.toY, false
	}
	return true
}

// Least has room for the fields, the graph and the card below it.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone {
		return 600
	}
	return stage.UsualLeast(env)
}
