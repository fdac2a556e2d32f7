package draw

import (
	"math"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
)

// change is what the update of a step has moved: the kernels before and after, how
// far each layer went, and the loss of the same batch with the new weights. All of
// it is recorded on a tape of its own.
type change struct {
	due    int // the step that the update leads to; 0: none is waited for
	known  bool
	tape   *grad.Tape
	tr     trace.Trace
	before float64 // the loss of the batch that the step learned from
	after  int     // node of the loss of the same batch now
	rows   [3]int  // nodes of the kernels before, after, and of what was added
	layers []moved
	at     paint.Rect
	small  bool
	words  changeWords
	text   prose.Block // why, with its phrases
}

// moved is how far the weights of a layer went: the root of the mean square.
type moved struct {
	name, text string
	node       int
}

type changeWords struct {
	title, why, loss, rms, say string
	rows                       [3]string
}

func (k *change) forget() { k.due, k.known = 0, false }

// find runs the batch of the step that was taken through the network as it is now.
func (k *change) find(r *train.Rehearsal, was []*tensor.Tensor, now *models.Digits) {
	if k.tape == nil {
		k.tape = grad.NewTape()
		k.tape.NoGrad = true
	}
	k.due, k.known = 0, true
	t := k.tape
	t.Reset()
	b := r.Batch()
	k.before = r.Loss.Item()
	k.after = grad.CrossEntropy(now.Forward(t.Const("x", b.X)), b.Labels).Named("L").ID()
	k.layers = k.layers[:0]
	for i, p := range now.Params() {
		if p.Value.Rank() < 2 {
			continue
		}
		old, own := t.Const(p.Name+" before", was[i]), t.Param(p)
		added := grad.Sub(own, old).Named("Δ " + p.Name)
		if i == 0 {
			k.rows = [3]int{old.ID(), own.ID(), added.ID()}
		}
		rms := substep.RootMeanSquare(added)
		k.layers = append(k.layers, moved{name: strings.TrimSuffix(p.Name, ".weight"), text: string(appendFixed(nil, rms.Item(), 5)), node: rms.ID()})
	}
	t.Record(&k.tr)
}

// run is for the inspector.
func (k *change) run() inspect.Run { return inspect.Run{Tape: k.tape, Record: &k.tr} }

// place says where it stands, and makes its words.
func (k *change) place(at paint.Rect, small bool, l i18n.Lang) {
	k.at, k.small = at, small
	if !k.known {
		k.text.Fit("", paint.Rect{}, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 16)
		return
	}
	after := k.tr.Nodes[k.after].Value[0]
	w := &k.words
	w.title = i18n.T("更新：权重动了一点", "Update: the weights have moved a little").In(l)
	w.why = i18n.T("[卷积 1](conv1) 的 8 个核，改之前、改之后、差多少（差用它自己的色阶，不然看不见）。", "The 8 kernels of [conv 1](conv1) before and after, and the change on a scale of its own, or it could not be seen.").In(l)
	k.text.Fit(w.why, paint.Rect{X: at.X, Y: at.Y + 20, W: at.W}, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 16)
	w.loss = i18n.T("同一批的 L：", "L of the same batch: ").In(l) + number3(k.before) + " → " + number3(after)
	w.rms = i18n.T("各层平均动了（均方根）", "how far, by layer (RMS)").In(l)
	w.rows = [3]string{i18n.T("之前", "before").In(l), i18n.T("之后", "after").In(l), i18n.T("差", "change").In(l)}
	w.say = w.title + ". " + w.loss
	for _, m := range k.layers {
		w.say += ", " + m.name + " " + m.text
	}
}

const (
	changeLabel = 58.0
	kernels     = 8
	kernelSide  = 5
)

// body is what is below title and words.
func (k *change) body() paint.Rect {
	_, r := k.at.CutTop(26 + k.text.Height())
	return r
}

