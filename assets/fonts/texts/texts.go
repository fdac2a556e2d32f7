// Package texts finds every character that the project can show: those of the
// string literals of its Go files and of its page.
package texts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// Runes returns the visible characters of the texts under root, each with one
// place ("file:line") where it stands. Tests and tools are left out: nobody
// sees their strings on the stage.
func Runes(root string) (map[rune]string, error) {
	found := map[rune]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bench") {
				return filepath.SkipDir
			}
			return nil
		}
		switch {
		case strings.HasSuffix(name, "_test.go"):
			return nil
		case strings.HasSuffix(name, ".go"):
			return source(path, found)
		case path == filepath.Join(root, "index.html"):
			text, err := os.ReadFile(path)
			add(found, string(text), path)
			return err
		}
		return nil
	})
	return found, err
}

// source adds the string literals of one Go file.
func source(path string, found map[rune]string) error {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return true
		}
		if s, err := strconv.Unquote(l.Value); err == nil {
			at := files.Position(l.Pos())
			add(found, s, path+":"+strconv.Itoa(at.Line))
		}
		return true
	})
	return nil
}

func add(found map[rune]string, s, where string) {
	for _, r := range s {
		if r > ' ' && r != unicode.ReplacementChar && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) {
			if _, ok := found[r]; !ok {
				found[r] = where
			}
		}
	}
}
