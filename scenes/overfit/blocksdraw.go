package overfit

import (
	"math"
	"strconv"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// blockMarks are where things stand.
type blockMarks struct {
	picture paint.Rect
	knob    paint.Point // turns the block
	edge    paint.Point // moves the shadow
	bars    [jobs.BlockShapes]paint.Rect
	rows    [jobs.BlockTests]paint.Rect
}

// blockTexts are what the stage says, written in Update.
type blockTexts struct {
	answer, say, report string
	shape               string // the answer where there is little room
	chance              [jobs.BlockShapes]string
	tests               [jobs.BlockTests]string
	right, has          bool
}

var (
	sceneName  = i18n.T("拖圆点：蓝的转积木，绿的移影子", "Drag the dots: blue turns, green shades")
	sceneShort = i18n.T("拖动圆点", "Drag the dots")
	testsName  = i18n.T("四次考试", "Four tests")
	turnName   = i18n.T("认对的随角度", "Right by angle")
	testNames  = [jobs.BlockTests]i18n.Text{i18n.T("训练图", "Training"), i18n.T("验证图", "Validation"), i18n.T("随便转", "Turned"), i18n.T("有影子", "In shadow")}
)

// place shares out the stage.
func (l *blocksLab) place() {
	m := &l.marks
	var scene, says, tests, curve paint.Rect
	if l.phone || l.area.W < 560 {
		top, low := l.area.CutTop(min(l.area.H*0.45, l.area.W*0.62+34))
		_, low = low.CutTop(gap)
		scene, says = top.CutLeft(min(top.W*0.62, top.W-gap-124))
		_, says = says.CutLeft(gap)
		tests, curve = low.CutTop(min(low.H*0.45, 150))
		_, curve = curve.CutTop(gap)
	} else {
		right, left := l.area.CutRight(l.area.W * 0.44)
		_, right = right.CutLeft(gap)
		scene = left
		says, right = right.CutTop(right.H * 0.34)
		_, right = right.CutTop(gap)
		tests, curve = right.CutTop(150)
		_, curve = curve.CutTop(gap)
	}
	l.scene.SetRect(scene)
	l.says.SetRect(says)
	l.tests.SetRect(tests)
	l.byTurn.SetRect(curve)
	_, in := curve.InsetXY(8, 8).CutTop(26)
	l.plot.Place(in)
	l.plot.Mark = float64(l.turn)
	_, in = scene.InsetXY(14, 12).CutTop(28)
	m.picture = l.heat.Fit(in)
	cx, cy := m.picture.Center()
	half := m.picture.W / 2
	m.knob = paint.Point{X: cx + 0.9*half*math.Sin(l.block.Turn), Y: cy - 0.9*half*math.Cos(l.block.Turn)}
	m.edge = paint.Point{X: cx + l.edgeX.Float()*half, Y: cy + l.edgeY.Float()*half}
	m.edge.X, m.edge.Y = min(m.edge.X, m.picture.Right()-8), min(m.edge.Y, m.picture.Bottom()-8)
	m.edge.X, m.edge.Y = max(m.edge.X, m.picture.X+8), max(m.edge.Y, m.picture.Y+8)
	_, in = says.InsetXY(14, 10).CutTop(34)
	for i := range m.bars {
		h := min(in.H/jobs.BlockShapes, 44)
		m.bars[i] = paint.Rect{X: in.X, Y: in.Y + float64(i)*h, W: in.W, H: h}
	}
	_, in = tests.InsetXY(14, 8).CutTop(28)
	for i := range m.rows {
		h := in.H / jobs.BlockTests
		m.rows[i] = paint.Rect{X: in.X, Y: in.Y + float64(i)*h, W: in.W, H: h}
	}
}

// fill writes the words.
func (x *blockTexts) fill(l *blocksLab, g i18n.Lang) {
	r := l.run
	*x = blockTexts{}
	if len(r.chance) == 0 {
		x.answer = i18n.T("正在看训练图……", "Looking at its pictures …").In(g)
		return
	}
	at := highest(r.chance)
	x.has, x.right = true, at == l.block.Shape
	for i, p := range r.chance {
		x.chance[i] = percent(p)
	}
	x.answer = i18n.T("它说："+shapeNames[at].ZH, "It says: "+shapeNames[at].EN).In(g)
	x.shape = shapeNames[at].In(g)
	x.say = x.answer + " " + x.chance[at]
	switch {
	case r.err != nil:
		x.report = r.err.Error()
		return
	case r.on.StepCount() == 0:
		x.report = i18n.T("正在准备训练图……", "Preparing its pictures …").In(g)
		return
	case !r.done():
		n, m := strconv.Itoa(r.on.StepCount()), strconv.Itoa(r.steps())
		x.report = i18n.T("正在训练：第 "+n+" / "+m+" 步", "Training: step "+n+" of "+m).In(g)
		return
	}
	if !r.grades.known {
		return
	}
	for i, share := range r.grades.share[:jobs.BlockTests] {
		x.tests[i] = percent(r.grades.tr.Nodes[share.ID()].Value[0])
		x.report += testNames[i].In(g) + " " + x.tests[i] + " "
	}
}

// handler turns the block and moves the shadow's edge.
func (l *blocksLab) handler() func(ui.Event) bool {
	down, pointer, shade := false, 0, false
	move := func(ev ui.Event) {
		x, y := l.marks.picture.Center()
		dx, dy, half := ev.X-x, ev.Y-y, l.marks.picture.W/2
		if shade {
			l.edgeX.Set(short(hold(dx/half, 1)))
			l.edgeY.Set(short(hold(dy/half, 1)))
			return
		}
		a := math.Atan2(dx, -dy) * 180 / math.Pi
		if a < 0 {
			a += 360
		}
		if a > 270 {
			a = 0
		}
		l.angle.Set(strconv.Itoa(int(min(a, 180) + 0.5)))
	}
	return func(ev ui.Event) bool {
		switch ev.Kind {
		case ui.PointerDown:
			if down || ev.Button != 0 || !l.marks.picture.Inset(-10).Contains(ev.X, ev.Y) {
				return down
			}
			m := &l.marks
			down, pointer = true, ev.Pointer
			shade = math.Hypot(ev.X-m.edge.X, ev.Y-m.edge.Y) < min(math.Hypot(ev.X-m.knob.X, ev.Y-m.knob.Y), 40)
			return true
		case ui.PointerMove:
			if down && ev.Pointer == pointer {
				move(ev)
				return true
			}
		case ui.PointerUp, ui.PointerCancel:
			if down && ev.Pointer == pointer {
				down = false
				return true
			}
		case ui.KeyDown:
			return l.key(ev.Key)
		}
		return false
	}
}

func (l *blocksLab) key(key string) bool {
	switch key {
	case "ArrowLeft":
		l.angle.Set(strconv.Itoa(max(l.turn-5, 0)))
	case "ArrowRight":
		l.angle.Set(strconv.Itoa(l.turn + 5))
	case "ArrowUp":
		l.edgeX.Set(short(hold(l.edgeX.Float()-0.05, 1)))
		l.edgeY.Set(short(hold(l.edgeY.Float()-0.05, 1)))
	case "ArrowDown":
		l.edgeX.Set(short(hold(l.edgeX.Float()+0.05, 1)))
		l.edgeY.Set(short(hold(l.edgeY.Float()+0.05, 1)))
	default:
		return false
	}
	return true
}

// drawScene paints the picture that the network gets, and the handles.
func (l *blocksLab) drawScene(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.scene.Rect()
	ui.Card(c, t, card)
	st := t.BodyBold()
	name := sceneName
	if card.W < 300 {
		name = sceneShort
	}
	c.Text(name.In(lk.Lang), card.X+14, card.Y+20, st, paint.Left)
	l.heat.Draw(c, t, m.picture)
	plot.Frame(c, t, m.picture, false)
	x, y := m.picture.Center()
	c.DashLine(x, y, m.knob.X, m.knob.Y, 1.5, 4, 4, 0, t.Accent)
	for i, p := range [2]paint.Point{m.knob, m.edge} {
		col := [2]paint.Color{t.Accent, t.Good}[i]
		c.Circle(p.X, p.Y, 11, t.Panel)
		c.CircleStroke(p.X, p.Y, 10, 2.5, col)
		c.Circle(p.X, p.Y, 4, col)
	}
}

// drawAnswer paints the chances of the shapes.
func (l *blocksLab) drawAnswer(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.says.Rect()
	ui.Card(c, t, card)
	st := t.H2()
	if card.W < 240 {
		st = t.BodyBold()
	}
	if l.texts.has {
		st.Color = t.Bad
		if l.texts.right {
			st.Color = t.Good
		}
	}
	answer := l.texts.answer
	if l.texts.has && paint.Measure(answer, st) > card.W-28 {
		answer = l.texts.shape
	}
	c.Text(paint.Elide(answer, card.W-28, st), card.X+14, card.Y+24, st, paint.Left)
	for i, r := range m.bars {
		if !l.texts.has {
			break
		}
		_, y := r.Center()
		name := t.Small()
		if i == l.block.Shape {
			name.Color, name.Font = t.Text, paint.SansBold
		}
		c.Text(shapeNames[i].In(lk.Lang), r.X, y-7, name, paint.Left)
		c.Text(l.texts.chance[i], r.Right(), y-7, t.NumberBold(), paint.Right)
		bar := paint.Rect{X: r.X, Y: y + 5, W: r.W, H: 7}
		c.RoundRect(bar, 3.5, t.Track)
		bar.W = max(bar.W*l.run.chance[i], 7)
		c.RoundRect(bar, 3.5, t.Series[0])
	}
}

// drawTests paints the four shares.
func (l *blocksLab) drawTests(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.tests.Rect()
	ui.Card(c, t, card)
	st := t.BodyBold()
	c.Text(paint.Elide(testsName.In(lk.Lang), card.W-28, st), card.X+14, card.Y+20, st, paint.Left)
	if l.texts.tests[0] == "" {
		c.TextWrap(l.texts.report, paint.Rect{X: card.X + 14, Y: card.Y + 38, W: card.W - 28}, t.Small(), 20)
		return
	}
	for i, r := range m.rows {
		_, y := r.Center()
		num := t.NumberBold()
		switch a := l.run.accuracy[i]; {
		case a < 0.9:
			num.Color = t.Bad
			c.RoundRect(r.InsetXY(-6, 1), theme.RadiusSmall, t.BadSoft)
		case a > 0.97:
			num.Color = t.Good
		}
		name := t.Small()
		name.Color = t.Text
		c.Text(paint.Elide(testNames[i].In(lk.Lang), r.W-58, name), r.X, y, name, paint.Left)
		c.Text(l.texts.tests[i], r.Right(), y, num, paint.Right)
	}
}

func (l *blocksLab) drawByTurn(c *paint.Canvas, lk *ui.Look) {
	t, card := lk.Theme, l.byTurn.Rect()
	ui.Card(c, t, card)
	st := t.BodyBold()
	c.Text(paint.Elide(turnName.In(lk.Lang), card.W-28, st), card.X+14, card.Y+20, st, paint.Left)
	l.plot.Draw(c, lk)
}
