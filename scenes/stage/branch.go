package stage

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/ui"
)

// maxBranches is how many courses of one scene can be told apart on screen, and
// fit into a phone's memory.
const maxBranches = 4

// maxBranchName is how many characters a branch's name may have.
const maxBranchName = 16

// branch is one instance of a scene that was forked.
type branch struct {
	name    string
	scene   Scene
	from    int     // the position at which it was forked
	env     Env     // what it sees while another branch is on view
	sought  int     // where it was last sent
	born    int     // the order of forking
	left    *branch // who was left alone when it was deleted
	changed []change
	score   i18n.Text // what its first curve shows, and the last value
	value   float64
	scored  bool
}

// change is a setting in which branches differ.
type change struct {
	id    string
	label i18n.Text
	value string
	text  string // as it reads
}

// race is the timeline of several branches: it goes on to the end of the
// longest, and each of them stands there or at its own end.
type race struct {
	o  *opened
	at int
}

func (r *race) view() Timeline { return r.o.scene.(Timeline) }

func (r *race) At() (at, last int) {
	at, last = r.view().At()
	if last < 0 {
		return at, last
	}
	end := last
	for _, b := range r.o.branches {
		if t, ok := b.scene.(Timeline); ok {
			_, n := t.At()
			end = max(end, n)
		}
	}
	if at >= last { // this one waits at its end
		at = min(max(at, r.at), end)
	}
	return at, end
}

func (r *race) Step() {
	at, _ := r.At()
	if own, last := r.view().At(); last < 0 || own < last {
		r.view().Step()
	}
	r.at = at + 1
}

func (r *race) Back() {
	at, _ := r.At()
	if own, last := r.view().At(); last < 0 || at <= own {
		r.view().Back()
	}
	r.at = max(at-1, 0)
}

func (r *race) Reset() {
	r.view().Reset()
	r.at = 0
}

func (r *race) Seek(at int) {
	if _, last := r.view().At(); last >= 0 {
		r.view().Seek(min(at, last))
	} else {
		r.view().Seek(at)
	}
	r.at = at
}

func (r *race) Caption(l i18n.Lang) string { return r.view().Caption(l) }

// Fork makes a branch of the one on view, standing where that stands, and shows
// it. An empty name takes the next letter.
func (s *Stage) Fork(name string) error {
	o := s.cur
	switch {
	case s.timeline() == nil:
		return errNoTimeline
	case len(o.branches) >= maxBranches:
		return fmt.Errorf("there are %d branches already; delete one first", maxBranches)
	}
	scene, err := s.copyScene()
	if err != nil {
		return fmt.Errorf("this scene cannot be forked here: %w", err)
	}
	at := 0
	s.guard(func() { at, _ = s.timeline().At() })
	if len(o.branches) == 0 {
		o.race = race{o, at}
		o.branches = []*branch{{name: "A", scene: o.scene}}
	}
	o.forks++
	b := &branch{name: s.freeName(name), scene: scene, from: at, sought: at, born: o.forks}
	o.branches = append(o.branches, b)
	s.env.Play.On = false
	s.show(b)
	s.offer(i18n.T("分出了 "+b.name+"：改一样东西，再播放，看谁走得好", "Forked "+b.name+": change one thing, play, and see who does better"),
		func() { s.detach(b); s.emptyTrash(); o.trash = b })
	return s.failed()
}

// copyScene makes a scene like the one on view. Scene code that fails here
// leaves all as it is.
func (s *Stage) copyScene() (copied Scene, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if f, ok := s.cur.scene.(Forker); ok {
		env := s.env
		env.copy = func() (Scene, error) { return s.make(s.Link().Values) }
		return f.Fork(&env)
	}
	at, _ := s.timeline().At()
	copied, err = s.make(s.Link().Values)
	if t, ok := copied.(Timeline); ok && err == nil {
		t.Seek(at)
		copied.Update(&s.env)
	}
	return copied, err
}

// make opens the scene on view once more, with these values of its settings.
func (s *Stage) make(values map[string]string) (Scene, error) {
	o := s.cur
	s.cur = &opened{entry: o.entry, seed: o.seed, defaults: o.defaults}
	defer func() { s.cur = o; s.refresh() }()
	scene, err := o.entry.New(&s.env)
	if err != nil {
		return nil, err
	}
	s.cur.scene = scene
	values = maps.Clone(values)
	delete(values, "at")
	delete(values, inspect.ID)
	s.applyValues(values)
	return scene, s.cur.fail
}

// remembered is what a branch is made anew from.
type remembered struct {
	name   string
	shown  bool
	values map[string]string
}

// remember notes the settings of all branches, nil where there is only one.
func (s *Stage) remember(keep bool) (out []remembered) {
	if !keep || s.cur.fail != nil {
		return nil
	}
	for _, b := range s.cur.branches {
		was := s.cur.scene
		s.cur.scene = b.scene
		s.refresh()
		out = append(out, remembered{b.name, b.scene == was, s.Link().Values})
		s.cur.scene = was
	}
	s.refresh()
	return out
}

