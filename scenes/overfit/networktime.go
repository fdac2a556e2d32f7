package overfit

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// At implements stage.Timeline: epochs, open-ended.
func (l *networkLab) At() (at, last int) { return l.epoch(), -1 }
func (l *networkLab) Step()              { l.Seek(l.epoch() + 1) }
func (l *networkLab) Back()              { l.Seek(l.Before(l.epoch())) }
func (l *networkLab) Reset()             { l.Seek(0) }

// Reached implements stage.Reacher.
func (l *networkLab) Reached() int {
	if l.now == nil {
		return 0
	}
	return max(l.now.epoch(), 0)
}

// Seek shows an epoch, and trains on to it where it has not been reached.
func (l *networkLab) Seek(at int) {
	at = min(max(at, 0), lastEpoch)
	l.show, l.goal, l.stale, l.Part = at, max(l.goal, at), true, substep.None
}

func (l *networkLab) Caption(g i18n.Lang) string {
	n := strconv.Itoa(l.Under(l.epoch()))
	return i18n.T("第 "+n+" 轮", "Epoch "+n).In(g) + l.said(g)
}

func (l *networkLab) said(g i18n.Lang) string {
	names, _ := l.Parts()
	if len(names) == 0 {
		return ""
	}
	return l.SaidOf(names, g)
}

// placeStep gives the step at hand the room of the card.
func (l *networkLab) placeStep() { l.Card.Place(l.card.Rect().InsetXY(16, 12), &l.Midst, l.lang) }

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
