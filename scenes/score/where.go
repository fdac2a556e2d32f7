package score

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	if s.view != viewPixels {
		if name == "template" {
			r = s.rows.cells[0]
		}
		return r
	}
	v := &s.sums
	switch name {
	case "pixels":
		r = v.picture
	case "row":
		for i := range pixels {
			r = r.Union(s.parts.w[i].Rect())
		}
	case "score":
		r = v.score[0]
	case "template":
		r = v.tiny[0]
	case "bias":
		r = s.parts.b[0].Rect()
	}
	return r
}

// leads are what stands above the stage.
var leads = [views]i18n.Text{
	i18n.T("[像素](pixels)和[一行权重](row)两两相乘再相加，就是[这一类的得分](score)。改任何一个数，得分当场就变。",
		"[The pixels](pixels) times [a row of weights](row), added up: [the score of a class](score). Change any number."),
	i18n.T("按[播放](play)，看每一类的权重长成[一张模板](template)。换个[数字](sample)，看它最像哪一张。",
		"[Press play](play) and watch the weights of each class become [a template](template). Choose [another digit](sample) and see which it fits best."),
}

// Lead is about the laboratory on view.
func (s *Scene) Lead() i18n.Text { return leads[s.view] }
