package job

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// A saved run is these words, a header of plain text, the tests, and the
// session with its past as engine/train writes it.
const savedWords = "gradtheatre job/1\n"

// savedRoom is how many bytes are given to snapshots when runs are saved. Those
// that go on side by side share it: they are kept together.
const savedRoom = 1 << 20

// savedHeader is what of a run is neither in its session nor a test.
type savedHeader struct {
	Spec    Spec    `json:"spec"`  // with the settings in force; without weights where they are those of First
	First   Spec    `json:"first"` // as it began
	Epoch   float64 `json:"epoch"`
	Evals   int     `json:"evals"`
	Each    []byte  `json:"each,omitempty"` // as in tests
	From    int     `json:"from"`           // of early stopping
	Stopped bool    `json:"stopped,omitempty"`

	Broke *train.Diverged `json:"broke,omitempty"` // why it cannot go on
}

// err is why the run cannot go on, or nil.
func (v *savedHeader) err() error {
	if v.Broke == nil {
		return nil
	}
	return v.Broke
}

// saved is a run that was saved.
type saved struct {
	savedHeader
	evals   []Eval
	session *train.SavedRun
}

// label is what a saved session calls the settings of a spec.
func (s *Spec) label() string {
	b, err := json.Marshal(labelled{s.Hyper, s.Options})
	if err != nil {
		panic(err) // plain data, and the numbers were checked
	}
	return string(b)
}

type labelled struct {
	Hyper   Hyper             `json:"hyper"`
	Options map[string]string `json:"options,omitempty"`
}

// save writes the run, nil while it does not stand at a step with all that
// belongs to it.
func (r *run) save() ([]byte, error) {
	if r.session == nil || r.session.Seeking() || r.testing {
		return nil, nil
	}
	session, err := r.session.SaveRun(r.room)
	if err != nil {
		return nil, err
	}
	head := savedHeader{Spec: r.spec, First: r.first, Epoch: r.session.Epoch(), Evals: len(r.evals), Each: r.each, From: r.from, Stopped: r.stopped}
	errors.As(r.err, &head.Broke)
	if slices.Equal(head.Spec.Weights, head.First.Weights) { // they are half of what is written here
		head.Spec.Weights = nil
	}
	h, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, len(savedWords)+len(h)+48*len(r.evals)+len(session)+8)
	b = text(append(b, savedWords...), string(h))
	for _, e := range r.evals {
		b = f64(b, float64(e.Step), e.Epoch, e.Loss, e.Accuracy, e.TrainLoss, e.TrainAccuracy)
	}
	return append(b, session...), nil
}

