package training

import (
	"encoding/json"
	"fmt"
	"syscall/js"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// startLimit is how long a worker may take to start before the page trains itself.
const startLimit = 10 * time.Second

func link() job.Link {
	processors, search := js.Global().Get("navigator").Get("hardwareConcurrency"), js.Global().Get("location").Get("search")
	n := 0
	if processors.Type() == js.TypeNumber {
		n = processors.Int()
	}
	l := &worker{}
	l.workers, l.always = workers(n, search.String())
	if err := l.start(); err != nil {
		return local()
	}
	return l
}

func local() job.Link { return job.NewLocal(jobs.All(), fetch) }

// worker is the link to a Web Worker that runs wasm/page/worker.js.
type worker struct {
	js      js.Value
	workers int     // how many there may be, the mate of this one among them
	always  bool    // and both take part
	onto    js.Func // message
	broke   js.Func // error
	begun   time.Time
	ready   bool
	failed  error
	sent    []job.Command // until the worker is ready, for the page's own thread
	arrived []js.Value    // Uint8Arrays with reports
	bytes   []byte
	local   job.Link // instead of the worker
}

// start makes the worker; its program is fetched now.
func (l *worker) start() (err error) {
	defer func() {
		if p := recover(); p != nil { // what JavaScript throws
			err = fmt.Errorf("%v", p)
		}
	}()
	page := js.Global().Get("theatrePage")
	if !page.Truthy() || page.Get("worker").Type() != js.TypeFunction {
		return fmt.Errorf("the page has no worker")
	}
	l.js = page.Call("worker")
	l.begun = time.Now()
	l.onto = js.FuncOf(func(_ js.Value, args []js.Value) any {
		switch data := args[0].Get("data"); {
		case data.Get("ready").Truthy():
			l.ready = true
		case data.Get("failed").Truthy():
			l.failed = fmt.Errorf("the training worker stopped: %s", data.Get("failed").String())
		default:
			l.arrived = append(l.arrived, js.Global().Get("Uint8Array").New(data))
		}
		return nil
	})
	l.broke = js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Call("preventDefault") // the page trains itself; nobody need be told
		l.failed = fmt.Errorf("the training worker stopped: %s", args[0].Get("message").String())
		return nil
	})
	l.js.Set("onmessage", l.onto)
	l.js.Set("onerror", l.broke)
	l.js.Call("postMessage", map[string]any{"workers": l.workers, "always": l.always})
	for range 2 { // one on its way while the other is read
		l.js.Call("postMessage", js.Global().Get("ArrayBuffer").New(0))
	}
	return nil
}

// Send posts the command. A new run gets a new worker where the last has failed.
func (l *worker) Send(c job.Command) {
	if l.failed != nil && l.ready && c.Kind == job.Start {
		l.Close()
		*l = worker{workers: l.workers, always: l.always}
		if l.start() != nil {
			l.local = local()
		}
	}
	if l.local != nil {
		l.local.Send(c)
		return
	}
	l.sent = append(l.sent, c)
	saved := c.Saved
	c.Saved = nil
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // commands are plain data and their numbers are finite
	}
	if saved == nil {
		l.js.Call("postMessage", string(b))
		return
	}
	bytes := js.Global().Get("Uint8Array").New(len(saved))
	js.CopyBytesToJS(bytes, saved)
	l.js.Call("postMessage", map[string]any{"command": string(b), "saved": bytes}, []any{bytes.Get("buffer")})
}

// Poll reads the next report that has arrived.
func (l *worker) Poll(r *job.Report, budget time.Duration) (bool, error) {
	if l.local != nil {
		return l.local.Poll(r, budget)
	}
	if l.ready {
		clear(l.sent) // a saved run is large
		l.sent = l.sent[:0]
	}
	if len(l.arrived) > 0 {
		return true, l.read(r)
	}
	switch {
	case l.failed != nil && l.ready:
		return false, l.failed
	case !l.ready && (l.failed != nil || time.Since(l.begun) > startLimit):
		l.Close()
		l.local = local()
		for _, c := range l.sent {
			l.local.Send(c)
		}
		return l.local.Poll(r, budget)
	}
	return false, nil
}

func (l *worker) read(r *job.Report) error {
	from := l.arrived[0]
	copy(l.arrived, l.arrived[1:])
	l.arrived = l.arrived[:len(l.arrived)-1]
	n := from.Get("byteLength").Int()
	if cap(l.bytes) < n {
		l.bytes = make([]byte, n)
	}
	l.bytes = l.bytes[:n]
	js.CopyBytesToGo(l.bytes, from)
	b := from.Get("buffer")
	l.js.Call("postMessage", b, []any{b})
	if n < 4 {
		return fmt.Errorf("a report of %d bytes", n)
	}
	size := int(l.bytes[0]) | int(l.bytes[1])<<8 | int(l.bytes[2])<<16 | int(l.bytes[3])<<24
	if size < 4 || size > n {
		return fmt.Errorf("a report of %d bytes in %d", size, n)
	}
	err := r.Parse(l.bytes[4:size])
	if len(r.Saved) > 0 {
		l.bytes = nil // the run lies there
	}
	return err
}

// Close ends the worker.
func (l *worker) Close() {
	if l.local != nil {
		l.local.Close()
		return
	}
	l.js.Call("terminate")
	l.js.Set("onmessage", nil)
	l.js.Set("onerror", nil)
	l.onto.Release()
	l.broke.Release()
}
