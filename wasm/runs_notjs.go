//go:build !js

package main

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// runFiles keeps training runs on the desktop, one compressed file a scene, below
// the visitor's folder of caches. Only what is newest is written, on a goroutine.
type runFiles struct {
	dir   string
	mu    sync.Mutex
	newer map[string][]byte // not written yet; nil: the file is to go
	busy  sync.WaitGroup
	going bool
	fail  func()
}

// newRunFiles keeps runs below the user's folder of caches.
func newRunFiles() (*runFiles, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(cache, "gradtheatre", "runs")
	return &runFiles{dir: dir, newer: map[string][]byte{}, fail: func() {}}, os.MkdirAll(dir, 0o700)
}

// failed has tell called, on some goroutine, whenever runs could not be kept.
func (f *runFiles) failed(tell func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = tell
}

func (f *runFiles) file(scene string) string { return filepath.Join(f.dir, scene+".gz") }

func (f *runFiles) keep(scene string, runs []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.newer[scene] = runs
	if !f.going {
		f.going = true
		f.busy.Go(f.work)
	}
}

// work writes until there is nothing left to write.
func (f *runFiles) work() {
	for {
		f.mu.Lock()
		scene, runs, more := "", []byte(nil), false
		for scene, runs = range f.newer {
			more = true
			break
		}
		delete(f.newer, scene)
		f.going = more
		fail := f.fail
		f.mu.Unlock()
		if !more {
			return
		}
		if err := f.write(scene, runs); err != nil {
			fail()
		}
	}
}

// write replaces the file of a scene as a whole.
func (f *runFiles) write(scene string, runs []byte) error {
	if runs == nil {
		if err := os.Remove(f.file(scene)); !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	to, err := os.CreateTemp(f.dir, scene+"-*.part")
	if err != nil {
		return err
	}
	defer os.Remove(to.Name())
	z, _ := gzip.NewWriterLevel(to, gzip.BestSpeed)
	_, err = z.Write(runs)
	if err = errors.Join(err, z.Close(), to.Close()); err != nil {
		return err
	}
	return os.Rename(to.Name(), f.file(scene))
}

// recall reads what was kept, nil where nothing was or it cannot be read.
func (f *runFiles) recall(scene string) []byte {
	f.mu.Lock()
	runs, waiting := f.newer[scene]
	f.mu.Unlock()
	if waiting {
		return runs
	}
	from, err := os.Open(f.file(scene))
	if err != nil {
		return nil
	}
	defer from.Close()
	z, err := gzip.NewReader(from)
	if err != nil {
		return nil
	}
	runs, err = io.ReadAll(io.LimitReader(z, 64<<20))
	if err != nil {
		return nil
	}
	return runs
}

// flush waits until all is written.
func (f *runFiles) flush() { f.busy.Wait() }
