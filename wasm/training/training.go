// Package training chooses where the theatre trains: in a browser in a Web
// Worker, or on the page's own thread where there is none; elsewhere in a
// goroutine.
package training

import (
	"gradtheatre/assets"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// New returns a runner of the theatre's jobs on the best link there is.
func New() *job.Runner { return job.NewRunner(link(), jobs.All()) }

func fetch(name string) job.File { return assets.Fetch(name) }
