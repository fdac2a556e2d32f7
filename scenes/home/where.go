package home

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// mapLead and listLead stand above the map, and where it is a list.
var (
	mapLead = i18n.T("[箭头](arrow)从先学的指向后学的。点[一幕](first)就进去；时间不多，就[跟着编号走](tour)。",
		"[Arrows](arrow) lead to what builds on what. Open [any scene](first); short of time, [follow the numbers](tour).")
	listLead = i18n.T("点[一幕](first)就进去。时间不多，就[跟着编号走](tour)。", "Open [any scene](first). Short of time, [follow the numbers](tour).")
)

// Lead is about the map, or about the list.
func (s *Scene) Lead() i18n.Text {
	if s.list {
		return listLead
	}
	return mapLead
}

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	switch name {
	case "arrow":
		if s.list {
			return r
		}
		for i := range s.edges {
			if e := &s.edges[i]; len(e.pts) > 1 && s.nodes[e.from].live && s.nodes[e.to].live {
				return s.onMap(paint.Around(8, e.pts...))
			}
		}
	case "first":
		for _, n := range s.nodes {
			if r = s.onMap(n.rect); n.tour > 0 && !r.Empty() {
				return r
			}
		}
		r = paint.Rect{}
	}
	return r
}

// onMap is a box of the map unless it is scrolled out of sight.
func (s *Scene) onMap(r paint.Rect) paint.Rect {
	if r.Y < s.view.Y || r.Bottom() > s.view.Bottom() {
		return paint.Rect{}
	}
	return r
}
