//go:build !js

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"gradtheatre/scenes"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// line is a text of the stage: what, where and how.
type line struct {
	text  string
	at    paint.Rect
	style paint.Style
}

// linesOf are the texts of a scene in a window, as the page sets them, too.
func linesOf(t *testing.T, id string, w, h float64, dark bool) map[string]line {
	t.Helper()
	s := stage.New(stage.Options{Entries: scenes.All(), Lang: i18n.EN, Dark: dark, Still: true})
	s.Resize(w, h)
	if err := s.Go(id); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		s.Update(1.0 / 60)
	}
	found := map[string]line{}
	c := paint.NewCanvas()
	c.OnText = func(text string, at paint.Rect, st paint.Style) { found[text] = line{text, at, st} }
	s.Draw(c, 1)
	return found
}

// picture takes a picture of the page as it is on the screen.
func (p *page) picture() image.Image {
	p.t.Helper()
	b, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

// edges adds up how steep the edges of texts are, between their ground (0) and
// their ink (1), from one device pixel to the next.
type edges struct{ squares, sum float64 }

// sharpness is the mean difference between neighbours, weighted by itself: of an
// edge that takes one step it is 1, of one that is spread evenly over two 0.5.
func (e edges) sharpness() float64 { return e.squares / e.sum }

func (e *edges) add(m image.Image, at image.Rectangle, ink paint.Color) (own edges) {
	rgb := func(x, y int) [3]float64 {
		r, g, b, _ := m.At(x, y).RGBA()
		return [3]float64{float64(r >> 8), float64(g >> 8), float64(b >> 8)}
	}
	ground := rgb(at.Min.X, at.Min.Y)
	way := [3]float64{float64(ink.R) - ground[0], float64(ink.G) - ground[1], float64(ink.B) - ground[2]}
	norm := way[0]*way[0] + way[1]*way[1] + way[2]*way[2]
	cover := func(x, y int) float64 {
		c := rgb(x, y)
		return ((c[0]-ground[0])*way[0] + (c[1]-ground[1])*way[1] + (c[2]-ground[2])*way[2]) / norm
	}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			c := cover(x, y)
			for _, d := range [2]float64{cover(x+1, y) - c, cover(x, y+1) - c} {
				own.squares, own.sum = own.squares+d*d, own.sum+math.Abs(d)
			}
		}
	}
	e.squares, e.sum = e.squares+own.squares, e.sum+own.sum
	return own
}

// samples are texts of the scene forward in every face, on even ground, in ink
// that lets nothing through.
var samples = []string{"A network is a function", "The lecture's weights", "Gradients of (with the lens)", "Layer 2", "Over- and underfitting", "0.98", "0.4429", "Step 6 of 6 · layer 3, neuron 2"}

