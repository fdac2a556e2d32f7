package stage

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// popover lists the branches above the transport. It lies on no veil: what it
// talks of stays in sight.
type popover struct {
	open, fork, restore *button
	rows                [maxBranches]branchRow
	naming              int     // the row whose name is being typed, −1: none
	stale               float64 // seconds until the branches are compared again
}

// branchRow shows one branch, renames and deletes it.
type branchRow struct {
	show, rename, remove *button
	name                 *ui.Field
}

const (
	popWidth  = 372.0
	popHead   = 48.0
	popRow    = 58.0
	popButton = 44.0
)

var branchesTitle = i18n.T("分支", "Branches")

func (p *popover) build(s *Stage) {
	p.naming = -1
	p.open = newButton("branches", fixed("分支 (B)", "Branches (B)"), s.toggleBranches)
	p.open.enabled = func() bool { return s.timeline() != nil }
	p.open.paint = func(c *paint.Canvas, lk *ui.Look) { s.drawBranchButton(p.open, c, lk) }
	p.fork = newButton("branch-fork", fixed("从这里分叉", "Fork here"), func() {
		if err := s.Fork(""); err != nil {
			s.Notice(i18n.T("这里分不了叉："+err.Error(), "No fork here: "+err.Error()))
		}
	})
	p.fork.paint = p.fork.filled
	p.fork.enabled = func() bool { return s.timeline() != nil && len(s.cur.branches) < maxBranches }
	p.restore = newButton("branch-restore", func() i18n.Text {
		name := ""
		if s.cur != nil && s.cur.trash != nil {
			name = s.cur.trash.name
		}
		return i18n.T("找回分支 "+name, "Bring back "+name)
	}, func() { s.RestoreBranch() })
	p.restore.paint = p.restore.quiet
	for i := range p.rows {
		p.rows[i].build(s, i)
	}
}

func (r *branchRow) build(s *Stage, i int) {
	n := strconv.Itoa(i + 1)
	at := func() *branch {
		if s.cur != nil && i < len(s.cur.branches) {
			return s.cur.branches[i]
		}
		return nil
	}
	say := func(zh, en string) func() i18n.Text {
		return func() i18n.Text {
			if b := at(); b != nil {
				return i18n.T(zh+" "+b.name, en+" "+b.name)
			}
			return i18n.T(zh, en)
		}
	}
	r.show = newButton("branch-"+n, say("看分支", "Show branch"), func() {
		if b := at(); b != nil {
			s.SetBranch(b.name)
		}
	})
	r.show.paint = func(c *paint.Canvas, lk *ui.Look) {
		if b := at(); b != nil {
			s.drawBranchRow(r, b, i, c, lk)
		}
	}
	r.rename = newButton("branch-rename-"+n, say("改名：分支", "Rename branch"), func() { s.nameBranch(i) })
	r.rename.paint = r.rename.bare("pencil")
	r.remove = newButton("branch-delete-"+n, say("删除分支", "Delete branch"), func() {
		if b := at(); b != nil {
			s.DeleteBranch(b.name)
		}
	})
	r.remove.paint = r.remove.bare("trash")
	r.name = ui.NewField("branch-name-"+n, i18n.T("分支的名字", "Name of the branch"), "").Limit(maxBranchName).OnCommit(func(text string) {
		if b := at(); b != nil && s.RenameBranch(b.name, text) != nil {
			s.Notice(i18n.T("这个名字用不了：要有字，且和别的分支不同", "That name will not do: it must not be empty, nor another branch's"))
		}
		s.frame.naming, s.dirty = -1, true
	})
}

// widgets are all that the popover may hold, in reading order.
func (p *popover) widgets() []ui.Widget {
	var out []ui.Widget
	for i := range p.rows {
		r := &p.rows[i]
		out = append(out, r.show, r.name, r.rename, r.remove)
	}
	return append(out, p.fork, p.restore)
}

func (s *Stage) toggleBranches() {
	if s.sheet == sheetBranches {
		s.closeSheet()
	} else if s.timeline() != nil {
		s.openSheet(sheetBranches)
		s.compare()
	}
}

// compareEvery is how long what the popover says of the branches may be out of date.
const compareEvery = 0.25

func (s *Stage) tickBranches(dt float64) {
	p := &s.frame.popover
	if p.stale -= dt; s.sheet != sheetBranches || p.stale > 0 {
		return
	}
	p.stale = compareEvery
	s.compare()
	s.dirty = s.dirty || s.env.Play.On
}

