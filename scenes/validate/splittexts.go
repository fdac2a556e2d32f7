package validate

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// splitTexts are what the stage says, written in Update.
type splitTexts struct {
	counts          [parts]string
	chance          [3]string // of the species, for the chosen bird
	scores          [parts]string
	note            string
	folds           []string
	mean            string
	average, spread string // which it says
	say             string
	step            string
	stage           int // of the pipeline
	sealed          bool
	withheld        bool // what the network makes of the chosen bird
}

func percent(v float64) string { return string(plot.AppendPercent(nil, v)) }

// fill writes the words.
func (x *splitTexts) fill(l *splitLab, g i18n.Lang) {
	r := &l.run
	*x = splitTexts{folds: x.folds[:0]}
	for p := range x.counts {
		x.counts[p] = strconv.Itoa(int(l.number(l.sizes[p])))
	}
	for k, v := range l.chance {
		if x.chance[k] = percent(v); l.narrow() {
			x.chance[k] = strconv.Itoa(int(math.Round(v*100))) + "%"
		}
	}
	x.sealed, x.stage = !r.opened, 2
	if r.failure != nil {
		x.note = r.failure.Error()
		return
	}
	x.note = i18n.T("正在训练……", "Training …").In(g)
	if !r.ready {
		return
	}
	x.stage, x.withheld = 3, l.withheld()
	x.scores = [parts]string{percent(l.number(l.graded[partTrain])), percent(l.number(l.graded[partVal])), i18n.T("封着", "sealed").In(g)}
	opens := strconv.Itoa(l.seal.opens)
	switch {
	case r.opened && r.accuracy(partTest) < r.accuracy(partVal)-0.2:
		x.note = i18n.T("测试里的种类，训练时从没见过：数据按种类排着，[没有打乱](deal)就切开了。验证也看不出来。",
			"The test holds a species that training never saw: the file is sorted, and was [cut without shuffling](deal). Validation could not tell.").In(g)
	case r.opened && l.seal.opens > 1:
		x.note = i18n.T("这是第 "+opens+" 次打开。看了分数再[改设置](features)，测试集就成了又一个验证集。", "Opened "+opens+" times by now. [Change settings](features) after looking, and the test set is one more validation set.").In(g)
	case r.opened:
		x.note = i18n.T("打开了一次：这就是报告里写的数。以后别再照着它改。", "Opened once: this is the number to report. Change nothing by it from now on.").In(g)
	default:
		x.note = i18n.T("用[训练集](bar)学，验证集挑[设置](features)；测试集封着，最后[开一次](open_test)。", "Learn on [training](bar), choose [settings](features) by validation; the test stays sealed, to be [opened once](open_test) at the very end.").In(g)
	}
	if r.opened {
		x.scores[partTest] = percent(l.number(l.graded[partTest]))
	}
	for _, v := range l.folded {
		x.folds = append(x.folds, percent(l.number(v)))
	}
	if l.at == 0 {
		x.mean = i18n.T("按播放，一折一折来。", "Press play: fold by fold.").In(g)
	} else if l.average[0] != nil {
		n := strconv.Itoa(l.at)
		x.average, x.spread = percent(l.number(l.average[0])), percent(l.number(l.average[1]))
		x.mean = i18n.T(n+" 折平均 "+x.average+" ± "+x.spread, "Mean of "+n+": "+x.average+" ± "+x.spread).In(g)
	}
	x.say = partNames[0].In(g) + " " + x.scores[0] + ", " + partNames[1].In(g) + " " + x.scores[1] + ", " + partNames[2].In(g) + " " + x.scores[2]
	x.step = stepNames[x.stage].In(g)
}
