package stage

import (
	"errors"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// descent halves a number at each step, or does so at the rate that is set.
type descent struct {
	plainScene
	at, end, seeks int
	rate           *ui.Slider
	secret         *ui.Number
	curve          *plot.Curve
	rivals         []string
	closed, boom   bool
}

func newDescent() *descent {
	d := &descent{end: 10, rate: ui.NewSlider("rate", i18n.T("步长", "Rate"), 0, 1, 0.5).Kept(), secret: ui.NewNumber("secret", i18n.Same("secret"), 0, 9, 3)}
	d.curve = plot.NewCurve(i18n.Same("step"), plot.Series{Name: i18n.T("损失", "loss")})
	return d
}

func (d *descent) Controls() []ui.Widget { return []ui.Widget{d.rate, d.secret} }
func (d *descent) Update(env *Env) {
	if d.boom {
		panic(errors.New("boom"))
	}
	d.rivals = nil
	for _, r := range env.Rivals() {
		d.rivals = append(d.rivals, r.Name)
	}
	d.curve.Reset()
	for k, v := 0, 1.0; k <= d.at; k++ {
		d.curve.Append(0, float64(k), v)
		v *= 1 - d.rate.Float()
	}
}
func (d *descent) Curves() []*plot.Curve    { return []*plot.Curve{d.curve} }
func (d *descent) At() (at, last int)       { return d.at, d.end }
func (d *descent) Step()                    { d.Seek(d.at + 1) }
func (d *descent) Back()                    { d.Seek(d.at - 1) }
func (d *descent) Reset()                   { d.at = 0 }
func (d *descent) Seek(at int)              { d.at, d.seeks = min(max(at, 0), d.end), d.seeks+1 }
func (d *descent) Caption(i18n.Lang) string { return "" }
func (d *descent) Close()                   { d.closed = true }

// raceHouse opens a stage with one descent; made are all that were opened.
func raceHouse(t *testing.T) (s *Stage, made *[]*descent) {
	t.Helper()
	made = &[]*descent{}
	s = New(Options{Lang: i18n.EN, Entries: []Entry{
		{ID: "descent", Title: i18n.Same("Descent"), New: func(*Env) (Scene, error) {
			d := newDescent()
			*made = append(*made, d)
			return d, nil
		}},
		{ID: "plain", New: func(*Env) (Scene, error) { return plainScene{}, nil }},
	}})
	s.Update(0)
	return s, made
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func positions(s *Stage) string {
	var b strings.Builder
	for _, st := range s.State().Branches {
		b.WriteString(st.Name)
		b.WriteByte('0' + byte(st.Step))
		if st.Shown {
			b.WriteByte('*')
		}
	}
	return b.String()
}

func TestForkAndRace(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Set("rate", "0.25"))
	must(t, s.Seek(3))
	s.Update(0)
	must(t, s.Fork(""))
	s.Update(0)
	if got := positions(s); got != "A3B3*" {
		t.Fatalf("after the fork: %s", got)
	}
	b := (*made)[1]
	if b.rate.Float() != 0.25 {
		t.Errorf("the copy has rate %v", b.rate.Float())
	}
	must(t, s.Set("rate", "0.5"))
	if a := (*made)[0]; a.rate.Float() != 0.25 {
		t.Error("a change in one branch changed the other")
	}
	for _, move := range []struct {
		does func() error
		want string
	}{
		{s.Step, "A4B4*"}, {s.Step, "A5B5*"}, {s.Back, "A4B4*"},
		{func() error { return s.Seek(9) }, "A9B9*"},
		{func() error { return s.SetBranch("A") }, "A9*B9"},
		{s.Reset, "A0*B0"},
	} {
		must(t, move.does())
		s.Update(0)
		if got := positions(s); got != move.want {
			t.Fatalf("%s, want %s", got, move.want)
		}
	}
	st := s.State().Branches
	if st[0].Settings["rate"] != "0.25" || st[1].Settings["rate"] != "0.5" || len(st[0].Settings) != 1 || st[1].From != 3 {
		t.Errorf("the branches differ in %+v", st)
	}
	if d := (*made)[0]; len(d.rivals) != 1 || d.rivals[0] != "B" {
		t.Errorf("A sees the rivals %v", d.rivals)
	}
	if d := (*made)[1]; d.rivals != nil {
		t.Errorf("B is not on view and sees %v", d.rivals)
	}
}

// TestRaceToTheLongest: a branch that ends early waits, the other goes on.
func TestRaceToTheLongest(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Fork("long"))
	(*made)[1].end = 14
	must(t, s.SetBranch("A"))
	must(t, s.Seek(9))
	must(t, s.Play())
	run(s, 10)
	if (*made)[0].at != 10 || (*made)[1].at != 14 {
		t.Errorf("they stand at %d and %d, want 10 and 14", (*made)[0].at, (*made)[1].at)
	}
	if s.env.Play.On {
		t.Error("it plays on after the end")
	}
	for range 5 {
		must(t, s.Back())
		s.Update(0)
	}
	if (*made)[0].at != 9 || (*made)[1].at != 9 {
		t.Errorf("five back they stand at %d and %d, want 9 and 9", (*made)[0].at, (*made)[1].at)
	}
}

