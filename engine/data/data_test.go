package data_test

import (
	"bytes"
	"compress/gzip"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

const assets = "../../assets/data"

func rng() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func digits(t *testing.T) *data.Images {
	t.Helper()
	dir := filepath.Join(assets, "digits")
	m, err := data.LoadImageFiles(filepath.Join(dir, "ocvdigits-test1k-images.idx3.gz"), filepath.Join(dir, "ocvdigits-test1k-labels.idx1.gz"), data.DigitClasses)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDigitsFiles(t *testing.T) {
	m := digits(t)
	if m.N != 1000 || m.H != 28 || m.W != 28 || m.C != 1 {
		t.Fatalf("%d images of %d×%d×%d", m.N, m.H, m.W, m.C)
	}
	d := m.Dataset()
	if d.NumClasses() != 10 || !tensor.SameShape(d.Shape(), []int{1, 28, 28}) {
		t.Fatalf("%d classes, shape %v", d.NumClasses(), d.Shape())
	}
	lo, hi := slices.Min(d.X.Data()), slices.Max(d.X.Data())
	if lo != 0 || hi != 1 {
		t.Errorf("pixels %v … %v, want 0 … 1", lo, hi)
	}
}

// TestFromImage: a picture becomes red, green and blue planes.
func TestFromImage(t *testing.T) {
	p := image.NewRGBA(image.Rect(3, 5, 5, 6)) // bounds need not begin at 0
	p.Set(3, 5, color.RGBA{R: 255, A: 255})
	p.Set(4, 5, color.RGBA{G: 51, B: 102, A: 255})
	m, err := data.FromImage(p)
	if err != nil {
		t.Fatal(err)
	}
	x := m.Dataset().X
	if want := []tensor.Elem{1, 0, 0, 0.2, 0, 0.4}; !tensor.SameShape(x.Shape(), []int{1, 3, 1, 2}) || !slices.Equal(x.Data(), want) {
		t.Errorf("%v %v, want [1 3 1 2] %v", x.Shape(), x.Data(), want)
	}
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 4097, 1)} {
		if _, err := data.FromImage(image.NewGray(r)); err == nil {
			t.Errorf("a picture of %v was taken", r)
		}
	}
}

func TestConcat(t *testing.T) {
	a, b := data.Moons(3, 0, rng()), data.Moons(2, 0, rng())
	c := data.Concat(a, b)
	x0, y0 := at(b, 1)
	if x, y := at(c, 4); c.Len() != 5 || x != x0 || y != y0 || !slices.Equal(c.Labels, append(slices.Clone(a.Labels), b.Labels...)) || c.Targets.Len() != 5 {
		t.Errorf("%d examples, the last at (%v, %v), labels %v", c.Len(), x, y, c.Labels)
	}
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		file        string
		read        func(string, *os.File) (*data.Dataset, error)
		n, features int
		classes     string
	}{
		{"tabular/penguins.csv", func(n string, f *os.File) (*data.Dataset, error) { return data.Penguins(n, f) }, 342, 4, "Adelie Chinstrap Gentoo"},
		{"tabular/iris.csv", func(n string, f *os.File) (*data.Dataset, error) { return data.Iris(n, f) }, 150, 4, "setosa versicolor virginica"},
		{"digits/digits8x8.csv.gz", func(n string, f *os.File) (*data.Dataset, error) { return data.Digits8x8(n, f) }, 1797, 64, "0 1 2 3 4 5 6 7 8 9"},
	} {
		f, err := os.Open(filepath.Join(assets, c.file))
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.read(c.file, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if d.Len() != c.n || d.X.Len() != c.n*c.features || strings.Join(d.Classes, " ") != c.classes {
			t.Errorf("%s: %d examples, %d numbers, classes %v", c.file, d.Len(), d.X.Len(), d.Classes)
		}
	}
}

