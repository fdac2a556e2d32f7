package stage

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// TestShare: there is a code to scan where a phone can reach the page, with the
// address at which it can; where it cannot, the sheet says so and what to do.
func TestShare(t *testing.T) {
	const here, lan = "http://127.0.0.1:8080/", "http://192.168.1.5:8080/"
	text := func(s string) func() string { return func() string { return s } }
	for _, c := range []struct {
		name     string
		host     Host
		link     string // how it begins
		code     bool
		zh, en   string
		commands string
	}{
		{"on the net", Host{Base: text("https://t.example/"), Reach: text("https://t.example/")}, "https://t.example/#/", true, "用手机扫一扫", "Scan it with a phone, or", ""},
		{"in the network", Host{Base: text(here), Reach: text(lan)}, lan + "#/", true, "同一个网络里的手机扫一扫", "on the same network, or", ""},
		{"this machine", Host{Base: text(here), Reach: text("")}, here + "#/", false, "手机打不开", "a phone cannot reach it", "go run . -addr 0.0.0.0:8080"},
		{"desktop", Host{}, "#/", false, "桌面版没有网址", "has no address", "-link"},
	} {
		for _, size := range [][2]float64{{1280, 800}, {390, 844}, {320, 480}} {
			s := New(Options{Lang: i18n.EN, Host: c.host, Still: true, Entries: []Entry{{ID: "s", Title: i18n.Same("S"), Head: i18n.Same("S"), Lead: i18n.Same("s"),
				New: func(*Env) (Scene, error) { return newLesson(), nil }}}})
			s.Resize(size[0], size[1])
			run(s, 0.2)
			must(t, s.Press("share"))
			run(s, 0.1)
			for lang, want := range map[i18n.Lang]string{i18n.ZH: c.zh, i18n.EN: c.en} {
				must(t, s.Set("lang", lang.Code()))
				run(s, 0.1)
				said := ""
				for _, w := range s.Widgets() {
					if w.ID == "share-text" && w.Shown {
						said, _ = w.Value.(string)
					}
				}
				if !strings.Contains(said, want) || !strings.Contains(said, " "+c.link) || !strings.Contains(said, c.commands) {
					t.Errorf("%s: the sheet reads %q", c.name, said)
				}
				drawn := ""
				canvas, sheet := paint.NewCanvas(), s.sheetRect()
				canvas.OnText = func(line string, at paint.Rect, _ paint.Style) {
					if drawn += line; meet(at, sheet) == at && at.Bottom() > s.frame.copy.r.Y && at.Y < s.frame.copy.r.Y {
						t.Errorf("%s %v: %q lies on the button", c.name, size, line)
					}
				}
				s.Draw(canvas, 1)
				if drawn = strings.ReplaceAll(drawn, " ", ""); !strings.Contains(drawn, strings.ReplaceAll(want, " ", "")) {
					t.Errorf("%s %v: the sheet does not show %q", c.name, size, want)
				}
				if _, d := s.sharing(); (d < thisOne) != c.code {
					t.Errorf("%s: a code is shown: %v", c.name, d < thisOne)
				}
			}
		}
	}
}

// TestCodeIsCrisp: the cells of a code are whole pixels of the device, and it stays
// within its place.
func TestCodeIsCrisp(t *testing.T) {
	for _, scale := range []float64{1, 1.5, 2, 3} {
		for _, n := range []int{29, 41, 77, 185} {
			box := rect{X: 31.3, Y: 17.9, W: 283.7, H: 283.7}
			r := crisp(box, n, scale)
			cell := r.W * scale / float64(n)
			if cell < 1 || r.W > box.W || r.X < box.X-1 || r.Bottom() > box.Bottom()+1 {
				t.Errorf("%d cells at %v: %v in %v", n, scale, r, box)
			}
			if r == box {
				if cell >= 3 {
					t.Errorf("%d cells at %v have %v pixels", n, scale, cell)
				}
				continue
			}
			for _, v := range []float64{cell, r.X * scale, r.Y * scale} {
				if d := math.Abs(v - math.Round(v)); d > 1e-6 {
					t.Errorf("%d cells at %v: %v is no whole pixel", n, scale, v)
				}
			}
		}
	}
}

// TestCodeIsLarge: the sheet leaves a code all the room that the window has for it.
func TestCodeIsLarge(t *testing.T) {
	s := New(Options{Lang: i18n.EN, Host: Host{Base: func() string { return "https://t.example/" }}, Still: true, Entries: []Entry{{ID: "s", Title: i18n.Same("S"), Head: i18n.Same("S"), Lead: i18n.Same("s"),
		New: func(*Env) (Scene, error) { return newLesson(), nil }}}})
	for size, want := range map[[2]float64]float64{{1280, 800}: 320, {390, 844}: 280, {844, 390}: 100} {
		s.Resize(size[0], size[1])
		run(s, 0.1)
		must(t, s.Press("share"))
		run(s, 0.1)
		white := 0.0
		canvas := paint.NewCanvas()
		s.Draw(canvas, 1)
		r := s.sheetRect()
		for _, w := range s.Widgets() {
			if w.ID == "share-controls" {
				white = w.Rect.Y - r.Y - 52 - 40
			}
		}
		if white < want || r.Bottom() > size[1] {
			t.Errorf("%v: the sheet %v leaves %v for the code, want %v", size, r, white, want)
		}
	}
}
