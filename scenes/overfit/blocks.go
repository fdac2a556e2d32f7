package overfit

import (
	"math"
	"strconv"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// blocksLab has a network read toy blocks that were photographed more tidily
// than life is.
type blocksLab struct {
	inspect.Runs
	run    *blockRun
	thread *labs.Thread
	block  jobs.Block
	turn   int // degrees
	heat   *plot.Heatmap
	light  []float64 // what the heat map shows
	plot   *plot.Bands

	changed, again, stale bool
	phone                 bool
	area                  paint.Rect

	guess              *ui.Guess
	shape              *ui.Select
	angle              *ui.Slider
	edgeX, edgeY       *ui.Slider
	varied             *ui.Toggle
	scene, says, tests *ui.Figure
	byTurn             *ui.Figure
	list, shown        []ui.Widget
	marks              blockMarks
	texts              blockTexts
}

var (
	shapeNames = [jobs.BlockShapes]i18n.Text{i18n.T("方块", "square"), i18n.T("三角", "triangle"), i18n.T("圆块", "disc")}
	shapeIDs   = [jobs.BlockShapes]string{"square", "triangle", "disc"}
)

func newBlocksLab(seed uint64, thread *labs.Thread) *blocksLab {
	l := &blocksLab{run: newBlockRun(seed), thread: thread, block: jobs.UprightBlock(0), heat: plot.NewHeatmap(jobs.BlockSide, jobs.BlockSide), changed: true, again: true}
	l.run.byTurn = plot.Band{Name: i18n.T("认对", "right"), Color: 1, Dots: true}
	l.plot = plot.NewBands(&l.run.byTurn)
	l.plot.X0, l.plot.X1, l.plot.Y1, l.plot.Ticks = -4, 184, 1.05, []float64{0, 45, 90, 135, 180}
	l.build()
	return l
}

func (l *blocksLab) build() {
	var options []ui.Option
	for i := range jobs.BlockShapes {
		options = append(options, ui.Opt(shapeIDs[i], shapeNames[i]))
	}
	l.guess = ui.NewGuess("guess_turn", i18n.T("正着放的它全认对了。方块转 45°，它会说是什么？", "It reads every upright block. Turn the square by 45°: what will it say?"), l.judge, options...).
		Until(func() bool { return l.run.tested }, i18n.T("还在训练，等一等。", "Still training: wait a moment."))
	l.shape = ui.NewSelect("shape", i18n.T("积木", "Block"), shapeIDs[0], options...).Kept().OnChange(func(v string) {
		for i, id := range shapeIDs {
			if id == v {
				l.block.Shape, l.changed = i, true
			}
		}
	})
	l.angle = ui.NewSlider("angle", i18n.T("转多少度", "Turned by (°)"), 0, turns*turnStep, 0).Step(1).Decimals(0).Kept().OnChange(func(v float64) { l.turn, l.changed = int(v), true })
	shade := func(id string, name i18n.Text, v float64) *ui.Slider {
		return ui.NewSlider(id, name, -1, 1, v).Step(0.01).Kept().OnChange(func(float64) { l.changed = true })
	}
	l.edgeX, l.edgeY = shade("shadow_x", i18n.T("影子的边：横", "Shadow's edge: across"), 1), shade("shadow_y", i18n.T("影子的边：纵", "Shadow's edge: down"), 1)
	l.varied = ui.NewToggle("varied_training", i18n.T("训练时也转、也有影子", "Varied training set"), false).Kept().OnChange(func(bool) { l.again = true })
	l.scene = ui.NewFigure("block", ui.RolePad, i18n.T("积木：拖它转动，拖影子的边；左右键转，上下键移影子", "The block: drag to turn it, drag the shadow's edge; left and right turn, up and down move the shadow"))
	l.scene.Paint, l.scene.On, l.scene.Say = l.drawScene, l.handler(), func(i18n.Lang) string { return l.texts.say }
	l.says = ui.NewFigure("answer", ui.RoleText, i18n.T("它说是", "It says"))
	l.says.Paint, l.says.Say = l.drawAnswer, func(i18n.Lang) string { return l.texts.say }
	l.tests = ui.NewFigure("tests", ui.RoleText, i18n.T("四次考试", "Four tests"))
	l.tests.Paint, l.tests.Say = l.drawTests, func(i18n.Lang) string { return l.texts.report }
	l.byTurn = ui.NewFigure("accuracy_by_angle", ui.RolePad, i18n.T("认对的比例随角度：点哪里就转到哪里", "Share right by angle: press to turn the block there"))
	l.byTurn.Paint, l.byTurn.Say = l.drawByTurn, func(i18n.Lang) string { return l.texts.report }
	l.byTurn.On = slide(l.byTurn, func(x float64) { l.angle.Set(strconv.Itoa(int(l.plot.XAt(x) + 0.5))) })
	l.list = []ui.Widget{l.guess, l.shape, l.angle, l.varied, l.edgeX, l.edgeY,
		ui.NewParagraph(i18n.T("训练图都正着放、没有影子；验证图是同一天拍的，所以也满分。[两份满分](tests)都没告诉你：转一下、照来一片影子，它就认错了。治法是让训练图[像真实世界一样多变](varied_training)。",
			"All training pictures are upright and evenly lit; the validation pictures were taken the same day, so they [score full marks](tests) too. Neither tells you what a turn or a shadow does. The cure is training pictures [as varied as the world](varied_training)."))}
	l.shown = []ui.Widget{l.scene, l.says, l.tests, l.byTurn}
}

// judge asks the network as it stands, with no shadow.
func (l *blocksLab) judge(v string, g i18n.Lang) (bool, string) {
	b := jobs.UprightBlock(0)
	b.Turn = math.Pi / 4
	chance := l.run.ask(b)
	i := highest(chance)
	p := percent(chance[i])
	return v == shapeIDs[i], i18n.T("它说是"+shapeNames[i].ZH+"，把握 "+p+"。转一转看看。", "It says "+shapeNames[i].EN+", "+p+" sure. Turn it and see.").In(g)
}

// pose brings the block to what the controls say.
func (l *blocksLab) pose() {
	l.block.Turn = float64(l.turn) * math.Pi / 180
	x, y := l.edgeX.Float(), l.edgeY.Float()
	l.block.Shade, l.block.Shadow = math.Atan2(y, x), math.Hypot(x, y)
}

func (l *blocksLab) Controls() []ui.Widget { return l.list }
func (l *blocksLab) Figures() []ui.Widget  { return l.shown }
func (l *blocksLab) Settled() bool         { return !l.again && !l.changed && l.run.done() }

func (l *blocksLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone = env.Area, env.Phone
	l.begin(env)
	if l.run.advance(time.Duration(env.Budget * 0.55 * float64(time.Second))) {
		l.changed = true
	}
	if verdict, ok := l.guess.News(); ok {
		env.Announce(verdict)
	}
	if l.changed {
		l.changed, l.stale = false, true
		l.pose()
		l.run.look(l.block)
	}
	l.expose(env.Theme.Dark)
	if !l.stale && !look {
		return false
	}
	l.stale = false
	l.place()
	l.show()
	l.texts.fill(l, env.Lang)
	return true
}

// begin trains anew where that was asked for.
func (l *blocksLab) begin(env *stage.Env) {
	if l.run.on == nil {
		l.run.on = l.thread.Runner(env)
	}
	if l.again {
		l.again, l.changed = false, true
		l.run.begin(l.varied.On())
	}
}

// expose shows light as light in both themes: ink is dark on a light ground.
func (l *blocksLab) expose(dark bool) {
	l.light = append(l.light[:0], l.run.pixels...)
	for i, v := range l.light {
		if !dark {
			l.light[i] = 1 - v
		}
	}
	l.heat.Set(l.light, plot.Greys(0, 1))
}

func (l *blocksLab) Metrics(put func(name string, value any)) {
	r := l.run
	if r.err != nil {
		put("reason", r.err.Error())
	}
	put("angle", l.turn)
	put("probabilities", r.chance)
	if len(r.chance) > 0 {
		put("prediction", shapeIDs[highest(r.chance)])
	}
	put("label", shapeIDs[l.block.Shape])
	if r.err == nil && r.done() {
		put("train_accuracy", r.accuracy[jobs.OnTraining])
		put("val_accuracy", r.accuracy[jobs.OnSame])
		put("turned_accuracy", r.accuracy[jobs.OnTurned])
		put("shaded_accuracy", r.accuracy[jobs.OnShaded])
		put("accuracy_by_angle", r.byTurn.Mid)
	}
	if r.on != nil {
		put("step", r.on.StepCount())
	}
}

// At implements stage.Timeline: a position for each ten degrees.
func (l *blocksLab) At() (at, last int) { return l.turn / turnStep, turns }
func (l *blocksLab) Step()              { l.Seek(l.turn/turnStep + 1) }
func (l *blocksLab) Back()              { l.turnTo((l.turn - 1) / turnStep) }
func (l *blocksLab) Reset()             { l.turnTo(0) }

// Seek turns the block; where it is within ten degrees of that already, it stays.
func (l *blocksLab) Seek(at int) {
	if at != l.turn/turnStep {
		l.turnTo(at)
	}
}

func (l *blocksLab) turnTo(at int) { l.angle.Set(strconv.Itoa(min(max(at, 0), turns) * turnStep)) }

func (l *blocksLab) Caption(g i18n.Lang) string {
	d := strconv.Itoa(l.turn) + "°"
	return i18n.T("转了 "+d, "Turned by "+d).In(g)
}

// Runners implements stage.Keeper.
func (l *blocksLab) Runners() []*job.Runner { return []*job.Runner{l.run.on} }

// TakeUp implements stage.Keeper.
func (l *blocksLab) TakeUp(env *stage.Env, saved [][]byte) error {
	if saved[0] == nil {
		return nil
	}
	l.begin(env)
	l.changed = true
	return l.run.takeUp(saved[0])
}

// Follow implements labs.Follower: the network has learned what that of another
// laboratory has.
func (l *blocksLab) Follow(env *stage.Env, of labs.Lab) error {
	o := of.(*blocksLab)
	l.guess.Follow(o.guess)
	if o.again || o.run.on == nil {
		return nil
	}
	if l.run.on == nil {
		l.run.on = l.thread.Runner(env)
	}
	l.again, l.changed = false, true
	return l.run.follow(o.run)
}

// Close lets go of what trains.
func (l *blocksLab) Close() {
	if l.run.on != nil {
		l.run.on.Close()
	}
}
