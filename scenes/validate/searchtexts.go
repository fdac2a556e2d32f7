package validate

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// searchTexts are what the stage says, written in Update.
type searchTexts struct {
	name, say, note, luck string
	scores                [3]string
	wait                  string
	next                  [followers]follower
	gap                   float64
	rate, tried, excess   string // of the name, the note and the luck
}

// follower is a trial that came close to the best.
type follower struct{ name, rate, val, fresh string }

const followers = 4

// percentage appends a difference of shares in percentage points, with its sign.
func percentage(dst []byte, v float64) []byte {
	return append(plot.AppendSigned(dst, v*100, 1), '%')
}

// fill writes the words.
func (x *searchTexts) fill(l *searchLab, g i18n.Lang) {
	*x = searchTexts{}
	i := l.choice()
	switch {
	case l.hunt.err != nil:
		x.wait = i18n.T("图片没有取到："+l.hunt.err.Error(), "The images did not come: "+l.hunt.err.Error()).In(g)
		return
	case i < 0 || l.hand.val == nil:
		x.wait = i18n.T("按播放，一个网络一个网络地试。", "Press play: network by network.").In(g)
		return
	}
	t := &l.hunt.trials[i]
	s := &l.graded
	val, test, fresh := l.number(s.chosen[0]), l.number(s.chosen[1]), l.number(s.chosen[2])
	x.name, x.rate = t.name(), short(t.rate)
	x.scores = [3]string{percent(val), i18n.T("封着", "sealed").In(g), ""}
	n, m, opens := strconv.Itoa(int(l.number(s.tried))), strconv.Itoa(len(l.hunt.plan)), strconv.Itoa(l.seal.opens)
	x.tried = n
	switch {
	case l.peeked:
		x.gap = t.accuracy(l.hand.test) - t.accuracy(l.hand.fresh)
		x.note = i18n.T("测试集打开了 "+n+" 次，拿来挑人，就不再是考试。报告写 "+percent(test)+"，新图上只有 "+percent(fresh)+"。",
			"Opened "+n+" times and used to choose, the test is a test no more. The report would say "+percent(test)+"; on fresh images it is "+percent(fresh)+".").In(g)
		if x.gap <= 0 {
			x.note = i18n.T("测试集打开了 "+n+" 次，拿来挑人，就不再是考试。这一回碰巧没有虚高；看[下面 200 次的平均](optimism)。",
				"Opened "+n+" times and used to choose, the test is a test no more. This deal happens not to flatter it; see [the mean of 200](optimism) below.").In(g)
		}
	case l.opened && l.seal.opens > 1:
		x.note = i18n.T("测试集已经打开 "+opens+" 次。看过再换，它就成了又一个验证集。", "The test has been opened "+opens+" times. Look, then change your choice, and it is one more validation set.").In(g)
	case l.opened:
		x.note = i18n.T("打开一次，报告这个数：它没有参与挑选，平均不偏。", "Opened once: report this number. It had no part in the choice, so on average it is fair.").In(g)
	case l.picked >= 0:
		x.note = i18n.T("这是你点的那个。", "This is the one you pressed.").In(g)
	case len(l.shownTrials()) < len(l.hunt.plan):
		x.note = i18n.T("到目前为止验证分最高的：试了 "+n+" / "+m+" 个。", "The best so far by validation: "+n+" of "+m+" tried.").In(g)
	default:
		x.note = i18n.T(n+" 个里它最高。现在[打开测试集](open_sealed)，只一次。", "The best of "+n+" by validation. Now [open the test set](open_sealed), once.").In(g)
	}
	if l.opened {
		x.scores[1], x.scores[2] = percent(test), percent(fresh)
	}
	x.say = x.name + " " + x.scores[0]
	x.follow(l, i)
	if len(l.luck.excess) > 0 && l.luck.done() {
		by := string(percentage(nil, l.number(s.excess)))
		x.excess = by
		x.luck = i18n.T("平均 "+by, "mean "+by).In(g)
	}
}

// follow lists the trials with the highest validation scores but the chosen one.
func (x *searchTexts) follow(l *searchLab, chosen int) {
	all := l.shownTrials()
	for k, at := range l.closest(chosen) {
		n := &l.graded.next[k]
		x.next[k] = follower{name: all[at].name(), rate: short(all[at].rate), val: percent(l.number(n.val))}
		if n.fresh != nil {
			x.next[k].fresh = percent(l.number(n.fresh))
		}
	}
}
