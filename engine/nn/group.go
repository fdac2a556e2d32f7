package nn

import "gradtheatre/engine/grad"

// group is what modules made of named parts have in common.
type group struct {
	parts  []child
	paths  []string
	params []*grad.Param
}

// newGroup puts the names of the parts before those of their parameters.
func newGroup(parts ...child) group {
	adopt(parts)
	g := group{parts: parts, params: collect(parts)}
	for _, c := range parts {
		g.paths = append(g.paths, c.name)
	}
	return g
}

// run gives x to part i and names its output.
func (g *group) run(i int, x *grad.Var) *grad.Var {
	y := g.parts[i].module.Forward(x)
	if y != x {
		y.Named(g.paths[i])
	}
	return y
}

// all gives x to the parts one after the other.
func (g *group) all(x *grad.Var) *grad.Var {
	for i := range g.parts {
		x = g.run(i, x)
	}
	return x
}

// Params returns the parameters of all parts, first part first.
func (g *group) Params() []*grad.Param { return g.params }

func (g *group) children() []child { return g.parts }

func (g *group) setPath(path string) {
	for i, c := range g.parts {
		g.paths[i] = path + "." + c.name
		if p, ok := c.module.(pather); ok {
			p.setPath(g.paths[i])
		}
	}
}
