package overfit

import (
	"encoding/json"
	"slices"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/stage"
)

// Runners implements stage.Keeper: the networks on stage.
func (l *networkLab) Runners() []*job.Runner {
	all := make([]*job.Runner, runs)
	if l.now != nil && l.now.err == nil {
		copy(all, l.teams[0].Runners())
	}
	return all
}

// TakeUp implements stage.Keeper. The images may still be on their way.
func (l *networkLab) TakeUp(env *stage.Env, saved [][]byte) error {
	if slices.ContainsFunc(saved, func(b []byte) bool { return b == nil }) { // nothing was trained
		return nil
	}
	l.hire(env)
	a := oldAttempt(l.set, l.seed, l.teams[0], saved)
	if a.err != nil {
		return a.err
	}
	l.enter(a)
	l.goal, l.changed, l.stale = a.sent(), false, true
	l.follow()
	return nil
}

// Follow implements labs.Follower: the networks stand where those of another
// laboratory do.
func (l *networkLab) Follow(env *stage.Env, of labs.Lab) error {
	o := of.(*networkLab)
	l.guess.Follow(o.guess)
	l.rows, l.base, l.judged = slices.Clone(o.rows), o.base, o.judged
	l.ghost.take(o.ghost.seeds)
	if o.now == nil || o.now.err != nil || o.changed || !o.now.furnished() || o.now.epoch() < 0 {
		return nil // it begins by its settings, as that one will or has just begun
	}
	l.hire(env)
	a := o.now.fork(l.teams[0])
	if a.err != nil {
		return a.err
	}
	l.digits = o.digits
	l.enter(a)
	l.show, l.goal, l.changed, l.stale = o.show, max(a.epoch(), 0), false, true
	l.follow()
	return nil
}

// note is what a visitor has found out with the networks before.
type note struct {
	Show int       `json:"show"`
	Rows []noteRow `json:"rows,omitempty"`

	Before [runs][]float32 `json:"before"` // losses of each on unseen images, by epoch
}

type noteRow struct {
	Shape [3]int     `json:"shape"` // width, images, side
	Cures [4]float64 `json:"cures"` // L1, L2, dropout, wrong labels
	On    [2]bool    `json:"on"`    // augmentation, early stopping
	Came  [4]float64 `json:"came"`  // losses and accuracies, on training images and unseen ones
	Epoch int        `json:"epoch"`

	Seeds [2][runs]float64 `json:"seeds"` // accuracies of each
}

// Note implements stage.Noter: the attempts before, and the epoch on view.
func (l *networkLab) Note() []byte {
	if len(l.rows) == 0 && l.show < 0 {
		return nil
	}
	n := note{Show: l.show, Before: l.ghost.seeds}
	for _, r := range l.rows {
		n.Rows = append(n.Rows, noteRow{[3]int{r.width, r.images, r.side}, [4]float64{r.l1, r.l2, r.dropout, r.wrong}, [2]bool{r.augment, r.early},
			[4]float64{r.trainLoss, r.valLoss, r.trainAcc, r.valAcc}, r.epoch, r.acc})
	}
	text, err := json.Marshal(n)
	if err != nil { // a number that is not finite
		return nil
	}
	return text
}

// Recall brings it back.
func (l *networkLab) Recall(text []byte) error {
	var n note
	if err := json.Unmarshal(text, &n); err != nil {
		return err
	}
	l.show, l.rows = min(n.Show, lastEpoch), nil
	for _, r := range n.Rows[max(0, len(n.Rows)-keptRows):] {
		if r.Seeds == ([2][runs]float64{}) { // noted before they were: only their means are known
			for i := range runs {
				r.Seeds[0][i], r.Seeds[1][i] = r.Came[2], r.Came[3]
			}
		}
		l.rows = append(l.rows, row{setup{width: r.Shape[0], images: r.Shape[1], side: r.Shape[2], l1: r.Cures[0], l2: r.Cures[1], dropout: r.Cures[2], wrong: r.Cures[3],
			augment: r.On[0], early: r.On[1]}, result{r.Came[0], r.Came[1], r.Came[2], r.Came[3]}, r.Epoch, r.Seeds})
	}
	l.ghost.take(n.Before)
	l.stale = true
	return nil
}
