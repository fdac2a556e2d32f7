package draw

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// controls are the scene's widgets and what stands behind them.
type controls struct {
	panel   []ui.Widget
	learn   []ui.Widget // the panel of the view in which the network learns
	asking  []ui.Widget // the same with the question
	onStage []ui.Widget

	undo, clear     *ui.Button
	brush           *brush
	samples         *data.Images
	sample          int // picked instead of drawing; −1: none
	picker          *picker
	toggle          *trainToggle
	fresh           *ui.Button
	view            *ui.Select
	weights         *weightsChoice
	size            *ui.Select // of a batch
	stepCard        *ui.Figure
	rate            *ui.Slider
	curves          *curves
	here            bool // the network that was trained here is in use
	blank           bool // and that only because its view was entered
	sinceClassified float64
}

var (
	textTrain = i18n.T("在这里从零训练", "Train from scratch here")
	textPause = i18n.T("暂停训练", "Pause training")
	textGoOn  = i18n.T("继续训练", "Go on training")
)

func (s *Scene) buildControls() error {
	samples, err := data.ReadIDX("samples.idx3", bytes.NewReader(assets.DigitSamples))
	if err != nil {
		return err
	}
	if len(samples.Shape) != 3 || samples.Shape[1] != data.DigitSize || samples.Shape[2] != data.DigitSize {
		return fmt.Errorf("samples.idx3: want images of 28×28")
	}
	s.samples = &data.Images{N: samples.Shape[0], H: data.DigitSize, W: data.DigitSize, C: 1, Pix: samples.Data}
	s.sample = -1
	s.undo = ui.NewButton("undo", i18n.T("撤销", "Undo")).Edit().OnPress(s.pad.undo)
	s.clear = ui.NewButton("clear", i18n.T("清空", "Clear")).Edit().OnPress(s.clearAll)
	s.brush = &brush{s: s}
	s.picker = newPicker(s)
	s.toggle = &trainToggle{s: s, Button: ui.NewButton("train", textTrain).Primary().Icon("play").Toggle(false)}
	s.toggle.OnPress(func() { s.setTraining(s.toggle.On()) })
	s.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.0001, 0.02, s.trainer.lr).Log().Kept().
		OnChange(s.trainer.setRate)
	s.size = ui.NewSelect("batch_size", i18n.T("批大小", "Batch size"), strconv.Itoa(batchSize), ui.Opt("8", i18n.Same("8")),
		ui.Opt("32", i18n.Same("32")), ui.Opt("128", i18n.Same("128"))).Kept().OnChange(s.setBatch)
	s.fresh = ui.NewButton("reset_weights", i18n.T("从零重来", "Start from nothing")).Edit().OnPress(s.restart)
	s.weights = &weightsChoice{s: s, Select: ui.NewSelect("weights", i18n.T("用哪套权重来认", "Reads with the weights"), weightsShipped,
		ui.Opt(weightsShipped, i18n.T("现成的", "Shipped")), ui.Opt(weightsHere, i18n.T("这里学的", "Learned here"))).Kept().OnChange(func(v string) {
		if v == weightsHere {
			s.trainer.begin()
		}
		s.useHere(v == weightsHere)
		s.labelTraining()
	})}
	s.view = ui.NewTabs("view", i18n.T("看什么", "What to watch"), viewRead, ui.Opt(viewRead, i18n.T("认数字", "Read")), ui.Opt(viewLearn, i18n.T("学数字", "Learn"))).Kept().OnChange(s.setView)
	s.curves = newCurves(s)
	s.trainer.point, s.trainer.fresh = s.curves.plot.Append, s.curves.plot.Reset
	s.stepCard = s.newStepCard()
	progress := ui.NewLive("progress", i18n.T("训练进度", "Training progress"), s.trainer.status)
	s.panel = []ui.Widget{
		s.view,
		ui.NewHeading(i18n.T("挑一个样本", "Pick a sample")), s.picker, s.quiz.ask,
		ui.NewHeading(i18n.T("从零训练", "Train from scratch")), s.toggle, s.curves, progress, s.rate, s.size, s.fresh, s.weights,
	}
	s.asking = slices.Insert(slices.Clone(s.panel), 4, ui.Widget(s.quiz.guess))
	s.learn = []ui.Widget{
		s.view, s.curves, progress, s.fresh, s.rate, s.size, s.weights,
		ui.NewHeading(i18n.T("挑一个样本", "Pick a sample")), s.picker,
	}
	s.onStage = []ui.Widget{s.pad, s.batch, s.undo, s.clear, s.brush}
	for _, f := range s.figures {
		s.onStage = append(s.onStage, f)
	}
	s.onStage = append(s.onStage, s.card, s.stepCard)
	return nil
}

