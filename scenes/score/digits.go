package score

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
)

const (
	digits    = 10
	side      = data.DigitSize
	area      = side * side
	batchSize = 32
	warm      = 375 // steps taken without being asked: three epochs
	testEvery = 25  // steps between two tests
	tested    = 500 // images of a test
	most      = 5000
)

var digitFiles = [4]string{
	"data/digits/ocvdigits-train4k-images.idx3.gz", "data/digits/ocvdigits-train4k-labels.idx1.gz",
	"data/digits/ocvdigits-test1k-images.idx3.gz", "data/digits/ocvdigits-test1k-labels.idx1.gz",
}

// digitRun trains a linear classifier of digits and reads one sample with it.
type digitRun struct {
	seed    uint64
	rate    float64
	files   [4]*assets.Loading
	err     error
	session *train.Session
	linear  *nn.Linear
	eval    *train.Evaluation
	test    *data.Images
	until   int  // the step to go to without being asked
	testing bool // a test is under way

	samples *data.IDX
	sample  int
	offset  int            // by how many pixels the sample is moved to the right
	x       *tensor.Tensor // [1, 784]
	tape    *grad.Tape
	reading
	terms    []trace.Term // of the score that is looked at
	weights  [digits][]float64
	largest  float64
	top      []int   // the digit of the highest score
	accuracy float64 // of the last test, −1: none yet
	points   []testPoint
	told     told
}

// reading is one sample scored.
type reading struct {
	dot, scores, prob, cost *grad.Var
	w, b                    *grad.Var
	back                    bool // it was differentiated
	tr                      trace.Trace
}

// testPoint is one test during training.
type testPoint struct{ step, accuracy, loss float64 }

func newDigitRun(seed uint64) *digitRun {
	r := &digitRun{seed: seed, rate: 0.1, until: warm, accuracy: -1, x: tensor.New(1, area), tape: grad.NewTape(), linear: nn.NewLinear(area, digits, nil), told: newTold()}
	r.samples, r.err = data.ReadIDX("samples.idx3", bytes.NewReader(assets.DigitSamples))
	r.read(0)
	return r
}

// start begins to load the images; it is called when they are first wanted.
func (r *digitRun) start() {
	if r.files[0] == nil {
		for i, name := range digitFiles {
			r.files[i] = assets.Fetch(name)
		}
	}
}

// load looks whether the images have come and makes the session of them.
func (r *digitRun) load() {
	var content [4][]byte
	for i, f := range r.files {
		if f == nil {
			return
		}
		b, err, ended := f.Result()
		if !ended {
			return
		}
		if err != nil {
			r.err = err
			return
		}
		content[i] = b
	}
	var sets [2]*data.Images
	for k := range sets {
		m, err := data.LoadImages(digitFiles[2*k], bytes.NewReader(content[2*k]), digitFiles[2*k+1], bytes.NewReader(content[2*k+1]), data.DigitClasses)
		if err == nil && m.H*m.W*m.C != area {
			err = fmt.Errorf("%s holds images of %d×%d, want 28×28", digitFiles[2*k], m.H, m.W)
		}
		if err != nil {
			r.err = err
			return
		}
		sets[k] = m
	}
	index := make([]int, min(tested, sets[1].N))
	for i := range index {
		index[i] = i
	}
	r.test = sets[1].Subset(index)
	session, err := train.New(train.Config{
		Model: func(*rand.Rand) nn.Module {
			// All rows start at zero, so that every pattern in them is learnt.
			return nn.NewSequential(nn.Flatten{}, nn.NewLinear(area, digits, nil))
		},
		Loss: train.CrossEntropy, Seed: r.seed,
		Settings: train.Settings{Data: sets[0], BatchSize: batchSize, Rule: optim.SGD{LR: r.rate}},
	})
	if r.err = err; err == nil {
		r.use(session)
	}
}

// use goes on with a session.
func (r *digitRun) use(s *train.Session) {
	_, m := s.Model().(*nn.Sequential).At(1)
	r.session, r.linear = s, m.(*nn.Linear)
	r.look()
}

// follow takes over the past of another run; from here on the two go their own ways.
func (r *digitRun) follow(of *digitRun) error {
	r.until = of.until
	if of.session == nil {
		return nil
	}
	s, err := of.session.Fork()
	if err != nil {
		return err
	}
	r.files, r.test, r.accuracy, r.points = of.files, of.test, of.accuracy, slices.Clone(of.points)
	r.followTold(&of.told)
	r.use(s)
	if of.testing {
		r.measure()
	}
	return nil
}

// setRate changes the learning rate; the run goes on.
func (r *digitRun) setRate(v float64) {
	r.rate = v
	if r.session != nil {
		s := r.session.Settings()
		s.Rule = optim.SGD{LR: v}
		r.err = r.session.Change(s)
	}
}

func (r *digitRun) steps() int {
	if r.session == nil {
		return 0
	}
	return r.session.StepCount()
}

// busy reports whether steps remain that nobody needs to ask for.
func (r *digitRun) busy() bool {
	return r.err == nil && (r.session == nil || r.steps() < r.until || r.testing)
}