// nameBranch opens the field for a branch's name.
func (s *Stage) nameBranch(i int) {
	if i >= len(s.cur.branches) {
		return
	}
	s.frame.naming = i
	f := s.frame.rows[i].name
	f.SetText(s.cur.branches[i].name)
	s.relayout()
	s.focus(f.ID())
}

// branchesRect is the popover's ground: above its button, on a phone from below.
func (s *Stage) branchesRect() rect {
	n := 0
	if s.cur != nil {
		n = len(s.cur.branches)
	}
	h := popHead + popRow*float64(n) + popButton + 28
	if n == 0 {
		h += paint.WrapHeight(forkHint.In(s.env.Lang), s.popoverWidth()-40, s.env.Theme.Small(), 20) - 8
	}
	if s.cur != nil && s.cur.trash != nil {
		h += popButton
	}
	w := s.popoverWidth()
	x := min(max(s.frame.open.r.X+s.frame.open.r.W/2-w/2, 8), s.width-w-8)
	return rect{X: x, Y: max(s.lay.bar.Y-h-8, 4), W: w, H: h}
}

func (s *Stage) popoverWidth() float64 { return min(popWidth, s.width-16) }

// placeBranches sets the popover's widgets, none of them where it is closed.
func (s *Stage) placeBranches() {
	p := &s.frame.popover
	for _, w := range p.widgets() {
		w.SetRect(rect{})
	}
	if s.sheet != sheetBranches {
		p.naming = -1
		return
	}
	if s.timeline() == nil {
		s.sheet = sheetNone
		return
	}
	r := s.branchesRect()
	y := r.Y + popHead
	for i := range s.cur.branches {
		row := &p.rows[i]
		right := r.Right() - 8
		row.remove.r = rect{X: right - 44, Y: y + (popRow-44)/2, W: 44, H: 44}
		row.rename.r = rect{X: right - 84, Y: y + (popRow-44)/2, W: 44, H: 44}
		row.show.r = rect{X: r.X + 8, Y: y, W: row.rename.r.X - r.X - 10, H: popRow}
		if p.naming == i {
			row.name.SetRect(rect{X: r.X + 52, Y: y + 8, W: row.rename.r.X - r.X - 60, H: 40})
			row.show.r.W = 40
		}
		y += popRow
	}
	if s.cur.trash != nil {
		p.restore.r = rect{X: r.X + 16, Y: r.Bottom() - 2*popButton - 14, W: r.W - 32, H: popButton - 6}
	}
	p.fork.r = rect{X: r.X + 16, Y: r.Bottom() - popButton - 12, W: r.W - 32, H: popButton}
}

var forkHint = i18n.T("分叉：从这一步起多走一条路，种子和批次都一样，你只改一样东西。曲线叠在一起，谁好一眼看得出。",
	"A fork is a second course from this step on, with the same seed and batches. Change one thing in it: the curves lie on top of each other.")

func (s *Stage) drawBranches(c *paint.Canvas, r rect) {
	t, lang, p := s.env.Theme, s.env.Lang, &s.frame.popover
	small := t.Small()
	if n := len(s.cur.branches); n == 0 {
		c.TextWrap(forkHint.In(lang), rect{X: r.X + 20, Y: r.Y + popHead - 4, W: r.W - 40}, small, 20)
	} else {
		c.Text(i18n.T("同一个种子，同样的批次", "same seed, same batches").In(lang), r.Right()-18, r.Y+26, small, paint.Right)
	}
	for _, w := range p.widgets() {
		if !w.Rect().Empty() {
			w.Draw(c, &s.look)
		}
	}
}

// drawBranchRow shows how a branch's lines are drawn, its name, in what it
// differs, and its score.
func (s *Stage) drawBranchRow(row *branchRow, b *branch, i int, c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, row.show.r
	shown := b.scene == s.cur.scene
	if shown {
		c.RoundRect(r.InsetXY(0, 3), 8, t.AccentSoft)
	} else if lk.Hover == row.show.id {
		c.RoundRect(r.InsetXY(0, 3), 8, t.Hover)
	}
	x, mid := r.X+10, r.Y+r.H/2
	if shown {
		c.Line(x, mid, x+24, mid, 3, t.Accent)
	} else {
		dash, gap := plot.Dash(s.rank(i))
		c.DashLine(x, mid, x+24, mid, 2, dash, gap, 0, t.Text)
	}
	if row.name.Rect().Empty() {
		s.drawBranchWords(b, rect{X: x + 34, Y: r.Y, W: r.Right() - x - 44, H: r.H}, c, lk)
	}
	row.show.ring(c, lk, 8)
}

