package inspect

import (
	"math"
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
)

// The matrix of a value is shown through a window: however many numbers it has,
// only those in sight are laid out.
const (
	gridHigh  = 27.0
	gridWide  = 58.0
	gridLabel = 52.0
)

// grid is how the numbers of a value lie: the last dimension to the right, all
// others down; a single line of numbers lies down too.
type grid struct{ rows, cols int }

func gridOf(n *trace.Node) grid {
	g := grid{1, 1}
	for i, d := range n.Shape {
		if i == len(n.Shape)-1 {
			g.cols = d
		} else {
			g.rows *= d
		}
	}
	if g.rows == 1 {
		g.rows, g.cols = g.cols, 1
	}
	return g
}

// node is the present number's value in the record.
func (k *Panel) node() *trace.Node { return &k.p.Trace().Nodes[k.at().Node] }

// hasGrid reports whether the present number has others beside it.
func (k *Panel) hasGrid() bool { return len(k.node().Value) > 1 }

// ShowGrid shows the present number among the others of its value, or unfolded.
func (k *Panel) ShowGrid(on bool) {
	k.grid, k.code, k.stale, k.scroll, k.column = on && k.hasGrid(), false, true, 0, 0
	if k.grid {
		g := gridOf(k.node())
		k.column = max(k.at().Cell%g.cols-k.columns()/2, 0)
		k.follow()
	}
}

// ShowsGrid reports whether the matrix is shown.
func (k *Panel) ShowsGrid() bool { return k.IsOpen() && k.grid }

// gridKey moves over the matrix.
func (k *Panel) gridKey(key string) bool {
	g, cell := gridOf(k.node()), k.at().Cell
	row, col, page := cell/g.cols, cell%g.cols, max(int(k.page.view.H/gridHigh)-1, 1)
	switch key {
	case "v", "V", "g", "G":
		ref := k.at()
		if ref.Grad = key == "g" || key == "G"; valid(k.p.Trace(), ref) {
			k.path[len(k.path)-1] = ref
			k.unfold()
		}
		return true
	case "ArrowDown":
		row++
	case "ArrowUp":
		row--
	case "ArrowRight":
		col++
	case "ArrowLeft":
		col--
	case "PageDown":
		row += page
	case "PageUp":
		row -= page
	case "Home":
		if col = 0; g.cols == 1 {
			row = 0
		}
	case "End":
		if col = g.cols - 1; g.cols == 1 {
			row = g.rows - 1
		}
	default:
		return false
	}
	k.choose(min(max(row, 0), g.rows-1)*g.cols + min(max(col, 0), g.cols-1))
	return true
}

// choose makes another number of the value the present one; the way to it is
// that of the number before.
func (k *Panel) choose(cell int) {
	k.path[len(k.path)-1].Cell = cell
	k.unfold()
	k.follow()
}

// follow brings the present number into the window.
func (k *Panel) follow() {
	g, cell := gridOf(k.node()), k.at().Cell
	row, col, seen := float64(cell/g.cols), cell%g.cols, k.columns()
	k.column = min(max(k.column, col-seen+1), col)
	view := max(k.page.view.H, 4*gridHigh)
	k.scroll = min(max(k.scroll, (row+2)*gridHigh-view), max(row-1, 0)*gridHigh)
	k.stale = true
}

// columns is how many columns are in sight.
func (k *Panel) columns() int {
	return min(gridOf(k.node()).cols, max(int((k.rect.W-32-gridLabel)/gridWide), 1))
}

// shift moves the window sideways by its own width.
func (k *Panel) shift(d int) {
	g, seen := gridOf(k.node()), k.columns()
	k.column, k.stale = min(max(k.column+d*seen, 0), max(g.cols-seen, 0)), true
}

// matrix is the window onto the value: the head stays, the rows scroll.
func (g *page) matrix() {
	k, t := g.k, g.t
	n, lie, seen := k.node(), gridOf(k.node()), k.columns()
	values, peak := n.Value, 0.0
	if k.at().Grad {
		values = n.Grad
	}
	for _, v := range values {
		if a := math.Abs(v); a > peak && !math.IsInf(a, 0) {
			peak = a
		}
	}
	k.column = min(max(k.column, 0), lie.cols-seen)
	wide := gridWide
	if lie.cols > 1 { // they share the room
		wide = (g.in.W - gridLabel) / float64(seen)
	}
	g.matrixHead(lie, seen, wide)
	first := max(int(k.scroll/gridHigh), 0)
	last := min(first+int(g.view.H/gridHigh)+2, lie.rows)
	tiny := paint.Style{Font: paint.Mono, Size: 11, Color: t.Muted}
	for row := first; row < last; row++ {
		y := float64(row) * gridHigh
		g.line(paint.Elide(rowName(n.Shape, lie, row), gridLabel-6, tiny), g.in.X, y+gridHigh/2, tiny, paint.Left)
		for i := range seen {
			g.matrixCell(values, peak, row*lie.cols+k.column+i, paint.Rect{X: g.in.X + gridLabel + float64(i)*wide, Y: y, W: wide, H: gridHigh}.Inset(1))
		}
	}
	g.rows = 0
	g.y = float64(lie.rows)*gridHigh - 8
}

