package site

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Policy is the content security policy of the page: everything from its own
// host, no inline script or style, WebAssembly allowed.
const Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'"

var mimeTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml",
	".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8",
	".otf": "font/otf", ".ttf": "font/ttf", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
}

// Handler serves the files below root to browsers on this machine. hosts are
// names by which it may be called besides localhost and IP addresses; any
// other name is refused, so that no foreign page can reach it by pointing its
// own name here.
func Handler(root *os.Root, hosts ...string) http.Handler {
	return &handler{root: root, hosts: hosts, tags: map[string]tag{}}
}

type handler struct {
	root  *os.Root
	hosts []string
	mu    sync.Mutex
	tags  map[string]tag
}

// tag is a file's entity tag, good as long as its size and time stay.
type tag struct {
	size int64
	at   time.Time
	hash string
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Embedder-Policy", "require-corp")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Content-Security-Policy", Policy+"; frame-ancestors 'self'")
	if !h.knows(r.Host) {
		http.Error(w, "unknown host", http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name, ok := clean(r.URL.Path)
	if !ok {
		http.Error(w, "404 not found", http.StatusNotFound)
		return
	}
	h.serve(w, r, name)
}

// clean turns a request's path into a file name below the root. Anything that
// is not written in the one plain way is refused rather than repaired.
func clean(p string) (string, bool) {
	name := strings.TrimPrefix(p, "/")
	if name == "" {
		return "index.html", true
	}
	if path.Clean(name) != name || strings.ContainsAny(name, "\\\x00%:") {
		return "", false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return "", false
		}
		for _, c := range part {
			if c < ' ' || c == 0x7f {
				return "", false
			}
		}
	}
	return name, true
}

func (h *handler) knows(host string) bool {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	for _, known := range h.hosts {
		if known != "" && strings.EqualFold(known, name) {
			return true
		}
	}
	return false
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, name string) {
	f, st, ok := h.open(name)
	if !ok {
		http.Error(w, "404 not found", http.StatusNotFound)
		return
	}
	defer func() { f.Close() }()
	hash, err := h.hash(name, f, st)
	if err != nil {
		http.Error(w, "cannot be read", http.StatusInternalServerError)
		return
	}
	head := w.Header()
	mime := mimeTypes[path.Ext(name)]
	if mime == "" {
		mime = "application/octet-stream"
	}
	head.Set("Content-Type", mime)
	head.Set("Cache-Control", "no-cache")
	if v := r.URL.Query().Get("v"); len(v) >= 8 && strings.HasPrefix(hash, v) {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	head.Set("Vary", "Accept-Encoding")
	etag := hash[:24]
	if strings.Count(r.Header.Get("Range"), ",") > 8 {
		r.Header.Del("Range") // nobody needs that many pieces; the whole file is cheaper
	}
	if r.Header.Get("Range") == "" {
		for _, enc := range []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}} {
			if !accepts(r.Header.Values("Accept-Encoding"), enc.name) {
				continue
			}
			g, gst, ok := h.open(name + enc.ext)
			if !ok || gst.ModTime().Before(st.ModTime()) {
				if ok {
					g.Close()
				}
				continue
			}
			f.Close()
			f, st = g, gst
			etag += "-" + enc.name
			head.Set("Content-Encoding", enc.name)
			head.Set("Content-Length", strconv.FormatInt(gst.Size(), 10))
			break
		}
	}
	head.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, name, time.Time{}, f)
}

func (h *handler) open(name string) (*os.File, os.FileInfo, bool) {
	f, err := h.root.Open(name)
	if err != nil {
		return nil, nil, false
	}
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, nil, false
	}
	return f, st, true
}

// hash returns the hash of a file's content, reading it only when the file is
// new or has changed.
func (h *handler) hash(name string, f *os.File, st os.FileInfo) (string, error) {
	h.mu.Lock()
	t, ok := h.tags[name]
	h.mu.Unlock()
	if ok && t.size == st.Size() && t.at.Equal(st.ModTime()) {
		return t.hash, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	t = tag{st.Size(), st.ModTime(), hex.EncodeToString(sum.Sum(nil))}
	h.mu.Lock()
	h.tags[name] = t
	h.mu.Unlock()
	return t.hash, nil
}

// accepts reports whether an Accept-Encoding header allows an encoding.
func accepts(headers []string, encoding string) bool {
	star := false
	for _, line := range headers {
		for item := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(item, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			if name != encoding && name != "*" {
				continue
			}
			q := 1.0
			if v, ok := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(params, " ", "")), "q="); ok {
				var err error
				if q, err = strconv.ParseFloat(v, 64); err != nil {
					q = 0
				}
			}
			if name == encoding {
				return q > 0
			}
			star = q > 0
		}
	}
	return star
}
