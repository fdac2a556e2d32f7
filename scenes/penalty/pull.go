package penalty

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// barView is the pull as it is drawn.
type barView struct {
	narrow  bool
	cards   [2]paint.Rect
	bars    [2]paint.Rect // where the bars stand, zero level included
	plots   [2]paint.Rect
	rects   [2][n]paint.Rect
	texts   [2][n]string
	pulls   [2][n]string
	paths   [2][n][]paint.Point
	zero    [2]float64 // y of zero, in bars
	level   [2]float64 // and in plots
	top     float64    // the largest weight in sight
	score   [2]string
	names   [n]string
	rows    [n]float64
	columns [5]float64
	why     string
	bad     bool
	said    string
}

// placePull shares out the stage for the pull.
func (s *Scene) placePull() {
	v, r := &s.bars, s.Area
	v.narrow = s.Phone || r.W < 620
	rowH, foot := 26.0, 88.0
	if v.narrow {
		foot = 112
	}
	card, top := r.CutBottom(min(n*rowH+foot, r.H*0.46))
	_, top = top.CutBottom(gap)
	s.lanes.SetRect(top)
	s.pulls.SetRect(card)
	w := (top.W - gap) / 2
	v.top = 0.1
	for _, l := range s.pull.lanes {
		for k := range l.w {
			for _, x := range l.w[k] {
				if !math.IsInf(x, 0) && !math.IsNaN(x) {
					v.top = max(v.top, abs(x))
				}
			}
		}
	}
	v.top = min(v.top, 2.2)
	for k := range v.cards {
		c := paint.Rect{X: top.X + float64(k)*(w+gap), Y: top.Y, W: w, H: top.H}
		v.cards[k] = c
		_, in := c.InsetXY(14, 10).CutTop(34)
		v.bars[k], v.plots[k] = in.CutTop(in.H * 0.52)
		_, v.plots[k] = v.plots[k].CutTop(14)
		v.zero[k], v.level[k] = v.bars[k].Y+v.bars[k].H*0.78, v.plots[k].Y+v.plots[k].H*0.78
	}
	in := card.InsetXY(20, 12)
	if v.narrow {
		in = card.InsetXY(12, 10)
	}
	for i, share := range [5]float64{0, 0.12, 0.36, 0.62, 1} {
		v.columns[i] = in.X + in.W*share
	}
	for i := range n {
		v.rows[i] = in.Y + 26 + rowH*(float64(i)+0.5)
		s.first[i].Place(paint.Rect{X: v.columns[1], Y: v.rows[i] - 11, W: min(70, in.W*0.2), H: 22}, 2)
	}
}

// fillPull places bars and paths between the two last recorded steps, and
// writes the table.
func (s *Scene) fillPull() {
	v, r := &s.bars, s.pull
	at := s.Pos[viewPull]
	from, u := max(at-1, 0), 1.0
	if s.Phase < 1 && s.Part == substep.None {
		u = s.Phase * s.Phase * (3 - 2*s.Phase)
	}
	v.said = ""
	for k := range r.lanes {
		l := &r.lanes[k]
		cell := v.bars[k].W / n
		high, tall := v.zero[k]-v.bars[k].Y-16, v.level[k]-v.plots[k].Y
		for i := range n {
			w := l.w[from][i] + (l.w[at][i]-l.w[from][i])*u
			size := max(min(w/v.top, 1), -0.3) * high
			v.rects[k][i] = paint.Rect{X: v.bars[k].X + (float64(i)+0.5)*cell - min(20, cell*0.36), Y: v.zero[k] - max(size, 0), W: min(40, cell*0.72), H: abs(size)}
			v.texts[k][i], v.pulls[k][i] = fixed(l.w[at][i]), number(round(l.pull[at][i]))
			p := v.paths[k][i][:0]
			for j := range at + 1 {
				y := max(min(l.w[j][i]/v.top, 1), -0.3)
				p = append(p, paint.Point{X: v.plots[k].X + float64(j)/steps*v.plots[k].W, Y: v.level[k] - y*tall})
			}
			v.paths[k][i] = p
			v.said += "w" + [n]string{"₁", "₂", "₃", "₄"}[i] + " " + laneNames[k] + " " + v.texts[k][i] + ". "
		}
		v.score[k] = "w·x = " + fixed(l.score[at])
	}
	if s.Part > substep.None {
		s.unveil()
	}
	v.names = [n]string{"w₁", "w₂", "w₃", "w₄"}
	if s.Part == substep.None {
		s.explain()
	}
}

