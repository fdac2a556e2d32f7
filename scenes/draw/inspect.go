package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
)

// place names one number of the run: its layer, map, row and column. A neuron
// or a bar is a map of one number.
type place struct{ layer, m, row, col int }

var nowhere = place{layer: -1}

// cell is the row-major index of the number in its layer.
func (p place) cell() int {
	side := layers[p.layer].side
	return (p.m*side+p.row)*side + p.col
}

func placeOf(layer, cell int) place {
	side := layers[layer].side
	return place{layer, cell / (side * side), cell / side % side, cell % side}
}

// valid reports whether there is such a number.
func (p place) valid() bool {
	if p.layer < 0 || p.layer >= layerAll {
		return false
	}
	l := &layers[p.layer]
	return p.m >= 0 && p.m < l.maps && p.row >= 0 && p.row < l.side && p.col >= 0 && p.col < l.side
}

// String is how links write a place: "conv1.3.11.10", counted from 0.
func (p place) String() string {
	if !p.valid() {
		return ""
	}
	s := layers[p.layer].name + "." + strconv.Itoa(p.m)
	if layers[p.layer].side > 1 {
		s += "." + strconv.Itoa(p.row) + "." + strconv.Itoa(p.col)
	}
	return s
}

// parsePlace reads what String writes; "" is nowhere.
func parsePlace(text string) (place, error) {
	if text == "" {
		return nowhere, nil
	}
	parts := strings.Split(text, ".")
	p := nowhere
	for l := range layers {
		if layers[l].name == parts[0] {
			p.layer = l
		}
	}
	if p.layer >= 0 && (len(parts) == 4 || len(parts) == 2 && layers[p.layer].side == 1) {
		at := [3]*int{&p.m, &p.row, &p.col}
		for i, part := range parts[1:] {
			n, err := strconv.Atoi(part)
			if err != nil {
				n = -1
			}
			*at[i] = n
		}
		if p.valid() {
			return p, nil
		}
	}
	return nowhere, fmt.Errorf("%.40q names no number of the network: want layer.map.row.column such as conv1.3.11.10, or relu3.5", text)
}

// number is one factor or product as a card shows it, and where it leads.
type number struct {
	value float64
	ref   trace.Ref
	ok    bool // false: outside the image, where padding counts as 0
}

// window is one patch × kernel = products, side × side numbers each.
type window struct {
	side                   int
	patch, kernel, product [49]number
	sum                    float64 // Σ of the products
	peakX, peakW, peakP    float64
	row, col               int // of the patch's first cell in its source map
	layer, m               int // the source map
}

// odds is one row of a softmax.
type odds struct{ logit, exp, p number }

// unfolded is one number taken apart, read from the record and from grad.Explain.
type unfolded struct {
	at    place
	value float64
	terms []trace.Term

	windows     []window // one for each input channel of a convolution; the window of a pooling or of the input
	shown       int      // which of them is shown in full
	sum         float64  // Σ over all products, without the bias
	bias        float64
	biased      bool
	after       float64   // what ReLU makes of it, for the dense layer
	from        number    // what went into a ReLU
	products    []float64 // of a dense layer, input by input
	productPeak float64
	top         [5]int // its terms of the largest size
	softmax     [10]odds
	winner      int // in the window of a pooling
}

// unfold takes the number at p apart, using u's memory again.
func (u *unfolded) unfold(r *run, p place) {
	keep := u.shown
	if u.at.layer != p.layer || u.at.m != p.m {
		keep = -1
	}
	*u = unfolded{at: p, terms: u.terms[:0], windows: u.windows[:0], products: u.products[:0]}
	node := &r.tr.Nodes[r.node[p.layer]]
	u.value = node.Value[p.cell()]
	u.terms = append(u.terms, grad.Explain(r.tape.Var(node.ID), p.cell())...)
	for _, t := range u.terms {
		if len(t.Factors) == 1 && t.Factors[0].Symbol == "b" {
			u.bias, u.biased = t.Value, true
		}
	}
	products := u.terms
	if u.biased {
		products = products[:len(products)-1]
	}
	u.sum = trace.Sum(products)
	switch p.layer {
	case layerInput:
		u.neighbours(node)
	case layerConv1, layerConv2:
		u.convolution(r, node)
	case layerReLU1, layerReLU2:
		u.relu()
	case layerPool1, layerPool2:
		u.pooling(r, node)
	case layerDense:
		u.relu()
	case layerDenseZ, layerLogits:
		u.dense(r)
	case layerOut:
		u.probabilities(r, node)
	}
	u.choose(keep)
}

// choose shows the window whose sum is the largest in size, or the one the visitor chose.
func (u *unfolded) choose(keep int) {
	for i := range u.windows {
		if math.Abs(u.windows[i].sum) > math.Abs(u.windows[u.shown].sum) {
			u.shown = i
		}
	}
	if keep >= 0 && keep < len(u.windows) {
		u.shown = keep
	}
}

