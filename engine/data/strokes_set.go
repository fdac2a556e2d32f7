package data

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// LabelledDrawing is a drawing of a known digit.
type LabelledDrawing struct {
	Digit   int
	Brush   float64 // pad units
	Strokes []Stroke
}

// ReadDrawings reads drawings, one a line: the digit, the brush width in
// thousandths of the pad, and the strokes as [ParseStrokes] takes them. Empty
// lines and lines that begin with # are left out. Errors name the line.
func ReadDrawings(r io.Reader) ([]LabelledDrawing, error) {
	var set []LabelledDrawing
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		label, rest, _ := strings.Cut(line, " ")
		width, points, _ := strings.Cut(rest, " ")
		digit, errDigit := strconv.Atoi(label)
		brush, errBrush := strconv.Atoi(width)
		if errDigit != nil || errBrush != nil || digit < 0 || digit > 9 || brush <= 0 || brush > StrokeGrid {
			return nil, fmt.Errorf("drawings: line %d: want a digit 0–9, a brush width of 1–%d and points", n, StrokeGrid)
		}
		strokes, err := ParseStrokes(points)
		if err != nil {
			return nil, fmt.Errorf("drawings: line %d: %w", n, err)
		}
		set = append(set, LabelledDrawing{digit, float64(brush) / StrokeGrid, strokes})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("drawings: after %d of them: %w", len(set), err)
	}
	return set, nil
}
