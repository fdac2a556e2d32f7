package penalty

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// leads are what stands above the stage.
var leads = [views]i18n.Text{
	i18n.T("[方块](squares-1 squares-2)的边长是 |w|，面积是 w²。[L1](l1) 把边长加起来，[L2](l2) 把面积加起来。",
		"[Each square](squares-1 squares-2) has side |w| and area w². [L1](l1) adds up the sides, [L2](l2) adds up the areas."),
	i18n.T("按[播放](play)：[L1](lane-l1) 和 [L2](lane-l2) 每步都把权重往零拉，看谁先到。拖动一根柱子，换个起点。",
		"[Press play](play): at each step [L1](lane-l1) and [L2](lane-l2) pull the weights to zero; see which get there. Drag a bar to change where it starts."),
}

// Lead is about the laboratory on view.
func (s *Scene) Lead() i18n.Text { return leads[s.View] }

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	v := &s.squares
	if s.View == viewPull {
		switch name {
		case "lane-l1":
			r = s.bars.cards[0]
		case "lane-l2":
			r = s.bars.cards[1]
		}
		return r
	}
	switch name {
	case "squares-1", "squares-2":
		for _, q := range v.squares[name[len(name)-1]-'1'] {
			r = r.Union(q)
		}
	case "score":
		r = v.sums[0][0].Union(v.sums[1][0])
	case "l1":
		r = v.sums[0][1].Union(v.sums[1][1])
	case "l2":
		r = v.sums[0][2].Union(v.sums[1][2])
	case "large":
		r = v.squares[0][0]
	}
	return r
}
