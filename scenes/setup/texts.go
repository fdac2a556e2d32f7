package setup

import (
	"math"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// texts are words and figures, made when they change.
type texts struct {
	valleyIs string // beside the valley's title: κ
	walk     string // how the descent ends
	bad      bool

	numbers          [7]string
	sd, slope        []string
	stats            [5]string
	statNames        [5]string
	micro            string
	reason           string // with marks, as modesSay and over
	far              string // the largest number under the microscope, as micro says it
	because          because
	wrong            bool // the reason is a warning
	loss             string
	accuracy         string
	channel          [2]string
	over             string
	modes            [3]string // names of the strips
	spreads          [3]string
	modesSay         string
	data, valley     string // read out
	layers, training string
	card             string
}

// because is the figure that a reason names, and which number it is.
type because struct {
	figure string
	of     *grad.Var
}

func (t *texts) fill(s *Scene) {
	l := s.lang
	c, v := s.cloud, s.valley
	for k := range 2 {
		t.numbers[k], t.numbers[2+k] = tidy(c.stat(c.outMean, k)), tidy(c.stat(c.outSD, k))
	}
	t.numbers[4], t.numbers[5], t.numbers[6] = plot.Format(v.value(v.most)), plot.Format(v.value(v.least)), plot.Format(v.value(v.ratio))
	t.valleyIs = "κ = " + t.numbers[6]
	t.walked(s)
	t.data = i18n.T("均值 ", "Means ").In(l) + t.numbers[0] + ", " + t.numbers[1] + "; σ " + t.numbers[2] + ", " + t.numbers[3]
	t.valley = t.valleyIs + ". " + t.walk
	t.column(s)
	t.stat(s)
	t.explain(s)
	t.cards(s)
	p := s.probe
	t.accuracy = i18n.T("准确率 ", "accuracy ").In(l) + percent(p.right)
	t.loss = plot.Format(p.value(p.loss))
	n := &s.learner
	t.training = i18n.T("第 "+digit(n.step())+" 步，损失 "+t.loss+"，准确率 "+percent(p.right), "Step "+digit(n.step())+", loss "+t.loss+", accuracy "+percent(p.right)).In(l)
}

// tidy writes what is only rounding as 0.
func tidy(v float64) string {
	if math.Abs(v) < 5e-6 {
		return "0"
	}
	return plot.Format(v)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return plot.Format(v)
	}
	return string(plot.AppendPercent(nil, v))
}

// walked says how the descent ends.
func (t *texts) walked(s *Scene) {
	v, n := s.valley, strconv.Itoa(s.valley.arrived)
	t.bad = v.gone
	switch {
	case v.gone:
		t.walk = i18n.T("η 超过 2/λ_max，发散", "η > 2/λ_max: diverges").In(s.lang)
	case v.arrived < 0:
		t.walk = i18n.T(strconv.Itoa(mostWalk)+" 步还没到底", "Not there after "+strconv.Itoa(mostWalk)+" steps").In(s.lang)
	case v.arrived == 1:
		t.walk = i18n.T("1 步就到底", "There in 1 step").In(s.lang)
	default:
		t.walk = i18n.T(n+" 步到底", "There in "+n+" steps").In(s.lang)
	}
}

// column writes the deviations of all layers.
func (t *texts) column(s *Scene) {
	p := s.probe
	t.sd, t.slope = t.sd[:0], t.slope[:0]
	t.layers = ""
	for i := range p.layers {
		l := &p.layers[i]
		t.sd, t.slope = append(t.sd, plot.Format(p.value(l.sd))), append(t.slope, plot.Format(p.value(l.slope)))
		if s.veiled(i) {
			continue
		}
		t.layers += "a" + digit(i+1) + ": σ " + t.sd[i] + ", ∂L/∂a σ " + t.slope[i] + ". "
	}
}

// veiled reports whether a layer is still covered.
func (s *Scene) veiled(i int) bool { return float64(i) >= s.shown-0.001 }

// stat writes the numbers of the chosen layer.
func (t *texts) stat(s *Scene) {
	p, l := s.probe, s.lang
	y := &p.layers[s.chosen]
	edge := i18n.T("饱和的比例", "Saturated")
	if s.spec.act == "relu" {
		edge = i18n.T("死掉的神经元", "Dead neurons")
	}
	t.statNames = [5]string{i18n.T("均值", "Mean").In(l), i18n.T("标准差", "Std").In(l), i18n.T("梯度的标准差", "Gradient’s std").In(l), edge.In(l), i18n.T("不同的神经元", "Distinct neurons").In(l)}
	t.stats = [5]string{plot.Format(p.value(y.mean)), plot.Format(p.value(y.sd)), plot.Format(p.value(y.slope)), percent(p.value(y.edge)), plot.Format(s.twins.distinct()) + " / " + digit(units)}
	n, far := digit(s.chosen+1), plot.Format(s.reach)
	t.far = far
	t.micro = i18n.T("a"+n+"：神经元 × 点，±"+far, "a"+n+": neurons × points, ±"+far).In(l)
	if st := (paint.Style{Font: paint.Sans, Size: theme.SizeTiny}); paint.Measure(t.micro, st) > s.marks.micro.W+10 {
		t.micro = paint.Elide("a"+n+", ±"+far, s.marks.micro.W+10, st)
	}
}

