package jobs

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// MaxClasses is how many classes points may have.
const MaxClasses = 6

// MaxMarks is how many points a visitor may set.
const MaxMarks = 1500

// Mark is a point that somebody set, of a class or with a number to predict.
// Its coordinates and its number are hundredths.
type Mark struct {
	X, Y  float64
	Class int
	Value float64
	Real  bool // the number counts, not the class
}

// NewMark returns a mark at the nearest place that is written without loss.
func NewMark(x, y float64, class int) Mark {
	return Mark{X: hundredths(x), Y: hundredths(y), Class: class}
}

// NewValue returns a mark with a number to predict.
func NewValue(x, y, value float64) Mark {
	return Mark{X: hundredths(x), Y: hundredths(y), Value: hundredths(value), Real: true}
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// Numbers reports whether marks have numbers to predict: all of them, or none.
func Numbers(marks []Mark) bool { return len(marks) > 0 && marks[0].Real }

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

// WriteMarks encodes points in short: class and coordinates in hundredths, such
// as "0:-120,85;1:300,-40"; a number to predict stands in hundredths too, after
// an equals sign: "=-50:-120,85".
func WriteMarks(marks []Mark) string {
	var b strings.Builder
	for i, m := range marks {
		if i > 0 {
			b.WriteByte(';')
		}
		what := strconv.Itoa(m.Class)
		if m.Real {
			what = "=" + strconv.Itoa(int(math.Round(m.Value*100)))
		}
		b.WriteString(what + ":" + strconv.Itoa(int(math.Round(m.X*100))) + "," + strconv.Itoa(int(math.Round(m.Y*100))))
	}
	return b.String()
}

// ReadMarks reads what [WriteMarks] wrote, or lines of "x, y, class" as a table
// from elsewhere has them; a first line of words is skipped. Where a third
// column is no class, all of them are numbers to predict. It returns a
// *tensor.ValueError if a line is neither, or if there are more than MaxMarks.
func ReadMarks(text string) ([]Mark, error) {
	var out []Mark
	rows := strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool { return r == ';' || r == '；' || r == '\n' || r == '\r' })
	first := true
	for _, row := range rows {
		var m Mark
		var err error
		if class, place, short := strings.Cut(row, ":"); short {
			m, err = readMark(row, class, place, 100)
		} else {
			f := strings.FieldsFunc(strings.ReplaceAll(row, "−", "-"), func(r rune) bool { return strings.ContainsRune(",，\t \"", r) })
			if len(f) == 0 {
				continue
			}
			words := first && !slices.ContainsFunc(f, isNumber)
			if first = false; words { // names of columns
				continue
			}
			if len(f) != 3 {
				err = rowError(row)
			} else {
				m, err = readMark(row, f[2], f[0]+","+f[1], 1)
			}
		}
		if err != nil {
			return nil, err
		}
		if out = append(out, m); len(out) > MaxMarks {
			return nil, &tensor.ValueError{Op: "points", Name: "rows", Value: strconv.Itoa(len(rows)), Want: "at most " + strconv.Itoa(MaxMarks)}
		}
	}
	if slices.ContainsFunc(out, func(m Mark) bool { return m.Real }) {
		for i, m := range out {
			if !m.Real {
				out[i] = NewValue(m.X, m.Y, float64(m.Class))
			}
		}
	}
	return out, nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func rowError(row string) error {
	return &tensor.ValueError{Op: "points", Name: "row", Value: strconv.Quote(row), Want: "x, y, class with the class 0 … " + strconv.Itoa(MaxClasses-1) + ", or x, y, number"}
}

func readMark(row, class, place string, unit float64) (Mark, error) {
	xs, ys, _ := strings.Cut(place, ",")
	class, number := strings.CutPrefix(strings.TrimSpace(class), "=")
	k, err1 := strconv.Atoi(class)
	var v float64
	if number = number || unit == 1 && (err1 != nil || k < 0 || k >= MaxClasses); number {
		v, err1 = strconv.ParseFloat(class, 64)
		k = 0
		if v /= unit; !(math.Abs(v) < 1e4) {
			return Mark{}, rowError(row)
		}
	}
	x, err2 := strconv.ParseFloat(strings.TrimSpace(xs), 64)
	y, err3 := strconv.ParseFloat(strings.TrimSpace(ys), 64)
	if err1 != nil || err2 != nil || err3 != nil || k < 0 || k >= MaxClasses || !(math.Abs(x/unit) < 1e4) || !(math.Abs(y/unit) < 1e4) {
		return Mark{}, rowError(row)
	}
	if number {
		return NewValue(x/unit, y/unit, v), nil
	}
	return NewMark(x/unit, y/unit, k), nil
}
