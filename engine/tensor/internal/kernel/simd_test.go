//go:build !f64 && !js

package kernel

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

func read(t *testing.T, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSIMDBinaries proves that the committed WebAssembly and the script of the
// page are what the source gives: by the recorded hash, and where clang-19 is
// installed by building them again.
func TestSIMDBinaries(t *testing.T) {
	h := sha256.New()
	for _, f := range []string{"vec.h", "products.h", "planes.h", "functions.h", "kernels.c", "build.sh", "simd.wasm", "relaxed.wasm"} {
		h.Write(read(t, "simd", f))
	}
	if got, want := hex.EncodeToString(h.Sum(nil)), strings.TrimSpace(string(read(t, "simd", "hash"))); got != want {
		t.Errorf("hash of source and binaries is %s, recorded is %s: run simd/build.sh", got, want)
	}
	script := string(read(t, "simd", "link.js"))
	for _, f := range []string{"simd", "relaxed"} {
		script = strings.ReplaceAll(script, "@"+f+"@", base64.StdEncoding.EncodeToString(read(t, "simd", f+".wasm")))
	}
	page := read(t, "..", "..", "..", "..", "wasm", "page", "kernel.js")
	if _, rest, _ := strings.Cut(string(page), "\n"); rest != script {
		t.Error("wasm/page/kernel.js is not link.js with the kernels in it: run simd/build.sh")
	}
	for _, tool := range []string{"clang-19", "wasm-ld-19"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("%s is not installed: not built again", tool)
			return
		}
	}
	dir := t.TempDir()
	if out, err := exec.Command("sh", "simd/build.sh", dir, filepath.Join(dir, "kernel.js")).CombinedOutput(); err != nil {
		t.Fatalf("build.sh: %v\n%s", err, out)
	}
	for _, f := range []string{"simd.wasm", "relaxed.wasm"} {
		if !bytes.Equal(read(t, dir, f), read(t, "simd", f)) {
			t.Errorf("%s is not what this clang-19 makes of kernels.c", f)
		}
	}
}

// sandbox runs the plain SIMD kernels on a memory of their own.
type sandbox struct {
	t   *testing.T
	mod api.Module
	mem api.Memory
	at  uint32
}

// memoryModule exports 16 pages of memory as "memory".
var memoryModule = []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x10\x07\x0a\x01\x06memory\x02\x00")

