package engine_test

import (
	"math"

	"gradtheatre/engine/grad"
)

// one runs an op of one input x and no settings.
func one(f func(x *grad.Var) *grad.Var) runner {
	return func(r *run) outputs { return outputs{"y": f(r.x("x"))} }
}

// two runs an op of inputs a and b.
func two(f func(a, b *grad.Var) *grad.Var) runner {
	return func(r *run) outputs { return outputs{"y": f(r.x("a"), r.x("b"))} }
}

var unaryOps = map[string]runner{
	"neg":        one(grad.Neg),
	"exp":        one(grad.Exp),
	"log":        one(grad.Log),
	"sqrt":       one(grad.Sqrt),
	"square":     one(grad.Square),
	"reciprocal": one(grad.Reciprocal),
	"abs":        one(grad.Abs),
	"relu":       one(grad.ReLU),
	"sigmoid":    one(grad.Sigmoid),
	"tanh":       one(grad.Tanh),
	"silu":       one(grad.SiLU),
	"leaky_relu": func(r *run) outputs { return outputs{"y": grad.LeakyReLU(r.x("x"), r.number("slope", 0.01))} },
	"elu":        func(r *run) outputs { return outputs{"y": grad.ELU(r.x("x"), r.number("alpha", 1))} },
	"softplus":   func(r *run) outputs { return outputs{"y": grad.Softplus(r.x("x"), r.number("beta", 1))} },
	"step":       func(r *run) outputs { return outputs{"y": grad.Step(r.x("x"), r.number("threshold", 0))} },
	"gelu": func(r *run) outputs {
		if r.text("approximate") == "tanh" {
			return outputs{"y": grad.GELUTanh(r.x("x"))}
		}
		return outputs{"y": grad.GELU(r.x("x"))}
	},
	"clamp": func(r *run) outputs {
		return outputs{"y": grad.Clamp(r.x("x"), r.number("min", math.Inf(-1)), r.number("max", math.Inf(1)))}
	},
}

var binaryOps = map[string]runner{
	"add":     two(grad.Add),
	"sub":     two(grad.Sub),
	"mul":     two(grad.Mul),
	"div":     two(grad.Div),
	"maximum": two(grad.Max),
	"minimum": two(grad.Min),
	"matmul":  two(grad.MatMul),
	"pow": func(r *run) outputs {
		if r.has("exponent") {
			return outputs{"y": grad.PowConst(r.x("x"), r.number("exponent", 1))}
		}
		return outputs{"y": grad.Pow(r.x("a"), r.x("b"))}
	},
}

// reduce runs a reduction over the setting axes.
func reduce(drop, keep func(x *grad.Var, axes ...int) *grad.Var) runner {
	return func(r *run) outputs {
		if r.flag("keepdims") {
			return outputs{"y": keep(r.x("x"), r.list("axes")...)}
		}
		return outputs{"y": drop(r.x("x"), r.list("axes")...)}
	}
}

var reduceOps = map[string]runner{
	"sum":       reduce(grad.Sum, grad.SumKeep),
	"mean":      reduce(grad.Mean, grad.MeanKeep),
	"max":       reduce(grad.Amax, grad.AmaxKeep),
	"min":       reduce(negated(grad.Amax), negated(grad.AmaxKeep)),
	"var":       reduce(grad.Variance, grad.VarianceKeep),
	"logsumexp": reduce(grad.LogSumExp, grad.LogSumExpKeep),
}

// negated is −f(−x): the minimum by way of the maximum.
func negated(f func(x *grad.Var, axes ...int) *grad.Var) func(x *grad.Var, axes ...int) *grad.Var {
	return func(x *grad.Var, axes ...int) *grad.Var { return grad.Neg(f(grad.Neg(x), axes...)) }
}

var shapeOps = map[string]runner{
	"flatten": one(grad.Flatten),
	"transpose": func(r *run) outputs {
		if r.has("perm") {
			return outputs{"y": grad.Permute(r.x("x"), r.list("perm")...)}
		}
		return outputs{"y": grad.Transpose(r.x("x"))}
	},
	"reshape": func(r *run) outputs { return outputs{"y": grad.Reshape(r.x("x"), r.list("shape")...)} },
	"permute": func(r *run) outputs { return outputs{"y": grad.Permute(r.x("x"), r.list("perm")...)} },
	"concat": func(r *run) outputs {
		var xs []*grad.Var
		for _, name := range sortedKeys(r.in) {
			xs = append(xs, r.in[name])
		}
		return outputs{"y": grad.Concat(r.integer("axis", 0), xs...)}
	},
	"slice": func(r *run) outputs {
		x := r.x("x")
		return outputs{"y": grad.Slice(x, r.integer("axis", 0), r.integer("start", 0), r.integer("stop", math.MaxInt32), r.integer("step", 1))}
	},
	"gather": func(r *run) outputs {
		return outputs{"y": grad.Gather(r.x("x"), r.integer("axis", 0), r.ints("indices"))}
	},
	"pad": func(r *run) outputs {
		flat, pads := r.list("pads"), [][2]int{}
		for i := 0; i+1 < len(flat); i += 2 {
			pads = append(pads, [2]int{flat[i], flat[i+1]})
		}
		return outputs{"y": grad.Pad(r.x("x"), pads, r.number("value", 0))}
	},
	"graph": runGraph,
}

// runGraph runs a program of steps over named values; its outputs are the sinks.
func runGraph(r *run) outputs {
	values := outputs{}
	for name, v := range r.in {
		values[name] = v
	}
	program, _ := r.Attrs["program"].([]any)
	for _, s := range program {
		step, _ := s.(map[string]any)
		op, _ := step["op"].(string)
		attrs, _ := step["attrs"].(map[string]any)
		sub := &run{goldenCase: &goldenCase{Name: r.Name, Op: op, Attrs: attrs}, t: r.t, tape: r.tape, in: map[string]*grad.Var{}, ops: r.ops}
		in, _ := step["in"].([]any)
		names := []string{"x"}
		if len(in) > 1 {
			names = []string{"a", "b", "c", "d"}
		}
		for i, name := range in {
			sub.in[names[i]] = values[name.(string)]
		}
		f := r.ops[op]
		if f == nil {
			r.t.Skip("op " + op + " of the graph is not yet supported")
		}
		values[step["out"].(string)] = f(sub)["y"]
	}
	return values
}