// advance trains and tests within the budget, and reports whether anything
// has changed.
func (r *digitRun) advance(budget float64, on bool) bool {
	if r.err != nil {
		return false
	}
	if r.session == nil {
		r.load()
		return r.session != nil || r.err != nil
	}
	if r.testing {
		done, err := r.eval.Advance(time.Duration(budget * 0.8 * float64(time.Second)))
		if err != nil {
			r.err = err
		}
		if done {
			r.testing = false
			r.accuracy = r.eval.Accuracy
			r.points = append(r.points, testPoint{float64(r.eval.Step), r.eval.Accuracy, r.eval.Loss})
			r.graded()
			r.tell()
		}
		return true
	}
	goal := r.until
	if on {
		goal = most
	}
	if r.steps() >= goal {
		return false
	}
	next := min(goal, (r.steps()/testEvery+1)*testEvery)
	if _, err := r.session.AdvanceTo(next, time.Duration(budget*0.6*float64(time.Second))); err != nil {
		r.err = err
		return true
	}
	if r.steps()%testEvery == 0 || r.steps() == goal {
		r.measure()
	}
	r.look()
	return true
}

// measure begins a test of the present weights.
func (r *digitRun) measure() {
	if r.eval == nil {
		r.eval = r.session.NewEvaluation(r.test, digits)
		r.eval.KeepEach = true
	} else {
		r.eval.Restart()
	}
	r.testing = true
	r.hold()
}

// seek goes to a recorded step, or trains up to it: at once where it is near,
// else in the Updates to come.
func (r *digitRun) seek(step int) {
	step = min(max(step, 0), most)
	r.until = step
	if r.session == nil || r.err != nil {
		return
	}
	for r.err == nil && r.steps() < step && step-r.steps() <= 2*testEvery {
		r.err = r.session.Step()
	}
	if r.err == nil && r.steps() > step {
		r.err = r.session.SeekNow(step)
		for len(r.points) > 0 && r.points[len(r.points)-1].step > float64(step) {
			r.points = r.points[:len(r.points)-1]
		}
	}
	if r.err == nil {
		r.measure()
		r.look()
	}
}

// read puts a sample on the input, moved to the right by the offset.
func (r *digitRun) read(sample int) {
	r.sample = sample
	x := r.x.Data()
	for i := range x {
		x[i] = 0
	}
	if r.samples != nil {
		pix := r.samples.Data[sample*area : (sample+1)*area]
		for y := range data.DigitSize {
			for c := range data.DigitSize {
				if from := c - r.offset; from >= 0 && from < data.DigitSize {
					x[y*data.DigitSize+c] = tensor.Elem(pix[y*data.DigitSize+from]) / 255
				}
			}
		}
	}
	r.x.Touch()
	r.look()
}

// look scores the sample with the present weights and records it.
func (r *digitRun) look() {
	r.tape.Reset()
	r.back = false
	r.build(r.tape)
	r.tape.Record(&r.tr)
	r.top = train.Argmax(r.top, r.scores.Value)
	r.largest = 0
	w := r.tr.Nodes[r.w.ID()].Value
	for c := range digits {
		r.weights[c] = w[c*area : (c+1)*area]
	}
	for _, v := range w {
		r.largest = max(r.largest, v, -v)
	}
	r.tell()
}

// build writes the scores of the sample on a tape, and what they cost; beside
// them, the sums of products without the biases.
func (r *digitRun) build(t *grad.Tape) *grad.Var {
	var at reading
	at.scores = r.linear.Forward(t.Input("x", r.x)).Named("scores")
	in := at.scores.Inputs()
	at.w, at.b = in[1].Named("W"), in[2].Named("b")
	at.prob = grad.Softmax(at.scores, 1).Named("softmax")
	at.dot = grad.Linear(in[0], at.w, nil).Named("W·x")
	at.cost = grad.CrossEntropy(at.scores, []int{r.sample / 2}).Named("loss")
	if t == r.tape {
		r.w, r.b, r.dot, r.scores, r.prob, r.cost = at.w, at.b, at.dot, at.scores, at.prob, at.cost
	}
	return at.cost
}

// differentiate finds the gradients of the sample's loss.
func (r *digitRun) differentiate() {
	if r.back {
		return
	}
	r.back = true
	for _, p := range r.linear.Params() {
		p.ZeroGrad()
	}
	r.tape.Backward(r.cost)
	r.tape.Record(&r.tr)
}

// explain takes the score of a class apart into its 784 products and the bias.
func (r *digitRun) explain(class int) { r.terms = grad.Explain(r.scores, class) }

func (r *digitRun) product(c int) float64 { return r.tr.Nodes[r.dot.ID()].Value[c] }
func (r *digitRun) bias(c int) float64    { return r.tr.Nodes[r.b.ID()].Value[c] }
func (r *digitRun) score(c int) float64   { return r.tr.Nodes[r.scores.ID()].Value[c] }
func (r *digitRun) winner() int           { return r.top[0] }

// loss is that of the last step; not ok before the first.
func (r *digitRun) loss() (loss float64, ok bool) {
	if r.session == nil || r.steps() == 0 {
		return 0, false
	}
	h := r.session.History()
	return float64(h.Loss[r.steps()-1]), true
}
