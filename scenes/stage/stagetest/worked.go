package stagetest

import (
	"encoding/json"
	"os"
	"testing"
)

// Example is an example of a lecture with the numbers its slides print.
type Example struct {
	Name    string
	Inputs  map[string]any
	Forward map[string]any
	Grads   map[string]any
}

// WorkedExamples reads the examples of the lectures, for the test of a package
// that lies beside the other scenes.
func WorkedExamples(t testing.TB) []Example {
	t.Helper()
	raw, err := os.ReadFile("../../engine/testdata/conformance/worked-examples.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Examples []Example }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Examples
}

// WorkedExample reads one of them.
func WorkedExample(t testing.TB, name string) Example {
	t.Helper()
	for _, x := range WorkedExamples(t) {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("the worked example %s is missing", name)
	return Example{}
}