func TestReadIDXRefuses(t *testing.T) {
	zip := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	good := "\x00\x00\x08\x01\x00\x00\x00\x03abc"
	for name, s := range map[string]string{"plain": good, "gzip": zip(good)} {
		x, err := data.ReadIDX("f", strings.NewReader(s))
		if err != nil || string(x.Data) != "abc" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ file, word string }{
		"empty":        {"", "cut short"},
		"magic":        {"PK\x03\x04", "50 4b"},
		"type":         {"\x00\x00\x0d\x01\x00\x00\x00\x03abc", "0x0d"},
		"rank":         {"\x00\x00\x08\x00", "0 dimensions"},
		"cut shape":    {"\x00\x00\x08\x02\x00\x00\x00\x03", "dimensions"},
		"short":        {"\x00\x00\x08\x01\x00\x00\x00\x04abc", "3 bytes"},
		"long":         {good + "d", "more than"},
		"bomb":         {"\x00\x00\x08\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "larger"},
		"no images":    {"\x00\x00\x08\x03\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff", "larger"},
		"claims a lot": {"\x00\x00\x08\x01\x0f\x00\x00\x00abc", "3 bytes"},
		"cut gzip":     {zip(good)[:20], "cut short"},
		"gzip bomb":    {zip("\x00\x00\x08\x01\x00\x00\x00\x03" + strings.Repeat("\x00", 1<<20)), "more than"},
	} {
		_, err := data.ReadIDX("f.idx", strings.NewReader(c.file))
		if _, ok := err.(*data.FileError); !ok || !strings.Contains(err.Error(), c.word) || !strings.Contains(err.Error(), "f.idx") {
			t.Errorf("%s: %v, want a *FileError that names the file and says %q", name, err, c.word)
		}
	}
	if _, err := data.LoadImages("i", strings.NewReader("\x00\x00\x08\x03\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01a"), "l", strings.NewReader("\x00\x00\x08\x01\x00\x00\x00\x01\x0a"), data.DigitClasses); err == nil {
		t.Error("label 10 of 10 classes accepted")
	}
}

func FuzzReadIDX(f *testing.F) {
	f.Add([]byte("\x00\x00\x08\x01\x00\x00\x00\x03abc"))
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"))
	f.Add([]byte("\x00\x00\x08\x02\x00\x00\x00\x00\x30\x30\x30\x30")) // no rows, but wide ones
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := data.ReadIDX("f", bytes.NewReader(b))
		if err == nil && tensor.From(make([]tensor.Elem, len(x.Data)), x.Shape...).Len() != len(x.Data) {
			t.Fatal("shape and data do not fit")
		}
	})
}

func TestBatches(t *testing.T) {
	b := data.NewBatches(10, 4, 7)
	var first []int
	for s := range b.PerEpoch() {
		first = append(first, b.At(s)...)
	}
	sorted := slices.Sorted(slices.Values(first))
	for i, v := range sorted {
		if i != v {
			t.Fatalf("an epoch is %v, want each of 0 … 9 once", first)
		}
	}
	far := slices.Clone(b.At(3001))
	if again := data.NewBatches(10, 4, 7).At(3001); !slices.Equal(far, again) {
		t.Errorf("step 3001 is %v after other steps, %v at once", far, again)
	}
	if other := data.NewBatches(10, 4, 8); slices.Equal(b.At(0), other.At(0)) && slices.Equal(b.At(1), other.At(1)) {
		t.Error("another seed deals the same batches")
	}
	if full := data.NewBatches(3, 100, 1).InOrder().At(5); !slices.Equal(full, []int{0, 1, 2}) {
		t.Errorf("full batch in order is %v", full)
	}
}

