//go:build js

// Command ours is the engine as a contestant on the benchmark's page: the same
// workloads as natively, offered to the page's driver.
package main

import (
	"syscall/js"
	"unsafe"

	"gradtheatre/bench/workload"
)

func main() {
	var images workload.Images
	prepare := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if images.Labels == nil {
			images = read(args[1])
		}
		run, err := workload.New(args[0].String(), 0, images)
		if err != nil {
			return nil
		}
		return contestant(run)
	})
	js.Global().Call("engineReady", prepare)
	select {}
}

// contestant is the driver's view of a run.
func contestant(run *workload.Run) js.Value {
	o := js.Global().Get("Object").New()
	o.Set("batch", run.Batch)
	o.Set("step", js.FuncOf(func(js.Value, []js.Value) any { run.Step(); return nil }))
	o.Set("loss", js.FuncOf(func(js.Value, []js.Value) any { return run.Loss() }))
	return o
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
