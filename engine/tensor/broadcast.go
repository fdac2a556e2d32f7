package tensor

// Broadcast is the walk over two operands of unequal shapes, as in NumPy: the
// shapes are aligned at their last dimension, and a dimension of 1, or one
// that is missing, repeats. Dimensions that are contiguous in both operands
// are merged, so equal shapes are one long row.
//
// A Broadcast is planned again for each use and keeps its memory.
type Broadcast struct {
	Shape []int // of the result

	n      int // length of a row
	sa, sb int // step of each operand within a row: 0 (repeats) or 1
	outer  []level
	index  []int
}

// level is one outer loop: its length and the steps of the two operands.
type level struct{ n, sa, sb int }

// Plan prepares the walk over operands of shapes a and b. It panics with a
// *ShapeError that names op if the shapes do not broadcast.
func (p *Broadcast) Plan(op string, a, b []int) {
	p.Shape = BroadcastShape(p.Shape[:0], op, a, b)
	p.outer = p.outer[:0]
	cur := level{n: 1, sa: 0, sb: 0}
	stepA, stepB := 1, 1
	for i := 1; i <= len(p.Shape); i++ {
		d := p.Shape[len(p.Shape)-i]
		next := level{n: d}
		if k := len(a) - i; k >= 0 && a[k] != 1 {
			next.sa = stepA
			stepA *= a[k]
		}
		if k := len(b) - i; k >= 0 && b[k] != 1 {
			next.sb = stepB
			stepB *= b[k]
		}
		switch {
		case d == 1:
		case cur.n == 1:
			cur = next
		case next.sa == cur.sa*cur.n && next.sb == cur.sb*cur.n:
			cur.n *= d
		default:
			p.outer = append(p.outer, cur)
			cur = next
		}
	}
	p.outer = append(p.outer, cur)
	// The innermost level is the row; the others are walked outermost first.
	p.n, p.sa, p.sb = p.outer[0].n, p.outer[0].sa, p.outer[0].sb
	p.outer = append(p.outer[:0], p.outer[1:]...) // in place: a warm plan allocates nothing
	for i, j := 0, len(p.outer)-1; i < j; i, j = i+1, j-1 {
		p.outer[i], p.outer[j] = p.outer[j], p.outer[i]
	}
	p.index = append(p.index[:0], make([]int, len(p.outer))...)
}

// Rows calls f for each row of the result: n cells from cell y on, made of the
// cells from a on in steps of sa, and of those from b on in steps of sb.
func (p *Broadcast) Rows(f func(n, y, a, sa, b, sb int)) {
	total := 1
	for _, d := range p.Shape {
		total *= d
	}
	if total == 0 {
		return
	}
	clear(p.index)
	a, b := 0, 0
	for y := 0; ; {
		f(p.n, y, a, p.sa, b, p.sb)
		if y += p.n; y >= total {
			return
		}
		for k := len(p.outer) - 1; ; k-- {
			l := p.outer[k]
			p.index[k]++
			a += l.sa
			b += l.sb
			if p.index[k] < l.n {
				break
			}
			p.index[k] = 0
			a -= l.sa * l.n
			b -= l.sb * l.n
		}
	}
}

// Cells returns the cells of the operands that made cell y of the result.
func (p *Broadcast) Cells(y int) (a, b int) {
	i := y % p.n
	y /= p.n
	a, b = i*p.sa, i*p.sb
	for k := len(p.outer) - 1; k >= 0; k-- {
		l := p.outer[k]
		i = y % l.n
		y /= l.n
		a += i * l.sa
		b += i * l.sb
	}
	return a, b
}

// BroadcastShape appends to dst the shape that operands of shapes a and b give
// together. It panics with a *ShapeError that names op if there is none.
func BroadcastShape(dst []int, op string, a, b []int) []int {
	rank := max(len(a), len(b))
	for i := rank; i >= 1; i-- {
		da, db := 1, 1
		if k := len(a) - i; k >= 0 {
			da = a[k]
		}
		if k := len(b) - i; k >= 0 {
			db = b[k]
		}
		switch {
		case da == db || db == 1:
			dst = append(dst, da)
		case da == 1:
			dst = append(dst, db)
		default:
			panic(&ShapeError{Op: op, A: clone(a), B: clone(b),
				Why: "they broadcast only where dimensions are equal or 1, counted from the last"})
		}
	}
	return dst
}

// clone copies a shape for an error: it outlives the tensor, and New() is [].
func clone(shape []int) []int { return append([]int{}, shape...) }
