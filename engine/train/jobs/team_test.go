package jobs_test

import (
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// saveAll is what the runs of a team come to, each at the step where it is when
// it is asked.
func saveAll(t *testing.T, team *job.Team) (all [][]byte) {
	t.Helper()
	runs := team.Runners()
	for _, r := range runs {
		r.Save()
	}
	all = make([][]byte, len(runs))
	for end := time.Now().Add(30 * time.Second); slices.ContainsFunc(all, func(b []byte) bool { return b == nil }); {
		team.Poll(time.Millisecond)
		for i, r := range runs {
			if b := r.Saved(); b != nil {
				all[i] = b
			}
		}
		if time.Now().After(end) {
			t.Fatal("not saved")
		}
	}
	return all
}

// alike holds two teams against each other: steps, losses and weights.
func alike(t *testing.T, got, want *job.Team) {
	t.Helper()
	if got.Step() != want.Step() || got.Recorded() != want.Recorded() || len(got.Members()) != len(want.Members()) {
		t.Fatalf("%d networks at step %d of %d, want %d at %d of %d", len(got.Members()), got.Step(), got.Recorded(), len(want.Members()), want.Step(), want.Recorded())
	}
	for i, m := range got.Members() {
		o := want.Members()[i]
		if !slices.Equal(job.WeightsOf(m.Model()), job.WeightsOf(o.Model())) {
			t.Errorf("network %d at step %d has other weights", i, got.Step())
		}
		if !slices.Equal(m.History().Loss, o.History().Loss) || !slices.Equal(m.History().LR, o.History().LR) {
			t.Errorf("network %d had other losses or rates", i)
		}
	}
}

// TestSavedTeam saves a team to which much has happened, and lets another go on
// with it: that one knows the same at once, and does the same from then on.
func TestSavedTeam(t *testing.T) {
	d := moons()
	specs := ladderOf(d, true)
	teams(t, func(t *testing.T, team *job.Team) {
		if err := team.Start(specs...); err != nil {
			t.Fatal(err)
		}
		team.To(40)
		rest(t, team)
		h := specs[0].Hyper
		h.LR = 0.01
		if err := team.Change(h); err != nil {
			t.Fatal(err)
		}
		team.To(75)
		rest(t, team)
		team.Seek(60)
		rest(t, team)
		saved := saveAll(t, team)
		again := job.NewTeam(job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All()))
		defer again.Close()
		if err := again.Start(specs[2]); err != nil { // there may have been others
			t.Fatal(err)
		}
		if err := again.Restore(saved...); err != nil {
			t.Fatal(err)
		}
		alike(t, again, team) // at once
		rest(t, again)
		for _, at := range []int{60, 41, 12, 0, 75, 120} {
			team.Seek(at)
			again.Seek(at)
			rest(t, team)
			rest(t, again)
			alike(t, again, team)
		}
		for n := range saved {
			bad := slices.Clone(saved)
			bad[n] = bad[n][:len(bad[n])/2]
			if again.Restore(bad...) == nil || len(again.Members()) != 0 {
				t.Errorf("network %d cut short was taken up; %d members", n, len(again.Members()))
			}
		}
		if err := again.Start(specs...); err != nil || len(again.Members()) != len(specs) {
			t.Errorf("after a refusal: %v, %d members", err, len(again.Members()))
		}
	})
}

// TestForkedTeam forks a team that rests, that is on its way, and that goes back:
// the fork stands where that stood, shares its past, and what is changed in it
// changes nothing in the other.
func TestForkedTeam(t *testing.T) {
	specs := ladderOf(moons(), true)
	on := job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All())
	alone := job.NewTeam(job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All()))
	team, fork := job.NewTeam(on), job.NewTeam(on.Beside())
	for _, all := range []*job.Team{alone, fork, team} {
		defer all.Close()
	}
	if fork.Follow(team) == nil {
		t.Error("a team without runs was forked")
	}
	for _, all := range []*job.Team{alone, team} {
		if err := all.Start(specs...); err != nil {
			t.Fatal(err)
		}
	}
	if fork.Follow(alone) == nil {
		t.Error("a team on another thread was forked")
	}
	hyper := specs[0].Hyper
	hyper.LR = 0.5
	for _, c := range []struct {
		name string
		way  func()
	}{{"at rest", func() {}}, {"on its way", func() { team.To(300); team.Poll(time.Millisecond); team.Poll(time.Millisecond); team.Stand() }},
		{"going back", func() { team.Seek(25) }}} {
		if err := fork.Start(specs[0]); err != nil { // there may have been others
			t.Fatal(err)
		}
		seekAll(t, 40, team, alone)
		c.way()
		shown := team.Step()
		if err := fork.Follow(team); err != nil {
			t.Fatal(c.name, err)
		}
		if same := sameWeights(fork, team); !same || fork.Step() != shown {
			t.Errorf("%s: shown at once at step %d, was %d; the same weights: %v", c.name, fork.Step(), shown, same)
		}
		rest(t, fork)
		at := fork.Step()
		if rest(t, team); at > shown || at != fork.Aim() {
			t.Errorf("%s: forked at %d it stands at %d and goes to %d", c.name, shown, at, fork.Aim())
		}
		if err := fork.Change(hyper); err != nil {
			t.Fatal(err)
		}
		for _, to := range []int{at + 30, at, 10, 0} {
			seekAll(t, to, team, alone, fork)
			if !sameWeights(team, alone) {
				t.Errorf("%s: at step %d the team is not what it is alone", c.name, to)
			}
			if sameWeights(fork, alone) != (to <= at) {
				t.Errorf("%s at %d: at step %d the fork is as the other: %v", c.name, at, to, to > at)
			}
		}
	}
}

