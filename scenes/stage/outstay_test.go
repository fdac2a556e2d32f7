package stage

import (
	"testing"

	"gradtheatre/scenes/ui"
)

// TestNothingOutstaysItsSheet: the hover ends with the sheet it was in, and the
// hint of presenting with presenting.
func TestNothingOutstaysItsSheet(t *testing.T) {
	s, _ := house(t)
	s.openSheet(sheetShare)
	s.Update(0.016)
	x, y := s.frame.copy.r.Center()
	s.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y})
	s.Update(0.016)
	if s.hovered != ui.Widget(s.frame.copy) {
		t.Fatalf("the mouse is on %v", s.hovered)
	}
	if s.closeSheet(); s.hovered != nil || s.look.Hover != "" {
		t.Errorf("the closed sheet leaves the mouse on %q", s.look.Hover)
	}
	s.Present(true)
	if s.notice.text != presentHint {
		t.Fatalf("presenting says %q", s.notice.text.EN)
	}
	if s.Present(false); s.State().Notice != "" {
		t.Errorf("it still says %q", s.State().Notice)
	}
}
