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
	"path/filepath"
	"strconv"
	"strings"
)

// The browser's program is built with an Ebitengine from which everything is
// left out that it never uses: the compiler of shaders, for its shaders were
// compiled beforehand (with go/parser, math/big and text/template, which makes
// the linker keep every exported method of the program), the search for its own
// source (go/build), games inside games (encoding/gob, net), gamepads, which
// would be asked for in each frame, the log and dumps of textures. That is a
// quarter of the download and a good part of the start. The files of _slim stand
// in for those of the release.
//
//go:embed all:_slim
var slimFiles embed.FS

const (
	engineModule  = "github.com/hajimehoshi/ebiten/v2"
	engineVersion = "v2.10.4" // the release that _slim fits
)

// gone are the files of the release that have no place beside those of _slim.
var gone = []string{
	"internal/builtinshader/defs.go", "internal/colormshader/defs.go", "internal/graphics/shader.go",
	"internal/legacyshader/convert.go", "internal/legacyshader/deprecated.go", "internal/shaderir/check.go", "internal/shaderir/glsl/type.go",
	"internal/png/stdlibpaeth.go", "internal/png/stdlibreader.go", "internal/png/stdlibwriter.go",
	"internal/gamepad/gamepad_js.go",
}

// edits are changes of a few words.
var edits = []struct{ file, was, now string }{
	{"internal/atlas/gpuresources.go", `"log/slog"`, strconv.Quote(engineModule + "/internal/slog")},
	{"internal/thread/thread.go", `"log/slog"`, strconv.Quote(engineModule + "/internal/slog")},
	{"internal/gamepad/gamepad_null.go", "//go:build !darwin && !js && ", "//go:build js || !darwin && "},
	{"internal/graphicsdriver/opengl/graphics_js.go", "\tglContext js.Value\n}", "\tglContext js.Value\n\tbegun     map[*shaderir.Program]linking\n}"},
	{"internal/graphicsdriver/opengl/graphics_js.go", "\t\"github.com/hajimehoshi/ebiten/v2/internal/graphicsdriver/opengl/gl\"\n", "\t\"github.com/hajimehoshi/ebiten/v2/internal/graphicsdriver/opengl/gl\"\n\t\"github.com/hajimehoshi/ebiten/v2/internal/shaderir\"\n"},
	{"internal/graphicsdriver/opengl/graphics_js.go", "\tg.glContext = glContext\n", "\tg.glContext = glContext\n\tg.begin()\n"},
	// the page has a canvas, with which it has found that there is WebGL 2
	{"internal/ui/ui_js.go", `canvas = document.Call("createElement", "canvas")`, `canvas = window.Get("theatrePage").Get("canvas")`},
}

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
	if err := shadersFit(root); err != nil {
		return "", err
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

// theatreShader is the theatre's own shader, in the module's folder, and
// compiledShaders where it stands compiled.
const (
	theatreShader   = "scenes/paint/shader.kage"
	compiledShaders = "internal/legacyshader/compiled.go"
)

// shadersFit returns an error when the theatre's shader is not the one that was compiled.
func shadersFit(root string) error {
	source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(theatreShader)))
	if err != nil {
		return err
	}
	compiled, err := slimFiles.ReadFile("_slim/" + compiledShaders)
	if err != nil {
		return err
	}
	if !strings.Contains(string(compiled), shaderNote(source)) {
		return errors.New(theatreShader + " has changed: run `go test ./wasm/site -run TestShaders -update`")
	}
	return nil
}

// shaderNote is the line of compiledShaders that says which source was compiled.
func shaderNote(source []byte) string {
	return fmt.Sprintf("// %s, sha256 %x\n", theatreShader, sha256.Sum256(source))
}

// slimKey changes with all that makes the engine slim.
func slimKey() (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, gone, edits)
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
	for _, name := range gone {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	for _, e := range edits {
		file := filepath.Join(dir, filepath.FromSlash(e.file))
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if strings.Count(string(b), e.was) != 1 {
			return fmt.Errorf("%s does not hold %s once", e.file, e.was)
		}
		b = []byte(strings.Replace(string(b), e.was, e.now, 1))
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
