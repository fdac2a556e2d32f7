package main

import (
	"math"
	"strconv"
	"syscall/js"

	"gradtheatre/scenes/paint"
)

// lend draws letters that the theatre's own type has not with the fonts of the
// visitor's system, on a canvas that is never shown.
func (p *page) lend() func(r rune, em float64, bold bool) paint.Mask {
	var pen js.Value
	return func(r rune, em float64, bold bool) paint.Mask {
		side := int(math.Ceil(em*1.6)) + 2
		if pen.IsUndefined() {
			c := p.document.Call("createElement", "canvas")
			pen = c.Call("getContext", "2d", map[string]any{"willReadFrequently": true})
		}
		if !pen.Truthy() {
			return paint.Mask{}
		}
		c := pen.Get("canvas")
		c.Set("width", side)
		c.Set("height", side)
		font := strconv.FormatFloat(em, 'f', 3, 64) + "px 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
		if bold {
			font = "bold " + font
		}
		pen.Set("font", font)
		pen.Set("textBaseline", "alphabetic")
		base := int(math.Round(em * 1.15))
		pen.Call("fillText", string(r), 1, base)
		data := pen.Call("getImageData", 0, 0, side, side).Get("data")
		rgba := make([]byte, 4*side*side)
		js.CopyBytesToGo(rgba, data)
		m := paint.Mask{W: side, H: side, DX: -1, DY: -base, Pix: make([]byte, side*side)}
		seen := false
		for i := range m.Pix {
			q := rgba[4*i:]
			// emoji have colours: what is dark in them shows most
			light := (0.299*float64(q[0]) + 0.587*float64(q[1]) + 0.114*float64(q[2])) / 255
			m.Pix[i] = byte(float64(q[3]) * (1 - 0.75*light))
			seen = seen || m.Pix[i] > 0
		}
		if !seen {
			return paint.Mask{}
		}
		return m
	}
}