func seekAll(t *testing.T, step int, all ...*job.Team) {
	t.Helper()
	for _, team := range all {
		team.Seek(step)
		rest(t, team)
	}
}

func sameWeights(a, b *job.Team) bool {
	for i, m := range a.Members() {
		if !slices.Equal(job.WeightsOf(m.Model()), job.WeightsOf(b.Members()[i].Model())) {
			return false
		}
	}
	return true
}

// TestSavedOnTheWay: networks that were saved at several steps stand at one again,
// the last of them, and so they do if each is sent on by itself.
func TestSavedOnTheWay(t *testing.T) {
	d := moons()
	specs := ladderOf(d, false)
	at := func(step int) *job.Team {
		team := job.NewTeam(job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All()))
		t.Cleanup(team.Close)
		if err := team.Start(specs...); err != nil {
			t.Fatal(err)
		}
		team.To(step)
		rest(t, team)
		return team
	}
	var saved [][]byte
	for i, step := range []int{31, 40, 26} {
		saved = append(saved, saveAll(t, at(step))[i])
	}
	teams(t, func(t *testing.T, team *job.Team) {
		if err := team.Restore(saved...); err != nil || team.Settled() {
			t.Fatalf("%v, settled before all stand at one step: %v", err, team.Settled())
		}
		rest(t, team)
		alike(t, team, at(40))
		for i, r := range team.Runners() {
			r.Seek([]int{52, 50, 57}[i])
		}
		for team.Poll(time.Millisecond); !team.Settled(); team.Poll(time.Millisecond) {
		}
		alike(t, team, at(57))
		team.To(60)
		rest(t, team)
		alike(t, team, at(60))
	})
}

// TestSavedDiverged: a network whose numbers overflowed is taken up as what it is,
// and the others of its team go on.
func TestSavedDiverged(t *testing.T) {
	d := moons()
	specs := ladderOf(d, false)
	specs[1].LR = 1e9
	teams(t, func(t *testing.T, team *job.Team) {
		if err := team.Start(specs...); err != nil {
			t.Fatal(err)
		}
		team.To(50)
		if rest(t, team); team.Err() == nil {
			t.Skip("it did not diverge")
		}
		again := job.NewTeam(job.NewRunner(job.NewLocal(jobs.All(), nil), jobs.All()))
		defer again.Close()
		if err := again.Restore(saveAll(t, team)...); err != nil {
			t.Fatal(err)
		}
		check := func() {
			t.Helper()
			if err := again.Err(); err == nil || err.Error() != team.Err().Error() || again.Blocked() {
				t.Errorf("%v, and was %v", err, team.Err())
			}
			alike(t, again, team)
		}
		check()
		rest(t, again)
		check()
		again.To(70)
		team.To(70)
		rest(t, again)
		rest(t, team)
		check()
		again.Seek(0)
		if rest(t, again); again.Err() != nil || again.Step() != 0 {
			t.Errorf("back at the beginning: step %d, %v", again.Step(), again.Err())
		}
	})
}

// TestTeamStepByStep: however many times a team is sent on by one step, it goes no
// further.
func TestTeamStepByStep(t *testing.T) {
	specs := ladderOf(moons(), false)[:1]
	teams(t, func(t *testing.T, team *job.Team) {
		if err := team.Start(specs...); err != nil {
			t.Fatal(err)
		}
		for at := 1; at <= 80; at++ {
			team.To(at)
			for team.Poll(time.Millisecond); !team.Settled(); team.Poll(time.Millisecond) {
			}
			if got := team.Recorded(); team.Step() != at || got != at {
				t.Fatalf("sent to %d it stands at %d of %d", at, team.Step(), got)
			}
		}
	})
}

// TestTeamLookedAtRarely: where frames are long, as many steps are taken from one
// to the next as there is time for, and not one.
func TestTeamLookedAtRarely(t *testing.T) {
	specs := ladderOf(moons(), false)[:1]
	teams(t, func(t *testing.T, team *job.Team) {
		if err := team.Start(specs...); err != nil {
			t.Fatal(err)
		}
		rest(t, team)
		team.To(100)
		looks := 0
		for ; !team.Settled(); looks++ {
			time.Sleep(130 * time.Millisecond)
			team.Poll(10 * time.Millisecond)
		}
		if looks > 50 {
			t.Errorf("100 steps took %d frames", looks)
		}
	})
}
