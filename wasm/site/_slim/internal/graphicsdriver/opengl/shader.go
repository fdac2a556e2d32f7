// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

package opengl

import (
	"fmt"
	"runtime"

	"github.com/hajimehoshi/ebiten/v2/internal/graphicsdriver"
	"github.com/hajimehoshi/ebiten/v2/internal/graphicsdriver/opengl/gl"
	"github.com/hajimehoshi/ebiten/v2/internal/legacyshader"
	"github.com/hajimehoshi/ebiten/v2/internal/shaderir"
	"github.com/hajimehoshi/ebiten/v2/internal/shaderir/glsl"
)

type Shader struct {
	id       graphicsdriver.ShaderID
	graphics *Graphics

	ir *shaderir.Program
	p  program
}

// linking is a shader that the graphics card has been given, and of which
// nothing has been asked yet.
type linking struct {
	vs, fs shader
	p      program
}

// begin gives the graphics card the shaders of the first picture: it compiles
// them while the program makes itself ready.
func (g *Graphics) begin() {
	g.begun = map[*shaderir.Program]linking{}
	for _, program := range legacyshader.First() {
		if l, err := g.link(program); err == nil {
			g.begun[program] = l
		}
	}
	g.context.ctx.Flush()
}

func (g *Graphics) link(program *shaderir.Program) (l linking, err error) {
	vssrc, fssrc := glsl.Compile(program, g.context.glslVersion())
	if l.vs, err = g.context.newShader(gl.VERTEX_SHADER, vssrc); err != nil {
		return l, err
	}
	if l.fs, err = g.context.newShader(gl.FRAGMENT_SHADER, fssrc); err != nil {
		return l, err
	}
	l.p, err = g.context.newProgram([]shader{l.vs, l.fs}, theArrayBufferLayout.names())
	return l, err
}

func newShader(id graphicsdriver.ShaderID, graphics *Graphics, program *shaderir.Program) (*Shader, error) {
	s := &Shader{id: id, graphics: graphics, ir: program}
	l, ok := graphics.begun[program]
	if delete(graphics.begun, program); !ok {
		var err error
		if l, err = graphics.link(program); err != nil {
			return nil, err
		}
	}
	return s, s.finish(l)
}

func (s *Shader) ID() graphicsdriver.ShaderID { return s.id }

func (s *Shader) Dispose() {
	s.graphics.deleteProgram(s.p)
	s.graphics.removeShader(s)
}

// finish waits for the graphics card.
func (s *Shader) finish(l linking) error {
	c := &s.graphics.context
	defer c.ctx.DeleteShader(uint32(l.vs))
	defer c.ctx.DeleteShader(uint32(l.fs))
	if c.hasParallelShaderCompile() {
		for c.ctx.GetShaderi(uint32(l.vs), gl.COMPLETION_STATUS_KHR) != gl.TRUE ||
			c.ctx.GetShaderi(uint32(l.fs), gl.COMPLETION_STATUS_KHR) != gl.TRUE {
			runtime.Gosched()
		}
	}
	if c.ctx.GetProgrami(uint32(l.p), gl.LINK_STATUS) == gl.FALSE {
		err := fmt.Errorf("opengl: program error: %s\nvertex shader error: %s\nfragment shader error: %s",
			c.ctx.GetProgramInfoLog(uint32(l.p)), c.ctx.GetShaderInfoLog(uint32(l.vs)), c.ctx.GetShaderInfoLog(uint32(l.fs)))
		s.graphics.deleteProgram(l.p)
		return err
	}
	s.p = l.p
	return nil
}