// recall makes the branches anew around the one that is on view.
func (s *Stage) recall(list []remembered) {
	o := s.cur
	for _, r := range list {
		b := &branch{name: r.name, scene: o.scene, born: len(o.branches)}
		if !r.shown && o.fail == nil {
			scene, err := s.make(r.values)
			if err != nil {
				continue
			}
			b.scene = scene
		}
		o.branches = append(o.branches, b)
	}
	if o.race, o.forks = (race{o, 0}), len(o.branches); len(o.branches) == 1 {
		o.branches = nil
	}
	s.lineUp()
}

// freeName is the name asked for, or the first letter no branch has.
func (s *Stage) freeName(want string) string {
	taken := func(n string) bool {
		return slices.ContainsFunc(s.cur.branches, func(b *branch) bool { return b.name == n })
	}
	if want = cleanName(want); want != "" && !taken(want) {
		return want
	}
	for c := 'A'; ; c++ {
		if n := string(c); !taken(n) {
			return n
		}
	}
}

func cleanName(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > maxBranchName {
		name = string(r[:maxBranchName])
	}
	return name
}

// branch finds a branch of the scene on view by its name.
func (s *Stage) branch(name string) *branch {
	if s.cur != nil {
		for _, b := range s.cur.branches {
			if b.name == name {
				return b
			}
		}
	}
	return nil
}

// SetBranch shows a branch by its name.
func (s *Stage) SetBranch(name string) error {
	b := s.branch(name)
	if b == nil {
		return fmt.Errorf("there is no branch %q; there are %s", name, strings.Join(s.branchNames(), ", "))
	}
	s.show(b)
	s.speak(i18n.T("现在看分支 "+b.name, "Now showing branch "+b.name))
	return s.failed()
}

func (s *Stage) branchNames() []string {
	names := []string{}
	if s.cur != nil {
		for _, b := range s.cur.branches {
			names = append(names, b.name)
		}
	}
	return names
}

// RenameBranch gives a branch another name.
func (s *Stage) RenameBranch(name, to string) error {
	b := s.branch(name)
	switch to = cleanName(to); {
	case b == nil:
		return fmt.Errorf("there is no branch %q; there are %s", name, strings.Join(s.branchNames(), ", "))
	case to == "":
		return errors.New("a branch needs a name")
	case s.branch(to) != nil && s.branch(to) != b:
		return fmt.Errorf("another branch is called %q", to)
	}
	b.name, s.dirty = to, true
	s.lineUp()
	return nil
}

// DeleteBranch takes a branch away. It can be brought back until another one is
// deleted or the scene is closed.
func (s *Stage) DeleteBranch(name string) error {
	b := s.branch(name)
	if b == nil {
		return fmt.Errorf("there is no branch %q; there are %s", name, strings.Join(s.branchNames(), ", "))
	}
	s.detach(b)
	s.emptyTrash()
	s.cur.trash = b
	s.offer(i18n.T("删除了分支 "+b.name, "Deleted branch "+b.name), func() { s.RestoreBranch() })
	return nil
}

// RestoreBranch brings back the branch that was deleted last.
func (s *Stage) RestoreBranch() error {
	o := s.cur
	switch {
	case o == nil || o.trash == nil:
		return errors.New("no branch was deleted here")
	case len(o.branches) >= maxBranches:
		return fmt.Errorf("there are %d branches already; delete one first", maxBranches)
	}
	b := o.trash
	o.trash = nil
	if len(o.branches) == 0 {
		other := b.left
		if other == nil {
			other = &branch{name: "A"}
		}
		other.scene = o.scene
		at, _ := s.timeline().At()
		o.race, o.branches = race{o, at}, []*branch{other}
	}
	b.name = s.freeName(b.name)
	o.branches = append(o.branches, b)
	slices.SortStableFunc(o.branches, func(a, b *branch) int { return a.born - b.born })
	s.speak(i18n.T("分支 "+b.name+" 回来了", "Branch "+b.name+" is back"))
	s.lineUp()
	return nil
}

func (s *Stage) emptyTrash() {
	if s.cur.trash != nil {
		s.closeScene(s.cur.trash.scene)
		s.cur.trash = nil
	}
}

// detach takes a branch out of the race. A last one left is a plain scene.
func (s *Stage) detach(b *branch) {
	o := s.cur
	i := slices.Index(o.branches, b)
	if i < 0 {
		return
	}
	if s.shown() == b {
		s.show(o.branches[max(i-1, 1-min(i, 1))])
	}
	if o.branches = slices.Delete(slices.Clone(o.branches), i, i+1); len(o.branches) == 1 {
		b.left, o.branches = o.branches[0], nil
	}
	s.lineUp()
}

// shown is the branch on view, nil where there is only one course.
func (s *Stage) shown() *branch {
	if s.cur != nil {
		for _, b := range s.cur.branches {
			if b.scene == s.cur.scene {
				return b
			}
		}
	}
	return nil
}

