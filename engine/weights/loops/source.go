package loops

import (
	"embed"
	"slices"
	"strings"
	"unicode"
)

//go:embed activation.go arithmetic.go arrange.go linear.go norm.go reduce.go softmax.go tensor.go window.go
var files embed.FS

// order is that in which a program shows what it uses.
var order = []string{"tensor", "linear", "window", "norm", "activation", "softmax", "arithmetic", "reduce", "arrange"}

// packages are what the functions import.
var packages = []string{"math", "slices"}

// Declaration is one function or type of this package, as it is written.
type Declaration struct {
	Name string
	Text string   // its comment and its code, without the line's end
	Uses []string // the words of its code
}

// Declarations are all functions and types that a program may use, in an order
// for a reader.
func Declarations() []Declaration {
	var all []Declaration
	for _, name := range order {
		b, err := files.ReadFile(name + ".go")
		if err != nil {
			panic("loops: " + err.Error()) // the build embeds them
		}
		var text []string // the paragraphs of the declaration at hand
		for _, p := range append(strings.Split(strings.TrimSpace(string(b)), "\n\n"), "func") {
			if head, _, _ := strings.Cut(p, " "); head == "//" || head == "func" || head == "type" {
				if d := declaration(strings.Join(text, "\n\n")); d.Name != "" {
					all = append(all, d)
				}
				text = text[:0]
			}
			text = append(text, p)
		}
	}
	return all
}

// declaration reads the name and the words of a text; none where it declares
// neither a function nor a type.
func declaration(text string) Declaration {
	d := Declaration{Text: text}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			continue
		}
		d.Uses = append(d.Uses, words(line)...)
		if d.Name != "" {
			continue
		}
		switch head, rest, _ := strings.Cut(line, " "); head {
		case "func":
			if strings.HasPrefix(rest, "(") { // a method
				_, rest, _ = strings.Cut(rest, ") ")
			}
			d.Name = words(rest)[0]
		case "type":
			d.Name = words(rest)[0]
		}
	}
	return d
}

// words are the names in a line; of math.Exp it is math, which is another Exp than ours.
func words(line string) (out []string) {
	for _, name := range strings.FieldsFunc(line, func(r rune) bool { return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for i, part := range strings.Split(name, ".") {
			if out = append(out, part); i == 0 && slices.Contains(packages, part) {
				break
			}
		}
	}
	return out
}

// Needed are the declarations that code uses, those that these use included, and
// the packages to import for them.
func Needed(code string) (needed []Declaration, imports []string) {
	all := Declarations()
	use, todo := map[string]bool{}, words(code)
	for len(todo) > 0 {
		word := todo[0]
		if todo = todo[1:]; use[word] {
			continue
		}
		use[word] = true
		for _, d := range all {
			if d.Name == word {
				todo = append(todo, d.Uses...)
			}
		}
	}
	for _, d := range all {
		if use[d.Name] {
			needed = append(needed, d)
		}
	}
	for _, name := range packages {
		if use[name] {
			imports = append(imports, name)
		}
	}
	return needed, imports
}
