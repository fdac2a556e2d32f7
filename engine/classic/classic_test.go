package classic_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

const assets = "../../assets/data"

func rng() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func right(labels, predictions []int) float64 {
	n := 0
	for i := range labels {
		if labels[i] == predictions[i] {
			n++
		}
	}
	return float64(n) / float64(len(labels))
}

func load(t *testing.T, file string, read func(string, io.Reader) (*data.Dataset, error)) *data.Dataset {
	t.Helper()
	f, err := os.Open(filepath.Join(assets, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := read(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Each learner by five-fold cross-validation, scaled by the training part alone.
func TestTables(t *testing.T) {
	for file, read := range map[string]func(string, io.Reader) (*data.Dataset, error){"tabular/iris.csv": data.Iris, "tabular/penguins.csv": data.Penguins} {
		d := load(t, file, read)
		mean := map[string]float64{}
		for _, fold := range data.StratifiedKFold(d.Labels, 5, rng()) {
			train, test := d.Subset(fold.Train), d.Subset(fold.Validate)
			scaler := data.FitScaler(train.X)
			train, test = train.Standardised(scaler), test.Standardised(scaler)
			mean["3-nn"] += right(test.Labels, classic.NewKNN(3, train.X, train.Labels).Predict(test.X)) / 5
			for name, c := range map[string]*classic.LinearClassifier{"svm": classic.NewSVM(4, 3, 1e-4), "logistic": classic.NewLogistic(4, 3, 1e-4)} {
				losses, err := c.Fit(train.X, train.Labels, 150, 0.05, 1)
				if err != nil {
					t.Fatal(err)
				}
				if losses[149] > losses[0]/2 {
					t.Errorf("%s: %s: loss %v → %v", file, name, losses[0], losses[149])
				}
				mean[name] += right(test.Labels, c.Predict(test.X)) / 5
			}
		}
		t.Log(file, mean)
		for name, a := range mean {
			if a < 0.93 {
				t.Errorf("%s: %s is right in %v", file, name, a)
			}
		}
	}
}

func TestKNNDigits(t *testing.T) {
	read := func(part string) *data.Dataset {
		m, err := data.LoadImageFiles(filepath.Join(assets, "digits/ocvdigits-"+part+"-images.idx3.gz"), filepath.Join(assets, "digits/ocvdigits-"+part+"-labels.idx1.gz"), data.DigitClasses)
		if err != nil {
			t.Fatal(err)
		}
		return m.Dataset()
	}
	train, test := read("train4k"), read("test1k")
	var first []int
	for i := range 200 {
		first = append(first, i)
	}
	test = test.Subset(first)
	if a := right(test.Labels, classic.NewKNN(3, train.X, train.Labels).Predict(test.X)); a < 0.9 {
		t.Errorf("right in %v of 200 digits", a)
	}
}

func TestKNNOrder(t *testing.T) {
	x := tensor.From([]tensor.Elem{0, 1, 2, 2, 10}, 5, 1)
	k := classic.NewKNN(3, x, []int{0, 0, 1, 1, 2})
	near := k.Nearest([]tensor.Elem{2})
	if near[0].Index != 2 || near[1].Index != 3 || near[2] != (classic.Neighbour{Index: 1, Distance: 1}) {
		t.Errorf("nearest %v", near)
	}
	k.Distance, k.K = classic.Manhattan, 2
	if k.Vote(k.Nearest([]tensor.Elem{9})) != 2 {
		t.Error("one vote each goes to the nearest")
	}
}

func TestLeastSquares(t *testing.T) {
	d, coef := data.MakeRegression(data.Regression{N: 200, Features: 3, Bias: 5, Noise: 0.1}, rng())
	w, b, err := classic.LeastSquares(d.X, d.Targets, true)
	if err != nil || math.Abs(b-5) > 0.05 {
		t.Errorf("intercept %v, %v", b, err)
	}
	for k := range coef {
		if math.Abs(w[k]-coef[k]) > 0.05 {
			t.Errorf("weight %d is %v, want %v", k, w[k], coef[k])
		}
	}
	// Of two equal columns the first has the weight.
	x := tensor.From([]tensor.Elem{1, 1, 2, 2, 3, 3}, 3, 2)
	w, _, err = classic.LeastSquares(x, tensor.From([]tensor.Elem{2, 4, 6}, 3, 1), false)
	if err != nil || math.Abs(w[0]-2) > 1e-6 || w[1] != 0 {
		t.Errorf("weights %v, %v", w, err)
	}
	x.Data()[0] = tensor.Elem(math.NaN())
	if _, _, err = classic.LeastSquares(x, tensor.New(3, 1), false); err == nil {
		t.Error("NaN accepted")
	}
}

func TestPerceptron(t *testing.T) {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	for name, c := range map[string]struct {
		targets []int
		learns  bool
	}{"and": {[]int{-1, -1, -1, 1}, true}, "or": {[]int{-1, 1, 1, 1}, true}, "xor": {[]int{-1, 1, 1, -1}, false}} {
		mistakes := classic.NewPerceptron(2).Fit(x, c.targets, 1000)
		if (mistakes[len(mistakes)-1] == 0) != c.learns {
			t.Errorf("%s: %d epochs, last with %d mistakes", name, len(mistakes), mistakes[len(mistakes)-1])
		}
	}
}

func TestMcCullochPitts(t *testing.T) {
	for _, a := range []bool{false, true} {
		if classic.NOT().Fire(a) == a {
			t.Errorf("not %v is %v", a, a)
		}
		for _, b := range []bool{false, true} {
			and, or := classic.AND(2), classic.OR()
			if and.Fire(a, b) != (a && b) || or.Fire(a, b) != (a || b) {
				t.Errorf("%v %v: and %v, or %v", a, b, and.Fire(a, b), or.Fire(a, b))
			}
			// XOR takes a second layer.
			if xor := and.Fire(or.Fire(a, b), classic.NOT().Fire(and.Fire(a, b))); xor != (a != b) {
				t.Errorf("%v xor %v is %v", a, b, xor)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	x := tensor.New(3, 2)
	for name, f := range map[string]func(){
		"k 0":        func() { classic.NewKNN(0, x, []int{0, 0, 1}) },
		"k 4 of 3":   func() { classic.NewKNN(4, x, []int{0, 0, 1}) },
		"labels":     func() { classic.NewKNN(1, x, []int{0}) },
		"label -1":   func() { classic.NewKNN(1, x, []int{0, -1, 1}) },
		"empty":      func() { classic.NewKNN(1, tensor.New(0, 2), nil) },
		"features":   func() { classic.NewKNN(1, x, []int{0, 0, 1}).Nearest(nil) },
		"one class":  func() { classic.NewSVM(2, 1, 0) },
		"penalty":    func() { classic.NewSVM(2, 2, math.NaN()) },
		"targets":    func() { classic.LeastSquares(x, tensor.New(2, 1), true) },
		"perceptron": func() { classic.NewPerceptron(2).Learn(make([]tensor.Elem, 2), 0) },
	} {
		if err := tensor.Catch(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := classic.NewSVM(2, 2, 0).Fit(x, []int{0, 1, 2}, 1, 0.1, 1); err == nil {
		t.Error("label 2 of 2 classes")
	}
}

// The perceptron rule learns AND, and never XOR.
func Example() {
	x := tensor.From([]tensor.Elem{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2)
	and := classic.NewPerceptron(2)
	fmt.Println("AND", and.Fit(x, []int{-1, -1, -1, 1}, 20), and.Weights, and.Bias)
	fmt.Println("XOR", classic.NewPerceptron(2).Fit(x, []int{-1, 1, 1, -1}, 8))
	// Output:
	// AND [2 3 3 2 2 3 2 1 0] [3 2] -4
	// XOR [4 4 4 4 4 4 4 4]
}
