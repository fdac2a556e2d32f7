package jobs

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// MaxClasses is how many classes points may have.
const MaxClasses = 6

// problems are the sets of points in the plane, each with classes or with a number to predict.
var problems = []struct {
	name       string
	regression bool
	draw       func(p *Points, rng *rand.Rand) *data.Dataset
}{
	{"circle", false, func(p *Points, r *rand.Rand) *data.Dataset { return data.Circle(p.N, p.Noise, r) }},
	{"xor", false, func(p *Points, r *rand.Rand) *data.Dataset { return data.XOR(p.N, p.Noise, r) }},
	{"gauss", false, func(p *Points, r *rand.Rand) *data.Dataset { return data.TwoGauss(p.N, p.Noise, r) }},
	{"moons", false, moons},
	{"spiral", false, func(p *Points, r *rand.Rand) *data.Dataset { return data.Spiral(p.N, p.Noise, r) }},
	{"blobs", false, blobs},
	{"plane", true, func(p *Points, r *rand.Rand) *data.Dataset { return data.RegressPlane(p.N, p.Noise, r) }},
	{"hills", true, func(p *Points, r *rand.Rand) *data.Dataset { return data.RegressGauss(p.N, p.Noise, r) }},
	{"own", false, own},
}

func problem(name string) int {
	names := make([]string, len(problems))
	for i := range problems {
		if names[i] = problems[i].name; name == names[i] {
			return i
		}
	}
	panic(&tensor.ValueError{Op: "points", Name: "data", Value: strconv.Quote(name), Want: "one of " + strings.Join(names, ", ")})
}

// moons are scikit-learn's, enlarged to the plane of the others.
func moons(p *Points, rng *rand.Rand) *data.Dataset {
	d := data.Moons(p.N, p.Noise, rng)
	x := d.X.Data()
	for i := range x {
		if i%2 == 0 {
			x[i] = (x[i] - 0.5) * 3
		} else {
			x[i] = (x[i] - 0.25) * 3
		}
	}
	return d
}

// blobs are clouds on a circle, one a class.
func blobs(p *Points, rng *rand.Rand) *data.Dataset {
	centres := make([][]float64, p.Classes)
	for k := range centres {
		sin, cos := math.Sincos(2*math.Pi*float64(k)/float64(p.Classes) + 0.5)
		centres[k] = []float64{3.4 * cos, 3.4 * sin}
	}
	d := data.Blobs(max(1, p.N/p.Classes), centres, 0.6+2*p.Noise, rng)
	d.Classes = classNames(p.Classes)
	return d
}

func own(p *Points, _ *rand.Rand) *data.Dataset {
	d := &data.Dataset{X: tensor.New(len(p.Own), 2)}
	most, numbers := 1, Numbers(p.Own)
	if numbers {
		d.Targets = tensor.New(len(p.Own), 1)
	}
	for i, m := range p.Own {
		d.X.Data()[2*i], d.X.Data()[2*i+1] = tensor.Elem(m.X), tensor.Elem(m.Y)
		if numbers {
			d.Targets.Data()[i] = tensor.Elem(m.Value)
			continue
		}
		d.Labels = append(d.Labels, m.Class)
		most = max(most, m.Class)
	}
	if !numbers {
		d.Classes = classNames(most + 1)
		copy(d.Classes, p.Names)
	}
	return d
}

func classNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}

// Sets are the points of a problem: those that are learned, those that are held
// back while it learns, and those that are looked at once, at the end.
type Sets struct {
	Train, Val, Test *data.Dataset
	Classes          int // 0: a number is to be predicted
}

// Sample draws the points; the same settings and seed give the same points. It
// panics with a *tensor.ValueError if there is no problem of that name.
func (p *Points) Sample(seed uint64) Sets {
	rng := rand.New(rand.NewPCG(seed, 1))
	q := &problems[problem(p.Data)]
	if p.Data == "own" && len(p.Own) == 0 {
		q = &problems[0]
	}
	d := q.draw(p, rng)
	var out Sets
	if !q.regression && !(p.Data == "own" && Numbers(p.Own)) {
		out.Classes = d.NumClasses()
	}
	hidden := min(p.Val+p.Test, 1)
	var learn, hold []int
	if p.Data == "own" { // a point that is set changes no other's side
		for i := range d.Len() {
			if float64(i*7%10) < hidden*10 {
				hold = append(hold, i)
			} else {
				learn = append(learn, i)
			}
		}
	} else {
		learn, hold = data.Split(d.Len(), hidden, rng)
	}
	if len(learn) == 0 {
		learn, hold = hold, nil
	}
	val := len(hold)
	if p.Test > 0 {
		val = int(math.Round(float64(val) * p.Val / hidden))
	}
	out.Train, out.Val, out.Test = d.Subset(learn), d.Subset(hold[:val]), d.Subset(hold[val:])
	p.target(&out)
	return out
}

// target gives classes the targets of the loss: for two 0 and 1 for
// cross-entropy and ±1 for the others, for more one column each.
func (p *Points) target(s *Sets) {
	loss := p.Kind(s.Classes)
	for _, d := range [...]*data.Dataset{s.Train, s.Val, s.Test} {
		switch {
		case s.Classes == 2:
			low := tensor.Elem(-1)
			if loss == CrossEntropy {
				low = 0
			}
			d.Targets = tensor.New(d.Len(), 1)
			for i, l := range d.Labels {
				if d.Targets.Data()[i] = low; l == 1 {
					d.Targets.Data()[i] = 1
				}
			}
		case s.Classes > 2 && loss == MSE:
			d.Targets = tensor.New(d.Len(), s.Classes)
			for i, l := range d.Labels {
				d.Targets.Data()[i*s.Classes+l] = 1
			}
		}
	}
}
