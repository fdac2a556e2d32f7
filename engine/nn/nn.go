// Package nn builds networks from layers.
//
// A [Module] turns one value on a tape into another and says which parameters
// it learns. A [Sequential] runs modules one after the other and gives each a
// name, which its parameters and its values in the record of a run then bear:
// "conv1.weight", "conv1", "relu1". The names of parameters are those of
// PyTorch, so that weights can be exchanged.
//
// Modules keep no values of a run: all of those are on the tape.
package nn

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Module is a layer, or a network of layers.
type Module interface {
	// Forward computes the output on the tape of x.
	Forward(x *grad.Var) *grad.Var
	// Params returns what the module learns, in a fixed order.
	Params() []*grad.Param
}

// Buffer is a tensor that a module remembers without learning it by gradient,
// such as the running mean of batch norm.
type Buffer struct {
	Name  string
	Value *tensor.Tensor
}

// Optional abilities of a module.
type (
	// kinder says what a layer is called when it has not been given a name.
	kinder interface{ kind() string }
	// pather is told the name under which the module's values are recorded.
	pather interface{ setPath(path string) }
	// parent has modules inside.
	parent interface{ children() []child }
	// buffered has buffers of its own; their names are relative to the module.
	buffered interface{ buffers() []Buffer }
)

// Reseeder is a module that draws random numbers while it runs, from a
// generator that can be set to a seed.
type Reseeder interface{ Reseed(seed, stream uint64) }

// child is a module inside another, under a name.
type child struct {
	name   string
	module Module
}

// Named gives a module a name for use in [NewSequential].
func Named(name string, m Module) Module { return &named{m, name} }

type named struct {
	Module
	name string
}

// Sequential runs modules one after the other.
type Sequential struct {
	layers []child
	paths  []string
	params []*grad.Param

	// A network of layers that do the same in every run is computed again
	// rather than written on the tape again.
	steady bool
	run    grad.Passage
}

// NewSequential returns the modules as one. A module that is not [Named] is
// called by its kind and number: conv1, relu1, pool1, conv2, …. It panics with
// a *tensor.ValueError if two have the same name.
func NewSequential(modules ...Module) *Sequential {
	s := &Sequential{}
	count := map[string]int{}
	used := map[string]bool{}
	for _, m := range modules {
		var c child
		if n, ok := m.(*named); ok {
			c = child{n.name, n.Module}
		} else {
			kind := "layer"
			if k, ok := m.(kinder); ok {
				kind = k.kind()
			}
			count[kind]++
			c = child{kind + strconv.Itoa(count[kind]), m}
		}
		if used[c.name] || c.name == "" || strings.Contains(c.name, ".") {
			panic(&tensor.ValueError{Op: "sequential", Name: "name", Value: strconv.Quote(c.name), Want: "a name of its own without a dot"})
		}
		used[c.name] = true
		s.layers = append(s.layers, c)
		s.paths = append(s.paths, c.name)
	}
	adopt(s.layers)
	s.params = collect(s.layers)
	grad.Pack(s.params)
	s.steady = len(s.layers) > 0
	for _, c := range s.layers {
		s.steady = s.steady && steady(c.module)
	}
	return s
}

// adopt puts the names of modules before those of what is inside them.
func adopt(children []child) {
	done := map[*grad.Param]bool{}
	for _, c := range children {
		for _, p := range c.module.Params() {
			if !done[p] {
				done[p] = true
				p.Name = c.name + "." + p.Name
			}
		}
		if s, ok := c.module.(pather); ok {
			s.setPath(c.name)
		}
	}
}

func collect(children []child) []*grad.Param {
	var params []*grad.Param
	done := map[*grad.Param]bool{}
	for _, c := range children {
		for _, p := range c.module.Params() {
			if !done[p] {
				done[p] = true
				params = append(params, p)
			}
		}
	}
	return params
}

// Forward runs the modules in order and names their outputs.
func (s *Sequential) Forward(x *grad.Var) *grad.Var {
	if !s.steady {
		return s.forward(x)
	}
	if y := s.run.Again(x); y != nil {
		return y
	}
	from := x.Tape().Len()
	y := s.forward(x)
	s.run.Keep(from, x, y)
	return y
}

// steady reports whether a module writes the same ops with the same settings
// in every run.
func steady(m Module) bool {
	switch m := m.(type) {
	case *Linear, *Activation, Flatten, Identity:
		return true
	case *Sequential:
		return m.steady
	}
	return false
}

func (s *Sequential) forward(x *grad.Var) *grad.Var {
	for i := range s.layers {
		y := s.layers[i].module.Forward(x)
		if y != x { // a layer that does nothing leaves the name alone
			y.Named(s.paths[i])
		}
		x = y
	}
	return x
}

// Params returns the parameters of all modules, first module first.
func (s *Sequential) Params() []*grad.Param { return s.params }

// Layer returns the module of that name, or nil.
func (s *Sequential) Layer(name string) Module {
	for _, c := range s.layers {
		if c.name == name {
			return c.module
		}
	}
	return nil
}

// Len returns the number of modules.
func (s *Sequential) Len() int { return len(s.layers) }

// At returns the i-th module and its name.
func (s *Sequential) At(i int) (string, Module) { return s.layers[i].name, s.layers[i].module }

func (s *Sequential) children() []child { return s.layers }

func (s *Sequential) kind() string { return "block" }

func (s *Sequential) setPath(path string) {
	for i, c := range s.layers {
		s.paths[i] = path + "." + c.name
		if p, ok := c.module.(pather); ok {
			p.setPath(s.paths[i])
		}
	}
}

// CountParams returns how many numbers the parameters hold.
func CountParams(m Module) int {
	n := 0
	for _, p := range m.Params() {
		n += p.Value.Len()
	}
	return n
}

// Buffers returns what the module and those inside it remember, by full name.
func Buffers(m Module) []Buffer {
	var out []Buffer
	walk("", m, func(path string, m Module) {
		if b, ok := m.(buffered); ok {
			for _, buf := range b.buffers() {
				out = append(out, Buffer{path + buf.Name, buf.Value})
			}
		}
	})
	return out
}

// Reseed makes every module that draws random numbers, such as dropout, begin
// again from a seed, so that a step can be repeated. It allocates nothing for
// modules that are not nested.
func Reseed(m Module, seed, stream uint64) {
	if r, ok := m.(Reseeder); ok {
		r.Reseed(seed, stream)
	}
	if p, ok := m.(parent); ok {
		for i, c := range p.children() {
			Reseed(c.module, seed+uint64(i+1)*0x9e3779b97f4a7c15, stream)
		}
	}
}

// walk visits a module and those inside it; path ends with a dot unless empty.
func walk(path string, m Module, visit func(path string, m Module)) {
	visit(path, m)
	if p, ok := m.(parent); ok {
		for _, c := range p.children() {
			walk(path+c.name+".", c.module, visit)
		}
	}
}

// Func is a module without parameters that is a function.
type Func struct {
	Kind string // what it is called in a Sequential
	F    func(x *grad.Var) *grad.Var
}

// Forward returns F(x).
func (f *Func) Forward(x *grad.Var) *grad.Var { return f.F(x) }

// Params returns nil.
func (f *Func) Params() []*grad.Param { return nil }

func (f *Func) kind() string { return f.Kind }

// source is the generator of a random module, and where it began.
type source struct {
	pcg rand.PCG
	rng *rand.Rand
}

// Reseed makes the generator begin again from a seed.
func (s *source) Reseed(seed, stream uint64) {
	s.pcg.Seed(seed, stream)
	if s.rng == nil {
		s.rng = rand.New(&s.pcg)
	}
}