// setTraining starts or pauses; the network that learns is then the one in use.
func (s *Scene) setTraining(on bool) {
	t := s.trainer
	if on && t.err != nil && t.started { // it had diverged, or a file did not come
		seed := t.seed
		if t.runner.StepCount() > 0 {
			seed++
		}
		t.restart(seed)
	}
	t.turn(on)
	if on {
		s.useHere(true)
	}
	s.labelTraining()
}

func (s *Scene) labelTraining() {
	t := s.trainer
	label, icon := textTrain, "play"
	switch {
	case t.on:
		label, icon = textPause, "pause"
	case t.started:
		label = textGoOn
	}
	s.toggle.SetOn(t.on)
	s.toggle.SetLabel(label)
	s.toggle.SetIcon(icon)
	s.redraw = true
}

// setBatch changes how many examples a step learns.
func (s *Scene) setBatch(v string) {
	n, err := strconv.Atoi(v)
	if err != nil || n == s.trainer.batch {
		return
	}
	s.lesson.step.Card.Forget()
	s.endStep()
	s.trainer.setBatch(n)
	s.redraw = true
}

// restart throws away what was learned here and begins from other weights.
func (s *Scene) restart() {
	s.startOver(s.trainer.seed + 1)
	s.useHere(s.trainer.on)
	s.labelTraining()
}

// startOver forgets what was learned; the next step begins from weights of the seed.
func (s *Scene) startOver(seed uint64) {
	s.lesson.step.Card.Forget()
	s.endStep()
	s.trainer.restart(seed)
}

// useHere chooses the network that classifies: the one trained here, or the shipped one.
func (s *Scene) useHere(here bool) {
	s.here, s.blank = here, false
	s.run.model = s.shipped
	if m := s.trainer.model(); here && m != nil {
		s.run.model = m
	}
	s.dirty = true
	s.weights.SetValue(weightsShipped)
	if here {
		s.weights.SetValue(weightsHere)
	}
}

// The weights that read the drawing.
const (
	weightsShipped = "shipped"
	weightsHere    = "trained_here"
)

func (s *Scene) weightsName() string {
	if s.run.model == s.shipped {
		return weightsShipped
	}
	return weightsHere
}

// Settled reports whether a pause has come to a stand, and all of a step is on view.
func (s *Scene) Settled() bool { return s.trainer.settled() && !s.pendingStep() }

// Close ends the training.
func (s *Scene) Close() { s.trainer.close() }

// train lets the network learn for the time there is; the drawing is
// classified anew some times a second.
func (s *Scene) train(env *stage.Env) {
	was := s.trainer.on
	if !was && s.trainer.settled() {
		return
	}
	// Where a frame takes long for other reasons, a third of it more is no harm.
	changed := s.trainer.advance(min(max(env.Budget, 0.3*env.Dt), 0.03))
	if s.trainer.on != was || s.trainer.err != nil {
		s.labelTraining()
		if s.trainer.err != nil {
			env.Notice(i18n.T("训练停下了："+s.trainer.err.Error(), "Training stopped: "+s.trainer.err.Error()))
		}
	}
	s.redraw = s.redraw || changed
	if !changed || !s.here {
		return
	}
	s.aged = true
	if m := s.trainer.model(); s.run.model != m {
		s.run.model, s.dirty = m, true
	}
	if s.sinceClassified += env.Dt; s.sinceClassified >= 0.15 || !s.trainer.on {
		s.sinceClassified, s.dirty = 0, true
	}
}

// trainToggle is the button that starts and pauses; its value is true or false.
type trainToggle struct {
	*ui.Button
	s *Scene
}

func (b *trainToggle) Value() string { return strconv.FormatBool(b.s.trainer.on) }

func (b *trainToggle) Set(value string) error {
	on, err := strconv.ParseBool(value)
	if err != nil {
		return fmt.Errorf("train is %.20q; it can be true or false", value)
	}
	b.s.setTraining(on)
	return nil
}

