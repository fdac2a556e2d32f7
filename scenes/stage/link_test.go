package stage

import (
	"maps"
	"strings"
	"testing"
)

func TestParseLink(t *testing.T) {
	for _, c := range []struct {
		in     string
		scene  string
		values map[string]string
		ok     bool
	}{
		{"", "", nil, true},
		{"#", "", nil, true},
		{"#/", "", nil, true},
		{"#/gates?x=-2&expression=(x%2By)*z&lang=en", "gates", map[string]string{"x": "-2", "expression": "(x+y)*z", "lang": "en"}, true},
		{"/draw", "draw", nil, true},
		{"#/draw?", "draw", nil, true},
		{"#%E0%A4%A", "", nil, false},
		{"#/%E0%A4%A", "", nil, false},
		{"#/draw?a=%E0%A4%A&b=1", "draw", map[string]string{"b": "1"}, false},
		{"#/draw?lr=NaN&n=1e999", "draw", map[string]string{"lr": "NaN", "n": "1e999"}, true}, // the widget judges the value
		{"#/draw?__proto__[x]=1&__proto__=2", "draw", nil, false},
		{"#/draw?name=<img src=x onerror=alert(1)>", "draw", map[string]string{"name": "<img src=x onerror=alert(1)>"}, true},
		{"#/draw?a=1&a=2", "draw", map[string]string{"a": "1"}, false},
		{"#/draw?a=%00", "draw", nil, false},
		{"#/draw?a=%ff", "draw", nil, false},
		{"#javascript:alert(1)", "", nil, false},
		{"#/../../x", "", nil, false},
	} {
		l, ok := ParseLink(c.in)
		if l.Scene != c.scene || ok != c.ok || !maps.Equal(l.Values, c.values) {
			t.Errorf("%q: scene %q values %q ok %v, want %q %q %v", c.in, l.Scene, l.Values, ok, c.scene, c.values, c.ok)
		}
	}
	if l, ok := ParseLink("#/draw?a=" + strings.Repeat("a", 1<<20)); ok || l.Scene != "draw" || len(l.Values) != 0 {
		t.Errorf("a megabyte: %q, %d values, ok %v", l.Scene, len(l.Values), ok)
	}
}

func FuzzParseLink(f *testing.F) {
	for _, s := range []string{"#/gates?x=1&y=2", "#%E0%A4%A", "#/a?b=%zz&&=&=1", "#/手写?文=字"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, _ := ParseLink(s)
		again, ok := ParseLink(l.String())
		if !ok || again.Scene != l.Scene || !maps.Equal(again.Values, l.Values) {
			t.Errorf("%q read as %v, written and read again as %v (%v)", s, l, again, ok)
		}
	})
}
