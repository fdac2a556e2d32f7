package stage

import (
	"math"

	qrcode "github.com/skip2/go-qrcode"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// How far the link to what is on view leads.
type distance uint8

const (
	everywhere distance = iota
	network             // to machines in the same network
	thisOne             // the page is served to this machine alone
	nowhere             // there is no page: the desktop app
)

var shareWords = [...]i18n.Text{
	everywhere: i18n.T("用手机扫一扫，或复制链接：场景、参数、种子都在内。", "Scan it with a phone, or copy the link: it holds the scene, its settings and the seed."),
	network:    i18n.T("用同一个网络里的手机扫一扫，或复制链接：场景、参数和种子都在里面。", "Scan it with a phone on the same network, or copy the link: it holds the scene, its settings and the seed."),
	thisOne:    i18n.T("这一页只开给这台电脑，手机打不开。这样启动，同一个网络里的手机就能扫：", "This page is served to this computer alone: a phone cannot reach it. Started like this, phones on the same network can scan it:"),
	nowhere:    i18n.T("桌面版没有网址，手机扫不了。复制的链接接在网页的地址后面，或者这样打开：", "The desktop app has no address for a phone to scan. The copied link goes behind the page’s address, or opens like this:"),
}

var shareCommands = [...]string{thisOne: "go run . -addr 0.0.0.0:8080", nowhere: "go run ./wasm -link '#/…'"}

// sharing is the link to what is on view as others need it, and how far it leads.
func (s *Stage) sharing() (link string, d distance) {
	link = s.sharedLink().String()
	if s.host.Base == nil {
		return link, nowhere
	}
	base := s.host.Base()
	if s.host.Reach == nil {
		return base + link, everywhere
	}
	switch reach := s.host.Reach(); reach {
	case base:
		return base + link, everywhere
	case "":
		return base + link, thisOne
	default:
		return reach + link, network
	}
}

const (
	shareSide = 20.0  // left and right of what is on the sheet
	shareFoot = 158.0 // below the code: the choice of the controls, and the button
)

// shareRect is the sheet's ground: as high as its words and its code, which is to be
// read from the last row of a lecture hall.
func (s *Stage) shareRect() rect {
	all := s.env.Size
	w := min(420, all.W-24)
	_, d := s.sharing()
	st, room := s.env.Theme.Small(), w-2*shareSide
	h := 52 + paint.WrapHeight(shareWords[d].In(s.env.Lang), room, st, 20) + 10 + 40 + shareFoot
	if d < thisOne {
		h += min(room, 360) - 40
	}
	if less := s.LeftOut().In(s.env.Lang); less != "" {
		h += paint.WrapHeight(less, room, st, 20) + 10
	}
	return all.Middle(w, min(h, all.H-24))
}

// shareText reads the sheet out.
type shareText struct {
	part
	s *Stage
}

func (p *shareText) Handle(ui.Event) bool         { return false }
func (p *shareText) Draw(*paint.Canvas, *ui.Look) {}
func (p *shareText) Describe(l i18n.Lang) string {
	link, d := p.s.sharing()
	words := shareWords[d].In(l) + " "
	if d >= thisOne {
		words += shareCommands[d] + " "
	}
	if less := p.s.LeftOut().In(l); less != "" {
		words += less + " "
	}
	return words + link
}

// drawShare shows the link as a code for the phones in the lecture hall, or why
// there is none and how there would be.
func (s *Stage) drawShare(c *paint.Canvas, r rect) {
	t := s.env.Theme
	link, d := s.sharing()
	in := rect{X: r.X + shareSide, Y: r.Y + 52, W: r.W - 2*shareSide, H: 44}
	in.Y += c.TextWrap(shareWords[d].In(s.env.Lang), in, t.Small(), 20) + 10
	if d >= thisOne {
		box := rect{X: in.X, Y: in.Y, W: in.W, H: 40}
		c.RoundRect(box, theme.Radius, t.Sunken)
		st := paint.Style{Font: paint.Mono, Size: theme.SizeSmall, Color: t.Text}
		c.Text(paint.Elide(shareCommands[d], box.W-24, st), box.X+12, box.Y+box.H/2, st, paint.Left)
		in.Y = box.Bottom() + 10
	}
	if less := s.LeftOut().In(s.env.Lang); less != "" {
		in.Y += c.TextWrap(less, in, t.Small().With(t.Warning), 20) + 10
	}
	if d < thisOne {
		s.drawCode(c, r, in, link)
	}
	c.Text(lendWords.In(s.env.Lang), in.X, s.frame.lend.r.Y-7, t.Small(), paint.Left)
}

// drawCode shows a link as a code that a phone reads, or in letters where it is too
// long for that.
func (s *Stage) drawCode(c *paint.Canvas, r, in rect, link string) {
	side := min(in.W, r.Bottom()-shareFoot-in.Y)
	box := rect{X: r.X + (r.W-side)/2, Y: in.Y, W: side, H: side}
	code, err := qrcode.New(link, qrcode.Low)
	if err != nil || side < 60 {
		st := s.env.Theme.Number()
		c.PushClip(box)
		c.TextWrap(link, in, st, 18)
		c.PopClip()
		return
	}
	cells := code.Bitmap()
	seam := 0.3 // between rows that share pixels
	if whole := crisp(box, len(cells), c.Scale()); whole != box {
		box, seam = whole, 0
	}
	c.RoundRect(box, 8, paint.Color{R: 255, G: 255, B: 255, A: 255})
	side = box.W
	n := float64(len(cells))
	for y, row := range cells {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from { // one box for a run of dark cells
				c.Fill(rect{X: box.X + side*float64(from)/n, Y: box.Y + side*float64(y)/n, W: side * float64(x-from) / n, H: side/n + seam}, paint.Color{A: 255})
			}
		}
	}
}

// crisp shrinks a square that holds n cells a side, scale device pixels for one of
// CSS, so that each cell is so many whole pixels; where they are very small, they
// need the room more.
func crisp(box rect, n int, scale float64) rect {
	cell := box.W * scale / float64(n)
	if cell < 3 {
		return box
	}
	side := math.Floor(cell) * float64(n) / scale
	in := box.Middle(side, side)
	return rect{X: math.Round(in.X*scale) / scale, Y: math.Round(in.Y*scale) / scale, W: side, H: side}
}
