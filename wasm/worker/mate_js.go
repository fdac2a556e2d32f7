package main

import (
	"encoding/json"
	"syscall/js"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// mate is the second worker: it knows what some runs of the first learn by what
// networks, and nothing of where they stand.
type mate struct{ known [slots]*knowledge }

// knowledge is what the mate knows of a run.
type knowledge struct {
	half        *train.Half
	order       order
	outcome     outcome
	there, back table
}

// open learns of a run, and says so once its data are there; what goes wrong
// leaves the first worker alone with that run.
func (m *mate) open(_ js.Value, args []js.Value) any {
	text := args[0].String()
	var o opening
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err) // both ends are built from one source
	}
	k := &knowledge{}
	m.known[o.Slot] = k
	go func() {
		if k.learn(&o) == nil && m.known[o.Slot] == k {
			js.Global().Call("postMessage", map[string]any{"opened": o.Slot, "text": text})
		}
	}()
	return nil
}

// learn makes the network and loads the data.
func (k *knowledge) learn(o *opening) (err error) {
	defer tensor.Recover(&err)
	j, err := job.Find(jobs.All(), o.First.Job)
	if err != nil {
		return err
	}
	files := make([][]byte, len(j.Files))
	for i, name := range j.Files {
		f, ended := fetch(name), false
		for {
			if files[i], err, ended = f.Result(); ended {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err != nil {
			return err
		}
	}
	var learn data.Source
	if learn, _, err = j.Data(&o.Now, files); err != nil {
		return err
	}
	k.half = train.NewHalf(j.Model(&o.First, train.WeightRNG(o.First.Seed)), j.Loss(&o.First))
	k.half.Data = learn
	return nil
}

// room makes room for an order of so many examples for the run in a slot, and
// returns where the table lies by which it is to be put into memory.
func (m *mate) room(_ js.Value, args []js.Value) any {
	k, n := m.known[args[0].Int()], orderHead+args[1].Int()
	if cap(k.order) < n {
		k.order = make(order, n)
	}
	k.order = k.order[:n]
	k.there = k.there.list(k.order, k.half.Params(), false)
	return address(k.there)
}

// compute does what the order says, and returns where the table of the answer lies.
func (m *mate) compute(_ js.Value, args []js.Value) any {
	k := m.known[args[0].Int()]
	h := k.half
	h.Step, h.Seed, h.Examples = k.order.step(), k.order.seed(), k.order.examples(h.Examples)
	for _, p := range h.Params() {
		p.Value.Touch()
	}
	h.Compute()
	k.outcome.put(h.Loss, h.Right)
	k.back = k.back.list(k.outcome[:], h.Params(), true)
	return address(k.back)
}
