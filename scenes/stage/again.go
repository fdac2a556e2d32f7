package stage

// keepRun copies an open-ended run that a reset is about to throw away, where
// the scene can copy itself: nobody loses an hour of training by one key. nil
// where there is nothing to lose.
func (s *Stage) keepRun(t Timeline) Scene {
	if _, ok := s.cur.scene.(Forker); !ok || len(s.cur.branches) > 0 {
		return nil
	}
	at, last := 0, 0
	if s.guard(func() { at, last = t.At() }); last >= 0 || at == 0 {
		return nil
	}
	run, err := s.copyScene()
	if err != nil {
		return nil
	}
	s.dropRun()
	s.cur.thrown = run
	return run
}

// takeUp puts a run that was thrown away back on the stage.
func (s *Stage) takeUp(run Scene) {
	o := s.cur
	if o.thrown != run {
		return
	}
	o.thrown = nil
	s.closeInspector()
	s.letGo()
	s.closeScene(o.scene)
	o.scene = run
	s.refresh()
	s.relayout()
	s.guard(func() { o.scene.Update(&s.env) })
	s.oneBranch()
}

// dropRun lets go of the run that was thrown away.
func (s *Stage) dropRun() {
	if s.cur != nil && s.cur.thrown != nil {
		s.closeScene(s.cur.thrown)
		s.cur.thrown = nil
	}
}