func TestWeightedBatches(t *testing.T) {
	b := data.NewBatches(4, 2, 1).Weighted([]float64{1, 0, 3, 0})
	var count [4]int
	for s := range 4000 {
		for _, i := range b.At(s) {
			count[i]++
		}
	}
	if count[1]+count[3] > 0 || count[2] < 5800 || count[2] > 6200 {
		t.Errorf("drawn %v of 8000, want a quarter and three quarters", count)
	}
	for name, w := range map[string][]float64{"few": {1}, "negative": {1, -1, 1, 1}, "NaN": {1, math.NaN(), 1, 1}, "zero": {0, 0, 0, 0}, "infinite": {1, math.Inf(1), 1, 1}} {
		if err := tensor.Catch(func() { data.NewBatches(4, 2, 1).Weighted(w) }); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestGatherAllocatesNothing(t *testing.T) {
	m := &data.Augmented{Images: digits(t), Augment: data.Digits}
	d := data.Moons(100, 0.1, rng())
	b1, b2 := data.NewBatches(m.Len(), 32, 1), data.NewBatches(d.Len(), 32, 1)
	var x, y data.Batch
	r := rng()
	step := 0
	f := func() {
		m.Gather(&x, b1.At(step), r)
		d.Gather(&y, b2.At(step), nil)
		step++
	}
	f()
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%v allocations a batch", n)
	}
}

func TestSplits(t *testing.T) {
	var labels []int
	for i := range 100 {
		labels = append(labels, map[bool]int{true: 1}[i%10 == 0])
	}
	a, b := data.StratifiedSplit(labels, 0.3, rng())
	ones := 0
	for _, i := range b {
		ones += labels[i]
	}
	if len(a) != 70 || len(b) != 30 || ones != 3 {
		t.Errorf("%d and %d, with %d of the rare class in the second part", len(a), len(b), ones)
	}
	for name, folds := range map[string][]data.Fold{"k": data.KFold(100, 7, rng()), "stratified": data.StratifiedKFold(labels, 7, rng())} {
		seen := make([]int, 100)
		for _, f := range folds {
			if len(f.Train)+len(f.Validate) != 100 || len(f.Validate) < 14 || len(f.Validate) > 15 {
				t.Errorf("%s: fold of %d and %d", name, len(f.Train), len(f.Validate))
			}
			for _, i := range f.Validate {
				seen[i]++
			}
		}
		if slices.Max(seen) != 1 || slices.Min(seen) != 1 {
			t.Errorf("%s: examples validated %v times", name, seen)
		}
	}
	for name, f := range map[string]func(){
		"k of 1":     func() { data.KFold(10, 1, rng()) },
		"k above n":  func() { data.KFold(10, 11, rng()) },
		"fraction":   func() { data.Split(10, 1.5, rng()) },
		"NaN":        func() { data.Split(10, math.NaN(), rng()) },
		"batch of 0": func() { data.NewBatches(10, 0, 1) },
		"noise NaN":  func() { data.Spiral(10, math.NaN(), rng()) },
		"n negative": func() { data.XOR(-1, 0, rng()) },
		"index":      func() { data.Moons(3, 0, rng()).Subset([]int{3}) },
		"label":      func() { data.StratifiedSplit([]int{0, -1}, 0.5, rng()) },
		"digit":      func() { data.DrawDigit(rng(), 10) },
		"centres":    func() { data.Blobs(3, [][]float64{{0, 0}, {1}}, 1, rng()) },
		"shapes":     func() { data.Concat(data.Moons(3, 0, rng()), data.SwissRoll(3, 0, rng())) },
	} {
		if err := tensor.Catch(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestAugment(t *testing.T) {
	m := digits(t)
	src, dst := make([]tensor.Elem, 784), make([]tensor.Elem, 784)
	m.Example(src, 0)
	(&data.Augment{}).Apply(dst, src, 1, 28, 28, rng())
	if !slices.Equal(src, dst) {
		t.Error("no augmentation changes the image")
	}
	sum := func(x []tensor.Elem) (s float64) {
		for _, v := range x {
			s += float64(v)
		}
		return s
	}
	r := rng()
	thin, thick := 0, 0
	for range 100 {
		data.Digits.Apply(dst, src, 1, 28, 28, r)
		if lo, hi := slices.Min(dst), slices.Max(dst); lo < 0 || hi > 1 {
			t.Fatalf("pixels %v … %v", lo, hi)
		}
		if f := sum(dst) / sum(src); f < 0.2 || f > 3 {
			t.Fatalf("ink changed by a factor of %v", f)
		} else if f < 0.9 {
			thin++
		} else if f > 1.1 {
			thick++
		}
	}
	if thin < 10 || thick < 10 {
		t.Errorf("%d of 100 thinner, %d thicker", thin, thick)
	}
	a, b := make([]tensor.Elem, 784), make([]tensor.Elem, 784)
	data.Digits.Apply(a, src, 1, 28, 28, rng())
	data.Digits.Apply(b, src, 1, 28, 28, rng())
	if !slices.Equal(a, b) {
		t.Error("one seed, two images")
	}
}

func TestCSVErrors(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"empty":       {"", "empty"},
		"cells":       {"a,b\n1,2\n3\n", "line 3"},
		"number":      {"a,b\n1,x\n2,3\n", `line 2, column b: "x"`},
		"missing":     {"a,b\n1,2\n,3\n", "line 3, column a: the value is missing"},
		"infinite":    {"a,b\n1,1e999\n", "line 2, column b"},
		"quote":       {"a,b\n\"1,2\n", "line"},
		"same name":   {"a,a\n1,2\n", `called "a"`},
		"no column":   {"a,c\n1,2\n", "column b"},
		"not text":    {"a,b\n1,\xff\n", "UTF-8"},
		"a zip file":  {"PK\x03\x04\x00\x00,b\n", "UTF-8"},
		"broken gzip": {"\x1f\x8b\x00\x00", "gzip"},
	} {
		tab, err := data.ReadCSV("f.csv", strings.NewReader(c.file), true)
		if err == nil {
			_, err = tab.Numbers("a", "b")
		}
		if _, ok := err.(*data.FileError); !ok || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "f.csv") {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	tab, err := data.ReadCSV("f", strings.NewReader("\uFEFFa,b\r\n1,x\r\n\"2\",\"y,z\"\r\n"), true)
	if err != nil {
		t.Fatal(err)
	}
	d, err := tab.Classification("b", "a")
	if err != nil || d.X.At(1, 0) != 2 || d.Classes[1] != "y,z" {
		t.Errorf("%v %v", d, err)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("a,b\n1,x\n")
	f.Add("\"a\n")
	f.Fuzz(func(t *testing.T, s string) {
		tab, err := data.ReadCSV("f", strings.NewReader(s), true)
		if err != nil {
			return
		}
		for _, row := range tab.Rows {
			if len(row) != len(tab.Columns) {
				t.Fatal("ragged table")
			}
		}
		tab.Numbers(tab.Columns...)
		tab.Categories(tab.Columns[0])
	})
}
