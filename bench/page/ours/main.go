//go:build js

// Command ours is the engine as a contestant on the benchmark's page: the same
// workloads as natively, offered to the page's driver.
package main

import (
	"bytes"
	"fmt"
	"math"
	"syscall/js"
	"time"
	"unsafe"

	"gradtheatre/bench/workload"
	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

func main() {
	var images workload.Images
	offers := js.Global().Get("Object").New()
	offers.Set("prepare", js.FuncOf(func(_ js.Value, args []js.Value) any {
		name := args[0].String()
		if name == "peak" {
			return peak()
		}
		var m, n, k int
		if _, err := fmt.Sscanf(name, "gemm %d×%d×%d", &m, &n, &k); err == nil {
			return contestant(workload.Product(m, n, k))
		}
		if images.Labels == nil {
			images = read(args[1])
		}
		run, err := workload.New(name, 0, images)
		if err != nil {
			return nil
		}
		return contestant(run)
	}))
	offers.Set("reach", js.FuncOf(reach))
	js.Global().Call("engineReady", offers)
	select {}
}

// contestant is the driver's view of a run.
func contestant(run *workload.Run) js.Value {
	o := js.Global().Get("Object").New()
	o.Set("batch", run.Batch)
	o.Set("step", js.FuncOf(func(js.Value, []js.Value) any { run.Step(); return nil }))
	o.Set("steps", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return steps(run, time.Duration(args[0].Float()*float64(time.Millisecond)))
	}))
	o.Set("loss", js.FuncOf(func(js.Value, []js.Value) any { return run.Loss() }))
	return o
}

// steps goes on for about d and says how many steps that were. Like a training
// session in the theatre it looks at the clock about once a millisecond.
func steps(run *workload.Run, d time.Duration) (n int) {
	start := time.Now()
	for some := 1; ; {
		from := time.Now()
		for range some {
			run.Step()
		}
		n += some
		now := time.Now()
		if now.Sub(start) >= d {
			return n
		}
		if now.Sub(from) < time.Millisecond/2 {
			some *= 2
		}
	}
}

// peak is the loop of multiply-adds in registers: operations a second.
func peak() js.Value {
	o := js.Global().Get("Object").New()
	o.Set("rate", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return tensor.PeakFLOPS(time.Duration(args[0].Float() * float64(time.Millisecond)))
	}))
	o.Set("loss", js.FuncOf(func(js.Value, []js.Value) any { return math.NaN() }))
	return o
}

// reach trains on the digits of the files until the wanted accuracy.
func reach(_ js.Value, args []js.Value) any {
	var sets [2]*data.Images
	for i := range sets {
		var err error
		if sets[i], err = data.LoadImages("images", file(args[2+2*i]), "labels", file(args[3+2*i]), data.DigitClasses); err != nil {
			return map[string]any{"error": err.Error()}
		}
	}
	r, err := workload.Reach(uint64(args[0].Int()), sets[0], sets[1], args[1].Float())
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	return map[string]any{"seconds": r.Spent.Seconds(), "steps": r.Steps, "accuracy": r.Accuracy}
}

func file(v js.Value) *bytes.Reader {
	b := make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(b, v)
	return bytes.NewReader(b)
}

// read copies the page's images.
func read(data js.Value) workload.Images {
	n := data.Get("count").Int()
	im := workload.Images{Pixels: make([]float32, 784*n), Labels: make([]int, n)}
	pixels := data.Get("images")
	bytes := js.Global().Get("Uint8Array").New(pixels.Get("buffer"), pixels.Get("byteOffset"), pixels.Get("byteLength"))
	js.CopyBytesToGo(unsafe.Slice((*byte)(unsafe.Pointer(&im.Pixels[0])), 4*len(im.Pixels)), bytes)
	labels := make([]byte, n)
	js.CopyBytesToGo(labels, data.Get("labels"))
	for i, l := range labels {
		im.Labels[i] = int(l)
	}
	return im
}
