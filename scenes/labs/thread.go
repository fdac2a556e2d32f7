package labs

import (
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage"
)

// Thread is the one on which the runs of all laboratories of a scene learn. The
// zero value is ready; the thread begins with its first runner.
type Thread struct{ first *job.Runner }

// Runner returns a runner of its own for whoever asks, who closes it.
func (t *Thread) Runner(env *stage.Env) *job.Runner {
	if t.first != nil {
		return t.first.Beside()
	}
	t.first = env.NewRunner()
	return t.first
}
