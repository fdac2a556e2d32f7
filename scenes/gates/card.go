package gates

import (
	"math"
	"strconv"

	"gradtheatre/engine/expr"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// card is the unfolding of one box: how its value was made, and for each input
// local × upstream = downstream, with the nudge that checks it.
type card struct {
	box     int
	title   string
	why     string
	line    // how its value was made
	rows    []row
	words   prose.Block // why, with its phrases
	sum     row         // a variable used several times: the total
	summed  bool        // sum is shown
	more    string
	titleW  float64 // widths that place the parts beside each other
	lhsW    float64
	symbolW float64
}

// row is one gradient and how it came about.
type row struct {
	from   int    // the node that it flows to
	lhs    string // ∂f/∂x
	equals string // =, or += for one of several uses
	symbol string // z × ∂f/∂q
	local  string // −4
	up     string // 1
	down   string // −4
	check  string // −4.0000
	whole  string // ∂f/∂x = z × ∂f/∂q, for narrow cards
	made   string // −4 × 1 =
	state  checked
}

// checked is what the nudge says of a gradient.
type checked uint8

const (
	unchecked checked = iota
	agrees
	corner
	differs
)

const cardRows = 3

func (c *card) fill(s *bench, box int) {
	c.tell(s, box)
	c.why = prose.Live(c.why, func(thing string) bool { return !s.around(thing).Empty() })
	c.titleW = paint.Measure(c.title, paint.Style{Font: paint.SansBold, Size: theme.SizeH2})
	c.lhsW, c.symbolW = 0, 0
	st := paint.Style{Font: paint.Math, Size: mathSize}
	for i := range c.rows {
		c.lhsW = max(c.lhsW, paint.Measure(c.rows[i].lhs, st))
		c.symbolW = max(c.symbolW, paint.Measure(c.rows[i].symbol, st))
	}
}

func (c *card) tell(s *bench, box int) {
	c.box, c.rows, c.summed, c.more = box, c.rows[:0], false, ""
	c.title, c.why = "", ""
	c.line.clear()
	l := s.lang
	if box < 0 {
		c.title = i18n.T("从左到右，再从右到左", "Left to right, then right to left").In(l)
		c.why = i18n.T("先从[变量](inputs)一个门一个门地算出值，再从[右端](result)的 1 开始，把梯度一个门一个门地传回来。",
			"First the values, gate by gate from [the variables](inputs). Then a 1 starts at [the right end](result) and the gradient comes back.").In(l)
		return
	}
	b := &s.graph.boxes[box]
	if b.node == result {
		c.fillResult(s)
		return
	}
	c.title, c.why = lores[b.kind].name.In(l)+"  "+b.name, lores[b.kind].why.In(l)
	if b.kind == expr.Variable && len(b.out) < 2 {
		c.why = whyOnce.In(l)
	}
	if b.kind.Leaf() {
		c.fillLeaf(s, b)
		return
	}
	in := s.run.In(b.node)
	switch {
	case b.kind == expr.ReLU && in[0].Local == 0:
		c.why = whyDead.In(l)
	case (b.kind == expr.Max || b.kind == expr.Min) && in[0].Local == in[1].Local:
		c.why = textTie.In(l)
	}
	if why := s.undefined(b.node); why != (i18n.Text{}) {
		c.why = why.In(l)
	}
	s.equation(b)
	if !s.showsBackward(box) {
		if s.undefined(b.node) == (i18n.Text{}) {
			c.why = whyForward.In(l)
		}
		return
	}
	for _, e := range in {
		if e.Flows {
			c.rows = append(c.rows, s.row(b, e.From, e.Arg, e.Local, e.Upstream, e.Down))
		}
	}
}

// fillResult speaks of the 1 at the right end.
func (c *card) fillResult(s *bench) {
	name := s.run.Expr.Result
	l := s.lang
	c.title = i18n.T("结果  "+subscripted(name), "Result  "+subscripted(name)).In(l)
	c.why = i18n.T("梯度从[这里](result)出发：结果对自己的导数是 1。", "The gradient starts [here](result): the result's derivative by itself is 1.").In(l)
	ref := trace.Ref{Node: s.run.Record[s.run.Expr.Root]}
	c.word(subscripted(name) + " = ")
	c.add(number.Precise(s.run.Out()), ref)
	if g, ok := s.run.Grad(s.run.Expr.Root); ok && s.at > len(s.time.order) {
		f := subscripted(name)
		ref.Grad = true
		c.word("     ∂" + f + "/∂" + f + " = ")
		c.add(number.Precise(g), ref)
	}
}

// fillLeaf lists what every use of a variable sends back.
func (c *card) fillLeaf(s *bench, b *box) {
	c.title += " = " + number.Precise(s.run.Value(b.node))
	g, ok := s.run.Grad(b.node)
	if !ok {
		return
	}
	rows := 0
	for _, w := range b.out {
		link := s.graph.wires[w].link
		if link < 0 {
			continue
		}
		e := &s.run.Links[link]
		if rows++; rows <= cardRows {
			r := s.row(&s.graph.boxes[s.graph.wires[w].to], e.From, e.Arg, e.Local, e.Upstream, e.Down)
			if len(b.out) > 1 {
				r.check, r.state = "", unchecked
			}
			c.rows = append(c.rows, r)
		}
	}
	if rows > 1 {
		c.summed = true
		c.sum = row{from: b.node, lhs: s.partial(b.name), down: number.Precise(g)}
		c.sum.whole = c.sum.lhs + " = Σ = " + c.sum.down
		c.sum.check, c.sum.state = s.nudge(b.node)
	}
	if n := rows - cardRows; n > 0 {
		c.more = i18n.T("还有 "+strconv.Itoa(n)+" 项", strconv.Itoa(n)+" more").In(s.lang)
	}
}

// row writes local × upstream = downstream for one operand of a gate.
func (s *bench) row(gate *box, from, arg int, lo, up, down float64) row {
	a, b := s.operands(gate.node)
	r := row{
		from:   from,
		lhs:    s.partial(s.nameOf(from)),
		symbol: local(gate.kind, arg, a, b, gate.name) + " × " + s.partial(gate.name),
		local:  number.Signed(number.Precise(lo)), up: number.Signed(number.Precise(up)), down: number.Precise(down),
	}
	r.check, r.state = s.nudge(from)
	r.equals = "="
	if b := s.graph.byNode[from]; b >= 0 && len(s.graph.boxes[b].out) > 1 {
		r.equals = "+="
		if r.state != unchecked {
			r.check = "Σ " + r.check
		}
	}
	r.whole, r.made = r.lhs+" "+r.equals+" "+r.symbol, r.local+" × "+r.up+" ="
	return r
}

// partial writes ∂f/∂x.
func (s *bench) partial(x string) string {
	return "∂" + subscripted(s.run.Expr.Result) + "/∂" + x
}

func (s *bench) operands(node int) (a, b string) {
	args := s.run.Expr.Nodes[node].Args
	a = s.nameOf(args[0])
	if len(args) > 1 {
		b = s.nameOf(args[1])
	}
	return a, b
}

// all is how many rows are shown, the sum too.
func (c *card) all() int {
	n := len(c.rows)
	if c.summed {
		n++
	}
	return n
}

// at is one of them.
func (c *card) at(i int) *row {
	if i < len(c.rows) {
		return &c.rows[i]
	}
	return &c.sum
}

// nudge writes what the finite difference found for a node.
func (s *bench) nudge(node int) (string, checked) {
	d := &s.run.Diffs[node]
	switch {
	case !d.Known:
		return "—", unchecked
	case d.Kink:
		return number.Format(d.Value, 4), corner
	case d.Agrees:
		return number.Format(d.Value, 4), agrees
	}
	return number.Format(d.Value, 4), differs
}

// showsBackward says whether the card of a box speaks of gradients yet: when
// the step has come to it, or the visitor asks.
func (s *bench) showsBackward(box int) bool {
	if s.hover == box || s.picked == box {
		return true
	}
	ph, _ := s.time.at(s.at, s.graph)
	return ph == backward
}

// describe reads the card out.
func (c *card) describe() string {
	t := c.title + ". " + prose.Plain(c.why)
	if c.text != "" {
		t += " " + c.text + "."
	}
	for _, r := range c.rows {
		t += " " + r.lhs + " = " + r.symbol + " = " + r.local + " × " + r.up + " = " + r.down + " (≈ " + r.check + ")."
	}
	if c.summed {
		t += " " + c.sum.lhs + " = " + c.sum.down + " (≈ " + c.sum.check + ")."
	}
	return t
}

// table lists the gradient of every variable beside its check.
type table struct {
	head string
	rows []tableRow
}

type tableRow struct {
	name, value, grad, check string
	state                    checked
}

func (t *table) fill(s *bench) {
	t.rows, t.head = t.rows[:0], s.partial("·")
	for i, n := range s.run.Expr.Vars {
		r := tableRow{name: subscripted(s.run.Expr.Nodes[n].Name), value: number.Short(s.run.Values[i])}
		if g, ok := s.run.Grad(n); ok {
			r.grad = number.Precise(g)
		}
		if r.check, r.state = s.nudge(n); s.quiz.open {
			r.grad, r.check, r.state = "?", "", unchecked
		}
		t.rows = append(t.rows, r)
	}
}

// undefined says why a gate's value is no ordinary number, if it is none.
func (s *bench) undefined(node int) i18n.Text {
	v := s.run.Value(node)
	if !strange(v) {
		return i18n.Text{}
	}
	for _, a := range s.run.Expr.Nodes[node].Args {
		if strange(s.run.Value(a)) {
			return i18n.T("它的输入已经不是普通的数，结果也就不是。", "Its input is no ordinary number any more, so neither is its output.")
		}
	}
	if math.IsInf(v, 0) {
		return i18n.T("结果是无穷大：除数是 0，或者大到 float32 放不下。", "The result is infinite: a division by 0, or more than float32 can hold.")
	}
	return i18n.T("在这个输入上没有定义：负数没有对数，也没有平方根。", "Not defined at this input: a negative number has no logarithm and no square root.")
}
