package draw

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/stage/stagetest"
)

// TestCardsSums: every figure of a card is a number that unfolds where it stands,
// also the sums on the way: without the bias, over one map, below the fraction line.
// Their terms lead into the network.
func TestCardsSums(t *testing.T) {
	for _, w := range []float64{784, 358} {
		env := stagetest.Room(w, 640)
		s, err := New(env)
		if err != nil {
			t.Fatal(err)
		}
		stagetest.Settle(t, s, env)
		for path, sums := range map[string]int{"conv1.3.11.10": 1, "conv2.5.6.7": 1, "relu3.5": 1, "logits.3": 1, "probabilities.3": 2, "pool1.2.3.4": 0, "relu1.2.8.9": 0} {
			if err := s.card.Set(path); err != nil {
				t.Fatal(err)
			}
			stagetest.Settle(t, s, env)
			if n := len(s.partial.tr.Nodes); n != partialNodes {
				t.Errorf("%v, %s: the sums have %d nodes: the network's numbers move in the record", w, path, n)
			}
			own := 0
			for i := range s.card.lines {
				l := &s.card.lines[i]
				if !l.number && !strings.ContainsAny(l.text, "0123456789") || l.of == (origin{}) && !l.number {
					continue
				}
				text := l.text
				if l.number {
					text = number3(l.value)
				}
				c, ok := s.NumberAt(l.box().Center())
				if !ok {
					t.Errorf("%v, %s: %s is no number", w, path, text)
					continue
				}
				v := s.Trace().Nodes[c.Node].Value[c.Cell]
				terms := s.Explain(c.Ref)
				if got, err := strconv.ParseFloat(strings.Replace(strings.TrimSuffix(text, "%"), "−", "-", 1), 64); err != nil || min(math.Abs(got-v), math.Abs(got-100*v)) > 0.051 {
					t.Errorf("%v, %s: at the place of %v it says %s", w, path, v, text)
				}
				if l.of.run != ofSums {
					continue
				}
				own++
				if math.Abs(trace.Sum(terms)-v) > 1e-4*(1+math.Abs(v)) {
					t.Errorf("%v, %s: the terms of %s add up to %v", w, path, text, trace.Sum(terms))
				}
				if path != "probabilities.3" && !slices.ContainsFunc(terms, func(x trace.Term) bool {
					return slices.ContainsFunc(x.Factors, func(f trace.Factor) bool { return f.Node >= s.Ref(s.own, 0, 0).Node })
				}) {
					t.Errorf("%v, %s: %s leads to no number of the network", w, path, text)
				}
			}
			if own < sums {
				t.Errorf("%v, %s: %d sums unfold, want %d", w, path, own, sums)
			}
		}
		s.Close()
	}
}
