package jobs

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// Points says which points of the plane the job "points" learns and by which
// network. The first half may change while a run goes on, as long as the
// classes stay as many; the second makes the network.
type Points struct {
	Data      string // "circle", "xor", "gauss", "moons", "spiral", "blobs", "plane", "hills" or "own"
	N         int    // points in all
	Noise     float64
	Classes   int     // of blobs
	Val, Test float64 // the fractions that are held back
	Own       []Mark
	Names     []string // of the classes of Own, nil where they have none

	Features    [NumFeatures]bool // that the network is given
	Layers      []Layer           // hidden ones
	Loss        string            // [CrossEntropy], [MSE] or [Hinge]
	Init        string            // of the weights: "auto", "xavier", "he", "orthogonal", "zeros", "small" or "large"
	Dropout     float64           // after each hidden layer
	BatchNorm   bool              // before each activation
	Standardise bool              // the features, by mean and deviation of the points that are learned
}

// Layer is a hidden layer.
type Layer struct {
	Width      int
	Activation string
}

const (
	MaxLayers = 6  // hidden layers that the points' network may have
	MaxWidth  = 64 // neurons of each
)

// points trains dense layers on points in the plane. Its options are those of [Points.Options].
var points = job.Job{
	Name: "points",
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		p := ReadPoints(s)
		return p.Build(s.Seed, rng)
	},
	Loss: func(s *job.Spec) train.Loss {
		p := ReadPoints(s)
		return p.Criterion(p.Sample(s.Seed).Classes)
	},
	Data: func(s *job.Spec, _ [][]byte) (learn, test data.Source, err error) {
		p := ReadPoints(s)
		sets := p.Sample(s.Seed)
		if sets.Train.Len() == 0 {
			return nil, nil, &tensor.ValueError{Op: s.Job, Name: "val, test", Value: s.Option("val", ""), Want: "fractions that leave a point to learn"}
		}
		if sets.Val.Len() > 0 {
			test = sets.Val
		}
		return sets.Train, test, nil
	},
}

// Options writes the settings as those of a spec: data, n, noise, classes, val,
// test, points, features ("x1,x2"), layers ("8:tanh,8:tanh"), loss, init,
// dropout, batch_norm and standardise.
func (p *Points) Options() map[string]string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	o := map[string]string{
		"data": p.Data, "n": strconv.Itoa(p.N), "noise": number(p.Noise), "classes": strconv.Itoa(p.Classes), "val": number(p.Val), "test": number(p.Test),
		"features": p.writeFeatures(), "layers": WriteLayers(p.Layers), "loss": p.Loss, "init": p.Init, "dropout": number(p.Dropout),
		"batch_norm": strconv.FormatBool(p.BatchNorm), "standardise": strconv.FormatBool(p.Standardise),
	}
	if p.Data == "own" {
		o["points"] = WriteTable(p.Own, p.Names)
	}
	return o
}

// ReadPoints reads the options of a spec; what is not given is 500 points in a
// circle, half of them held back, and 8 and 8 neurons of tanh. It panics with a
// *tensor.ValueError if an option makes no sense.
func ReadPoints(s *job.Spec) Points {
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	one := func(name string, of ...string) string {
		v := s.Option(name, of[0])
		if !slices.Contains(of, v) {
			panic(&tensor.ValueError{Op: s.Job, Name: name, Value: strconv.Quote(v), Want: "one of " + strings.Join(of, ", ")})
		}
		return v
	}
	p := Points{
		Data: s.Option("data", "circle"), N: int(s.Number("n", 500, 2, 100000)), Noise: s.Number("noise", 0, 0, 0.5), Classes: int(s.Number("classes", 3, 2, MaxClasses)),
		Val: s.Number("val", 0.5, 0, 1), Test: s.Number("test", 0, 0, 1),
		Loss: one("loss", Losses...), Init: one("init", Inits...), Dropout: s.Number("dropout", 0, 0, 0.95),
		BatchNorm: one("batch_norm", "false", "true") == "true", Standardise: one("standardise", "false", "true") == "true",
	}
	problem(p.Data)
	var err error
	p.Own, p.Names, err = ReadTable(s.Option("points", ""))
	check(err)
	p.Layers, err = ReadLayers(s.Option("layers", "8,8"))
	check(err)
	check(p.readFeatures(s.Option("features", "x1,x2")))
	return p
}

// WriteLayers encodes hidden layers, such as "8:tanh,4:relu".
func WriteLayers(layers []Layer) string {
	parts := make([]string, len(layers))
	for i, l := range layers {
		parts[i] = strconv.Itoa(l.Width) + ":" + l.Activation
	}
	return strings.Join(parts, ",")
}

// ReadLayers reads "8:tanh,4:relu", or "8,4" with tanh. It returns a
// *tensor.ValueError if that makes no network.
func ReadLayers(text string) ([]Layer, error) {
	bad := &tensor.ValueError{Op: "points", Name: "layers", Value: strconv.Quote(text),
		Want: "up to " + strconv.Itoa(MaxLayers) + " widths of 1 … " + strconv.Itoa(MaxWidth) + " with commas between, such as 8,8 or 8:tanh,4:relu; activations are " + strings.Join(Activations, ", ")}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var out []Layer
	for part := range strings.SplitSeq(text, ",") {
		w, name, has := strings.Cut(strings.TrimSpace(part), ":")
		if !has {
			name = Activations[0]
		}
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > MaxWidth || !slices.Contains(Activations, name) || len(out) == MaxLayers {
			return nil, bad
		}
		out = append(out, Layer{n, name})
	}
	return out, nil
}

func (p *Points) writeFeatures() string {
	var names []string
	for i, on := range p.Features {
		if on {
			names = append(names, Features[i].Name)
		}
	}
	return strings.Join(names, ",")
}

func (p *Points) readFeatures(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		i := slices.IndexFunc(Features[:], func(f Feature) bool { return f.Name == name })
		if i < 0 {
			return &tensor.ValueError{Op: "points", Name: "features", Value: strconv.Quote(text), Want: "names such as x1,x2,x1_squared"}
		}
		p.Features[i] = true
	}
	return nil
}
