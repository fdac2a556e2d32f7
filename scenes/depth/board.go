package depth

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// board is the plane on which the target is drawn; its value is the target.
type board struct {
	*ui.Figure
	s       *Scene
	down    bool
	pointer int
	at      int // the sample drawn last
	y       float64
}

func newBoard(s *Scene) *board {
	b := &board{s: s, Figure: ui.NewFigure("curve", ui.RolePad, i18n.T("在这里画目标曲线；左右键选位置，上下键移动", "Draw the target here; left and right choose a place, up and down move it"))}
	b.Paint, b.On, b.Say = s.drawBoard, b.handle, func(i18n.Lang) string { return s.texts.read }
	return b
}

// Value lists the samples of the target, in hundredths.
func (b *board) Value() string {
	if b.s.fit.known != "" {
		return b.s.fit.known
	}
	var out strings.Builder
	for i, v := range b.s.fit.target {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(strconv.Itoa(int(math.Round(100 * v))))
	}
	return out.String()
}

// Keep puts it into links.
func (b *board) Keep() bool { return true }

// Set takes the name of a preset, or as many hundredths as there are samples.
func (b *board) Set(v string) error {
	if presets[v] != nil {
		b.s.fit.preset(v)
		b.s.preset.SetValue(v)
		b.s.redrawn = true
		return nil
	}
	cells := strings.Split(v, ",")
	if len(cells) != samples {
		return fmt.Errorf("curve: %d numbers, want %d with commas between", len(cells), samples)
	}
	var target [samples]float64
	for i, c := range cells {
		n, err := strconv.Atoi(strings.TrimSpace(c))
		if err != nil || n < -150 || n > 150 {
			return fmt.Errorf("curve: number %d: want a whole number of −150 … 150", i+1)
		}
		target[i] = float64(n) / 100
	}
	b.s.fit.target = target
	b.own()
	return nil
}

// own says that the target is the visitor's: what is left of a preset is kept in
// hundredths, too.
func (b *board) own() {
	for i, v := range b.s.fit.target {
		b.s.fit.target[i] = math.Round(100*v) / 100
	}
	b.s.fit.known = ""
	b.s.preset.SetValue("")
	b.s.redrawn = true
}

func (b *board) handle(ev ui.Event) bool {
	f := &b.s.marks.board
	switch ev.Kind {
	case ui.PointerDown:
		if b.down || ev.Button != 0 || !f.box.Contains(ev.X, ev.Y) {
			return b.down
		}
		if j := b.s.knotAt(ev); j >= 0 {
			b.s.chosen, b.s.Stale = j, true
			return true
		}
		b.down, b.pointer, b.at = true, ev.Pointer, -1
		b.draw(f.back(ev.X, ev.Y))
		return true
	case ui.PointerMove:
		if b.down && ev.Pointer == b.pointer {
			b.draw(f.back(ev.X, ev.Y))
			return true
		}
	case ui.PointerUp, ui.PointerCancel:
		if b.down && ev.Pointer == b.pointer {
			b.down = false
			b.s.start = true
			return true
		}
	case ui.KeyDown:
		return b.key(ev)
	}
	return false
}

// knotAt is the unit whose mark at the foot of the board is pressed, or −1.
func (s *Scene) knotAt(ev ui.Event) int {
	near := 7.0
	if ev.Touch {
		near = 14
	}
	best := -1
	for j, k := range s.marks.knots {
		if d := math.Abs(k.X - ev.X); s.fit.act == "relu" && k.Y-ev.Y < 2*near && d < near {
			best, near = j, d
		}
	}
	return best
}

// draw sets the target between the last place and this one.
func (b *board) draw(x, y float64) {
	t := &b.s.fit.target
	i := min(max(int(math.Round((x+1)/2*(samples-1))), 0), samples-1)
	y = math.Round(100*min(max(y, -1.4), 1.4)) / 100
	t[i] = y
	if b.at >= 0 {
		step := 1
		if i < b.at {
			step = -1
		}
		for k := b.at; k != i; k += step {
			u := float64(k-b.at) / float64(i-b.at)
			t[k] = math.Round(100*(b.y+u*(y-b.y))) / 100
		}
	}
	b.at, b.y = i, y
	b.own()
}

// key draws by keyboard: a soft dent around the place that is chosen.
func (b *board) key(ev ui.Event) bool {
	b.at = min(max(b.at, 0), samples-1)
	switch ev.Key {
	case "ArrowLeft":
		b.at = max(b.at-2, 0)
	case "ArrowRight":
		b.at = min(b.at+2, samples-1)
	case "ArrowUp", "ArrowDown":
		d := 0.1
		if ev.Key == "ArrowDown" {
			d = -d
		}
		t := &b.s.fit.target
		for i := range t {
			w := float64(i-b.at) / 4
			t[i] = math.Round(100*min(max(t[i]+d*math.Exp(-w*w), -1.4), 1.4)) / 100
		}
		b.own()
	default:
		return false
	}
	b.s.Stale = true
	return true
}
