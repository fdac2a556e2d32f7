package steps_test

import (
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/steps"
)

// Two networks, one deeper than the other, take a step in its parts.
func Example() {
	env := &stage.Env{}
	moons := data.Moons(60, 0.2, rand.New(rand.NewPCG(1, 1)))
	c := steps.Course{Team: job.NewTeam(env.NewRunner()), End: 10, Learn: moons}
	defer c.Team.Close()
	var specs []job.Spec
	for layers := range 2 {
		d := jobs.Dense{In: 2, Out: 2, Layers: 1 + layers, Width: 8, Activation: "tanh", Last: "logits", Learn: moons}
		specs = append(specs, job.Spec{Job: "dense", Seed: 1, Options: d.Options(), Hyper: job.Hyper{Rule: "sgd", LR: 0.1, BatchSize: 60}})
	}
	if err := c.Team.Start(specs...); err != nil {
		fmt.Println(err)
	}
	say := func() {
		for range 1000 {
			if c.Go(env, 60, 0.001); c.Rests() {
				break
			}
		}
		fmt.Println(c.Caption(i18n.EN))
	}
	c.Seek(3)
	say()
	for range 4 {
		c.SubStep()
		say()
	}
	c.Back()
	say()
	// Output:
	// Step 3 / 10
	// Step 4 / 10 · forward
	// Step 4 / 10 · loss
	// Step 4 / 10 · gradient
	// Step 4 / 10
	// Step 3 / 10
}
