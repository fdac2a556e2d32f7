package paint

import (
	_ "embed"
	"image"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"
)

//go:embed shader.kage
var shaderSource []byte

// renderer holds what lives on the graphics card.
type renderer struct {
	shader  *ebiten.Shader
	options ebiten.DrawTrianglesShaderOptions
}

// Render draws the recorded picture onto dst, over what is there.
func (c *Canvas) Render(dst *ebiten.Image) error {
	if c.gpu.shader == nil {
		s, err := ebiten.NewShader(shaderSource)
		if err != nil {
			return err
		}
		c.gpu.shader = s
	}
	letters, pictures := c.glyphs.image(), c.pictures.image()
	for i, b := range c.batches {
		v, x := len(c.verts), len(c.index)
		if i+1 < len(c.batches) {
			v, x = c.batches[i+1].vert, c.batches[i+1].index
		}
		if x == b.index {
			continue
		}
		o := &c.gpu.options
		o.Images[0], o.Images[1] = letters, pictures
		if b.own != nil {
			o.Images[1] = b.own.image()
		}
		dst.DrawTrianglesShader32(c.verts[b.vert:v], c.index[b.index:x], c.gpu.shader, o)
	}
	return nil
}

// piece is how many bytes of a page are uploaded at once. Ebitengine keeps the
// buffers of uploads for later ones: of pieces up to one size, few are enough.
const piece = 128 << 10

// image returns the page's texture, brought up to date.
func (p *page) image() *ebiten.Image {
	if p.texture == nil || p.texture.Bounds().Dy() != p.h {
		if p.texture != nil {
			p.texture.Deallocate()
		}
		p.texture = ebiten.NewImageWithOptions(image.Rect(0, 0, p.w, p.h), &ebiten.NewImageOptions{Unmanaged: true})
		p.dirty, p.dx0, p.dy0, p.dx1, p.dy1 = p.used > 0, 0, 0, p.w, p.used
	}
	if !p.dirty {
		return p.texture
	}
	r := image.Rect(p.dx0, p.dy0, p.dx1, p.dy1).Intersect(image.Rect(0, 0, p.w, p.h))
	for rows := max(1, piece/(4*max(1, r.Dx()))); r.Min.Y < r.Max.Y; r.Min.Y += rows {
		part := r
		part.Max.Y = min(r.Max.Y, r.Min.Y+rows)
		p.texture.SubImage(part).(*ebiten.Image).WritePixels(p.region(part))
	}
	p.dirty = false
	return p.texture
}

// region returns a part of the page in RGBA; coverage becomes white with that alpha.
func (p *page) region(r image.Rectangle) []byte {
	p.upload = slices.Grow(p.upload[:0], 4*r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		o := y*p.w + r.Min.X
		if p.depth == 4 {
			p.upload = append(p.upload, p.pix[4*o:4*(o+r.Dx())]...)
			continue
		}
		for _, a := range p.pix[o : o+r.Dx()] {
			p.upload = append(p.upload, a, a, a, a)
		}
	}
	return p.upload
}
