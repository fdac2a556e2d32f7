package playground

import (
	"strconv"
	"strings"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// groups are what a beginner need not see: folded away, each says in its title
// what in it is not as at first. Which are open is remembered.
type groups struct {
	data, learning, penalties, network, runs, border *ui.Fold

	notes [4][]note // of the first four
	told  [6]i18n.Text

	recalled bool
	dirty    bool // the store is behind
}

const groupsKey = "playground.groups" // in the visitor's own store: the open ones

func (s *Scene) buildGroups() {
	g, p := &s.groups, &s.panel
	n := 0
	group := func(id string, title i18n.Text, notes ...note) *ui.Fold {
		at := n
		if n++; at < len(g.notes) {
			g.notes[at] = notes
		}
		return ui.NewFold(id, title).Summary(func(l i18n.Lang) string { return g.told[at].In(l) }).OnChange(func(bool) { g.dirty = true })
	}
	g.data = group("more_data", i18n.T("数据细节", "More on data"),
		number(p.noise, i18n.T("噪声", "noise")), number(p.size, i18n.T("点数", "points")), number(p.validate, i18n.T("验证", "held back")),
		number(p.hidden, i18n.T("测试", "test")), on(p.scaled, i18n.T("标准化", "standardised")))
	g.learning = group("more_learning", i18n.T("优化器与步长", "Optimiser and steps"),
		choice(p.rule), choice(p.schedule), number(p.warmup, i18n.T("预热", "warm-up")), named(p.batch, i18n.T("批", "batch")))
	g.penalties = group("more_penalties", i18n.T("防止过拟合", "Against overfitting"),
		number(p.l1, i18n.Same("L1")), number(p.l2, i18n.Same("L2")), number(p.dropout, i18n.T("丢弃", "dropout")), number(p.patience, i18n.T("早停", "early stop")))
	g.network = group("more_network", i18n.T("损失与初值", "Loss and first weights"),
		choice(p.loss), choice(p.initial), on(p.batchNorm, i18n.T("批归一化", "batch norm")))
	g.runs = group("more_runs", i18n.T("存下的训练", "Saved runs"))
	g.border = group("more_border", i18n.T("画出边界", "Draw the border"))
	g.border.Items = []ui.Widget{s.border.sketch}
}

// write brings what the groups say of themselves up to date.
func (g *groups) write(s *Scene) {
	for i, notes := range g.notes {
		g.told[i] = i18n.T(summary(notes, i18n.ZH), summary(notes, i18n.EN))
	}
	if g.told[4] = (i18n.Text{}); len(s.shelf.runs) > 0 {
		g.told[4] = i18n.Same(strconv.Itoa(len(s.shelf.runs)))
	}
}

// all lists the groups from top to bottom.
func (g *groups) all() [6]*ui.Fold {
	return [6]*ui.Fold{g.border, g.data, g.learning, g.penalties, g.network, g.runs}
}

// fill says which controls make sense now.
func (g *groups) fill(s *Scene) {
	p := &s.panel
	list := func(f *ui.Fold, ws ...ui.Widget) { f.Items = append(f.Items[:0], ws...) }
	list(g.data)
	if s.points.Data != "own" {
		g.data.Items = append(g.data.Items, p.noise, p.size)
	}
	g.data.Items = append(g.data.Items, p.validate, p.hidden)
	if s.pts.Test.Len() > 0 {
		g.data.Items = append(g.data.Items, p.open)
	}
	g.data.Items = append(g.data.Items, p.scaled)
	list(g.learning, p.rule, p.batch, p.schedule)
	if p.schedule.Value() != "constant" {
		g.learning.Items = append(g.learning.Items, p.span)
	}
	g.learning.Items = append(g.learning.Items, p.warmup, p.broken)
	list(g.penalties, p.l2, p.l1, p.dropout, p.patience)
	list(g.network)
	if s.pts.Classes >= 2 {
		g.network.Items = append(g.network.Items, p.loss)
	}
	g.network.Items = append(g.network.Items, p.initial, p.batchNorm)
	list(g.runs, s.shelf.name, s.shelf.save)
	g.runs.Items = append(g.runs.Items, s.shelf.listed...)
}

// copyTo opens the same groups in another instance of the scene.
func (g *groups) copyTo(o *groups) {
	to := o.all()
	for i, f := range g.all() {
		to[i].SetOpen(f.Expanded())
	}
	o.recalled = g.recalled
}

// tend reads the store once, and writes it when a group was folded.
func (g *groups) tend(env *stage.Env) {
	if !g.recalled {
		g.recalled = true
		kept := strings.Split(env.Recall(groupsKey), ",")
		for _, f := range g.all() {
			for _, id := range kept {
				if id == f.ID() {
					f.SetOpen(true)
				}
			}
		}
	}
	if g.dirty {
		g.dirty = false
		var open []string
		for _, f := range g.all() {
			if f.Expanded() {
				open = append(open, f.ID())
			}
		}
		env.Keep(groupsKey, strings.Join(open, ","))
	}
}

// note is what a folded group says of one of its controls, where that is not as
// at first.
type note struct {
	of    ui.Valued
	first string
	says  func(l i18n.Lang) string
}

func summary(notes []note, l i18n.Lang) string {
	var said []string
	for _, n := range notes {
		if n.of.Value() != n.first {
			said = append(said, n.says(l))
		}
	}
	return strings.Join(said, " · ")
}

// number is a note of a number with its name.
func number(of ui.Valued, name i18n.Text) note {
	return note{of, of.Value(), func(l i18n.Lang) string { return name.In(l) + " " + of.Value() }}
}

// choice is a note of a choice, which speaks for itself.
func choice(of *ui.Select) note {
	return note{of, of.Value(), func(l i18n.Lang) string { return chosen(of, l) }}
}

// named is choice with a name before it.
func named(of *ui.Select, name i18n.Text) note {
	return note{of, of.Value(), func(l i18n.Lang) string { return name.In(l) + " " + chosen(of, l) }}
}

// on is a note of a switch.
func on(of ui.Valued, name i18n.Text) note {
	return note{of, of.Value(), name.In}
}

// chosen is how the chosen option reads.
func chosen(of *ui.Select, l i18n.Lang) string {
	for _, o := range of.Options() {
		if o.Value == of.Value() {
			return o.Label.In(l)
		}
	}
	return ""
}

// alike is the activation that all hidden layers have, "" where there is none.
func alike(layers []jobs.Layer) string {
	name := ""
	for i, l := range layers {
		if i > 0 && l.Activation != name {
			return ""
		}
		name = l.Activation
	}
	return name
}

// setActivations gives all hidden layers one activation.
func (s *Scene) setActivations(name string) {
	layers := append([]jobs.Layer{}, s.points.Layers...)
	for i := range layers {
		layers[i].Activation = name
	}
	s.points.Layers = layers
	s.reset()
}
