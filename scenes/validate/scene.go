// Package validate is the scene of dividing data and choosing hyper-parameters:
// a bar of penguins cut into training, validation and test, cross-validation
// fold by fold, a search through fifty networks, and a sealed test set that is
// worth something only once.
package validate

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "validate", Act: 4,
		Title: i18n.T("数据划分与调参", "Splits and tuning"),
		Head:  i18n.T("最后那份数据，只能打开一次", "The last data set opens only once"),
		Lead: i18n.T("拖动竖线，把企鹅分给训练、验证和测试。再看看不打乱会怎样。",
			"Drag the lines to deal the penguins to training, validation and test. Then see what comes of not shuffling."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed) },
	}
}

// lab is one of the scene's laboratories.
type lab interface {
	stage.Timeline
	controls() []ui.Widget // without the choice of the laboratory
	figures() []ui.Widget
	// update works for the time there is; look says that language, theme or
	// place have changed. It reports whether the picture is another one.
	update(env *stage.Env, look bool) bool
	settled() bool
	metrics(put func(name string, value any))
	inspect.Provenance
}

// Scene is the laboratory of choosing.
type Scene struct {
	tabs   *ui.Select
	labs   []lab
	at     int
	lang   i18n.Lang
	area   paint.Rect
	phone  bool
	theme  *theme.Theme
	hidden bool // what is not shown has been put out of sight
}

var labNames = []ui.Option{
	ui.Opt("split", i18n.T("划分", "Split")),
	ui.Opt("search", i18n.T("调参与测试", "Tune and test")),
}

// New returns the scene with three fifths of the penguins for training.
func New(seed uint64) (*Scene, error) {
	split, err := newSplitLab(seed)
	if err != nil {
		return nil, err
	}
	s := &Scene{lang: 255, labs: []lab{split, newSearchLab(seed)}}
	s.tabs = ui.NewSelect("view", i18n.T("做什么", "What to do"), labNames[0].Value, labNames...).Kept().OnChange(func(v string) {
		for i, o := range labNames {
			if o.Value == v {
				s.at, s.lang, s.hidden = i, 255, false
			}
		}
	})
	return s, nil
}

func (s *Scene) lab() lab { return s.labs[s.at] }

// Controls are the choice of the laboratory and its own controls.
func (s *Scene) Controls() []ui.Widget { return append([]ui.Widget{s.tabs}, s.lab().controls()...) }

// Figures are those of the laboratory, and out of sight what belongs to the
// others, so that a link finds it.
func (s *Scene) Figures() []ui.Widget {
	out := append([]ui.Widget(nil), s.lab().figures()...)
	for i, l := range s.labs {
		if i != s.at {
			out = append(append(out, l.controls()...), l.figures()...)
		}
	}
	return out
}

// Update lets the laboratory work.
func (s *Scene) Update(env *stage.Env) {
	look := s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone || s.theme != env.Theme
	s.lang, s.area, s.phone, s.theme = env.Lang, env.Area, env.Phone, env.Theme
	if !s.hidden {
		s.hidden = true
		for i, l := range s.labs {
			if i != s.at {
				for _, w := range append(append([]ui.Widget(nil), l.controls()...), l.figures()...) {
					w.SetRect(paint.Rect{})
				}
			}
		}
	}
	if s.lab().update(env, look) || look {
		env.Redraw()
	}
}

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Settled reports whether everything that was asked for has been computed.
func (s *Scene) Settled() bool { return s.lab().settled() }

// Metrics reports what the laboratory found.
func (s *Scene) Metrics(put func(name string, value any)) { s.lab().metrics(put) }

// At implements stage.Timeline: folds or trials.
func (s *Scene) At() (at, last int) { return s.lab().At() }

// Step goes one position on.
func (s *Scene) Step() { s.lab().Step() }

// Back goes one position back.
func (s *Scene) Back() { s.lab().Back() }

// Reset goes to the start.
func (s *Scene) Reset() { s.lab().Reset() }

// Seek goes to a position.
func (s *Scene) Seek(at int) { s.lab().Seek(at) }

// Caption says what the position is.
func (s *Scene) Caption(l i18n.Lang) string { return s.lab().Caption(l) }

// Trace is the record of what the laboratory shows.
func (s *Scene) Trace() *trace.Trace { return s.lab().Trace() }

// Explain returns the terms that made a number of the record.
func (s *Scene) Explain(ref trace.Ref) []trace.Term { return s.lab().Explain(ref) }

// Cells are the numbers on screen.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell { return s.lab().Cells(dst) }
