// Package training chooses where the theatre trains: in a browser in a Web
// Worker, with a second one where that pays, or on the page's own thread where
// there is none; elsewhere in a goroutine, or two.
package training

import (
	"net/url"

	"gradtheatre/assets"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// New returns a runner of the theatre's jobs on the best link there is.
func New() *job.Runner { return job.NewRunner(link(), jobs.All()) }

func fetch(name string) job.File { return assets.Fetch(name) }

// workers is how many workers may train: what [job.Workers] says of the
// machine's processors, unless the page's address asks for a number: ?workers=1
// is one; with ?workers=2, always is true, and the second takes part even where
// it was found not to pay.
func workers(processors int, search string) (n int, always bool) {
	if len(search) > 0 && search[0] == '?' {
		search = search[1:]
	}
	switch q, _ := url.ParseQuery(search); q.Get("workers") {
	case "1":
		return 1, false
	case "2":
		return 2, true
	}
	return job.Workers(processors), false
}
