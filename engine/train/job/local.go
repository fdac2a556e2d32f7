package job

import "time"

// Local is the link without a thread: it trains in Poll, for the time of the budget.
type Local struct{ work *Work }

// NewLocal returns a link that trains in its caller's time.
func NewLocal(jobs []Job, fetch Fetch) *Local { return &Local{NewWork(jobs, fetch)} }

// Send does the command.
func (l *Local) Send(c Command) { l.work.Do(c) }

// Poll trains for the time of the budget; it never fails.
func (l *Local) Poll(r *Report, budget time.Duration) (bool, error) {
	if budget > 0 {
		l.work.Advance(budget)
	}
	return l.work.Report(r), nil
}

// Close does nothing.
func (l *Local) Close() {}
