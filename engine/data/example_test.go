package data_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gradtheatre/engine/data"
)

// Batches follow from the seed and the step's number.
func Example() {
	moons := data.Moons(6, 0, rand.New(rand.NewPCG(1, 0)))
	batches := data.NewBatches(moons.Len(), 4, 1)
	var b data.Batch
	for step := range 4 {
		moons.Gather(&b, batches.At(step), nil)
		fmt.Println(step, b.X.Shape(), b.Labels)
	}
	// Output:
	// 0 [4 2] [0 1 1 0]
	// 1 [2 2] [0 1]
	// 2 [4 2] [1 0 0 1]
	// 3 [2 2] [0 1]
}

// An error names the file, the line, the column and the cell.
func ExampleReadCSV() {
	file := "height,weight\n1.70,68\n1.82,heavy\n"
	t, _ := data.ReadCSV("people.csv", strings.NewReader(file), true)
	_, err := t.Regression("weight", "height")
	fmt.Println(err)
	// Output:
	// data: people.csv: line 3, column weight: "heavy" is not a finite number
}
