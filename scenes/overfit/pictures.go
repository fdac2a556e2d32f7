package overfit

import (
	"math"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

const (
	pictureSide = 16
	area        = pictureSide * pictureSide
	shapes      = 3
	dim         = 0.1 // what a shadow leaves of the light
	noShadow    = 1.5 // an edge beyond the picture
)

// block is a toy block on a table, as a camera sees it from above.
type block struct {
	shape  int     // square, triangle, disc
	turn   float64 // radians
	size   float64 // half a side, as a share of half the picture
	x, y   float64 // its middle, −1 … 1
	shade  float64 // radians: where the shadow comes from
	shadow float64 // where its edge is, −1 … 1 from the middle; noShadow: none
}

// upright is a block as a tidy photographer takes it.
func upright(shape int) block {
	return block{shape: shape, size: 0.64, shade: math.Pi / 4, shadow: noShadow}
}

// draw makes a picture of a block that is set a little to the side, is a little
// larger or smaller, and turned by at most ±most radians.
func (b block) draw(most float64, rng *rand.Rand) block {
	u := func() float64 { return 2*rng.Float64() - 1 }
	b.turn += most * u()
	b.size *= 1 + 0.12*u()
	b.x, b.y = 0.1*u(), 0.1*u()
	return b
}

// shaded puts a shadow over a part of the block, from anywhere.
func (b block) shaded(rng *rand.Rand) block {
	b.shade, b.shadow = 2*math.Pi*rng.Float64(), 0.6*rng.Float64()-0.4
	return b
}

// inside reports whether a point of the picture is on the block.
func (b *block) inside(x, y float64) bool {
	sin, cos := math.Sincos(-b.turn)
	x, y = (x-b.x)/b.size, (y-b.y)/b.size
	x, y = cos*x-sin*y, sin*x+cos*y
	switch b.shape {
	case 0:
		return math.Abs(x) <= 0.9 && math.Abs(y) <= 0.9
	case 1: // standing on its side, point up
		return y <= 0.75 && y >= -1.05+math.Abs(x)*1.75
	}
	return x*x+y*y <= 1
}

// render writes the light of each pixel, 0 … 1: dst [area].
func (b *block) render(dst []tensor.Elem) {
	const fine = 3 // points of a pixel along each axis
	sin, cos := math.Sincos(b.shade)
	for r := range pictureSide {
		for c := range pictureSide {
			sum := 0.0
			for k := range fine * fine {
				x := (float64(c)+(float64(k%fine)+0.5)/fine)/pictureSide*2 - 1
				y := (float64(r)+(float64(k/fine)+0.5)/fine)/pictureSide*2 - 1
				v := 0.15
				if b.inside(x, y) {
					v = 0.95
				}
				if cos*x+sin*y > b.shadow {
					v *= dim
				}
				sum += v
			}
			dst[r*pictureSide+c] = tensor.Elem(sum / (fine * fine))
		}
	}
}

// album is a set of pictures that are rendered in slices.
type album struct {
	*data.Dataset
	make func(i int) block
	rng  *rand.Rand
	done int
}

// newAlbum returns n pictures still to be rendered, as many of each shape.
func newAlbum(n int, rng *rand.Rand, make func(i int) block) *album {
	a := &album{Dataset: &data.Dataset{X: tensor.New(n, area)}, make: make, rng: rng}
	for i := range n {
		a.Labels = append(a.Labels, i%shapes)
	}
	return a
}

// advance renders until the time is up, one picture at least, with a little
// grain, and reports whether all are done.
func (a *album) advance(until time.Time) bool {
	for a.done < a.Len() {
		b := a.make(a.done)
		row := a.X.Data()[a.done*area : (a.done+1)*area]
		b.render(row)
		for k := range row {
			row[k] += tensor.Elem(0.02 * a.rng.NormFloat64())
		}
		if a.done++; !time.Now().Before(until) {
			break
		}
	}
	return a.done == a.Len()
}
