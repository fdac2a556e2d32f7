package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// holdOut is how many of the training images, the last ones, are never trained on.
const holdOut = 10000

// shares is in how many parts a batch is computed side by side.
const shares = 2

// Of 32 images of a batch 15 are MNIST's, then up to the 25th redrawn from the
// strokes of others, then up to the 31st invented, and one is a scribble.
const (
	mixFile     = 15
	mixRedrawn  = 25
	mixInvented = 31
	mixAll      = 32
)

// settings are the command's flags.
type settings struct {
	mnist, out, set, strokes string
	epochs, batch            int
	lr                       float64
	seed                     uint64
}

func loadMNIST(dir, prefix string) (*data.Images, error) {
	if dir == "" {
		return nil, fmt.Errorf("-mnist is missing: the folder with MNIST's *-ubyte.gz files")
	}
	return data.LoadImageFiles(
		filepath.Join(dir, prefix+"-images-idx3-ubyte.gz"),
		filepath.Join(dir, prefix+"-labels-idx1-ubyte.gz"), data.DigitClasses)
}

// worker computes the gradients of its share of every batch.
type worker struct {
	model  *models.Digits
	tape   *grad.Tape
	x      *tensor.Tensor
	labels []int
	loss   float64

	rng    *rand.Rand
	bender bender
	plain  [size * size]tensor.Elem
	pen    data.Drawing
}

func newWorker(model *models.Digits, n int, seed, stream uint64) *worker {
	rng := rand.New(rand.NewPCG(seed, stream))
	model.Dropout, model.Rng = 0.15, rng
	w := &worker{model: model, tape: grad.NewTape(), x: tensor.New(n, 1, size, size), labels: make([]int, n), rng: rng}
	w.tape.Training = true
	w.bender.rng = rng
	return w
}

// fill takes the images at index, redraws as many others from their strokes, and
// invents drawings for the rest of the share, a few of them scribbles.
func (w *worker) fill(images *data.Images, traced [][]data.Stroke, index []int) {
	for k := range w.labels {
		bend := 0.85
		switch {
		case k < len(index):
			images.Example(w.plain[:], index[k])
			w.labels[k] = images.Labels[index[k]]
		case k < len(w.labels)*mixRedrawn/mixAll:
			i := w.rng.IntN(len(traced))
			w.labels[k] = images.Labels[i]
			w.draw(redraw(w.rng, traced[i]))
			bend = 0.4
		case k < len(w.labels)*mixInvented/mixAll:
			w.labels[k] = w.rng.IntN(10)
			w.draw(data.DrawDigit(w.rng, w.labels[k]))
			bend = 0.7
		default:
			// With a label by lot, the best answer is that it may be any digit.
			w.labels[k] = w.rng.IntN(10)
			w.draw(scribble(w.rng))
			bend = 0
		}
		dst := w.x.Data()[k*size*size : (k+1)*size*size]
		if w.rng.Float64() < bend {
			w.bender.bend(dst, w.plain[:])
		} else {
			copy(dst, w.plain[:])
		}
	}
	w.x.Touch()
}

// draw renders strokes into plain.
func (w *worker) draw(strokes []data.Stroke, brush float64) {
	render(w.plain[:], &w.pen, strokes, brush)
}

// gradients leaves ∂L/∂w of the mean loss of the share in the parameters.
func (w *worker) gradients() {
	for _, p := range w.model.Params() {
		p.ZeroGrad()
	}
	w.tape.Reset()
	logits := w.model.Forward(w.tape.Const("x", w.x))
	loss := grad.CrossEntropy(logits, w.labels)
	w.tape.Backward(loss)
	w.loss = loss.Item()
}

// adam holds the moments of AdamW for all parameters.
type adam struct {
	m, v []*tensor.Tensor
	step int
}

