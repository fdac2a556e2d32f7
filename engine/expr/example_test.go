package expr_test

import (
	"fmt"

	"gradtheatre/engine/expr"
)

func Example() {
	e, err := expr.Parse("(x+y)z")
	if err != nil {
		fmt.Println(err)
		return
	}
	r := expr.NewRun(e)
	r.Compute([]float64{-2, 5, -4})
	fmt.Println("f =", r.Out())
	for _, v := range e.Vars {
		g, _ := r.Grad(v)
		fmt.Printf("df/d%s = %g, nudged %.4f\n", e.Nodes[v].Name, g, r.Diffs[v].Value)
	}
	_, err = expr.Parse("(x+y z")
	fmt.Println(err)
	// Output:
	// f = -12
	// df/dx = -4, nudged -4.0000
	// df/dy = -4, nudged -4.0000
	// df/dz = 3, nudged 3.0000
	// expression, character 7: want )
}
