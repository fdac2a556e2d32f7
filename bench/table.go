package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// Row is one figure.
type Row struct {
	Workload string  `json:"workload"`
	Who      string  `json:"who"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit"`
	Min      float64 `json:"min,omitempty"`
	Max      float64 `json:"max,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // the first of the workload against this one, round by round; above 1: the first is faster
	Note     string  `json:"note,omitempty"`
}

// Table is what a run of the command found.
type Table struct {
	What  string    `json:"what"`
	When  time.Time `json:"when"`
	Go    string    `json:"go"`
	Cores int       `json:"cores"`
	Rows  []Row     `json:"rows"`
	Notes []string  `json:"notes,omitempty"`
}

func newTable(what string) *Table {
	return &Table{What: what, When: time.Now().UTC(), Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU()}
}

// write prints the table and stores it as JSON.
func (t *Table) write(w io.Writer, file string) error {
	fmt.Fprintf(w, "%s · %s · %d cores\n\n", t.What, t.Go, t.Cores)
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, "workload\twho\tmedian\tmin – max\tours is\tnote")
	for _, r := range t.Rows {
		ratio := ""
		if r.Ratio != 0 {
			ratio = fmt.Sprintf("%.2f×", r.Ratio)
		}
		span := ""
		if r.Max != 0 {
			span = fmt.Sprintf("%.4g – %.4g", r.Min, r.Max)
		}
		fmt.Fprintf(tw, "%s\t%s\t%.4g %s\t%s\t%s\t%s\n", r.Workload, r.Who, r.Value, r.Unit, span, ratio, r.Note)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, n := range t.Notes {
		fmt.Fprintln(w, "·", n)
	}
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

// contestant does work for about the given time and says how many samples a
// second it managed.
type contestant struct {
	who   string
	note  string
	slice func(time.Duration) (perSecond float64, err error)
}

// compare interleaves the contestants and adds a row for each. The first is
// the one that the ratios speak of.
func (t *Table) compare(c config, workload, unit string, cs []contestant) error {
	found := make([][]float64, len(cs))
	for range c.rounds {
		for i, k := range cs {
			v, err := k.slice(c.slice)
			if err != nil {
				return fmt.Errorf("%s, %w", workload, &failure{k.who, err})
			}
			found[i] = append(found[i], v)
		}
	}
	for i, k := range cs {
		ratios := make([]float64, len(found[i]))
		for r := range ratios {
			ratios[r] = found[0][r] / found[i][r]
		}
		row := Row{Workload: workload, Who: k.who, Unit: unit, Note: k.note,
			Value: median(found[i]), Min: slices.Min(found[i]), Max: slices.Max(found[i])}
		if i > 0 {
			row.Ratio = median(ratios)
		}
		t.Rows = append(t.Rows, row)
	}
	return nil
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}
