package jobs

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// MaxMarks is how many points a visitor may set.
const MaxMarks = 1500

// maxName is how many letters the name of a class may have.
const maxName = 40

// Mark is a point that somebody set, of a class or with a number to predict.
// Its coordinates and its number are hundredths.
type Mark struct {
	X, Y  float64
	Class int
	Value float64
	Real  bool // the number counts, not the class
}

// NewMark returns a mark at the nearest place that is written without loss.
func NewMark(x, y float64, class int) Mark {
	return Mark{X: hundredths(x), Y: hundredths(y), Class: class}
}

// NewValue returns a mark with a number to predict.
func NewValue(x, y, value float64) Mark {
	return Mark{X: hundredths(x), Y: hundredths(y), Value: hundredths(value), Real: true}
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// Numbers reports whether marks have numbers to predict: all of them, or none.
func Numbers(marks []Mark) bool { return len(marks) > 0 && marks[0].Real }

// WriteMarks encodes points in short: class and coordinates in hundredths, such
// as "0:-120,85;1:300,-40"; a number to predict stands in hundredths too, after
// an equals sign: "=-50:-120,85".
func WriteMarks(marks []Mark) string {
	var b strings.Builder
	for i, m := range marks {
		if i > 0 {
			b.WriteByte(';')
		}
		what := strconv.Itoa(m.Class)
		if m.Real {
			what = "=" + strconv.Itoa(int(math.Round(m.Value*100)))
		}
		b.WriteString(what + ":" + strconv.Itoa(int(math.Round(m.X*100))) + "," + strconv.Itoa(int(math.Round(m.Y*100))))
	}
	return b.String()
}

// namesRow begins the row of a short table that names the classes.
const namesRow = "names:"

// WriteTable is [WriteMarks] with the names of the classes before it, where there
// are any: "names:cat,dog;0:-120,85;1:300,-40".
func WriteTable(marks []Mark, names []string) string {
	if len(names) == 0 || len(marks) == 0 {
		return WriteMarks(marks)
	}
	return namesRow + strings.Join(names, ",") + ";" + WriteMarks(marks)
}

// ReadMarks is [ReadTable] without the names.
func ReadMarks(text string) ([]Mark, error) {
	marks, _, err := ReadTable(text)
	return marks, err
}

// ReadTable reads what [WriteTable] wrote, or lines of "x, y, class" as a table
// from elsewhere has them; a first line of words is skipped. Where the third
// column has names, they are the classes, in alphabetical order; where it has
// numbers and one is no class, all of them are numbers to predict. It returns a
// *tensor.ValueError whose Name is "row" if a line is none of these, "rows" if
// there are more than MaxMarks, "mixed" if some have names and some numbers, and
// "classes" if there are not 2 … MaxClasses names.
func ReadTable(text string) (marks []Mark, names []string, err error) {
	rows := strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool { return r == ';' || r == '；' || r == '\n' || r == '\r' })
	t := tableReader{first: true}
	for _, row := range rows {
		if list, is := strings.CutPrefix(row, namesRow); is && names == nil && len(t.marks) == 0 {
			names, err = readNames(row, list)
		} else {
			err = t.read(row)
		}
		if err == nil && len(t.marks) > MaxMarks {
			err = &tensor.ValueError{Op: "points", Name: "rows", Value: strconv.Itoa(len(rows)), Want: "at most " + strconv.Itoa(MaxMarks)}
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if t.named != "" {
		if names, err = t.classify(); err != nil {
			return nil, nil, err
		}
		return t.marks, names, nil
	}
	real := slices.ContainsFunc(t.marks, func(m Mark) bool { return m.Real })
	for i, m := range t.marks {
		if real && !m.Real {
			t.marks[i] = NewValue(m.X, m.Y, float64(m.Class))
		}
	}
	if real || len(t.marks) == 0 {
		names = nil
	}
	return t.marks, names, nil
}

// tableReader reads a table row by row.
type tableReader struct {
	marks  []Mark
	called []string // the names of their classes, "" where a row has none
	first  bool     // the next row may name the columns
	named  string   // the first row with a name
	other  bool     // there is one without
}

func (t *tableReader) add(m Mark, name, row string) {
	t.marks, t.called = append(t.marks, m), append(t.called, name)
	if t.other = t.other || name == ""; name != "" && t.named == "" {
		t.named = row
	}
}

// read reads a row, and the name of its class where it has one.
func (t *tableReader) read(row string) error {
	class, place, short := strings.Cut(row, ":")
	if short && !strings.ContainsAny(strings.TrimSpace(class), ",，\t \"") {
		m, err := readMark(row, class, place, 100)
		t.add(m, "", row)
		return err
	}
	f := cells(row)
	if len(f) == 0 {
		return nil
	}
	words := t.first && !slices.ContainsFunc(f, isNumber)
	if t.first = false; words { // names of columns
		return nil
	}
	if len(f) != 3 {
		return rowError(row)
	}
	class, name := f[2], ""
	if !isNumber(class) && !strings.HasPrefix(class, "=") {
		class, name = "0", className(class)
		if name == "" || data.Missing(name) || utf8.RuneCountInString(name) > maxName {
			return rowError(row)
		}
	}
	m, err := readMark(row, class, f[0]+","+f[1], 1)
	t.add(m, name, row)
	return err
}

// classify gives marks the classes that they are called by.
func (t *tableReader) classify() ([]string, error) {
	if t.other {
		return nil, &tensor.ValueError{Op: "points", Name: "mixed", Value: strconv.Quote(t.named), Want: "names of classes in all rows, or in none"}
	}
	names := slices.Clone(t.called)
	slices.Sort(names)
	if names = slices.Compact(names); len(names) < 2 || len(names) > MaxClasses {
		list := strings.Join(names[:min(len(names), 3)], ", ")
		if len(names) > 3 {
			list += ", …"
		}
		return nil, &tensor.ValueError{Op: "points", Name: "classes", Value: strconv.Itoa(len(names)) + " (" + list + ")", Want: "2 … " + strconv.Itoa(MaxClasses) + " names"}
	}
	for i, n := range t.called {
		t.marks[i].Class, _ = slices.BinarySearch(names, n)
	}
	return names, nil
}

// readNames reads the names of the classes of a short table.
func readNames(row, list string) ([]string, error) {
	names := strings.Split(list, ",")
	for i, n := range names {
		if names[i] = className(n); names[i] == "" || utf8.RuneCountInString(names[i]) > maxName {
			return nil, rowError(row)
		}
	}
	if len(names) > MaxClasses {
		return nil, rowError(row)
	}
	return names, nil
}

// className is a name as it is written without loss: what divides tables is not
// in it, nor what cannot be seen.
func className(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return strings.ContainsRune(`,，;；"`, r) || unicode.IsSpace(r) || !unicode.IsPrint(r) || r == utf8.RuneError
	}), " ")
}

