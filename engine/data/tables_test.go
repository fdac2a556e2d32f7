package data

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestPlainDigits: the digits are read the same as any table is, and what is not
// plain is left to the table.
func TestPlainDigits(t *testing.T) {
	const file = "../../assets/data/digits/digits8x8.csv.gz"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := Digits8x8(file, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	table, err := digitsTable(file, bytes.NewReader(raw))
	if err != nil || !reflect.DeepEqual(quick, table) {
		t.Errorf("they differ: %v", err)
	}
	row := strings.Repeat("3,", 64)
	var all strings.Builder
	for _, c := range DigitClasses {
		all.WriteString(row + c + "\n")
	}
	good := all.String()
	if plainDigits([]byte(good)) == nil {
		t.Error("plain digits are not read")
	}
	for name, text := range map[string]string{"": "", "cut": good[:len(good)-1], "a class missing": row + "3\n", "wide": strings.Replace(good, "3,", "3,3,", 1),
		"a fraction": strings.Replace(good, "3,", "3.5,", 1), "an empty cell": strings.Replace(good, "3,", ",", 1), "negative": strings.Replace(good, "3,", "-3,", 1), "a long label": strings.Replace(good, ",9\n", ",19\n", 1)} {
		if plainDigits([]byte(text)) != nil {
			t.Errorf("%s: read as plain digits", name)
		}
	}
	if _, err := Digits8x8("d.csv", strings.NewReader(strings.Replace(good, "3,", "x,", 1))); err == nil || !strings.Contains(err.Error(), "x") {
		t.Errorf("a cell that is no number: %v", err)
	}
}
