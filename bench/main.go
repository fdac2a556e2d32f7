// Command bench measures the engine, alone and beside its peers.
//
//	go run ./bench            the engine natively
//	go run ./bench -browser   in headless Chromium, beside ConvNetJS, TensorFlow.js and onnxruntime-web
//	go run ./bench -browser -against COMMIT   in headless Chromium, beside the engine of that commit
//	go run ./bench -torch     natively, beside PyTorch, both with 1 and with 2 threads
//	go run ./bench -size      what each megabyte of the download is
//	go run ./bench -start     time to the first frame, beside a bare Ebitengine window
//	go run ./bench -growth    how cost grows with batch, width and depth
//	go run ./bench -soak 30m  memory over so long a walk through the scenes
//
// Contestants run in slices, one after the other and round by round, so that a
// machine whose speed drifts is the same for all of them; the figures are
// medians over the rounds. Each run prints a table and writes JSON.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

type config struct {
	rounds int
	slice  time.Duration
	out    string
	only   string

	against string // a commit
}

func main() {
	var c config
	flag.IntVar(&c.rounds, "rounds", 7, "how often each contestant gets a slice")
	flag.DurationVar(&c.slice, "slice", 400*time.Millisecond, "how long a slice is")
	flag.StringVar(&c.out, "json", "bench.json", "write the figures to `FILE`")
	flag.StringVar(&c.only, "only", "", "measure the workloads whose name contains `TEXT`")
	browser := flag.Bool("browser", false, "measure in headless Chromium beside the browser peers")
	flag.StringVar(&c.against, "against", "", "with -browser: measure beside the engine as it was at `COMMIT`, not beside the peers")
	torch := flag.Bool("torch", false, "measure beside PyTorch (Debian's python3-torch)")
	size := flag.Bool("size", false, "say what the download is made of")
	best := flag.Bool("best", false, "with -size: compress as well as for a release (minutes)")
	start := flag.Bool("start", false, "measure the time to the first frame")
	growth := flag.Bool("growth", false, "measure how cost grows")
	soak := flag.Duration("soak", 0, "walk through the scenes for `LONG` and watch the memory")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run := native
	switch {
	case *browser:
		run = inBrowser
	case *torch:
		run = besideTorch
	case *size:
		run = func(ctx context.Context, _ config) (*Table, error) { return sizes(ctx, *best) }
	case *start:
		run = starting
	case *growth:
		run = growing
	case *soak > 0:
		run = func(ctx context.Context, _ config) (*Table, error) { return soaking(ctx, *soak) }
	}
	before := load()
	table, err := run(ctx, c)
	if err == nil {
		if before != "" {
			table.Notes = append(table.Notes, "load average of the last minute, with this program: "+before+" at the start, "+load()+" at the end")
		}
		err = table.write(os.Stdout, c.out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// load is how many processes wanted a processor in the last minute, on average;
// "" where the system does not say.
func load() string {
	b, _ := os.ReadFile("/proc/loadavg")
	one, _, _ := strings.Cut(string(b), " ")
	return one
}
