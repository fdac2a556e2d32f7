package validate

import (
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// seal is what is known of a test set: how often it was opened, and whether it is
// open now. It is a figure without a place on the stage, so that the link knows
// too: a reload does not seal again what was seen.
type seal struct {
	*ui.Figure
	opens int
	again string        // what it was in a link, until that can be shown anew
	now   func() string // what it is, "" for sealed
}

// How a test set is open.
const (
	sealOpen   = "open"
	sealPeeked = "peeked" // every trial's score was looked at, to choose by
)

var sealName = i18n.T("测试集打开过几次", "How often the test was opened")

// open counts n looks at the test.
func (s *seal) open(n int) { s.opens += n }

// Value is how often the test was opened and, after a comma, how it is open now.
func (s *seal) Value() string {
	v := strconv.Itoa(s.opens)
	if how := s.now(); how != "" {
		v += "," + how
	}
	return v
}

// Set takes what Value gave. Nobody has seen less than before: a smaller count
// changes nothing.
func (s *seal) Set(v string) error {
	count, how, _ := strings.Cut(v, ",")
	n, err := strconv.Atoi(count)
	kind, _, _ := strings.Cut(how, ",")
	if err != nil || n < 0 || n > 1e6 || how != "" && (n == 0 || kind != sealOpen && kind != sealPeeked) {
		return &tensor.ValueError{Op: "validate", Name: "test", Value: strconv.Quote(v), Want: "how often it was opened, such as 1,open"}
	}
	if n > s.opens || n == s.opens && n > 0 && s.now() == "" {
		s.opens, s.again = n, how
	}
	return nil
}

// Keep puts it into the link.
func (s *seal) Keep() bool { return true }
