package edits_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/edits"
)

func Example() {
	var l edits.List
	l.Note(edits.Edit{I: 3, X: 0.5, Y: -1})
	l.Note(edits.Edit{I: 12, X: 0.1})
	l.Note(edits.Edit{I: 3, X: 0.25, Y: 2}) // the same point again
	fmt.Println(l)
	// Output: 3,0.25,2;12,0.1,0
}

func TestParse(t *testing.T) {
	want := edits.List{{I: 12, X: 0.5, Y: -3}, {I: 100, X: 2.125, Y: 40}}
	if got, err := edits.Parse(" 12, 0.5,-3;\n100,2.125,40;", 100, 2); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := edits.Parse("3,1,1;4,0,0;3,2,2", 100, 2); err != nil || !slices.Equal(got, edits.List{{I: 3, X: 2, Y: 2}, {I: 4}}) {
		t.Errorf("a point that was moved twice: %v, %v", got, err)
	}
	for in, say := range map[string]string{
		"1,2": "index,x,y", "-1,0,0": "index", "101,0,0": "0 to 100", "x,0,0": "index", "1,NaN,0": "no finite number", "1,0,Inf": "no finite number",
		"1,1,1;2,2,2;3,3,3": "more than 2",
	} {
		if _, err := edits.Parse(in, 100, 2); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// FuzzParse: whatever a link holds, it is read or refused, and what was read is
// written and read the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "12,0.5,-3;100,2.125,40", "1,2", ";;\n", "0,-0,1e-320", "1,1,1;1,2,2", "9,0x1p-2,1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := edits.Parse(s, 100, 50)
		if err != nil {
			return
		}
		if len(l) > 50 {
			t.Fatalf("%d points, 50 are allowed", len(l))
		}
		if again, err := edits.Parse(l.String(), 100, 50); err != nil || again.String() != l.String() {
			t.Fatalf("%q became %q, %v", l, again, err)
		}
	})
}
