package playground

import (
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/paint"
)

// columns is how the network's neurons stand: a column a layer.
type columns struct {
	r            paint.Rect
	size         float64 // of the buttons above
	top, room    float64 // where the neurons begin, and how much room they have
	box          float64 // side of a neuron
	first, pitch float64 // of the columns
	outputs      bool    // have a column; else the large map is the output's box
}

const legendLine = 18.0

// legend reports whether there is room to say what the lines mean.
func (s *Scene) legend() bool { return !s.tiny && s.net.H >= 230 }

func (s *Scene) columns() columns {
	k := columns{r: s.net, size: button, top: headTop, outputs: s.outputs() > 1 || s.phone}
	if s.points.Dropout > 0 {
		_, k.r = k.r.CutBottom(legendLine) // for the words about what was dropped
	}
	if s.legend() {
		_, k.r = k.r.CutBottom(legendLine)
	}
	gapY, gapX := 6.0, 10.0
	largest := min(max(42, 42+(k.r.W-500)/12), 68)
	if s.phone {
		k.size, k.top, largest, gapY, gapX = 32, 112, 32, 4, 8
	}
	if s.tiny { // how many layers there are is among the controls
		k.top = 66
	}
	n, right := len(s.points.Layers)+1, 30.0
	if k.outputs {
		n, right = n+1, 6
	}
	widest := jobs.NumFeatures
	for _, l := range s.points.Layers {
		widest = max(widest, l.Width)
	}
	k.room = k.r.H - k.top
	k.box = min(largest, k.room/float64(widest)-gapY, (k.r.W-gapX)/float64(n)-gapX)
	k.first = k.r.X + 36
	if n > 1 {
		k.pitch = min((k.r.Right()-right-k.first-k.box)/float64(n-1), max(190, k.r.W*0.3))
	}
	return k
}

// at is the box of neuron j of so many in a column.
func (k *columns) at(col, j, of int) paint.Rect {
	h := min(k.room/float64(max(of, 5)), k.box+16)
	y := k.r.Y + k.top + k.room/2 + (float64(j)-float64(of)/2)*h + (h-k.box)/2
	return paint.Rect{X: k.first + float64(col)*k.pitch, Y: y, W: k.box, H: k.box}
}

func (k *columns) column(col, of int) []paint.Rect {
	boxes := make([]paint.Rect, of)
	for j := range boxes {
		boxes[j] = k.at(col, j, of)
	}
	return boxes
}

// placeNetwork sets the neurons of each layer in a column.
func (s *Scene) placeNetwork() {
	v, k := &s.view, s.columns()
	n, mid := len(s.points.Layers), k.r.X+k.r.W/2
	v.head = paint.Point{X: mid, Y: k.r.Y + k.size/2}
	v.fewer.SetRect(paint.Rect{X: mid - 62 - k.size, Y: k.r.Y, W: k.size, H: k.size})
	v.more.SetRect(paint.Rect{X: mid + 62, Y: k.r.Y, W: k.size, H: k.size})
	if s.tiny {
		v.fewer.SetRect(paint.Rect{})
		v.more.SetRect(paint.Rect{})
	}
	v.fewer.SetEnabled(n > 0)
	v.more.SetEnabled(n < jobs.MaxLayers)
	for i := range v.inputs {
		v.inputs[i].rect = k.at(0, i, jobs.NumFeatures)
	}
	v.boxes, v.heads = v.boxes[:0], v.heads[:0]
	for l := range jobs.MaxLayers {
		if l < n {
			v.boxes = append(v.boxes, k.column(l+1, s.points.Layers[l].Width))
			s.placeHead(&k, l)
			continue
		}
		v.less[l].SetRect(paint.Rect{})
		v.wider[l].SetRect(paint.Rect{})
		v.acts[l].rect = paint.Rect{}
	}
	if k.outputs {
		v.boxes = append(v.boxes, k.column(n+1, s.outputs()))
	}
}

// placeHead sets the buttons and the activation above a layer.
func (s *Scene) placeHead(k *columns, l int) {
	v, width := &s.view, s.points.Layers[l].Width
	x, y := v.boxes[l][0].X+k.box/2, k.r.Y+k.size+10
	if s.tiny {
		y = k.r.Y
	}
	b := min(k.size, (k.pitch-20)/2)
	v.heads = append(v.heads, paint.Point{X: x, Y: y + b/2})
	v.less[l].SetRect(paint.Rect{X: x - 9 - b, Y: y, W: b, H: b})
	v.wider[l].SetRect(paint.Rect{X: x + 9, Y: y, W: b, H: b})
	v.less[l].SetEnabled(width > 1)
	v.wider[l].SetEnabled(width < maxWidth)
	w := min(72, k.pitch-4)
	v.acts[l].rect = paint.Rect{X: x - w/2, Y: y + b + 3, W: w, H: 22}
}
