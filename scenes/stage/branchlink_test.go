package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
)

func TestBranchesComeBack(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Fork(""))
	must(t, s.Set("rate", "1"))
	must(t, s.RenameBranch("B", "  fast   one "))
	must(t, s.DeleteBranch("fast one"))
	s.Update(0)
	if st := s.State(); len(st.Branches) != 0 || !st.Undo || (*made)[1].closed || st.Parameters["rate"] != 0.5 {
		t.Fatalf("deleted: %+v", st.Branches)
	}
	tap(s, "notice-undo")
	if got := s.branchNames(); len(got) != 2 || got[1] != "fast one" {
		t.Fatalf("undone: %v", got)
	}
	must(t, s.SetBranch("fast one"))
	if s.State().Parameters["rate"] != 1.0 {
		t.Error("it lost its setting")
	}
	// The second deletion lets go of the first for good.
	must(t, s.Fork(""))
	must(t, s.DeleteBranch("fast one"))
	must(t, s.DeleteBranch("B"))
	if !(*made)[1].closed || (*made)[2].closed {
		t.Error("the wrong one was closed")
	}
	run(s, 11) // the notice is gone, the popover still has it
	must(t, s.Press("branches"))
	s.Update(0)
	tap(s, "branch-restore")
	if got := s.branchNames(); len(got) != 2 {
		t.Errorf("restored: %v", got)
	}
	// A fork is undone in one press too.
	must(t, s.Fork(""))
	must(t, s.Press("notice-undo"))
	if got := s.branchNames(); len(got) != 2 {
		t.Errorf("the fork was not undone: %v", got)
	}
}

// TestSeedKeepsBranches: another seed starts every branch over with its settings.
func TestSeedKeepsBranches(t *testing.T) {
	s, made := raceHouse(t)
	must(t, s.Fork(""))
	must(t, s.Set("rate", "1"))
	must(t, s.Set("seed", "7"))
	s.Update(0)
	if got := positions(s); got != "A0B0*" {
		t.Fatal(got)
	}
	st := s.State()
	if st.Branches[0].Settings["rate"] != "0.5" || st.Branches[1].Settings["rate"] != "1" || !(*made)[0].closed || !(*made)[1].closed {
		t.Errorf("%+v", st.Branches)
	}
}

// TestLinkKeepsBranches: a link brings back every branch with its settings, and
// a hostile one does no harm.
func TestLinkKeepsBranches(t *testing.T) {
	s, _ := raceHouse(t)
	must(t, s.Set("rate", "0.25"))
	must(t, s.Seek(3))
	must(t, s.Fork("a & b|c!"))
	must(t, s.Set("rate", "0.75"))
	must(t, s.Fork(""))
	must(t, s.SetBranch("a & b|c!"))
	must(t, s.Seek(7))
	s.Update(0)
	link, want := s.Link().String(), s.State().Branches
	again, made := raceHouse(t)
	again.Follow(link)
	again.Update(0)
	got := again.State().Branches
	if len(got) != 3 || again.State().Notice != "" {
		t.Fatalf("%s brings back %+v, %q", link, got, again.State().Notice)
	}
	for i := range want {
		want[i].From = 0 // a scene that does not copy itself has no past
		if got[i].Name != want[i].Name || got[i].Shown != want[i].Shown || got[i].Step != want[i].Step || got[i].Settings["rate"] != want[i].Settings["rate"] {
			t.Errorf("branch %d is %+v, was %+v", i, got[i], want[i])
		}
	}
	if again.Link().String() != link {
		t.Errorf("the link is now %s, was %s", again.Link(), link)
	}
	open := 0
	for _, d := range *made {
		if !d.closed {
			open++
		}
	}
	if open != 3 {
		t.Errorf("%d instances are open for 3 branches", open)
	}
	again.Follow("#/descent?rate=0.5")
	if n := len(again.State().Branches); n != 0 {
		t.Errorf("a link without branches leaves %d", n)
	}
	for _, bad := range []string{"x", "|||", "*A!?|A!?", "*A!?rate=9e99|B!-5?|C!?", "A!?|B!?", "*A!?x=1!?|B!99999999999999999999?a=b!?", strings.Repeat("*A!?|", 50)} {
		again.Follow("#/descent?branches=" + strings.ReplaceAll(bad, "|", "%7C"))
		again.Update(0)
		if st := again.State(); st.Error != "" {
			t.Errorf("%.30q: %s", bad, st.Error)
		}
	}
}

// endless is a run without an end that forgets itself on reset.
type endless struct {
	descent
	learned int
}

func (e *endless) At() (at, last int) { return e.learned, -1 }
func (e *endless) Step()              { e.learned++ }
func (e *endless) Reset()             { e.learned = 0 }
func (e *endless) Fork(*Env) (Scene, error) {
	return &endless{descent: *newDescent(), learned: e.learned}, nil
}

// TestResetIsTakenBack: a training that was reset is taken up again by one press.
func TestResetIsTakenBack(t *testing.T) {
	s := New(Options{Lang: i18n.EN, Entries: []Entry{{ID: "e", New: func(*Env) (Scene, error) { return &endless{descent: *newDescent()}, nil }}}})
	s.Update(0)
	must(t, s.Reset())
	if s.State().Undo {
		t.Error("there was nothing to lose")
	}
	for range 7 {
		must(t, s.Step())
	}
	must(t, s.Reset())
	kept := s.cur.thrown.(*endless)
	if s.Update(0); s.State().Step != 0 || !s.State().Undo {
		t.Fatalf("reset to %d, undo %v", s.State().Step, s.State().Undo)
	}
	tap(s, "notice-undo")
	if s.State().Step != 7 || kept.closed || len(s.State().Branches) != 0 {
		t.Errorf("taken back to %d", s.State().Step)
	}
	must(t, s.Reset())
	kept = s.cur.thrown.(*endless)
	if run(s, 11); !kept.closed || s.cur.thrown != nil {
		t.Error("the run is kept for ever")
	}
}
