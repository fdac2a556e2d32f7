//go:build !js

package e2e

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var kernelBench = flag.String("kernelbench", "", "with -run TestKernels: run these benchmarks of the kernels in Chromium instead of their tests")

// kernelPage runs one program with the kernels of the page, up to the level that
// the address begins with, and keeps what it prints.
const kernelPage = `<!doctype html><title>kernels</title><script src="wasm_exec.js"></script><script src="kernel.js"></script><script>
let text = '', code = -1;
(async () => {
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (fd, buf) => { text += decoder.decode(buf, { stream: true }); return buf.length; };
  const go = new Go();
  const [most, ...args] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  go.argv = ['test', ...args];
  go.exit = (c) => { code = c; };
  const { instance } = await theatreKernels.instantiate(go, fetch('test.wasm'), most);
  await go.run(instance);
})().catch((e) => { text += e; code = 2; });
</script>`

// TestKernels runs the tests of the engine's kernels in Chromium: those of plain
// SIMD128, and of relaxed SIMD.
func TestKernels(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow; -short leaves it out")
	}
	chromium := findChromium()
	switch {
	case os.Getenv("GRADTHEATRE_NO_BROWSER") != "":
		t.Skip("GRADTHEATRE_NO_BROWSER is set")
	case chromium == "":
		t.Skip("no Chromium on this machine; ./test.sh installs it")
	}
	dir := t.TempDir()
	build := exec.Command("go", "test", "-c", "-tags", "simd", "-o", filepath.Join(dir, "test.wasm"), "gradtheatre/engine/tensor/internal/kernel")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"/test.wasm":    filepath.Join(dir, "test.wasm"),
		"/wasm_exec.js": filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"),
		"/kernel.js":    filepath.Join("..", "page", "kernel.js"),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f, ok := files[r.URL.Path]; ok {
			http.ServeFile(w, r, f)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, kernelPage)
	}))
	defer server.Close()
	for i, level := range []string{"simd128", "relaxed"} {
		t.Run(level, func(t *testing.T) { runKernels(t, chromium, server.URL, i+1, level) })
	}
}

func runKernels(t *testing.T, chromium, url string, most int, level string) {
	args := `"-test.v","-test.run=^Test"`
	if *kernelBench != "" {
		args = `"-test.run=xx","-test.benchtime=0.2s","-test.count=3","-test.bench=` + *kernelBench + `"`
	}
	out, code := inChromium(t, chromium, fmt.Sprintf("%s/#[%d,%s]", url, most, args))
	switch {
	case code != 0:
		t.Errorf("exit code %d\n%s", code, out)
	case *kernelBench != "":
		t.Log("\n" + out)
	default:
		for _, test := range []string{"TestGemm", "TestGemmRowsAndDots", "TestLoops", "TestDigitsKept", "TestSteps", "TestReductions", "TestRowCopies", "TestMaxPool2x2", "TestAvgPool", "TestConv"} {
			if want := test + "/" + level; !strings.Contains(out, "--- PASS: "+want+" ") {
				t.Errorf("%s did not run:\n%s", want, out)
			}
		}
	}
}

func inChromium(t *testing.T, chromium, url string) (out string, code int) {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Skipf("Chromium does not start: %v", err)
	}
	for range 3000 {
		code, err := chromedp.Run(ctx, chromedp.Evaluate[int]("code"))
		if err != nil {
			t.Fatal(err)
		}
		if code >= 0 {
			if out, err = chromedp.Run(ctx, chromedp.Evaluate[string]("text")); err != nil {
				t.Fatal(err)
			}
			return out, code
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the page did not finish in five minutes")
	return "", 0
}
