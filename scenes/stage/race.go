package stage

import (
	"fmt"

	"gradtheatre/scenes/i18n"
)

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

// Reset goes to the start of what has been learned: to begin one branch anew would
// lose it, and what it has in common with the others.
func (r *race) Reset() {
	if _, last := r.view().At(); last < 0 {
		r.view().Seek(0)
	} else {
		r.view().Reset()
	}
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

// lineUp tells the scene on view who runs beside it.
func (s *Stage) lineUp() {
	s.frame.stale = 0
	s.env.rivals, s.dirty = emptied(s.env.rivals), true
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	for _, b := range s.cur.branches {
		if b.scene != s.cur.scene {
			s.env.rivals = append(s.env.rivals, Rival{b.name, b.scene})
		}
	}
	s.overlayCurves()
}

// overlayCurves draws the curves of the other branches into the plots of the
// one on view: a scene may have made a plot anew.
func (s *Stage) overlayCurves() {
	p := s.plotter()
	if p == nil {
		return
	}
	s.guard(func() {
		own := p.Curves()
		for _, c := range own {
			c.Alone()
		}
		for _, r := range s.env.rivals {
			for i, other := range r.Scene.(Plotter).Curves() {
				if i < len(own) {
					own[i].Beside(r.Name, other)
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
	s.overlayCurves()
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

// oneBranch leaves only the branch on view.
func (s *Stage) oneBranch() {
	if s.cur == nil {
		return
	}
	for _, b := range s.cur.branches {
		if b.scene != s.cur.scene {
			s.closeScene(b.scene)
		}
	}
	s.cur.branches = nil
	s.emptyTrash()
	s.lineUp()
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
		r := remembered{name: b.name, shown: b.scene == s.cur.scene}
		s.as(b.scene, func() { r.values = s.settings(maxValue) })
		out = append(out, r)
	}
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
