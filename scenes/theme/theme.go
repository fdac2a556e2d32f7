// Package theme holds the colours and the type scale of the two looks, light
// and dark. Every pair of text and ground in it has a contrast of 4.5:1 or more.
package theme

import (
	"math"

	"gradtheatre/scenes/paint"
)

// Theme is one look.
type Theme struct {
	Dark bool

	// Grounds, from the back to the front.
	Background paint.Color // the top bar, the transport, the sides
	Stage      paint.Color // the middle, on which the scene plays
	Panel      paint.Color // cards on the stage
	Raised     paint.Color // fields, buttons, tracks: what can be operated
	Sunken     paint.Color // wells: a canvas to draw on, a plot's ground
	Hover      paint.Color // an operable thing under the pointer
	Track      paint.Color // what a bar or a knob runs along
	Border     paint.Color // quiet edges
	Strong     paint.Color // edges of things that can be operated
	Shadow     paint.Color

	// Words.
	Text  paint.Color // what is read
	Muted paint.Color // what is read second
	Faint paint.Color // marks and ticks; not for words that matter

	// What is chosen, pressed or under way.
	Accent     paint.Color // fills and marks
	AccentText paint.Color // words on Accent
	AccentInk  paint.Color // words in the accent's colour on a ground
	AccentSoft paint.Color // the ground of a chosen line
	Focus      paint.Color // the ring around what the keyboard operates

	// Numbers. Ink is for words and digits, Soft for the ground of a chip.
	Positive, PositiveInk, PositiveSoft paint.Color
	Negative, NegativeInk, NegativeSoft paint.Color
	Zero                                paint.Color
	// What flows back.
	Gradient, GradientInk, GradientSoft paint.Color

	Good, GoodSoft       paint.Color
	Warning, WarningSoft paint.Color
	Bad, BadSoft         paint.Color // errors
	Series               [8]paint.Color
}

// The type scale, in CSS pixels.
const (
	SizeH1    = 20.0 // the stage's heading
	SizeH2    = 16.0 // a card's heading
	SizeBody  = 14.0
	SizeSmall = 13.0
	SizeTiny  = 12.0 // the smallest text
	SizeCell  = 10.0 // digits inside a cell that shows them large on hover
	SizeBig   = 28.0 // one number that matters
)

// The rhythm, in CSS pixels: all distances are multiples of Grid.
const (
	Grid         = 4.0
	GapSmall     = 8.0
	Gap          = 12.0
	GapLarge     = 16.0
	RadiusSmall  = 4.0 // cells, chips
	Radius       = 8.0 // buttons, fields
	RadiusLarge  = 12.0
	LineHeight   = 1.5 // of the size, for words that wrap
	ControlSize  = 36.0
	ControlTouch = 44.0
)

// H1 is the style of the stage's heading.
func (t *Theme) H1() paint.Style {
	return paint.Style{Font: paint.SansBold, Size: SizeH1, Color: t.Text}
}

// H2 is the style of a card's heading.
func (t *Theme) H2() paint.Style {
	return paint.Style{Font: paint.SansBold, Size: SizeH2, Color: t.Text}
}

// H3 is the style of a small heading above a group.
func (t *Theme) H3() paint.Style {
	return paint.Style{Font: paint.SansBold, Size: SizeSmall, Color: t.Muted}
}

// Body is the style of words.
func (t *Theme) Body() paint.Style {
	return paint.Style{Font: paint.Sans, Size: SizeBody, Color: t.Text}
}

// BodyBold is the style of words that matter.
func (t *Theme) BodyBold() paint.Style {
	return paint.Style{Font: paint.SansBold, Size: SizeBody, Color: t.Text}
}

// Small is the style of words beside something.
func (t *Theme) Small() paint.Style {
	return paint.Style{Font: paint.Sans, Size: SizeSmall, Color: t.Muted}
}

// Tiny is the style of the smallest words: axes, units.
func (t *Theme) Tiny() paint.Style {
	return paint.Style{Font: paint.Sans, Size: SizeTiny, Color: t.Muted}
}

// Tick is the style of the numbers at an axis.
func (t *Theme) Tick() paint.Style {
	return paint.Style{Font: paint.Mono, Size: 11, Color: t.Muted, Tick: true}
}

// Number is the style of numbers in a line of words.
func (t *Theme) Number() paint.Style {
	return paint.Style{Font: paint.Mono, Size: SizeSmall, Color: t.Text}
}

// NumberBold is the style of numbers that matter.
func (t *Theme) NumberBold() paint.Style {
	return paint.Style{Font: paint.MonoBold, Size: SizeSmall, Color: t.Text}
}

// Big is the style of the one number that matters.
func (t *Theme) Big() paint.Style {
	return paint.Style{Font: paint.MonoBold, Size: SizeBig, Color: t.Text}
}

// Diverging returns the colour of v in −1…1: orange, grey at 0, blue. Values
// beyond the ends take the ends; NaN takes Zero at half strength (plots hatch it).
func (t *Theme) Diverging(v float64) paint.Color {
	switch {
	case math.IsNaN(v):
		return paint.WithAlpha(t.Zero, 0.5)
	case v < 0:
		return paint.Mix(t.Zero, t.Negative, shade(-v))
	}
	return paint.Mix(t.Zero, t.Positive, shade(v))
}

// shade spreads the small values, so that a tenth is seen to be not zero.
func shade(v float64) float64 {
	if v >= 1 {
		return 1
	}
	return math.Pow(v, 0.8)
}

// Sign returns the ink for a number of that sign: blue, orange or plain.
func (t *Theme) Sign(v float64) paint.Color {
	switch {
	case v > 0:
		return t.PositiveInk
	case v < 0:
		return t.NegativeInk
	}
	return t.Muted
}

// Grey returns the colour of v in 0…1 on the scale of ink on paper: the ground
// at 0, the strongest grey at 1. NaN takes Zero at half strength.
func (t *Theme) Grey(v float64) paint.Color {
	if math.IsNaN(v) {
		return paint.WithAlpha(t.Zero, 0.5)
	}
	if t.Dark {
		return paint.Mix(t.Sunken, paint.Color{R: 0xf2, G: 0xf5, B: 0xf9, A: 255}, v)
	}
	return paint.Mix(paint.Color{R: 255, G: 255, B: 255, A: 255}, paint.Color{R: 0x12, G: 0x1a, B: 0x2b, A: 255}, v)
}

// On returns the text colour that reads best on a ground: the softest of
// near-black, white and black that has a contrast of 4.5:1.
func (t *Theme) On(ground paint.Color) paint.Color {
	dark, white, black := paint.Color{R: 0x10, G: 0x15, B: 0x20, A: 255}, paint.Color{R: 255, G: 255, B: 255, A: 255}, paint.Color{A: 255}
	switch {
	case Contrast(dark, ground) >= 4.5:
		return dark
	case Contrast(white, ground) >= 4.5:
		return white
	case Contrast(black, ground) >= Contrast(white, ground):
		return black
	}
	return white
}

// Contrast returns the contrast ratio of two opaque colours, 1…21 (WCAG 2).
func Contrast(a, b paint.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func luminance(c paint.Color) float64 {
	return 0.2126*linear[c.R] + 0.7152*linear[c.G] + 0.0722*linear[c.B]
}

// linear is the light of a channel's value in sRGB: texts ask for it many times
// in a picture.
var linear = func() (light [256]float64) {
	for v := range light {
		s := float64(v) / 255
		if light[v] = s / 12.92; s > 0.03928 {
			light[v] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return light
}()
