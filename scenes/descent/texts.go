package descent

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/steps"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
)

var stepWord = i18n.T("步", "step")

// lessons are what each surface has to say, beside the picture.
var lessons = map[string]i18n.Text{
	"bowl": i18n.T("梯度指向最陡的上坡，正好垂直于[等高线](start)；每一步往反方向走 η 倍。把 [η 拉过滑条上的刻度](learning_rate)，小球就越走越远。",
		"The gradient points straight uphill, square to [the contours](start); every step goes η times the other way. [Pull η past the mark](learning_rate) and the ball climbs out."),
	"ravine": i18n.T("两岸陡，[谷底平](start)。[η 大](learning_rate)，在两岸之间来回撞；η 小，沿谷底几乎不动。[动量](run_momentum)让来回的部分抵消、同向的部分攒起来。",
		"Steep walls, [a flat floor](start). [A large η](learning_rate) bounces from wall to wall, a small one hardly moves along. [Momentum](run_momentum) cancels the bouncing and saves up what stays the same."),
	"rosenbrock": i18n.T("进谷容易，沿着[弯弯的谷](start)走到 (1, 1) 很难：谷壁的曲率是谷底的两千多倍，[η](learning_rate) 只能迁就谷壁。看看谁除以了梯度的大小。",
		"Getting into the valley is easy, following [its bend](start) to (1, 1) is not: the walls curve over 2,000 times as much as the floor, and [η](learning_rate) must suit the walls. See who divides by the size of the gradient."),
	"saddle": i18n.T("[中间](start)是鞍点：梯度为 0，却不是谷底，一个方向向上弯，另一个向下弯。[SGD](run_sgd) 要停很久；[Adam](run_adam) 把每个方向都除以自己的大小，很快滑走。",
		"[In the middle](start) is a saddle point: no gradient, yet no valley, for it curves up one way and down the other. [SGD](run_sgd) lingers; [Adam](run_adam) divides each direction by its own size and is soon gone."),
	"valleys": i18n.T("[右边的谷](start)是局部最小值，左边的更深。没有[动量](run_momentum)就困在先遇到的谷里；有动量，有时能冲过中间的坎。",
		"[The right valley](start) is a local minimum, the left one is deeper. Without [momentum](run_momentum) you stay in the first you meet; with it you may roll over the ridge."),
	"himmelblau": i18n.T("[四个谷](start)一样深。去哪一个，全看起点和[优化器](run_*)：把小球拖过一条分水岭试试。",
		"[Four valleys](start), equally deep. The start and [the optimiser](run_*) decide which: drag the balls across a watershed."),
	"plateau": i18n.T("[远处](start)几乎没有坡，[SGD](run_sgd) 的步子也就几乎是 0。[Adam](run_adam) 把梯度除以它自己的大小，步子总有 η 左右。分母里的 ε 只防止除以 0，并不防止梯度为 0。",
		"[Far out](start) there is hardly any slope, so [SGD](run_sgd) hardly steps. [Adam](run_adam) divides the gradient by its own size and steps about η all the same. The ε below only guards that division, not against a gradient of zero."),
	lineID: i18n.T("150 朵真实的鸢尾花：花瓣宽 ≈ w·长 + b。改成[每步只看几朵](batch_size)，梯度就会抖；在[「梯度云」](details)里，一朵花一支箭，平均起来正是全部数据的梯度。",
		"150 real irises: petal width ≈ w·length + b. Look at [a few flowers a step](batch_size) and the gradient jitters; under [Cloud](details) each flower is an arrow, and their mean is the gradient of all."),
	netID: i18n.T("一个 2-3-3 小网络认三种鸢尾花，这是它[真实的损失](start)：两个权重能动，其余不动。在[「权重」](details)里点连线，换成另外两个。",
		"[The true loss](start) of a small 2-3-3 network that tells three irises apart: two weights move, the rest stay as trained. Under [Net](details), press a wire to choose others."),
	ownID: i18n.T("写任何 x 和 y 的[式子](expression)，引擎立刻算出[整片山坡](start)和每一步的梯度。可用 + − * / ^、exp、log、sqrt、tanh、relu、abs、max、min。",
		"Write any [formula](expression) of x and y; the engine computes [the whole hillside](start) and the gradient of each step. There are + − * / ^, exp, log, sqrt, tanh, relu, abs, max, min."),
}

