package train_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

// A run is its seed and settings; time only decides how far it gets.
func Example() {
	s, err := train.New(train.Config{
		Model:    func(rng *rand.Rand) nn.Module { return nn.NewMLP([]int{2, 8, 2}, "tanh", rng) },
		Loss:     train.CrossEntropy,
		Seed:     1,
		Settings: train.Settings{Data: moons(), BatchSize: 20, Rule: optim.SGD{LR: 0.3, Momentum: 0.9}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for s.StepCount() < 200 {
		s.AdvanceTo(200, 5*time.Millisecond) // as much as fits into a frame
	}
	e, _ := s.Evaluate(moons(), 2)
	fmt.Printf("%d steps, accuracy above 0.95: %v\n", s.StepCount(), e.Accuracy > 0.95)
	s.SeekNow(0) // and back to the beginning
	e, _ = s.Evaluate(moons(), 2)
	fmt.Printf("%d steps, accuracy above 0.95: %v\n", s.StepCount(), e.Accuracy > 0.95)
	// Output:
	// 200 steps, accuracy above 0.95: true
	// 0 steps, accuracy above 0.95: false
}
