package grad

import (
	"embed"
	"strings"
)

// The files of this package, so that whoever explains a number can show the
// code that computed it. A program that does not ask for them does not carry
// them.
//
//go:embed activation.go amax.go attention.go avgpool.go batchnorm.go binary.go concat.go
//go:embed conv1d.go conv2d.go convtranspose2d.go crossentropy.go dropout.go embedding.go
//go:embed exp.go firstseen.go groupnorm.go gru.go layernorm.go leakyrelu.go linear.go log.go losses.go
//go:embed lstm.go matmul.go maxpool.go multihead.go multimargin.go norm.go pad.go permute.go
//go:embed rearrange.go recurrent.go recurrentstack.go reduce.go relu.go reshape.go rnn.go
//go:embed sigmoid.go slice.go softmax.go tanh.go unary.go variance.go
var files embed.FS

// Span is a range of lines, from From up to but not including To, counted from
// 0. An empty span is nowhere.
type Span struct{ From, To int }

// Empty reports whether the span holds no line.
func (s Span) Empty() bool { return s.To <= s.From }

// Source is where an op is written: the file as it was compiled, and the lines
// of its value and of its derivative.
type Source struct {
	File              string
	Lines             []string
	Forward, Backward Span
}

// behind says which struct computes an op whose struct serves several ops, or
// leaves its derivative to another. "" is the struct that the op's name leads to.
var behind = map[string]struct{ value, derivative string }{
	"max": {"amax", "amax"}, "min": {"amax", "amax"},
	"slice": {"", "rearrange"}, "index": {"", "rearrange"}, "gather": {"", "rearrange"}, "concat": {"", "rearrange"},
	"pad": {"", "rearrange"}, "split_heads": {"", "rearrange"}, "merge_heads": {"", "rearrange"},
	"batch_norm": {"", "norm"}, "batch_norm_mean": {"normMean", "norm"}, "batch_norm_var": {"normVar", "norm"},
	"layer_norm": {"", "norm"}, "layer_norm_mean": {"normMean", "norm"}, "layer_norm_var": {"normVar", "norm"},
	"group_norm": {"", "norm"}, "group_norm_mean": {"normMean", "norm"}, "group_norm_var": {"normVar", "norm"},
	"rnn_tanh": {"rnn", "rnn"}, "rnn_tanh_sum": {"recur", "recur"}, "rnn_relu": {"rnn", "rnn"}, "rnn_relu_sum": {"recur", "recur"},
	"lstm_sum": {"recur", "recur"}, "lstm_gates": {"", "lstm"}, "lstm_cell": {"", "lstm"},
	"gru_hidden": {"recur", "recur"}, "gru_gates": {"", "gru"},
}

// SourceOf returns the source of the op of that name, as a record names it
// ("linear", "relu" …); ok is false for leaves and names that are no op. Where
// the derivative is written in another file, Backward is empty: see
// [DerivativeSourceOf].
func SourceOf(op string) (src Source, ok bool) {
	if op == "" || op == "input" || op == "param" {
		return Source{}, false
	}
	if typ := behind[op].value; typ != "" {
		return structOf(typ)
	}
	for _, sure := range [2]bool{true, false} {
		for src, text := range sources {
			if strings.Contains(text, `"`+op+`"`) && (sure && src.find(op) || !sure && src.guess(op)) {
				return src, true
			}
		}
	}
	return Source{}, false
}

// DerivativeSourceOf is SourceOf for the lines of the derivative.
func DerivativeSourceOf(op string) (src Source, ok bool) {
	if typ := behind[op].derivative; typ != "" {
		return structOf(typ)
	}
	return SourceOf(op)
}

// structOf returns the source of a struct of this package.
func structOf(typ string) (src Source, ok bool) {
	for src := range sources {
		for _, line := range src.Lines {
			if strings.HasPrefix(line, "type "+typ+" struct") {
				src.method(typ)
				return src, true
			}
		}
	}
	return Source{}, false
}

// sources yields every file, and its text.
func sources(yield func(src Source, text string) bool) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return
	}
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if text := string(b); err == nil && !yield(Source{File: e.Name(), Lines: strings.Split(text, "\n")}, text) {
			return
		}
	}
}

// find looks for the struct, or the row of a table, that is called op.
func (s *Source) find(op string) bool {
	quoted := `"` + op + `"`
	for i, line := range s.Lines {
		switch {
		case strings.HasPrefix(line, "func (") && strings.Contains(line, ") name() string { return "+quoted):
			s.method(receiver(line))
			return true
		case strings.HasPrefix(line, "\tname:") && strings.Contains(line, quoted):
			s.Forward = s.around(i)
			s.Backward = s.Forward
			return true
		}
	}
	return false
}

// guess looks for what gives the name op to a struct whose name is one of its
// settings.
func (s *Source) guess(op string) bool {
	for i, line := range s.Lines {
		if strings.Contains(line, `newRearrange("`+op+`"`) {
			s.Forward = s.around(i)
			return true
		}
		if !strings.Contains(line, `Names{"`+op+`"`) {
			continue
		}
		names, _, _ := strings.Cut(strings.TrimPrefix(line, "var "), " ")
		for k, use := range s.Lines {
			if strings.Contains(use, "("+names+",") {
				s.Forward = s.around(k)
				return true
			}
		}
	}
	return false
}

// method finds what puts a struct on the tape, and its derivative.
func (s *Source) method(typ string) {
	if typ == "" {
		return
	}
	for i, line := range s.Lines {
		switch {
		case strings.HasPrefix(line, "func (") && receiver(line) == typ && strings.Contains(line, ") step("):
			s.Forward = s.around(i)
		case s.Forward.Empty() && (strings.Contains(line, "["+typ+"]") || strings.Contains(line, "["+typ+",")):
			s.Forward = s.around(i)
		case strings.HasPrefix(line, "func (") && receiver(line) == typ && strings.Contains(line, ") backward("):
			s.Backward = s.around(i)
		}
	}
}

// around is the declaration that a line is in, with the words above it.
func (s *Source) around(line int) Span {
	from, to := line, line
	for from > 0 && !declares(s.Lines[from]) {
		from--
	}
	for to < len(s.Lines)-1 && s.Lines[to] != "}" && !(to == from && strings.HasSuffix(s.Lines[to], "}")) {
		to++
	}
	for from > 0 && strings.HasPrefix(s.Lines[from-1], "//") {
		from--
	}
	return Span{from, to + 1}
}

func declares(line string) bool {
	return strings.HasPrefix(line, "func ") || strings.HasPrefix(line, "var ") || strings.HasPrefix(line, "type ")
}

// receiver is the type of a method: linear of "func (p *linear) name()".
func receiver(line string) string {
	inside, _, ok := strings.Cut(strings.TrimPrefix(line, "func ("), ")")
	if !ok {
		return ""
	}
	if i := strings.LastIndexAny(inside, " *"); i >= 0 {
		inside = inside[i+1:]
	}
	return inside
}
