package jobs

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/tensor"
)

// The pictures of toy blocks.
const (
	BlockSide   = 16 // pixels
	BlockArea   = BlockSide * BlockSide
	BlockShapes = 3 // square, triangle, disc

	dim      = 0.1 // what a shadow leaves of the light
	noShadow = 1.5 // an edge beyond the picture
)

// Block is a toy block on a table, as a camera sees it from above.
type Block struct {
	Shape  int     // square, triangle, disc
	Turn   float64 // radians
	Size   float64 // half a side, as a share of half the picture
	X, Y   float64 // its middle, −1 … 1
	Shade  float64 // radians: where the shadow comes from
	Shadow float64 // where its edge is, −1 … 1 from the middle; beyond the picture: none
}

// UprightBlock is a block as a tidy photographer takes it.
func UprightBlock(shape int) Block {
	return Block{Shape: shape, Size: 0.64, Shade: math.Pi / 4, Shadow: noShadow}
}

// draw returns a block that is set a little to the side, is a little larger or
// smaller, and turned by at most ±most radians.
func (b Block) draw(most float64, rng *rand.Rand) Block {
	u := func() float64 { return 2*rng.Float64() - 1 }
	b.Turn += most * u()
	b.Size *= 1 + 0.12*u()
	b.X, b.Y = 0.1*u(), 0.1*u()
	return b
}

// shaded puts a shadow over a part of the block, from anywhere.
func (b Block) shaded(rng *rand.Rand) Block {
	b.Shade, b.Shadow = 2*math.Pi*rng.Float64(), 0.6*rng.Float64()-0.4
	return b
}

// inside reports whether a point of the picture is on the block.
func (b *Block) inside(x, y float64) bool {
	sin, cos := math.Sincos(-b.Turn)
	x, y = (x-b.X)/b.Size, (y-b.Y)/b.Size
	x, y = cos*x-sin*y, sin*x+cos*y
	switch b.Shape {
	case 0:
		return math.Abs(x) <= 0.9 && math.Abs(y) <= 0.9
	case 1: // standing on its side, point up
		return y <= 0.75 && y >= -1.05+math.Abs(x)*1.75
	}
	return x*x+y*y <= 1
}

// Render writes the light of each pixel, 0 … 1: dst [BlockArea].
func (b *Block) Render(dst []tensor.Elem) {
	const fine = 3 // points of a pixel along each axis
	sin, cos := math.Sincos(b.Shade)
	for r := range BlockSide {
		for c := range BlockSide {
			sum := 0.0
			for k := range fine * fine {
				x := (float64(c)+(float64(k%fine)+0.5)/fine)/BlockSide*2 - 1
				y := (float64(r)+(float64(k/fine)+0.5)/fine)/BlockSide*2 - 1
				v := 0.15
				if b.inside(x, y) {
					v = 0.95
				}
				if cos*x+sin*y > b.Shadow {
					v *= dim
				}
				sum += v
			}
			dst[r*BlockSide+c] = tensor.Elem(sum / (fine * fine))
		}
	}
}
