package stage

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
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
	legs    []leg   // what it has in common with those it descends from
	left    *branch // who was left alone when it was deleted
	changed []change
	score   i18n.Text // what its first curve shows, and the last value
	value   float64
	scored  bool
}

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
	legs := s.legs(at)
	if len(o.branches) == 0 {
		o.race = race{o, at}
		o.branches = []*branch{{name: "A", scene: o.scene}}
	}
	o.forks++
	b := &branch{name: s.freeName(name), scene: scene, from: at, sought: at, born: o.forks, legs: legs}
	o.branches = append(o.branches, b)
	s.env.Play.On = false
	s.show(b)
	s.offer(i18n.T("分出了 "+b.name+"：改一样东西，再播放", "Forked "+b.name+": change one thing and play"),
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
		env.copy = func(on *job.Runner) (Scene, error) {
			if was := s.env.training; on != nil {
				s.env.training = on.Beside
				defer func() { s.env.training = was }()
			}
			return s.make(s.Link().Values)
		}
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
	s.cur = &opened{entry: o.entry, seed: o.seed, defaults: o.defaults, opens: o.opens}
	defer func() { s.cur = o; s.refresh() }()
	scene, err := o.entry.New(&s.env)
	if err != nil {
		return nil, err
	}
	s.cur.scene = scene
	values = maps.Clone(values)
	delete(values, "at")
	delete(values, branchesKey)
	delete(values, inspect.ID)
	s.applyValues(values)
	return scene, s.cur.fail
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
