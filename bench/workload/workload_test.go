package workload

import (
	"math"
	"math/rand/v2"
	"testing"
)

// digits are random pictures whose class is where their bright square is.
func digits(n int) Images {
	rng := rand.New(rand.NewPCG(7, 7))
	im := Images{Pixels: make([]float32, n*784), Labels: make([]int, n)}
	for i := range n {
		c := rng.IntN(10)
		im.Labels[i] = c
		for y := range 5 {
			for x := range 5 {
				im.Pixels[i*784+(y+5*(c/4)+4)*28+x+5*(c%4)+4] = 0.7 + 0.3*rng.Float32()
			}
		}
	}
	return im
}

func TestEveryWorkloadLearns(t *testing.T) {
	images := digits(256)
	for _, name := range Names {
		t.Run(name, func(t *testing.T) {
			run, err := New(name, 0, images)
			if err != nil {
				t.Fatal(err)
			}
			run.Step()
			first := run.Loss()
			for range 60 {
				run.Step()
			}
			if last := run.Loss(); !math.IsNaN(first) && !(last < first) {
				t.Errorf("loss went from %g to %g", first, last)
			}
			if n := testing.AllocsPerRun(5, run.Step); n != 0 {
				t.Errorf("a warm step allocates %v times", n)
			}
		})
	}
}

func TestSharedOutWorkloadsLearn(t *testing.T) {
	images := digits(256)
	for _, name := range ParallelNames {
		t.Run(name, func(t *testing.T) {
			run, err := NewParallel(name, 2, images)
			if err != nil {
				t.Fatal(err)
			}
			defer run.Close()
			run.Step()
			first := run.Loss()
			for range 60 {
				run.Step()
			}
			if last := run.Loss(); !(last < first) {
				t.Errorf("loss went from %g to %g", first, last)
			}
			if n := testing.AllocsPerRun(5, run.Step); n != 0 {
				t.Errorf("a warm step allocates %v times", n)
			}
		})
	}
}

func TestUnknownWorkload(t *testing.T) {
	if _, err := NewParallel("nothing", 2, Images{}); err == nil {
		t.Error("an unknown name was taken to be shared out")
	}
	if _, err := New("nothing", 0, Images{}); err == nil {
		t.Error("an unknown name was taken")
	}
}
