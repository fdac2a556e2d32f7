package site

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// walkFiles calls f with the slash-separated path of every file below dir.
func walkFiles(dir string, f func(name string) error) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		return f(filepath.ToSlash(rel))
	})
}

func copyTree(from, to string) error {
	return walkFiles(from, func(name string) error {
		n := filepath.FromSlash(name)
		return copyFile(filepath.Join(from, n), filepath.Join(to, n))
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// squeezable are the kinds of file worth compressing; pictures and web fonts
// are compressed already.
var squeezable = map[string]bool{
	".html": true, ".js": true, ".css": true, ".json": true, ".wasm": true, ".svg": true,
	".txt": true, ".otf": true, ".ttf": true, ".safetensors": true, ".webmanifest": true,
}

// compressAll writes name.br and name.gz beside every file of dir that gains
// by it, and returns the sizes of all files before and after brotli. It tells
// log how far the largest one is.
func compressAll(ctx context.Context, dir string, best bool, log io.Writer) (before, after int64, err error) {
	brLevel, window, gzLevel := 9, 22, 6 // ten seconds for the program; 11 takes minutes
	if best {
		brLevel, window, gzLevel = 11, 24, 9 // 16 MB, the widest window that browsers take
	}
	var names []string
	if err := walkFiles(dir, func(name string) error { names = append(names, name); return nil }); err != nil {
		return 0, 0, err
	}
	type result struct {
		before, after int64
		err           error
	}
	results := make(chan result)
	for _, name := range names {
		go func() { // one goroutine a file: the program dominates, its two encodings run side by side
			p := filepath.Join(dir, filepath.FromSlash(name))
			st, err := os.Stat(p)
			if err != nil {
				results <- result{err: err}
				return
			}
			r := result{before: st.Size(), after: st.Size()}
			tell := io.Discard
			if st.Size() > longFile {
				tell = log
			}
			if squeezable[path.Ext(name)] && st.Size() > 512 {
				gz := make(chan error, 1)
				go func() {
					_, err := squeeze(ctx, p, ".gz", io.Discard, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzLevel) })
					gz <- err
				}()
				n, err := squeeze(ctx, p, ".br", tell, func(w io.Writer) (io.WriteCloser, error) {
					return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brLevel, LGWin: window}), nil
				})
				if gerr := <-gz; err == nil {
					err = gerr
				}
				r.err = err
				if n > 0 {
					r.after = n
				}
			}
			results <- r
		}()
	}
	for range names {
		r := <-results
		before, after = before+r.before, after+r.after
		if r.err != nil {
			err = r.err
		}
	}
	return before, after, err
}

// longFile is the size from which on compression is worth telling about.
const longFile = 4 << 20

// squeeze writes p+ext and returns its size, or removes it again and returns
// 0 when it saves less than a twentieth. It tells log of every tenth.
func squeeze(ctx context.Context, p, ext string, log io.Writer, open func(io.Writer) (io.WriteCloser, error)) (int64, error) {
	in, err := os.Open(p)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	whole, err := in.Stat()
	if err != nil {
		return 0, err
	}
	size := whole.Size()
	out, err := os.Create(p + ext)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	w, err := open(out)
	if err != nil {
		return 0, err
	}
	if _, err := io.Copy(w, &reader{ctx: ctx, r: in, name: filepath.Base(p), size: size, log: log}); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	st, err := out.Stat()
	if err != nil {
		return 0, err
	}
	if st.Size() > size*19/20 {
		return 0, os.Remove(p + ext)
	}
	return st.Size(), nil
}

// reader ends a long compression when the visitor presses Ctrl-C, and tells how
// far it is.
type reader struct {
	ctx        context.Context
	r          io.Reader
	name       string
	size, read int64
	log        io.Writer
}

func (r *reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(b)
	before := 10 * r.read / r.size
	r.read += int64(n)
	if now := 10 * r.read / r.size; now > before && now < 10 {
		fmt.Fprintf(r.log, "  %s: %d %%\n", r.name, 10*now)
	}
	return n, err
}
