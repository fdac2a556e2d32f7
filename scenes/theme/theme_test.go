package theme

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/paint"
)

// TestContrast holds every text against every ground it may stand on: 4.5:1.
func TestContrast(t *testing.T) {
	type pair struct {
		name         string
		text, ground paint.Color
	}
	for i, th := range []*Theme{Light(), Dark(), Light().Sharp(), Dark().Sharp()} {
		look, words := []string{"light", "dark", "sharp light", "sharp dark"}[i], []float64{4.5, 4.5, 7, 7}[i]
		var pairs []pair
		grounds := map[string]paint.Color{"Background": th.Background, "Stage": th.Stage, "Panel": th.Panel, "Raised": th.Raised, "Sunken": th.Sunken, "Hover": th.Hover}
		texts := map[string]paint.Color{"Text": th.Text, "Muted": th.Muted, "AccentInk": th.AccentInk, "PositiveInk": th.PositiveInk,
			"NegativeInk": th.NegativeInk, "GradientInk": th.GradientInk, "Good": th.Good, "Warning": th.Warning, "Bad": th.Bad}
		for g, ground := range grounds {
			for n, text := range texts {
				pairs = append(pairs, pair{n + " on " + g, text, ground})
			}
		}
		pairs = append(pairs,
			pair{"AccentText on Accent", th.AccentText, th.Accent},
			pair{"AccentInk on AccentSoft", th.AccentInk, th.AccentSoft},
			pair{"Text on AccentSoft", th.Text, th.AccentSoft},
			pair{"PositiveInk on PositiveSoft", th.PositiveInk, th.PositiveSoft},
			pair{"NegativeInk on NegativeSoft", th.NegativeInk, th.NegativeSoft},
			pair{"GradientInk on GradientSoft", th.GradientInk, th.GradientSoft},
			pair{"Text on GradientSoft", th.Text, th.GradientSoft},
			pair{"Good on GoodSoft", th.Good, th.GoodSoft},
			pair{"Warning on WarningSoft", th.Warning, th.WarningSoft},
			pair{"Bad on BadSoft", th.Bad, th.BadSoft},
		)
		for i := -20; i <= 20; i++ {
			g := th.Diverging(float64(i) / 20)
			pairs = append(pairs, pair{fmt.Sprintf("digits on Diverging(%v)", float64(i)/20), th.On(g), g})
			g = th.Grey(float64(i+20) / 40)
			pairs = append(pairs, pair{fmt.Sprintf("digits on Grey(%v)", float64(i+20)/40), th.On(g), g})
		}
		for _, p := range pairs {
			want := words
			if strings.HasPrefix(p.name, "digits") {
				want = 4.5
			}
			if c := Contrast(p.text, p.ground); c < want {
				t.Errorf("%s: %s has a contrast of %.2f:1, want %v:1", look, p.name, c, want)
			}
		}
		// marks that carry meaning without words: 3:1
		for i, s := range th.Series {
			if c := Contrast(s, th.Sunken); c < 3 {
				t.Errorf("%s: Series %d has a contrast of %.2f:1 on Sunken, want 3:1", look, i, c)
			}
		}
		if c := Contrast(th.Focus, th.Background); c < 3 {
			t.Errorf("%s: the focus ring has a contrast of %.2f:1, want 3:1", look, c)
		}
	}
}

func TestDiverging(t *testing.T) {
	th := Light()
	for _, test := range []struct {
		v    float64
		want paint.Color
	}{{-1, th.Negative}, {-7, th.Negative}, {math.Inf(-1), th.Negative}, {0, th.Zero}, {1, th.Positive}, {3, th.Positive}, {math.Inf(1), th.Positive}} {
		if got := th.Diverging(test.v); got != test.want {
			t.Errorf("Diverging(%v) = %v, want %v", test.v, got, test.want)
		}
	}
	if c := th.Diverging(math.NaN()); c.A == 255 {
		t.Error("NaN looks like a number")
	}
	// what is larger is never paler
	last := 0.0
	for i := 0; i <= 100; i++ {
		c := Contrast(th.Diverging(float64(i)/100), th.Zero)
		if c < last {
			t.Fatalf("Diverging(%v) is paler than the one before", float64(i)/100)
		}
		last = c
	}
}

func Example() {
	t := Light()
	fmt.Println(t.Diverging(-1), t.Diverging(0), t.Diverging(1))
	fmt.Printf("%.1f:1\n", Contrast(t.Text, t.Panel))
	// Output:
	// {245 147 34 255} {232 234 235 255} {8 119 189 255}
	// 17.2:1
}
