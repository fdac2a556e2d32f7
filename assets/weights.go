package assets

import _ "embed"

// DigitsWeights are the trained weights of models.Digits, as safetensors. The
// command that made them, the seed and the accuracy are in the file's metadata:
//
//	go run ./assets/train digits -mnist DIR
//
//go:embed weights/digits.safetensors
var DigitsWeights []byte
