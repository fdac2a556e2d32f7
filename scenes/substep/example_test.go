package substep_test

import (
	"fmt"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// A step in four parts.
func Example() {
	var m substep.Midst
	for !m.Proceed() {
		fmt.Println("Step 7" + m.Said(i18n.EN))
	}
	fmt.Println("Step 8" + m.Said(i18n.EN))
	// Output:
	// Step 7 · forward
	// Step 7 · loss
	// Step 7 · gradient
	// Step 8
}
