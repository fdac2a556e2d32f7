package data

import "math"

// DigitSize is the side of a digit image in pixels, and DigitBox the side of
// the box that its ink is scaled to, as in MNIST.
const (
	DigitSize = 28
	DigitBox  = 20
)

// What a pen may be on the 28×28 image, in pixels. A pen outside is drawn at
// the limit: a very small drawing with a thick brush would else be one blot.
// Half of MNIST's lines are 2.0 to 2.9 wide, four fifths 1.7 to 3.6.
const (
	minPen = 2.0
	maxPen = 3.2
	// maxZoom keeps a dot a dot: no drawing is enlarged beyond it.
	maxZoom = DigitBox / 0.12
	// massIndex is the pixel where MNIST puts the centre of mass: the mean over
	// its 60,000 training images is (14.01, 14.00) counted from 0.
	massIndex = DigitSize / 2
)

// StrokePoint is a place on the drawing pad: 0…1 from its left and top edge.
type StrokePoint struct{ X, Y float64 }

// Stroke is one line drawn without lifting the pen.
type Stroke []StrokePoint

// Drawing turns strokes into the image that a network trained on MNIST expects,
// and keeps every stage on the way so that each can be shown:
//
//	strokes → Left, Top, Right, Bottom: the box around the ink
//	        → Boxed: ink scaled by Zoom so that the longer side of the box is 20 px, in the middle
//	        → Image: moved by ShiftX, ShiftY so that the centre of mass is at pixel (14, 14)
//
// The zero Drawing is ready; its images are used again by every [Drawing.Render].
// Source: LeCun, Cortes and Burges, “The MNIST database of handwritten digits”.
type Drawing struct {
	Left, Top, Right, Bottom float64 // box around the ink, in pad units

	Zoom float64 // pixels for one pad unit
	Pen  float64 // width of the line in pixels

	MassX, MassY   float64 // centre of mass of Boxed, as a pixel index
	InkX, InkY     float64 // the same place in pad units
	ShiftX, ShiftY float64 // pixels by which Image is moved against Boxed

	Boxed [DigitSize * DigitSize]float32 // 0 paper … 1 ink
	Image [DigitSize * DigitSize]float32 // what the network sees
}

// Render draws the strokes with a brush of the given width in pad units. It
// reports whether there is any ink; without ink both images are blank. Points
// that are not finite are left out.
func (d *Drawing) Render(strokes []Stroke, brush float64) bool {
	*d = Drawing{}
	left, top, right, bottom := bounds(strokes)
	if left > right {
		return false
	}
	d.scale(math.Max(right-left, bottom-top), brush)
	half := d.Pen / d.Zoom / 2
	d.Left, d.Top, d.Right, d.Bottom = left-half, top-half, right+half, bottom+half

	// The middle of the box goes to the middle of the image: continuous
	// coordinate 14, on the border of pixels 13 and 14.
	x0 := DigitSize/2 - d.Zoom*(left+right)/2
	y0 := DigitSize/2 - d.Zoom*(top+bottom)/2
	d.draw(&d.Boxed, strokes, x0, y0)
	d.MassX, d.MassY = centreOfMass(&d.Boxed)
	d.InkX, d.InkY = (d.MassX+0.5-x0)/d.Zoom, (d.MassY+0.5-y0)/d.Zoom
	d.ShiftX, d.ShiftY = massIndex-d.MassX, massIndex-d.MassY
	d.draw(&d.Image, strokes, x0+d.ShiftX, y0+d.ShiftY)
	return true
}

// scale chooses Zoom and Pen for points that span extent in pad units: the ink,
// which is a pen wider than the points, is to fill the 20-pixel box.
func (d *Drawing) scale(extent, brush float64) {
	if !(brush > 0) || brush > 1 {
		brush = 0.07
	}
	d.Zoom = math.Min(DigitBox/(extent+brush), maxZoom)
	d.Pen = d.Zoom * brush
	if d.Pen < minPen || d.Pen > maxPen {
		d.Pen = math.Min(math.Max(d.Pen, minPen), maxPen)
		if extent > 0 {
			d.Zoom = math.Min((DigitBox-d.Pen)/extent, maxZoom)
		}
	}
}

