package overfit

import (
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/plot"
)

const (
	blockTrain = 240
	blockTest  = 150
	blockSteps = 300
	tidy       = 6 * math.Pi / 180 // how far a tidy block is turned at most
	turnStep   = 10                // degrees from one position to the next
	turns      = 18
)

// The four tests: on the training pictures, on new ones of the same kind,
// turned and shaded.
const (
	onTraining = iota
	onSame
	onTurned
	onShaded
	blockTests
)

// blockRun trains a network to tell three shapes apart, and tests it.
type blockRun struct {
	seed    uint64
	varied  bool // it learns turned and shaded blocks too
	sets    [blockTests]*album
	turned  *album // of the test by angle that is under way
	session *train.Session
	err     error

	accuracy [blockTests]float64
	byTurn   plot.Band
	left     int // tests still to do, of both kinds

	tape   *grad.Tape
	x      *tensor.Tensor
	prob   *grad.Var
	tr     trace.Trace
	chance []float64 // of each shape, of the block on stage
	pixels []float64
}

func newBlockRun(seed uint64) *blockRun {
	return &blockRun{seed: seed, tape: grad.NewTape(), x: tensor.New(1, area)}
}

// begin starts to train anew.
func (r *blockRun) begin(varied bool) {
	rng := rand.New(rand.NewPCG(r.seed, 20))
	tidily := func(i int) block { return upright(i%shapes).draw(tidy, rng) }
	turned := func(i int) block { return upright(i%shapes).draw(math.Pi, rng) }
	shaded := func(i int) block { return tidily(i).shaded(rng) }
	n, learn := blockTrain, tidily
	if varied {
		n, learn = 7*blockTrain, func(i int) block {
			switch i / blockTrain {
			case 0:
				return tidily(i)
			case 1, 2:
				return shaded(i)
			}
			return turned(i)
		}
	}
	r.varied, r.session, r.err = varied, nil, nil
	r.sets = [blockTests]*album{newAlbum(n, rng, learn), newAlbum(blockTest, rng, tidily), newAlbum(blockTest, rng, turned), newAlbum(blockTest, rng, shaded)}
	r.left, r.turned = blockTests+turns+1, nil
	r.byTurn.Reset()
}

// start makes the network once the pictures are there.
func (r *blockRun) start() {
	r.session, r.err = train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module {
			return nn.NewSequential(nn.NewLinear(area, 48, rng), nn.ReLU(), nn.NewLinear(48, shapes, rng))
		},
		Loss: train.CrossEntropy, Seed: r.seed, SnapshotEvery: 4096,
		Settings: train.Settings{Data: r.sets[onTraining].Dataset, BatchSize: 24, Rule: optim.DefaultAdam(0.003)},
	})
}

// steps is how long it is trained.
func (r *blockRun) steps() int {
	if r.varied {
		return 6 * blockSteps
	}
	return blockSteps
}

func (r *blockRun) done() bool { return r.err != nil || r.session != nil && r.left == 0 }

// advance renders, trains and tests until the time is up.
func (r *blockRun) advance(until time.Time) {
	for r.err == nil && r.left > 0 && time.Now().Before(until) {
		switch k := turns + 1 + blockTests - r.left; {
		case r.session == nil:
			if r.sets[onTraining].advance(until) {
				r.start()
			}
		case r.session.StepCount() < r.steps():
			_, r.err = r.session.AdvanceTo(r.steps(), time.Until(until))
		case k < blockTests:
			if r.sets[k].advance(until) {
				r.accuracy[k] = r.test(r.sets[k])
				r.left--
			}
		default:
			r.turn(k-blockTests, until)
		}
	}
}

// turn tests blocks that are all turned by the same angle.
func (r *blockRun) turn(k int, until time.Time) {
	if r.turned == nil {
		rng := rand.New(rand.NewPCG(r.seed, 30))
		at := float64(k*turnStep) * math.Pi / 180
		r.turned = newAlbum(60, rng, func(i int) block {
			b := upright(i%shapes).draw(0, rng)
			b.turn = at
			return b
		})
	}
	if r.turned.advance(until) {
		r.byTurn.X, r.byTurn.Mid = append(r.byTurn.X, float64(k*turnStep)), append(r.byTurn.Mid, r.test(r.turned))
		r.turned = nil
		r.left--
	}
}

func (r *blockRun) test(set *album) float64 {
	e, err := r.session.Evaluate(set, shapes)
	if err != nil {
		r.err = err
		return 0
	}
	return e.Accuracy
}

// look reads the block on stage with the present weights and records it.
func (r *blockRun) look(b block) {
	if r.session == nil {
		return
	}
	b.render(r.x.Data())
	r.x.Touch()
	r.tape.Reset()
	r.prob = grad.Softmax(r.session.Model().Forward(r.tape.Const("x", r.x)).Named("scores"), 1).Named("softmax")
	r.tape.Record(&r.tr)
	r.chance, r.pixels = r.tr.Nodes[r.prob.ID()].Value, r.tr.Nodes[0].Value
}

// ask reads a block with the present weights without showing it.
func (r *blockRun) ask(b block) []float64 {
	x, t := tensor.New(1, area), grad.NewTape()
	t.NoGrad = true
	b.render(x.Data())
	var out []float64
	for _, p := range grad.Softmax(r.session.Model().Forward(t.Const("x", x)), 1).Value.Data() {
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
