package engine_test

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

var normOps = map[string]runner{
	"batch_norm": runBatchNorm,
	"layer_norm": func(r *run) outputs {
		return outputs{"y": grad.LayerNorm(r.x("x"), r.opt("weight"), r.opt("bias"), r.list("normalized_shape"), r.number("eps", 1e-5))}
	},
	"group_norm": func(r *run) outputs {
		return outputs{"y": grad.GroupNorm(r.x("x"), r.opt("weight"), r.opt("bias"), r.integer("groups", 1), r.number("eps", 1e-5))}
	},
	"dropout_with_mask": func(r *run) outputs {
		return outputs{"y": grad.DropoutWithMask(r.x("x"), r.x("mask"), r.number("p", 0))}
	},
	"embedding": func(r *run) outputs {
		return outputs{"y": grad.Embedding(r.x("weight"), r.ints("indices"), r.x("indices").Shape()...)}
	},
}

func runBatchNorm(r *run) outputs {
	r.tape.Training = r.flag("training")
	running := grad.NewRunningStats(r.x("running_mean").Value.Len(), r.number("momentum", 0.1))
	tensor.Copy(running.Mean, r.x("running_mean").Value)
	tensor.Copy(running.Var, r.x("running_var").Value)
	x, y := r.x("x"), (*grad.Var)(nil)
	steps := r.integer("steps", 1)
	for i := range steps {
		xi := x
		if steps > 1 {
			xi = grad.Reshape(grad.Slice(x, 0, i, i+1, 1), x.Shape()[1:]...)
		}
		y = grad.BatchNorm(xi, r.opt("weight"), r.opt("bias"), running, r.number("eps", 1e-5))
	}
	return outputs{"y": y, "running_mean": r.tape.Const("", running.Mean), "running_var": r.tape.Const("", running.Var)}
}
