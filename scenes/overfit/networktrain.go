package overfit

import (
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
)

// hire has a thread for the training.
func (l *networkLab) hire(env *stage.Env) {
	if l.teams[0] == nil {
		on := l.thread.Runner(env)
		l.teams = [2]*job.Team{job.NewTeam(on), job.NewTeam(on.Beside())}
	}
}

// work loads, begins and trains.
func (l *networkLab) work(env *stage.Env) {
	l.hire(env)
	if !l.digits.ready {
		l.digits.load(l.seed)
		l.stale = true
		if !l.digits.ready {
			return
		}
	}
	if l.changed {
		l.changed, l.stale = false, true
		if l.turns() {
			l.turn()
		} else {
			l.begin()
		}
	}
	a := l.now
	if a.err != nil {
		env.Play.On = false
		return
	}
	if !a.furnished() {
		a.furnish(&l.digits, l.seed)
		l.stale = true
	}
	if !a.turning {
		l.goal = max(l.goal, a.sent())
	}
	if env.Play.On && l.show >= 0 {
		l.show = -1
	}
	if env.Play.On && l.goal <= a.epoch() {
		l.goal = min(a.epoch()+1, lastEpoch)
	}
	if env.Play.On && (a.finished() || a.epoch() >= lastEpoch) {
		env.Play.On = false
	}
	budget, at, before := time.Duration(env.Budget*0.6*float64(time.Second)), a.epoch(), a.settled()
	if l.Part == substep.None {
		a.send(l.goal)
	}
	if a.take(budget) {
		l.Card.Forget()
	}
	if l.rehearse(env.Play.On); l.Part > substep.None {
		return
	}
	if a.epoch() != at || a.settled() != before {
		l.follow()
		l.stale = true
	}
	if l.set.dropout > 0 && l.learned() && !l.dropped.ok {
		l.stale = true
	}
	l.decide(budget)
}

// decide finds what the prediction is scored by: the run without any cure,
// trained out of sight where it is not the one on stage.
func (l *networkLab) decide(budget time.Duration) {
	if !l.deciding() {
		return
	}
	a := l.now
	if a.setup != uncured || a.turned {
		if l.plain == nil {
			l.plain = newAttempt(uncured, &l.digits, l.seed, l.teams[1])
		}
		a = l.plain
		a.advance(firstGoal, budget)
	}
	if a.err == nil && a.epoch() >= firstGoal {
		e, _ := a.best(a.epoch())
		l.base, l.judged, l.plain, l.stale = [2]result{a.mean(e), a.mean(a.epoch())}, a.epoch(), nil, true
	}
}

// deciding reports whether a prediction waits for its score, and the visitor has
// asked for as long a training as that takes.
func (l *networkLab) deciding() bool {
	return l.judged == 0 && l.guess.Value() != "" && (l.goal >= firstGoal || l.now.finished())
}

// uncured is the network that learns everything by heart.
var uncured = setup{width: 64, images: 200, side: 8, wrong: 0.2}

// follow appends the epochs that are complete to the curves.
func (l *networkLab) follow() {
	a := l.now
	for e := len(l.curves[0].X); e <= a.epoch(); e++ {
		var t, v [runs]float64
		for i, m := range a.members {
			r := m.past[min(e, len(m.past)-1)]
			t[i], v[i] = r.trainLoss, r.valLoss
		}
		l.curves[0].Put(float64(e), t[:]...)
		l.curves[1].Put(float64(e), v[:]...)
		mean := a.mean(e) // as the words say, and the run before
		l.curves[0].Mid[e], l.curves[1].Mid[e] = mean.trainLoss, mean.valLoss
	}
	if m := a.members[0].mask; len(m) > 0 {
		l.heat.Set(m, plot.Diverging(1))
	}
	for i, s := range a.members[0].batch {
		if i < len(l.sheets) {
			if w, _ := l.sheets[i].Size(); w != a.side {
				l.sheets[i] = plot.NewHeatmap(a.side, a.side)
			}
			l.sheets[i].Set(s.pixels, plot.Greys(0, 1))
		}
	}
}
