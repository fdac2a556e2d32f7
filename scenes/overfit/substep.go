package overfit

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
)

// Parts implements stage.SubStepper: those of the first step of an epoch, and then
// the updates of all its steps.
func (l *networkLab) Parts() (names []i18n.Text, done int) {
	if l.now == nil || l.now.err != nil || l.now.epoch() < 0 {
		return nil, substep.None
	}
	n := strconv.Itoa(l.set.perEpoch())
	l.names = append(l.names[:0], substep.Names[:substep.Gradient]...)
	l.names = append(l.names, i18n.T(n+" 次更新", n+" updates"))
	return l.names, l.Part
}

// SubStep goes through the first step after the epoch on stage part by part; the
// updates are the epoch itself.
func (l *networkLab) SubStep() {
	names, _ := l.Parts()
	l.stale = true
	if len(names) == 0 || l.ProceedOf(len(names)) {
		l.Step()
		return
	}
	l.show = l.epoch()
}

// rehearse computes the step at hand once the networks stand at the epoch on stage.
func (l *networkLab) rehearse(playing bool) {
	a := l.now
	at := l.epoch() * a.perEpoch()
	if l.Part > substep.None && !playing && a.team.Aim() != at {
		a.team.Seek(at)
	}
	if playing && l.Part > substep.None {
		l.Part, l.stale = substep.None, true
	} else if a.team.Step() == at && l.FollowTeam(a.team, 0, a.members[0].learn) {
		l.stale = true
	}
}

// cells are the numbers of the record and of the step at hand.
func (l *networkLab) Cells(dst []inspect.Cell) []inspect.Cell {
	for _, c := range l.record.cells {
		dst = l.Put(dst, c.Rect, 0, c.Node, c.Cell)
	}
	return l.Card.Cells(dst, &l.Runs, 1)
}

// unfold hands the runs on view to the inspector.
func (l *networkLab) unfold() {
	runs := []inspect.Run{{Tape: l.record.tape, Record: &l.record.tr}}
	if l.Card.Shown() {
		runs = append(runs, l.Card.Run())
	}
	l.Show(runs...)
}

// Curves implements stage.Plotter.
func (l *networkLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("轮", "epoch"), &l.curves[0], &l.curves[1])}
}

// Network implements stage.Networker: the first of the three networks.
func (l *networkLab) Network() weights.Model {
	if l.now == nil || l.now.err != nil {
		return weights.Model{}
	}
	return weights.Model{Name: "digits", Forward: l.now.members[0].Model().Forward, Example: tensor.New(1, 1, l.set.side, l.set.side)}
}

// Curves are the errors by degree and by number of points.
func (l *curveLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("次数", "degree"), &l.sweep.capacity[0], &l.sweep.capacity[1]),
		plot.Lines(i18n.T("点数", "points"), &l.sweep.growth[0], &l.sweep.growth[1])}
}

// Curves are the shares right by angle.
func (l *blocksLab) Curves() []*plot.Curve {
	return []*plot.Curve{plot.Lines(i18n.T("角度", "angle"), &l.run.byTurn)}
}

// Network is the one that reads the blocks.
func (l *blocksLab) Network() weights.Model {
	if l.run.on == nil || l.run.on.Model() == nil {
		return weights.Model{}
	}
	return weights.Model{Name: "blocks", Forward: l.run.on.Model().Forward, Example: tensor.New(1, jobs.BlockArea)}
}
