package playground

import (
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

const (
	reach    = 6.0 // how far the plane is shown to every side
	maxWidth = 8   // neurons of a layer that there is room for
)

// problems are the sets of points by name.
var problems = []ui.Option{
	ui.Opt("circle", i18n.T("圆环", "Circle")), ui.Opt("xor", i18n.T("异或", "XOR")), ui.Opt("gauss", i18n.T("两团", "Gaussians")),
	ui.Opt("moons", i18n.T("月牙", "Moons")), ui.Opt("spiral", i18n.T("螺旋", "Spiral")), ui.Opt("blobs", i18n.T("多类", "Blobs")),
	ui.Opt("plane", i18n.T("回归：斜面", "Numbers: slope")), ui.Opt("hills", i18n.T("回归：山丘", "Numbers: hills")), ui.Opt("own", i18n.T("自己画", "Your own")),
}

// rules are the update rules by name; momentum is sgd with a memory.
var rules = []ui.Option{
	ui.Opt("sgd", i18n.Same("SGD")), ui.Opt("momentum", i18n.T("动量", "Momentum")), ui.Opt("nesterov", i18n.Same("Nesterov")), ui.Opt("adagrad", i18n.Same("Adagrad")),
	ui.Opt("rmsprop", i18n.Same("RMSprop")), ui.Opt("adadelta", i18n.Same("Adadelta")), ui.Opt("adam", i18n.Same("Adam")), ui.Opt("adamw", i18n.Same("AdamW")), ui.Opt("adamax", i18n.Same("Adamax")),
}

const heavy = 0.9 // the momentum

// setRule puts the rule of a name into the settings.
func setRule(h *job.Hyper, name string) {
	h.Rule, h.Momentum = name, 0
	switch name {
	case "momentum":
		h.Rule, h.Momentum = "sgd", heavy
	case "nesterov":
		h.Momentum = heavy
	}
}

// ruleOf is the name of the rule in the settings.
func ruleOf(h *job.Hyper) string {
	if h.Rule == "sgd" && h.Momentum > 0 {
		return "momentum"
	}
	return h.Rule
}

// readLayers reads layers that there is room for.
func readLayers(text string) ([]jobs.Layer, error) {
	layers, err := jobs.ReadLayers(text)
	for _, l := range layers {
		if l.Width > maxWidth {
			return nil, &tensor.ValueError{Op: "network", Name: "width", Value: strconv.Itoa(l.Width), Want: "1 … " + strconv.Itoa(maxWidth)}
		}
	}
	return layers, err
}

// marks are the points of all sets, to go on painting from.
func marks(s jobs.Sets) []jobs.Mark {
	var out []jobs.Mark
	for _, d := range [...]*data.Dataset{s.Train, s.Val, s.Test} {
		for i := range d.Len() {
			if len(out) < jobs.MaxMarks {
				out = append(out, markOf(d, i))
			}
		}
	}
	return out
}

// markOf is a point of a set as one that somebody set.
func markOf(d *data.Dataset, i int) jobs.Mark {
	x, y := float64(d.X.Data()[2*i]), float64(d.X.Data()[2*i+1])
	if d.Labels == nil {
		return jobs.NewValue(x, y, float64(d.Targets.Data()[i]))
	}
	return jobs.NewMark(x, y, d.Labels[i])
}

// recast gives marks numbers in place of classes, or classes in place of numbers.
func recast(marks []jobs.Mark, numbers bool) []jobs.Mark {
	last := 1
	for _, m := range marks {
		last = max(last, m.Class)
	}
	out := make([]jobs.Mark, len(marks))
	for i, m := range marks {
		switch {
		case m.Real == numbers:
			out[i] = m
		case numbers:
			out[i] = jobs.NewValue(m.X, m.Y, 2*float64(m.Class)/float64(last)-1)
		case m.Value > 0:
			out[i] = jobs.NewMark(m.X, m.Y, 1)
		default:
			out[i] = jobs.NewMark(m.X, m.Y, 0)
		}
	}
	return out
}
