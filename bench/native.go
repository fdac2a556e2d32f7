package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
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
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][3]int{{64, 64, 64}, {256, 256, 256}, {512, 512, 512}, {32, 128, 784}, {16, 196, 200}} {
		a, b, y := tensor.New(s[0], s[2]), tensor.New(s[2], s[1]), tensor.New(s[0], s[1])
		for _, x := range []*tensor.Tensor{a, b} {
			for i := range x.Data() {
				x.Data()[i] = tensor.Elem(rng.NormFloat64())
			}
		}
		flops := 2 * float64(s[0]) * float64(s[1]) * float64(s[2])
		product := contestant{who: "engine", slice: func(d time.Duration) (float64, error) {
			start, n := time.Now(), 0
			for time.Since(start) < d {
				for range 8 {
					tensor.Gemm(y, a, b, false, false, false)
				}
				n += 8
			}
			return flops * float64(n) / time.Since(start).Seconds() / 1e9, nil
		}}
		if err := t.compare(c, fmt.Sprintf("gemm %d×%d×%d", s[0], s[1], s[2]), "GFLOP/s", []contestant{product}); err != nil {
			return err
		}
	}
	return nil
}
