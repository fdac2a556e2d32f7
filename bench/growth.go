package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"gradtheatre/bench/workload"
	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/paint"
)

// growing measures how LeNet's training speed depends on batch, width and
// depth, a frame's time on what it draws, and memory on the length of a run.
func growing(ctx context.Context, c config) (*Table, error) {
	t := newTable("how cost grows: LeNet training, frames and histories, natively, one thread")
	images, err := digits()
	if err != nil {
		return nil, err
	}
	add := func(what string, width, depth, batch int) error {
		run := workload.Scaled(width, depth, batch, images)
		run.Step()
		return t.compare(c, what, "images/s", []contestant{ours("engine", run)})
	}
	for batch := 1; batch <= 256; batch *= 2 {
		if err := add(fmt.Sprintf("batch %d", batch), 1, 1, batch); err != nil {
			return nil, err
		}
	}
	for width := 1; width <= 16; width *= 2 {
		if err := add(fmt.Sprintf("width ×%d", width), width, 1, 32); err != nil {
			return nil, err
		}
	}
	for _, depth := range []int{1, 2, 4, 8} {
		if err := add(fmt.Sprintf("depth %d", depth), 1, depth, 32); err != nil {
			return nil, err
		}
	}
	if err := t.frames(c); err != nil {
		return nil, err
	}
	return t, t.histories()
}

// frames measures what recording a frame costs the processor, before the
// graphics driver sees it.
func (t *Table) frames(c config) error {
	canvas := paint.NewCanvas()
	ink := paint.Color{R: 8, G: 119, B: 189, A: 255}
	for _, what := range []struct {
		name string
		draw func(i int)
	}{
		{"edges", func(i int) { canvas.Line(float64(i%50)*20, 10, float64(i%37)*30, 780, 1.5, ink) }},
		{"cells", func(i int) {
			canvas.Fill(paint.Rect{X: float64(i%300) * 4, Y: float64(i/300%200) * 4, W: 3.5, H: 3.5}, ink)
		}},
	} {
		for n := 100; n <= 100_000; n *= 10 {
			frame := func() {
				canvas.Begin(1280, 800, 2)
				for i := range n {
					what.draw(i)
				}
			}
			frame()
			k := contestant{who: "paint", slice: func(d time.Duration) (float64, error) {
				start, frames := time.Now(), 0
				for time.Since(start) < d {
					frame()
					frames++
				}
				return 1000 * time.Since(start).Seconds() / float64(frames), nil
			}}
			if err := t.compare(c, fmt.Sprintf("%d %s", n, what.name), "ms a frame", []contestant{k}); err != nil {
				return err
			}
		}
	}
	return nil
}

// histories measures the memory of a run of the playground's network that can
// go back to any of its steps.
func (t *Table) histories() error {
	rng := rand.New(rand.NewPCG(1, 1))
	points := data.TwoGauss(500, 0, rng)
	before := heap()
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(2, 8, rng), nn.Tanh(), nn.NewLinear(8, 8, rng), nn.Tanh(), nn.NewLinear(8, 1, rng), nn.Tanh())
		},
		Loss: train.MSE, Seed: 1,
		Settings: train.Settings{Data: points, BatchSize: 10, Rule: optim.SGD{LR: 0.03}},
	})
	if err != nil {
		return err
	}
	for steps := 100; steps <= 100_000; steps *= 10 {
		if _, err := s.AdvanceTo(steps, time.Hour); err != nil {
			return err
		}
		t.Rows = append(t.Rows, Row{Workload: "memory of a run", Who: fmt.Sprintf("%d steps", steps), Value: float64(heap()-before) / 1e6, Unit: "MB"})
	}
	runtime.KeepAlive(s)
	return nil
}

// heap is the memory in use, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
