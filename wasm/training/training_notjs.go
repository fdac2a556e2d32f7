//go:build !js

package training

import (
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

func link() job.Link { return job.NewBackground(jobs.All(), fetch) }
