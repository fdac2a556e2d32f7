package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// buildArgs are the arguments of `go build` for the browser's program; with the
// tag simd it calls the kernels of wasm/page/kernel.js.
var buildArgs = slices.Concat([]string{"-trimpath", "-ldflags=-s -w", "-tags=simd", "-gcflags=all=-l"}, inlined(
	"runtime/...", "internal/...", "sync/...", "math/...", "slices", "strconv", "unicode/...",
	"gradtheatre/engine/...", "gradtheatre/scenes/paint",
	"github.com/hajimehoshi/ebiten/v2/internal/atlas", "github.com/hajimehoshi/ebiten/v2/internal/graphics...",
), []string{ // what the patterns take in but runs once, or now and then
	"-gcflags=math/big=-l", "-gcflags=gradtheatre/engine/weights=-l", "-gcflags=gradtheatre/engine/expr=-l",
	"-gcflags=gradtheatre/engine/arch=-l", "-gcflags=gradtheatre/engine/classic=-l",
})

// inlined are the arguments that let calls be inlined in the packages where
// frames and training spend their time. Nowhere else: copies of cold functions
// are a tenth of the download.
func inlined(packages ...string) []string {
	var args []string
	for _, p := range packages {
		args = append(args, "-gcflags="+p+"=")
	}
	return args
}

// Options says what to build and how hard to compress it.
type Options struct {
	Root    string    // the module's folder, where index.html is
	Cache   string    // where built sites are kept; "" chooses the user's cache folder
	Best    bool      // compress as well as possible (slow) instead of quickly
	Log     io.Writer // progress, one line each; nil is silent
	Compile func(ctx context.Context, root, out string) error
}

// Build makes the site of the sources under opt.Root and returns its folder.
// A site that was built before from the same sources by the same Go is
// returned at once.
func Build(ctx context.Context, opt Options) (string, error) {
	if opt.Log == nil {
		opt.Log = io.Discard
	}
	if _, err := os.Stat(filepath.Join(opt.Root, "index.html")); err != nil {
		return "", fmt.Errorf("no index.html in %s: run this inside the project's folder", opt.Root)
	}
	cache, err := cacheDir(opt)
	if err != nil {
		return "", err
	}
	if opt.Compile == nil {
		opt.Compile = func(ctx context.Context, root, out string) error { return compile(ctx, root, out, cache, opt.Log) }
	}
	key, err := fingerprint(opt.Root)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, key+map[bool]string{false: "-quick", true: "-best"}[opt.Best])
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err == nil {
		now := time.Now()
		os.Chtimes(dir, now, now) // most recently used, so kept
		fmt.Fprintln(opt.Log, "nothing changed since the last build")
		return dir, nil
	}
	tmp, err := os.MkdirTemp(cache, "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if err := assemble(ctx, opt, tmp); err != nil {
		return "", err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return "", err
	}
	os.RemoveAll(dir) // an interrupted build left it without a manifest
	if err := os.Rename(tmp, dir); err != nil {
		if _, serr := os.Stat(filepath.Join(dir, manifestName)); serr != nil {
			return "", err
		} // another run finished the same build first
	}
	prune(cache, 4)
	return dir, nil
}

// Export writes the site into dir with the best compression. Files already
// there are replaced when they have the same name and left alone otherwise.
func Export(ctx context.Context, opt Options, dir string) error {
	opt.Best = true
	built, err := Build(ctx, opt)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return copyTree(built, dir)
}

