package zoom

import (
	"fmt"
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
)

// texts are the words and figures of the picture, made when the focus, the run,
// the position or the language changes, so that drawing makes none.
type texts struct {
	way                        []wayLineText
	chip                       chips
	leaf                       [2]string // what x and w are
	titles                     [columnCount]string
	backs                      [columnCount]string // how each layer got its gradient
	shapes                     [columnCount]string
	maps                       [mapCount][2]string
	grids                      [gridCount][2]string
	ten                        [2]string // the lists at the end of a dense neuron
	rest                       string    // "24 others + b"
	bias, channels, channelSum string
	uses                       string // how often the kernel is used
	strip                      string
	after                      string
	answer                     string
	lossChip                   string
	scene                      string // what is read out
}

// wayLineText is one number on the way from the loss to the gate.
type wayLineText struct {
	level       level
	name        string
	value, grad string
	ref         trace.Ref
	made, back  event
}

// maxPoolTitle is that of a pooling layer, narrowPool where it has no room above
// the last of them, in the column lastPool, which has the least.
const lastPool = 6

var maxPoolTitle, narrowPool = i18n.T("最大池化", "Max pool"), i18n.T("池化", "Pool")

var columnTitles = [columnCount]i18n.Text{
	i18n.T("输入", "Input"), i18n.T("卷积 1", "Conv 1"), i18n.Same("ReLU"), maxPoolTitle,
	i18n.T("卷积 2", "Conv 2"), i18n.Same("ReLU"), maxPoolTitle, i18n.T("全连接", "Dense"), i18n.T("得分", "Scores"),
}

// columnBacks name how each layer got its gradient.
var columnBacks = [columnCount]i18n.Text{
	i18n.T("相加", "sums"), i18n.T("ReLU 开关", "gated"), i18n.T("只给赢家", "routes"), i18n.T("互换相加", "swaps"),
	i18n.T("ReLU 开关", "gated"), i18n.T("只给赢家", "routes"), i18n.T("互换相加", "swaps"), i18n.T("互换", "swaps"), i18n.T("概率 − 标签", "p − label"),
}

// refresh makes the texts anew from the record.
func (s *Zoom) refresh() {
	s.fillTexts()
	s.fillWay()
	s.card.fill(s)
	s.text.scene = s.sayPicture()
}