// readSaved reads what save wrote. It returns an error if that is damaged.
func readSaved(b []byte) (*saved, error) {
	bad := errors.New("train: a damaged run")
	if len(b) < len(savedWords)+4 || string(b[:len(savedWords)]) != savedWords {
		return nil, bad
	}
	b = b[len(savedWords):]
	n := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; n > uint64(len(b)) {
		return nil, bad
	}
	v := &saved{}
	if err := json.Unmarshal(b[:n], &v.savedHeader); err != nil {
		return nil, err
	}
	if v.Spec.Weights == nil {
		v.Spec.Weights = v.First.Weights
	}
	b = b[n:]
	if v.Evals < 0 || v.Evals > len(b)/48 || v.From < 0 || v.From > v.Evals || v.First.Job != v.Spec.Job {
		return nil, bad
	}
	for range v.Evals {
		var f [6]float64
		for i := range f {
			f[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
		b = b[8*len(f):]
		if n := len(v.evals); !(f[0] >= 0 && f[0] < 1<<40) || n > 0 && int(f[0]) <= v.evals[n-1].Step {
			return nil, bad
		}
		v.evals = append(v.evals, Eval{int(f[0]), f[1], f[2], f[3], f[4], f[5]})
	}
	var err error
	v.session, err = train.ReadRun(b)
	return v, err
}

// SavedSpecs returns what a saved run trains: as it began, and with the settings
// that were in force when it was saved.
func SavedSpecs(b []byte) (first, now Spec, err error) {
	v, err := readSaved(b)
	if err != nil {
		return first, now, err
	}
	return v.First, v.Spec, nil
}

// examples are what a run learns and what it is tested on.
type examples struct{ learn, test data.Source }

// resume lets the run, which has just been made as the saved one began, stand
// where that stood. What it learns stays what it is where it comes from files.
func (r *run) resume(files [][]byte, first examples) error {
	v := r.restored
	known := map[string]examples{}
	under := func(options map[string]string) (e examples, err error) {
		spec := r.first
		spec.Options = options
		key := spec.label()
		e, have := known[key]
		switch {
		case len(files) > 0:
			e = first
		case !have:
			e.learn, e.test, err = r.job.Data(&spec, nil)
			known[key] = e
		}
		return e, err
	}
	err := r.session.Resume(v.session, func(label string) (set train.Settings, err error) {
		var l labelled
		if err = json.Unmarshal([]byte(label), &l); err != nil {
			return set, err
		}
		e, err := under(l.Options)
		if err != nil {
			return set, err
		}
		return l.Hyper.settings(train.Settings{Data: e.learn, Label: label, Halves: r.first.Halves})
	})
	if err != nil {
		return err
	}
	now, err := under(v.Spec.Options)
	if err != nil {
		return err
	}
	r.spec, r.restored, r.err = v.Spec, nil, v.err()
	r.testOn(now.test, now.learn)
	r.from, r.stopped, r.toldStep = v.From, v.Stopped, -1
	return nil
}

// Save asks for all that the run is; [Runner.Saved] has it as soon as it has come.
func (r *Runner) Save() {
	r.send(Command{Kind: Save, Room: savedRoom / len(r.line.runners)})
	r.saved, r.savedAt = nil, r.seq
}

// Saved returns the run as it was when [Runner.Save] was done, once, or nil: its
// settings, step, weights, what the optimizer remembers, history, tests, and as
// much of its past as has room. The bytes are the caller's.
func (r *Runner) Saved() []byte {
	b := r.saved
	r.saved = nil
	return b
}

// Restore goes on with a run that was saved, at the step where it stood and
// paused, and forgets the last one. What is known of it is there at once. It
// returns an error, and changes nothing, if the bytes are damaged or no job of
// the catalogue.
func (r *Runner) Restore(b []byte) error {
	v, err := readSaved(b)
	if err != nil {
		return err
	}
	j, err := Find(r.line.jobs, v.Spec.Job)
	if err == nil {
		err = v.Spec.Check()
	}
	if err == nil {
		err = v.First.Check()
	}
	if err != nil {
		return err
	}
	first := v.First // of all that was read, what is needed again
	build := func() (nn.Module, error) { return j.build(&first, train.WeightRNG(first.Seed)) }
	model, err := build()
	if err != nil {
		return err
	}
	if err := v.pour(model); err != nil {
		return err
	}
	was := r.run
	r.begin()
	r.spec, r.build, r.model, r.state = v.Spec, build, model, state(model)
	reset(&r.history)
	r.history.Join(v.session.History.From, &v.session.History, 0)
	r.evals, r.each = append(r.evals[:0], v.evals...), append(r.each[:0], v.Each...)
	r.was.step, r.was.total, r.was.epoch, r.was.end = v.session.Step, v.session.History.Len(), v.Epoch, v.Stopped
	r.err = v.err()
	r.send(Command{Kind: Start, From: was, Spec: &v.First, Saved: b})
	return nil
}

// pour gives a network the saved weights; none if they do not fit.
func (v *saved) pour(m nn.Module) error {
	from := map[*tensor.Tensor]*tensor.Tensor{}
	put := func(name string, t *tensor.Tensor) error {
		got := v.session.Tensor(name)
		if got == nil || !slices.Equal(got.Shape(), t.Shape()) {
			return &tensor.ValueError{Op: "restore", Name: name, Value: "of another network", Want: tensor.ShapeString(t.Shape())}
		}
		from[t] = got
		return nil
	}
	for _, p := range m.Params() {
		if err := put(p.Name, p.Value); err != nil {
			return err
		}
	}
	for _, b := range nn.Buffers(m) {
		if err := put(b.Name, b.Value); err != nil {
			return err
		}
	}
	for t, got := range from {
		tensor.Copy(t, got)
	}
	return nil
}

// Stamp tells the states of a run apart.
type Stamp struct {
	Run   uint32 `json:"run"`
	Edits uint32 `json:"edits"` // commands that made it another run than its steps alone would have
	Step  int    `json:"step"`
	Total int    `json:"total"` // steps recorded
}

// After reports whether nothing but steps lies between an earlier state and this one.
func (s Stamp) After(earlier Stamp) bool { return s.Run == earlier.Run && s.Edits == earlier.Edits }

// Stamp returns the state as of the last report; all zeros for no runner.
func (r *Runner) Stamp() Stamp {
	if r == nil {
		return Stamp{}
	}
	return Stamp{r.born, r.edits, r.was.step, r.history.Len()}
}

// Resume counts a run that was restored as the one that had this stamp, so that
// what becomes of it is After that.
func (r *Runner) Resume(s Stamp) {
	r.born, r.edits = s.Run, s.Edits
	r.line.runs = max(r.line.runs, s.Run) // no other run is ever taken for it
}