// texts are what stands on screen in words and figures, made when it changes so
// that drawing makes none.
type texts struct {
	formulaSize float64

	chip     [optimisers]chipText
	formula  string
	loss     string
	kind     string // of the place, "" on a slope
	read     string
	card     string
	note     string // under the card's table
	heads    [5]string
	rows     []rowText
	sum      string               // the rule
	worked   [2]string            // the step by its numbers, x and y
	made     [2][4]inspect.Figure // these numbers
	hess     [4]string
	eig      [2]string
	eta      [2]string // η·λ
	etaV     [2]float64
	limit    string
	verdict  string
	judged   [3]inspect.Figure // its numbers
	cloud    [5][3]string      // name and two numbers
	lr       string
	found    string
	tried    [3]inspect.Figure // its numbers
	picked   [2][2]string      // the network's two weights: name and value
	heaviest float64
}

type chipText struct {
	loss, reached string
	bad           bool
}

// rowText is a line of the card: a name and two numbers.
type rowText struct {
	name string
	num  [2]string
	of   [2]inspect.Origin
	grad bool // they are a gradient
}

// short writes a number with three digits that count.
func short(v float64) string {
	if a := math.Abs(v); a >= 1e-3 && a < 1e4 {
		s := strconv.FormatFloat(v, 'g', 3, 64)
		if strings.Contains(s, "e") {
			s = strconv.FormatFloat(v, 'f', 0, 64)
		}
		return strings.ReplaceAll(s, "-", "−")
	}
	return plot.Format(v)
}

// kindText names a place.
func kindText(k place, deeper bool) i18n.Text {
	switch k {
	case minimum:
		if deeper {
			return i18n.T("局部最小值：别处更低", "Local minimum: it is lower elsewhere")
		}
		return i18n.T("最小值", "Minimum")
	case saddle:
		return i18n.T("鞍点：一边向上弯，一边向下弯", "Saddle point: up one way, down the other")
	case maximum:
		return i18n.T("最大值", "Maximum")
	case plateau:
		return i18n.T("高原：几乎没有坡", "Plateau: hardly any slope")
	}
	return i18n.Text{}
}

// tell writes all texts anew.
func (s *Scene) tell() {
	t, l := &s.texts, s.lang
	tabs := 170.0
	if len(s.view.Options()) > 2 {
		tabs = 216
	}
	text, st, room := s.formulaText(), formulaStyle, s.pad.Rect().W-tabs
	if w := paint.Measure(text, st); w > room { // smaller letters before it is cut
		st.Size = max(st.Size*room/w, 11)
	}
	t.formula, t.formulaSize = paint.Elide(text, room, st), st.Size
	if s.training || s.relief.stride == 0 {
		t.read = i18n.T("小网络正在训练", "The small network is being trained").In(l)
		return
	}
	s.askWild()
	s.tellChips()
	t.kind = ""
	if s.shape.kind != slope {
		t.kind = kindText(s.shape.kind, s.lowerElsewhere()).In(l)
	}
	m := s.race.run[s.opt].now(s.at)
	if m == nil {
		return
	}
	t.loss, t.lr = short(m.loss), short(m.lr)
	at, x, y, name := strconv.Itoa(s.at), short(m.at[0]), short(m.at[1]), optName[s.opt]
	t.read = i18n.T("第 "+at+" 步，"+name.ZH+" 在 ("+x+", "+y+")，损失 "+t.loss+"。"+t.kind,
		"Step "+at+": "+name.EN+" at ("+x+", "+y+"), loss "+t.loss+". "+t.kind).In(l)
	s.tellState()
	s.tellShape()
	s.tellCloud(m)
	s.tellFinder()
	switch s.tab.Value() {
	case tabState:
		t.card = strings.ReplaceAll(t.sum, "\n", ", ")
		for _, r := range t.rows {
			t.card += " " + r.name + ": " + r.num[0] + ", " + r.num[1] + "."
		}
	case tabShape:
		t.card = t.verdict
	case tabCloud:
		t.card = t.note
		for _, r := range t.cloud {
			t.card += " " + r[0] + ": " + r[1] + ", " + r[2] + "."
		}
	case tabFinder:
		t.card = t.found
	default:
		t.card = "η = " + t.lr
	}
}

func (s *Scene) formulaText() string {
	switch s.preset.id {
	case lineID:
		return "L(w, b)"
	case netID:
		a, b := weightName(s.net.pick[0]), weightName(s.net.pick[1])
		return "L(" + a + ", " + b + ")"
	}
	r := strings.NewReplacer("^2", "²", "^3", "³", "^4", "⁴", "*", "·", "-", " − ", "+", " + ", "(-", "(−", "exp( − ", "exp(−", "  ", " ")
	return "f = " + strings.ReplaceAll(r.Replace(s.legal), "( − ", "(−")
}