func (s *Zoom) fillTexts() {
	t, l, n := &s.text, s.lang, &s.n
	b := &blocks[n.block]
	for i := range t.titles {
		k := &s.geo.columns[i]
		t.backs[i] = columnBacks[i].In(l)
		t.titles[i] = columnTitles[i].In(l)
		t.shapes[i] = fmt.Sprintf("%d×%d×%d", k.maps, k.side, k.side)
		if k.side == 1 {
			t.shapes[i] = itoa(k.maps)
		}
	}
	source := i18n.T("输入 x", "input x")
	if n.block == 1 {
		source = i18n.T(fmt.Sprintf("池化 1 第 %d 张 x", n.in+1), fmt.Sprintf("pool 1, map %d: x", n.in+1))
	}
	names := [mapCount]i18n.Text{mapSrc: source, mapKernel: i18n.T("核 w", "kernel w"), mapZ: i18n.Same("z = Σ w·x + b"), mapA: i18n.Same("a = ReLU(z)"), mapP: i18n.Same("p = max a")}
	if s.geo.phone {
		names[mapSrc], names[mapZ], names[mapA], names[mapKernel], names[mapP] = i18n.Same("x"), i18n.T("z 卷积", "z conv"), i18n.Same("a ReLU"), i18n.Same("w"), i18n.T("p 最大", "p max")
	}
	backs := [mapCount]i18n.Text{mapSrc: i18n.T("∂L/∂x · 相加", "∂L/∂x · sums"), mapKernel: i18n.Same("∂L/∂w"), mapZ: i18n.T("∂L/∂z · 通过或关闭", "∂L/∂z · passes or blocks"),
		mapA: i18n.T("∂L/∂a · 只给赢家", "∂L/∂a · routes"), mapP: i18n.Same("∂L/∂p")}
	if s.geo.phone {
		backs[mapSrc], backs[mapZ], backs[mapA] = i18n.Same("∂L/∂x"), i18n.T("∂z 开关", "∂z gated"), i18n.T("∂a 赢家", "∂a routes")
		backs[mapKernel], backs[mapP] = i18n.Same("∂w"), i18n.Same("∂p")
		backs[mapSrc] = i18n.T("∂x 相加", "∂x sums")
	}
	for i := range names {
		t.maps[i] = [2]string{names[i].In(l), backs[i].In(l)}
	}
	t.grids[gridX] = [2]string{i18n.T("图块 x", "patch x").In(l), i18n.T("互换：给 x 的是 w·g", "swaps: x gets w·g").In(l)}
	t.grids[gridW] = [2]string{i18n.T("核 w", "kernel w").In(l), i18n.T("给 w 的是 x·g", "w gets x·g").In(l)}
	t.grids[gridQ] = [2]string{i18n.T("25 个乘法门 q", "25 multiply gates q").In(l), i18n.T("分发：每个都得 g", "shares: each gets g").In(l)}
	if s.geo.phone {
		t.grids[gridX][gradient], t.grids[gridW][gradient], t.grids[gridQ] = i18n.T("给 x", "to x").In(l), i18n.T("给 w", "to w").In(l), [2]string{i18n.T("乘法门 q", "gates q").In(l), "∂L/∂q"}
	}
	if b.dense {
		s.fillDense()
	}
	t.rest = n.restWords(l)
	t.bias = "b = " + number.Short(n.bias)
	t.channels = fmt.Sprintf(i18n.T("另外 %d 张的积", "%d other maps").In(l), b.in-1)
	t.channelSum = number.Short(n.rest)
	t.uses = fmt.Sprintf(i18n.T("用了 %d 次，相加", "%d uses sum").In(l), b.side*b.side)
	t.strip = fmt.Sprintf(i18n.T("这一层 %d 张", "%d maps").In(l), b.out)
	t.after = [len(blocks)]string{"→ ReLU → max → … → L", "→ ReLU → max → … → L", "→ ReLU → s → L", "→ softmax → −ln → L"}[n.block]
	p := s.run.prediction()
	t.lossChip = number.Short(s.run.values(value, loss)[0])
	t.answer = number.Format(100*s.run.values(value, probs)[p], 1) + "%"
	t.chip.fill(s)
	t.leaf = [2]string{i18n.T("像素", "pixel").In(l), i18n.T("权重", "weight").In(l)}
	switch n.block {
	case 1, fullBlock:
		t.leaf[0] = i18n.T("池化后的数", "pooled").In(l)
	case scoreBlock:
		t.leaf[0] = i18n.T("神经元 a", "neuron a").In(l)
	}
}

// fillWay lists the numbers from the loss down to the gate's inputs.
func (s *Zoom) fillWay() {
	n, r := &s.n, s.run
	b := &blocks[n.block]
	s.text.way = s.text.way[:0]
	put := func(at level, name string, node, cell int) {
		w := wayLineText{level: at, name: name, ref: r.ref(value, node, cell), made: made(value, node), back: made(gradient, node)}
		w.value, w.grad = number.Precise(r.values(value, node)[cell]), number.Precise(r.values(gradient, node)[cell])
		s.text.way = append(s.text.way, w)
	}
	put(cnnLevel, "L", loss, 0)
	if !b.dense {
		put(layerLevel, "p", b.p, n.pCell())
	}
	if n.block != scoreBlock {
		put(layerLevel, "a", b.a, n.zCell())
	}
	put(neuronLevel, "z", b.z, n.zCell())
	q := wayLineText{level: gateLevel, name: "q", ref: trace.Ref{Node: -1}, made: forward(n.block), back: backward(n.block) + 2}
	q.value, q.grad = number.Precise(n.gate().q), number.Precise(n.gz)
	s.text.way = append(s.text.way, q)
	put(gateLevel, "w", b.w, n.wCell())
	put(gateLevel, "x", b.src, n.xCell())
}

// name says in words which neuron it is.
func (n *neuron) name(l i18n.Lang) string {
	switch n.block {
	case fullBlock:
		return fmt.Sprintf(i18n.T("全连接层 · 第 %d 个神经元", "dense layer · neuron %d").In(l), n.m+1)
	case scoreBlock:
		return fmt.Sprintf(i18n.T("数字 %d 的得分", "score of digit %d").In(l), n.m)
	}
	return fmt.Sprintf(i18n.T("卷积 %d · 第 %d 张 · 第 %d 行第 %d 列", "conv %d · map %d · row %d, column %d").In(l), n.block+1, n.m+1, n.row+1, n.col+1)
}

