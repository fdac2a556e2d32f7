package data

import (
	"bytes"
	"io"
	"slices"

	"gradtheatre/engine/tensor"
)

// Penguins reads the Palmer penguins: bill length and depth, flipper length and
// body mass of 342 birds (two without measurements are left out), three species.
// Source: Horst, Hill and Gorman, palmerpenguins, 2020.
func Penguins(name string, r io.Reader) (*Dataset, error) {
	features := []string{"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"}
	t, err := ReadCSV(name, r, true)
	if err != nil {
		return nil, err
	}
	if t, _, err = t.Complete(features...); err != nil {
		return nil, err
	}
	return t.Classification("species", features...)
}

// Iris reads Fisher's irises: length and width of sepals and petals of 150
// flowers, three species. The first line of the file is scikit-learn's: counts
// and class names.
func Iris(name string, r io.Reader) (*Dataset, error) {
	// The first line has as many cells as the others and so passes for the header.
	t, err := ReadCSV(name, r, true)
	if err != nil {
		return nil, err
	}
	if len(t.Columns) != 5 {
		return nil, t.fail(1, "", "want 150,4 and three names")
	}
	classes := t.Columns[2:]
	d, err := t.Classification(t.Columns[4], t.Columns[:4]...)
	if err != nil {
		return nil, err
	}
	if len(d.Classes) != len(classes) {
		return nil, t.fail(0, "", "want classes 0, 1 and 2 in the last column")
	}
	d.Classes, d.Features = classes, []string{"sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"}
	return d, nil
}

// Digits8x8 reads scikit-learn's digits: 1,797 images of 8×8 in 0 … 16, given
// back as X [n, 1, 8, 8] in 0 … 1.
// Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, 1998.
func Digits8x8(name string, r io.Reader) (*Dataset, error) {
	raw, _ := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if in, err := unzip(bytes.NewReader(raw)); err == nil {
		if text, err := io.ReadAll(io.LimitReader(in, MaxBytes)); err == nil {
			if d := plainDigits(text); d != nil {
				return d, nil
			}
		}
	}
	return digitsTable(name, io.MultiReader(bytes.NewReader(raw), r))
}

// plainDigits reads lines of 64 whole numbers and a label, nothing else between
// them than one comma, in a tenth of the time that a table takes; nil where
// anything is not so.
func plainDigits(text []byte) *Dataset {
	var x []tensor.Elem
	var labels []int
	seen := [10]bool{}
	for at, cell := 0, 0; at < len(text); cell++ {
		v, from := 0, at
		for ; at < len(text) && at-from < 3 && text[at]-'0' <= 9; at++ {
			v = 10*v + int(text[at]-'0')
		}
		last := cell%65 == 64
		switch {
		case at == from || at == len(text) || last && (text[at] != '\n' || at-from > 1) || !last && text[at] != ',':
			return nil
		case last:
			labels, seen[v] = append(labels, v), true
		default:
			x = append(x, tensor.Elem(v)/16)
		}
		at++
	}
	if len(labels) == 0 || len(x) != 64*len(labels) || len(labels) > MaxRows || slices.Contains(seen[:], false) {
		return nil
	}
	return &Dataset{X: tensor.From(x, len(labels), 1, 8, 8), Labels: labels, Classes: slices.Clone(DigitClasses)}
}

// digitsTable reads them as any table is read, with errors that name the place.
func digitsTable(name string, r io.Reader) (*Dataset, error) {
	t, err := ReadCSV(name, r, false)
	if err != nil {
		return nil, err
	}
	if len(t.Columns) != 65 {
		return nil, t.fail(1, "", "want 64 pixels and a label")
	}
	d, err := t.Classification("65", t.Columns[:64]...)
	if err != nil {
		return nil, err
	}
	for i := range d.X.Data() {
		d.X.Data()[i] /= 16
	}
	d.X = tensor.From(d.X.Data(), d.Len(), 1, 8, 8)
	d.Features = nil
	return d, nil
}
