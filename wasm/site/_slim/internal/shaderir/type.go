// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

package shaderir

import "fmt"

// Type is the type of a uniform variable.
type Type struct {
	Main   BasicType
	Sub    []Type
	Length int
}

func (t Type) String() string { return fmt.Sprintf("type %d of %d", t.Main, t.Length) }

// DwordCount is how many times 32 bits a value takes.
func (t Type) DwordCount() int {
	if t.Main == Array {
		return t.Length * t.Sub[0].DwordCount()
	}
	return [...]int{Bool: 1, Int: 1, Float: 1, Vec2: 2, Vec3: 3, Vec4: 4, IVec2: 2, IVec3: 3, IVec4: 4, Mat2: 4, Mat3: 9, Mat4: 16}[t.Main]
}

type BasicType int

const (
	None BasicType = iota
	Bool
	Int
	Float
	Vec2
	Vec3
	Vec4
	IVec2
	IVec3
	IVec4
	Mat2
	Mat3
	Mat4
	Texture
	Array
	Struct
)
