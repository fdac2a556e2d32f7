package job

import (
	"errors"
	"time"

	"gradtheatre/engine/train"
)

// maxEntries is how many steps of the history one report tells of.
const maxEntries = 2048

// maxMemory is how many weights a network has at most whose optimizer's memory
// is told with them.
const maxMemory = 2048

// telling is what of a run has been reported.
type telling struct {
	news      bool // there is something to report
	urgent    bool // and it is more than steps
	reported  time.Time
	told      int // entries of the history that were reported
	toldEvals int
	toldEach  bool
	toldStep  int    // whose weights were reported; −1: none
	note      string // a command that was refused
	inspect   bool
	taken     bool // the tape is that of the last step
	saving    bool // the whole run is to be sent, once it stands at a step
	room      int  // bytes for its snapshots
}

// tell asks for a report without delay.
func (t *telling) tell() { t.news, t.urgent = true, true }

// due reports whether it is time for a report.
func (t *telling) due(busy bool, spacing time.Duration) bool {
	if !t.news {
		return false
	}
	if spacing > 0 {
		now := time.Now()
		if !t.urgent && busy && now.Sub(t.reported) < spacing {
			return false
		}
		t.reported = now
	}
	t.news, t.urgent = false, false
	return true
}

// report fills p with what is new, if it is time for that.
func (r *run) report(p *Report, spacing time.Duration) bool {
	if !r.due(r.busy(), spacing) {
		return false
	}
	p.Run, p.Seq, p.Playing, p.Stopped, p.Rate, p.Pace, p.Error, p.Note = r.id, r.seq, r.playing, r.stopped, r.rate, r.speed, "", r.note
	p.Loading, p.Busy, p.Seeking, p.HasWeights, p.HasInspection = r.loading(), r.busy(), false, false, false
	p.Step, p.Total, p.From, p.FromEval, p.Epoch = 0, 0, 0, 0, 0
	reset(&p.History)
	p.Evals, p.Each, p.Masks, p.Dropped, p.Saved = p.Evals[:0], p.Each[:0], p.Masks[:0], -1, nil
	r.note, p.Broke = "", train.Diverged{}
	if r.err != nil {
		p.Error = r.err.Error()
		if d := (*train.Diverged)(nil); errors.As(r.err, &d) {
			p.Broke = *d
		}
	}
	if v := r.restored; v != nil {
		p.Step, p.Epoch, p.Total, p.From, p.FromEval = v.session.Step, v.Epoch, r.told, r.told, r.toldEvals
	}
	if r.session == nil {
		return true
	}
	s, h := r.session, r.session.History()
	p.Step, p.Epoch, p.Seeking, p.Total = s.StepCount(), s.Epoch(), s.Seeking(), h.Len()
	p.From = min(max(r.told, h.From), h.Len())
	r.told = min(h.Len(), p.From+maxEntries)
	add(&p.History, h, p.From-h.From, r.told-h.From)
	if r.told < h.Len() {
		r.tell()
	}
	p.FromEval = min(r.toldEvals, len(r.evals))
	p.Evals = append(p.Evals, r.evals[p.FromEval:]...)
	r.toldEvals = len(r.evals)
	if !r.toldEach {
		p.Each, r.toldEach = append(p.Each, r.each...), true
	}
	if r.taken && !p.Seeking {
		p.Masks, p.Dropped = s.Masks(p.Masks)
	}
	if r.toldStep != p.Step && !p.Seeking {
		r.reportStep(p)
	}
	if r.saving {
		b, err := r.save()
		if r.saving = b == nil && err == nil; err != nil {
			p.Note = err.Error()
		}
		p.Saved = b
	}
	return true
}

// reportStep fills in what belongs to the step at which the run stands: the weights,
// the optimizer's memory of a small network, and its inspection.
func (r *run) reportStep(p *Report) {
	r.toldStep = p.Step
	p.HasWeights = true
	p.Weights = p.Weights[:0]
	for _, t := range r.state {
		p.Weights = append(p.Weights, t.Data()...)
	}
	if p.Counted = -1; len(p.Weights) <= maxMemory {
		at := r.session.Standing(p.Memory[:0])
		p.Memory, p.Counted = at.Memory, at.Counted
	}
	if r.inspect && r.taken {
		p.HasInspection = true
		r.session.Inspect(&p.Inspection)
	}
}
