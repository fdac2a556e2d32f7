package theme

import "gradtheatre/scenes/paint"

// Sharp returns the look for visitors who ask for high contrast, or whose
// system forces its colours: pure grounds, words of 7:1, edges that are seen.
// What stands for numbers keeps its colours: they mean something.
func (t *Theme) Sharp() *Theme {
	s := *t
	ground, ink := paint.Color{R: 255, G: 255, B: 255, A: 255}, paint.Color{A: 255}
	if t.Dark {
		ground, ink = ink, ground
	}
	s.Background, s.Stage, s.Panel, s.Sunken = ground, ground, ground, ground
	s.Raised, s.Hover, s.Track = paint.Mix(ground, ink, 0.06), paint.Mix(ground, ink, 0.12), paint.Mix(ground, ink, 0.3)
	s.Border, s.Strong, s.Text, s.Focus = paint.Mix(ground, ink, 0.55), ink, ink, ink
	for _, soft := range []*paint.Color{&s.AccentSoft, &s.PositiveSoft, &s.NegativeSoft, &s.GradientSoft, &s.GoodSoft, &s.WarningSoft, &s.BadSoft} {
		*soft = paint.Mix(*soft, ground, 0.5)
	}
	s.Accent, s.AccentText = away(t.Accent, ground, ink, 7), ground
	s.Faint = away(t.Faint, s.Hover, ink, 4.5)
	for _, word := range []*paint.Color{&s.Muted, &s.AccentInk, &s.PositiveInk, &s.NegativeInk, &s.GradientInk, &s.Good, &s.Warning, &s.Bad} {
		for _, under := range []paint.Color{s.Hover, s.AccentSoft, s.PositiveSoft, s.NegativeSoft, s.GradientSoft, s.GoodSoft, s.WarningSoft, s.BadSoft} {
			*word = away(*word, under, ink, 7)
		}
	}
	for i := range s.Series {
		s.Series[i] = away(s.Series[i], ground, ink, 4.5)
	}
	return &s
}

// away moves a colour towards the ink until it stands out from a ground.
func away(c, ground, ink paint.Color, ratio float64) paint.Color {
	for k := 0; k <= 20; k++ {
		if m := paint.Mix(c, ink, float64(k)/20); Contrast(m, ground) >= ratio {
			return m
		}
	}
	return ink
}