// neighbours shows a pixel among those around it.
func (u *unfolded) neighbours(node *trace.Node) {
	w := window{side: 5, row: u.at.row - 2, col: u.at.col - 2, layer: layerInput, peakX: 1}
	for i := range 25 {
		row, col := w.row+i/5, w.col+i%5
		if row >= 0 && col >= 0 && row < 28 && col < 28 {
			cell := row*28 + col
			w.patch[i] = number{node.Value[cell], trace.Ref{Node: node.ID, Cell: cell}, true}
		}
	}
	u.windows = append(u.windows, w)
}

// convolution sorts the terms w·x by input channel and place in the kernel.
func (u *unfolded) convolution(r *run, node *trace.Node) {
	weight := &r.tr.Nodes[node.Inputs[1]]
	channels, side := weight.Shape[1], weight.Shape[2]
	padding, _ := node.Attr("padding")
	stride, _ := node.Attr("stride")
	source := r.layerOf(node.Inputs[0])
	for c := range channels {
		w := window{side: side, layer: source, m: c,
			row: u.at.row*int(stride) - int(padding), col: u.at.col*int(stride) - int(padding)}
		for i := range side * side {
			cell := (u.at.m*channels+c)*side*side + i
			w.kernel[i] = number{weight.Value[cell], trace.Ref{Node: weight.ID, Cell: cell}, true}
		}
		u.windows = append(u.windows, w)
	}
	for _, t := range u.terms {
		if len(t.Factors) != 2 {
			continue
		}
		kernel, patch := t.Factors[0], t.Factors[1]
		i := kernel.Cell % (side * side)
		w := &u.windows[kernel.Cell/(side*side)%channels]
		w.patch[i] = number{patch.Value, patch.Ref, true}
		w.product[i] = number{t.Value, trace.Ref{Node: -1}, true}
		w.sum += t.Value
	}
	for i := range u.windows {
		u.windows[i].measure()
	}
}

// measure finds the scale of the colours.
func (w *window) measure() {
	for i := range w.side * w.side {
		w.peakX = math.Max(w.peakX, math.Abs(w.patch[i].value))
		w.peakW = math.Max(w.peakW, math.Abs(w.kernel[i].value))
		w.peakP = math.Max(w.peakP, math.Abs(w.product[i].value))
	}
}

func (u *unfolded) relu() {
	if len(u.terms) > 0 && len(u.terms[0].Factors) > 0 {
		f := u.terms[0].Factors[0]
		u.from = number{f.Value, f.Ref, true}
	}
}

func (u *unfolded) pooling(r *run, node *trace.Node) {
	stride, _ := node.Attr("stride")
	w := window{side: 2, layer: r.layerOf(node.Inputs[0]), m: u.at.m, row: u.at.row * int(stride), col: u.at.col * int(stride)}
	if len(u.terms) > 0 {
		for i, f := range u.terms[0].Factors {
			w.patch[i] = number{f.Value, f.Ref, true}
			if f.Value > w.patch[u.winner].value {
				u.winner = i
			}
		}
	}
	w.measure()
	u.windows = append(u.windows, w)
}

// dense lists the products input by input and finds the largest.
func (u *unfolded) dense(r *run) {
	for i := range u.top {
		u.top[i] = -1
	}
	for i, t := range u.terms {
		if len(t.Factors) != 2 {
			continue
		}
		u.products = append(u.products, t.Value)
		u.productPeak = math.Max(u.productPeak, math.Abs(t.Value))
		u.rank(i)
	}
	if u.at.layer == layerDenseZ {
		u.after = r.values(layerDense)[u.at.m]
	}
}

// rank puts term i among the top ones where it belongs.
func (u *unfolded) rank(i int) {
	for k, j := range u.top {
		if j < 0 || math.Abs(u.terms[i].Value) > math.Abs(u.terms[j].Value) {
			copy(u.top[k+1:], u.top[k:])
			u.top[k] = i
			return
		}
	}
}

func (u *unfolded) probabilities(r *run, node *trace.Node) {
	logits := &r.tr.Nodes[r.node[layerLogits]]
	v := r.tape.Var(node.ID)
	for j := range u.softmax {
		o := &u.softmax[j]
		o.logit = number{logits.Value[j], trace.Ref{Node: logits.ID, Cell: j}, true}
		o.p = number{node.Value[j], trace.Ref{Node: node.ID, Cell: j}, true}
		if terms := grad.Explain(v, j); len(terms) == 1 && len(terms[0].Factors) == 2 {
			o.exp = number{terms[0].Factors[0].Value, trace.Ref{Node: -1}, true}
		}
	}
}

// strongest returns the largest number of a layer.
func (r *run) strongest(l int) place { return placeOf(l, r.top[l]) }
