package weights

import "gradtheatre/engine/trace"

// language writes the ops of a program as the right sides of its lines; in are the
// names of an op's inputs.
type language interface {
	format() string // for errors
	// layer writes the ops that have weights or windows, function those with settings
	// of their own, "" for another.
	layer(n *trace.Node, in []string) string
	function(n *trace.Node, in []string) string
	// reduce writes a sum or a mean along axes, of which there is at least one.
	reduce(n *trace.Node, in []string, axes []int, keep bool) string
	// reshape writes a shape that begins with −1 for the batch.
	reshape(in []string, shape []int) string
}

// raised reports whether a node raises to a power that is a setting, not an input.
func raised(n *trace.Node) bool { return n.Op == "pow" && len(n.Inputs) == 1 }

// line is the right side of the line that computes n, or an *ExportError.
func (p *program) line(l language, n *trace.Node, in []string) (string, error) {
	line := l.layer(n, in)
	if line == "" {
		line = l.function(n, in)
	}
	if line != "" {
		return line, nil
	}
	why := "there is no line for this op yet"
	switch n.Op {
	case "batch_norm", "layer_norm":
		why = "only norm layers in use, with scale and shift, are written"
	case "sum", "mean":
		axes, keep, err := p.reduced(n)
		switch {
		case err != nil:
			why = err.Error()
		case len(axes) == 0: // no axes would mean all of them
			return in[0], nil
		default:
			return l.reduce(n, in, axes, keep), nil
		}
	case "reshape":
		shape, err := p.batched(n)
		if err == nil {
			return l.reshape(in, shape), nil
		}
		why = err.Error()
	}
	return "", &ExportError{l.format(), n.Op, p.name[n.ID], why}
}