func (s *Stage) drawBranchWords(b *branch, r rect, c *paint.Canvas, lk *ui.Look) {
	t, y := lk.Theme, r.Y+19
	room := r.W
	if b.scored {
		num, x := paint.Style{Font: paint.MonoBold, Size: 14, Color: t.Text}, r.Right()
		text, name := plot.Format(b.value), b.score
		c.Text(text, x, y, num, paint.Right)
		x -= paint.Measure(text, num) + 8
		c.Text(name.In(lk.Lang), x, y, t.Tiny(), paint.Right)
		room = x - paint.Measure(name.In(lk.Lang), t.Tiny()) - 10 - r.X
	}
	c.Text(paint.Elide(b.name, room, t.BodyBold()), r.X, y, t.BodyBold(), paint.Left)
	c.Text(paint.Elide(b.differs(lk.Lang), r.W, t.Small()), r.X, y+20, t.Small(), paint.Left)
}

// differs says in what a branch is not like the others.
func (b *branch) differs(l i18n.Lang) string {
	if len(b.changed) == 0 {
		at := strconv.Itoa(b.from)
		if b.from > 0 {
			return i18n.T("第 "+at+" 步分出，设置还没变", "from step "+at+", unchanged so far").In(l)
		}
		return i18n.T("设置都一样", "same settings").In(l)
	}
	text := ""
	for _, d := range b.changed {
		if text != "" {
			text += " · "
		}
		text += d.label.In(l) + " " + d.text
	}
	return text
}

// rank is which of the runs beside the one on view branch i is.
func (s *Stage) rank(i int) int {
	n := 0
	for _, b := range s.cur.branches[:i] {
		if b.scene != s.cur.scene {
			n++
		}
	}
	return n
}

// drawBranchButton is the button in the transport, with the name of the branch
// on view once there are several.
func (s *Stage) drawBranchButton(b *button, c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	x, y := b.r.Center()
	r := rect{X: b.r.X + 4, Y: y - 18, W: b.r.W - 8, H: 36}
	ink := t.Muted
	switch {
	case !b.Enabled():
		ink = t.Faint
	case s.sheet == sheetBranches:
		c.RoundRect(r, 18, t.AccentSoft)
		ink = t.AccentInk
	case lk.Hover == b.id || b.down:
		c.RoundRect(r, 18, t.Hover)
		ink = t.Text
	}
	c.RoundRectStroke(r.Inset(0.5), 18, 1, t.Border)
	if lk.Focus == b.id {
		c.RoundRectStroke(r.Inset(-2), 20, 2, t.Focus)
	}
	now := s.shown()
	if now == nil {
		c.Icon("git-branch", x, y, 17, ink)
		return
	}
	c.Icon("git-branch", r.X+18, y, 16, t.AccentInk)
	st := paint.Style{Font: paint.SansBold, Size: 13, Color: t.Text}
	c.Text(paint.Elide(now.name, r.W-38, st), r.X+30, y, st, paint.Left)
}

// branchButtonWidth has room for the name of the branch on view.
func (s *Stage) branchButtonWidth() float64 {
	if now := s.shown(); now != nil && !s.env.Phone {
		return min(max(54+paint.Measure(now.name, paint.Style{Font: paint.SansBold, Size: 13}), 68), 132)
	} else if now != nil {
		return 60
	}
	return 44
}

// bare paints the button as an icon without a ring.
func (b *button) bare(name string) func(c *paint.Canvas, lk *ui.Look) {
	return func(c *paint.Canvas, lk *ui.Look) {
		x, y := b.r.Center()
		ink := lk.Theme.Muted
		if lk.Hover == b.id || b.down {
			c.Circle(x, y, 17, lk.Theme.Hover)
			ink = lk.Theme.Text
		}
		c.Icon(name, x, y, 16, ink)
		b.ring(c, lk, 8)
	}
}

// quiet paints the button as one beside the main one.
func (b *button) quiet(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	if lk.Hover == b.id || b.down {
		c.RoundRect(b.r, 8, t.Hover)
	}
	c.RoundRectStroke(b.r, 8, 1, t.Border)
	x, y := b.r.Center()
	c.Text(b.label().In(lk.Lang), x, y, paint.Style{Font: paint.Sans, Size: 14, Color: t.Text}, paint.Center)
	b.ring(c, lk, 8)
}

// veiled reports whether a sheet lies over the scene.
func (s *Stage) veiled() bool { return s.sheet != sheetNone && s.sheet != sheetBranches }
