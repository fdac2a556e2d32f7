package data

import (
	"image"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// DigitClasses and FashionClasses name the classes of the two image sets.
var (
	DigitClasses   = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
	FashionClasses = []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}
)

// Len returns the number of images.
func (m *Images) Len() int { return m.N }

// Shape returns the shape of one example: [channels, height, width].
func (m *Images) Shape() []int { return []int{m.C, m.H, m.W} }

// Pixels returns the bytes of one image, height × width × channels.
func (m *Images) Pixels(i int) []byte {
	size := m.H * m.W * m.C
	return m.Pix[i*size : (i+1)*size]
}

// Example writes image i as numbers 0 … 1, channel by channel: dst [channels, height, width].
func (m *Images) Example(dst []tensor.Elem, i int) {
	pix, plane := m.Pixels(i), m.H*m.W
	for p := range plane {
		for c := range m.C {
			dst[c*plane+p] = tensor.Elem(pix[p*m.C+c]) / 255
		}
	}
}

// Gather fills b with images as [size, channels, height, width] in 0 … 1.
// It panics with a *tensor.ValueError if an index is out of range.
func (m *Images) Gather(b *Batch, index []int, _ *rand.Rand) {
	checkIndex(index, m.N)
	if b.X == nil {
		b.X = &tensor.Tensor{}
	}
	b.Index = append(b.Index[:0], index...)
	b.X.Resize(len(index), m.C, m.H, m.W)
	size := m.C * m.H * m.W
	for k, i := range index {
		m.Example(b.X.Data()[k*size:(k+1)*size], i)
	}
	if m.Labels != nil {
		b.Labels = b.Labels[:0]
		for _, i := range index {
			b.Labels = append(b.Labels, m.Labels[i])
		}
	}
}

// Subset returns the images at the given indices, copied.
// It panics with a *tensor.ValueError if an index is out of range.
func (m *Images) Subset(index []int) *Images {
	checkIndex(index, m.N)
	out := &Images{N: len(index), H: m.H, W: m.W, C: m.C, Classes: m.Classes}
	for _, i := range index {
		out.Pix = append(out.Pix, m.Pixels(i)...)
		if m.Labels != nil {
			out.Labels = append(out.Labels, m.Labels[i])
		}
	}
	return out
}

// Dataset returns all images as numbers: X [n, channels, height, width].
func (m *Images) Dataset() *Dataset {
	index := make([]int, m.N)
	for i := range index {
		index[i] = i
	}
	var b Batch
	m.Gather(&b, index, nil)
	return &Dataset{X: b.X, Labels: b.Labels, Classes: m.Classes}
}

// FromImage returns a picture as one image of H×W×3 bytes: red, green, blue.
// It returns an error if the picture is empty or larger than 4096×4096.
func FromImage(p image.Image) (*Images, error) {
	r := p.Bounds()
	w, h := r.Dx(), r.Dy()
	if w < 1 || h < 1 || w > 4096 || h > 4096 {
		return nil, &FileError{Where: "picture", Why: "it is " + strconv.Itoa(w) + "×" + strconv.Itoa(h) + ", want 1×1 … 4096×4096"}
	}
	m := &Images{N: 1, H: h, W: w, C: 3, Pix: make([]byte, 0, h*w*3)}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, _ := p.At(x, y).RGBA()
			m.Pix = append(m.Pix, byte(red>>8), byte(green>>8), byte(blue>>8))
		}
	}
	return m, nil
}

// Augmented is a set of images that are bent a little each time they are seen.
type Augmented struct {
	*Images
	Augment Augment
}

// Gather fills b with augmented images, drawn from rng. Without rng the images stay as they are.
func (a *Augmented) Gather(b *Batch, index []int, rng *rand.Rand) {
	a.Images.Gather(b, index, nil)
	if rng == nil {
		return
	}
	plane := a.H * a.W
	if len(b.plain) < plane*a.C {
		b.plain = make([]tensor.Elem, plane*a.C)
	}
	for k := range index {
		x := b.X.Data()[k*plane*a.C : (k+1)*plane*a.C]
		copy(b.plain, x)
		a.Augment.Apply(x, b.plain[:plane*a.C], a.C, a.H, a.W, rng)
	}
}
