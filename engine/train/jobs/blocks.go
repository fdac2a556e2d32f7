package jobs

import (
	"math"
	"math/rand/v2"
	"strconv"
	"sync"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// Blocks says on which pictures the job "blocks" learns to tell three shapes
// apart.
type Blocks struct {
	Varied bool // turned and shaded ones too, not only tidy ones
}

// The tests of the job "blocks", all made in one: on the pictures that are
// learned, on others of the tidy kind, turned at random, shaded, and turned by
// each of BlockTurns + 1 angles.
const (
	OnTraining = iota
	OnSame
	OnTurned
	OnShaded
	BlockTests

	BlockTestSize = 150 // pictures of each test but that on training pictures
	BlockTurns    = 18
	BlockTurnStep = 10 // degrees
	BlockTurnSize = 60 // pictures of each angle

	tidyBlocks = 240               // pictures that are learned where they are not varied
	tidy       = 6 * math.Pi / 180 // how far a tidy block is turned at most
)

// blocks trains pixels → 48 ReLUs → 3 shapes. Its options are those of
// [Blocks.Options].
var blocks = job.Job{
	Name: "blocks",
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		return nn.NewSequential(nn.NewLinear(BlockArea, 48, rng), nn.ReLU(), nn.NewLinear(48, BlockShapes, rng))
	},
	Loss: func(*job.Spec) train.Loss { return train.CrossEntropy },
	Data: func(s *job.Spec, _ [][]byte) (learn, test data.Source, err error) {
		b := Blocks{Varied: s.Option("varied", "false") == "true"}
		all := b.pictures(s.Seed)
		return all.first(b.Learned()), all, nil
	},
}

// Options writes the settings as those of a spec: varied.
func (b *Blocks) Options() map[string]string {
	return map[string]string{"varied": strconv.FormatBool(b.Varied)}
}

// Learned is how many pictures are learned: the first ones of the test.
func (b *Blocks) Learned() int {
	if b.Varied {
		return 7 * tidyBlocks
	}
	return tidyBlocks
}

// Shares divides what [job.Runner.Each] says of the test into the share that was
// right in each of its parts.
func (b *Blocks) Shares(each []byte) (tests [BlockTests]float64, byTurn [BlockTurns + 1]float64) {
	take := func(n int) float64 {
		right := 0
		for _, v := range each[:n] {
			right += int(v)
		}
		each = each[n:]
		return float64(right) / float64(n)
	}
	tests[OnTraining] = take(b.Learned())
	for k := OnSame; k < BlockTests; k++ {
		tests[k] = take(BlockTestSize)
	}
	for k := range byTurn {
		byTurn[k] = take(BlockTurnSize)
	}
	return tests, byTurn
}

// pictures lays out all of them, none rendered yet.
func (b *Blocks) pictures(seed uint64) *album {
	source := rand.NewPCG(seed, 20)
	rng := rand.New(source)
	tidily := func(i int) Block { return UprightBlock(i%BlockShapes).draw(tidy, rng) }
	turned := func(i int) Block { return UprightBlock(i%BlockShapes).draw(math.Pi, rng) }
	shaded := func(i int) Block { return tidily(i).shaded(rng) }
	a := &album{}
	a.add(source, b.Learned(), func(i int) Block {
		switch {
		case i/tidyBlocks == 0:
			return tidily(i)
		case i/tidyBlocks <= 2:
			return shaded(i)
		}
		return turned(i)
	})
	a.add(source, BlockTestSize, tidily)
	a.add(source, BlockTestSize, turned)
	a.add(source, BlockTestSize, shaded)
	for k := range BlockTurns + 1 {
		source := rand.NewPCG(seed, 30)
		rng := rand.New(source)
		a.add(source, BlockTurnSize, func(i int) Block {
			b := UprightBlock(i%BlockShapes).draw(0, rng)
			b.Turn = float64(k*BlockTurnStep) * math.Pi / 180
			return b
		})
	}
	a.X = tensor.New(len(a.blocks), BlockArea)
	a.done = make([]bool, len(a.blocks))
	return a
}

// album is a set of pictures that are rendered when they are first looked at.
type album struct {
	data.Dataset
	blocks []Block
	grain  []rand.PCG // by which each picture's grain is drawn
	done   []bool
	mu     *sync.Mutex
}

// add appends n pictures, as many of each shape. What the generator gives goes to
// the first block, its grain, the next block and so on.
func (a *album) add(source *rand.PCG, n int, make func(i int) Block) {
	rng := rand.New(source)
	for i := range n {
		a.blocks = append(a.blocks, make(i))
		a.grain = append(a.grain, *source)
		a.Labels = append(a.Labels, i%BlockShapes)
		for range BlockArea {
			rng.NormFloat64()
		}
	}
	if a.mu == nil {
		a.mu = &sync.Mutex{}
	}
}

// first are the first n pictures, the same ones.
func (a *album) first(n int) *album {
	f := *a
	f.X, f.Labels = tensor.From(a.X.Data()[:n*BlockArea], n, BlockArea), a.Labels[:n]
	return &f
}

// Gather implements data.Source.
func (a *album) Gather(b *data.Batch, index []int, rng *rand.Rand) {
	a.mu.Lock()
	for _, i := range index {
		if i >= 0 && i < a.Len() && !a.done[i] {
			a.render(i)
		}
	}
	a.mu.Unlock()
	a.Dataset.Gather(b, index, rng)
}

// render draws a picture, with a little grain.
func (a *album) render(i int) {
	row := a.X.Data()[i*BlockArea : (i+1)*BlockArea]
	a.blocks[i].Render(row)
	rng := rand.New(&a.grain[i])
	for k := range row {
		row[k] += tensor.Elem(0.02 * rng.NormFloat64())
	}
	a.done[i] = true
}