func (s *Scene) tellChips() {
	goal, counted := s.goal(), false
	for k := range s.race.run {
		c, n := &s.texts.chip[k], &s.race.run[k]
		*c = chipText{}
		m := n.now(s.at)
		if !n.on || m == nil {
			continue
		}
		c.loss = short(m.loss)
		if n.ended && s.at >= len(n.past)-1 {
			c.bad = true
			c.loss = i18n.T("发散了", "diverged").In(s.lang)
			if !n.overflowed() {
				c.loss = i18n.T("0 ÷ 0", "0 ÷ 0").In(s.lang)
			}
			continue
		}
		c.bad = m.loss > n.past[0].loss
		if r := n.reached(goal); r >= 0 && r <= s.at {
			counted = s.flags[k].count(n.past[:r+1], goal) || counted
			c.reached = strconv.Itoa(s.flags[k].at)
		}
	}
	if counted && s.shape.root != nil {
		s.show()
	}
}

// flag counts on a tape the steps that an optimiser took down to the valley.
type flag struct {
	steps.First
	of [3]float64 // the first loss, the last and the level that were counted
	at int
}

// count reports whether that is another number than before.
func (f *flag) count(past []moment, goal float64) (news bool) {
	of := [3]float64{past[0].loss, past[len(past)-1].loss, goal}
	if f.of == of && f.at == len(past)-1 && f.Known() {
		return false
	}
	f.of = of
	losses := make([]float64, len(past))
	for i := range past {
		losses[i] = past[i].loss
	}
	f.at = f.AtMost("L", losses, goal)
	return true
}

// overflowed reports whether a run that ended did so by growing, and not by
// dividing zero by zero.
func (n *runner) overflowed() bool {
	k := len(n.past)
	if k < 2 {
		return k == 1 && !finite(n.past[0].loss)
	}
	p := &n.past[k-2]
	return math.Abs(p.at[0]) > 1e3 || math.Abs(p.at[1]) > 1e3 || math.Abs(p.loss) > 1e6 || math.Hypot(p.g[0], p.g[1]) > 1e3
}

// tellState unfolds the step of the optimiser that is looked at.
func (s *Scene) tellState() {
	t, l, w := &s.texts, s.lang, &s.working
	t.rows = t.rows[:0]
	row := func(name i18n.Text, node func(*axisWork) int) {
		v := w.of(node)
		t.rows = append(t.rows, rowText{name: name.In(l), num: [2]string{short(v[0]), short(v[1])}, of: [2]inspect.Origin{inspect.Of(runWorking, node(&w.axis[0]), 0), inspect.Of(runWorking, node(&w.axis[1]), 0)}})
	}
	slot := func(k int) func(*axisWork) int { return func(x *axisWork) int { return x.past[k] } }
	row(i18n.T("位置 θ", "place θ"), func(x *axisWork) int { return x.at })
	g := i18n.T("梯度 g", "gradient g")
	if s.race.batches != nil {
		g = i18n.T("这一批的梯度 g", "batch gradient g")
	}
	row(g, func(x *axisWork) int { return x.g })
	for a, id := range s.shape.ids {
		t.rows[0].of[a], t.rows[1].of[a] = inspect.Of(runShape, id, 0), s.stepGradient(a)
	}
	t.rows[1].grad = true
	switch s.opt {
	case sgd:
		t.sum = "θ ← θ − η·g"
	case momentum:
		t.sum = "v ← μ·v + g,  θ ← θ − η·v"
		row(i18n.T("速度 v", "velocity v"), slot(0))
	case nesterov:
		t.sum = "v ← μ·v + g,  θ ← θ − η·(g + μ·v)"
		row(i18n.T("速度 v", "velocity v"), slot(0))
	case rmsprop:
		t.sum = "s ← α·s + (1−α)·g²,  θ ← θ − η·g/(√s + ε)"
		row(i18n.T("平方的平均 s", "mean square s"), slot(0))
	case adagrad:
		t.sum = "G ← G + g²,  θ ← θ − η·g/(√G + ε)"
		row(i18n.T("平方的总和 G", "sum of squares G"), slot(0))
	case adam:
		t.sum = "m′ = m/(1−β₁ᵗ),  v′ = v/(1−β₂ᵗ)\nθ ← θ − η·m′/(√v′ + ε)"
		row(i18n.T("一阶矩 m", "first moment m"), slot(0))
		row(i18n.T("二阶矩 v", "second moment v"), slot(1))
	}
	if s.opt >= rmsprop {
		row(i18n.T("有效步长", "effective η"), func(x *axisWork) int { return x.rate })
	}
	row(i18n.T("这一步 Δθ", "step Δθ"), func(x *axisWork) int { return x.step })
	t.heads[0], t.heads[1] = s.axisNames()
	for a := range 2 {
		x := &w.axis[a]
		for i, node := range [4]int{x.at, x.rate, x.dir, x.next} {
			t.made[a][i] = inspect.Figure{Text: short(w.tr.Nodes[node].Value[0]), Of: inspect.Of(runWorking, node, 0)}
		}
		f := &t.made[a]
		t.worked[a] = t.heads[a] + "′ = " + f[0].Text + " − " + f[1].Text + "×" + plot.Bracketed(f[2].Text) + " = " + f[3].Text
	}
	if s.tellNote(); s.Part > substep.None {
		t.unveil(s)
	}
}

