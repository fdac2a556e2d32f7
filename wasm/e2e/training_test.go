//go:build !js

package e2e

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var trainingSpeed = flag.Bool("trainingspeed", false, "with -run TestTrainingBesideThePage: measure the worker beside the page's thread instead")

// trainingPage runs the tests of wasm/training where the site lies, without the theatre.
const trainingPage = `<!doctype html><title>training</title><script src="wasm_exec.js"></script><script src="wasm/page/kernel.js"></script><script>
let text = '', code = -1;
const broken = {
  'no worker': undefined,
  'forbidden': () => { throw new Error('blocked'); },
  'no script': () => new Worker('gone.js'),
  'no program': () => { const url = URL.createObjectURL(new Blob(["postMessage({ failed: 'worker.wasm: the server answered 404' })"])); return new Worker(url); },
  'a broken script': () => new Worker(URL.createObjectURL(new Blob(["throw new Error('no')"]))),
};
globalThis.broken = broken;
(async () => {
  const manifest = await (await fetch('site.json')).json();
  globalThis.theatrePage = { worker: () => new Worker('worker.js', { name: manifest.files['worker.wasm'].hash }) };
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (fd, buf) => { text += decoder.decode(buf, { stream: true }); return buf.length; };
  const go = new Go();
  go.argv = ['test', '-test.v', '-test.run=' + decodeURIComponent(location.hash.slice(1))];
  go.exit = (c) => { code = c; };
  const { instance } = await theatreKernels.instantiate(go, fetch('training.wasm'));
  await go.run(instance);
})().catch((e) => { text += e; code = 2; });
</script>`

// TestTrainingBesideThePage runs the tests of wasm/training in Chromium: the
// worker of the site against the page's own thread.
func TestTrainingBesideThePage(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow; -short leaves it out")
	}
	h := house()
	if h.skip != "" {
		t.Skip(h.skip)
	}
	if h.err != nil {
		t.Fatal(h.err)
	}
	program := filepath.Join(t.TempDir(), "training.wasm")
	build := exec.Command("go", "test", "-c", "-tags", "simd", "-o", program, "gradtheatre/wasm/training")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sub/training.html":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, trainingPage)
		case "/sub/training.wasm":
			http.ServeFile(w, r, program)
		default:
			http.StripPrefix("/sub", h.handler).ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	want := []string{"TestWorkerAgrees", "TestPauses", "TestWithout"}
	if *trainingSpeed {
		want = []string{"TestSpeed"}
	}
	out, code := inChromium(t, findChromium(), server.URL+"/sub/training.html#^("+strings.Join(want, "%7C")+")$")
	for _, name := range want {
		if !strings.Contains(out, "--- PASS: "+name) {
			t.Errorf("%s did not pass", name)
		}
	}
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	t.Log("\n" + out)
}
