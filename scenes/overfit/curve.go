package overfit

import (
	"math/rand/v2"
	"strconv"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// curveLab fits a polynomial to points that are dragged by hand.
type curveLab struct {
	inspect.Runs
	seed          uint64
	cloud         cloud
	val           table
	fit           *shown
	best          *shown // of the degree that does best on unseen points
	sweep         *sweep
	degree, n     int
	noise, lambda float64

	tried         [degrees]bool
	picked, hover int // points, or −1
	changed       bool
	stale         bool
	phone         bool
	area          paint.Rect

	guess        *ui.Guess
	degreeBar    *ui.Slider
	sizeBar      *ui.Slider
	noiseBar     *ui.Slider
	penalty      *ui.Select
	pad          *pad
	byDegree     *ui.Figure
	bySize       *ui.Figure
	card         *ui.Figure
	capacity     *plot.Bands
	growth       *plot.Bands
	list, shapes []ui.Widget
	marks        curveMarks
	texts        curveTexts
	why          prose.Block
}

func newCurveLab(seed uint64) *curveLab {
	l := &curveLab{seed: seed, degree: 9, n: 10, noise: 0.25, fit: newShown(), best: newShown(), sweep: newSweep(), picked: -1, hover: -1, changed: true}
	l.build()
	l.make()
	return l
}

// make draws the points anew.
func (l *curveLab) make() {
	l.cloud.make(l.n, l.noise, l.seed)
	l.val = sample(unseen, l.noise, rand.New(rand.NewPCG(l.seed, 100)))
	l.changed = true
}

func (l *curveLab) build() {
	l.guess = ui.NewGuess("guess_degree", i18n.T("哪个次数在没见过的点上最准？", "Which degree does best on unseen points?"), l.judge,
		ui.Opt("1", i18n.T("1 次", "1")), ui.Opt("3", i18n.T("3 次", "3")), ui.Opt("12", i18n.T("12 次", "12")))
	l.guess.OnReturn(func() { l.stale = true })
	l.degreeBar = ui.NewSlider("degree", i18n.T("多项式次数", "Polynomial degree"), 0, maxDegree, float64(l.degree)).Step(1).Decimals(0).Kept().OnChange(func(v float64) { l.Seek(int(v)) })
	l.sizeBar = ui.NewSlider("samples", i18n.T("训练点数", "Training points"), 4, 100, float64(l.n)).Step(1).Decimals(0).Kept().OnChange(func(v float64) {
		l.n = int(v)
		l.make()
	})
	l.noiseBar = ui.NewSlider("noise", i18n.T("噪声 σ", "Noise σ"), 0, 1, l.noise).Step(0.05).Kept().OnChange(func(v float64) {
		l.noise = v
		l.make()
	})
	opt := func(v string) ui.Option { return ui.Opt(v, i18n.Same(v)) }
	l.penalty = ui.NewSelect("ridge", i18n.T("L2 惩罚 λ·Σw²", "L2 penalty λ·Σw²"), "0", opt("0"), opt("0.0001"), opt("0.01"), opt("0.1"), opt("1")).Kept().OnChange(func(v string) {
		l.lambda, _ = strconv.ParseFloat(v, 64)
		l.changed = true
	})
	fresh := ui.NewButton("original", i18n.T("恢复数据", "Original points")).Edit().OnPress(func() {
		l.cloud.edits, l.picked, l.hover = nil, -1, -1
		l.make()
	})
	l.pad = newPad(l)
	figure := func(id string, role ui.Role, label i18n.Text, paint func(*paint.Canvas, *ui.Look), say func(i18n.Lang) string) *ui.Figure {
		f := ui.NewFigure(id, role, label)
		f.Paint, f.Say = paint, say
		return f
	}
	l.byDegree = figure("error_by_degree", ui.RolePad, i18n.T("误差随次数：点哪里就选哪个次数", "Error by degree: press to choose one"), l.drawCapacity, l.sayErrors)
	l.bySize = figure("error_by_samples", ui.RolePad, i18n.T("误差随点数：点哪里就选多少个点", "Error by number of points: press to choose one"), l.drawGrowth, l.saySizes)
	l.card = figure("card", ui.RoleText, i18n.T("拟合得怎样", "How it fits"), l.drawCard, func(g i18n.Lang) string { return l.texts.verdict + " " + prose.Plain(l.texts.why) })
	l.card.Holds(&l.why)
	l.capacity = plot.NewBands(&l.sweep.capacity[0], &l.sweep.capacity[1])
	l.capacity.X0, l.capacity.X1, l.capacity.Ticks = -0.3, maxDegree+0.3, []float64{0, 3, 6, 9, 12}
	l.growth = plot.NewBands(&l.sweep.growth[0], &l.sweep.growth[1])
	l.growth.X0, l.growth.X1, l.growth.LogX, l.growth.Ticks = 3.6, 112, true, []float64{4, 10, 30, 100}
	for _, p := range []*plot.Bands{l.capacity, l.growth} {
		p.LogY, p.Y0, p.Y1, p.LevelName = true, 0.001, 100, floorName
	}
	l.byDegree.On = slide(l.byDegree, func(x float64) { l.degreeBar.Set(strconv.Itoa(int(l.capacity.XAt(x) + 0.5))) })
	l.bySize.On = slide(l.bySize, func(x float64) { l.sizeBar.Set(strconv.Itoa(int(l.growth.XAt(x) + 0.5))) })
	l.list = []ui.Widget{l.guess, l.degreeBar, l.sizeBar, l.penalty, l.noiseBar, fresh,
		ui.NewParagraph(i18n.T("[次数太高](degree)，曲线连噪声也记住了：权重成百上千，点与点之间乱甩。次数太低，再多的点也救不了：有的书说欠拟合要加数据，[右下的图](error_by_samples)说不。",
			"[Too high a degree](degree) learns the noise by heart: weights in the hundreds, swings between the points. Too low a degree is not cured by more points, whatever some books say: see [the plot at the bottom right](error_by_samples)."))}
	l.shapes = []ui.Widget{l.pad, l.byDegree, l.bySize, l.card}
}

// slide lets a press or a drag choose a place of a plot; the keys read its points.
func slide(f *ui.Figure, to func(x float64)) func(ui.Event) bool {
	down, pointer := false, 0
	return func(ev ui.Event) bool {
		switch ev.Kind {
		case ui.PointerDown:
			if down || ev.Button != 0 || !f.Rect().Contains(ev.X, ev.Y) {
				return down
			}
			down, pointer = true, ev.Pointer
			to(ev.X)
			return true
		case ui.PointerMove:
			if down && ev.Pointer == pointer {
				to(ev.X)
				return true
			}
		case ui.PointerUp, ui.PointerCancel:
			if down && ev.Pointer == pointer {
				down = false
				return true
			}
		}
		return false
	}
}

// judge scores a prediction by the fits of all degrees to the visitor's points.
func (l *curveLab) judge(v string, g i18n.Lang) (bool, string) {
	best, at := "", 0
	for _, d := range asked {
		if best == "" || l.sweep.own[d].val < l.sweep.own[at].val {
			best, at = strconv.Itoa(d), d
		}
	}
	e := func(d int) string { return plot.Format(l.sweep.own[d].val) }
	return v == best, i18n.T("误差：1 次 "+e(1)+"，3 次 "+e(3)+"，12 次 "+e(12)+"。", "Errors: degree 1 "+e(1)+", degree 3 "+e(3)+", degree 12 "+e(12)+".").In(g)
}

// asked are the degrees of the question.
var asked = []int{1, 3, 12}

// told reports whether the errors of all degrees may be seen: a prediction was
// made, or the visitor has tried all that it asks for.
func (l *curveLab) told() bool {
	for _, d := range asked {
		if !l.tried[d] {
			return l.guess.Value() != ""
		}
	}
	return true
}

func (l *curveLab) Controls() []ui.Widget { return l.list }
func (l *curveLab) Figures() []ui.Widget  { return l.shapes }
func (l *curveLab) Settled() bool         { return !l.changed && l.sweep.done() }

func (l *curveLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone = env.Area, env.Phone
	if l.changed {
		l.changed, l.stale, l.tried[l.degree] = false, true, true
		l.sweep.begin(&l.cloud.table, &l.val, l.n, l.degree, l.noise, l.lambda, l.seed)
		if err := l.fit.fit(&l.cloud.table, &l.val, l.degree, l.lambda); err != nil {
			env.Notice(i18n.T("这组点算不出曲线", "No curve can be computed for these points"))
		}
		if err := l.best.fit(&l.cloud.table, &l.val, l.sweep.best(), l.lambda); err != nil {
			l.best.w = nil
		}
	}
	if l.sweep.advance(time.Now().Add(time.Duration(env.Budget / 2 * float64(time.Second)))) {
		l.stale = true
	}
	if verdict, ok := l.guess.News(); ok {
		env.Announce(verdict)
		l.stale = true
	}
	if !l.stale && !look {
		return false
	}
	l.stale = false
	l.place()
	l.show()
	l.texts.fill(l, env.Lang)
	l.layWhy()
	return true
}

func (l *curveLab) Metrics(put func(name string, value any)) {
	put("degree", l.degree)
	put("train_loss", l.fit.onTrain)
	put("val_loss", l.fit.onVal)
	put("train_examples", len(l.cloud.x))
	put("val_examples", len(l.val.x))
	put("weights", l.fit.w)
	put("best_degree", l.sweep.best())
	var val [degrees]float64
	for d := range val {
		val[d] = l.sweep.own[d].val
	}
	put("val_loss_by_degree", val[:])
	if l.sweep.sizesLeft == 0 {
		put("val_loss_by_samples", l.sweep.growth[1].Mid)
		put("train_loss_by_samples", l.sweep.growth[0].Mid)
	}
}

// At implements stage.Timeline: one position for each degree.
func (l *curveLab) At() (at, last int) { return l.degree, maxDegree }
func (l *curveLab) Step()              { l.Seek(l.degree + 1) }
func (l *curveLab) Back()              { l.Seek(l.degree - 1) }
func (l *curveLab) Reset()             { l.Seek(0) }

// Seek fits another degree.
func (l *curveLab) Seek(at int) {
	l.degree = min(max(at, 0), maxDegree)
	l.degreeBar.SetFloat(float64(l.degree))
	l.changed = true
}

func (l *curveLab) Caption(g i18n.Lang) string {
	d := strconv.Itoa(l.degree)
	return i18n.T("次数 "+d+" / 12", "Degree "+d+" of 12").In(g)
}
