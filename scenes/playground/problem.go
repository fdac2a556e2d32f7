package playground

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
)

// reach is how far the plane is shown to every side.
const reach = 6.0

// problem is a set of points in the plane that a network is to learn.
type problem struct {
	id         string
	text       i18n.Text
	regression bool
	draw       func(t task, rng *rand.Rand) *data.Dataset
}

// task says which points are drawn.
type task struct {
	id       string
	points   int
	noise    float64
	classes  int     // of blobs
	validate float64 // the fraction that is held back
	seed     uint64
	own      []mark // painted by the visitor
}

// mark is a point that the visitor painted.
type mark struct {
	x, y  float64
	class int
}

const maxClasses = 6

var problems = []problem{
	{"circle", i18n.T("圆环", "Circle"), false, func(t task, r *rand.Rand) *data.Dataset { return data.Circle(t.points, t.noise, r) }},
	{"xor", i18n.T("异或", "XOR"), false, func(t task, r *rand.Rand) *data.Dataset { return data.XOR(t.points, t.noise, r) }},
	{"gauss", i18n.T("两团", "Gaussians"), false, func(t task, r *rand.Rand) *data.Dataset { return data.TwoGauss(t.points, t.noise, r) }},
	{"moons", i18n.T("月牙", "Moons"), false, moons},
	{"spiral", i18n.T("螺旋", "Spiral"), false, func(t task, r *rand.Rand) *data.Dataset { return data.Spiral(t.points, t.noise, r) }},
	{"blobs", i18n.T("多类", "Blobs"), false, blobs},
	{"plane", i18n.T("回归：斜面", "Numbers: slope"), true, func(t task, r *rand.Rand) *data.Dataset { return data.RegressPlane(t.points, t.noise, r) }},
	{"hills", i18n.T("回归：山丘", "Numbers: hills"), true, func(t task, r *rand.Rand) *data.Dataset { return data.RegressGauss(t.points, t.noise, r) }},
	{"own", i18n.T("自己画", "Your own"), false, painted},
}

func problemOf(id string) *problem {
	for i := range problems {
		if problems[i].id == id {
			return &problems[i]
		}
	}
	return &problems[0]
}

// moons are scikit-learn's, enlarged to the plane that is shown.
func moons(t task, rng *rand.Rand) *data.Dataset {
	d := data.Moons(t.points, t.noise, rng)
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
func blobs(t task, rng *rand.Rand) *data.Dataset {
	centres := make([][]float64, t.classes)
	for k := range centres {
		sin, cos := math.Sincos(2*math.Pi*float64(k)/float64(t.classes) + 0.5)
		centres[k] = []float64{3.4 * cos, 3.4 * sin}
	}
	d := data.Blobs(max(1, t.points/t.classes), centres, 0.6+2*t.noise, rng)
	d.Classes = classNames(t.classes)
	return d
}

func painted(t task, _ *rand.Rand) *data.Dataset {
	d := &data.Dataset{X: tensor.New(len(t.own), 2)}
	most := 1
	for i, m := range t.own {
		d.X.Data()[2*i], d.X.Data()[2*i+1] = tensor.Elem(m.x), tensor.Elem(m.y)
		d.Labels = append(d.Labels, m.class)
		most = max(most, m.class)
	}
	d.Classes = classNames(most + 1)
	return d
}

func classNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	return names
}

// points are the examples of a task: those that are learned, those that are
// held back, and the marks of all of them.
type points struct {
	train, val *data.Dataset
	classes    int // 0: a number is to be predicted
}

// sample draws the points of a task; the same task gives the same points.
func (t task) sample() points {
	rng := rand.New(rand.NewPCG(t.seed, 1))
	p := problemOf(t.id)
	if p.id == "own" && len(t.own) == 0 {
		p = problemOf("circle")
	}
	d := p.draw(t, rng)
	out := points{}
	if !p.regression {
		out.classes = d.NumClasses()
	}
	var learn, hold []int
	if p.id == "own" { // a point that is painted changes no other's side
		for i := range d.Len() {
			if float64(i*7%10) < t.validate*10 {
				hold = append(hold, i)
			} else {
				learn = append(learn, i)
			}
		}
	} else {
		learn, hold = data.Split(d.Len(), t.validate, rng)
	}
	if len(learn) == 0 {
		learn, hold = hold, nil
	}
	out.train, out.val = d.Subset(learn), d.Subset(hold)
	return out
}

// target gives two classes the targets of a loss: 0 and 1 for cross-entropy,
// −1 and 1 for the others.
func (p points) target(loss string) points {
	if p.classes != 2 {
		return p
	}
	low := tensor.Elem(-1)
	if loss == lossCE {
		low = 0
	}
	for _, d := range [...]*data.Dataset{p.train, p.val} {
		t := make([]tensor.Elem, d.Len())
		for i, l := range d.Labels {
			if t[i] = low; l == 1 {
				t[i] = 1
			}
		}
		d.Targets = tensor.From(t, d.Len(), 1)
	}
	return p
}

// marks are the points of both parts, to go on painting from.
func (p points) marks() []mark {
	var out []mark
	for _, d := range [...]*data.Dataset{p.train, p.val} {
		x := d.X.Data()
		for i, l := range d.Labels {
			out = append(out, mark{float64(x[2*i]), float64(x[2*i+1]), l})
		}
	}
	return out
}

const maxMarks = 1500

// writeMarks encodes painted points for a link: class and coordinates in
// hundredths, such as "0:-120,85;1:300,-40".
func writeMarks(marks []mark) string {
	var b strings.Builder
	for i, m := range marks {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(strconv.Itoa(m.class) + ":" + strconv.Itoa(int(math.Round(m.x*100))) + "," + strconv.Itoa(int(math.Round(m.y*100))))
	}
	return b.String()
}

// readMarks reads what [writeMarks] wrote, or lines of "x, y, class" as a table
// pasted from elsewhere has them; a first line of names is skipped.
func readMarks(text string) ([]mark, error) {
	var out []mark
	rows := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' })
	for i, row := range rows {
		var m mark
		var err error
		if class, place, short := strings.Cut(row, ":"); short {
			m, err = readMark(row, class, place, 100)
		} else {
			f := strings.FieldsFunc(row, func(r rune) bool { return r == ',' || r == '\t' || r == ' ' })
			if len(f) == 0 {
				continue
			}
			if len(f) != 3 {
				err = rowError(row)
			} else {
				m, err = readMark(row, f[2], f[0]+","+f[1], 1)
			}
			if err != nil && i == 0 { // names of columns
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		if out = append(out, m); len(out) > maxMarks {
			return nil, &tensor.ValueError{Op: "points", Name: "rows", Value: strconv.Itoa(len(rows)), Want: "at most " + strconv.Itoa(maxMarks)}
		}
	}
	return out, nil
}

func rowError(row string) error {
	return &tensor.ValueError{Op: "points", Name: "row", Value: strconv.Quote(row), Want: "x, y, class with the class 0 … 5"}
}

func readMark(row, class, place string, unit float64) (mark, error) {
	xs, ys, _ := strings.Cut(place, ",")
	k, err1 := strconv.Atoi(strings.TrimSpace(class))
	x, err2 := strconv.ParseFloat(strings.TrimSpace(xs), 64)
	y, err3 := strconv.ParseFloat(strings.TrimSpace(ys), 64)
	if err1 != nil || err2 != nil || err3 != nil || k < 0 || k >= maxClasses || !(math.Abs(x/unit) < 1e4) || !(math.Abs(y/unit) < 1e4) {
		return mark{}, rowError(row)
	}
	return mark{x / unit, y / unit, k}, nil
}