// show puts a branch on view.
func (s *Stage) show(b *branch) {
	o := s.cur
	if o.scene == b.scene {
		s.lineUp()
		return
	}
	path := ""
	if s.insp.IsOpen() {
		path = s.insp.Path()
	}
	s.letGo()
	s.closeInspector()
	o.scene = b.scene
	s.env.Play.Phase, s.dirty = 1, true
	s.refresh()
	s.relayout()
	if s.guard(func() { o.scene.Update(&s.env) }); o.fail == nil && path != "" {
		s.SetInspect(path)
	}
	s.lineUp()
}

// lineUp tells the scene on view who runs beside it, and draws the curves of
// the others into its plots.
func (s *Stage) lineUp() {
	s.env.rivals, s.dirty = s.env.rivals[:0], true
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	for _, b := range s.cur.branches {
		if b.scene != s.cur.scene {
			s.env.rivals = append(s.env.rivals, Rival{b.name, b.scene})
		}
	}
	s.guard(func() {
		p, ok := s.cur.scene.(Plotter)
		if !ok {
			return
		}
		for i, c := range p.Curves() {
			c.Alone()
			for _, r := range s.env.rivals {
				if other := r.Scene.(Plotter).Curves(); i < len(other) {
					c.Beside(r.Name, other[i])
				}
			}
		}
	})
}

// lead seeks the branches that are not on view to where the one on view
// stands, and lets them work. One that fails leaves the race.
func (s *Stage) lead() {
	o := s.cur
	if o == nil || o.fail != nil || len(o.branches) == 0 {
		return
	}
	at, _ := o.race.At()
	for _, b := range o.branches {
		if b.scene == o.scene {
			continue
		}
		if err := s.leadOne(b, at); err != nil {
			s.detach(b)
			s.Notice(i18n.T("分支 "+b.name+" 停住了："+err.Error(), "Branch "+b.name+" stopped: "+err.Error()))
			return
		}
	}
}

func (s *Stage) leadOne(b *branch, at int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	t := b.scene.(Timeline)
	own, last := t.At()
	if last >= 0 {
		at = min(at, last)
	}
	if own != at && b.sought != at { // once: it may take several Updates
		t.Seek(at)
	}
	b.sought = at
	b.env = s.env
	b.env.Play.On, b.env.rivals, b.env.redraw, b.env.asked, b.env.course = false, nil, false, false, nil
	b.scene.Update(&b.env)
	s.dirty = s.dirty || b.env.redraw
	return nil
}

// maxShort is how long a setting may be to be compared, in bytes.
const maxShort = 64

// compare notes for every branch the settings in which it is not like all others.
func (s *Stage) compare() {
	if s.cur == nil {
		return
	}
	all := make([]map[string]change, len(s.cur.branches))
	var order []string
	for i, b := range s.cur.branches {
		all[i] = map[string]change{}
		s.guard(func() {
			for _, w := range flatten(flatten(nil, b.scene.Controls()), b.scene.Figures()) {
				if v, ok := kept(w); ok && len(v.Value()) <= maxShort { // learned weights differ anyway
					all[i][w.ID()] = change{w.ID(), w.Label(), v.Value(), valueText(v, s.env.Lang)}
					if !slices.Contains(order, w.ID()) {
						order = append(order, w.ID())
					}
				}
			}
		})
	}
	for i, b := range s.cur.branches {
		s.guard(b.measure)
		b.changed = b.changed[:0]
		for _, id := range order {
			mine, has := all[i][id]
			if has && slices.ContainsFunc(all, func(m map[string]change) bool { return m[id].value != mine.value }) {
				b.changed = append(b.changed, mine)
			}
		}
	}
}

// valueText is how a setting reads in a list of differences.
func valueText(v ui.Valued, l i18n.Lang) string {
	value := v.Value()
	if o, ok := v.(ui.Optioned); ok {
		for _, c := range o.Options() {
			if c.Value == value {
				return c.Label.In(l)
			}
		}
	}
	switch {
	case value == "true":
		return i18n.T("开", "on").In(l)
	case value == "false":
		return i18n.T("关", "off").In(l)
	case utf8.RuneCountInString(value) > 12:
		return "…"
	}
	return value
}

// measure notes the last value of the first line that a branch plots.
func (b *branch) measure() {
	b.scored = false
	p, is := b.scene.(Plotter)
	if !is {
		return
	}
	for _, c := range p.Curves() {
		if c.Len(0) > 0 {
			b.score, b.value, b.scored = c.Lines()[0].Name, c.Last(0), true
			return
		}
	}
}

// BranchState is one course of the scene on view as a program sees it.
type BranchState struct {
	Name     string            `json:"name"`
	Shown    bool              `json:"shown"`
	From     int               `json:"from"` // the position at which it was forked
	Step     int               `json:"step"`
	Settings map[string]string `json:"settings"` // those in which the branches differ
}

func (s *Stage) branchStates() []BranchState {
	out := []BranchState{}
	if s.cur == nil || s.cur.fail != nil {
		return out
	}
	s.compare()
	for _, b := range s.cur.branches {
		st := BranchState{Name: b.name, Shown: b.scene == s.cur.scene, From: b.from, Settings: map[string]string{}}
		s.guard(func() { st.Step, _ = b.scene.(Timeline).At() })
		for _, c := range b.changed {
			st.Settings[c.id] = c.value
		}
		out = append(out, st)
	}
	return out
}