func assemble(ctx context.Context, opt Options, dir string) error {
	start := time.Now()
	fmt.Fprintln(opt.Log, "compiling the program to WebAssembly (the first time takes a minute or two) …")
	if err := opt.Compile(ctx, opt.Root, filepath.Join(dir, "app.wasm")); err != nil {
		return err
	}
	if st, err := os.Stat(filepath.Join(dir, "app.wasm")); err == nil {
		fmt.Fprintf(opt.Log, "compiled in %.1f s: %.1f MB\n", time.Since(start).Seconds(), float64(st.Size())/1e6)
	}
	if err := copyPage(opt.Root, dir); err != nil {
		return err
	}
	if err := nameProgram(dir); err != nil {
		return err
	}
	if err := writeManifest(dir); err != nil {
		return err
	}
	start = time.Now()
	log := io.Discard
	if opt.Best {
		log = opt.Log
		fmt.Fprintln(log, "compressing as well as possible (some minutes) …")
	}
	before, after, err := compressAll(ctx, dir, opt.Best, log)
	if err != nil {
		return err
	}
	fmt.Fprintf(opt.Log, "compressed in %.1f s: %.1f MB to %.1f MB (brotli)\n",
		time.Since(start).Seconds(), float64(before)/1e6, float64(after)/1e6)
	return nil
}

// workerName is the program that trains beside the page.
const workerName = "worker.wasm"

// compile builds the program and, beside it, the training worker's and the
// licences of what both are linked from.
func compile(ctx context.Context, root, out, cache string, log io.Writer) error {
	if err := compileProgram(ctx, root, out, cache, log, true); err != nil {
		return err
	}
	if err := goBuild(ctx, root, filepath.Join(filepath.Dir(out), workerName), "./wasm/worker", 0, buildArgs, log); err != nil {
		return err
	}
	return writeLicences(ctx, root, filepath.Dir(out))
}

// CompileNamed builds the program as [Build] does, but with the names of its
// functions, for whoever weighs its parts.
func CompileNamed(ctx context.Context, root, out string) error {
	cache, err := cacheDir(Options{Root: root})
	if err != nil {
		return err
	}
	return compileProgram(ctx, root, out, cache, io.Discard, false)
}

// compileProgram builds ./wasm with the slim Ebitengine where that can be had.
func compileProgram(ctx context.Context, root, out, cache string, log io.Writer, strip bool) error {
	args := slices.Clone(buildArgs)
	if !strip {
		args = slices.DeleteFunc(args, func(a string) bool { return strings.HasPrefix(a, "-ldflags") })
	}
	engine, err := slim(ctx, root, cache)
	if err != nil {
		fmt.Fprintf(log, "Ebitengine stays as it is, which makes the program larger: %v\n", err)
		return goBuild(ctx, root, out, "./wasm", room, args, log)
	}
	tmp, err := os.MkdirTemp(cache, "building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if engine, err = filepath.Abs(engine); err != nil {
		return err
	}
	if tmp, err = filepath.Abs(tmp); err != nil {
		return err
	}
	mod, err := modfile(root, engine, tmp)
	if err != nil {
		return err
	}
	return goBuild(ctx, root, out, "./wasm", room, append(args, "-modfile="+mod), log)
}

// room is the memory that the page's program begins with, in bytes: more than half
// an hour of going from scene to scene makes it need. A page never gives memory back,
// and each time it takes more, the whole of it may have to move. What is never
// written to costs the computer nothing.
const room = 48 << 20

