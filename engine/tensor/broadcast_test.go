package tensor

import (
	"fmt"
	"testing"
)

// shapesOf reads two shapes of up to four dimensions of 0 … 3 from bytes.
func shapesOf(data []byte) (a, b []int) {
	for i, v := range data {
		if i >= 8 {
			break
		}
		if i%2 == 0 {
			a = append(a, int(v%4))
		} else {
			b = append(b, int(v%4))
		}
	}
	if len(data) > 8 {
		a = a[min(len(a), int(data[8]%5)):]
	}
	if len(data) > 9 {
		b = b[min(len(b), int(data[9]%5)):]
	}
	return a, b
}

// naiveCell is the cell of an operand of the given shape at an index of the result.
func naiveCell(shape, index []int) int {
	cell := 0
	for d, n := range shape {
		i := index[len(index)-len(shape)+d]
		if n == 1 {
			i = 0
		}
		cell = cell*n + i
	}
	return cell
}

// next counts index up within shape and reports whether there is one more.
func next(index, shape []int) bool {
	for d := len(shape) - 1; d >= 0; d-- {
		if index[d]++; index[d] < shape[d] {
			return true
		}
		index[d] = 0
	}
	return false
}

// FuzzBroadcast holds the walk over two operands against one index at a time.
func FuzzBroadcast(f *testing.F) {
	for _, seed := range [][]byte{{}, {3, 3}, {2, 1, 3, 3, 1, 2}, {0, 1}, {1, 0, 3, 3}, {2, 3}, {2, 2, 3, 3, 1, 1, 2, 2}, {3, 1, 1, 2, 3, 1, 2, 2, 1, 0}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, b := shapesOf(data)
		var p Broadcast
		p.Plan("first", []int{5, 1}, []int{7}) // what it keeps must not matter
		if err := Catch(func() { p.Plan("test", a, b) }); err != nil {
			if fits(a, b) {
				t.Fatalf("%v and %v: %v", a, b, err)
			}
			return
		}
		if !fits(a, b) {
			t.Fatalf("%v and %v gave %v", a, b, p.Shape)
		}
		size := 1
		for _, d := range p.Shape {
			size *= d
		}
		var got []string
		p.Rows(func(n, y, a, sa, b, sb int) {
			for i := range n {
				got = append(got, fmt.Sprint(y+i, a+i*sa, b+i*sb))
			}
		})
		if len(got) != size {
			t.Fatalf("%v and %v: %d cells, want %d", a, b, len(got), size)
		}
		index := make([]int, len(p.Shape))
		for y := range size {
			ca, cb := naiveCell(a, index), naiveCell(b, index)
			if want := fmt.Sprint(y, ca, cb); got[y] != want {
				t.Fatalf("%v and %v: cell %d is %s, want %s", a, b, y, got[y], want)
			}
			if ga, gb := p.Cells(y); ga != ca || gb != cb {
				t.Fatalf("%v and %v: Cells(%d) is %d, %d, want %d, %d", a, b, y, ga, gb, ca, cb)
			}
			next(index, p.Shape)
		}
	})
}

// fits is NumPy's rule, said once more.
func fits(a, b []int) bool {
	for i := 1; i <= min(len(a), len(b)); i++ {
		if x, y := a[len(a)-i], b[len(b)-i]; x != y && x != 1 && y != 1 {
			return false
		}
	}
	return true
}

// FuzzReduce holds the walk of a reduction against one index at a time.
func FuzzReduce(f *testing.F) {
	f.Add([]byte{3, 0, 2, 0, 2}, uint8(0b010), false)
	f.Add([]byte{2, 0, 3, 0, 2, 0, 3}, uint8(0b1010), true)
	f.Add([]byte{}, uint8(0), true)
	f.Add([]byte{0, 0, 2}, uint8(0b01), false)
	f.Fuzz(func(t *testing.T, data []byte, mask uint8, keep bool) {
		shape, _ := shapesOf(data)
		var axes []int
		for d := range shape {
			if mask>>d&1 == 1 {
				axes = append(axes, d-int(mask>>7)*len(shape)) // counted from the end for some
			}
		}
		var p Reduce
		p.Plan("first", []int{2, 3, 4}, []int{1}, true)
		p.Plan("test", shape, axes, keep)
		reduced := func(d int) bool { return len(axes) == 0 || mask>>d&1 == 1 }
		want := map[int][]int{} // cells of the operand for each of the result
		index, size := make([]int, len(shape)), 1
		for _, d := range shape {
			size *= d
		}
		for x := range size {
			y := 0
			for d, n := range shape {
				if !reduced(d) {
					y = y*n + index[d]
				}
			}
			want[y] = append(want[y], x)
			if got := p.Result(x); got != y {
				t.Fatalf("%v over %v: Result(%d) is %d, want %d", shape, axes, x, got, y)
			}
			next(index, shape)
		}
		cells := 1
		for _, d := range p.Shape {
			cells *= d
		}
		for y := range cells {
			got := []int{}
			p.Runs(y, func(x, n, step int) {
				for i := range n {
					got = append(got, x+i*step)
				}
			})
			if fmt.Sprint(got) != fmt.Sprint(append([]int{}, want[y]...)) || len(got) != p.Count {
				t.Fatalf("%v over %v: cell %d sums %v (count %d), want %v", shape, axes, y, got, p.Count, want[y])
			}
		}
	})
}
