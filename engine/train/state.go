package train

import (
	"bytes"
	"fmt"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// stateFormat names the layout of a saved session.
const stateFormat = "gradtheatre session/1"

// Save returns the state of the run as a safetensors file: parameters,
// buffers, what the optimizer remembers, the history so far, and as metadata
// the step and the seed. Settings and data are not in it.
func (s *Session) Save() ([]byte, error) {
	f := s.present(stateFormat)
	n := s.step
	for i, h := range s.history.Columns() {
		t := tensor.New(n) // 0 where the history is no longer kept
		for k := s.history.From; k < n; k++ {
			t.Data()[k] = tensor.Elem((*h)[k-s.history.From])
		}
		f.Tensors = append(f.Tensors, weights.FromTensor(historyNames[i], t, weights.F32))
	}
	var b bytes.Buffer
	if err := weights.Write(&b, f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// present is a file with the state of the session at its step, without a past.
func (s *Session) present(format string) *weights.File {
	f := &weights.File{Metadata: map[string]string{
		"format": format,
		"step":   strconv.Itoa(s.step),
		"seed":   strconv.FormatUint(s.cfg.Seed, 10),
		"rule":   s.opt.Rule().Name(),
		"t":      strconv.Itoa(s.opt.Steps()),
	}}
	s.tensors(func(name string, t *tensor.Tensor) {
		f.Tensors = append(f.Tensors, weights.FromTensor(name, t, elemType()))
	})
	return f
}

var historyNames = [...]string{"history.loss", "history.penalty", "history.accuracy", "history.lr", "history.grad_norm"}

// elemType is the stored type that keeps the engine's numbers bit for bit.
func elemType() weights.DType {
	if _, double := any(tensor.Elem(0)).(float64); double {
		return weights.F64
	}
	return weights.F32
}

// Load takes up a run that was saved by a session of the same model and update
// rule: it goes on exactly as the saved one would have, given the same settings
// and data. It cannot be sought to before the loaded step. It returns an error,
// and changes nothing, if the file is damaged or belongs to another model.
func (s *Session) Load(b []byte) error {
	f, err := weights.Parse("session", b)
	if err != nil {
		return err
	}
	if got := f.Metadata["format"]; got != stateFormat {
		return fmt.Errorf("session: the file says format %q, want %q", got, stateFormat)
	}
	if got, want := f.Metadata["rule"], s.opt.Rule().Name(); got != want {
		return fmt.Errorf("session: the file was trained by %q, this session by %s", got, want)
	}
	step, err1 := strconv.Atoi(f.Metadata["step"])
	seed, err2 := strconv.ParseUint(f.Metadata["seed"], 10, 64)
	if err1 != nil || err2 != nil || step < 0 {
		return fmt.Errorf("session: step %q or seed %q is not a number", f.Metadata["step"], f.Metadata["seed"])
	}
	loaded, err := s.match(f)
	if err != nil {
		return err
	}
	var history History
	for i, h := range history.Columns() {
		t := loaded[historyNames[i]]
		if t == nil || t.Rank() != 1 || t.Len() != step {
			return fmt.Errorf("session: tensor %q does not hold one figure for each of %d steps", historyNames[i], step)
		}
		for _, v := range t.Data() {
			*h = append(*h, float32(v))
		}
	}
	s.tensors(func(name string, t *tensor.Tensor) { tensor.Copy(t, loaded[name]) })
	s.cfg.Seed, s.step, s.history = seed, step, history
	settings := s.cfg.Settings
	s.batches = nil // they follow from the seed
	if err := s.apply(&settings); err != nil {
		return err
	}
	s.opt.Restore(optimizerSteps(f, step), s.opt.LR())
	s.broken, s.seeking = nil, -1
	s.changes, s.force, s.shots = []change{{step: step, Settings: s.cfg.Settings}}, 0, nil
	s.snapshot()
	return nil
}

// match returns the tensors of a file by their names, if there is one of the
// right shape for each of the session's and none beside those and the history.
func (s *Session) match(f *weights.File) (loaded map[string]*tensor.Tensor, err error) {
	loaded = map[string]*tensor.Tensor{}
	for i := range f.Tensors {
		t, err := f.Tensors[i].Tensor()
		if err != nil {
			return nil, err
		}
		loaded[f.Tensors[i].Name] = t
	}
	want := len(historyNames)
	s.tensors(func(name string, t *tensor.Tensor) {
		want++
		if got := loaded[name]; got == nil {
			err = fmt.Errorf("session: tensor %q is missing", name)
		} else if !tensor.SameShape(got.Shape(), t.Shape()) {
			err = fmt.Errorf("session: tensor %q has shape %s, want %s", name, tensor.ShapeString(got.Shape()), tensor.ShapeString(t.Shape()))
		}
	})
	if extra := len(f.Tensors) - want; err == nil && extra > 0 {
		err = fmt.Errorf("session: %d tensors of the file are unknown to the model", extra)
	}
	return loaded, err
}

// optimizerSteps is what the optimizer had counted, the step where a file does not say.
func optimizerSteps(f *weights.File, step int) int {
	if t, err := strconv.Atoi(f.Metadata["t"]); err == nil && t >= 0 {
		return t
	}
	return step
}