// explain says why this network will learn or not, from what was recorded.
func (t *texts) explain(s *Scene) {
	p := s.probe
	last := &p.layers[len(p.layers)-1]
	first := &p.layers[0]
	r := p.change()
	back := p.value(first.slope)
	t.wrong, t.because = true, because{}
	var say i18n.Text
	switch {
	case s.learner.err() != nil:
		say = i18n.T("数字涨出了 float32 的范围：[每层](histograms)都把它放大，十层连乘就溢出了。", "The numbers left the range of float32: [ten layers](histograms) of growth overflow.")
	case back == 0 && p.value(first.sd) == 0:
		say = i18n.T("[权重全是 0](init)：每层输出 0，往回传的也是 0，除了最后的偏置，谁也学不动。", "[Zeros](init) give 0 forwards and 0 back: only the last bias can learn.")
	case last.distinct == 1 && p.value(last.sd) > 0:
		say = i18n.T("[同一层](histograms) 32 个神经元一模一样，梯度也一模一样：学多久都只算一个神经元。", "All 32 neurons of [a layer](histograms) are the same, gradient too: they stay one neuron for ever.")
	case s.spec.act != "relu" && p.value(last.edge) > 0.5:
		t.because = because{percent(p.value(last.edge)), last.edge}
		say = i18n.T(percent(p.value(last.edge))+" 的[激活值](histograms)顶到了边上，那里斜率近乎 0，梯度过不去。", percent(p.value(last.edge))+" of [the activations](histograms) sit at the rim: the slope there is almost 0, no gradient comes through.")
	case s.spec.act == "relu" && p.value(last.edge) > 0.5:
		t.because = because{percent(p.value(last.edge)), last.edge}
		say = i18n.T(percent(p.value(last.edge))+" 的[神经元](histograms)对谁都输出 0：斜率是 0，再也学不动了。", percent(p.value(last.edge))+" of [the neurons](histograms) are 0 for every example, their slope too: they learn no more.")
	case r < 0.05:
		k := plot.Format(p.value(p.factor))
		t.because = because{k, p.factor}
		say = i18n.T("[每过一层](histograms)，标准差约乘 "+k+"；到头来谁都分不清，梯度也越来越小。", "[Each layer](histograms) multiplies the deviation by "+k+": in the end all examples look alike, and the gradient shrinks too.")
	case r > 20:
		k := plot.Format(p.value(p.factor))
		t.because = because{k, p.factor}
		say = i18n.T("[每过一层](histograms)，标准差约乘 "+k+"：很快就要爆炸。", "[Each layer](histograms) multiplies the deviation by "+k+": it is about to explode.")
	case s.cloud.way == raw && s.learner.step() == 0 && math.Abs(s.cloud.stat(s.cloud.outMean, 0))+math.Abs(s.cloud.stat(s.cloud.outMean, 1)) > 2:
		say = i18n.T("[每层](histograms)都还有动静；只是[数据](cloud)离 0 太远，第一层看谁都差不多。", "[Every layer](histograms) is alive, but [the data](cloud) are far from 0: to layer 1 all examples look alike.")
	default:
		t.wrong = false
		say = i18n.T("[每一层](histograms)的标准差都差不多大，梯度也回得来：它学得动。", "[Every layer](histograms) keeps its deviation, and the gradient comes back: this one learns.")
	}
	t.reason = say.In(s.lang)
}

// cards writes what the other two cards say.
func (t *texts) cards(s *Scene) {
	l, ch := s.lang, s.channels
	t.channel = [2]string{tidy(ch.stat(ch.mean, ch.chosen)), plot.Format(ch.stat(ch.sd, ch.chosen))}
	n := digit(ch.count())
	t.over = i18n.T("[一行](channel)是一个通道：3 张图 × 14 × 14 = "+n+" 个数，共用一个 μ、一个 σ。",
		"[A row](channel) is a channel: its 3 pictures × 14 × 14 = "+n+" numbers share one μ and one σ.").In(l)
	m := &s.modes
	t.modes = [3]string{i18n.T("训练模式", "Training").In(l), i18n.T("使用模式", "In use").In(l), i18n.T("z₁ 的均值", "Mean of z₁").In(l)}
	t.spreads = [3]string{"±" + plot.Format(m.half[0]), "±" + plot.Format(m.half[1]), ""}
	t.modesSay = i18n.T("同一个点放进 10 个不同的批：[训练时](training)用这一批的 μ、σ，答案随批变；[使用时](use)用记住的滑动平均（[绿线](running)），总是同一个。",
		"One point in the company of 10 batches. [In training](training) μ and σ are the batch’s, so the answer depends on the company; [in use](use) they are the running averages ([the line](running)), and it does not.").In(l)
	if !m.known {
		t.modesSay = i18n.T("没有批归一化，同一个点的答案与同伴无关。打开“[批归一化](batch_norm)”再看。", "Without batch norm the company makes no difference. Switch [batch norm](batch_norm) on and look again.").In(l)
	}
	switch s.tabs.Value() {
	case viewModes:
		t.card = prose.Plain(t.modesSay) + " " + t.spreads[0] + ", " + t.spreads[1]
	case viewChannels:
		t.card = prose.Plain(t.over) + " μ = " + t.channel[0] + ", σ = " + t.channel[1]
	default:
		t.card = t.micro + ". " + prose.Plain(t.reason)
		for i := range t.stats {
			t.card += " " + t.statNames[i] + " " + t.stats[i] + "."
		}
	}
}