func (a *adam) update(params []*grad.Param, lr float64) {
	if a.m == nil {
		for _, p := range params {
			a.m = append(a.m, tensor.New(p.Value.Shape()...))
			a.v = append(a.v, tensor.New(p.Value.Shape()...))
		}
	}
	a.step++
	for i, p := range params {
		tensor.AdamStep(p.Value, a.m[i], a.v[i], p.Grad, &tensor.AdamParams{
			LR: lr, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, WeightDecay: 0.02, Decoupled: true, Step: a.step})
	}
}

// trainDigits trains from scratch and writes the weights after every epoch.
func trainDigits(s *settings) error {
	images, err := loadMNIST(s.mnist, "train")
	if err != nil {
		return err
	}
	if images.N <= holdOut || images.H != size || images.W != size || s.batch < 8 || s.epochs < 1 {
		return fmt.Errorf("want more than %d images of %d×%d, a batch of at least 8 and at least 1 epoch", holdOut, size, size)
	}
	n := images.N - holdOut
	model := models.NewDigits(rand.New(rand.NewPCG(s.seed, 0)))
	fmt.Printf("tracing %d images\n", n)
	traced := traceAll(images, n)
	fromFile := s.batch / shares * mixFile / mixAll
	var workers [shares]*worker
	for i := range workers {
		workers[i] = newWorker(model.Replica(), s.batch/shares, s.seed, uint64(i)+1)
	}
	var opt adam
	steps := n / (shares * fromFile)
	order := rand.New(rand.NewPCG(s.seed, 100))
	begin := time.Now()
	for epoch := range s.epochs {
		perm, mean := data.Permutation(n, order), 0.0
		for step := range steps {
			var wg sync.WaitGroup
			for i, w := range workers {
				from := (step*shares + i) * fromFile
				wg.Go(func() {
					w.fill(images, traced, perm[from:from+fromFile])
					w.gradients()
				})
			}
			wg.Wait()
			average(model, workers[:])
			done := (float64(epoch*steps+step) + 1) / float64(s.epochs*steps)
			opt.update(model.Params(), s.lr*schedule(done))
			mean += (workers[0].loss + workers[1].loss) / 2 / float64(steps)
		}
		held := testImages(model, images, n).percent()
		fmt.Printf("epoch %d/%d  loss %.4f  held out %.2f%%  %s\n", epoch+1, s.epochs, mean, held, time.Since(begin).Round(time.Second))
		if err := save(model, s, epoch+1, held); err != nil {
			return err
		}
	}
	return nil
}

// average sets the model's gradients to the mean of the workers'.
func average(model *models.Digits, workers []*worker) {
	for i, p := range model.Params() {
		p.ZeroGrad()
		for _, w := range workers {
			tensor.Axpy(p.Grad, tensor.Elem(1/float64(len(workers))), w.model.Params()[i].Grad)
		}
	}
}

// schedule is the share of the highest learning rate: a short warm-up, then half a cosine.
func schedule(done float64) float64 {
	const warm = 0.02
	return math.Min(done/warm, 0.5*(1+math.Cos(math.Pi*done))+0.002)
}

func save(model *models.Digits, s *settings, epochs int, held float64) error {
	f := weights.FromParams(model.Params(), weights.F32, map[string]string{
		"model":             "digits: conv 5×5×8, pool, conv 5×5×16, pool, dense 64, dense 10",
		"command":           fmt.Sprintf("go run ./assets/train digits -mnist DIR -epochs %d -batch %d -lr %g -seed %d", s.epochs, s.batch, s.lr, s.seed),
		"data":              "MNIST training images 1–50,000 (CC BY-SA 3.0, LeCun and Cortes), bent at random and redrawn from their strokes, invented strokes, and a few scribbles labelled by lot",
		"epochs":            fmt.Sprint(epochs),
		"seed":              fmt.Sprint(s.seed),
		"held_out_accuracy": fmt.Sprintf("%.2f%% of training images 50,001–60,000", held),
	})
	out, err := os.Create(s.out)
	if err != nil {
		return err
	}
	if err := weights.Write(out, f); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
