package zoom

import "gradtheatre/scenes/i18n"

// lore is what there is to say about one kind of event.
type lore struct {
	caption i18n.Text // in the transport
	title   i18n.Text // the gate, and how it passes the gradient
	why     i18n.Text
}

var lores = [...]lore{
	nothing: {i18n.T("只有图像和权重", "image and weights only"), i18n.T("同一盘磁带", "One tape"),
		i18n.T("[一张图](x)从左到右走到[损失 L](loss)，梯度再一路走回来。远近四个层次看的都是这一次运行。", "[One image](x) runs from left to right to [the loss L](loss), and the gradient comes back. All four levels show this one run.")},
	multiplies: {i18n.T("前向：×", "forward: ×"), i18n.T("乘法门 q = w × x", "Multiply gate q = w × x"),
		i18n.T("[图块](x)里每个像素乘以[核](w)里对应的权重：[25 个乘法门](products)，和你走过的门一模一样。", "Each pixel of [the patch](x) times its weight of [the kernel](w): [25 multiply gates](products), the very kind you stepped through.")},
	adds: {i18n.T("前向：卷积 Σ + b", "forward: convolution Σ + b"), i18n.T("加法门 z = Σ q + b", "Add gate z = Σ q + b"),
		i18n.T("[所有的积](products)加上偏置，就是这个神经元的 [z](sum)。核滑到别处再算一遍，就成了一张图。", "[All the products](products) and the bias add up to the neuron's [z](sum). The kernel slid everywhere makes a whole map.")},
	opens: {i18n.T("前向：ReLU", "forward: ReLU"), i18n.T("ReLU 门", "ReLU gate"),
		i18n.T("正数[通过](relu)，负数变成 0。", "A positive number [passes](relu), a negative one becomes 0.")},
	chooses: {i18n.T("前向：最大池化", "forward: max pool"), i18n.T("最大门", "Max gate"),
		i18n.T("每 2×2 个数里只留[最大的那个](max)。", "Of each 2×2 numbers only [the largest](max) goes on.")},
	densely: {i18n.T("前向：全连接", "forward: dense"), i18n.T("全连接层", "Dense layer"),
		i18n.T("[64 个神经元](dense)，每个把 784 个数乘上权重再相加：还是 × 和 +。", "[64 neurons](dense), each with 784 products and a sum: × and + again.")},
	scores: {i18n.T("前向：得分", "forward: scores"), i18n.T("十个得分", "Ten scores"),
		i18n.T("[每个数字](scores)一个得分，softmax 把它们变成概率。", "One score for [each digit](scores); softmax turns them into probabilities.")},
	measures: {i18n.T("前向：一直到损失 L", "forward: on to the loss L"), i18n.T("损失 L", "The loss L"),
		i18n.T("网络给正确数字的[概率](scores)越小，[损失](loss)越大。", "The smaller [the probability](scores) of the right digit, the larger [the loss](loss).")},
	seeds: {i18n.T("反向从 L 的 1 开始", "backward starts from 1 at L"), i18n.T("梯度从 L 出发", "The gradient starts at L"),
		i18n.T("∂L/∂L = 1。[每个得分](to_scores)收到：网络说的概率，减去标签说的 1 或 0。", "∂L/∂L = 1. [Each score](to_scores) gets what the network says, less the 1 or 0 of the label.")},
	scoresBack: {i18n.T("反向：得分", "backward: scores"), i18n.T("乘法门互换，多处相加", "Multiply swaps, copies sum"),
		i18n.T("[64 个数](to_dense)各被 10 个得分用过，收到 [10 份梯度](ten)，加起来。", "[Each of the 64 numbers](to_dense) was used by 10 scores: it gets [10 gradients](ten), and they add up.")},
	denselyBack: {i18n.T("反向：全连接", "backward: dense"), i18n.T("梯度穿过全连接层", "Back through the dense layer"),
		i18n.T("仍是互换再相加，一直回到池化的输出 [p](pooled)。", "Swaps and sums again, back to [the pooled numbers](pooled) p.")},
	routes: {i18n.T("反向：最大门", "backward: max"), i18n.T("最大门 · 只给赢家", "Max gate · routes"),
		i18n.T("梯度全部给[四个数](four)里最大的那个，另外三个得 0：所以下面的图四格里只亮一格。", "The largest of [the four](four) gets the whole gradient, the other three get 0: below, one cell in four is lit.")},
	gates: {i18n.T("反向：ReLU", "backward: ReLU"), i18n.T("ReLU 门 · 通过或关闭", "ReLU gate · passes or blocks"),
		i18n.T("前向时 [z](sum) 为正，[门](relu)开着，梯度照样通过；否则变成 0。", "Where [z](sum) was positive [the gate](relu) is open and the gradient passes; elsewhere it becomes 0.")},
	sharesOut: {i18n.T("反向：+", "backward: +"), i18n.T("加法门 · 照样分发", "Add gate · shares"),
		i18n.T("[每个积](to_q)、还有偏置，都收到一样的 ∂L/∂z。", "[Every product](to_q), and the bias too, gets the same ∂L/∂z.")},
	swaps: {i18n.T("反向：×", "backward: ×"), i18n.T("乘法门 · 互换输入", "Multiply gate · swaps"),
		i18n.T("[给 x 的](to_x)是 [w](w)，[给 w 的](to_w)是 [x](x)，都乘上游：看，两张小图换了位置。", "[x gets](to_x) [w](w), [w gets](to_w) [x](x), both times the upstream: look, the two pictures have changed places.")},
	sums: {i18n.T("反向：梯度相加", "backward: copies sum"), i18n.T("用了多次 · 梯度相加", "Used many times · copies sum"),
		i18n.T("[一个权重](to_w)用在整张图的每个位置，[一个像素](to_x)也被许多神经元看到：各处送回的梯度全部相加。反向传播只求到这里；照 Δw = −η·梯度 走一步，那是梯度下降。",
			"[A weight](to_w) is used all over the map, [a pixel](to_x) by many neurons: what comes back adds up. Backprop finds it; gradient descent steps Δw = −η·∂L/∂w.")},
}

