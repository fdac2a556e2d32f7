package gates

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage"
)

// lab is what both laboratories can do for the stage.
type lab interface {
	stage.Timeline
	inspect.Provenance
	inspect.Finder
	inspect.Rooted
	inspect.Checker
}

// lab is the laboratory on view.
func (s *Scene) lab() lab {
	if s.away {
		return s.zoom
	}
	return s.bench
}

// The transport drives the laboratory on view.

func (s *Scene) At() (at, last int)         { return s.lab().At() }
func (s *Scene) Step()                      { s.lab().Step() }
func (s *Scene) Back()                      { s.lab().Back() }
func (s *Scene) Reset()                     { s.lab().Reset() }
func (s *Scene) Seek(at int)                { s.lab().Seek(at) }
func (s *Scene) Caption(l i18n.Lang) string { return s.lab().Caption(l) }

// The inspector unfolds its numbers.

func (s *Scene) Trace() *trace.Trace                        { return s.lab().Trace() }
func (s *Scene) Explain(ref trace.Ref) []trace.Term         { return s.lab().Explain(ref) }
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell    { return s.lab().Cells(dst) }
func (s *Scene) NumberAt(x, y float64) (inspect.Cell, bool) { return s.lab().NumberAt(x, y) }
func (s *Scene) Root(node int) string                       { return s.lab().Root(node) }
func (s *Scene) Check(ref trace.Ref) (inspect.Check, bool)  { return s.lab().Check(ref) }

// NameOf is what the graph calls a value; the network's values keep the names
// of the record.
func (s *Scene) NameOf(node int) string {
	if s.away {
		return ""
	}
	return s.bench.NameOf(node)
}
