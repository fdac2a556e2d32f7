package descent

import (
	"math"
	"slices"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// window is the part of the plane that is shown: its middle and half its sides.
type window struct{ cx, cy, hx, hy float64 }

func (w window) at(u, v float64) (x, y float64) { return w.cx + u*w.hx, w.cy + v*w.hy }

// relief is the loss over a window, as recorded runs of the engine: coarse
// first, then finer and finer.
type relief struct {
	of     surface
	win    window
	w, h   int       // nodes of the finest grid
	z      []float64 // by row, the first at the top; NaN: not known yet
	stride int       // of the finest grid that is complete; 0: none yet
	next   int       // node that comes next
	tape   *grad.Tape
	tr     trace.Trace
	xs, ys *tensor.Tensor

	lo, hi, bend float64   // lowest, highest, and the height from which heights are squeezed
	level        []float64 // z squeezed into 0…1, by node of the shown grid
	sw, sh       int       // its size
	version      int
	sorted       []float64
}

const (
	coarsest = 8
	gridW    = 80 / coarsest // coarse cells across
	many     = 648           // nodes that are computed at once
)

// begin forgets what is known.
func (g *relief) begin(of surface, win window) {
	if g.tape == nil {
		g.tape = grad.NewTape()
		g.tape.NoGrad = true
		g.xs, g.ys = tensor.New(many), tensor.New(many)
	}
	rows := min(max(int(math.Round(gridW*win.hy/win.hx)), 4), 16)
	g.of, g.win, g.w, g.h = of, win, gridW*coarsest+1, rows*coarsest+1
	g.z = slices.Grow(g.z[:0], g.w*g.h)[:g.w*g.h]
	for i := range g.z {
		g.z[i] = math.NaN()
	}
	g.stride, g.next = 0, 0
}

// done reports whether the finest grid is complete.
func (g *relief) done() bool { return g.stride == 1 }

// advance computes nodes for some seconds, but at least until there is a first
// picture; it reports whether a finer grid is complete.
func (g *relief) advance(budget float64) (finer bool) {
	from := time.Now()
	for !g.done() && (g.stride == 0 || time.Since(from).Seconds() < budget) {
		pass := coarsest
		if g.stride > 0 {
			pass = g.stride / 2
		}
		if g.chunk(pass) {
			g.stride, g.next, finer = pass, 0, true
		}
	}
	if finer {
		g.squeeze()
	}
	return finer
}

// chunk computes some nodes of a pass; it reports whether that was the last.
func (g *relief) chunk(pass int) (last bool) {
	var at [many]int
	n, w := 0, (g.w-1)/pass+1
	total := w * ((g.h-1)/pass + 1)
	for ; g.next < total && n < many; g.next++ {
		i, j := g.next%w*pass, g.next/w*pass
		if g.stride > 0 && i%g.stride == 0 && j%g.stride == 0 {
			continue
		}
		x, y := g.place(i, j)
		g.xs.Data()[n], g.ys.Data()[n] = tensor.Elem(x), tensor.Elem(y)
		at[n] = j*g.w + i
		n++
		if _, formula := g.of.(*typed); !formula && n == 24 { // a run each
			g.next++
			break
		}
	}
	g.compute(at[:n])
	return g.next >= total
}

func (g *relief) place(i, j int) (x, y float64) {
	return g.win.at(2*float64(i)/float64(g.w-1)-1, 1-2*float64(j)/float64(g.h-1))
}

func (g *relief) compute(at []int) {
	n := len(at)
	if n == 0 {
		return
	}
	g.tape.Reset()
	xs, ys := tensor.From(g.xs.Data()[:n], n), tensor.From(g.ys.Data()[:n], n)
	if z, ok := g.of.many(g.tape, g.tape.Const("x", xs), g.tape.Const("y", ys)); ok {
		g.tape.Record(&g.tr)
		v := g.tr.Nodes[z.ID()].Value
		for k, i := range at {
			g.z[i] = v[k%len(v)]
		}
		return
	}
	for k, i := range at {
		g.tape.Reset()
		x, y := tensor.Scalar(g.xs.Data()[k]), tensor.Scalar(g.ys.Data()[k])
		g.z[i] = g.of.on(g.tape, g.tape.Const("x", x), g.tape.Const("y", y), nil).Item()
	}
}

// squeeze finds the range of the heights and brings them into 0…1. The high
// ones are drawn closer together, so that the valley floor is seen beside cliffs:
//
//	level = ln(1 + (z − lo)/bend) / ln(1 + (hi − lo)/bend)
func (g *relief) squeeze() {
	g.sw, g.sh = (g.w-1)/g.stride+1, (g.h-1)/g.stride+1
	g.sorted = g.sorted[:0]
	g.lo = math.Inf(1)
	for j := range g.sh {
		for i := range g.sw {
			z := g.z[(j*g.w+i)*g.stride]
			if !finite(z) {
				continue
			}
			g.sorted = append(g.sorted, z)
			g.lo = min(g.lo, z)
		}
	}
	slices.Sort(g.sorted)
	n := len(g.sorted)
	if n == 0 {
		g.lo, g.hi, g.bend = 0, 1, 1
	} else {
		g.hi = g.sorted[n-1]
		g.bend = max(0.6*(g.sorted[n/3]-g.lo), 1e-6*(g.hi-g.lo), 1e-12)
	}
	g.level = slices.Grow(g.level[:0], g.sw*g.sh)[:g.sw*g.sh]
	for j := range g.sh {
		for i := range g.sw {
			g.level[j*g.sw+i] = g.levelOf(g.z[(j*g.w+i)*g.stride])
		}
	}
	g.version++
}

// levelOf is a height brought into 0…1; NaN where there is none.
func (g *relief) levelOf(z float64) float64 {
	if !finite(z) {
		return math.NaN()
	}
	top := math.Log1p((g.hi - g.lo) / g.bend)
	if !(top > 0) {
		return 0
	}
	return min(max(math.Log1p(max(z-g.lo, 0)/g.bend)/top, 0), 1)
}
