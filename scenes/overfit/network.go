package overfit

import (
	"slices"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

const (
	keptRows    = 9 // earlier attempts that the table shows
	sheetsShown = 16
)

// networkLab trains a network on few digits, some of them mislabelled, and
// tries what keeps it from learning them by heart.
type networkLab struct {
	inspect.Runs
	substep.Training
	names   []i18n.Text // of a step's parts
	lang    i18n.Lang
	seed    uint64
	digits  digits
	set     setup
	now     *attempt
	base    [2]result // of the setup without a cure: at its best epoch, and when judged
	plain   *attempt  // that setup, where the one on stage is another
	thread  *labs.Thread
	teams   [2]*job.Team // of the attempt on stage, and of plain
	judged  int          // the epoch of base[1]; 0: not yet
	goal    int          // epochs that were asked for: of every attempt, 0 before play
	show    int          // the epoch on stage; −1 follows the training
	record  record
	cardRun int // the step's among the runs
	dropped dropped

	curves [2]plot.Band // losses, on the training images and on unseen ones
	ghost  ghost        // the attempt before
	lines  []*plot.Band // both
	plot   *plot.Bands
	rows   []row // attempts before
	heat   *plot.Heatmap
	sheets [sheetsShown]*plot.Heatmap // of the last batch

	changed, stale bool
	phone          bool
	area           paint.Rect

	guess                       *ui.Guess
	width, images, side, l1, l2 *ui.Select
	dropout, wrong              *ui.Slider
	augment, early              *ui.Toggle
	losses, table, card         *ui.Figure
	list, shapes                []ui.Widget
	marks                       networkMarks
	texts                       networkTexts
	hint, why                   prose.Block // of the table and of the card
}

// row is an attempt that was made.
type row struct {
	setup
	result
	epoch int
	acc   [2][runs]float64 // of each seed, on training images and unseen ones
}

func newNetworkLab(seed uint64, thread *labs.Thread) *networkLab {
	l := &networkLab{seed: seed, thread: thread, set: uncured, show: -1, changed: true, record: record{tape: grad.NewTape()}}
	l.record.tape.NoGrad = true
	l.curves = [2]plot.Band{{Name: trainName, Color: 0}, {Name: unseenName, Color: 1}}
	l.lines = []*plot.Band{&l.curves[0], &l.curves[1]}
	l.ghost.Band = plot.Band{Name: beforeName, Color: 1, Faint: true}
	l.build()
	return l
}

// begin tries the present setup, and keeps what the last one came to.
func (l *networkLab) begin() {
	if a := l.now; a != nil && a.err == nil && a.epoch() >= 10 {
		e := l.epoch()
		l.rows = append(l.rows, row{a.setup, a.mean(e), e, a.accuracies(e)})
		if len(l.rows) > keptRows {
			l.rows = slices.Delete(l.rows, 0, 1)
		}
		l.ghost.keep(a)
		l.goal = min(max(l.goal, a.epoch()), lastEpoch)
	}
	l.enter(newAttempt(l.set, &l.digits, l.seed, l.teams[0]))
}

// turns reports whether what was changed counts from the epoch on stage: in a race,
// where it is a cure.
func (l *networkLab) turns() bool {
	a := l.now
	return len(l.plot.Others) > 0 && a != nil && a.err == nil && a.furnished() && a.sameButCures(l.set)
}

// turn goes on from the epoch on stage with other cures.
func (l *networkLab) turn() {
	at := l.epoch()
	l.now.turn(l.set, at)
	l.goal = at
	l.enter(l.now)
	l.follow()
}

// enter shows an attempt from its beginning.
func (l *networkLab) enter(a *attempt) {
	l.now, l.show, l.dropped.ok, l.Part = a, -1, false, substep.None
	l.Card.Forget()
	if w, _ := l.heat.Size(); w != l.set.width {
		l.heat = newMasks(l.set.width)
	}
	for i := range l.curves {
		l.curves[i].Reset()
	}
}

// newMasks is the picture of dropout's masks, a row for each image of a batch.
func newMasks(width int) *plot.Heatmap { return plot.NewHeatmap(width, batchSize) }

// epoch is the one on stage.
func (l *networkLab) epoch() int {
	if l.now == nil || l.now.err != nil {
		return 0
	}
	e := l.now.epoch()
	if l.show >= 0 {
		e = min(e, l.show)
	}
	return max(e, 0)
}

func (l *networkLab) Controls() []ui.Widget { return l.list }

func (l *networkLab) Figures() []ui.Widget { return l.shapes }

func (l *networkLab) Settled() bool {
	switch {
	case l.digits.err != nil || l.now != nil && l.now.err != nil:
		return true
	case l.now == nil || l.changed || !l.digits.ready:
		return false
	}
	if l.deciding() && (l.plain == nil || l.plain.err == nil) {
		return false
	}
	if l.Part > substep.None {
		return l.Card.Known(l.now.team.Step()) && l.now.team.Settled()
	}
	return l.rests() && l.now.settled()
}

// rests reports whether the run on stage has got where it was asked to go.
func (l *networkLab) rests() bool {
	return l.now.finished() || l.now.epoch() >= l.goal
}

// learned reports whether it has learned something, and rests.
func (l *networkLab) learned() bool {
	return l.now.epoch() > 0 && l.rests() && l.now.settled()
}

func (l *networkLab) Update(env *stage.Env, look bool) bool {
	l.area, l.phone, l.lang = env.Area, env.Phone, env.Lang
	l.plot.Others = l.plot.Others[:0]
	labs.Beside(env, func(name string, o *networkLab) {
		l.plot.Others = append(l.plot.Others, plot.Other{Name: name, Lines: o.lines})
	})
	l.work(env)
	if verdict, ok := l.guess.News(); ok {
		env.Announce(verdict)
		l.stale = true
	}
	if !l.stale && !look {
		return false
	}
	l.stale = false
	l.place()
	l.write()
	l.placeStep()
	l.unfold()
	l.texts.fill(l, env.Lang)
	l.setWords(env.Lang)
	return true
}

// Close lets go of the thread that trains.
func (l *networkLab) Close() {
	for _, t := range l.teams {
		if t != nil {
			t.Close()
		}
	}
}
