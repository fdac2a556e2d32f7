// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package legacyshader knows the shaders of the theatre and the few of
// Ebitengine that it uses. They were compiled by the release of Ebitengine and
// stand in compiled.go, which `go test ./wasm/site -run TestShaders -update`
// writes anew; so the program carries no compiler.
package legacyshader

import (
	"errors"

	"github.com/hajimehoshi/ebiten/v2/internal/shaderir"
)

// Unit is the unit in which a shader is written.
type Unit int

const (
	Texels Unit = iota
	Pixels
)

// CompileShader returns the shader with that source.
func CompileShader(source []byte) (*shaderir.Program, Unit, error) {
	id := shaderir.CalcSourceID(source)
	for i := range compiled {
		if compiled[i].SourceID == id {
			return &compiled[i], Pixels, nil
		}
	}
	return nil, 0, errors.New("legacyshader: this shader was not compiled when the program was built")
}

// First returns the shaders of the first picture: the theatre's and the one
// that brings the picture to the screen.
func First() []*shaderir.Program { return []*shaderir.Program{&compiled[0], &compiled[1]} }
