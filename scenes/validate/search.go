package validate

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// searchLab tries fifty networks, chooses one by validation, and opens the test
// set: once, or once too often.
type searchLab struct {
	*tally
	seed   uint64
	hunt   hunt
	hand   hand
	luck   luck
	graded searchScores
	file   *assets.Loading // of the images, once one of them is asked for
	want   int             // trials to show: none before play
	size   int             // images of validation, and of the test
	picked int             // by hand, or −1: the best by validation
	peeked bool
	opened bool // the test, for the present choice
	seal   seal
	thread *labs.Thread

	changed, redealt, stale bool
	phone                   bool
	area                    paint.Rect

	guess         *ui.Guess
	method        *ui.Select
	sizeBar       *ui.Slider
	open, peek    *ui.Button
	space         *ui.Figure
	card, history *ui.Figure
	list, shown   []ui.Widget
	marks         searchMarks
	texts         searchTexts
	note          prose.Block
}

func newSearchLab(seed uint64, thread *labs.Thread) *searchLab {
	l := &searchLab{seed: seed, thread: thread, hunt: hunt{seed: seed}, tally: newTally(), size: 30, picked: -1, changed: true}
	l.tally.reopen = l.reopen
	l.build()
	return l
}

func (l *searchLab) build() {
	l.guess = ui.NewGuess("guess_best", i18n.T("验证分最高的那个网络，换到全新的图上，分数通常会怎样？", "The network with the best validation score: on fresh images its score is usually …"), l.judge,
		ui.Opt("higher", i18n.T("更高", "higher")), ui.Opt("same", i18n.T("一样", "the same")), ui.Opt("lower", i18n.T("更低", "lower"))).
		Until(func() bool { return l.hunt.done() && l.luck.ready() }, i18n.T("按播放，全部试完就知道。", "Press play: when all are tried you will know."))
	l.method = ui.NewSelect("method", i18n.T("怎么搜", "How to search"), byRandom, ui.Opt(byRandom, i18n.T("随机", "Random")), ui.Opt(byGrid, i18n.T("网格", "Grid")),
		ui.Opt(byArch, i18n.T("结构", "Architecture"))).Kept().OnChange(func(string) { l.changed, l.seal.again = true, "" })
	l.sizeBar = ui.NewSlider("val_images", i18n.T("验证、测试各几张", "Val and test images"), 20, 400, float64(l.size)).Log().Step(1).Decimals(0).Kept().OnChange(func(v float64) {
		l.size, l.redealt, l.seal.again = int(v), true, ""
	})
	l.open = ui.NewButton("open_sealed", i18n.T("打开测试集", "Open the test set")).Icon("eye").OnPress(func() {
		if len(l.shownTrials()) > 0 && !l.opened {
			l.opened, l.stale = true, true
			l.seal.open(1)
		}
	})
	l.peek = ui.NewButton("peek", i18n.T("作弊：按测试分来挑", "Cheat: choose by the test")).Icon("triangle-alert").OnPress(func() {
		if n := len(l.shownTrials()); n > 0 && !l.peeked {
			l.picked, l.peeked, l.opened, l.stale = -1, true, true, true
			l.seal.open(n)
		}
	})
	l.seal.Figure, l.seal.now = ui.NewFigure("sealed_test", ui.RoleText, sealName), l.howOpen
	l.space = ui.NewFigure("trials", ui.RolePad, i18n.T("试过的网络：点一个来选它，再点展开分数", "Networks tried: press one to choose it, once more to unfold its score"))
	l.space.Paint, l.space.On, l.space.Say = l.drawSpace, l.handleSpace, func(i18n.Lang) string { return l.texts.say }
	l.card = ui.NewFigure("chosen", ui.RoleText, i18n.T("选中的网络", "The chosen network"))
	l.card.Paint, l.card.Say = l.drawChosen, func(i18n.Lang) string { return l.texts.say + " " + prose.Plain(l.texts.note) }
	l.card.Holds(&l.note)
	l.history = ui.NewFigure("optimism", ui.RoleFigure, i18n.T("挑中时的分数，虚高多少", "How much too high the score chosen by is"))
	l.history.Paint, l.history.Say = l.drawLuck, func(i18n.Lang) string { return l.texts.luck }
	l.list = []ui.Widget{l.guess, l.method, l.open, l.peek, l.sizeBar,
		ui.NewParagraph(i18n.T("[每个点](trials)是引擎真训练的一个网络：150 张手写数字，各学 12 轮。挑最高分，也就挑了运气：分数里总有一份是这几张图碰巧合它。所以用哪份数据挑，哪份就不能再当考试；[图越多](val_images)，[虚高](optimism)越小。",
			"[Every dot](trials) is a network that the engine trained: 150 handwritten digits, 12 epochs. To choose the highest score is to choose luck as well: those few images happen to suit it. So whatever you choose by is no test any more; [the more images](val_images), the smaller [the excess](optimism)."))}
	l.shown = []ui.Widget{l.space, l.card, l.history, &l.seal}
}

