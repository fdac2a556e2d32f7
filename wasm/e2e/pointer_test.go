//go:build !js

package e2e

import (
	"math"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// at is a point in CSS pixels.
type at struct{ x, y float64 }

// in returns the point at fractions of the widget's rectangle.
func (w widget) in(fx, fy float64) at {
	return at{w.Rect.X + fx*w.Rect.Width, w.Rect.Y + fy*w.Rect.Height}
}

// stroke draws with the real mouse: down at the first point, through the
// others, up at the last. Points far apart are reached in small moves.
func (p *page) stroke(points ...at) {
	p.t.Helper()
	mouse := func(kind input.DispatchMouseEventType, q at, buttons int64) {
		m := input.DispatchMouseEventParams{Type: kind, X: q.x, Y: q.y, Buttons: buttons}
		if kind != input.DispatchMouseEventTypeMouseMoved {
			m.Button, m.ClickCount = input.MouseButtonLeft, 1
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, m); err != nil {
			p.t.Fatal(err)
		}
	}
	mouse(input.DispatchMouseEventTypeMouseMoved, points[0], 0)
	mouse(input.DispatchMouseEventTypeMousePressed, points[0], 1)
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		n := max(int(math.Hypot(b.x-a.x, b.y-a.y)/8), 1)
		for k := 1; k <= n; k++ {
			f := float64(k) / float64(n)
			mouse(input.DispatchMouseEventTypeMouseMoved, at{a.x + (b.x-a.x)*f, a.y + (b.y-a.y)*f}, 1)
		}
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, points[len(points)-1], 0)
}

// touch sends one real touch event; no points for an end or a cancel.
func (p *page) touch(kind input.DispatchTouchEventType, points ...at) {
	p.t.Helper()
	m := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
	for _, q := range points {
		m.TouchPoints = append(m.TouchPoints, &input.TouchPoint{X: q.x, Y: q.y})
	}
	if _, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, m); err != nil {
		p.t.Fatal(err)
	}
}

// click presses the real mouse in the middle of a widget.
func (p *page) click(id string) {
	p.t.Helper()
	p.stroke(p.widget(id).in(0.5, 0.5))
	p.frames(3)
}
