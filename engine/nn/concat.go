package nn

import (
	"strconv"

	"gradtheatre/engine/grad"
)

// Branches runs modules side by side on the same input and joins their channels:
// x [batch, in, H, W] → y [batch, sum of the branches' channels, oH, oW].
// Source: Szegedy et al., “Going deeper with convolutions” (GoogLeNet), 2014.
type Branches struct {
	group
	outs []*grad.Var
}

// NewBranches returns the modules as branches, called branch1, branch2, …
// unless [Named].
func NewBranches(modules ...Module) *Branches {
	s := make([]child, 0, len(modules))
	for i, m := range modules {
		c := child{"branch" + strconv.Itoa(i+1), m}
		if n, ok := m.(*named); ok {
			c = child{n.name, n.Module}
		}
		s = append(s, c)
	}
	return &Branches{group: newGroup(s...)}
}

// Forward returns the branches' outputs, joined.
func (b *Branches) Forward(x *grad.Var) *grad.Var {
	b.outs = b.outs[:0]
	for i := range b.parts {
		b.outs = append(b.outs, b.run(i, x))
	}
	return grad.Concat(1, b.outs...)
}

func (b *Branches) kind() string { return "branches" }

// Identity is the module that does nothing: y = x.
type Identity struct{}

// Forward returns x.
func (Identity) Forward(x *grad.Var) *grad.Var { return x }

// Params returns nil.
func (Identity) Params() []*grad.Param { return nil }

func (Identity) kind() string { return "identity" }
