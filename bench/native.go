package main

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"gradtheatre/bench/workload"
	"gradtheatre/engine/tensor"
)

// native measures the engine on this machine, one thread.
func native(ctx context.Context, c config) (*Table, error) {
	t := newTable("the engine, natively, one thread")
	images, err := digits()
	if err != nil {
		return nil, err
	}
	for _, name := range workload.Names {
		if !strings.Contains(name, c.only) {
			continue
		}
		run, err := workload.New(name, 0, images)
		if err != nil {
			return nil, err
		}
		warm(run)
		if err := t.compare(c, name, "samples/s", []contestant{ours("engine", run)}); err != nil {
			return nil, err
		}
	}
	return t, gemms(t, c)
}

func warm(run *workload.Run) {
	for range 5 {
		run.Step()
	}
}

// ours runs a workload in this process.
func ours(who string, run *workload.Run) contestant {
	return contestant{who: who, slice: func(d time.Duration) (float64, error) {
		start, steps := time.Now(), 0
		for time.Since(start) < d {
			run.Step()
			steps++
		}
		if math.IsInf(run.Loss(), 0) {
			return 0, fmt.Errorf("the loss is infinite")
		}
		return float64(steps*run.Batch) / time.Since(start).Seconds(), nil
	}}
}

// gemms measures matrix products beside the register-only multiply-add loop.
func gemms(t *Table, c config) error {
	peak := contestant{who: "register-only loop", note: peerNotes["register-only loop"], slice: func(d time.Duration) (float64, error) {
		return tensor.PeakFLOPS(d) / 1e9, nil
	}}
	for _, s := range [][3]int{{64, 64, 64}, {256, 256, 256}, {512, 512, 512}, {32, 128, 784}, {16, 196, 200}} {
		name := fmt.Sprintf("gemm %d×%d×%d", s[0], s[1], s[2])
		if !strings.Contains(name, c.only) {
			continue
		}
		run := ours("engine", workload.Product(s[0], s[1], s[2]))
		product := contestant{who: "engine", slice: func(d time.Duration) (float64, error) {
			v, err := run.slice(d)
			return v / 1e9, err
		}}
		if err := t.compare(c, name, "GFLOP/s", []contestant{product, peak}); err != nil {
			return err
		}
	}
	return nil
}