func (s *Scene) axisNames() (x, y string) {
	switch s.preset.id {
	case lineID:
		return "w", "b"
	case netID:
		return weightName(s.net.pick[0]), weightName(s.net.pick[1])
	}
	return "x", "y"
}

// tellNote says, in the words of the numbers, what the rule does here.
func (s *Scene) tellNote() {
	t, l := &s.texts, s.lang
	switch s.opt {
	case sgd:
		t.note = i18n.T("步子 = η × 梯度：坡多陡，步多大。", "The step is η times the gradient: as long as the slope is steep.").In(l)
	case momentum, nesterov:
		k := short(1 / (1 - s.hyper.momentum))
		t.note = i18n.T("橙箭头是梯度，黑白箭头是攒下的速度：同向的最多攒到 1/(1−μ) = "+k+" 倍，来回的互相抵消。", "Orange is the gradient, the other arrow the saved-up velocity: what agrees adds up to 1/(1−μ) = "+k+" times, what swings cancels.").In(l)
	case adagrad:
		t.note = i18n.T("虚线圈是两个方向的有效步长。G 只增不减，所以它们越走越小。", "The dashed ring is the effective rate of each direction. G only grows, so they only shrink.").In(l)
	case rmsprop:
		t.note = i18n.T("虚线圈是两个方向的有效步长：除以自己近来的大小，陡的变短，平的变长。", "The dashed ring is the effective rate of each direction: divided by its own recent size, steep shortens and flat lengthens.").In(l)
	case adam:
		t.note = i18n.T("√v′ 是梯度近来的大小。ε 只防止 0 ÷ 0：把 ε 设成 0，再走到 g 恰好为 0 的方向试试。", "√v′ is the gradient's recent size. ε only guards 0 ÷ 0: set it to 0 and stand where one g is exactly 0.").In(l)
		if s.race.run[adam].ended && !s.race.run[adam].overflowed() {
			t.note = i18n.T("v = 0，ε = 0：m′/(√v′ + ε) = 0 ÷ 0，不是数。ε 防的就是这个除法。", "v = 0 and ε = 0: m′/(√v′ + ε) = 0 ÷ 0 is no number. That division is all ε guards.").In(l)
		}
	}
}

// tellCloud speaks of the gradients of single examples.
func (s *Scene) tellCloud(m *moment) {
	t, l, c := &s.texts, s.lang, &s.cloud
	if len(c.each) == 0 {
		t.note2()
		return
	}
	room := min(s.marks.body.W, cloudTable) - 2*numW - 20
	put := func(i int, name i18n.Text, g [2]float64) {
		t.cloud[i] = [3]string{paint.Elide(name.In(l), room, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}), short(g[0]), short(g[1])}
	}
	n := strconv.Itoa(len(c.each))
	put(0, i18n.T("全部 "+n+" 朵的梯度", "gradient of all "+n), s.shape.g)
	t.cloud[2], t.cloud[3], t.cloud[4] = [3]string{}, [3]string{}, [3]string{}
	b := i18n.T("这一步用的", "used in this step")
	put(1, b, m.g)
	h := &s.halves
	if !h.known {
		return // nobody asks, or there are no numbers any more
	}
	put(2, i18n.T("工人 A：一半的花", "worker A: one half"), h.worker[0].gradient())
	put(3, i18n.T("工人 B：另一半", "worker B: other half"), h.worker[1].gradient())
	put(4, i18n.T("(A + B) ÷ 2", "(A + B) ÷ 2"), h.joined())
}

func (t *texts) note2() { t.cloud = [5][3]string{} }
