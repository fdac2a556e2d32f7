// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package builtinshader names Ebitengine's own shaders. In place of a source
// each has the name by which package legacyshader knows it.
package builtinshader

type Filter int

const (
	FilterNearest Filter = iota
	FilterLinear
	FilterPixelated
)

const FilterCount = 3

type Address int

const (
	AddressUnsafe Address = iota
	AddressClampToZero
	AddressRepeat
)

const AddressCount = 3

// ShaderSource returns a shader's name. Addresses other than AddressUnsafe are
// for DrawTriangles, which this program does not call.
func ShaderSource(filter Filter, address Address) []byte {
	if address != AddressUnsafe {
		return nil
	}
	return []byte([...]string{FilterNearest: "nearest", FilterLinear: "linear", FilterPixelated: "pixelated"}[filter])
}

// ClearShaderSource is the name of the shader that clears.
const ClearShaderSource = "clear"
