package site

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// The browser's program is built with an Ebitengine from which five things are
// left out that it never uses: the templates of its shader sources (through
// text/template, which makes the linker keep every exported method of the
// program), the search for its own source (go/build), games inside games
// (encoding/gob, net) and shaders in the old unit (go/printer). That is a sixth
// of the download. The files of _slim stand in for those of the release.
//
//go:embed all:_slim
var slimFiles embed.FS

const (
	engineModule  = "github.com/hajimehoshi/ebiten/v2"
	engineVersion = "v2.10.4" // the release that _slim fits
)

// templateUsers are the files whose import of text/template becomes one of
// internal/template, which knows the few actions that they use.
var templateUsers = []string{"internal/builtinshader/shader.go", "internal/colormshader/shader.go"}

// slim returns the slim Ebitengine's folder under cache, made now if it is not
// there, or an error that says why there is none.
func slim(ctx context.Context, root, cache string) (string, error) {
	list := exec.CommandContext(ctx, "go", "list", "-m", "-json", engineModule)
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("go list -m %s: %w", engineModule, err)
	}
	var m struct {
		Version, Dir string
		Replace      *struct{}
	}
	if err := json.Unmarshal(out, &m); err != nil {
		return "", err
	}
	if m.Version != engineVersion || m.Dir == "" || m.Replace != nil {
		return "", fmt.Errorf("it is not the release %s", engineVersion)
	}
	key, err := slimKey()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "ebiten-"+engineVersion+"-"+key)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	tmp, err := os.MkdirTemp(cache, "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if err := copyModule(m.Dir, tmp); err != nil {
		return "", err
	}
	if err := fit(tmp); err != nil {
		return "", err
	}
	if err := os.Rename(tmp, dir); err != nil {
		if _, serr := os.Stat(dir); serr != nil {
			return "", err
		} // another run was first
	}
	return dir, nil
}

// slimKey changes with the files of _slim.
func slimKey() (string, error) {
	h := sha256.New()
	err := eachSlim(func(name string, b []byte) error {
		_, err := fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(b))
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:6]), err
}

func eachSlim(f func(name string, b []byte) error) error {
	return fs.WalkDir(slimFiles, "_slim", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := slimFiles.ReadFile(p)
		if err != nil {
			return err
		}
		return f(strings.TrimPrefix(p, "_slim/"), b)
	})
}

// copyModule copies what a program may import of a module.
func copyModule(from, to string) error {
	return walkFiles(from, func(name string) error {
		switch first, _, _ := strings.Cut(name, "/"); {
		case first == "examples" || first == "misc" || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/testdata/"):
			return nil
		}
		n := filepath.FromSlash(name)
		return copyFile(filepath.Join(from, n), filepath.Join(to, n))
	})
}

// fit puts the files of _slim over those of the copy.
func fit(dir string) error {
	err := eachSlim(func(name string, b []byte) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	})
	if err != nil {
		return err
	}
	for _, name := range templateUsers {
		file := filepath.Join(dir, filepath.FromSlash(name))
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		const was = `"text/template"`
		if strings.Count(string(b), was) != 1 {
			return errors.New(name + " does not import text/template once")
		}
		b = []byte(strings.Replace(string(b), was, strconv.Quote(path.Join(engineModule, "internal/template")), 1))
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// modfile writes the go.mod of the module in root, with engine in place of the
// release, and its go.sum into dir, and returns the first's name.
func modfile(root, engine, dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "go.mod")
	b = fmt.Appendf(b, "\nreplace %s => %s\n", engineModule, strconv.Quote(filepath.ToSlash(engine)))
	if err := os.WriteFile(name, b, 0o644); err != nil {
		return "", err
	}
	return name, copyFile(filepath.Join(root, "go.sum"), filepath.Join(dir, "go.sum"))
}
