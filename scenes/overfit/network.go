package overfit

import (
	"slices"
	"strconv"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

const (
	keptRows    = 9 // earlier attempts that the table shows
	sheetsShown = 16
)

// networkLab trains a network on few digits, some of them mislabelled, and
// tries what keeps it from learning them by heart.
type networkLab struct {
	inspect.Runs
	substep.Training
	names   []i18n.Text // of a step's parts
	lang    i18n.Lang
	seed    uint64
	digits  digits
	set     setup
	now     *attempt
	base    [2]result    // of the setup without a cure: at its best epoch, and when judged
	plain   *attempt     // that setup, where the one on stage is another
	teams   [2]*job.Team // of the attempt on stage, and of plain
	judged  int          // the epoch of base[1]; 0: not yet
	goal    int          // epochs that were asked for: of every attempt, 0 before play
	show    int          // the epoch on stage; −1 follows the training
	record  record
	dropped dropped

	curves [2]plot.Band // losses, on the training images and on unseen ones
	ghost  plot.Band    // loss on unseen images in the attempt before
	plot   *plot.Bands
	rows   []row // attempts before
	heat   *plot.Heatmap
	sheets [sheetsShown]*plot.Heatmap // of the last batch

	changed, stale bool
	phone          bool
	area           paint.Rect

	guess                       *ui.Guess
	width, images, side, l1, l2 *ui.Select
	dropout, wrong              *ui.Slider
	augment, early              *ui.Toggle
	losses, table, card         *ui.Figure
	list, shapes                []ui.Widget
	marks                       networkMarks
	texts                       networkTexts
}

// dropped are the numbers of a [dropping], read from the record.
type dropped struct {
	off, on, twice, formula, kept, all float64
	ok                                 bool
}

// row is an attempt that was made.
type row struct {
	setup
	result
	epoch int
}

func newNetworkLab(seed uint64) *networkLab {
	l := &networkLab{seed: seed, set: uncured, show: -1, changed: true, record: record{tape: grad.NewTape()}}
	l.record.tape.NoGrad = true
	l.curves = [2]plot.Band{{Name: trainName, Color: 0}, {Name: unseenName, Color: 1}}
	l.ghost = plot.Band{Color: 1, Faint: true}
	l.build()
	return l
}

func chips(values ...string) (out []ui.Option) {
	for _, v := range values {
		out = append(out, ui.Opt(v, i18n.Same(v)))
	}
	return out
}

func (l *networkLab) build() {
	number := func(id string, name i18n.Text, to *float64, values ...string) *ui.Select {
		return ui.NewSelect(id, name, values[0], chips(values...)...).Kept().OnChange(func(v string) {
			*to, _ = strconv.ParseFloat(v, 64)
			l.changed = true
		})
	}
	whole := func(id string, name i18n.Text, to *int, values ...ui.Option) *ui.Select {
		return ui.NewSelect(id, name, strconv.Itoa(*to), values...).Kept().OnChange(func(v string) {
			*to, _ = strconv.Atoi(v)
			l.changed = true
		})
	}
	l.guess = ui.NewGuess("guess_loss", i18n.T("一直训练下去，没见过的图上的损失会怎样？", "Train on and on: what will the loss on unseen images do?"), l.judge,
		ui.Opt("fall", i18n.T("一直降", "Keep falling")), ui.Opt("rise", i18n.T("先降后升", "Fall, then rise"))).
		Until(func() bool { return l.judged > 0 }, i18n.T("按播放，训练到第 "+strconv.Itoa(firstGoal)+" 轮就知道。", "Press play: by epoch "+strconv.Itoa(firstGoal)+" you will know."))
	l.width = whole("hidden_width", i18n.T("隐藏层宽度", "Hidden width"), &l.set.width, chips("2", "8", "64", "256")...)
	l.images = whole("train_size", i18n.T("训练图片", "Training images"), &l.set.images, chips("50", "200", "1000")...)
	l.side = whole("input_size", i18n.T("输入维度", "Input dimension"), &l.set.side, ui.Opt("8", i18n.Same("64")), ui.Opt("4", i18n.Same("16")), ui.Opt("2", i18n.Same("4")))
	l.l2 = number("l2", i18n.T("L2 惩罚 λ", "L2 penalty λ"), &l.set.l2, "0", "0.001", "0.003", "0.01", "0.03")
	l.l1 = number("l1", i18n.T("L1 惩罚 λ", "L1 penalty λ"), &l.set.l1, "0", "0.001", "0.003", "0.01")
	l.dropout = ui.NewSlider("dropout", i18n.T("随机失活 p", "Dropout p"), 0, 0.9, 0).Step(0.1).Kept().OnChange(func(v float64) { l.set.dropout, l.changed = v, true })
	l.wrong = ui.NewSlider("label_noise", i18n.T("贴错的标签", "Wrong labels"), 0, 0.5, l.set.wrong).Step(0.05).Kept().OnChange(func(v float64) { l.set.wrong, l.changed = v, true })
	l.augment = ui.NewToggle("augmentation", i18n.T("数据增强：每次都变一变", "Augment: bend images"), false).Kept().OnChange(func(on bool) { l.set.augment, l.changed = on, true })
	l.early = ui.NewToggle("early_stopping", i18n.T("早停", "Early stopping"), false).Kept().OnChange(func(on bool) { l.set.early, l.changed = on, true })
	l.plot = plot.NewBands(&l.ghost, &l.curves[0], &l.curves[1])
	l.heat = newMasks(64)
	for i := range l.sheets {
		l.sheets[i] = plot.NewHeatmap(8, 8)
	}
	l.losses = ui.NewFigure("loss_curves", ui.RoleFigure, i18n.T("每一轮的损失，三个种子", "Loss by epoch, three seeds"))
	l.losses.Paint, l.losses.Say = l.drawLosses, func(i18n.Lang) string { return l.texts.say }
	l.table = ui.NewFigure("attempts", ui.RoleText, i18n.T("试过的办法", "What was tried"))
	l.table.Paint, l.table.Say = l.drawTable, func(i18n.Lang) string { return l.texts.say }
	l.card = ui.NewFigure("dropout_card", ui.RoleText, i18n.T("随机失活的掩码", "Dropout's masks"))
	l.card.Paint, l.card.Say = l.drawCard, func(i18n.Lang) string { return l.texts.dropTitle + " " + l.texts.dropWhy }
	l.list = []ui.Widget{l.guess, l.dropout, l.l2, l.l1, l.augment, l.early, l.images, l.width, l.side, l.wrong,
		ui.NewParagraph(i18n.T("200 张手写数字，[两成标签故意贴错](label_noise)。网络先学会规律，再把错标签也背下来。每改一项就从同样的初始权重重来，和[上一次（虚线）](loss_curves)比一比，也和[试过的](attempts)比。",
			"200 handwritten digits, [a fifth of them labelled wrong](label_noise) on purpose. The network first learns the rule, then the mistakes too. Each change starts again from the same weights; [the dashed line](loss_curves) is the run before, and [all you tried](attempts) is listed."))}
	l.shapes = []ui.Widget{l.losses, l.table, l.card}
}

// begin tries the present setup, and keeps what the last one came to.
func (l *networkLab) begin() {
	if a := l.now; a != nil && a.err == nil && a.epoch() >= 10 {
		e := l.epoch()
		l.rows = append(l.rows, row{a.setup, a.mean(e), e})
		if len(l.rows) > keptRows {
			l.rows = slices.Delete(l.rows, 0, 1)
		}
		l.ghost.Reset()
		for e := range a.epoch() + 1 {
			l.ghost.Put(float64(e), a.mean(e).valLoss)
		}
		l.goal = min(max(l.goal, a.epoch()), lastEpoch)
	}
	l.enter(newAttempt(l.set, &l.digits, l.seed, l.teams[0]))
}

// enter shows an attempt from its beginning.
func (l *networkLab) enter(a *attempt) {
	l.now, l.show, l.dropped, l.Part = a, -1, dropped{}, substep.None
	l.Card.Forget()
	if w, _ := l.heat.Size(); w != l.set.width {
		l.heat = newMasks(l.set.width)
	}
	for i := range l.curves {
		l.curves[i].Reset()
	}
}

// newMasks is the picture of dropout's masks, a row for each image of a batch.
func newMasks(width int) *plot.Heatmap { return plot.NewHeatmap(width, batchSize) }

// epoch is the one on stage.
func (l *networkLab) epoch() int {
	if l.now == nil || l.now.err != nil {
		return 0
	}
	e := l.now.epoch()
	if l.show >= 0 {
		e = min(e, l.show)
	}
	return max(e, 0)
}

// judge scores a prediction by the losses of the run so far.
func (l *networkLab) judge(v string, g i18n.Lang) (bool, string) {
	low, end, at := plot.Format(l.base[0].valLoss), plot.Format(l.base[1].valLoss), strconv.Itoa(l.judged)
	rises := l.base[1].valLoss > 1.05*l.base[0].valLoss
	return (v == "rise") == rises, i18n.T("最低 "+low+"，到第 "+at+" 轮已是 "+end+"。", "Its lowest was "+low+"; by epoch "+at+" it is "+end+".").In(g)
}

func (l *networkLab) Controls() []ui.Widget { return l.list }
func (l *networkLab) Figures() []ui.Widget  { return l.shapes }

func (l *networkLab) Settled() bool {
	switch {
	case l.digits.err != nil || l.now != nil && l.now.err != nil:
		return true
	case l.now == nil || l.changed || !l.digits.ready:
		return false
	}
	if l.deciding() && (l.plain == nil || l.plain.err == nil) {
		return false
	}
	if l.Part > substep.None {
		return l.Card.Known(l.now.team.Step()) && l.now.team.Settled()
	}
	return l.rests() && l.now.settled()
}

// rests reports whether the run on stage has got where it was asked to go.
func (l *networkLab) rests() bool {
	return l.now.finished() || l.now.epoch() >= l.goal
}

// learned reports whether it has learned something, and rests.
func (l *networkLab) learned() bool {
	return l.now.epoch() > 0 && l.rests() && l.now.settled()
}

func (l *networkLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone, l.lang = env.Area, env.Phone, env.Lang
	l.work(env)
	if verdict, ok := l.guess.News(); ok {
		env.Announce(verdict)
		l.stale = true
	}
	if !l.stale && !look {
		return false
	}
	l.stale = false
	l.place()
	l.write()
	l.placeStep()
	l.unfold()
	l.texts.fill(l, env.Lang)
	return true
}

// write puts the averages of the epoch on stage on the record, and, once the
// training rests, what dropout does in use.
func (l *networkLab) write() {
	r := &l.record
	r.tape.Reset()
	r.cells = r.cells[:0]
	l.dropped = dropped{}
	a := l.now
	if a == nil || a.err != nil || a.epoch() < 0 {
		r.tape.Record(&r.tr)
		return
	}
	var acc [2][]tensor.Elem
	for _, m := range a.members {
		x := a.at(m, l.epoch())
		acc[0], acc[1] = append(acc[0], tensor.Elem(x.trainAcc)), append(acc[1], tensor.Elem(x.valAcc))
	}
	for i, name := range [2]string{"train_accuracy", "val_accuracy"} {
		r.show(grad.Mean(r.tape.Const(name+" by seed", tensor.From(acc[i], runs))).Named(name), l.marks.now[i])
	}
	var d *dropping
	if a.dropout > 0 && l.learned() {
		d = a.measure(r.tape, &l.digits, l.seed)
		for i, v := range [3]*grad.Var{d.off, d.on, d.twice} {
			r.show(v, l.marks.bars[i])
		}
	}
	r.tape.Record(&r.tr)
	if d != nil {
		l.dropped = dropped{r.number(d.off), r.number(d.on), r.number(d.twice), r.number(d.formula), r.number(d.kept), r.number(d.all), true}
	}
}

// hire has a thread for the training.
func (l *networkLab) hire(env *stage.Env) {
	if l.teams[0] == nil {
		on := env.NewRunner()
		l.teams = [2]*job.Team{job.NewTeam(on), job.NewTeam(on.Beside())}
	}
}

// work loads, begins and trains.
func (l *networkLab) work(env *stage.Env) {
	l.hire(env)
	if !l.digits.ready {
		l.digits.load(l.seed)
		l.stale = true
		if !l.digits.ready {
			return
		}
	}
	if l.changed {
		l.changed, l.stale = false, true
		l.begin()
	}
	a := l.now
	if a.err != nil {
		env.Play.On = false
		return
	}
	if !a.furnished() {
		a.furnish(&l.digits, l.seed)
		l.stale = true
	}
	l.goal = max(l.goal, a.sent())
	if env.Play.On && l.show >= 0 {
		l.show = -1
	}
	if env.Play.On && l.goal <= a.epoch() {
		l.goal = min(a.epoch()+1, lastEpoch)
	}
	if env.Play.On && (a.finished() || a.epoch() >= lastEpoch) {
		env.Play.On = false
	}
	budget, at, before := time.Duration(env.Budget*0.6*float64(time.Second)), a.epoch(), a.settled()
	if l.Part == substep.None {
		a.send(l.goal)
	}
	if a.take(budget) {
		l.Card.Forget()
	}
	if l.rehearse(env.Play.On); l.Part > substep.None {
		return
	}
	if a.epoch() != at || a.settled() != before {
		l.follow()
		l.stale = true
	}
	if l.set.dropout > 0 && l.learned() && !l.dropped.ok {
		l.stale = true
	}
	l.decide(budget)
}

// decide finds what the prediction is scored by: the run without any cure,
// trained out of sight where it is not the one on stage.
func (l *networkLab) decide(budget time.Duration) {
	if !l.deciding() {
		return
	}
	a := l.now
	if a.setup != uncured {
		if l.plain == nil {
			l.plain = newAttempt(uncured, &l.digits, l.seed, l.teams[1])
		}
		a = l.plain
		a.advance(firstGoal, budget)
	}
	if a.err == nil && a.epoch() >= firstGoal {
		e, _ := a.best(a.epoch())
		l.base, l.judged, l.plain, l.stale = [2]result{a.mean(e), a.mean(a.epoch())}, a.epoch(), nil, true
	}
}

// deciding reports whether a prediction waits for its score, and the visitor has
// asked for as long a training as that takes.
func (l *networkLab) deciding() bool {
	return l.judged == 0 && l.guess.Value() != "" && (l.goal >= firstGoal || l.now.finished())
}

// uncured is the network that learns everything by heart.
var uncured = setup{width: 64, images: 200, side: 8, wrong: 0.2}

// follow appends the epochs that are complete to the curves.
func (l *networkLab) follow() {
	a := l.now
	for e := len(l.curves[0].X); e <= a.epoch(); e++ {
		var t, v [runs]float64
		for i, m := range a.members {
			r := m.past[min(e, len(m.past)-1)]
			t[i], v[i] = r.trainLoss, r.valLoss
		}
		l.curves[0].Put(float64(e), t[:]...)
		l.curves[1].Put(float64(e), v[:]...)
	}
	if m := a.members[0].mask; len(m) > 0 {
		l.heat.Set(m, plot.Diverging(1))
	}
	for i, s := range a.members[0].batch {
		if i < len(l.sheets) {
			if w, _ := l.sheets[i].Size(); w != a.side {
				l.sheets[i] = plot.NewHeatmap(a.side, a.side)
			}
			l.sheets[i].Set(s.pixels, plot.Greys(0, 1))
		}
	}
}

func (l *networkLab) Metrics(put func(name string, value any)) {
	if l.digits.err != nil {
		put("reason", l.digits.err.Error())
	}
	if l.now == nil || l.now.err != nil || l.now.epoch() < 0 {
		return
	}
	e := l.epoch()
	r := l.now.mean(e)
	put("epoch", e)
	put("train_loss", r.trainLoss)
	put("val_loss", r.valLoss)
	put("train_accuracy", r.trainAcc)
	put("val_accuracy", r.valAcc)
	put("seeds", runs)
	best, loss := l.now.best(e)
	put("best_epoch", best)
	put("best_val_loss", loss)
	put("stopped_early", l.now.finished())
	put("attempts", len(l.rows)+1)
	if l.dropped.ok {
		put("val_loss_dropout_off", l.dropped.off)
		put("val_loss_dropout_left_on", l.dropped.on)
		put("val_loss_scaled_twice", l.dropped.twice)
		put("dropout_loss_rise", l.dropped.on-l.dropped.off)
		put("dropout_as_l2", l.dropped.formula)
		put("dropout_mask_kept", keptShare(l.now.members[0].mask))
	}
}

// keptShare is how many of the mask's numbers are 1.
func keptShare(mask []float64) float64 {
	kept := 0
	for _, v := range mask {
		if v != 0 {
			kept++
		}
	}
	return float64(kept) / float64(max(len(mask), 1))
}

// At implements stage.Timeline: epochs, open-ended.
func (l *networkLab) At() (at, last int) { return l.epoch(), -1 }
func (l *networkLab) Step()              { l.Seek(l.epoch() + 1) }
func (l *networkLab) Back() {
	at := l.epoch()
	if l.Part == substep.None {
		at--
	}
	l.Seek(at)
}
func (l *networkLab) Reset() { l.Seek(0) }

// Seek shows an epoch, and trains on to it where it has not been reached.
func (l *networkLab) Seek(at int) {
	at = min(max(at, 0), lastEpoch)
	l.show, l.goal, l.stale, l.Part = at, max(l.goal, at), true, substep.None
}

func (l *networkLab) Caption(g i18n.Lang) string {
	n := strconv.Itoa(l.epoch())
	return i18n.T("第 "+n+" 轮", "Epoch "+n).In(g) + l.said(g)
}

func (l *networkLab) said(g i18n.Lang) string {
	names, _ := l.Parts()
	if len(names) == 0 {
		return ""
	}
	return l.SaidOf(names, g)
}

// placeStep gives the step at hand the room of the card.
func (l *networkLab) placeStep() { l.Card.Place(l.card.Rect().InsetXY(16, 12), &l.Midst, l.lang) }

// Close lets go of the thread that trains.
func (l *networkLab) Close() {
	for _, t := range l.teams {
		if t != nil {
			t.Close()
		}
	}
}
