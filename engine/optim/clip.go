package optim

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// GradNorm returns the length of all gradients taken as one vector, √Σ g².
// Here as in the functions below a parameter whose Grad is nil is left alone.
func GradNorm(params []*grad.Param) float64 {
	sum := 0.0
	for _, p := range params {
		if p.Grad == nil {
			continue
		}
		for _, g := range p.Grad.Data() {
			sum += float64(g) * float64(g)
		}
	}
	return math.Sqrt(sum)
}

// ClipNorm shortens all gradients together to length most if they are longer,
// by most/(norm + 1e-6), and returns their norm before. As in PyTorch an
// infinite norm turns infinite gradients into NaN and the others into 0, so
// that the fault shows. It panics with a *tensor.ValueError if most is negative or NaN.
// Source: Pascanu, Mikolov and Bengio, 2012.
func ClipNorm(params []*grad.Param, most float64) float64 {
	if err := validate("clip norm", setting{"maximum", most, most >= 0, "a number of 0 or more"}); err != nil {
		panic(err)
	}
	norm := GradNorm(params)
	if c := most / (norm + 1e-6); c < 1 {
		for _, p := range params {
			if p.Grad != nil {
				tensor.Scale(p.Grad, tensor.Elem(c))
			}
		}
	}
	return norm
}

// ClipValue limits every element of every gradient to −most … most; NaN stays.
// It panics with a *tensor.ValueError if most is negative or NaN.
func ClipValue(params []*grad.Param, most float64) {
	if err := validate("clip value", setting{"maximum", most, most >= 0, "a number of 0 or more"}); err != nil {
		panic(err)
	}
	hi := tensor.Elem(most)
	for _, p := range params {
		if p.Grad == nil {
			continue
		}
		g := p.Grad.Data()
		for i, v := range g {
			if v > hi {
				g[i] = hi
			} else if v < -hi {
				g[i] = -hi
			}
		}
		p.Grad.Touch()
	}
}

// AddL2 adds the gradient of the penalty λ·Σ p² to the gradients, 2·λ·p, and
// returns the penalty. (Weight decay λ of a rule is the penalty λ/2·Σ p².)
// Source: Hoerl and Kennard, “Ridge regression”, 1970.
func AddL2(params []*grad.Param, lambda float64) float64 {
	sum := 0.0
	for _, p := range params {
		if p.Grad == nil {
			continue
		}
		tensor.Axpy(p.Grad, tensor.Elem(2*lambda), p.Value)
		sum += float64(tensor.Dot(p.Value, p.Value))
	}
	return lambda * sum
}

// AddL1 adds the gradient of the penalty λ·Σ |p| to the gradients, λ·sign(p)
// with sign(0) = 0, and returns the penalty.
// Source: Tibshirani, “Regression shrinkage and selection via the lasso”, 1996.
func AddL1(params []*grad.Param, lambda float64) float64 {
	sum := 0.0
	for _, p := range params {
		if p.Grad == nil {
			continue
		}
		g := p.Grad.Data()
		for i, w := range p.Value.Data() {
			switch {
			case w > 0:
				g[i] += tensor.Elem(lambda)
			case w < 0:
				g[i] -= tensor.Elem(lambda)
			}
			sum += math.Abs(float64(w))
		}
		p.Grad.Touch()
	}
	return lambda * sum
}
