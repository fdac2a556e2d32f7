package overfit

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/exam"
)

// blockParts are the four tests, and one for each angle.
const blockParts = jobs.BlockTests + turns + 1

// blockGrades are the shares that the tests came to, on a record of their
// own: means of the answers that the engine gave beside the frames. A test is
// taken again when somebody unfolds its share.
type blockGrades struct {
	tape    *grad.Tape
	tr      trace.Trace
	known   bool
	answers [blockParts]*grad.Var
	share   [blockParts]*grad.Var
	exams   [blockParts]exam.Exam
	taken   []int // tests, in the order in which they were taken again
}

func newBlockGrades() blockGrades {
	g := blockGrades{tape: grad.NewTape()}
	g.tape.NoGrad = true
	return g
}

func (g *blockGrades) forget() {
	g.known, g.taken = false, g.taken[:0]
	g.tape.Reset()
	g.tape.Record(&g.tr)
}

// size is how many pictures a test has.
func size(b *jobs.Blocks, test int) int {
	switch {
	case test == jobs.OnTraining:
		return b.Learned()
	case test < jobs.BlockTests:
		return jobs.BlockTestSize
	}
	return jobs.BlockTurnSize
}

// take records what the tests came to.
func (g *blockGrades) take(b *jobs.Blocks, each []byte) {
	g.forget()
	for k := range g.share {
		n := size(b, k)
		if len(each) < n {
			return
		}
		x := tensor.New(n)
		for i, v := range each[:n] {
			x.Data()[i] = tensor.Elem(v)
		}
		each = each[n:]
		g.answers[k] = g.tape.Const("right", x)
		name := "accuracy_by_angle"
		if k < jobs.BlockTests {
			name = gradeNames[k]
		}
		g.share[k] = grad.Mean(g.answers[k]).Named(name)
	}
	g.tape.Record(&g.tr)
	g.known = true
}

var gradeNames = [jobs.BlockTests]string{"train_accuracy", "val_accuracy", "turned_accuracy", "shaded_accuracy"}

// mostExams is how many tests that were taken again are kept.
const mostExams = 6

// of is the test that a number of the record belongs to, or −1.
func (g *blockGrades) of(node int) int {
	for k := range g.share {
		if g.known && (node == g.share[k].ID() || node == g.answers[k].ID()) {
			return k
		}
	}
	return -1
}

// again takes a test once more, with the network as it is.
func (g *blockGrades) again(k int, m nn.Module, b *jobs.Blocks, spec *job.Spec) {
	for _, t := range g.taken {
		if t == k {
			return
		}
	}
	j, err := job.Find(jobs.All(), spec.Job)
	if err != nil {
		return
	}
	_, all, err := j.Data(spec, nil)
	if err != nil {
		return
	}
	from := 0
	for t := range k {
		from += size(b, t)
	}
	index := make([]int, size(b, k))
	for i := range index {
		index[i] = from + i
	}
	var batch data.Batch
	all.Gather(&batch, index, nil)
	if len(g.taken) == mostExams {
		g.taken, g.exams = g.taken[:0], [blockParts]exam.Exam{}
	}
	if g.exams[k].Take(m, batch.X, batch.Labels) == nil {
		g.taken = append(g.taken, k)
	}
}
