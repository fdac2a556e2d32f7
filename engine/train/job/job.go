// Package job trains somewhere else than where the numbers are looked at.
//
// A frame has sixteen milliseconds and a step of a large network may take all
// of them, so the loop of learning goes on beside the frames: in a browser in
// a Web Worker, elsewhere in a goroutine, and where there is neither in slices
// between the frames. A [Spec] says by name, settings and seed what is to be
// trained, which is little enough to send anywhere; [Work] is the side that
// trains; a [Runner] is the side that looks, and holds a copy of the weights,
// the history and the figures as of the last [Report]. Between the two is a
// [Link]. All links run the same Work, so the same commands give the same
// numbers on each.
package job

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Job is something that can be trained: one file and one line of a catalogue.
type Job struct {
	Name  string
	Files []string // below assets, in the order in which Data gets them; may be nil

	// Model builds the network. It panics as layers do when an option of the
	// spec makes no sense, which becomes an error.
	Model func(s *Spec, rng *rand.Rand) nn.Module
	Loss  func(s *Spec) train.Loss
	// Data returns what is learned and, or nil, what is never learned and
	// tested on every Spec.TestEvery steps.
	Data func(s *Spec, files [][]byte) (learn, test data.Source, err error)
}

// Spec says what is to be trained. It is plain data.
type Spec struct {
	Job     string            `json:"job"`
	Seed    uint64            `json:"seed"`              // of weights, batches and whatever the data draw
	Options map[string]string `json:"options,omitempty"` // what only the job understands
	Hyper

	TestEvery     int `json:"test_every,omitempty"`     // steps; 0 is never
	SnapshotEvery int `json:"snapshot_every,omitempty"` // as in train.Config
}

// Hyper are the settings that may be changed while a run goes on.
type Hyper struct {
	Rule      string  `json:"rule"` // "sgd", "adam", "rmsprop" or "adagrad"; the one that cannot be changed
	LR        float64 `json:"lr"`
	Momentum  float64 `json:"momentum,omitempty"` // of sgd
	BatchSize int     `json:"batch_size,omitempty"`
	ClipNorm  float64 `json:"clip_norm,omitempty"`
	L1        float64 `json:"l1,omitempty"`
	L2        float64 `json:"l2,omitempty"`
}

// Find returns the job of a name, or an error that lists the names there are.
func Find(jobs []Job, name string) (*Job, error) {
	names := ""
	for i := range jobs {
		if jobs[i].Name == name {
			return &jobs[i], nil
		}
		names += " " + jobs[i].Name
	}
	return nil, &tensor.ValueError{Op: "train", Name: "job", Value: strconv.Quote(name), Want: "one of" + names}
}

// rule returns the update rule that the settings name. It returns a
// *tensor.ValueError if a setting makes no sense.
func (h *Hyper) rule() (optim.Rule, error) {
	var r optim.Rule
	for name, v := range map[string]float64{"clip norm": h.ClipNorm, "L1": h.L1, "L2": h.L2, "batch size": float64(h.BatchSize)} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return nil, &tensor.ValueError{Op: "train", Name: name, Value: strconv.FormatFloat(v, 'g', -1, 64), Want: "a finite number of 0 or more"}
		}
	}
	switch h.Rule {
	case "sgd":
		r = optim.SGD{LR: h.LR, Momentum: h.Momentum}
	case "adam":
		r = optim.DefaultAdam(h.LR)
	case "rmsprop":
		r = optim.DefaultRMSprop(h.LR)
	case "adagrad":
		r = optim.DefaultAdagrad(h.LR)
	default:
		return nil, &tensor.ValueError{Op: "train", Name: "rule", Value: strconv.Quote(h.Rule), Want: "sgd, adam, rmsprop or adagrad"}
	}
	return r, r.Validate()
}

// settings puts the settings into a session's, which keeps its data.
func (h *Hyper) settings(s train.Settings) (train.Settings, error) {
	r, err := h.rule()
	s.Rule, s.BatchSize, s.ClipNorm, s.L1, s.L2 = r, h.BatchSize, h.ClipNorm, h.L1, h.L2
	return s, err
}

// build makes the network of a spec.
func (j *Job) build(s *Spec, rng *rand.Rand) (m nn.Module, err error) {
	defer tensor.Recover(&err)
	return j.Model(s, rng), nil
}

// Option returns an option of the spec, or a default where it is not given.
func (s *Spec) Option(name, otherwise string) string {
	if v, ok := s.Options[name]; ok {
		return v
	}
	return otherwise
}

// Number returns an option that is a number in [lo, hi]; it panics with a
// *tensor.ValueError if it is none.
func (s *Spec) Number(name string, otherwise, lo, hi float64) float64 {
	text, ok := s.Options[name]
	if !ok {
		return otherwise
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= lo && v <= hi) {
		panic(&tensor.ValueError{Op: s.Job, Name: name, Value: strconv.Quote(text),
			Want: "a number from " + strconv.FormatFloat(lo, 'g', -1, 64) + " to " + strconv.FormatFloat(hi, 'g', -1, 64)})
	}
	return v
}

// Fetch begins to load a file below assets; it is asked until it has come.
type Fetch func(name string) File

// File is a file on its way: ended is false until it has come or failed.
type File interface {
	Result() (content []byte, err error, ended bool)
}

// Eval is how the model fared on the test examples after a step.
type Eval struct {
	Step     int
	Loss     float64
	Accuracy float64 // fraction right, −1 where there are no classes
}

// Kind is what a command asks for.
type Kind string

// The commands.
const (
	Start   Kind = "start"   // a new run by Spec, at step 0 and paused
	Play    Kind = "play"    // go on to step To, or for ever if it is negative
	Pause   Kind = "pause"   // stand where it is
	Step    Kind = "step"    // To steps on from where it is, then pause
	Seek    Kind = "seek"    // go to step To, back or on, then pause
	Change  Kind = "change"  // other settings, from the next step on
	Inspect Kind = "inspect" // On: send histograms too
)

// Command is what a Runner sends. It is plain data.
type Command struct {
	Kind  Kind   `json:"kind"`
	Run   uint32 `json:"run"` // which start it belongs to
	Seq   uint32 `json:"seq"` // counts commands
	Spec  *Spec  `json:"spec,omitempty"`
	Hyper *Hyper `json:"hyper,omitempty"`
	To    int    `json:"to,omitempty"`
	On    bool   `json:"on,omitempty"`
}