// judge scores the prediction by two hundred deals of the same images.
func (l *searchLab) judge(v string, g i18n.Lang) (bool, string) {
	right := "same"
	if l.luck.mean > 0.005 && l.luck.above > 0.5 {
		right = "lower"
	} else if l.luck.mean < -0.005 && l.luck.below > 0.5 {
		right = "higher"
	}
	p := percent(l.luck.above)
	by := plot.Format(math.Round(math.Abs(l.luck.mean)*1000) / 10)
	return v == right, i18n.T("重新分牌 200 次，"+p+" 的时候更低，平均差 "+by+" 个百分点。", "Dealt anew 200 times, it is lower in "+p+" of them; the mean difference is "+by+" points.").In(g)
}

func (l *searchLab) Controls() []ui.Widget { return l.list }
func (l *searchLab) Figures() []ui.Widget  { return l.shown }
func (l *searchLab) Settled() bool {
	return !l.changed && !l.redealt && (l.hunt.err != nil || len(l.hunt.trials) >= min(l.want, len(l.hunt.plan)) && l.luck.done() && !l.returning())
}

// howOpen is what the link says of the test: how it is open, after how many
// trials, and for which of them where that was picked by hand.
func (l *searchLab) howOpen() string {
	how := l.seal.again
	switch {
	case how != "":
		return how
	case l.peeked:
		how = sealPeeked
	case l.opened:
		how = sealOpen
	default:
		return ""
	}
	if how += "," + strconv.Itoa(l.want); l.picked >= 0 {
		how += "," + strconv.Itoa(l.picked)
	}
	return how
}

// returning reports whether the test is to be open again after as many trials as
// are on stage now, or on their way there.
func (l *searchLab) returning() bool {
	_, after, _ := strings.Cut(l.seal.again, ",")
	n, _, _ := strings.Cut(after, ",")
	return l.want > 0 && n == strconv.Itoa(l.want)
}

// unseal opens the test as it was when this was left.
func (l *searchLab) unseal() {
	how, after, _ := strings.Cut(l.seal.again, ",")
	_, which, byHand := strings.Cut(after, ",")
	l.seal.again, l.opened, l.peeked, l.picked, l.stale = "", true, how == sealPeeked, -1, true
	if at, err := strconv.Atoi(which); byHand && err == nil {
		l.picked = max(at, 0)
	}
}

// shownTrials are those on stage.
func (l *searchLab) shownTrials() []trial { return l.hunt.trials[:min(l.want, len(l.hunt.trials))] }

// choice is the chosen trial, −1 where there is none.
func (l *searchLab) choice() int {
	t := l.shownTrials()
	switch {
	case len(t) == 0:
		return -1
	case l.picked >= 0:
		return min(l.picked, len(t)-1)
	}
	images := l.hand.val
	if l.peeked {
		images = l.hand.test
	}
	at, _ := best(t, images)
	return at
}

func (l *searchLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone = env.Area, env.Phone
	l.work(env)
	ready := len(l.shownTrials()) > 0
	l.open.SetEnabled(ready && !l.opened)
	l.peek.SetEnabled(ready && !l.peeked)
	if verdict, ok := l.guess.News(); ok {
		env.Announce(verdict)
		l.stale = true
	}
	if !l.stale && !look {
		return false
	}
	l.stale = false
	l.place()
	l.record()
	l.placeLuck()
	l.texts.fill(l, env.Lang)
	l.note.Fit(l.texts.note, l.marks.note, env.Theme.Small(), 19)
	l.say()
	return true
}

// begin plans anew where another method was chosen.
func (l *searchLab) begin(env *stage.Env) {
	if l.hunt.on == nil {
		l.hunt.on = l.thread.Runner(env)
	}
	if l.changed {
		before := len(l.hunt.plan)
		l.changed, l.redealt = false, true
		l.hunt.begin(l.method.Value())
		if n := len(l.hunt.plan); l.want == before && before > 0 || l.want > n { // all, or more than there are
			l.want = n
		}
	}
}

