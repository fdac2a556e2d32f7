// Package gates is the scene of back-propagation: an expression becomes a graph
// of gates, values run forward through it, gradients run back, one gate at a
// time, and every gradient stands beside what a small nudge finds.
package gates

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "gates", Act: 3,
		Title: i18n.T("反向传播与门", "Backprop gates"),
		Head:  i18n.T("梯度怎样往回走", "How a gradient finds its way back"),
		Lead: i18n.T("加法门照样分发，乘法门互换输入，最大门只给赢家。拖动变量，或自己写一个式子。",
			"Add shares, multiply swaps, max routes. Drag a variable, or type an expression of your own."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of gates.
type Scene struct {
	*bench
}

// New returns the scene at (x+y)z, after the backward pass.
func New(seed uint64) *Scene { return &Scene{newBench(seed)} }
