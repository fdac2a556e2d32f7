// Command train makes the weights that the project ships, and measures them.
//
//	go run ./assets/train digits -mnist DIR          trains, writes assets/weights/digits.safetensors
//	go run ./assets/train digits -eval -mnist DIR    accuracy in per cent on DIR's t10k images
//	go run ./assets/train digits -eval -set hands -mnist DIR    the same of held-out digits that others redraw
//	go run ./assets/train samples                    picks the sample digits from the committed test images
//
// DIR holds MNIST's four files *-ubyte.gz, as anyone can get them from
// https://ossci-datasets.s3.amazonaws.com/mnist/; they are not part of this project.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "samples" {
		return samples("assets/data/digits", "assets/weights/digits.safetensors", "assets/data/digits/samples.idx3")
	}
	if len(args) == 0 || args[0] != "digits" {
		return fmt.Errorf("which weights? go run ./assets/train digits -mnist DIR [-eval]; -h lists the flags")
	}
	var s settings
	var eval bool
	flags := flag.NewFlagSet("train digits", flag.ExitOnError)
	flags.StringVar(&s.mnist, "mnist", "", "folder with MNIST's *-ubyte.gz files")
	flags.StringVar(&s.out, "out", "assets/weights/digits.safetensors", "weights file to write, or to measure with -eval")
	flags.IntVar(&s.epochs, "epochs", 30, "passes over the 50,000 training images")
	flags.IntVar(&s.batch, "batch", 64, "images a step, about half of them drawn from strokes")
	flags.Float64Var(&s.lr, "lr", 0.0015, "highest learning rate of AdamW")
	flags.Uint64Var(&s.seed, "seed", 42, "of the first weights, the batches and the augmentation")
	flags.BoolVar(&eval, "eval", false, "measure instead of train")
	flags.StringVar(&s.set, "set", "t10k", "what -eval measures on: t10k, holdout (the 10,000 training images that are never trained on), hands (these redrawn by other hands) or strokes")
	flags.StringVar(&s.strokes, "strokes", "engine/data/testdata/strokes.txt", "drawings for -set strokes")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if eval {
		return evaluate(&s)
	}
	return trainDigits(&s)
}
