package setup

import "gradtheatre/scenes/ui"

// firstDeviation is the σ that the scene opens with, that of weights too small.
const firstDeviation = 0.05

// sigma is the slider of σ as links set it. Moving it makes the weights
// N(0, σ²); but a link that names an initialisation alone leaves σ at its default,
// and that is no choice of σ.
type sigma struct {
	*ui.Slider
	of *spec
}

// Set takes σ, unless it is the default and an initialisation has its own.
func (d *sigma) Set(v string) error {
	if x, err := ui.ParseNumber(v); err == nil && x == firstDeviation && d.of.init != normal {
		return nil
	}
	return d.Slider.Set(v)
}
