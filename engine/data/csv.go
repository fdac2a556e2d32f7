package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gradtheatre/engine/tensor"
)

// Limits of [ReadCSV].
const (
	MaxRows    = 1_000_000
	MaxColumns = 10_000
)

// Table is what a CSV file holds: text cells under named columns.
type Table struct {
	File    string
	Columns []string
	Rows    [][]string
	lines   []int // line of the file on which each row begins
}

// ReadCSV reads a table with comma-separated cells from r, packed with gzip or
// not; name is what errors call it. With header, the first line names the
// columns; without, they are called "1", "2", ….
func ReadCSV(name string, r io.Reader, header bool) (*Table, error) {
	in, err := unzip(r)
	if err != nil {
		return nil, &FileError{File: name, Where: "gzip", Why: err.Error()}
	}
	counted := &io.LimitedReader{R: in, N: MaxBytes + 1}
	c := csv.NewReader(counted)
	t := &Table{File: name}
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		line := 0
		if len(row) > 0 { // a row that could not be read has no place
			line, _ = c.FieldPos(0)
		}
		switch {
		case errors.Is(err, csv.ErrFieldCount):
			return nil, t.fail(line, "", fmt.Sprintf("%d cells, but the first line has %d", len(row), len(t.Columns)))
		case err != nil:
			var p *csv.ParseError
			if errors.As(err, &p) {
				return nil, t.fail(p.Line, "", p.Err.Error())
			}
			return nil, t.fail(0, "", cause(err))
		case counted.N <= 0:
			return nil, t.fail(line, "", fmt.Sprintf("the file is larger than %d bytes", MaxBytes))
		case len(row) > MaxColumns:
			return nil, t.fail(line, "", fmt.Sprintf("%d columns, want at most %d", len(row), MaxColumns))
		case len(t.Rows) == MaxRows:
			return nil, t.fail(line, "", fmt.Sprintf("more than %d rows", MaxRows))
		}
		for _, cell := range row {
			if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
				return nil, t.fail(line, "", "it is not UTF-8 text")
			}
		}
		if t.Columns == nil {
			if t.Columns, err = t.names(row, header); err != nil {
				return nil, err
			}
			if header {
				continue
			}
		}
		t.Rows, t.lines = append(t.Rows, row), append(t.lines, line)
	}
	if t.Columns == nil {
		return nil, t.fail(0, "", "the file is empty")
	}
	return t, nil
}

// names returns the names of the columns.
func (t *Table) names(row []string, header bool) ([]string, error) {
	names := make([]string, len(row))
	seen := map[string]bool{}
	for i := range names {
		if names[i] = strconv.Itoa(i + 1); header {
			names[i] = strings.TrimSpace(strings.TrimPrefix(row[i], "\uFEFF"))
		}
		if seen[names[i]] || names[i] == "" {
			return nil, t.fail(1, "", fmt.Sprintf("column %d is called %q, want a name of its own", i+1, names[i]))
		}
		seen[names[i]] = true
	}
	return names, nil
}

func (t *Table) fail(line int, column, why string) error {
	where := ""
	if line > 0 {
		where = "line " + strconv.Itoa(line)
	}
	if column != "" {
		where = strings.TrimPrefix(where+", column "+column, ", ")
	}
	return &FileError{File: t.File, Where: where, Why: why}
}

func (t *Table) column(name string) (int, error) {
	i := slices.Index(t.Columns, name)
	if i < 0 {
		names := t.Columns[:min(len(t.Columns), 20)]
		return 0, t.fail(0, name, "there is no such column, only "+strings.Join(names, ", "))
	}
	return i, nil
}

// Missing reports whether a cell says that its value is unknown: empty, NA, NaN, null or ?.
func Missing(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "", "na", "nan", "n/a", "null", "?":
		return true
	}
	return false
}

// Complete returns the rows in which none of the given columns is missing, and
// how many rows were left out.
func (t *Table) Complete(columns ...string) (*Table, int, error) {
	out := &Table{File: t.File, Columns: t.Columns}
	var at []int
	for _, name := range columns {
		i, err := t.column(name)
		if err != nil {
			return nil, 0, err
		}
		at = append(at, i)
	}
	for r, row := range t.Rows {
		if !slices.ContainsFunc(at, func(i int) bool { return Missing(row[i]) }) {
			out.Rows, out.lines = append(out.Rows, row), append(out.lines, t.lines[r])
		}
	}
	return out, len(t.Rows) - len(out.Rows), nil
}

// Numbers returns columns as numbers [rows, columns]. It returns an error that
// names the line and column of the first cell that is not a finite number.
func (t *Table) Numbers(columns ...string) (*tensor.Tensor, error) {
	x, err := tensor.Make(len(t.Rows), len(columns))
	if err != nil {
		return nil, fmt.Errorf("data: %s: %w", t.File, err)
	}
	for k, name := range columns {
		i, err := t.column(name)
		if err != nil {
			return nil, err
		}
		for r, row := range t.Rows {
			v, err := strconv.ParseFloat(strings.TrimSpace(row[i]), 64)
			switch {
			case Missing(row[i]):
				return nil, t.fail(t.lines[r], name, "the value is missing")
			case err != nil || math.IsNaN(v) || math.IsInf(float64(tensor.Elem(v)), 0):
				return nil, t.fail(t.lines[r], name, fmt.Sprintf("%.40q is not a finite number", row[i]))
			}
			x.Data()[r*len(columns)+k] = tensor.Elem(v)
		}
	}
	return x, nil
}

// Categories returns a column as classes 0, 1, … and their names in alphabetical order.
func (t *Table) Categories(column string) (labels []int, classes []string, err error) {
	i, err := t.column(column)
	if err != nil {
		return nil, nil, err
	}
	for r, row := range t.Rows {
		if Missing(row[i]) {
			return nil, nil, t.fail(t.lines[r], column, "the class is missing")
		}
		classes = append(classes, strings.TrimSpace(row[i]))
	}
	names := slices.Clone(classes)
	slices.Sort(names)
	names = slices.Compact(names)
	for _, c := range classes {
		k, _ := slices.BinarySearch(names, c)
		labels = append(labels, k)
	}
	return labels, names, nil
}

// Classification returns features as X [rows, features] and target as labels.
func (t *Table) Classification(target string, features ...string) (*Dataset, error) {
	labels, classes, err := t.Categories(target)
	if err != nil {
		return nil, err
	}
	x, err := t.Numbers(features...)
	if err != nil {
		return nil, err
	}
	return &Dataset{X: x, Labels: labels, Classes: classes, Features: features}, nil
}

// Regression returns features as X [rows, features] and target as Targets [rows, 1].
func (t *Table) Regression(target string, features ...string) (*Dataset, error) {
	y, err := t.Numbers(target)
	if err != nil {
		return nil, err
	}
	x, err := t.Numbers(features...)
	if err != nil {
		return nil, err
	}
	return &Dataset{X: x, Targets: y, Features: features}, nil
}
