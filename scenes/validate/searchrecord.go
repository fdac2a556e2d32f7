package validate

import (
	"gradtheatre/assets"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// searchScores are what is on the record.
type searchScores struct {
	tried  *grad.Var    // how many of those planned
	rate   *grad.Var    // of the chosen trial
	chosen [3]*grad.Var // its scores: validation, test, fresh
	next   [followers]graded
	excess *grad.Var // of the winners, as a mean over all deals
	bars   *grad.Var // deals by their excess: [boxes]
}

// graded is a trial that came close.
type graded struct{ rate, val, fresh *grad.Var }

var scoreKinds = [3]string{"val_accuracy", "test_accuracy", "fresh_accuracy"}

// record puts the scores of the chosen network, and of those that came close, on
// the record, and by how much the winners' scores were too high.
func (l *searchLab) record() {
	t := l.tally
	t.begin()
	l.graded = searchScores{}
	g, all := &l.graded, l.shownTrials()
	hands := [3][]int{l.hand.val, l.hand.test, l.hand.fresh}
	score := func(i, k int) *grad.Var {
		return t.score(scoreKinds[k], source{onVal + sourceKind(k), i}, all[i].of(hands[k]))
	}
	if i := l.choice(); i >= 0 && l.hand.val != nil {
		g.tried = t.count("trials", "tried", len(l.hunt.plan), func(k int) bool { return k < len(all) })
		g.rate = t.tape.Scalar("η", all[i].rate)
		g.chosen[0] = score(i, 0)
		if l.opened {
			g.chosen[1], g.chosen[2] = score(i, 1), score(i, 2)
		}
		for k, n := range l.closest(i) {
			g.next[k] = graded{rate: t.tape.Scalar("η", all[n].rate), val: score(n, 0)}
			if l.opened {
				g.next[k].fresh = score(n, 2)
			}
		}
	}
	if l.luck.ready() && len(l.luck.excess) > 0 {
		chosen := t.tape.Const("score chosen by", tensor.From(l.luck.chosen, len(l.luck.chosen)))
		fresh := t.tape.Const("score on fresh images", tensor.From(l.luck.fresh, len(l.luck.fresh)))
		each := grad.Sub(chosen, fresh).Named("excess")
		g.excess = grad.Mean(each).Named("optimism")
		g.bars = inBoxes(each)
	}
	t.end()
}

// closest are the trials with the highest validation scores but the chosen one.
func (l *searchLab) closest(chosen int) (all []int) {
	taken := map[int]bool{chosen: true}
	for range followers {
		at := -1
		for i, v := range l.marks.score {
			if !taken[i] && (at < 0 || v > l.marks.score[at]) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		taken[at] = true
		all = append(all, at)
	}
	return all
}

// reopen finds the network of a score and the images that it was tested on.
func (l *searchLab) reopen(of source) (m nn.Module, x *tensor.Tensor, labels []int) {
	if l.file == nil {
		l.file = assets.Fetch(jobs.FewDigitsFile)
	}
	content, err, ended := l.file.Result()
	if err != nil || !ended {
		return nil, nil, nil
	}
	m, pool := l.hunt.network(of.net, content)
	if m == nil {
		return nil, nil, nil
	}
	x, labels = gather(pool, [3][]int{l.hand.val, l.hand.test, l.hand.fresh}[of.kind-onVal])
	return m, x, labels
}

// say says where the numbers stand.
func (l *searchLab) say() {
	t, m, x, g := l.tally, &l.marks, &l.texts, &l.graded
	card := l.card.Rect()
	if g.rate != nil {
		t.places = t.PutLine(t.places, paint.Elide(x.name, card.W-32, nameStyle), card.X+16, card.Y+44, nameStyle, said(x.rate, g.rate))
		for k, v := range g.chosen {
			t.at(v, m.rows[k].InsetXY(-4, 0))
		}
		t.at(g.chosen[0], l.chip())
		note := theme.SizeSmall
		t.places = t.PutText(t.places, l.note.Text().Plain, l.note.Rect(), paint.Style{Font: paint.Sans, Size: note}, 19, said(x.tried, g.tried), said(x.scores[1], g.chosen[1]), said(x.scores[2], g.chosen[2]))
	}
	if r, ok := l.nextRect(); ok {
		for k := range g.next {
			y, right, wide := nextLine(r, k), r.Right(), nextWide(r)
			if n := &g.next[k]; n.val != nil {
				if n.fresh != nil {
					t.at(n.fresh, paint.Rect{X: right - wide + 2, Y: y - 11, W: wide - 2, H: 22})
					right -= wide
				}
				t.at(n.val, paint.Rect{X: right - wide + 2, Y: y - 11, W: wide - 2, H: 22})
				t.places = t.PutLine(t.places, nextLabel(x.next[k].name, right-wide-r.X), r.X, y, nextStyle, said(x.next[k].rate, n.rate))
			}
		}
	}
	for k, bar := range m.bars {
		if g.bars != nil {
			t.places = t.Put(t.places, paint.Rect{X: bar.X, Y: m.top, W: bar.W, H: m.base - m.top}, 0, g.bars.ID(), k)
		}
	}
	if g.excess != nil && x.luck != "" {
		at := l.history.Rect()
		t.places = t.PutLine(t.places, x.luck, at.Right()-16-paint.Measure(x.luck, luckStyle), at.Y+22, luckStyle, said(x.excess, g.excess))
	}
}

// chip is where the score of the chosen trial stands in the picture of all.
func (l *searchLab) chip() (r paint.Rect) {
	m := &l.marks
	if m.chosen < 0 || m.chosen >= len(m.dots) {
		return r
	}
	q := m.dots[m.chosen]
	y := q.Y - 24
	if y < m.plane.Y+10 {
		y = q.Y + 24
	}
	x := min(max(q.X, m.plane.X+26), m.plane.Right()-26)
	return paint.Rect{X: x - 27, Y: y - 9, W: 54, H: 18}
}

// nextRect is where those that came close are listed; not ok without room.
func (l *searchLab) nextRect() (r paint.Rect, ok bool) {
	_, r = l.marks.note.CutTop(l.note.Height() + 16)
	return r, r.H >= 24+followers*22
}

func nextLine(r paint.Rect, k int) float64 { return r.Y + 40 + float64(k)*22 }

// The styles of the lines that say numbers.
var (
	nameStyle = paint.Style{Font: paint.Mono, Size: theme.SizeSmall}
	nextStyle = paint.Style{Font: paint.Mono, Size: 12}
	luckStyle = paint.Style{Font: paint.SansBold, Size: theme.SizeSmall}
)