// kernel is where kernel i of a row stands.
func (k *change) kernel(row, i int) paint.Rect {
	r := k.body()
	w := r.W - changeLabel
	if !k.small {
		w = r.W*0.62 - changeLabel
	}
	side := whole(min(w/kernels-6, (r.H-12)/3-6), kernelSide, kernelSide)
	return paint.Rect{X: math.Round(r.X) + changeLabel + float64(i)*(side+6), Y: math.Round(r.Y) + float64(row)*(side+6), W: side, H: side}
}

// line is where the movement of layer i stands.
func (k *change) line(i int) paint.Rect {
	r := k.body()
	x := k.kernel(0, kernels-1).Right() + 34
	return paint.Rect{X: x, Y: r.Y + 22 + float64(i)*22, W: min(r.Right()-x, 210), H: 22}
}

func (k *change) draw(c *paint.Canvas, t *theme.Theme, shades *shades) {
	w := &k.words
	c.Text(w.title, k.at.X, k.at.Y+8, t.BodyBold(), paint.Left)
	if k.small {
		c.Text(w.loss, k.at.X, k.kernel(2, 0).Bottom()+14, t.NumberBold(), paint.Left)
	} else {
		c.Text(w.loss, k.at.Right(), k.at.Y+8, t.NumberBold(), paint.Right)
	}
	k.text.Draw(c, t, t.Muted)
	both := max(peak(k.tr.Nodes[k.rows[0]].Value), peak(k.tr.Nodes[k.rows[1]].Value))
	tones := [3]float64{both, both, peak(k.tr.Nodes[k.rows[2]].Value)}
	for row, node := range k.rows {
		v := k.tr.Nodes[node].Value
		_, y := k.kernel(row, 0).Center()
		c.Text(w.rows[row], k.at.X, y, t.Tiny(), paint.Left)
		for i := range kernels {
			r := k.kernel(row, i)
			d := r.W / kernelSide
			for j := range kernelSide * kernelSide {
				s := shades.at(v[i*kernelSide*kernelSide+j], tones[row])
				c.Fill(paint.Rect{X: r.X + float64(j%kernelSide)*d, Y: r.Y + float64(j/kernelSide)*d, W: d, H: d}, paint.Color{R: s[0], G: s[1], B: s[2], A: 255})
			}
			c.RoundRectStroke(r, 1, 1, t.Border)
		}
	}
	if k.small {
		return
	}
	head := k.line(0)
	c.Text(w.rms, head.X, head.Y-12, t.Tiny(), paint.Left)
	for i := range k.layers {
		r := k.line(i)
		_, y := r.Center()
		c.Text(k.layers[i].name, r.X, y, paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}, paint.Left)
		c.Text(k.layers[i].text, r.Right(), y, paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny, Color: t.GradientInk}, paint.Right)
	}
}

// cells are its numbers; run is which of the scene's runs it is.
func (k *change) cells(dst []inspect.Cell, of *inspect.Runs, run int) []inspect.Cell {
	if k.small {
		dst = of.Put(dst, paint.Rect{X: k.at.X, Y: k.kernel(2, 0).Bottom() + 3, W: k.at.W, H: 22}, run, k.after, 0)
	} else {
		dst = of.Put(dst, paint.Rect{X: k.at.Right() - 90, Y: k.at.Y - 3, W: 90, H: 22}, run, k.after, 0)
		for i := range k.layers {
			dst = of.Put(dst, k.line(i), run, k.layers[i].node, 0)
		}
	}
	for row, node := range k.rows {
		for i := range kernels {
			r := k.kernel(row, i)
			d := r.W / kernelSide
			for j := range kernelSide * kernelSide {
				at := paint.Rect{X: r.X + float64(j%kernelSide)*d, Y: r.Y + float64(j/kernelSide)*d, W: d, H: d}
				dst = of.Put(dst, at, run, node, i*kernelSide*kernelSide+j)
			}
		}
	}
	return dst
}