// work tries and deals.
func (l *searchLab) work(env *stage.Env) {
	l.begin(env)
	if l.redealt {
		l.redealt, l.stale = false, true
		l.picked, l.peeked, l.opened, l.hand = -1, false, false, hand{}
		l.tally.forget()
		l.luck.begin(nil, 0, 0, l.seed)
	}
	budget := time.Duration(env.Budget * 0.55 * float64(time.Second))
	until := time.Now().Add(budget)
	if l.hunt.advance(l.want, budget) {
		l.stale = true
	}
	if l.hunt.images > 0 && l.hand.val == nil {
		l.hand, l.stale = dealHand(l.hunt.images, l.size, rand.New(rand.NewPCG(l.seed, 7))), true
	}
	if l.hunt.done() && l.hunt.images > 0 && l.luck.n == 0 {
		l.luck.begin(l.hunt.trials, l.hunt.images, l.size, l.seed)
	}
	if l.luck.advance(until) {
		l.stale = true
	}
	if l.returning() && l.hand.val != nil && len(l.hunt.trials) >= l.want {
		l.unseal()
	}
}

func (l *searchLab) Metrics(put func(name string, value any)) {
	if l.hunt.err != nil {
		put("reason", l.hunt.err.Error())
	}
	put("trials", len(l.shownTrials()))
	put("test_opened", l.seal.opens)
	if i := l.choice(); i >= 0 {
		t := &l.hunt.trials[i]
		put("learning_rate", t.rate)
		put("hidden_layers", t.sizes[1:len(t.sizes)-1])
		put("parameters", t.params)
		put("val_accuracy", t.accuracy(l.hand.val))
		if l.opened {
			put("test_accuracy", t.accuracy(l.hand.test))
			put("fresh_accuracy", t.accuracy(l.hand.fresh))
		}
	}
	if l.luck.done() && len(l.luck.excess) > 0 {
		put("optimism", l.luck.mean)
		put("optimistic_share", l.luck.above)
	}
}

// choose takes a trial by hand, which seals the test again.
func (l *searchLab) choose(i int) {
	if n := len(l.shownTrials()); n > 0 {
		l.picked = min(max(i, 0), n-1)
		l.peeked, l.opened, l.seal.again, l.stale = false, false, "", true
	}
}

// At implements stage.Timeline: one position for each trial.
func (l *searchLab) At() (at, last int) { return len(l.shownTrials()), max(len(l.hunt.plan), 1) }
func (l *searchLab) Step()              { l.Seek(len(l.shownTrials()) + 1) }
func (l *searchLab) Back()              { l.Seek(len(l.shownTrials()) - 1) }
func (l *searchLab) Reset()             { l.Seek(0) }

// Seek shows the first so many trials; it makes those that are missing. The test
// is sealed for those that then are chosen.
func (l *searchLab) Seek(at int) {
	if at = min(max(at, 0), max(len(l.hunt.plan), 1)); at == l.want {
		return
	}
	l.want, l.picked, l.peeked, l.opened, l.stale = at, -1, false, false, true
	if !l.returning() {
		l.seal.again = ""
	}
}

// Pace implements stage.Paced: trials are many.
func (l *searchLab) Pace() float64 { return 12 }

func (l *searchLab) Caption(g i18n.Lang) string {
	n, m := strconv.Itoa(len(l.shownTrials())), strconv.Itoa(len(l.hunt.plan))
	return i18n.T("试了 "+n+" / "+m+" 个", n+" of "+m+" tried").In(g)
}

// Runners implements stage.Keeper.
func (l *searchLab) Runners() []*job.Runner { return []*job.Runner{l.hunt.on} }

// TakeUp implements stage.Keeper.
func (l *searchLab) TakeUp(env *stage.Env, saved [][]byte) error {
	if saved[0] == nil {
		return nil
	}
	l.begin(env)
	return l.hunt.takeUp(saved[0])
}

// Follow implements labs.Follower: what another laboratory has tried is not tried
// again.
func (l *searchLab) Follow(env *stage.Env, of labs.Lab) error {
	o := of.(*searchLab)
	l.guess.Follow(o.guess)
	if o.hunt.on == nil || o.changed {
		l.Seek(o.want)
		return nil
	}
	l.begin(env)
	l.want, l.picked, l.peeked, l.opened, l.seal.again = o.want, o.picked, o.peeked, o.opened, o.seal.again
	return l.hunt.follow(&o.hunt.series)
}

// Close lets go of what trains.
func (l *searchLab) Close() {
	if l.hunt.on != nil {
		l.hunt.on.Close()
	}
}
