package ui

import (
	"slices"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Fold is the title of a group of controls that can be folded away. A folded
// group says in short what is set in it; its controls have no place then, but
// links, programs and texts reach them all the same. A Panel lays out the
// controls below the title, see [Flatten] for all of them.
type Fold struct {
	base
	Items   []Widget
	open    bool
	lang    i18n.Lang
	summary func(l i18n.Lang) string
	change  func(open bool)
}

// NewFold returns a group that is folded away.
func NewFold(id string, title i18n.Text, items ...Widget) *Fold {
	return &Fold{base: base{id: id, label: title}, Items: items}
}

// Summary says what a folded group tells of itself; "" where all is as it was
// at first.
func (f *Fold) Summary(s func(l i18n.Lang) string) *Fold { f.summary = s; return f }

// OnChange says who hears of the visitor's folding.
func (f *Fold) OnChange(change func(open bool)) *Fold { f.change = change; return f }

// Expanded reports whether the controls are on view.
func (f *Fold) Expanded() bool { return f.open }

// SetOpen folds or unfolds without telling anybody.
func (f *Fold) SetOpen(open bool) { f.open = open }

// Has reports whether a control is in the group.
func (f *Fold) Has(w Widget) bool { return slices.Contains(Flatten(f.Items), w) }

// Role is RoleButton.
func (f *Fold) Role() Role { return RoleButton }

// Label is the title, with what the group says of itself.
func (f *Fold) Label() i18n.Text {
	zh, en := f.told(i18n.ZH), f.told(i18n.EN)
	if zh == "" && en == "" {
		return f.label
	}
	return i18n.T(f.label.ZH+"："+zh, f.label.EN+": "+en)
}

func (f *Fold) told(l i18n.Lang) string {
	if f.summary == nil {
		return ""
	}
	return f.summary(l)
}

// Press folds or unfolds.
func (f *Fold) Press() {
	if f.disabled {
		return
	}
	f.open = !f.open
	if f.change != nil {
		f.change(f.open)
	}
}

// SetLang says in which language it is measured.
func (f *Fold) SetLang(l i18n.Lang) { f.lang = l }

const foldMark = 22.0 // the room that the arrow takes

func (f *Fold) title(t *theme.Theme) paint.Style {
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall}
	if t != nil {
		st.Color = t.Text
	}
	return st
}

func (f *Fold) small(t *theme.Theme) paint.Style {
	st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
	if t != nil {
		st.Color = t.AccentInk
	}
	return st
}

// beside reports whether title and summary fit into one line.
func (f *Fold) beside(l i18n.Lang, told string, width float64) bool {
	return paint.Measure(f.label.In(l), f.title(nil))+paint.Measure(told, f.small(nil))+12 <= width-foldMark
}

// Height has a second line for a summary that does not fit beside the title.
func (f *Fold) Height(width float64) float64 {
	h := 40.0
	if f.touch {
		h = theme.ControlTouch
	}
	if told := f.told(f.lang); !f.open && told != "" && !f.beside(f.lang, told, width) {
		h += 14
	}
	return h
}

// SetRect places the title; without a place the controls have none either.
func (f *Fold) SetRect(r paint.Rect) {
	f.rect = r
	if r.Empty() {
		for _, w := range Flatten(f.Items) {
			w.SetRect(r)
		}
	}
}

// Handle takes presses, Enter and the space bar.
func (f *Fold) Handle(ev Event) bool { return f.pressed(ev, f.Press) }

// Draw paints the title, what it says, and an arrow that points where the
// controls are.
func (f *Fold) Draw(c *paint.Canvas, lk *Look) {
	r := f.rect
	if r.Empty() {
		return
	}
	t := lk.Theme
	f.fade(c)
	c.Line(r.X, r.Y+0.5, r.Right(), r.Y+0.5, 1, t.Border)
	if f.hovered(lk) || f.held {
		c.RoundRect(r.Inset(-1).InsetXY(-5, 3), theme.RadiusSmall, t.Hover)
	}
	told := f.told(lk.Lang)
	if f.open {
		told = ""
	}
	_, y := r.Center()
	x, _ := paint.Rect{X: r.Right() - 18, W: 18}.Center()
	mark := "chevron-right"
	if f.open {
		mark = "chevron-down"
	}
	c.Icon(mark, x, y, 16, t.Muted)
	st := f.small(t)
	switch {
	case told == "":
	case f.beside(lk.Lang, told, r.W):
		c.Text(told, r.Right()-foldMark, y, st, paint.Right)
	default:
		c.Text(paint.Elide(told, r.W-foldMark, st), r.X, y+10, st, paint.Left)
		y -= 8
	}
	c.Text(paint.Elide(f.label.In(lk.Lang), r.W-foldMark, f.title(t)), r.X, y, f.title(t), paint.Left)
	c.PopAlpha()
	if f.hasFocus(lk) {
		ring(c, lk, r.InsetXY(-2, 4), theme.RadiusSmall)
	}
}
