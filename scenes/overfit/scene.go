// Package overfit is the scene of over- and underfitting: a polynomial that
// wriggles through a few noisy points, a network that learns a hundred digits by
// heart and what cures it, and a classifier of shapes, perfect on its training
// pictures, that a turn or a shadow defeats.
package overfit

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "overfit", Act: 4,
		Title: i18n.T("过拟合", "Over- and underfitting"),
		Head:  i18n.T("每个点都穿过了，为什么反而更差？", "It hits every point. Why is it worse?"),
		Lead:  curveLead,
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

var (
	trainName  = i18n.T("训练", "training")
	unseenName = i18n.T("没见过的", "unseen")
)

var labNames = []ui.Option{
	ui.Opt("curve", i18n.T("曲线", "Curve")),
	ui.Opt("network", i18n.T("网络", "Network")),
	ui.Opt("shapes", i18n.T("积木", "Blocks")),
}

// New returns the scene with a curve of degree 9 through ten points.
func New(seed uint64) *labs.Scene {
	thread := &labs.Thread{}
	return labs.New(i18n.T("谁来拟合", "What is fitted"), labNames, newCurveLab(seed), newNetworkLab(seed, thread), newBlocksLab(seed, thread))
}
