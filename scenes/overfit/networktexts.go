package overfit

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// networkTexts are what the stage says, written in Update.
type networkTexts struct {
	accuracy           [2]string
	say                string
	rows               []rowText
	dropTitle, dropWhy string // the latter with marks
	mask               string
	bars               [3]string
	best               string
	bestAt             float64
	wait               string
	top                float64 // the longest bar

	low, scale, kept, all, rise, as string // numbers that the words say
}

type rowText struct {
	name, train, val string
	now, best        bool

	at  int          // among the recorded
	set [sets]string // what the name says
}

// fill writes the words.
func (x *networkTexts) fill(l *networkLab, g i18n.Lang) {
	x.rows, x.wait, x.best = x.rows[:0], "", ""
	switch a := l.now; {
	case l.digits.err != nil:
		x.wait = i18n.T("图片没有取到："+l.digits.err.Error(), "The images did not come: "+l.digits.err.Error()).In(g)
		return
	case a == nil || a.err == nil && a.epoch() < 0:
		x.wait = i18n.T("正在取图片……", "Fetching the images …").In(g)
		return
	case a.err != nil:
		x.wait = i18n.T("训练停了："+a.err.Error(), "Training stopped: "+a.err.Error()).In(g)
		return
	}
	e := l.epoch()
	r := l.now.mean(e)
	rec := &l.record
	shares := func(i int) (train, val string) {
		return percent(rec.number(rec.rows[i].acc[0])), percent(rec.number(rec.rows[i].acc[1]))
	}
	x.accuracy[0], x.accuracy[1] = shares(len(l.rows))
	best, _ := l.now.best(l.now.epoch())
	x.low = plot.Format(rec.number(rec.low))
	x.bestAt = float64(best)
	x.best = i18n.T("最低："+x.low+"，第 "+strconv.Itoa(best)+" 轮", "lowest: "+x.low+" at epoch "+strconv.Itoa(best)).In(g)
	x.say = i18n.T("第 "+strconv.Itoa(e)+" 轮：训练集认对 "+x.accuracy[0]+"，没见过的认对 "+x.accuracy[1]+"。", "Epoch "+strconv.Itoa(e)+": "+x.accuracy[0]+" of the training images right, "+x.accuracy[1]+" of unseen ones.").In(g)
	top := r.valAcc
	for _, old := range l.rows {
		top = max(top, old.valAcc)
	}
	for i := range l.rows {
		old := &l.rows[i]
		train, val := shares(i)
		x.rows = append(x.rows, rowText{name: old.name(g), train: train, val: val, best: old.valAcc == top, at: i, set: old.figures()})
	}
	x.rows = append(x.rows, rowText{name: l.set.name(g), train: x.accuracy[0], val: x.accuracy[1], now: true, best: r.valAcc == top, at: len(l.rows), set: l.set.figures()})
	if n := len(x.rows) - len(l.marks.rows); n > 0 {
		x.rows = x.rows[n:]
	}
	x.fillDropout(l, g)
}

func (x *networkTexts) fillDropout(l *networkLab, g i18n.Lang) {
	d := &l.dropped
	x.bars = [3]string{}
	w := strconv.Itoa(l.set.width)
	x.mask = i18n.T("最近一步的掩码：25 张图 × "+w+" 个", "Last masks: 25 images × "+w).In(g)
	if l.set.dropout == 0 {
		x.mask = i18n.T("最近一步学的图，红的标签是错的", "Last images: red labels are wrong").In(g)
	}
	if l.now.epoch() == 0 && l.rests() {
		x.mask = i18n.T("第一步的掩码：25 张图 × "+w+" 个", "First masks: 25 images × "+w).In(g)
		if l.set.dropout == 0 {
			x.mask = i18n.T("第一步要学的图，红的标签是错的", "First images: red labels are wrong").In(g)
		}
	}
	switch p := plot.Format(l.set.dropout); {
	case l.set.dropout == 0:
		x.dropTitle = i18n.T("没有失活：p = 0", "No dropout: p = 0").In(g)
		x.dropWhy = i18n.T("把 [p](dropout) 拉到 0.5：训练的每一步都随机关掉一半神经元，这里画出引擎抽到的掩码。",
			"Move [p](dropout) to 0.5: every step of training then silences half of the neurons at random. The masks that the engine drew appear here.").In(g)
	case !d.ok && l.now.epoch() == 0 && l.rests():
		x.dropTitle = "p = " + p
		x.dropWhy = i18n.T("[按播放](play)，开始训练。", "[Press play](play) to train.").In(g)
	case !d.ok:
		x.dropTitle = i18n.T("p = "+p+"：正在训练", "p = "+p+": training").In(g)
		x.dropWhy = ""
	default:
		x.dropTitle = i18n.T("训练完，用的时候呢？损失：", "And in use? The loss then:").In(g)
		for i, v := range [3]float64{d.off, d.on, d.twice} {
			x.bars[i] = plot.Format(v)
		}
		x.top = max(d.off, d.on, d.twice)
		x.scale, x.kept, x.all, x.rise, x.as = plot.Format(d.scale), plot.Format(d.kept), plot.Format(d.all), plot.Format(d.rise), plot.Format(d.formula)
		x.dropWhy = i18n.T("训练时留下的都乘 "+x.scale+"，平均才不变："+x.kept+" 对 "+x.all+"。开着时损失平均多 "+x.rise+"；把它当成 [L2](l2) 那样的惩罚来算是 "+x.as+"：只是近似。",
			"In training the ones kept are multiplied by "+x.scale+", which keeps the mean: "+x.kept+" against "+x.all+". Left on, the loss rises by "+x.rise+"; worked out as a penalty like [L2](l2) it is "+x.as+": only roughly the same.").In(g)
	}
}

func percent(v float64) string { return string(plot.AppendPercent(nil, v)) }

// name is what differs from the plain network, in few words.
func (c *setup) name(g i18n.Lang) string {
	s := ""
	add := func(zh, en string) {
		if s != "" {
			s += " · "
		}
		s += i18n.T(zh, en).In(g)
	}
	if c.images != 200 {
		n := strconv.Itoa(c.images)
		add(n+" 张", n+" images")
	}
	if c.width != 64 {
		n := strconv.Itoa(c.width)
		add("宽 "+n, "width "+n)
	}
	if c.side != 8 {
		n := strconv.Itoa(c.side * c.side)
		add(n+" 维", n+" inputs")
	}
	if c.l2 > 0 {
		add("L2 "+short(c.l2), "L2 "+short(c.l2))
	}
	if c.l1 > 0 {
		add("L1 "+short(c.l1), "L1 "+short(c.l1))
	}
	if c.dropout > 0 {
		add("失活 "+short(c.dropout), "dropout "+short(c.dropout))
	}
	if c.augment {
		add("增强", "augmented")
	}
	if c.early {
		add("早停", "early stop")
	}
	if c.wrong != 0.2 {
		n := c.figures()[setWrong]
		add("错标 "+n, n+" wrong")
	}
	if s == "" {
		return i18n.T("什么都不做", "Nothing").In(g)
	}
	return s
}

// figures are the numbers that a name may say.
func (c *setup) figures() [sets]string {
	return [sets]string{short(c.l2), short(c.l1), short(c.dropout), strconv.Itoa(int(c.wrong*100+0.5)) + "%"}
}