// draw renders the strokes into img, pad point (x, y) at (x0 + Zoom·x, y0 + Zoom·y).
func (d *Drawing) draw(img *[DigitSize * DigitSize]float32, strokes []Stroke, x0, y0 float64) {
	r := raster{pix: img[:], w: DigitSize, h: DigitSize}
	for _, s := range strokes {
		r.stroke(s, d.Zoom, x0, y0, d.Pen)
	}
}

// bounds returns the box around all finite points; left > right if there is none.
func bounds(strokes []Stroke) (left, top, right, bottom float64) {
	left, top, right, bottom = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range strokes {
		for _, p := range s {
			if !finite(p) {
				continue
			}
			left, right = math.Min(left, p.X), math.Max(right, p.X)
			top, bottom = math.Min(top, p.Y), math.Max(bottom, p.Y)
		}
	}
	return
}

func finite(p StrokePoint) bool {
	return math.Abs(p.X) <= 1e6 && math.Abs(p.Y) <= 1e6 // false for NaN too
}

// centreOfMass is Σ i·v / Σ v over pixel indices i of both axes.
func centreOfMass(img *[DigitSize * DigitSize]float32) (x, y float64) {
	var mass float64
	for i, v := range img {
		m := float64(v)
		mass += m
		x += m * float64(i%DigitSize)
		y += m * float64(i/DigitSize)
	}
	if mass == 0 {
		return massIndex, massIndex
	}
	return x / mass, y / mass
}

// raster is a grey image that strokes are drawn into: 0 paper … 1 ink.
type raster struct {
	pix  []float32 // row-major, w·h
	w, h int
}

// stroke draws one stroke with a round pen of the given width in pixels; point
// (x, y) is put at (x0 + zoom·x, y0 + zoom·y), where pixel i covers [i, i+1].
// The edge is anti-aliased over one pixel, and strokes that cross do not add up.
func (r *raster) stroke(s Stroke, zoom, x0, y0, pen float64) {
	var last StrokePoint
	n := 0
	for _, p := range s {
		if !finite(p) {
			continue
		}
		q := StrokePoint{x0 + zoom*p.X, y0 + zoom*p.Y}
		if n > 0 {
			r.segment(last, q, pen/2)
		}
		last = q
		n++
	}
	if n == 1 {
		r.segment(last, last, pen/2)
	}
}

// segment draws one straight piece: ink = clamp(½ + radius − distance).
func (r *raster) segment(a, b StrokePoint, radius float64) {
	reach := radius + 0.5
	i0, i1 := span(math.Min(a.X, b.X)-reach, math.Max(a.X, b.X)+reach, r.w)
	j0, j1 := span(math.Min(a.Y, b.Y)-reach, math.Max(a.Y, b.Y)+reach, r.h)
	dx, dy := b.X-a.X, b.Y-a.Y
	length2 := dx*dx + dy*dy
	for j := j0; j < j1; j++ {
		py := float64(j) + 0.5 - a.Y
		row := r.pix[j*r.w : (j+1)*r.w]
		for i := i0; i < i1; i++ {
			px := float64(i) + 0.5 - a.X
			t := 0.0 // where on the segment the nearest point lies
			if along := px*dx + py*dy; along >= length2 {
				t = 1
			} else if along > 0 {
				t = along / length2
			}
			ex, ey := px-t*dx, py-t*dy
			if e2 := ex*ex + ey*ey; e2 < reach*reach {
				row[i] = max(row[i], min(float32(reach-math.Sqrt(e2)), 1))
			}
		}
	}
}

// span returns the pixels [i, j) that the interval from a to b touches.
func span(a, b float64, n int) (i, j int) {
	i = int(math.Min(math.Max(math.Floor(a), 0), float64(n)))
	j = int(math.Min(math.Max(math.Ceil(b), 0), float64(n)))
	return i, j
}
