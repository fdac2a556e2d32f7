package weights_test

import (
	"bytes"
	"fmt"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Parameters go through a file and come back bit for bit.
func Example() {
	w := grad.NewParam("linear.weight", tensor.From([]tensor.Elem{0.25, -1.5}, 1, 2))
	var file bytes.Buffer
	weights.Write(&file, weights.FromParams([]*grad.Param{w}, weights.F32, nil))

	tensor.Fill(w.Value, 0)
	f, err := weights.Read("model.safetensors", &file)
	fmt.Println(err, weights.Load([]*grad.Param{w}, f), w.Value.Data())

	_, err = weights.Parse("cut.safetensors", file.Bytes())
	fmt.Println(err)
	// Output:
	// <nil> <nil> [0.25 -1.5]
	// weights: cut.safetensors: header length (rule len): 0 bytes, want at least the 8 that give the header's length
}
