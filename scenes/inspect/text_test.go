package inspect

import (
	"slices"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
)

// TestPutText: a number stands where its figures do, whatever line that is, and
// not where they are only a part of longer ones.
func TestPutText(t *testing.T) {
	tape, tr := grad.NewTape(), trace.Trace{}
	tape.Scalar("h", 2)
	tape.Scalar("w", 12.5)
	tape.Record(&tr)
	var r Runs
	r.Show(Run{Tape: tape, Record: &tr})
	st := paint.Style{Font: paint.Sans, Size: 12}
	const text = "12.5 is not 2.5 but 2. And so it goes on to 12.5"
	at := paint.Rect{X: 100, Y: 50, W: 120}
	got := r.PutText(nil, text, at, st, 18, Figure{"2", Of(0, 0, 0)}, Figure{"3", Of(0, 0, 0)}, Figure{"12.5", Of(0, 1, 0)})
	if len(got) != 2 || got[0].Node != 0 || got[1].Node != 1 {
		t.Fatalf("the numbers are %v", got)
	}
	lines := paint.AppendLines(nil, text, at.W, st)
	if len(lines) < 2 {
		t.Fatalf("the text has %d lines", len(lines))
	}
	for i, of := range []int{20, 44} {
		k := slices.IndexFunc(lines, func(l paint.Span) bool { return of >= l.From && of < l.To })
		want := paint.Rect{X: at.X + paint.Measure(text[lines[k].From:of], st), Y: at.Y + 18*float64(k), W: paint.Measure([2]string{"2", "12.5"}[i], st), H: 18}
		if got[i].Rect != want {
			t.Errorf("%q stands at %v, said %v", text[of:of+2], want, got[i].Rect)
		}
	}
	if one := r.PutLine(nil, "h = 2", 10, 20, st, Figure{"2", Of(0, 0, 0)}); len(one) != 1 || !one[0].Rect.Contains(10+paint.Measure("h = 2", st)-1, 20) {
		t.Errorf("in a line it stands at %v", one)
	}
}
