// Package engine is the root of a small deep-learning library that stands on
// its own: it needs no display, no browser and no C compiler.
//
//	trace    one recorded run, as plain data: the only part that drawing code sees
//	tensor   n-dimensional arrays and the loops over them, destination first
//	grad     the tape: every op with its value, its gradient and the terms of each number
//	nn       layers and models: Linear, Conv2D, LSTM, MultiHeadAttention, ResNet …
//	optim    SGD, Adam and kin, schedules, clipping
//	data     data sets, loaders, batches, splits, augmentation
//	weights  safetensors, read as strictly as the reference, and written;
//	         networks as ONNX files, PyTorch scripts and Go programs;
//	         weights/loops has their ops as plain loops
//	train    a session: deterministic, resumable, with a history that can be sought
//	         train/job trains by name, settings and seed on another thread, and
//	         train/jobs is the catalogue of what can be trained so, and
//	         train/parallel trains one model on several processors
//	models   networks that more than one place needs
//	arch     the famous networks, described and counted without their weights
//	classic  nearest neighbours, SVM, least squares, the perceptron
//	linalg   least squares and principal components, by gonum
//	expr     expressions that a visitor types, as a graph on the tape
//
// Imports run one way: train → nn, optim, data, weights → grad → tensor, trace.
//
// # Choices
//
// The tape is the record. What is shown of a run is copied from the tape that
// computed it (grad.Tape.Record), and grad.Explain says which terms made any
// one number; tests hold the terms against the numbers of every op.
//
// Losses are ops. They stand in package grad beside the others (grad.MSE,
// grad.CrossEntropy …) and can be recorded and explained like them, so there
// is no package of losses.
//
// A mistake in a program panics with a *tensor.ShapeError or *tensor.ValueError
// that names the op and what was given; tensor.Catch turns those, and nothing
// else, into an error. Files, links and typed text always give errors.
//
// Nothing has a hidden default. A stride of 0 is refused rather than read as 1;
// tensor.SquareConv and tensor.SquarePool fill in the usual settings.
//
// # Where PyTorch had to choose, we choose the same
//
//	relu, leaky_relu, abs, l1 at 0   slope 0, the negative slope, 0, 0
//	clamp at a bound                 slope 1
//	maximum, minimum of equals       half of the gradient each
//	max over ties                    the gradient is shared evenly
//	max pooling of ties              the first in row-major order wins
//	hinge at the margin              slope 0
//	NaN                              goes through relu, max, pooling and losses: it shows
//	softmax of nothing but −Inf      NaN; of an empty row, an empty row
//	mean over nothing                NaN; also cross-entropy with every label ignored
//	backward twice                   values start from zero again, parameters add up
//
// Where it lets mistakes pass we refuse them: losses do not broadcast ([3, 1]
// against [3]), and negative smoothing, negative class weights and NaN settings
// are errors.
//
// # How it is checked
//
//	go test ./engine/ -run Conformance -v   PyTorch's numbers, case by case, and a table per op
//	go test ./engine/ -run Worked -v        the examples that lectures compute by hand
//	go test ./engine/ -run BadInputs -v     the mistakes, and what is said to them
//	go test -tags f64 ./engine/...          gradients against finite differences at 1e-7
//
// The environment variable CONFORMANCE names other sets, as folders that hold a
// manifest.json, separated by colons.
package engine