func newSandbox(t *testing.T, config wazero.RuntimeConfig) *sandbox {
	t.Helper()
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, config)
	t.Cleanup(func() { r.Close(ctx) })
	env, err := r.InstantiateWithConfig(ctx, memoryModule, wazero.NewModuleConfig().WithName("env"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := r.InstantiateWithConfig(ctx, read(t, "simd", "simd.wasm"), wazero.NewModuleConfig().WithName("kernels"))
	if err != nil {
		t.Fatal(err)
	}
	return &sandbox{t: t, mod: mod, mem: env.Memory()}
}

// call copies slices in, calls, and copies the slices back with what follows
// them, which must not have changed. Arguments are []Elem, []int32, int or Elem.
func (s *sandbox) call(name string, args ...any) Elem {
	s.t.Helper()
	s.at = 4 + s.at%13*4 // slices start anywhere
	const guard = 0x7fc0beef
	var words []uint64
	var places []uint32
	for _, a := range args {
		switch a := a.(type) {
		case int:
			words = append(words, uint64(uint32(a)))
		case Elem:
			words = append(words, uint64(math.Float32bits(a)))
		case []Elem, []int32:
			b, err := binary.Append(nil, binary.LittleEndian, a)
			if err != nil {
				s.t.Fatal(err)
			}
			words, places = append(words, uint64(s.at)), append(places, s.at)
			s.mem.Write(s.at, b)
			s.at += uint32(len(b))
			for range 8 {
				s.mem.WriteUint32Le(s.at, guard)
				s.at += 4
			}
		}
	}
	out, err := s.mod.ExportedFunction(name).Call(context.Background(), words...)
	if err != nil {
		s.t.Fatalf("%s: %v", name, err)
	}
	for _, a := range args {
		if x, ok := a.([]int32); ok {
			s.fetch(name, places[0], len(x), x, guard)
			places = places[1:]
		}
		if x, ok := a.([]Elem); ok {
			s.fetch(name, places[0], len(x), x, guard)
			places = places[1:]
		}
	}
	if len(out) == 1 {
		return math.Float32frombits(uint32(out[0]))
	}
	return 0
}

func (s *sandbox) fetch(name string, at uint32, n int, x any, guard uint32) {
	s.t.Helper()
	b, _ := s.mem.Read(at, uint32(4*n))
	if _, err := binary.Decode(b, binary.LittleEndian, x); err != nil {
		s.t.Fatal(err)
	}
	for i := range uint32(8) {
		if v, _ := s.mem.ReadUint32Le(at + uint32(4*n) + 4*i); v != guard {
			s.t.Fatalf("%s: wrote %d after %d elements", name, i, n)
		}
	}
}

func TestSIMDKernels(t *testing.T) {
	for name, config := range map[string]wazero.RuntimeConfig{"compiler": wazero.NewRuntimeConfig(), "interpreter": wazero.NewRuntimeConfigInterpreter()} {
		t.Run(name, func(t *testing.T) {
			s := newSandbox(t, config)
			t.Run("products", func(t *testing.T) { s.t = t; s.products() })
			t.Run("loops", func(t *testing.T) { s.t = t; s.loops() })
			t.Run("planes", func(t *testing.T) { s.t = t; s.planes() })
		})
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *sandbox) products() {
	a := newArena(11)
	for range 150 {
		m, n, k, acc := 1+a.rng.IntN(9), 1+a.rng.IntN(30), 1+a.rng.IntN(30), a.rng.IntN(2) == 0
		b, c, off := a.slice(n+3*k), a.slice(m*n), make([]int32, k)
		for i := range off {
			off[i] = int32(a.rng.IntN(3*k + 1))
		}
		want, x := twin(a, c), a.slice(m*k)
		ars, acs := k, 1
		if a.rng.IntN(2) == 0 {
			ars, acs = 1, m
		}
		gemmRowsGo(m, n, k, x, ars, acs, b, off, want, n, acc)
		s.call("rows", m, n, k, x, ars, acs, b, off, c, n, b2i(acc))
		same(s.t, fmt.Sprint("rows ", m, n, k), c, want, 2e-5)

		transA, transB := a.rng.IntN(2) == 0, a.rng.IntN(2) == 0
		if a.rng.IntN(10) == 0 {
			k = 250 + a.rng.IntN(300)
		}
		x, y := a.slice(m*k), a.slice(k*n)
		c = a.slice(m * n)
		want = twin(a, c)
		ars, acs = strides(k, m, transA)
		brs, bcs := strides(n, k, transB)
		portably(func() { Gemm(m, n, k, x, transA, y, transB, want, acc) })
		s.call("gemm", m, n, k, x, ars, acs, y, brs, bcs, c, n, b2i(acc), make([]Elem, 8*256))
		same(s.t, fmt.Sprint("gemm ", m, n, k, transA, transB), c, want, 2e-5*math.Sqrt(1+float64(k)/40))

		k = len(off)
		y, z, off := a.slice(m*n), a.slice(n+3*k), off[:k]
		c = a.slice(m * k)
		want = twin(a, c)
		gemmDotsGo(m, k, n, y, n, z, off, want, k, acc)
		s.call("dots", m, k, n, y, n, z, off, c, k, b2i(acc))
		same(s.t, fmt.Sprint("dots ", m, k, n), c, want, 2e-5)
	}
}

func (s *sandbox) loops() {
	a := newArena(12)
	sgd, nag := SGD{LR: 0.1, Momentum: 0.9, Keep: 0.7, WeightDecay: 0.2}, SGD{LR: 0.1, Momentum: 0.9, Keep: 1, Nesterov: true}
	adam := Adam{Beta1: 0.9, Beta2: 0.99, Eps: 0.1, Step: 0.1, RootBias2: 3, L2: 0.1, Shrink: 0.9}
	for n := range 45 {
		d, x, y, z := a.slice(n), a.slice(n), a.slice(n), a.slice(n)
		for i := range z {
			z[i] *= z[i]
		}
		if n > len(special) {
			for _, v := range special {
				x[a.rng.IntN(n)] = Elem(v)
			}
		}
		check := func(name string, tol float64, want func(d []Elem), args ...any) {
			s.t.Helper()
			got, w := twin(a, d), twin(a, d)
			want(w)
			s.call(name, append([]any{got}, args...)...)
			same(s.t, fmt.Sprint(name, " ", n), got, w, tol)
		}
		check("add", 0, func(d []Elem) { addGo(d, x) }, x, n)
		check("axpy", 1e-6, func(d []Elem) { axpyGo(d, 1.5, x) }, x, Elem(1.5), n)
		check("scale", 0, func(d []Elem) { scaleGo(d, 1.5) }, Elem(1.5), n)
		check("addScalar", 0, func(d []Elem) { addScalarGo(d, x, 1.5) }, x, Elem(1.5), n)
		check("relu", 0, func(d []Elem) { reluGo(d, x) }, x, n)
		check("reluGrad", 0, func(d []Elem) { reluGradGo(d, x, y) }, x, y, n)
		check("leakyReLU", 0, func(d []Elem) { leakyReLUGo(d, x, 0.1) }, x, Elem(0.1), n)
		check("leakyReLUGrad", 1e-6, func(d []Elem) { leakyReLUGradGo(d, x, y, 0.1) }, x, y, Elem(0.1), n)
		check("exp", 4e-7, func(d []Elem) { expGo(d, x) }, x, n)
		check("sigmoid", 4e-7, func(d []Elem) { sigmoidGo(d, x) }, x, n)
		check("tanh", 4e-7, func(d []Elem) { tanhGo(d, x) }, x, n)
		check("log", 4e-7, func(d []Elem) { logGo(d, x) }, x, n)
		check("log", 4e-7, func(d []Elem) { logGo(d, z) }, z, n)
		check("gelu", 1e-6, func(d []Elem) { geluGo(d, x) }, x, n)
		check("geluGrad", 1e-6, func(d []Elem) { geluGradGo(d, x, y) }, x, y, n)
		check("geluTanh", 1e-6, func(d []Elem) { geluTanhGo(d, x) }, x, n)
		check("geluTanhGrad", 1e-6, func(d []Elem) { geluTanhGradGo(d, x, y) }, x, y, n)
		check("silu", 1e-6, func(d []Elem) { siluGo(d, x) }, x, n)
		check("siluGrad", 1e-6, func(d []Elem) { siluGradGo(d, x, y) }, x, y, n)
		check("softplus", 1e-6, func(d []Elem) { softplusGo(d, x, 1.5) }, x, Elem(1.5), n)
		check("softplusGrad", 1e-6, func(d []Elem) { softplusGradGo(d, x, y, 1.5) }, x, y, Elem(1.5), n)
		check("elu", 1e-6, func(d []Elem) { eluGo(d, x, 1.5) }, x, Elem(1.5), n)
		check("eluGrad", 1e-6, func(d []Elem) { eluGradGo(d, x, y, 1.5) }, x, y, Elem(1.5), n)
		check("mulAdd", 1e-6, func(d []Elem) { mulAddGo(d, x, y) }, x, y, n)
		check("divAdd", 1e-6, func(d []Elem) { divAddGo(d, x, y) }, x, y, n)
		check("sigmoidGrad", 1e-6, func(d []Elem) { sigmoidGradGo(d, y, x) }, y, x, n)
		check("tanhGrad", 1e-6, func(d []Elem) { tanhGradGo(d, y, x) }, y, x, n)
		check("softmaxGrad", 1e-6, func(d []Elem) { softmaxGradGo(d, y, x, 0.3) }, y, x, Elem(0.3), n)
		check("sgd", 1e-6, func(d []Elem) { sgdGo(d, nil, y, &sgd) }, y, sgd.LR, sgd.WeightDecay, n)
		v := twin(a, x)
		check("momentum", 1e-6, func(d []Elem) { sgdGo(d, twin(a, v), y, &sgd) }, v, y, sgd.LR, sgd.Momentum, sgd.Keep, sgd.WeightDecay, n)
		v = twin(a, x)
		check("nesterov", 1e-6, func(d []Elem) { sgdGo(d, twin(a, v), y, &nag) }, v, y, nag.LR, nag.Momentum, nag.Keep, nag.WeightDecay, n)
		v = twin(a, x)
		check("adam", 1e-5, func(d []Elem) { adamGo(d, twin(a, v), twin(a, z), y, &adam) }, v, z, y, 1-adam.Beta1, adam.Beta2, adam.Eps, adam.Step, adam.RootBias2, adam.L2, adam.Shrink, n)
		check("expSum", 4e-7, func(d []Elem) { expSumGo(d, x, 0.5) }, x, Elem(0.5), n)
		same(s.t, fmt.Sprint("sums of ", n),
			[]Elem{s.call("sum", y, n), s.call("dot", y, d, n), s.call("max", x, n), s.call("max", y, n), s.call("expSum", twin(a, d), y, Elem(1), n)},
			[]Elem{sumGo(y), dotGo(y, d), maxGo(x), maxGo(y), expSumGo(twin(a, d), y, 1)}, 1e-5)
	}
}

func (s *sandbox) planes() {
	a := newArena(13)
	for range 100 {
		rows, cols := 1+a.rng.IntN(5), 1+a.rng.IntN(20)
		ldd, lds := cols+a.rng.IntN(4), cols+a.rng.IntN(4)
		d, x := a.slice(rows*ldd), a.slice(rows*lds)
		want := twin(a, d)
		for i := range rows {
			copy(want[i*ldd:][:cols], x[i*lds:])
			addGo(want[i*ldd:][:cols], x[i*lds:])
		}
		s.call("copyRows", d, ldd, x, lds, rows, cols, Elem(0))
		s.call("addRows", d, ldd, x, lds, rows, cols, Elem(0))
		same(s.t, "rows", d, want, 0)
		for i := range rows {
			addScalarGo(want[i*ldd:][:cols], x[i*lds:][:cols], 0.5)
		}
		s.call("biasRows", d, ldd, x, lds, rows, cols, Elem(0.5))
		same(s.t, "rows and a bias", d, want, 0)

		w := 2*cols + a.rng.IntN(2)
		x, y, at := a.slice(2*rows*w), a.slice(rows*cols), make([]int32, rows*cols)
		for i := range x {
			x[i] = Elem(math.Round(float64(x[i])))
			if a.rng.IntN(20) == 0 {
				x[i] = Elem(special[a.rng.IntN(len(special))])
			}
		}
		mean, slope := twin(a, y), twin(a, x)
		wantMean, wantSlope := twin(a, y), twin(a, x)
		avgPool2x2Go(wantMean, x, w, rows, cols)
		s.call("avgPool2x2", mean, x, w, rows, cols)
		same(s.t, "mean pool", mean, wantMean, 1e-6)
		avgPool2x2GradGo(wantSlope, mean, w, rows, cols)
		s.call("avgPool2x2Grad", slope, mean, w, rows, cols)
		same(s.t, "gradient of the mean pool", slope, wantSlope, 1e-6)
		wantY, wantAt := twin(a, y), make([]int32, len(at))
		maxPool2x2Go(wantY, wantAt, x, w, rows, cols)
		s.call("maxPool2x2", y, at, x, w, rows, cols)
		same(s.t, "max pool", y, wantY, 0)
		for i := range at {
			if at[i] != wantAt[i] {
				s.t.Fatalf("max pool: place %d is %d, want %d", i, at[i], wantAt[i])
			}
		}
	}
}