// cells are those of a row: between commas or tabs, out of quotes, if that makes
// three, or else between blanks, too.
func cells(row string) []string {
	row = strings.ReplaceAll(row, "−", "-")
	quoted := false
	f := strings.FieldsFunc(row, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ',' || r == '，' || r == '\t')
	})
	for i, c := range f {
		f[i] = strings.Trim(c, "\" ")
	}
	if len(f) == 3 || len(f) > 1 && !slices.ContainsFunc(f, isNumber) {
		return f
	}
	return strings.FieldsFunc(row, func(r rune) bool { return strings.ContainsRune(",，\t \"", r) })
}

// isNumber reports whether a text is a number, be it one that has no place here.
func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

func rowError(row string) error {
	return &tensor.ValueError{Op: "points", Name: "row", Value: strconv.Quote(row),
		Want: "x, y, class with the class 0 … " + strconv.Itoa(MaxClasses-1) + " or a name, or x, y, number"}
}

func readMark(row, class, place string, unit float64) (Mark, error) {
	xs, ys, _ := strings.Cut(place, ",")
	class, number := strings.CutPrefix(strings.TrimSpace(class), "=")
	k, err1 := strconv.Atoi(class)
	var v float64
	if number = number || unit == 1 && (err1 != nil || k < 0 || k >= MaxClasses); number {
		v, err1 = strconv.ParseFloat(class, 64)
		k = 0
		if v /= unit; !(math.Abs(v) < 1e4) {
			return Mark{}, rowError(row)
		}
	}
	x, err2 := strconv.ParseFloat(strings.TrimSpace(xs), 64)
	y, err3 := strconv.ParseFloat(strings.TrimSpace(ys), 64)
	if err1 != nil || err2 != nil || err3 != nil || k < 0 || k >= MaxClasses || !(math.Abs(x/unit) < 1e4) || !(math.Abs(y/unit) < 1e4) {
		return Mark{}, rowError(row)
	}
	if number {
		return NewValue(x/unit, y/unit, v), nil
	}
	return NewMark(x/unit, y/unit, k), nil
}
