package home

import "gradtheatre/scenes/i18n"

// stop is one scene of the course, on stage already or still to come.
type stop struct {
	id    string
	act   int
	row   int // in the column of its act
	title i18n.Text
	needs []string // what comes first
	words string   // what else one may search for, in lower case
}

// course is the whole course, act by act. The arrows of the map are `needs`:
// only what a scene builds on directly.
var course = []stop{
	{"perceptron", 1, 0, i18n.T("感知机", "Perceptron"), nil, "neuron 神经元 rosenblatt and or xor logistic 逻辑回归 直线"},
	{"activation", 1, 1, i18n.T("激活函数", "Activations"), []string{"perceptron"}, "sigmoid tanh relu gelu leaky vanishing 梯度消失 斜率"},
	{"collapse", 1, 2, i18n.T("没有激活", "Without non-linearity"), []string{"activation"}, "linear 线性 矩阵 matrix product"},
	{"regression", 1, 3, i18n.T("线性回归", "Linear regression"), []string{"perceptron"}, "least squares 最小二乘 closed form diverge 发散 学习率"},

	{"score", 2, 0, i18n.T("得分函数", "Score function"), []string{"perceptron"}, "template 模板 wx+b linear classifier 线性分类器"},
	{"loss", 2, 1, i18n.T("损失函数", "Loss functions"), []string{"score", "regression"}, "hinge softmax cross-entropy 交叉熵 mse 均方误差 outlier"},
	{"penalty", 2, 2, i18n.T("正则化惩罚", "Penalty"), []string{"loss"}, "l1 l2 regularization weight decay 权重衰减"},

	{"forward", 3, 0, i18n.T("前向传播", "Forward pass"), []string{"activation", "score"}, "neuron matrix 矩阵 sigmoid layer 层"},
	{"gates", 3, 1, i18n.T("反向传播与门", "Backprop gates"), []string{"forward", "loss"}, "backpropagation chain rule 链式法则 gradient 梯度 finite difference"},

	{"descent", 4, 0, i18n.T("梯度下降", "Gradient descent"), []string{"gates"}, "sgd momentum 动量 rmsprop adam learning rate 学习率 local minimum saddle"},
	{"playground", 4, 1, i18n.T("训练场", "Playground"), []string{"descent"}, "mlp moons circles spiral hidden layer 隐藏层 train 训练"},
	{"overfit", 4, 2, i18n.T("过拟合", "Over- and underfitting"), []string{"playground", "penalty"}, "dropout early stopping 早停 augmentation 数据增强 validation"},
	{"validate", 4, 3, i18n.T("数据划分与调参", "Splits and tuning"), []string{"overfit"}, "k-fold cross-validation 交叉验证 grid random search 超参数 hyper-parameters test set"},
	{"setup", 4, 4, i18n.T("数据与初始化", "Data and init"), []string{"playground"}, "batch norm 批归一化 initialisation he xavier histogram"},
	{"depth", 4, 5, i18n.T("深还是宽", "Deep or wide"), []string{"playground"}, "width universal approximation 万能近似 parameters"},

	{"pixels", 5, 0, i18n.T("图像即数组", "Images are arrays"), []string{"score"}, "k-nn nearest neighbour 近邻 illumination occlusion 像素"},
	{"convolution", 5, 1, i18n.T("卷积", "Convolution"), []string{"forward", "pixels"}, "cnn kernel 卷积核 stride padding pooling 池化 receptive field 感受野"},
	{"draw", 5, 2, i18n.T("手写识别", "Draw and classify"), []string{"convolution", "gates"}, "mnist digit 数字 saliency occlusion feature map 特征图 lenet"},
	{"architectures", 5, 3, i18n.T("网络结构", "Architectures"), []string{"draw", "depth"}, "alexnet vgg googlenet resnet densenet mobilenet residual 残差"},

	{"history", 6, 0, i18n.T("历史", "Timeline"), nil, "1943 1958 1986 mcculloch pitts history"},
	{"music", 6, 1, i18n.T("音乐生成", "Music"), []string{"gates"}, "lstm rnn abc temperature 循环网络"},
	{"language", 6, 2, i18n.T("语言模型微调", "Fine-tuning"), []string{"music"}, "transformer attention 注意力 lora perplexity gpt"},
	{"faces", 6, 3, i18n.T("人脸偏差", "Bias"), []string{"validate"}, "vae gan fairness 公平 latent"},
}

// tour is the guided path through the essentials, with the minutes that each
// stop takes a reader who plays it through once.
var tour = []struct {
	id      string
	minutes int
}{
	{"draw", 4}, {"perceptron", 6}, {"activation", 5}, {"loss", 6}, {"forward", 5}, {"gates", 7}, {"playground", 7},
}

func find(id string) int {
	for i := range course {
		if course[i].id == id {
			return i
		}
	}
	return -1
}

// tourIDs are the stops of the guided path.
func tourIDs() (ids []string) {
	for _, t := range tour {
		ids = append(ids, t.id)
	}
	return ids
}

// tourAt is a scene's place on the guided path, from 1; 0 off it.
func tourAt(id string) int {
	for i, t := range tour {
		if t.id == id {
			return i + 1
		}
	}
	return 0
}

func tourMinutes() int {
	n := 0
	for _, t := range tour {
		n += t.minutes
	}
	return n
}