// explain says what is to be seen at this step.
func (s *Scene) explain() {
	v, r := &s.bars, s.pull
	a, b := &r.lanes[0], &r.lanes[1]
	v.bad = false
	end := b.w[steps]
	switch {
	case !(abs(end[0]) < 1e3 && abs(end[1]) < 1e3 && abs(end[2]) < 1e3 && abs(end[3]) < 1e3) || abs(end[0]) > 2*abs(r.start[0])+1:
		v.bad = true
		v.why = i18n.T("步子太大：L2 每步乘 1 − 2ηλ，小于 −1 就越跳越远。把 η 或 λ 调小。", "Steps too large: L2 multiplies by 1 − 2ηλ each step, and below −1 that grows. Turn η or λ down.").In(s.Lang)
	case s.Pos[viewPull] >= steps/2 && a.trembles():
		v.bad = true
		v.why = i18n.T("L1 在零两边来回跳：拉力只看正负，不看大小，一步就跨过了零。η 小些，跳得也小些。", "L1 trembles around zero: its pull knows the sign, not the size, so each step jumps across. A smaller η trembles less.").In(s.Lang)
	case r.data:
		v.why = i18n.T("得分这一头往上拽，惩罚往下拉：L2 让大家分担，L1 留着原来那个。", "The score tugs up, the penalty down: L2 shares the load, L1 keeps the one it had.").In(s.Lang)
	default:
		v.why = i18n.T("L1 的拉力：λ × 正负号。L2 的拉力：2λ × w。按播放，看谁先到零。", "L1 pulls with λ × sign of w, L2 with 2λ × w. Press play: who gets to zero?").In(s.Lang)
	}
}

var laneNames = [2]string{"L1", "L2"}

func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// fixed writes a weight with three decimals, one that runs away by its size alone.
func fixed(v float64) string {
	if abs(v) < 1e3 || math.IsInf(v, 0) || math.IsNaN(v) {
		return string(paint.AppendNumber(nil, v, 3))
	}
	s := strconv.FormatFloat(v, 'e', 0, 64)
	return strings.NewReplacer("e+0", "e", "e+", "e", "-", "−").Replace(s)
}

// handleLanes: dragging a bar changes where its weight starts.
func (s *Scene) handleLanes(ev ui.Event) bool {
	v := &s.bars
	pos := func() (lane, bar int) {
		for k, r := range v.bars {
			if r.Contains(ev.X, ev.Y) {
				return k, min(int((ev.X-r.X)/r.W*n), n-1)
			}
		}
		return -1, -1
	}
	set := func(k, i int) {
		w := (v.zero[k] - ev.Y) / (v.zero[k] - v.bars[k].Y - 16) * v.top
		s.begin(i, math.Round(min(max(w, -2), 2)*20)/20)
	}
	switch ev.Kind {
	case ui.PointerDown:
		k, i := pos()
		if k < 0 || ev.Button != 0 {
			return false
		}
		s.held = k*n + i
		s.Pos[viewPull] = 0
		set(k, i)
	case ui.PointerMove:
		if s.held < 0 {
			return false
		}
		set(s.held/n, s.held%n)
	case ui.PointerUp, ui.PointerCancel:
		s.held = -1
	default:
		return false
	}
	return true
}

var laneTitles = [2]i18n.Text{i18n.T("L1 = λΣ|w|", "L1 = λΣ|w|"), i18n.T("L2 = λΣw²", "L2 = λΣw²")}

