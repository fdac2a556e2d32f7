package overfit

import (
	"maps"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/plot"
)

const (
	blockSteps = 300
	turnStep   = jobs.BlockTurnStep // degrees from one position to the next
	turns      = jobs.BlockTurns
)

// blockRun trains, beside the frames, a network to tell three shapes apart, and
// tests it.
type blockRun struct {
	seed   uint64
	on     *job.Runner
	blocks jobs.Blocks
	spec   job.Spec
	tested bool
	err    error

	accuracy [jobs.BlockTests]float64
	byTurn   plot.Band

	tape   *grad.Tape
	x      *tensor.Tensor
	label  int
	prob   *grad.Var
	cost   *grad.Var
	back   bool // it was differentiated
	tr     trace.Trace
	chance []float64 // of each shape, of the block on stage
	pixels []float64

	grades blockGrades
}

func newBlockRun(seed uint64) *blockRun {
	return &blockRun{seed: seed, tape: grad.NewTape(), x: tensor.New(1, jobs.BlockArea), grades: newBlockGrades()}
}

// begin starts to train anew.
func (r *blockRun) begin(varied bool) {
	r.blocks = jobs.Blocks{Varied: varied}
	r.spec = job.Spec{Job: "blocks", Seed: r.seed, Options: r.blocks.Options(), SnapshotEvery: 4096,
		Hyper:     job.Hyper{Rule: "adam", LR: 0.003, BatchSize: 24},
		TestEvery: r.steps(), TestEach: true}
	r.forget()
	r.err = r.on.Start(r.spec)
	r.on.PlayTo(r.steps())
}

// forget drops what the tests said.
func (r *blockRun) forget() {
	r.tested, r.accuracy = false, [jobs.BlockTests]float64{}
	r.byTurn.Reset()
	r.grades.forget()
}

// takeUp goes on where a saved run stands that learns the same; another one is left
// alone.
func (r *blockRun) takeUp(saved []byte) error {
	first, _, err := job.SavedSpecs(saved)
	if err != nil || first.Seed != r.spec.Seed || first.Job != r.spec.Job || !maps.Equal(first.Options, r.spec.Options) {
		return err
	}
	r.forget()
	return r.on.Restore(saved)
}

// follow stands where another run does.
func (r *blockRun) follow(of *blockRun) error {
	r.blocks, r.spec, r.tested, r.accuracy, r.err = of.blocks, of.spec, of.tested, of.accuracy, of.err
	if r.grades.forget(); r.tested {
		r.grades.take(&r.blocks, of.on.Each())
	}
	r.byTurn.Reset()
	r.byTurn.X, r.byTurn.Mid = append(r.byTurn.X, of.byTurn.X...), append(r.byTurn.Mid, of.byTurn.Mid...)
	return r.on.Follow(of.on)
}

// steps is how long it is trained.
func (r *blockRun) steps() int {
	if r.blocks.Varied {
		return 6 * blockSteps
	}
	return blockSteps
}

func (r *blockRun) done() bool { return r.err != nil || r.tested }

// advance takes what has arrived, where there is no other thread after the time of
// the budget, and reports whether anything had.
func (r *blockRun) advance(budget time.Duration) bool {
	if r.done() {
		return false
	}
	news := r.on.Poll(budget)
	switch each := r.on.Each(); {
	case r.on.Err() != nil:
		r.err = r.on.Err()
	case len(each) > 0:
		r.tested = true
		r.accuracy, _ = r.blocks.Shares(each)
		r.grades.take(&r.blocks, each)
		for k, v := range r.grades.share[jobs.BlockTests:] {
			r.byTurn.X, r.byTurn.Mid = append(r.byTurn.X, float64(k*turnStep)), append(r.byTurn.Mid, r.grades.tr.Nodes[v.ID()].Value[0])
		}
	case r.on.Settled(): // something has made it stand on its way
		r.on.PlayTo(r.steps())
	default:
		return news
	}
	return true
}

// look reads the block on stage with the present weights and records it.
func (r *blockRun) look(b jobs.Block) {
	if r.on == nil || r.on.Model() == nil {
		return
	}
	b.Render(r.x.Data())
	r.x.Touch()
	r.label, r.back = b.Shape, false
	r.tape.Reset()
	r.cost = r.build(r.tape)
	r.tape.Record(&r.tr)
	r.chance, r.pixels = r.tr.Nodes[r.prob.ID()].Value, r.tr.Nodes[0].Value
}

// build writes the chances of the shapes on a tape, and what they cost.
func (r *blockRun) build(t *grad.Tape) *grad.Var {
	scores := r.on.Model().Forward(t.Input("x", r.x)).Named("scores")
	prob := grad.Softmax(scores, 1).Named("softmax")
	if t == r.tape {
		r.prob = prob
	}
	return grad.CrossEntropy(scores, []int{r.label}).Named("loss")
}

// differentiate finds the gradients of the loss of the block on stage.
func (r *blockRun) differentiate() {
	if r.back || r.cost == nil {
		return
	}
	r.back = true
	for _, p := range r.on.Model().Params() {
		p.ZeroGrad()
	}
	r.tape.Backward(r.cost)
	r.tape.Record(&r.tr)
	r.chance, r.pixels = r.tr.Nodes[r.prob.ID()].Value, r.tr.Nodes[0].Value
}

// ask reads a block with the present weights without showing it.
func (r *blockRun) ask(b jobs.Block) []float64 {
	x, t := tensor.New(1, jobs.BlockArea), grad.NewTape()
	t.NoGrad = true
	b.Render(x.Data())
	var out []float64
	for _, p := range grad.Softmax(r.on.Model().Forward(t.Const("x", x)), 1).Value.Data() {
		out = append(out, float64(p))
	}
	return out
}

// highest is the shape with the highest chance.
func highest(chance []float64) int {
	at := 0
	for i, p := range chance {
		if p > chance[at] {
			at = i
		}
	}
	return at
}
