// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package glsl hands out what was compiled when the program was built.
package glsl

import "github.com/hajimehoshi/ebiten/v2/internal/shaderir"

type GLSLVersion int

const (
	GLSLVersionDefault GLSLVersion = iota
	GLSLVersionES300
)

// Compile returns a program's shaders; they are in GLSL ES 3.00, which
// browsers take.
func Compile(p *shaderir.Program, version GLSLVersion) (vertexShader, fragmentShader string) {
	if version != GLSLVersionES300 {
		panic("glsl: want version ES 3.00")
	}
	return p.Vertex, p.Fragment
}
