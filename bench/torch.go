package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"gradtheatre/bench/workload"
)

//go:embed torch_peer.py
var torchPeer string

// besideTorch measures the engine beside PyTorch on the same workloads.
func besideTorch(ctx context.Context, c config) (*Table, error) {
	images, err := digits()
	if err != nil {
		return nil, err
	}
	t := newTable("the engine beside PyTorch")
	for _, threads := range []int{1, 2} {
		peer := &torch{threads: threads, images: pack(images)}
		defer peer.stop()
		for _, name := range workload.Names {
			if !strings.Contains(name, c.only) {
				continue
			}
			if err := t.besideTorch(ctx, c, peer, name, images); err != nil {
				return nil, err
			}
		}
		t.Notes = append(t.Notes, peer.version)
	}
	return t, nil
}

// besideTorch measures one workload: the engine with one thread and, where the
// peer has more and the work can be shared out, with as many.
func (t *Table) besideTorch(ctx context.Context, c config, peer *torch, name string, images workload.Images) error {
	if err := peer.start(ctx); err != nil {
		return err
	}
	run, err := workload.New(name, 0, images)
	if err != nil {
		return err
	}
	warm(run)
	cs := []contestant{ours("engine, 1 thread", run), peer.contestant(name)}
	if peer.threads > 1 && slices.Contains(workload.ParallelNames, name) {
		shared, err := workload.NewParallel(name, peer.threads, images)
		if err != nil {
			return err
		}
		defer shared.Close()
		warm(shared)
		cs = slices.Insert(cs, 0, ours(fmt.Sprintf("engine, %d threads", peer.threads), shared))
	}
	err = t.compare(c, name, "samples/s", cs)
	var f *failure
	if errors.As(err, &f) && f.who == peer.name() && ctx.Err() == nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, f)
		t.Notes = append(t.Notes, fmt.Sprintf("%s takes no part in %s: %v", f.who, name, f.err))
		peer.stop()
		return t.compare(c, name, "samples/s", cs[:len(cs)-1])
	}
	return err
}

// torch is a Python process that works when it is told to.
type torch struct {
	threads int
	images  []byte

	cmd     *exec.Cmd // nil if it does not run
	in      *json.Encoder
	out     *bufio.Scanner
	version string
	dir     string
}

func (p *torch) name() string { return fmt.Sprintf("PyTorch, %d thread(s)", p.threads) }

// start starts the process unless it runs.
func (p *torch) start(ctx context.Context) (err error) {
	if p.cmd != nil {
		return nil
	}
	if p.dir, err = os.MkdirTemp("", "gradtheatre-bench"); err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(p.dir+"/digits.bin", p.images, 0o600), os.WriteFile(p.dir+"/peer.py", []byte(torchPeer), 0o600)); err != nil {
		return err
	}
	// Debian's own interpreter has Debian's python3-torch.
	cmd := exec.CommandContext(ctx, "/usr/bin/python3", p.dir+"/peer.py", p.dir+"/digits.bin", fmt.Sprint(p.threads))
	cmd.Env = append(os.Environ(), fmt.Sprintf("OMP_NUM_THREADS=%d", p.threads))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting python3 (Debian: apt-get install python3-torch): %w", err)
	}
	p.cmd, p.in, p.out = cmd, json.NewEncoder(in), bufio.NewScanner(out)
	if !p.out.Scan() {
		return errors.New("PyTorch did not start; on Debian: apt-get install python3-torch")
	}
	p.version = strings.TrimSpace(p.out.Text())
	return nil
}

// contestant works for slices of time. With two threads on a machine where
// other programs run PyTorch may take minutes for one step; then it is out.
func (p *torch) contestant(name string) contestant {
	return contestant{who: p.name(), slice: func(d time.Duration) (float64, error) {
		if err := p.in.Encode(map[string]any{"workload": name, "seconds": d.Seconds()}); err != nil {
			return 0, err
		}
		process := p.cmd.Process
		late := time.AfterFunc(d+sliceGrace, func() { process.Kill() })
		answered := p.out.Scan()
		if !late.Stop() && !answered {
			return 0, fmt.Errorf("no answer in %v", d+sliceGrace)
		}
		if !answered {
			return 0, errors.New("it ended")
		}
		var r struct{ Samples, Seconds float64 }
		if err := json.Unmarshal(p.out.Bytes(), &r); err != nil {
			return 0, err
		}
		return r.Samples / r.Seconds, nil
	}}
}

func (p *torch) stop() {
	if p.cmd != nil {
		p.cmd.Process.Kill()
		p.cmd.Wait()
		p.cmd = nil
	}
	if p.dir != "" {
		os.RemoveAll(p.dir)
	}
}
