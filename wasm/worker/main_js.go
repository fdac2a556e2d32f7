// Command worker is the engine without the theatre: in a Web Worker it trains
// what the page asks for, and in a second one it computes halves of batches for
// the first. wasm/page/worker.js runs it and says what the messages are.
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

func fetch(name string) job.File { return assets.Fetch(name) }

func main() {
	w := &worker{work: job.NewWork(jobs.All(), fetch), turns: make(chan bool, 1)}
	w.work.Spacing = job.Spacing
	w.crew.answers = make(chan bool, 1)
	m := &mate{}
	calls := map[string]any{}
	for name, f := range map[string]func(js.Value, []js.Value) any{
		"command": w.command, "buffer": w.buffer, "turn": w.turn, "workers": w.workers,
		"opened": w.crew.opened, "answered": w.crew.answered, "lost": w.crew.lost,
		"open": m.open, "room": m.room, "compute": m.compute,
	} {
		calls[name] = js.FuncOf(f)
	}
	w.page = js.Global().Call("theatreWorker", calls)
	w.crew.page = w.page
	for range w.turns {
		w.page.Call("next", w.train())
	}
}

// worker trains, and reports when the page has left a buffer for it. What is
// called from the page only takes notes: main may wait for a mate in the middle
// of a step.
type worker struct {
	work     *job.Work
	page     js.Value
	turns    chan bool
	commands []job.Command // that came since the last slice
	report   job.Report
	bytes    []byte
	free     []js.Value // Uint8Arrays that came back from the page
	looked   time.Time  // when the page last gave one
	crew     crew
}

func (w *worker) command(_ js.Value, args []js.Value) any {
	var c job.Command
	if err := json.Unmarshal([]byte(args[0].String()), &c); err != nil {
		panic(err) // both ends are built from one source
	}
	if len(args) > 1 {
		c.Saved = make([]byte, args[1].Get("byteLength").Int())
		js.CopyBytesToGo(c.Saved, args[1])
	}
	w.commands = append(w.commands, c)
	return nil
}

func (w *worker) buffer(_ js.Value, args []js.Value) any {
	w.free = append(w.free, args[0])
	w.looked = time.Now()
	return nil
}

// workers is told how many workers there may be, this one among them, and
// whether the second takes part where it does not pay too.
func (w *worker) workers(_ js.Value, args []js.Value) any {
	w.work.Help = nil
	if args[0].Int() > 1 {
		w.work.Help = w.crew.help(args[1].Bool())
	}
	return nil
}

func (w *worker) turn(js.Value, []js.Value) any {
	select {
	case w.turns <- true:
	default:
	}
	return nil
}

// train does what was asked for, trains for a slice and reports. It returns the
// milliseconds until the next slice, −1 when there is nothing to do before a
// message comes.
func (w *worker) train() int {
	commands := w.commands
	w.commands = nil
	for _, c := range commands {
		w.work.Do(c)
	}
	looking := len(w.free) > 0 || time.Since(w.looked) < job.Patience
	if looking {
		w.work.Advance(job.Slice)
	}
	if len(w.free) > 0 && w.work.Report(&w.report) {
		w.send()
	}
	switch {
	case len(w.commands) > 0: // they came in the middle of a step
		return 0
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