// matrixHead is the size, the columns in sight, and what moves them.
func (g *page) matrixHead(lie grid, seen int, wide float64) {
	k, t := g.k, g.t
	y := g.view.Y + 8
	size := strconv.Itoa(lie.rows) + " × " + strconv.Itoa(lie.cols)
	g.head = append(g.head, item{formula: Parse(g.n.node(k.at().Node)), x: g.in.X, y: y, style: math16(t, 15)},
		item{text: size, x: g.in.Right(), y: y, style: paint.Style{Font: paint.Mono, Size: 12, Color: t.Muted}, align: paint.Right})
	y += 26
	if lie.cols > seen {
		for i, b := range [2]struct {
			id, icon string
			label    i18n.Text
			x        float64
			step     int
		}{{"matrix-left", "chevron-left", wordsLeft, g.in.X, -1}, {"matrix-right", "chevron-right", wordsRight, g.in.X + 24, 1}} {
			r := paint.Rect{X: b.x, Y: y - 14, W: 24, H: 28}
			x, cy := r.Center()
			off := i == 0 && k.column == 0 || i == 1 && k.column+seen >= lie.cols
			ink := t.AccentInk
			if off {
				ink = t.Faint
			}
			g.head = append(g.head, item{icon: b.icon, x: x, y: cy, style: paint.Style{Size: 16, Color: ink}})
			g.targets = append(g.targets, target{id: b.id, label: b.label, rect: r, row: -1, off: off, press: func() { k.shift(b.step) }})
		}
	}
	for i := range seen {
		if lie.cols == 1 {
			break
		}
		g.head = append(g.head, item{text: strconv.Itoa(k.column + i + 1), x: g.in.X + gridLabel + (float64(i)+0.5)*wide, y: y, style: paint.Style{Font: paint.Mono, Size: 11, Color: t.Muted}, align: paint.Center})
	}
	_, g.view = g.view.CutTop(50)
	g.head = append(g.head, item{box: paint.Rect{X: g.in.X, Y: g.view.Y - 2, W: g.in.W, H: 1}, fill: t.Border})
}

// matrixCell is one number of the matrix, on the colour of its size.
func (g *page) matrixCell(values []float64, peak float64, cell int, r paint.Rect) {
	k, t, v := g.k, g.t, values[cell]
	share := 0.0
	if peak > 0 {
		share = v / peak
	}
	fill := t.Diverging(share)
	if k.at().Grad {
		fill = paint.Mix(t.Panel, t.Gradient, math.Min(math.Abs(share), 1)*0.8)
	}
	g.body = append(g.body, item{box: r, radius: 4, fill: fill})
	x, y := r.Center()
	text := brief(v)
	size := min(12, (r.W-6)/(0.61*float64(len([]rune(text)))))
	g.line(text, x, y, paint.Style{Font: paint.Mono, Size: size, Color: t.On(fill)}, paint.Center)
	here := cell == k.at().Cell
	if here {
		g.body = append(g.body, item{box: r.Inset(-2), radius: 6, stroke: t.Text}, item{box: r.Inset(-1), radius: 5, stroke: t.Focus})
	}
	ref := k.at()
	ref.Cell = cell
	g.targets = append(g.targets, target{id: "matrix-" + strconv.Itoa(cell), body: true, row: 0, rect: r,
		label: i18n.Same(Parse(g.n.ref(ref, true)).Plain() + " = " + format(v)), press: func() {
			k.choose(cell)
			if here { // pressed again: unfold it
				k.ShowGrid(false)
			}
		}})
}

// rowName says where a row lies: "12", or "3,12" where there are more dimensions.
func rowName(shape []int, lie grid, row int) string {
	dims := shape
	if len(dims) > 0 && lie.cols > 1 {
		dims = dims[:len(dims)-1]
	}
	for len(dims) > 1 && dims[0] == 1 {
		dims = dims[1:]
	}
	s := ""
	for i := len(dims) - 1; i >= 0; i-- {
		at := strconv.Itoa(row%dims[i] + 1)
		if row /= dims[i]; s != "" {
			at += ","
		}
		s = at + s
	}
	return s
}

// brief is a number with at most three digits that count.
func brief(v float64) string {
	a := math.Abs(v)
	switch {
	case !(a < 1e4) || a != 0 && a < 5e-4:
		return plot.Format(float64(float32(v)))
	case a >= 100 || v == math.Trunc(v):
		return string(paint.AppendNumber(nil, v, 0))
	case a >= 10:
		return string(paint.AppendNumber(nil, v, 1))
	}
	return string(paint.AppendNumber(nil, v, 3))
}

var (
	wordsMatrix = i18n.T("矩阵", "Matrix")
	wordsLeft   = i18n.T("往左的列", "Columns to the left")
	wordsRight  = i18n.T("往右的列", "Columns to the right")
	wordsWhole  = i18n.T("它所在的整个值：方向键移动，Enter 展开", "The whole value around it: arrow keys move, Enter unfolds")
)

// matrixWords is the matrix in words: the present number and those beside it.
func (g *page) matrixWords() string {
	k := g.k
	lie := gridOf(k.node())
	return wordsWhole.In(k.lang) + ". " + strconv.Itoa(lie.rows) + " × " + strconv.Itoa(lie.cols) + ". " + k.title()
}
