// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package shaderir holds what is known of a shader once it is compiled. This
// program's shaders were compiled when it was built: see package legacyshader.
package shaderir

import (
	"bytes"
	"hash/fnv"
)

// SourceID names a shader by its source.
type SourceID [16]byte

// CalcSourceID returns the ID of a source.
func CalcSourceID(source []byte) (id SourceID) {
	h := fnv.New128a()
	h.Write(bytes.TrimSpace(source))
	h.Sum(id[:0])
	return id
}

// Program is a compiled shader.
type Program struct {
	SourceID         SourceID
	UniformNames     []string
	Uniforms         []Type
	Vertex, Fragment string // in GLSL ES 3.00
	Used             string // of each 32 bits of the uniforms: '1' where the shader reads them, else '0'
}

// FilterUniformVariables replaces what the shader does not read with 0, so that
// more commands can be merged.
func (p *Program) FilterUniformVariables(uniforms []uint32) {
	for i := range uniforms {
		if p.Used[i] == '0' {
			uniforms[i] = 0
		}
	}
}
