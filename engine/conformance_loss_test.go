package engine_test

import "gradtheatre/engine/grad"

var lossOps = map[string]runner{
	"mse":             pairLoss(grad.MSE),
	"l1":              pairLoss(grad.L1),
	"hinge":           pairLoss(grad.Hinge),
	"bce":             pairLoss(grad.BCE),
	"bce_with_logits": pairLoss(grad.BCEWithLogits),
	"kl_div":          pairLoss(grad.KLDiv),
	"huber": func(r *run) outputs {
		return outputs{"loss": grad.Huber(r.x("x"), r.x("target"), r.number("delta", 1), r.reduction())}
	},
	"multi_margin": func(r *run) outputs {
		return outputs{"loss": grad.MultiMargin(r.x("x"), r.ints("target"), grad.MultiMarginParams{
			Reduction:       r.reduction(),
			Margin:          r.number("margin", 1),
			P:               r.integer("p", 1),
			DivideByClasses: !r.has("divide_by_classes") || r.flag("divide_by_classes"),
		})}
	},
	"cross_entropy": runCrossEntropy,
}

func pairLoss(f func(x, target *grad.Var, r ...grad.Reduction) *grad.Var) runner {
	return func(r *run) outputs { return outputs{"loss": f(r.x("x"), r.x("target"), r.reduction())} }
}

func (r *run) reduction() grad.Reduction {
	switch r.text("reduction") {
	case "sum":
		return grad.ReduceSum
	case "none":
		return grad.ReduceNone
	}
	return grad.ReduceMean
}

func runCrossEntropy(r *run) outputs {
	p := grad.CrossEntropyParams{Reduction: r.reduction(), LabelSmoothing: r.number("label_smoothing", 0), Ignore: r.list("ignore_index")}
	if w := r.opt("class_weight"); w != nil {
		for _, v := range w.Value.Data() {
			p.ClassWeights = append(p.ClassWeights, float64(v))
		}
	}
	if r.text("target") == "probabilities" {
		return outputs{"loss": grad.CrossEntropyProbs(r.x("x"), r.x("target"), p)}
	}
	return outputs{"loss": grad.CrossEntropy(r.x("x"), r.ints("target"), p)}
}