// weightsChoice is the choice of the weights that read the drawing.
type weightsChoice struct {
	*ui.Select
	s *Scene
}

// Set is a choice also where it is what the view has brought already.
func (w *weightsChoice) Set(value string) error {
	w.s.blank = false
	return w.Select.Set(value)
}

// curves shows loss and accuracy as the network learns.
type curves struct {
	s    *Scene
	rect paint.Rect
	plot *plot.Curve
}

func newCurves(s *Scene) *curves {
	p := plot.NewCurve(i18n.T("轮", "epochs"),
		plot.Series{Name: i18n.T("损失", "loss"), Color: 1},
		plot.Series{Name: i18n.T("测试准确率", "test accuracy"), Color: 0, Right: true}).Percent()
	p.Legend = false
	return &curves{s: s, plot: p}
}

func (k *curves) ID() string    { return "curves" }
func (k *curves) Role() ui.Role { return ui.RoleFigure }
func (k *curves) Label() i18n.Text {
	return i18n.T("训练曲线：损失和测试准确率", "Training curves: loss and test accuracy")
}
func (k *curves) Rect() paint.Rect       { return k.rect }
func (k *curves) SetRect(r paint.Rect)   { k.rect = r }
func (k *curves) Height(float64) float64 { return 168 }
func (k *curves) Handle(ui.Event) bool   { return false }

// Describe says the last values.
func (k *curves) Describe(l i18n.Lang) string {
	t := k.s.trainer
	if t.loss < 0 {
		return i18n.T("还没有训练", "nothing trained yet").In(l)
	}
	s := i18n.T("损失 ", "loss ").In(l) + number3(t.loss)
	if t.tested >= 0 {
		s += i18n.T("，测试准确率 ", ", test accuracy ").In(l) + string(appendFixed(nil, 100*t.tested, 1)) + "%"
	}
	return s
}

// curvesHead is the height of the line with the present values.
const curvesHead = 24.0

// label is where the present value of a line stands.
func (k *curves) label(line int) paint.Rect {
	head, _ := k.rect.CutTop(curvesHead)
	loss, test := head.CutLeft(head.W * 0.45)
	return [2]paint.Rect{loss, test}[line]
}

// Draw paints the two lines and their last values.
func (k *curves) Draw(c *paint.Canvas, lk *ui.Look) {
	if k.rect.Empty() {
		return
	}
	t := lk.Theme
	_, body := k.rect.CutTop(curvesHead)
	_, y := k.label(0).Center()
	k.value(c, lk, k.label(0).X, y, 1, i18n.T("损失", "Loss"), k.s.trainer.loss, 3, "")
	k.value(c, lk, k.label(1).X, y, 0, i18n.T("测试", "Test"), 100*k.s.trainer.tested, 1, "%")
	k.plot.Draw(c, lk, body)
	if k.plot.Len(0) == 0 {
		x, y := body.Center()
		c.Text(i18n.T("曲线会画在这里", "The curves appear here").In(lk.Lang), x, y-8, paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Muted}, paint.Center)
	}
}

func (k *curves) value(c *paint.Canvas, lk *ui.Look, x, y float64, series int, name i18n.Text, v float64, decimals int, unit string) {
	t := lk.Theme
	c.RoundRect(paint.Rect{X: x, Y: y - 1.5, W: 10, H: 3}, 1.5, t.Series[series])
	st := t.Tiny()
	c.Text(name.In(lk.Lang), x+15, y, st, paint.Left)
	x += 15 + paint.Measure(name.In(lk.Lang), st) + 6
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	if v < 0 {
		c.Text("–", x, y, num, paint.Left)
		return
	}
	c.Number(v, decimals, x, y, num, paint.Left)
	if unit != "" {
		c.Text(unit, x+float64(len(strconv.FormatFloat(v, 'f', decimals, 64)))*theme.SizeSmall*0.6+1, y, num, paint.Left)
	}
}

// appendFixed appends a number with a fixed number of decimals.
func appendFixed(b []byte, v float64, decimals int) []byte { return paint.AppendNumber(b, v, decimals) }

// thousands writes a whole number with commas.
func thousands(v float64) string {
	s := strconv.Itoa(int(v + 0.5))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