// TestTextIsSharp sets texts of the stage once more as the browser sets them, in
// the same face, size and colours at the same place, at every density: the stage's
// edges are as steep as the browser's own. One text may fall into the pixels a
// little worse than the browser's, which begins it at another fraction of one:
// that made up to 2%, both ways, and over all texts the stage was the sharper one.
func TestTextIsSharp(t *testing.T) {
	const w, h = 1100, 800
	p := visit(t, w, h)
	p.prefers("prefers-reduced-motion", "reduce")
	p.load("#/forward?lang=en&theme=dark")
	for name, file := range map[string]string{"t-sans": "NotoSansSC-Regular.otf", "t-bold": "NotoSansSC-Bold.otf", "t-mono": "JetBrainsMono-Regular.ttf", "t-monobold": "JetBrainsMono-Bold.ttf"} {
		b, err := os.ReadFile("../../assets/fonts/" + file)
		if err != nil {
			t.Fatal(err)
		}
		p.await(fmt.Sprintf("new FontFace(%q, Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))).load().then((f) => { document.fonts.add(f); })", name, base64.StdEncoding.EncodeToString(b)))
	}
	faces := map[paint.Font]string{paint.Sans: "t-sans", paint.SansBold: "t-bold", paint.Mono: "t-mono", paint.MonoBold: "t-monobold"}
	for _, theme := range []string{"dark", "light"} {
		p.call("set", "theme", theme)
		lines := linesOf(t, "forward", w, h, theme == "dark")
		for _, scale := range []float64{1, 1.5, 2, 3} {
			p.resize(w, h, scale)
			p.frames(4)
			stage := p.picture()
			at := map[string]image.Rectangle{}
			for _, text := range samples {
				l, ok := lines[text]
				if !ok || l.style.Color.A != 255 {
					t.Fatalf("there is no text %q, or one that lets something through", text)
				}
				x, y, w, h := l.at.X-2, l.at.Y-3, l.at.W+4, l.at.H+6
				at[text] = image.Rect(int(x*scale), int(y*scale), int((x+w)*scale), int((y+h)*scale))
				r, g, b, _ := stage.At(at[text].Min.X, at[text].Min.Y).RGBA()
				p.run(fmt.Sprintf(`const d = document.createElement('div'); d.className = 'own'; d.textContent = %q; document.body.append(d);
					d.style.cssText = 'position:fixed;z-index:99;white-space:pre;box-sizing:border-box;padding:3px 2px;left:%gpx;top:%gpx;width:%gpx;height:%gpx;font:%gpx/1 "%s";color:rgb(%d,%d,%d);background:rgb(%d,%d,%d)'`,
					text, x, y, w+6, h, l.style.Size, faces[l.style.Font], l.style.Color.R, l.style.Color.G, l.style.Color.B, r>>8, g>>8, b>>8))
			}
			p.frames(2)
			browser := p.picture()
			p.run("document.querySelectorAll('.own').forEach((e) => e.remove())")
			var ours, theirs edges
			for _, text := range samples {
				ink := lines[text].style.Color
				o, b := ours.add(stage, at[text], ink), theirs.add(browser, at[text], ink)
				if o.sharpness() < 0.95*b.sharpness() {
					t.Errorf("%s, %v×: %q has edges of %.3f, set by the browser %.3f", theme, scale, text, o.sharpness(), b.sharpness())
				}
			}
			t.Logf("%s, %v×: %.3f, set by the browser %.3f", theme, scale, ours.sharpness(), theirs.sharpness())
			if ours.sharpness() < 0.99*theirs.sharpness() {
				t.Errorf("%s, %v×: all texts have edges of %.3f, set by the browser %.3f", theme, scale, ours.sharpness(), theirs.sharpness())
			}
			sharpLines(t, stage, scale)
		}
	}
}

// sharpLines looks across the lines between the parts of the stage, in a window
// of 1100 × 800: ground, line, ground, and no pixel between them.
func sharpLines(t *testing.T, m image.Image, scale float64) {
	t.Helper()
	for name, way := range map[string][4]float64{
		"under the bar":       {600, 47, 600, 56},
		"over the transport":  {1000, 740, 1000, 748},
		"beside the scenes":   {217, 610, 222, 610},
		"beside the controls": {842, 630, 849, 630},
	} {
		dx, dy := 1, 0
		if way[0] == way[2] {
			dx, dy = 0, 1
		}
		type run struct {
			colour color.Color
			long   int
		}
		var runs []run
		for x, y := int(way[0]*scale), int(way[1]*scale); x <= int(way[2]*scale) && y <= int(way[3]*scale); x, y = x+dx, y+dy {
			if c := m.At(x, y); len(runs) == 0 || runs[len(runs)-1].colour != c {
				runs = append(runs, run{c, 1})
			} else {
				runs[len(runs)-1].long++
			}
		}
		if len(runs) != 3 || float64(runs[1].long) > math.Ceil(scale) {
			t.Errorf("the line %s at %v× is no sharp one: %v", name, scale, runs)
		}
	}
}
