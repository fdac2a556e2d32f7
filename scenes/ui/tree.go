package ui

import "slices"

// Holder is a widget on which others stand that it places, paints and hands events
// to itself: they are operated by themselves too, but hidden and locked with it.
type Holder interface {
	Widget
	Inner() []Widget
}

// Flatten returns the widgets with those inside rows in the place of the rows,
// and those of a group, folded or not, after its title; those that stand on
// another come after it.
func Flatten(ws []Widget) []Widget { return AppendFlat(nil, ws, nil) }

// AppendFlat appends to a list what [Flatten] returns of those that are [Visible].
func AppendFlat(to, ws []Widget, hidden func(Widget) bool) []Widget {
	for _, w := range Visible(ws, hidden) {
		switch g := w.(type) {
		case *Row:
			to = AppendFlat(to, g.Items, hidden)
		case *Fold:
			to = AppendFlat(append(to, w), g.Items, hidden)
		case Holder:
			to = append(append(to, w), g.Inner()...)
		default:
			to = append(to, w)
		}
	}
	return to
}

// Visible returns the widgets without those that are hidden: rows without theirs,
// and neither a row nor a group of which nothing is left. What is in a group is
// still to be asked for. With nil nothing is hidden.
func Visible(ws []Widget, hidden func(Widget) bool) []Widget {
	if hidden == nil {
		return ws
	}
	var left []Widget
	for _, w := range ws {
		switch g := w.(type) {
		case *Row:
			items := slices.DeleteFunc(slices.Clone(g.Items), hidden)
			if len(items) == 0 {
				continue
			}
			if len(items) < len(g.Items) {
				w = NewRow(items...)
			}
		case *Fold:
			named := func(w Widget) bool { return w.ID() != "" && !hidden(w) }
			if !slices.ContainsFunc(Flatten(g.Items), named) {
				continue
			}
		}
		if !hidden(w) {
			left = append(left, w)
		}
	}
	return left
}
