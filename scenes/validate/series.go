package validate

import (
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// series is many small trainings one after the other, beside the frames, each
// tested at its end on examples that it has not learned. What the earlier ones
// came to travels in the options of the one under way, so that whoever saves its
// run has all.
type series struct {
	on     *job.Runner
	n      int
	spec   func(i int) (s job.Spec, goal int) // of the training i
	right  [][]bool                           // of each that is done: by test example; nil where it failed
	learnt [][]tensor.Elem                    // the weights of each that was seen to its end
	goal   int                                // of the one under way, 0: none is
	err    error
}

// resultsKey is the option by which earlier results travel.
const resultsKey = "results"

// begin plans n trainings anew.
func (s *series) begin(n int, spec func(i int) (job.Spec, int)) {
	*s = series{on: s.on, n: n, spec: spec}
}

func (s *series) done() bool { return s.err != nil || s.n > 0 && len(s.right) == s.n }

// advance takes what has arrived, and trains on until that many are done, where
// there is no other thread for the time of the budget. It reports whether one more is.
func (s *series) advance(want int, budget time.Duration) (news bool) {
	for until := time.Now().Add(budget); s.err == nil; {
		if s.goal == 0 {
			if len(s.right) >= min(want, s.n) {
				break
			}
			if s.err = s.start(); s.err != nil {
				break
			}
		}
		s.on.Poll(max(time.Until(until), 0))
		if !s.take() {
			break
		}
		news = true
	}
	return news
}

// start begins the next training.
func (s *series) start() error {
	spec, goal := s.spec(len(s.right))
	spec.Options = maps.Clone(spec.Options)
	spec.Options[resultsKey] = writeResults(s.right)
	s.goal = goal
	err := s.on.Start(spec)
	s.on.PlayTo(goal)
	return err
}

// take looks whether the training under way has ended.
func (s *series) take() bool {
	err := s.on.Err()
	var broke *train.Diverged
	switch {
	case errors.As(err, &broke):
		s.right = append(s.right, nil)
	case err != nil:
		s.err = err
		return false
	case len(s.on.Each()) > 0:
		s.right = append(s.right, trues(s.on.Each()))
		for len(s.learnt) < len(s.right)-1 { // of those before a reload they are gone
			s.learnt = append(s.learnt, nil)
		}
		s.learnt = append(s.learnt, s.on.Weights(nil))
	default:
		if s.on.Settled() { // something has made it stand on its way
			s.on.PlayTo(s.goal)
		}
		return false
	}
	s.goal = 0
	return true
}

func trues(each []byte) []bool {
	out := make([]bool, len(each))
	for i, v := range each {
		out[i] = v != 0
	}
	return out
}

// network returns that of a training that is done, as it was at its end, and what
// it was tested on; nil where its weights are not known.
func (s *series) network(i int, files ...[]byte) (m nn.Module, test data.Source) {
	if i >= len(s.learnt) || s.learnt[i] == nil {
		return nil, nil
	}
	spec, _ := s.spec(i)
	j, err := job.Find(jobs.All(), spec.Job)
	if err != nil {
		return nil, nil
	}
	if _, test, err = j.Data(&spec, files); err != nil {
		return nil, nil
	}
	m = j.Model(&spec, train.WeightRNG(spec.Seed))
	pour(m, s.learnt[i])
	return m, test
}

// takeUp goes on where a saved run of the same series stands; one of another series
// is left alone.
func (s *series) takeUp(saved []byte) error {
	if saved == nil || s.spec == nil {
		return nil
	}
	first, _, err := job.SavedSpecs(saved)
	if err != nil {
		return err
	}
	right, err := readResults(first.Options[resultsKey])
	if err != nil || len(right) >= s.n {
		return err
	}
	spec, goal := s.spec(len(right))
	delete(first.Options, resultsKey)
	if !sameLesson(&spec, &first) {
		return nil
	}
	if err := s.on.Restore(saved); err != nil {
		return err
	}
	s.right, s.goal = right, goal
	return nil
}

// follow goes on where another series stands, with what it came to.
func (s *series) follow(of *series) error {
	s.right, s.goal, s.err, s.learnt = slices.Clone(of.right), of.goal, of.err, slices.Clone(of.learnt)
	if of.goal == 0 {
		return nil
	}
	return s.on.Follow(of.on)
}

// sameLesson reports whether two specs come to the same network.
func sameLesson(a, b *job.Spec) bool {
	return a.Job == b.Job && a.Seed == b.Seed && a.Hyper == b.Hyper && maps.Equal(a.Options, b.Options)
}

// writeResults writes what was right: the number of examples and a bit for each,
// or nothing for a training that failed, with commas between.
func writeResults(all [][]bool) string {
	parts := make([]string, len(all))
	for k, right := range all {
		if right == nil {
			continue
		}
		bits := make([]byte, (len(right)+7)/8)
		for i, r := range right {
			if r {
				bits[i/8] |= 1 << (i % 8)
			}
		}
		parts[k] = strconv.Itoa(len(right)) + "." + base64.RawURLEncoding.EncodeToString(bits)
	}
	return strconv.Itoa(len(all)) + "," + strings.Join(parts, ",")
}

// readResults reads what writeResults wrote.
func readResults(text string) ([][]bool, error) {
	bad := errors.New("damaged results")
	head, rest, _ := strings.Cut(text, ",")
	parts := strings.Split(rest, ",")
	if n, err := strconv.Atoi(head); err != nil || n != len(parts) && (n != 0 || rest != "") {
		return nil, bad
	} else if n == 0 {
		return nil, nil
	}
	all := make([][]bool, len(parts))
	for k, part := range parts {
		if part == "" {
			continue
		}
		count, text, _ := strings.Cut(part, ".")
		n, err := strconv.Atoi(count)
		bits, err2 := base64.RawURLEncoding.DecodeString(text)
		if err != nil || err2 != nil || n < 1 || len(bits) != (n+7)/8 {
			return nil, bad
		}
		all[k] = make([]bool, n)
		for i := range all[k] {
			all[k][i] = bits[i/8]>>(i%8)&1 == 1
		}
	}
	return all, nil
}
