package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// scripted is a contestant that answers with the given figures, one a slice.
func scripted(who string, figures ...float64) contestant {
	at := 0
	return contestant{who: who, slice: func(time.Duration) (float64, error) {
		at++
		return figures[at-1], nil
	}}
}

func TestCompare(t *testing.T) {
	table := newTable("test")
	err := table.compare(config{rounds: 3}, "work", "x/s", []contestant{scripted("ours", 10, 40, 30), scripted("peer", 5, 10, 15)})
	if err != nil {
		t.Fatal(err)
	}
	ours, peer := table.Rows[0], table.Rows[1]
	if ours.Value != 30 || ours.Min != 10 || ours.Max != 40 || ours.Ratio != 0 {
		t.Errorf("the first: %+v", ours)
	}
	if peer.Value != 10 || peer.Ratio != 2 { // rounds give 2, 4 and 2
		t.Errorf("the peer: %+v, want a median of 10 and of the ratios 2", peer)
	}
	file := filepath.Join(t.TempDir(), "bench.json")
	var out bytes.Buffer
	if err := table.write(&out, file); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "2.00×") {
		t.Errorf("no ratio in\n%s", out.String())
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var back Table
	if err := json.Unmarshal(b, &back); err != nil || len(back.Rows) != 2 || back.Rows[1] != peer {
		t.Errorf("the JSON gives %+v, %v", back.Rows, err)
	}
}

func TestCompareSaysWhoFailed(t *testing.T) {
	broken := contestant{who: "peer", slice: func(time.Duration) (float64, error) { return 0, errors.New("no answer") }}
	err := newTable("").compare(config{rounds: 1}, "work", "", []contestant{scripted("ours", 1), broken})
	var f *failure
	if !errors.As(err, &f) || f.who != "peer" {
		t.Errorf("the error is %v, want a failure of the peer", err)
	}
}

func TestMedian(t *testing.T) {
	if m := median([]float64{3, 1, 2}); m != 2 {
		t.Errorf("of three: %v", m)
	}
	if m := median([]float64{4, 1, 2, 3}); m != 2.5 {
		t.Errorf("of four: %v", m)
	}
}

func TestLossNote(t *testing.T) {
	for _, c := range []struct {
		l          losses
		note, want string
	}{
		{nil, "slow", "slow"},
		{losses{2, 0.5}, "", "loss 2 → 0.5"},
		{losses{2, 0.5}, "slow", "slow; loss 2 → 0.5"},
		{losses{2, 2}, "", "ITS LOSS DID NOT FALL: 2 → 2"},
	} {
		if got := c.l.note(c.note); got != c.want {
			t.Errorf("%v after %q is %q, want %q", c.l, c.note, got, c.want)
		}
	}
}

func TestGroup(t *testing.T) {
	for name, want := range map[string]string{
		"runtime.mallocgc":                                 "Go's runtime",
		"gradtheatre_scenes_paint.__Canvas_.Line":          "scenes: ui, paint, stage",
		"gradtheatre_scenes_gates.New":                     "scenes",
		"gradtheatre_engine_grad.push_go.shape.struct___":  "engine",
		"github.com_hajimehoshi_ebiten_v2.__Image_.Fill":   "Ebitengine",
		"slices.SortFunc_go.shape.__gradtheatre_scenes_ui": "Go's standard library, the rest",
	} {
		if got := group(name); got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
}

func TestReadWasm(t *testing.T) {
	module := "\x00asm\x01\x00\x00\x00" +
		"\x02\x13\x02" + "\x01k\x03sum\x00\x00" + "\x02go\x03mem\x02\x00\x01" + // a function and a memory
		"\x0a\x08\x02" + "\x02\x00\x0b" + "\x03\x00\x01\x0b" +
		"\x0b\x03\x01\x02\x03" +
		"\x00\x10\x04name\x01\x09\x02\x00\x01a\x01\x03b.c"
	m, err := readWasm([]byte(module))
	if err != nil {
		t.Fatal(err)
	}
	if m.imports != 1 || len(m.bodies) != 2 || len(m.bodies[1]) != 3 || m.names[1] != "b.c" || len(m.data) != 3 {
		t.Errorf("%+v", m)
	}
	for n := range len(module) {
		readWasm([]byte(module[:n])) // must not panic
	}
	if _, err := readWasm([]byte("MZ")); err == nil {
		t.Error("another program was taken")
	}
}