// drawLanes paints the weights as bars, and below their way so far.
func (s *Scene) drawLanes(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.bars
	for k, card := range v.cards {
		ui.Card(c, t, card)
		c.Text(laneTitles[k].In(lk.Lang), card.X+14, card.Y+22, paint.Style{Font: paint.Math, Size: 16, Color: t.Text}, paint.Left)
		if !v.narrow {
			c.Text(v.score[k], card.Right()-14, card.Y+22, paint.Style{Font: paint.Mono, Size: 13, Color: t.Muted}, paint.Right)
		}
		c.Line(v.bars[k].X, v.zero[k], v.bars[k].Right(), v.zero[k], 1, t.Strong)
		c.PushClip(card)
		for i, r := range v.rects[k] {
			col := t.Series[i]
			c.RoundRect(r, 3, col)
			x, _ := r.Center()
			y := min(r.Y-10, v.zero[k]-10)
			c.Text(v.texts[k][i], x, y, paint.Style{Font: paint.MonoBold, Size: size(v.narrow), Color: t.Text}, paint.Center)
			c.Text(v.names[i], x, v.bars[k].Bottom()-4, paint.Style{Font: paint.Math, Size: 13, Color: t.Muted}, paint.Center)
		}
		p := v.plots[k]
		c.RoundRect(p, theme.RadiusSmall, t.Sunken)
		c.Line(p.X, v.level[k], p.Right(), v.level[k], 1, t.Strong)
		for j, r := range s.Rivals {
			if o := r.Scene.(*Scene); o.View == viewPull && o.bars.top == v.top {
				for i := range n {
					name := ""
					if i == 0 {
						name = r.Name
					}
					plot.DrawBeside(c, t, p, j, name, o.bars.paths[k][i], t.Series[i])
				}
			}
		}
		if x, _ := p.Center(); len(v.paths[k][0]) < 2 && len(s.Rivals) == 0 {
			c.Text(comesText.In(lk.Lang), x, (p.Y+v.level[k])/2, t.Tiny(), paint.Center)
		}
		for i := range n {
			c.Polyline(v.paths[k][i], 2, t.Series[i])
			if m := len(v.paths[k][i]); m > 0 {
				q := v.paths[k][i][m-1]
				c.Circle(q.X, q.Y, 3.5, t.Series[i])
			}
		}
		c.PopClip()
	}
}

func size(narrow bool) float64 {
	if narrow {
		return 10
	}
	return 13
}

var (
	comesText = i18n.T("曲线会画在这里", "The curves appear here")
	startHead = i18n.T("起点", "start")
	pullHeads = [2]i18n.Text{i18n.T("L1 拉力 λ·sign w", "L1 pull λ·sign w"), i18n.T("L2 拉力 2λw", "L2 pull 2λw")}
	shortHead = [2]i18n.Text{i18n.T("L1 拉力", "L1 pull"), i18n.T("L2 拉力", "L2 pull")}
)

// drawPulls paints the table of the pulls at this step.
func (s *Scene) drawPulls(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.bars
	r := s.pulls.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	y := v.rows[0] - 25
	st := t.H3()
	heads := &pullHeads
	if v.narrow {
		heads, st.Size = &shortHead, 12
	}
	c.Text(startHead.In(lk.Lang), v.columns[1]+8, y, st, paint.Left)
	c.Text(heads[0].In(lk.Lang), v.columns[3], y, st, paint.Right)
	c.Text(heads[1].In(lk.Lang), v.columns[4], y, st, paint.Right)
	for i := range n {
		c.Circle(v.columns[0]+5, v.rows[i], 4, t.Series[i])
		c.Text(v.names[i], v.columns[0]+14, v.rows[i], paint.Style{Font: paint.Math, Size: 14, Color: t.Text}, paint.Left)
		for k := range 2 {
			c.Text(v.pulls[k][i], v.columns[3+k], v.rows[i], paint.Style{Font: paint.MonoBold, Size: 14, Color: t.GradientInk}, paint.Right)
		}
	}
	why := t.Small()
	if v.bad {
		why.Color = t.Bad
	}
	c.TextWrap(v.why, paint.Rect{X: v.columns[0], Y: v.rows[n-1] + 20, W: v.columns[4] - v.columns[0]}, why, 19)
}
