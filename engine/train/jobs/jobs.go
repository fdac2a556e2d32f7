// Package jobs is the catalogue of what can be trained beside the frames: one
// file and one line each.
package jobs

import "gradtheatre/engine/train/job"

// All returns the catalogue.
func All() []job.Job {
	return []job.Job{
		digits,
		points,
		dense,
		fewDigits,
		table,
		trialDigits,
		blocks,
	}
}
