package validate

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// Graphs implements stage.Grapher: the trials in the order in which they were made,
// and the deals by how much too high the winner's score was.
func (l *searchLab) Graphs() (out []stage.Graph) {
	m, g := &l.marks, &l.graded
	still := func(int, int) int { return -1 }
	if g.rate != nil {
		p := plot.Path{Name: valName, Color: 1, Y: m.score, Percent: true, Apart: true, Place: func(i int) paint.Point { return m.dots[i] }}
		for i := range m.dots {
			p.X = append(p.X, float64(i+1))
		}
		out = append(out, stage.Graph{Figure: l.space.ID(), X: trialName, Paths: []plot.Path{p}, Step: still,
			Choose: func(_, i int) {
				if i != l.choice() {
					l.choose(i)
				}
			},
			Number: func(int, int) trace.Ref { return l.Ref(0, l.graded.chosen[0].ID(), 0) }})
	}
	if g.bars != nil {
		p := plot.Path{Name: dealsName, Color: 1, Y: l.tr.Nodes[g.bars.ID()].Value, Apart: true, Place: func(i int) paint.Point {
			r := m.bars[i]
			return paint.Point{X: r.X + r.W/2, Y: r.Y}
		}}
		for k := range m.bars {
			p.X = append(p.X, boxFrom+boxWidth*float64(k))
		}
		out = append(out, stage.Graph{Figure: l.history.ID(), Paths: []plot.Path{p}, Step: still,
			Number: func(_, i int) trace.Ref { return l.Ref(0, l.graded.bars.ID(), i) },
			At: func(from float64) i18n.Text {
				text := string(percentage(append(percentage(nil, from), " … "...), from+boxWidth))
				return i18n.Same(text)
			}})
	}
	return out
}

var (
	trialName = i18n.T("个网络", "trial")
	valName   = i18n.T("验证", "validation")
	dealsName = i18n.T("分牌", "deals")
)
