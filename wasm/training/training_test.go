package training

import "testing"

func TestWorkers(t *testing.T) {
	for _, c := range []struct {
		processors int
		search     string
		want       int
		always     bool
	}{
		{0, "", 1, false}, {2, "", 1, false}, {4, "", 2, false}, {8, "?lang=zh", 2, false},
		{2, "?workers=2", 2, true}, {16, "?lang=zh&workers=1", 1, false}, {2, "?workers=3", 1, false}, {8, "?%zz", 2, false},
	} {
		if n, always := workers(c.processors, c.search); n != c.want || always != c.always {
			t.Errorf("%d processors, %q: %d, always %v; want %d, %v", c.processors, c.search, n, always, c.want, c.always)
		}
	}
}
