package scenes

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// inParts are the scenes, and views of scenes, whose steps come in parts.
var inParts = []string{"depth", "descent", "draw learn", "loss race", "overfit network", "penalty pull", "perceptron", "playground confusion", "playground find_rate", "playground hidden_space", "playground histograms", "playground loss",
	"regression", "setup"}

// TestStepsInParts goes over the catalogue: a step that comes in parts moves
// nothing until its last part, shows only numbers that unfold, can be taken back,
// and ends where a whole step does.
func TestStepsInParts(t *testing.T) {
	var found []string
	for _, e := range All() {
		if noNumbers[e.ID] {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			b := newBench(t, e, false, i18n.EN)
			var here []string
			views := 0
			b.views(func() {
				views++
				s, ok := b.scene.(stage.SubStepper)
				if !ok {
					return
				}
				if names, _ := s.Parts(); len(names) > 0 {
					here = append(here, e.ID+" "+b.at)
					b.parts(s)
				}
			})
			if len(here) == views { // in all its views
				here = []string{e.ID}
			}
			found = append(found, here...)
		})
	}
	if slices.Sort(found); !slices.Equal(found, inParts) {
		t.Errorf("steps come in parts in %q, want %q", found, inParts)
	}
}

// rest lets the scene come to rest.
func (b *bench) rest() {
	for range 2000 {
		b.update()
		if s, ok := b.scene.(stage.Settler); !ok || s.Settled() {
			b.update()
			return
		}
	}
	b.t.Fatalf("%s: it does not settle", b.at)
}

// parts takes some steps in parts and holds each against the whole step.
func (b *bench) parts(s stage.SubStepper) {
	b.t.Helper()
	view := b.at
	b.rest()
	for _, at := range []int{0, 3} {
		s.Seek(at)
		b.rest()
		from, before, count := position(s), b.metrics(), counted(s)
		s.Step()
		b.rest()
		to, after := position(s), b.metrics()
		if to != from+1 {
			b.t.Fatalf("%s: a step leads from %d to %d", view, from, to)
		}
		s.Back()
		b.rest()
		b.same(before, "one step on and back")
		names, _ := s.Parts()
		for k := range len(names) - 1 {
			s.SubStep()
			b.at = fmt.Sprint(view, " ", from, " part ", k+1)
			b.rest()
			if _, done := s.Parts(); done != k+1 || position(s) != from {
				b.t.Errorf("%s: %d parts are done and it stands at %d", b.at, done, position(s))
			}
			if c := s.Caption(i18n.EN); !strings.Contains(c, names[k].EN) || counted(s) != count+1 { // of the step at hand, as its card has it
				b.t.Errorf("%s: it is called %q", b.at, c)
			}
			b.same(before, b.at)
			b.unfoldAll()
		}
		s.Back()
		b.rest()
		if _, done := s.Parts(); done != 0 || position(s) != from {
			b.t.Errorf("%s: back leads to %d with %d parts done", b.at, position(s), done)
		}
		s.SubStep()
		b.rest()
		s.Step()
		b.rest()
		if _, done := s.Parts(); done != 0 || position(s) != to {
			b.t.Errorf("%s: the step completed leads to %d with %d parts done", b.at, position(s), done)
		}
		b.same(after, "completed")
		s.Back()
		b.rest()
		for range names {
			s.SubStep()
			b.rest()
		}
		if _, done := s.Parts(); done != 0 || position(s) != to {
			b.t.Errorf("%s: all parts lead to %d, %d are done", b.at, position(s), done)
		}
		b.same(after, "all parts")
	}
	b.at = view
}

func position(s stage.SubStepper) int {
	at, _ := s.At()
	return at
}

// counted is the step, epoch or mistake that a caption names.
func counted(s stage.SubStepper) int {
	all := regexp.MustCompile(`(?i)(?:step|epoch|mistake) (\d+)\b`).FindAllStringSubmatch(s.Caption(i18n.EN), -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(all[len(all)-1][1])
	return n
}

// metrics are what the scene reports.
func (b *bench) metrics() map[string]string {
	m := map[string]string{}
	b.scene.Metrics(func(name string, v any) { m[name] = fmt.Sprint(v) })
	for _, name := range []string{"epochs_per_second", "examples_per_second", "rate", "pace", "recorded_steps"} { // of the clock, or of what lies ahead
		delete(m, name)
	}
	return m
}

func (b *bench) same(want map[string]string, when string) {
	b.t.Helper()
	got := b.metrics()
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if got[k] != want[k] {
			b.t.Errorf("%s, %s: %s is %s, want %s", b.at, when, k, got[k], want[k])
		}
	}
}