func TestForkRefuses(t *testing.T) {
	s, _ := raceHouse(t)
	for range maxBranches - 1 {
		must(t, s.Fork(""))
	}
	if err := s.Fork(""); err == nil {
		t.Error("there is no end to forking")
	}
	for _, err := range []error{s.RenameBranch("A", "B"), s.RenameBranch("A", " "), s.RenameBranch("Z", "Y"), s.SetBranch("Z"), s.DeleteBranch("Z"), s.RestoreBranch()} {
		if err == nil {
			t.Error("what makes no sense was done")
		}
	}
	must(t, s.Go("plain"))
	if s.Fork("") == nil {
		t.Error("a scene without time was forked")
	}
	if n := len(s.State().Branches); n != 0 {
		t.Errorf("the other scene's %d branches are here", n)
	}
	must(t, s.Go("descent"))
	if n := len(s.State().Branches); n != maxBranches {
		t.Errorf("on return there are %d branches", n)
	}
}

// TestBranchFails: one that panics leaves the race, and says so; the others go on.
func TestBranchFails(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Fork(""))
	must(t, s.Fork(""))
	(*made)[1].boom = true
	s.Update(0)
	if got := s.branchNames(); strings.Join(got, "") != "AC" || s.State().Error != "" || !strings.Contains(s.State().Notice, "boom") {
		t.Errorf("%v, %q, %q", got, s.State().Error, s.State().Notice)
	}
}

// forker counts what was copied with it.
type forker struct {
	descent
	past []int
}

func (f *forker) Fork(*Env) (Scene, error) {
	if f.at == 0 {
		return nil, errors.New("nothing to fork yet")
	}
	return &forker{*newDescent(), append([]int(nil), f.past...)}, nil
}

func TestForker(t *testing.T) {
	f := &forker{*newDescent(), []int{1, 2}}
	s := New(Options{Lang: i18n.EN, Entries: []Entry{{ID: "f", New: func(*Env) (Scene, error) { return f, nil }}}})
	s.Update(0)
	if err := s.Fork(""); err == nil || len(s.State().Branches) != 0 {
		t.Errorf("a refused fork: %v, %v", err, s.State().Branches)
	}
	must(t, s.Step())
	must(t, s.Fork(""))
	if g := s.cur.scene.(*forker); g == f || len(g.past) != 2 {
		t.Error("the scene's own copy is not used")
	}
}

// TestBranchCurves: the curves of the others are in the plot, and no longer once they are gone.
func TestBranchCurves(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Seek(5))
	must(t, s.Fork(""))
	must(t, s.Set("rate", "0.1"))
	s.Update(0)
	tags := func() (n int) {
		c := paint.NewCanvas()
		c.Begin(400, 300, 1)
		c.OnText = func(text string, _ paint.Rect, _ paint.Style) {
			if text == "A" {
				n++
			}
		}
		(*made)[1].curve.Draw(c, &s.look, rect{W: 400, H: 300})
		return n
	}
	if n := tags(); n != 1 {
		t.Errorf("A's curve is named %d times in B's plot", n)
	}
	must(t, s.DeleteBranch("A"))
	if n := tags(); n != 0 {
		t.Error("A is gone and still in B's plot")
	}
}

// TestPopover goes through all of it by pointer and by keyboard.
func TestPopover(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		s, _ := raceHouse(t)
		s.Resize(size[0], size[1])
		s.Update(0)
		tap(s, "branches")
		tap(s, "branch-fork")
		if got := s.branchNames(); len(got) != 2 {
			t.Fatalf("%v: %v", size, got)
		}
		s.Update(0)
		tap(s, "branch-rename-1")
		for _, k := range []string{"s", "l", "o", "w"} {
			s.Input(ui.Event{Kind: ui.KeyDown, Key: k})
		}
		s.Update(0)
		s.Input(ui.Event{Kind: ui.KeyDown, Key: "Enter"})
		s.Update(0)
		if got := s.branchNames(); !strings.HasSuffix(got[0], "slow") {
			t.Errorf("%v: renamed to %v", size, got)
		}
		tap(s, "branch-1")
		if !s.State().Branches[0].Shown {
			t.Errorf("%v: the first branch is not on view", size)
		}
		tap(s, "branch-delete-1")
		if got := s.branchNames(); len(got) != 0 {
			t.Errorf("%v: %v", size, got)
		}
		s.Input(ui.Event{Kind: ui.KeyDown, Key: "Escape"})
		s.Update(0)
		if s.sheet != sheetNone {
			t.Errorf("%v: Esc does not close it", size)
		}
		s.Input(ui.Event{Kind: ui.KeyDown, Key: "b"})
		s.Update(0)
		if s.sheet != sheetBranches {
			t.Errorf("%v: B does not open it", size)
		}
	}
}

// TestRivalsCostNothing: a warm picture with branches allocates no more than one without.
func TestRivalsCostNothing(t *testing.T) {
	s, _ := raceHouse(t)
	must(t, s.Seek(8))
	c := paint.NewCanvas()
	cost := func() float64 {
		run(s, 1)
		draw := func() {
			s.Draw(c, 1)
			s.cur.scene.(*descent).curve.Draw(c, &s.look, rect{X: 300, Y: 200, W: 400, H: 300})
		}
		draw()
		return testing.AllocsPerRun(20, draw)
	}
	alone := cost()
	must(t, s.Fork(""))
	must(t, s.Set("rate", "0.1"))
	s.notice = notice{}
	if beside := cost(); beside > alone {
		t.Errorf("%v allocations alone, %v beside another", alone, beside)
	}
}