// goBuild runs `go build` for the browser and packs what comes of it, which
// begins with so many bytes of memory at least.
func goBuild(ctx context.Context, root, out, pkg string, memory int, args []string, log io.Writer) error {
	cmd := exec.CommandContext(ctx, "go", append(append([]string{"build"}, args...), "-o", out, pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build for the browser: %w\n%s", err, stderr.String())
	}
	if err := packFile(out, memory); err != nil {
		fmt.Fprintf(log, "The program stays as the linker wrote it, which makes it larger to send: %v\n", err)
	}
	return nil
}

// copyPage copies everything but the program: the page, its scripts, Go's
// own loader and the assets that are fetched when they are first needed.
func copyPage(root, dir string) error {
	if err := copyFile(filepath.Join(root, "index.html"), filepath.Join(dir, "index.html")); err != nil {
		return err
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	exe := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")
	if err := copyFile(exe, filepath.Join(dir, "wasm_exec.js")); err != nil {
		return fmt.Errorf("the wasm_exec.js of Go: %w", err)
	}
	if err := copyTree(filepath.Join(root, "wasm", "page"), filepath.Join(dir, "wasm", "page")); err != nil {
		return err
	}
	// The worker that keeps the page for offline use must lie at the top: it
	// governs only what lies beside and below it. The one that trains fetches
	// by the same relative addresses as the page.
	for _, worker := range [...]string{"sw.js", "worker.js"} {
		if err := os.Rename(filepath.Join(dir, "wasm", "page", worker), filepath.Join(dir, worker)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, lazy := range [...]string{"lazy", "data/digits"} {
		from := filepath.Join(root, "assets", filepath.FromSlash(lazy))
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if err := copyTree(from, filepath.Join(dir, "assets", filepath.FromSlash(lazy))); err != nil {
			return err
		}
	}
	return nil
}

// nameProgram writes the program's hash and size into the page, so that its
// download begins before any script runs.
func nameProgram(dir string) error {
	program, err := os.ReadFile(filepath.Join(dir, "app.wasm"))
	if err != nil {
		return err
	}
	name := filepath.Join(dir, "index.html")
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	now := fmt.Sprintf(`href="app.wasm?v=%s" data-bytes="%d"`, shortHash(program), len(program))
	page = bytes.Replace(page, []byte(`href="app.wasm"`), []byte(now), 1)
	return os.WriteFile(name, page, 0o644)
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// manifestName is the file that tells the page what it will fetch.
const manifestName = "site.json"

// Manifest lists the site's files. Bytes is the size after decompression, so
// that progress can be shown whatever encoding the host chose; Hash changes
// with the content.
type Manifest struct {
	Hash  string          `json:"hash"`
	Files map[string]File `json:"files"`
}

// File is one line of a Manifest.
type File struct {
	Bytes int64  `json:"bytes"`
	Hash  string `json:"hash"`
}

func writeManifest(dir string) error {
	m := Manifest{Files: map[string]File{}}
	all := sha256.New()
	err := walkFiles(dir, func(name string) error {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "%s %x\n", name, sha256.Sum256(b))
		m.Files[name] = File{int64(len(b)), shortHash(b)}
		return nil
	})
	if err != nil {
		return err
	}
	m.Hash = hex.EncodeToString(all.Sum(nil)[:8])
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestName), b, 0o644)
}

// fingerprint hashes the Go release, the build's arguments and every file
// that can reach the site.
func fingerprint(root string) (string, error) {
	h := sha256.New()
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return "", fmt.Errorf("the go command is needed to build the page: %w", err)
	}
	fmt.Fprintf(h, "%s %s %v\n", version, runtime.GOOS, buildArgs)
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"testdata", "node_modules", "shots", "bench"}, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".md") && name != "THIRD_PARTY.md" {
			return nil
		}
		rel, _ := filepath.Rel(root, path)
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // an editor's temporary file, already gone
		} else if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(h, "\n%s\n", filepath.ToSlash(rel))
		_, err = io.Copy(h, f)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:10]), err
}

func cacheDir(opt Options) (string, error) {
	dir := opt.Cache
	if dir == "" {
		if user, err := os.UserCacheDir(); err == nil {
			dir = filepath.Join(user, "gradtheatre")
		} else {
			dir = filepath.Join(opt.Root, ".cache")
		}
	}
	if err := os.MkdirAll(dir, 0o755); err == nil {
		return dir, nil
	}
	dir = filepath.Join(opt.Root, ".cache") // a home that cannot be written
	return dir, os.MkdirAll(dir, 0o755)
}

// prune removes built sites but for the newest n and those of the last day.
func prune(cache string, n int) {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return
	}
	type built struct {
		path string
		at   time.Time
	}
	var all []built
	for _, e := range entries {
		name := e.Name()
		if !e.IsDir() || !(strings.HasSuffix(name, "-quick") || strings.HasSuffix(name, "-best")) {
			continue
		}
		if info, err := e.Info(); err == nil {
			all = append(all, built{filepath.Join(cache, name), info.ModTime()})
		}
	}
	slices.SortFunc(all, func(a, b built) int { return b.at.Compare(a.at) })
	for i := n; i < len(all); i++ {
		if time.Since(all[i].at) > 24*time.Hour { // a younger one may be served, or be on its way out
			os.RemoveAll(all[i].path)
		}
	}
}
