package formula

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"gradtheatre/engine/expr"
)

func Example() {
	_, err := expr.Parse("(x+y z")
	var e *expr.SyntaxError
	errors.As(err, &e)
	text := Complaint(e)
	fmt.Println(text.ZH)
	fmt.Println(text.EN)
	// Output:
	// 式子到末尾还没写完：缺一个右括号。
	// The expression stops too early: a “)” is missing.
}

// TestComplaint: every mistake is told in both languages, with its place.
func TestComplaint(t *testing.T) {
	for _, source := range []string{"", "x+", "x+*y", "(x+y", "x+y)", "foo(x)", "max(x)", "exp(x,y)", "1e99", "x?y", "exp x", strings.Repeat("(", 300) + "x", strings.Repeat("x", expr.MaxRunes+1)} {
		_, err := expr.Parse(source)
		var e *expr.SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%.20q is taken", source)
			continue
		}
		text := Complaint(e)
		if text.ZH == "" || text.EN == "" || strings.HasSuffix(text.EN, ": ") {
			t.Errorf("%.20q: %+v", source, text)
		}
	}
	if at := ByteOffset("x×y", 2); at != 3 {
		t.Errorf("the third character of x×y begins at byte %d, want 3", at)
	}
}
