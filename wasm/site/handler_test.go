package site

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// testSite makes a small built site beside a secret that must never be served.
func testSite(t *testing.T) (dir string, h http.Handler) {
	t.Helper()
	parent := t.TempDir()
	dir = filepath.Join(parent, "site")
	files := map[string]string{
		"../secret.txt":       "secret",
		"index.html":          "<!doctype html>" + strings.Repeat("<p>theatre</p>", 100),
		"app.wasm":            "\x00asm\x01\x00\x00\x00" + strings.Repeat("code", 1000),
		"wasm/page/loader.js": "'use strict';" + strings.Repeat("let a = 1;", 200),
		"assets/lazy/x.bin":   "x",
		".git/config":         "secret",
		"assets/.hidden":      "secret",
	}
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../secret.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Log("no symlinks here:", err)
	}
	if _, _, err := compressAll(context.Background(), dir, false, io.Discard); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, Handler(root, "theatre.example")
}

func request(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1/", nil)
	u := *r.URL
	path, query, _ := strings.Cut(target, "?")
	u.Path, u.RawQuery = path, query
	r.URL = &u
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestTypesAndHeaders(t *testing.T) {
	_, h := testSite(t)
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/app.wasm": "application/wasm",
		"/wasm/page/loader.js": "text/javascript; charset=utf-8", "/assets/lazy/x.bin": "application/octet-stream",
	} {
		w := request(h, "GET", path)
		if w.Code != 200 || w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %s, want 200 %s", path, w.Code, w.Header().Get("Content-Type"), want)
		}
		for name, part := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
			"Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'", "Referrer-Policy": "no-referrer", "Vary": "Accept-Encoding",
			"Cache-Control": "no-cache",
		} {
			if !strings.Contains(w.Header().Get(name), part) {
				t.Errorf("%s: %s is %q, want %q", path, name, w.Header().Get(name), part)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	_, h := testSite(t)
	srv := httptest.NewServer(h)
	defer srv.Close()
	for _, target := range []string{
		"/%2e%2e%2fsecret.txt", "/..%2fsecret.txt", "/../secret.txt", "/..%5csecret.txt", "/%252e%252e%252fsecret.txt", "/%00/../secret.txt",
		"/wasm/../../secret.txt", "/./../secret.txt", "//secret.txt", "/....//secret.txt", "/link.txt", "/C:/secret.txt",
		"/.git/config", "/assets/.hidden", "/assets/", "/assets", "/wasm/page", "/nothing", "//evil.example/..%2f..", "/%0d%0aX-Evil:1",
		"/index.html/", "/app.wasm%00.txt", "/" + strings.Repeat("a", 5000),
	} {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", target)
		b, _ := io.ReadAll(conn)
		conn.Close()
		head, body, _ := strings.Cut(string(b), "\r\n\r\n")
		status, _, _ := strings.Cut(head, "\r\n")
		if !strings.Contains(status, " 404 ") && !strings.Contains(status, " 400 ") {
			t.Errorf("%.60s: %s, want 404", target, status)
		}
		if strings.Contains(body, "secret") || strings.Contains(head, "X-Evil") || strings.Contains(head, "Location") {
			t.Errorf("%.60s: %s", target, b)
		}
	}
}

func TestMethods(t *testing.T) {
	_, h := testSite(t)
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		if w := request(h, m, "/"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d %q", m, w.Code, w.Header().Get("Allow"))
		}
	}
	if w := request(h, "HEAD", "/app.wasm"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != "4008" {
		t.Errorf("HEAD: %d, %d bytes, Content-Length %q", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
}

func TestHosts(t *testing.T) {
	_, h := testSite(t)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:1": 200, "[::1]:8080": 200, "localhost": 200, "theatre.example": 200, "192.168.0.7:8080": 200,
		"evil.example": 421, "evil.example:8080": 421, "127.0.0.1.evil.example": 421, "": 421,
	} {
		if w := request(h, "GET", "/", "Host", host); w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestCompression(t *testing.T) {
	_, h := testSite(t)
	tags := map[string]bool{}
	for accept, want := range map[string]string{
		"": "", "identity": "", "gzip": "gzip", "gzip, deflate, br": "br", "gzip;q=0": "", "br;q=0, gzip;q=0.5": "gzip", "*": "br",
		"*;q=0": "", "br;q=x": "", "GZIP": "gzip", "gzip;q=0, *": "br",
	} {
		w := request(h, "GET", "/app.wasm", "Accept-Encoding", accept)
		head := w.Header()
		if head.Get("Content-Encoding") != want || head.Get("Content-Type") != "application/wasm" || head.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: %v, want encoding %q", accept, head, want)
		}
		if n := fmt.Sprint(w.Body.Len()); head.Get("Content-Length") != n {
			t.Errorf("Accept-Encoding %q: Content-Length %s, body %s", accept, head.Get("Content-Length"), n)
		}
		if want == "gzip" {
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(z); err != nil || len(b) != 4008 {
				t.Errorf("gzip: %d bytes, %v", len(b), err)
			}
		}
		tags[head.Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("entity tags of three encodings: %v", tags)
	}
}

func TestCaching(t *testing.T) {
	dir, h := testSite(t)
	for _, accept := range []string{"", "gzip"} {
		etag := request(h, "GET", "/app.wasm", "Accept-Encoding", accept).Header().Get("ETag")
		w := request(h, "GET", "/app.wasm", "Accept-Encoding", accept, "If-None-Match", etag)
		if w.Code != 304 || w.Body.Len() != 0 || etag == "" {
			t.Errorf("%q: If-None-Match %s: %d", accept, etag, w.Code)
		}
	}
	before := request(h, "GET", "/app.wasm").Header().Get("ETag")
	if err := os.WriteFile(filepath.Join(dir, "app.wasm"), []byte("changed"), 0o644); err != nil {
		t.Fatal(err)
	}
	os.Chtimes(filepath.Join(dir, "app.wasm"), time.Now(), time.Now().Add(time.Second))
	w := request(h, "GET", "/app.wasm", "If-None-Match", before, "Accept-Encoding", "br")
	if w.Code != 200 || w.Body.String() != "changed" {
		t.Errorf("a changed file: %d %q", w.Code, w.Body)
	}
	hash := strings.Trim(w.Header().Get("ETag"), `"`)[:16]
	if w := request(h, "GET", "/app.wasm?v="+hash); !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("?v=%s: %q", hash, w.Header().Get("Cache-Control"))
	}
	if w := request(h, "GET", "/app.wasm?v=0123456789abcdef"); strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Error("a wrong version is kept for ever")
	}
}

func TestRange(t *testing.T) {
	_, h := testSite(t)
	w := request(h, "GET", "/app.wasm", "Range", "bytes=0-3", "Accept-Encoding", "gzip, br")
	if w.Code != 206 || w.Body.String() != "\x00asm" || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("first four bytes: %d %q %v", w.Code, w.Body, w.Header())
	}
	if w := request(h, "GET", "/app.wasm", "Range", "bytes=99999-"); w.Code != 416 {
		t.Errorf("past the end: %d", w.Code)
	}
	many := "bytes=" + strings.TrimSuffix(strings.Repeat("0-,", 2000), ",")
	if w := request(h, "GET", "/app.wasm", "Range", many); w.Code != 200 || w.Body.Len() > 5000 {
		t.Errorf("2000 ranges: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := request(h, "GET", "/app.wasm", "Range", "bytes=0-3", "If-Range", `"old"`); w.Code != 200 || w.Body.Len() != 4008 {
		t.Errorf("old If-Range: %d, %d bytes", w.Code, w.Body.Len())
	}
}

func TestManyAtOnce(t *testing.T) {
	_, h := testSite(t)
	srv := httptest.NewServer(h)
	defer srv.Close()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			resp, err := http.Get(srv.URL + "/app.wasm")
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if b, err := io.ReadAll(resp.Body); err != nil || len(b) != 4008 || resp.StatusCode != 200 {
				t.Errorf("%d, %d bytes, %v", resp.StatusCode, len(b), err)
			}
		})
	}
	wg.Wait()
}

