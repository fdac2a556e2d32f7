package gates

import (
	"strings"
	"testing"

	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/stage/stagetest"
)

// TestForwardLine: every figure of the line that says how a gate made its value is
// a number of the record, and can be pressed where it stands.
func TestForwardLine(t *testing.T) {
	for _, width := range []float64{880, 358} {
		for _, preset := range []string{"xyz", "neuron", "max"} {
			s, env := New(1), stagetest.Room(width, 640)
			stagetest.Choose(t, s, "preset", preset)
			last := 0
			lines := map[string]bool{}
			for at := 0; at <= last; at++ {
				s.Seek(at)
				s.Update(env)
				_, last = s.At()
				text, _, _ := s.forwardAt()
				if s.card.box < 0 || text != s.card.text || lines[text] {
					continue
				}
				lines[text] = true
				cells := s.forwardCells(nil)
				if len(cells) != len(s.card.figures) {
					t.Fatalf("%s: %q has %d numbers, %d can be pressed", preset, text, len(s.card.figures), len(cells))
				}
				rest := text
				for i, c := range cells {
					f := &s.card.figures[i]
					n := &s.Trace().Nodes[c.Node]
					values := n.Value
					if c.Grad {
						values = n.Grad
					}
					word := text[f.from:f.to]
					if got := strings.Trim(word, "()"); got != number.Precise(values[c.Cell]) || !s.unfold.Rect().Contains(c.Rect.Center()) {
						t.Errorf("%s: %q in %q at %v is the number %v", preset, word, text, c.Rect, values[c.Cell])
					}
					if i > 0 && c.Rect.X < cells[i-1].Rect.Right() {
						t.Errorf("%s: %q in %q stands on the number before it", preset, word, text)
					}
					rest = strings.Replace(rest, word, "", 1)
				}
				if strings.HasPrefix(text, "q = x + y") && (len(cells) != 3 || strings.ContainsAny(rest, "0123456789")) {
					t.Errorf("of %q remains %q", text, rest)
				}
			}
			if len(lines) < 3 {
				t.Errorf("%s, width %v: %d lines", preset, width, len(lines))
			}
		}
	}
}
