// Package validate is the scene of dividing data and choosing hyper-parameters:
// a bar of penguins cut into training, validation and test, cross-validation
// fold by fold, a search through fifty networks, and a sealed test set that is
// worth something only once.
package validate

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "validate", Act: 4,
		Title: i18n.T("数据划分与调参", "Splits and tuning"),
		Head:  i18n.T("最后那份数据，只能打开一次", "The last data set opens only once"),
		Lead:  splitLead,
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env.Seed) },
	}
}

var labNames = []ui.Option{
	ui.Opt("split", i18n.T("划分", "Split")),
	ui.Opt("search", i18n.T("调参与测试", "Tune and test")),
}

// New returns the scene with three fifths of the penguins for training, in the
// order of their file: all seems well, until the test.
func New(seed uint64) (*labs.Scene, error) {
	split, err := newSplitLab(seed)
	if err != nil {
		return nil, err
	}
	split.thread = &labs.Thread{}
	return labs.New(i18n.T("做什么", "What to do"), labNames, split, newSearchLab(seed, split.thread)), nil
}