// restWords are what is added to the gate's product.
func (n *neuron) restWords(l i18n.Lang) string {
	b := &blocks[n.block]
	return fmt.Sprintf(i18n.T("其余 %d 个积 + b", "%d others + b").In(l), b.in*b.inputs()-1)
}

// sayPicture reads the picture out.
func (s *Zoom) sayPicture() string {
	n := &s.n
	head := levels[s.level()].name.In(s.lang) + ": " + n.name(s.lang)
	if blocks[n.block].dense {
		return head + ". " + s.describeWay(s.lang)
	}
	return fmt.Sprintf("%s. L = %s, p = %s, a = %s, z = %s, q = w × x = %s × %s = %s; ∂L/∂z = %s, ∂L/∂w += %s, ∂L/∂x += %s", head,
		number.Precise(s.run.values(value, loss)[0]), number.Precise(n.p), number.Precise(n.a), number.Precise(n.z),
		number.Precise(n.gate().wv), number.Signed(number.Precise(n.gate().xv)), number.Precise(n.gate().q),
		number.Precise(n.gz), number.Precise(n.gate().toW), number.Precise(n.gate().toX))
}

func (s *Zoom) describe(i18n.Lang) string { return s.text.scene }

// fillDense is fillTexts for what is otherwise in a dense layer.
func (s *Zoom) fillDense() {
	t, l, n := &s.text, s.lang, &s.n
	b := &blocks[n.block]
	in := strconv.Itoa(b.inputs())
	source, answer, next := i18n.T("池化 2 的 784 个数 x", "784 pooled numbers x"), i18n.Same("a = ReLU(z)"), i18n.T("给 10 个得分", "to 10 scores")
	if n.block == scoreBlock {
		source, answer, next = i18n.T("64 个神经元 x", "64 neurons x"), i18n.Same("p = softmax(z)"), i18n.Text{}
	}
	names := [mapCount]i18n.Text{source, i18n.T("它的权重 w", "its weights w"), i18n.Same("z = Σ w·x + b"), answer, next}
	backs := [mapCount]i18n.Text{i18n.T("∂L/∂x · 相加", "∂L/∂x · sums"), i18n.T("∂L/∂w · 互换", "∂L/∂w · swaps"), i18n.T("∂L/∂z · 通过或关闭", "∂L/∂z · passes or blocks"),
		i18n.T("∂L/∂a · 相加", "∂L/∂a · sums"), i18n.T("∂L/∂s · p − 标签", "∂L/∂s · p − label")}
	if n.block == scoreBlock {
		backs[mapZ] = i18n.T("∂L/∂z · p − 标签", "∂L/∂z · p − label")
	}
	if s.geo.phone {
		names = [mapCount]i18n.Text{i18n.Same("x " + in), i18n.Same("w"), i18n.Same("z"), i18n.Same("a"), i18n.T("得分", "scores")}
		backs = [mapCount]i18n.Text{i18n.T("∂x 相加", "∂x sums"), i18n.T("∂w 互换", "∂w swaps"), i18n.Same("∂z"), i18n.T("∂a 相加", "∂a sums"), i18n.Same("∂s")}
		if n.block == scoreBlock {
			names[mapA] = i18n.Same("p")
		}
	}
	for i := range names {
		t.maps[i] = [2]string{names[i].In(l), backs[i].In(l)}
	}
	t.grids[gridX][value], t.grids[gridW][value] = names[mapSrc].In(l), names[mapKernel].In(l)
	if !s.geo.phone {
		t.grids[gridQ][value] = i18n.T(in+" 个乘法门 q", in+" multiply gates q").In(l)
	}
	t.ten = [2]string{i18n.T("w·a 给得分", "w·a, to scores").In(l), i18n.T("送回，相加", "sent back: sums").In(l)}
	if n.block == scoreBlock {
		t.ten = [2]string{i18n.T("概率 p", "p").In(l), i18n.T("p − 标签", "p − label").In(l)}
	}
	t.uses = i18n.T("只用一次", "used once").In(l)
}
