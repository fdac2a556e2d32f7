package score

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// cardRows are the lines of the card that works a score out.
type cardRows struct {
	in         paint.Rect
	step, size float64
}

const noteLine = 19.0

var noteStyle = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}

func (s *Scene) cardRows() cardRows {
	r := s.parts.card.Rect()
	in, note := r.InsetXY(20, 14), 50.0
	if s.sums.narrow {
		in = r.InsetXY(14, 10)
		if in.W < 480 { // three lines
			note = 66
		}
	}
	step := min(36, (in.H-34-note)/(pixels+2))
	return cardRows{in, step, min(14, step*0.68)}
}

// at is the middle of a line.
func (r cardRows) at(i int) float64 { return r.in.Y + 30 + (float64(i)+0.5)*r.step }

// made is where the factors of a product stand.
func (r cardRows) made() float64 { return r.in.X + r.in.W*0.3 }

func (r cardRows) madeStyle() paint.Style { return paint.Style{Font: paint.Mono, Size: r.size * 0.93} }

// value is the place of a number at the end of a line.
func (r cardRows) value(i int, text string) paint.Rect {
	w := paint.Measure(text, paint.Style{Font: paint.MonoBold, Size: r.size}) + 6
	return paint.Rect{X: r.in.Right() - w, Y: r.at(i) - r.step/2, W: w, H: r.step}
}

// note is what is said below.
func (r cardRows) note() paint.Rect {
	return paint.Rect{X: r.in.X, Y: r.at(pixels+1) + r.step/2 + 4, W: r.in.W}
}
