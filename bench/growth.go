package main

import (
	"context"
	"fmt"

	"gradtheatre/bench/workload"
)

// growing measures how LeNet's training speed depends on batch, width and depth.
func growing(ctx context.Context, c config) (*Table, error) {
	t := newTable("how cost grows: LeNet training, natively, one thread")
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
	return t, nil
}
