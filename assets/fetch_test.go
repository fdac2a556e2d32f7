//go:build !js

package assets

import (
	"fmt"
	"strings"
	"testing"
)

// A file that is not embedded in the page is asked for and then polled; outside
// of the browser it is there at once.
func Example() {
	l := Fetch("data/digits/ocvdigits-test1k-labels.idx1.gz")
	data, err, ended := l.Result()
	fmt.Println(l.Name(), len(data) > 500, err, ended)
	// Output:
	// data/digits/ocvdigits-test1k-labels.idx1.gz true <nil> true
}

func TestFetchNamesWhatIsMissing(t *testing.T) {
	for _, name := range []string{"data/digits/none.gz", "", "../fonts.go", "/etc/passwd"} {
		data, err, ended := Fetch(name).Result()
		if data != nil || err == nil || !ended || !strings.Contains(err.Error(), name) {
			t.Errorf("%q: %d bytes, %v, ended %v", name, len(data), err, ended)
		}
	}
}

// TestOutcomeStays: what comes after the outcome, such as an answer after the
// patience has ended, changes nothing.
func TestOutcomeStays(t *testing.T) {
	l := &Loading{name: "x"}
	if _, _, ended := l.Result(); ended {
		t.Error("ended before it began")
	}
	l.end(nil, fmt.Errorf("no answer"))
	l.end([]byte("late"), nil)
	if data, err, ended := l.Result(); data != nil || err == nil || !ended {
		t.Errorf("%q, %v, %v", data, err, ended)
	}
}
