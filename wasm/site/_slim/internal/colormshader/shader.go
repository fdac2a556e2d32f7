// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package colormshader is for pictures drawn through a matrix of colours: this
// program draws none.
package colormshader

type (
	Filter  int
	Address int
)

const (
	UniformColorMBody        = "ColorMBody"
	UniformColorMTranslation = "ColorMTranslation"
)

// ShaderSource returns no shader.
func ShaderSource(Filter, Address) []byte { return nil }