func TestHugeHeader(t *testing.T) {
	_, h := testSite(t)
	l, stop := start(t, h)
	defer stop()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n", strings.Repeat("x", 3<<20))
	b := make([]byte, 12)
	if _, err := io.ReadFull(conn, b); err != nil || string(b) != "HTTP/1.1 431" {
		t.Errorf("3 MB header: %q %v, want 431", b, err)
	}
}

func TestBuildIsCachedAndExported(t *testing.T) {
	root, cache := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		p := filepath.Join(root, filepath.FromSlash(name))
		os.MkdirAll(filepath.Dir(p), 0o755)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	compiled := 0
	opt := Options{Root: root, Cache: cache, Compile: func(_ context.Context, _, out string) error {
		compiled++
		return os.WriteFile(out, bytes.Repeat([]byte("\x00asm"), 1000), 0o644)
	}}
	if _, err := Build(t.Context(), opt); err == nil || !strings.Contains(err.Error(), "index.html") {
		t.Errorf("a folder without the project: %v", err)
	}
	write("index.html", "<!doctype html>")
	write("wasm/page/loader.js", strings.Repeat("let a = 1;", 100))
	write("wasm/page/sw.js", "'use strict'")
	write("main.go", "package main")
	a, err := Build(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "app.wasm", "app.wasm.br", "app.wasm.gz", "wasm_exec.js", "wasm/page/loader.js.br", "sw.js", "site.json"} {
		if _, err := os.Stat(filepath.Join(a, filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
	if b, err := Build(t.Context(), opt); err != nil || b != a || compiled != 1 {
		t.Errorf("unchanged sources: built %d times, %s then %s, %v", compiled, a, b, err)
	}
	write("main_test.go", "package main")
	if _, err := Build(t.Context(), opt); err != nil || compiled != 1 {
		t.Errorf("a test file caused a build, %v", err)
	}
	write("main.go", "package main // changed")
	if b, err := Build(t.Context(), opt); err != nil || b == a || compiled != 2 {
		t.Errorf("changed sources: built %d times, %v", compiled, err)
	}
	out := filepath.Join(t.TempDir(), "deep", "out")
	if err := Export(t.Context(), opt, out); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(out, "app.wasm.br")); err != nil {
		t.Error(err)
	}
	opt.Compile = func(context.Context, string, string) error { return errors.New("syntax error") }
	write("main.go", "package main // broken")
	if _, err := Build(t.Context(), opt); err == nil || !strings.Contains(err.Error(), "syntax error") {
		t.Errorf("a failed compilation: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(cache, "building-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
