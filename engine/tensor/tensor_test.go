package tensor

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestMake(t *testing.T) {
	for _, c := range []struct {
		shape []int
		want  string // in the error; "" for none
	}{
		{nil, ""}, {[]int{0, 3}, ""}, {[]int{2, 3}, ""},
		{[]int{2, -1}, "-1"},
		{[]int{1 << 32, 1 << 32}, "4294967296"},
		{[]int{math.MaxInt, 0}, "elements"},
		{[]int{math.MaxInt, math.MaxInt}, "elements"},
		{[]int{MaxLen, 2}, "elements"},
	} {
		x, err := Make(c.shape...)
		var value *ValueError
		switch {
		case c.want == "" && (err != nil || !SameShape(x.Shape(), c.shape)):
			t.Errorf("%v gave %v, %v", c.shape, x, err)
		case c.want != "" && (!errors.As(err, &value) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v gave %v, want a ValueError with %q", c.shape, err, c.want)
		}
	}
}

func TestResizeKeepsStorage(t *testing.T) {
	x := New(2, 3)
	data := &x.Data()[0]
	if x.Resize(3); &x.Data()[0] != data || x.Len() != 3 {
		t.Error("a smaller shape got other storage")
	}
	if x.Resize(3, 2); &x.Data()[0] != data {
		t.Error("the first shape got other storage")
	}
	if n := testing.AllocsPerRun(10, func() { x.Resize(1, 6) }); n != 0 {
		t.Errorf("resizing within the storage allocates %v times", n)
	}
}

func TestVersionCountsWrites(t *testing.T) {
	x, y := New(2), New(2)
	for name, write := range map[string]func(){
		"Fill":       func() { Fill(x, 1) },
		"Copy":       func() { Copy(x, y) },
		"Accumulate": func() { Accumulate(x, y) },
		"Set":        func() { x.Set(1, 0) },
		"Touch":      x.Touch,
		"Resize":     func() { x.Resize(2) },
		"Exp":        func() { Exp(x, y) },
	} {
		before := x.Version()
		if write(); x.Version() == before {
			t.Errorf("%s is not counted as a write", name)
		}
	}
}

func TestIndexErrors(t *testing.T) {
	x := New(2, 3)
	for _, index := range [][]int{{2, 0}, {0, 3}, {-1, 0}, {0}, {0, 0, 0}} {
		if err := Catch(func() { x.At(index...) }); err == nil {
			t.Errorf("index %v was accepted", index)
		}
	}
	if x.Set(7, 1, 2); x.At(1, 2) != 7 || x.Data()[5] != 7 {
		t.Error("Set and At do not agree")
	}
}

func TestCatchLetsOthersGo(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a panic that is not ours was caught")
		}
	}()
	_ = Catch(func() { panic("other") })
}

func TestIsFinite(t *testing.T) {
	x := New(3)
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if Fill(x, 1); !x.IsFinite() {
			t.Error("ones are finite")
		}
		if x.Data()[1] = Elem(bad); x.IsFinite() {
			t.Errorf("%v is not finite", bad)
		}
	}
}
