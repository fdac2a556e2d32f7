package inspect

import "gradtheatre/scenes/i18n"

// layerOps are the layers that multiply and add, or pick.
var layerOps = map[string]opWords{
	"linear": {i18n.T("全连接层", "Linear layer"), "$y = Σ_i w_i·x_i + b", `\frac{∂y}{∂x_i} = w_i,  \frac{∂y}{∂w_i} = x_i,  \frac{∂y}{∂b} = 1`},
	"matmul": {i18n.T("矩阵乘法", "Matrix product"), "$y = Σ_k a_k·b_k", `\frac{∂y}{∂a_k} = b_k,  \frac{∂y}{∂b_k} = a_k`},
	"conv2d": {i18n.T("卷积", "Convolution"), "$y = Σ w_{cij}·x_{cij} + b", `\frac{∂y}{∂x} = w,  \frac{∂y}{∂w} = x`},
	"conv_transpose2d": {i18n.T("转置卷积", "Transposed convolution"), "$y = Σ w_{cij}·x_{cij} + b",
		`\frac{∂y}{∂x} = w,  \frac{∂y}{∂w} = x`},
	"maxpool2d": {i18n.T("最大池化", "Max pooling"), "$y = max x_{ij}", `\frac{∂y}{∂x} = [x = y]`},
	"avgpool2d": {i18n.T("平均池化", "Average pooling"), `$y = \frac{1}{k^2} Σ x_{ij}`, `\frac{∂y}{∂x} = \frac{1}{k^2}`},
	"dropout":   {i18n.Same("Dropout"), `$y = \frac{x·mask}{1 − p}`, `\frac{∂y}{∂x} = \frac{mask}{1 − p}`},
	"embedding": {i18n.T("嵌入", "Embedding"), "$y = W_{i}", `\frac{∂y}{∂W_k} = [k = i]`},
}

// normOps are what a normalisation computes: the mean, the variance, and the
// numbers brought to mean 0 and variance 1.
var normOps = map[string]opWords{
	"batch_norm": normWords("批归一化", "Batch norm"), "batch_norm_mean": meanWords("批的平均", "Mean of the batch"), "batch_norm_var": varWords("批的方差", "Variance of the batch"),
	"layer_norm": normWords("层归一化", "Layer norm"), "layer_norm_mean": meanWords("层的平均", "Mean of the layer"), "layer_norm_var": varWords("层的方差", "Variance of the layer"),
	"group_norm": normWords("组归一化", "Group norm"), "group_norm_mean": meanWords("组的平均", "Mean of the group"), "group_norm_var": varWords("组的方差", "Variance of the group"),
}

func normWords(zh, en string) opWords {
	return opWords{i18n.T(zh, en), `$y = \frac{x − μ}{√(σ^2 + ε)}·w + b`, `\frac{∂y}{∂x} = \frac{w}{√(σ^2 + ε)},  \frac{∂y}{∂μ} = −\frac{∂y}{∂x}`}
}

func meanWords(zh, en string) opWords {
	return opWords{i18n.T(zh, en), `$y = \frac{1}{n} Σ x_i`, `\frac{∂y}{∂x_i} = \frac{1}{n}`}
}

func varWords(zh, en string) opWords {
	return opWords{i18n.T(zh, en), `$y = \frac{1}{n} Σ (x_i − μ)^2`, `\frac{∂y}{∂x_i} = \frac{2}{n} (x_i − μ)`}
}

// sequenceOps are the parts of attention and of recurrent cells.
var sequenceOps = map[string]opWords{
	"attention_scores": {i18n.T("注意力得分", "Attention scores"), `$y = \frac{1}{√d} Σ_k q_k·k_k`,
		`\frac{∂y}{∂q_k} = \frac{k_k}{√d},  \frac{∂y}{∂k_k} = \frac{q_k}{√d}`},
	"attention_weights": {i18n.T("注意力权重", "Attention weights"), `$y = \frac{e^{x_i}}{Σ_k e^{x_k}}`, `\frac{∂y_i}{∂x_k} = y_i·([i = k] − y_k)`},
	"split_heads":       {i18n.T("分成多头", "Split into heads"), "$y = x", `\frac{∂y}{∂x} = 1`},
	"merge_heads":       {i18n.T("多头合一", "Merge the heads"), "$y = x", `\frac{∂y}{∂x} = 1`},

	"rnn_tanh":     {i18n.T("循环层", "Recurrent layer"), "$y = tanh s_t", `\frac{∂h}{∂s} = 1 − h^2`},
	"rnn_relu":     {i18n.T("循环层 (ReLU)", "Recurrent layer (ReLU)"), "$y = max(0, s_t)", `\frac{∂h}{∂s} = [s > 0]`},
	"rnn_tanh_sum": recurrentSum, "rnn_relu_sum": recurrentSum, "lstm_sum": recurrentSum,
	"lstm_gates": {i18n.T("LSTM 的门", "LSTM gates"), "$y = σ(s) (i, f, o),  tanh s (g)", `\frac{∂y}{∂s} = y·(1 − y),  1 − y^2`},
	"lstm_cell":  {i18n.T("LSTM 的记忆", "LSTM cell state"), "$y = f·c_{t−1} + i·g", `\frac{∂c_t}{∂c_{t−1}} = f,  \frac{∂c}{∂i} = g,  \frac{∂c}{∂g} = i`},
	"lstm":       {i18n.Same("LSTM"), "$y = o·tanh c_t", `\frac{∂h}{∂o} = tanh c,  \frac{∂h}{∂c} = o·(1 − tanh^2c)`},
	"gru_hidden": {i18n.T("GRU：状态这一半", "GRU: the state's half"), "$y = Σ_k u_k·h_{t−1,k} + b", `\frac{∂u}{∂h_k} = u_k`},
	"gru_sum":    {i18n.T("GRU 的和", "GRU sums"), "$y = a + u,  a + r·u", `\frac{∂s}{∂a} = 1,  \frac{∂s}{∂u} = r`},
	"gru_gates":  {i18n.T("GRU 的门", "GRU gates"), "$y = σ(s) (r, z),  tanh s (n)", `\frac{∂y}{∂s} = y·(1 − y),  1 − y^2`},
	"gru":        {i18n.Same("GRU"), "$y = (1 − z)·n + z·h_{t−1}", `\frac{∂h}{∂n} = 1 − z,  \frac{∂h}{∂z} = h_{t−1} − n`},
	"last_state": {i18n.T("最后的状态", "Last state"), "$y = h_T", `\frac{∂y}{∂h_t} = [t = T]`},
}

var recurrentSum = opWords{i18n.T("循环层的和", "Sum of a recurrent layer"), "$y = Σ_i w_i·x_{t,i} + Σ_k u_k·h_{t−1,k} + b",
	`\frac{∂s_t}{∂h_{t−1,k}} = u_k,  \frac{∂s}{∂u_k} = h_{t−1,k}`}
