package validate

import (
	"errors"
	"strconv"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// splitLab deals penguins to training, validation and test, and validates once
// and fold by fold.
type splitLab struct {
	*tally
	seed   uint64
	flock  *flock
	run    crossval
	shares [2]float64 // where the bar is cut
	k      int
	at     int // folds shown
	seal   seal
	thread *labs.Thread

	bird    int       // the chosen one: its place along the bar
	chance  []float64 // of each species, for it
	reading bird
	sizes   [parts]*grad.Var // how many birds they have, on the record
	graded  [parts]*grad.Var // the scores
	folded  []*grad.Var      // of the folds shown
	average [2]*grad.Var     // their mean and deviation

	file    crossval // in the order of the file, for the prediction
	fileSet *flock
	asked   bool // it has to begin

	changed, stale bool
	phone          bool
	area           paint.Rect

	flight             flight
	guess              *ui.Guess
	how, which         *ui.Select
	train, test, folds *ui.Slider
	open               *ui.Button
	bar, table, grid   *ui.Figure
	steps              *ui.Figure
	list, shown        []ui.Widget
	marks              splitMarks
	texts              splitTexts
	note               prose.Block
}

const leastShare = 0.05

// fileShares are where the question cuts the file.
var fileShares = [2]float64{0.6, 0.8}

func newSplitLab(seed uint64) (*splitLab, error) {
	f, err := newFlock()
	if err != nil {
		return nil, err
	}
	l := &splitLab{seed: seed, flock: f, fileSet: &flock{all: f.all}, shares: fileShares, k: 5, changed: true, tally: newTally(), bird: 210}
	l.tally.reopen = l.reopen
	l.build()
	return l, nil
}

func (l *splitLab) build() {
	l.guess = ui.NewGuess("guess_order", i18n.T("不打乱，照文件的顺序切：训练和验证都 100%。测试呢？", "Cut in file order, without shuffling: training and validation 100%. And the test?"), l.judge,
		ui.Opt("same", i18n.T("也差不多", "About the same")), ui.Opt("worse", i18n.T("差得远", "Far worse")))
	l.guess.Until(func() bool { return l.file.ready || l.file.failure != nil }, i18n.T("正在算，等一等。", "Running it: wait a moment.")).OnReturn(l.ask)
	l.guess.OnChange(func(string) { l.ask() })
	l.how = ui.NewSelect("deal", i18n.T("怎么分", "How they are dealt"), dealFile, ui.Opt(dealFile, i18n.T("不打乱", "File order")),
		ui.Opt(dealRandom, i18n.T("随机", "Random")), ui.Opt(dealStratified, i18n.T("分层", "Stratified"))).Kept().OnChange(func(string) {
		l.flight.leave(l.flock.order)
		l.deal()
	})
	l.which = ui.NewSelect("features", i18n.T("用哪些特征", "Features"), allFeatures, ui.Opt(allFeatures, i18n.T("全部 4 个", "All 4")), ui.Opt(billFeatures, i18n.T("嘴的长和厚", "Bill")),
		ui.Opt(bodyFeatures, i18n.T("鳍和体重", "Body")), ui.Opt(ratioFeatures, i18n.T("嘴长 ÷ 厚", "Bill ratio"))).Kept().OnChange(func(string) { l.deal() })
	share := func(id string, name i18n.Text, v float64) *ui.Slider {
		return ui.NewSlider(id, name, leastShare, 0.9, v).Step(0.01).Kept().OnChange(func(float64) { l.cutBySliders() })
	}
	l.train, l.test = share("train_share", i18n.T("训练占", "Training share"), 0.6), share("test_share", i18n.T("测试占", "Test share"), 0.2)
	l.folds = ui.NewSlider("folds", i18n.T("几折交叉验证 k", "Folds k"), 2, 10, float64(l.k)).Step(1).Decimals(0).Kept().OnChange(func(v float64) {
		l.k = int(v)
		l.deal()
	})
	l.open = ui.NewButton("open_test", i18n.T("打开测试集（只该一次）", "Open the test set (once)")).Icon("eye").OnPress(func() {
		if l.run.ready && !l.run.opened {
			l.seal.open(1)
			l.run.open(l.flock)
			l.stale = true
		}
	})
	l.seal.Figure = ui.NewFigure("test", ui.RoleText, sealName)
	l.seal.now = func() string {
		if l.run.opened || l.seal.again != "" {
			return sealOpen
		}
		return ""
	}
	l.bar = ui.NewFigure("bar", ui.RolePad, i18n.T("342 只企鹅：拖竖线分给训练、验证、测试；左右键移第一条，Shift 移第二条", "342 penguins: drag the lines to deal them; left and right move the first line, with Shift the second"))
	l.bar.Paint, l.bar.On, l.bar.Say = l.drawBar, l.handler(), func(i18n.Lang) string { return l.texts.say }
	l.table = ui.NewFigure("scores", ui.RoleText, i18n.T("一次划分的分数", "Scores of one split"))
	l.table.Holds(&l.note)
	l.table.Paint, l.table.Say = l.drawTable, func(i18n.Lang) string { return l.texts.say }
	l.grid = ui.NewFigure("cross_validation", ui.RoleFigure, i18n.T("交叉验证", "Cross-validation"))
	l.grid.Paint, l.grid.Say = l.drawFolds, func(i18n.Lang) string { return l.texts.mean }
	l.steps = ui.NewFigure("pipeline", ui.RoleText, i18n.T("机器学习的四步", "The pipeline's four steps"))
	l.steps.Paint, l.steps.Say = l.drawSteps, func(i18n.Lang) string { return l.texts.step }
	l.list = []ui.Widget{l.guess, l.how, l.open, l.which, l.folds, l.train, l.test,
		ui.NewParagraph(i18n.T("有答案可学，叫监督学习；答案是种类，叫分类，是体重那样的数，叫回归。[“嘴长 ÷ 厚”](features)是人想出来的特征，这叫特征工程：一个数就抵得上大半。标准化用的均值只从训练集来。",
			"Learning from answers is supervised learning; a species as the answer makes it classification, a number such as mass regression. [Bill length ÷ depth](features) is a feature thought up by people: feature engineering, and one number does most of the work. Means for standardising come from training birds alone."))}
	l.shown = []ui.Widget{l.steps, l.bar, l.table, l.grid, &l.seal}
}

// cutBySliders takes the cuts from the sliders; both parts and validation keep some birds.
func (l *splitLab) cutBySliders() {
	a, b := l.train.Float(), 1-l.test.Float()
	b = max(b, 2*leastShare)
	a = min(a, b-leastShare)
	l.cut(a, b)
}

func (l *splitLab) cut(a, b float64) {
	l.shares = [2]float64{a, b}
	l.train.SetFloat(a)
	l.test.SetFloat(1 - b)
	l.deal()
}

// deal lets everything begin anew, with the test sealed.
func (l *splitLab) deal() { l.changed, l.seal.again = true, "" }

// move drags one of the cuts.
func (l *splitLab) move(which int, to float64) {
	a, b := l.shares[0], l.shares[1]
	if which == 0 {
		a = min(max(to, leastShare), b-leastShare)
	} else {
		b = min(max(to, a+leastShare), 1-leastShare)
	}
	l.cut(float64(int(a*100+0.5))/100, float64(int(b*100+0.5))/100)
}

// judge scores the prediction by a run in the order of the file. While the test of
// that is sealed nobody may know its score: then it goes by how many of the test's
// birds are of a species that the network tells on the birds it may be asked about.
func (l *splitLab) judge(v string, g i18n.Lang) (bool, string) {
	if l.file.failure != nil {
		return false, l.file.failure.Error()
	}
	val := l.file.accuracy(partVal)
	a := percent(val)
	if l.fileOpened() {
		test := l.run.accuracy(partTest)
		b := percent(test)
		return (v == "worse") == (test < val-0.1), i18n.T("验证 "+a+"，测试 "+b+"：文件按种类排，最后那种它从没见过。", "Validation "+a+", test "+b+": the file is sorted by species, and it has never seen the last one.").In(g)
	}
	return (v == "worse") == (l.file.known(l.fileSet) < val-0.1), i18n.T("验证 "+a+"。测试里那种它从没见过；对多少，[打开](open_test)才知道。", "Validation "+a+". The test is of a species that it has never seen; its score is known when [opened](open_test).").In(g)
}

// fileOpened reports whether the test that the question is about is open.
func (l *splitLab) fileOpened() bool {
	return l.run.opened && l.how.Value() == dealFile && l.which.Value() == allFeatures && l.shares == fileShares
}

func (l *splitLab) Controls() []ui.Widget { return l.list }
func (l *splitLab) Figures() []ui.Widget  { return l.shown }
func (l *splitLab) Settled() bool {
	return !l.changed && !l.asked && l.run.done() && l.seal.again == "" && (l.guess.Value() == "" || l.file.ready || l.file.failure != nil)
}

func (l *splitLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone = env.Area, env.Phone
	l.run.bring(env, l.thread, true)
	l.begin()
	budget := time.Duration(env.Budget * 0.55 * float64(time.Second))
	if l.run.advance(l.flock, budget) {
		l.stale = true
	}
	if l.run.ready && l.seal.again != "" { // it was open when this was left
		l.seal.again, l.stale = "", true
		l.run.open(l.flock)
	}
	l.foresee(env, budget)
	l.open.SetEnabled(l.run.ready && !l.run.opened)
	moving := l.flight.advance(env)
	if !l.stale && !look {
		return moving
	}
	l.stale = false
	l.place(env.Lang)
	l.record()
	l.texts.fill(l, env.Lang)
	l.note.Fit(l.texts.note, l.marks.note, env.Theme.Small(), 19)
	l.say()
	return true
}

// begin deals and trains anew where something has changed.
func (l *splitLab) begin() {
	if l.changed {
		l.changed, l.stale = false, true
		l.flock.deal(l.how.Value(), l.shares, l.seed)
		l.run.begin(l.flock, l.which.Value(), l.how.Value(), l.k, l.seed)
		l.tally.forget()
		l.at = min(l.at, l.k)
	}
}

// ask has the network of the question trained, once.
func (l *splitLab) ask() { l.asked = l.asked || l.file.single.on == nil }

// foresee trains in the order of the file, once a prediction asks for it.
func (l *splitLab) foresee(env *stage.Env, budget time.Duration) {
	if l.asked {
		l.asked = false
		l.fileSet.deal(dealFile, fileShares, l.seed)
		l.file.bring(env, l.thread, false)
		l.file.begin(l.fileSet, allFeatures, dealFile, 0, l.seed)
	}
	if l.file.single.on != nil && !l.file.ready && l.file.failure == nil {
		l.file.advance(l.fileSet, budget)
	}
	if verdict, ok := l.guess.News(); ok {
		l.stale = true
		env.Announce(verdict)
	}
}

func (l *splitLab) Metrics(put func(name string, value any)) {
	r := &l.run
	put("train_size", len(l.flock.part(partTrain)))
	put("val_size", len(l.flock.part(partVal)))
	put("test_size", len(l.flock.part(partTest)))
	put("test_opened", l.seal.opens)
	if r.failure != nil {
		put("reason", r.failure.Error())
	}
	if r.ready {
		put("train_accuracy", r.accuracy(partTrain))
		put("val_accuracy", r.accuracy(partVal))
	}
	if len(l.chance) > 0 {
		put("probabilities", l.chance)
		put("label", l.flock.all.Classes[l.flock.all.Labels[l.flock.order[l.bird]]])
	}
	if r.opened {
		put("test_accuracy", r.accuracy(partTest))
	}
	put("fold_accuracies", append([]float64{}, r.scores[:min(l.at, len(r.scores))]...))
	if l.at > 0 && l.at <= len(r.scores) {
		mean, sd := r.mean(l.at)
		put("cv_accuracy", mean)
		put("cv_sd", sd)
	}
}

// At implements stage.Timeline: one position for each fold.
func (l *splitLab) At() (at, last int) { return l.at, l.k }
func (l *splitLab) Step()              { l.Seek(l.at + 1) }
func (l *splitLab) Back()              { l.Seek(l.at - 1) }
func (l *splitLab) Reset()             { l.Seek(0) }

// Seek shows so many folds.
func (l *splitLab) Seek(at int) { l.at, l.stale = min(max(at, 0), l.k), true }

func (l *splitLab) Caption(g i18n.Lang) string {
	n, k := strconv.Itoa(l.at), strconv.Itoa(l.k)
	if l.at == 0 {
		return i18n.T("还没开始", "Not begun").In(g)
	}
	return i18n.T("第 "+n+" / "+k+" 折", "Fold "+n+" of "+k).In(g)
}

// Runners implements stage.Keeper.
func (l *splitLab) Runners() []*job.Runner { return []*job.Runner{l.run.single.on, l.run.folds.on} }

// TakeUp implements stage.Keeper.
func (l *splitLab) TakeUp(env *stage.Env, saved [][]byte) error {
	l.run.bring(env, l.thread, true)
	l.begin()
	return errors.Join(l.run.single.takeUp(saved[0]), l.run.folds.takeUp(saved[1]))
}

// Close lets go of what trains.
func (l *splitLab) Close() {
	l.run.close()
	l.file.close()
}
