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
		peer, err := startTorch(ctx, threads, pack(images))
		if err != nil {
			return nil, err
		}
		t.Notes = append(t.Notes, peer.version)
		for _, name := range workload.Names {
			if !strings.Contains(name, c.only) {
				continue
			}
			run, err := workload.New(name, 0, images)
			if err != nil {
				return nil, err
			}
			warm(run)
			cs := []contestant{ours("engine, 1 thread", run), peer.contestant(fmt.Sprintf("PyTorch, %d thread(s)", threads), name)}
			if threads > 1 && slices.Contains(workload.ParallelNames, name) {
				shared, err := workload.NewParallel(name, threads, images)
				if err != nil {
					return nil, err
				}
				defer shared.Close()
				warm(shared)
				cs = slices.Insert(cs, 0, ours(fmt.Sprintf("engine, %d threads", threads), shared))
			}
			if err := t.compare(c, name, "samples/s", cs); err != nil {
				return nil, err
			}
		}
		peer.stop()
	}
	return t, nil
}

// torch is a Python process that works when it is told to.
type torch struct {
	cmd     *exec.Cmd
	in      *json.Encoder
	out     *bufio.Scanner
	version string
	dir     string
}

func startTorch(ctx context.Context, threads int, images []byte) (*torch, error) {
	dir, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.WriteFile(dir+"/digits.bin", images, 0o600), os.WriteFile(dir+"/peer.py", []byte(torchPeer), 0o600)); err != nil {
		return nil, err
	}
	// Debian's own interpreter has Debian's python3-torch.
	cmd := exec.CommandContext(ctx, "/usr/bin/python3", dir+"/peer.py", dir+"/digits.bin", fmt.Sprint(threads))
	cmd.Env = append(os.Environ(), fmt.Sprintf("OMP_NUM_THREADS=%d", threads))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting python3 (Debian: apt-get install python3-torch): %w", err)
	}
	p := &torch{cmd: cmd, in: json.NewEncoder(in), out: bufio.NewScanner(out), dir: dir}
	if !p.out.Scan() {
		return nil, errors.New("PyTorch did not start; on Debian: apt-get install python3-torch")
	}
	p.version = strings.TrimSpace(p.out.Text())
	return p, nil
}

func (p *torch) contestant(who, name string) contestant {
	return contestant{who: who, slice: func(d time.Duration) (float64, error) {
		if err := p.in.Encode(map[string]any{"workload": name, "seconds": d.Seconds()}); err != nil {
			return 0, err
		}
		if !p.out.Scan() {
			return 0, errors.New("PyTorch ended")
		}
		var r struct{ Samples, Seconds float64 }
		if err := json.Unmarshal(p.out.Bytes(), &r); err != nil {
			return 0, err
		}
		return r.Samples / r.Seconds, nil
	}}
}

func (p *torch) stop() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
	os.RemoveAll(p.dir)
}
