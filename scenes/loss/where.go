package loss

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// leads are what stands above the stage.
var leads = [views]i18n.Text{
	i18n.T("同样的[得分](scores)，不同的损失给出[不同的罚单](examples)。改任何一个得分，看[每一步](table)怎么变。",
		"The same [scores](scores), but each loss writes [its own fine](examples). Change any score and follow [every step](table)."),
	i18n.T("把[任何一个点](farthest)拖远，看哪条线跟着它走。[每个点要罚多少](line_card)，都算给你看。",
		"Drag [any point](farthest) far away and see which line goes after it. What [each point costs](line_card) is worked out beside it."),
	i18n.T("按[播放](play)：同一个起点，看哪个损失先滚到目标。拖动[山坡上的球](hill)，换个起点再来。",
		"[Press play](play): from one start, which loss rolls to the target first? Drag the balls [on the slopes](hill) to start elsewhere."),
}

// Lead is about the laboratory on view.
func (s *Scene) Lead() i18n.Text { return leads[s.View] }

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	switch {
	case name == "scores" && s.View == viewScores:
		for i := range classes {
			r = r.Union(s.table.cells[i][0].rect)
		}
	case name == "cross-entropy" && s.View == viewScores:
		r = s.table.curve
	case name == "farthest" && s.View == viewLine:
		r = paint.Around(16, s.plane.dots[dots-1])
	case name == "square" && s.View == viewLine:
		r = s.plane.squares[dots-1].Inset(-4)
	case name == "hill" && s.View == viewRace:
		r = s.track.hill
	case name == "course" && s.View == viewRace:
		r = s.track.course
	}
	return r
}
