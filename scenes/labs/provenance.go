package labs

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// Differentiate implements inspect.Differentiator, for laboratories that go
// further only when somebody asks.
func (s *Scene) Differentiate() {
	if d, ok := s.Lab.(inspect.Differentiator); ok {
		d.Differentiate()
	}
}

// Check implements inspect.Checker.
func (s *Scene) Check(ref trace.Ref) (c inspect.Check, ok bool) {
	if l, has := s.Lab.(inspect.Checker); has {
		return l.Check(ref)
	}
	return c, false
}

// Deepen implements inspect.Deepener.
func (s *Scene) Deepen(ref trace.Ref) {
	if d, ok := s.Lab.(inspect.Deepener); ok {
		d.Deepen(ref)
	}
}
