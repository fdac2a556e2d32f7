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
// numbers on each. Several runners may share a link: one made by
// [Runner.Beside] has a run of its own, one made by [Runner.Fork] goes on from
// where another stands, with the same past.
package job

import (
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
	// tested on every Spec.TestEvery steps. Where there are no Files it is
	// called again when options change while the run goes on.
	Data func(s *Spec, files [][]byte) (learn, test data.Source, err error)
	// Known returns which of what is learned is tested where Spec.TestTrain asks
	// for it; nil: all.
	Known func(learn data.Source) data.Source
	// Same reports whether the examples of two specs are the same ones: a run that
	// takes the place of another then shares them. nil: they never are.
	Same func(a, b *Spec) bool
}

// Spec says what is to be trained. It is plain data.
type Spec struct {
	Job     string            `json:"job"`
	Seed    uint64            `json:"seed"`              // of weights, batches and whatever the data draw
	Options map[string]string `json:"options,omitempty"` // what only the job understands
	Hyper
	Halves bool `json:"halves,omitempty"` // as in train.Settings: two workers may share a step

	TestEvery     int  `json:"test_every,omitempty"`     // steps; 0 is never; doubled after each 2,048 tests
	TestEpochs    int  `json:"test_epochs,omitempty"`    // in epochs, in place of TestEvery
	TestTrain     bool `json:"test_train,omitempty"`     // what is learned is tested too
	TestFirst     bool `json:"test_first,omitempty"`     // there is a test before the first step
	TestBatch     int  `json:"test_batch,omitempty"`     // examples of a test run at once; 0: as many as are quick
	TestEach      bool `json:"test_each,omitempty"`      // it is known of each test example whether it was right
	SnapshotEvery int  `json:"snapshot_every,omitempty"` // as in train.Config, like the next
	KeepHistory   int  `json:"keep_history,omitempty"`

	Weights  []tensor.Elem   `json:"weights,omitempty"`  // to begin with, parameters then buffers; nil: the seed's
	Standing *train.Standing `json:"standing,omitempty"` // of the run whose weights they are, to go on as it would; nil: at step 0
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

// build makes the network of a spec.
func (j *Job) build(s *Spec, rng *rand.Rand) (m nn.Module, err error) {
	defer tensor.Recover(&err)
	return j.Model(s, rng), nil
}

// remembers returns an error unless the memory of the standing is that of the
// rule for a network.
func (s *Spec) remembers(m nn.Module) (err error) {
	defer tensor.Recover(&err)
	rule, err := s.rule()
	if err != nil {
		return err
	}
	n := 0
	for _, past := range optim.New(m.Params(), rule).State() {
		for _, t := range past {
			n += t.Len()
		}
	}
	if len(s.Standing.Memory) != n {
		return &tensor.ValueError{Op: "train", Name: "memory", Value: strconv.Itoa(len(s.Standing.Memory)) + " numbers", Want: strconv.Itoa(n) + " numbers, for " + s.Rule}
	}
	return nil
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

// Eval is how the model fared after a step: on the test examples, if there are any.
type Eval struct {
	Step     int
	Epoch    float64
	Loss     float64
	Accuracy float64 // fraction right, −1 where there are no classes

	TrainLoss     float64 // on what is learned, if Spec.TestTrain
	TrainAccuracy float64
}

// WeightsOf lists the numbers that make a network what it has learned, in the
// order of Spec.Weights: parameters, then buffers, end to end.
func WeightsOf(m nn.Module) []tensor.Elem {
	var all []tensor.Elem
	for _, t := range state(m) {
		all = append(all, t.Data()...)
	}
	return all
}
