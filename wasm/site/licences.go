package site

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// licencesName is the file of a site with the licences of all that is in it.
const licencesName = "licences.txt"

// notice is one text that must be passed on with somebody's work.
type notice struct{ of, text string }

// writeLicences writes into dir what those whose work the site contains ask to
// be passed on with it: the project's own licence, the list of what comes from
// others, the texts beside the assets, and those of Go and of the modules in the
// programs.
func writeLicences(ctx context.Context, root, dir string) error {
	var all []notice
	for _, name := range [...]string{"LICENSE", "THIRD_PARTY.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		all = append(all, notice{"Gradient Theatre: " + name, string(text)})
	}
	assets, err := assetNotices(root)
	if err != nil {
		return err
	}
	modules, err := moduleNotices(ctx, root)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, n := range slices.Concat(all, assets, modules) {
		fmt.Fprintf(&b, "==== %s ====\n\n%s\n\n", n.of, strings.TrimSpace(n.text))
	}
	return os.WriteFile(filepath.Join(dir, licencesName), b.Bytes(), 0o644)
}

// isNotice reports whether a file's name is that of a licence or of what else
// must be passed on.
func isNotice(name string) bool {
	for _, start := range [...]string{"LICENSE", "LICENCE", "NOTICE", "COPYING", "OFL"} {
		if strings.HasPrefix(strings.ToUpper(name), start) {
			return true
		}
	}
	return false
}

// assetNotices returns the texts that lie beside fonts, icons and data.
func assetNotices(root string) (all []notice, err error) {
	err = filepath.WalkDir(filepath.Join(root, "assets"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !isNotice(d.Name()) {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		all = append(all, notice{filepath.ToSlash(rel), string(text)})
		return err
	})
	return all, err
}

// moduleNotices returns the texts of Go and of the modules that the browser's
// programs are linked from.
func moduleNotices(ctx context.Context, root string) ([]notice, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./wasm", "./wasm/worker")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	list, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list, for the licences: %w", err)
	}
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	lines := append(strings.Split(strings.TrimSpace(string(list)), "\n"), "Go\t"+strings.TrimSpace(string(goroot)))
	slices.Sort(lines)
	var all []notice
	for _, line := range slices.Compact(lines) {
		of, dir, ok := strings.Cut(line, "\t")
		if !ok {
			continue // the empty line of a package of the module itself
		}
		files, err := os.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("the licence of %s: %w", of, err)
		}
		found := false
		for _, f := range files {
			if !f.Type().IsRegular() || !isNotice(f.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				return nil, fmt.Errorf("the licence of %s: %w", of, err)
			}
			all, found = append(all, notice{of + ": " + f.Name(), string(text)}), true
		}
		if !found {
			return nil, fmt.Errorf("%s has no licence in %s: a site may not contain it", of, dir)
		}
	}
	return all, nil
}
