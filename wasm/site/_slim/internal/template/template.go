// Package template fills in the shader sources of this module: the part of
// text/template that they use, which is
//
//	{{if eq .A .B}} … {{else if eq .C .D}} … {{else}} … {{end}}
//
// with fields of a struct. The original keeps every exported method of a
// program alive, as a template could call it by its name.
package template

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Template is a parsed text.
type Template struct{ text string }

// New returns an empty template.
func New(string) *Template { return &Template{} }

// Must returns t, and panics if there is an error.
func Must(t *Template, err error) *Template {
	if err != nil {
		panic(err)
	}
	return t
}

// Parse takes the text.
func (t *Template) Parse(text string) (*Template, error) {
	t.text = text
	return t, nil
}

// Execute writes the text with its conditions decided by the fields of data.
func (t *Template) Execute(w io.Writer, data any) error {
	type branch struct{ outer, taken, on bool } // written outside; some branch was; this one is
	stack := []branch{{true, true, true}}
	for rest := t.text; ; {
		plain, after, more := strings.Cut(rest, "{{")
		if top := stack[len(stack)-1]; top.outer && top.on {
			if _, err := io.WriteString(w, plain); err != nil {
				return err
			}
		}
		if !more {
			break
		}
		action, tail, ok := strings.Cut(after, "}}")
		if !ok {
			return fmt.Errorf("template: an action does not end: %q", after)
		}
		rest = tail
		words := strings.Fields(action)
		top := &stack[len(stack)-1]
		switch {
		case len(words) == 4 && words[0] == "if":
			yes, err := equal(data, words[1:])
			if err != nil {
				return err
			}
			stack = append(stack, branch{top.outer && top.on, yes, yes})
		case len(words) == 5 && words[0] == "else" && words[1] == "if" && len(stack) > 1:
			yes, err := equal(data, words[2:])
			if err != nil {
				return err
			}
			top.on = yes && !top.taken
			top.taken = top.taken || yes
		case len(words) == 1 && words[0] == "else" && len(stack) > 1:
			top.on = !top.taken
			top.taken = true
		case len(words) == 1 && words[0] == "end" && len(stack) > 1:
			stack = stack[:len(stack)-1]
		default:
			return fmt.Errorf("template: unknown action %q", action)
		}
	}
	if len(stack) > 1 {
		return fmt.Errorf("template: an if does not end")
	}
	return nil
}

// equal decides eq .A .B.
func equal(data any, words []string) (bool, error) {
	v := reflect.ValueOf(data)
	var x [2]int64
	for i := range x {
		f := v.FieldByName(strings.TrimPrefix(words[i+1], "."))
		if words[0] != "eq" || !f.IsValid() || !f.CanInt() {
			return false, fmt.Errorf("template: unknown condition %q", words)
		}
		x[i] = f.Int()
	}
	return x[0] == x[1], nil
}
