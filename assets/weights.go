package assets

import _ "embed"

// DigitsWeights are the trained weights of models.Digits, as safetensors. The
// command that made them, the seed and the accuracy are in the file's metadata:
//
//	go run ./assets/train digits -mnist DIR
//
//go:embed weights/digits.safetensors
var DigitsWeights []byte

// DigitSamples are twenty test images in IDX format, two of each digit in
// order, that can be picked instead of drawing: go run ./assets/train samples
//
//go:embed data/digits/samples.idx3
var DigitSamples []byte
