package inspect

import "gradtheatre/scenes/i18n"

// lossOps say how wrong an answer is, and what makes probabilities of scores.
var lossOps = map[string]opWords{
	"softmax": {i18n.Same("Softmax"), `$y = \frac{e^{x_i}}{Σ_k e^{x_k}}`, `\frac{∂y_i}{∂x_k} = y_i·([i = k] − y_k)`},
	"log_softmax": {i18n.T("softmax 的对数", "Log-softmax"), "$y = x_i − ln Σ_k e^{x_k}",
		`\frac{∂y_i}{∂x_k} = [i = k] − p_k`},
	"cross_entropy": {i18n.T("交叉熵", "Cross-entropy"), `$y = −\frac{1}{n} Σ t·ln softmax(x)`, `\frac{∂y}{∂x} = \frac{p − t}{n}`},
	"mse":           {i18n.T("均方误差", "Mean squared error"), `$y = \frac{1}{n} Σ (x − t)^2`, `\frac{∂y}{∂x} = \frac{2}{n} (x − t)`},
	"l1":            {i18n.T("平均绝对误差", "Mean absolute error"), `$y = \frac{1}{n} Σ |x − t|`, `\frac{∂y}{∂x} = \frac{1}{n} sign(x − t)`},
	"huber": {i18n.T("Huber 损失", "Huber loss"), `$y = \frac{1}{n} Σ \frac{d^2}{2} (|d| ≤ δ),  δ·(|d| − \frac{δ}{2})`,
		`\frac{∂y}{∂x} = \frac{1}{n} min(max(d, −δ), δ),  d = x − t`},
	"bce": {i18n.T("二元交叉熵", "Binary cross-entropy"), `$y = −\frac{1}{n} Σ [t·ln x + (1 − t)·ln(1 − x)]`, `\frac{∂y}{∂x} = \frac{x − t}{n·x·(1 − x)}`},
	"bce_with_logits": {i18n.T("二元交叉熵", "Binary cross-entropy"), `$y = −\frac{1}{n} Σ [t·ln σ(x) + (1 − t)·ln(1 − σ(x))]`,
		`\frac{∂y}{∂x} = \frac{σ(x) − t}{n}`},
	"kl_div":       {i18n.T("KL 散度", "KL divergence"), `$y = \frac{1}{n} Σ t·(ln t − x)`, `\frac{∂y}{∂x} = −\frac{t}{n}`},
	"hinge":        {i18n.T("合页损失", "Hinge loss"), `$y = \frac{1}{n} Σ max(0, 1 − t·x)`, `\frac{∂y}{∂x} = −\frac{t}{n} (t·x < 1)`},
	"multi_margin": {i18n.T("多类合页损失", "Multiclass hinge loss"), `$y = \frac{1}{n} Σ max(0, x_c − x_t + Δ)`, `\frac{∂y}{∂x_c} = \frac{1}{n},  \frac{∂y}{∂x_t} = −\frac{1}{n}`},
}