// arrived is said where the gradient comes from the rest of the network.
var arrived = lore{i18n.T("反向：后面的网络", "backward: the rest"), i18n.T("梯度从后面回来了", "The gradient has come back"),
	i18n.T("它穿过后面的每一层，用的是同样的[几种门](patterns)。", "It has come through every later layer, by [the same kinds of gate](patterns).")}

// denseLores are what is otherwise in a dense layer.
var denseLores = map[kind]lore{
	multiplies: {i18n.T("前向：×", "forward: ×"), i18n.T("乘法门 q = w × x", "Multiply gate q = w × x"),
		i18n.T("[每个输入](x)乘以它自己的[权重](w)：没有窗口，全部都看。", "[Every input](x) times [a weight](w) of its own: there is no window, the neuron looks at all of them.")},
	adds: {i18n.T("前向：Σ + b", "forward: Σ + b"), i18n.T("加法门 z = Σ q + b", "Add gate z = Σ q + b"),
		i18n.T("[所有的积](products)加上偏置，就是 [z](sum)：和一开始的两个数相加是同一种门。", "[All the products](products) and the bias add up to [z](sum): the same gate that added two numbers at the beginning.")},
	sums: {i18n.T("反向：梯度相加", "backward: copies sum"), i18n.T("用了多次 · 梯度相加", "Used many times · copies sum"),
		i18n.T("这里[一个权重](to_w)只用一次，梯度就是这一份 δ·x（δ 是上游梯度），学一步走 Δw = −η·δ·x。[输入 x](to_x) 却给了每个神经元，各处送回的全部相加。",
			"Here [a weight](to_w) is used once: its gradient is δ·x (δ = upstream), its step of learning Δw = −η·δ·x. [x](to_x) goes to every neuron: what they send back adds up.")},
}

// loreOf is what there is to say about an event of a block.
func loreOf(k kind, block int) *lore {
	if block >= 0 && blocks[block].dense {
		if lo, ok := denseLores[k]; ok {
			return &lo
		}
	}
	return &lores[k]
}
