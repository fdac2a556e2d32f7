// Command worker is the engine without the theatre: in a Web Worker it trains
// what the page asks for. wasm/page/worker.js runs it and says what the
// messages are.
package main

import (
	"encoding/binary"
	"encoding/json"
	"syscall/js"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

func main() {
	w := &worker{work: job.NewWork(jobs.All(), func(name string) job.File { return assets.Fetch(name) })}
	w.work.Spacing = job.Spacing
	js.Global().Call("theatreWorker", map[string]any{
		"command": js.FuncOf(w.command), "buffer": js.FuncOf(w.buffer), "turn": js.FuncOf(w.turn),
	})
	select {}
}

// worker trains, and reports when the page has left a buffer for it.
type worker struct {
	work   *job.Work
	report job.Report
	bytes  []byte
	free   []js.Value // Uint8Arrays that came back from the page
	looked time.Time  // when the page last gave one
}

func (w *worker) command(_ js.Value, args []js.Value) any {
	var c job.Command
	if err := json.Unmarshal([]byte(args[0].String()), &c); err != nil {
		panic(err) // both ends are built from one source
	}
	w.work.Do(c)
	return nil
}

func (w *worker) buffer(_ js.Value, args []js.Value) any {
	w.free = append(w.free, args[0])
	w.looked = time.Now()
	return nil
}

// turn trains for a slice and reports. It returns the milliseconds until the
// next slice, −1 when there is nothing to do before a message comes.
func (w *worker) turn(js.Value, []js.Value) any {
	looking := len(w.free) > 0 || time.Since(w.looked) < job.Patience
	if looking {
		w.work.Advance(job.Slice)
	}
	if len(w.free) > 0 && w.work.Report(&w.report) {
		w.send()
	}
	switch {
	case !looking || !w.work.Busy() && (!w.work.Pending() || len(w.free) == 0):
		return -1
	case w.work.Loading():
		return 20
	}
	return 0
}

// send posts the report in a buffer that the page gave.
func (w *worker) send() {
	w.bytes = w.report.Append(append(w.bytes[:0], 0, 0, 0, 0))
	binary.LittleEndian.PutUint32(w.bytes, uint32(len(w.bytes)))
	last := len(w.free) - 1
	to := w.free[last]
	w.free = w.free[:last]
	if to.Get("byteLength").Int() < len(w.bytes) {
		to = js.Global().Get("Uint8Array").New(len(w.bytes) * 5 / 4)
	}
	js.CopyBytesToJS(to, w.bytes)
	b := to.Get("buffer")
	js.Global().Call("postMessage", b, []any{b})
}
