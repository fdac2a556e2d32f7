package scenes

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/labs"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// visit is a theatre whose host keeps runs in a drawer.
type visit struct {
	*stagetest.Stage
	t     *testing.T
	files map[string][]byte // what was exported
}

type drawer map[string][]byte

func (d drawer) open(t *testing.T, e stage.Entry) *visit {
	v := &visit{t: t, files: map[string][]byte{}}
	v.Stage = stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Host: stage.Host{
		Save: func(name, _ string, data []byte) error { v.files[name] = data; return nil },
		KeepRun: func(scene string, runs []byte) {
			if d[scene] = slices.Clone(runs); runs == nil {
				delete(d, scene)
			}
		},
		RecallRun: func(scene string) []byte { return d[scene] },
	}}, 1280, 800)
	return v
}

// sheet is all that a visitor could see of the runs: where they stand, what was
// measured, every point of the curves, every weight of every branch.
func (v *visit) sheet() string {
	v.t.Helper()
	v.Settle()
	v.Tick(3)
	s := v.State()
	var b strings.Builder
	fmt.Fprintf(&b, "%s at %d, seed %d, %q\n", s.Scene, s.Step, s.Seed, s.Error)
	shown := ""
	for _, br := range s.Branches {
		fmt.Fprintf(&b, "branch %s, shown %v, forked at %d, at %d, %v\n", br.Name, br.Shown, br.From, br.Step, br.Settings)
		if br.Shown {
			shown = br.Name
		}
	}
	look := func() {
		s := v.State()
		for _, name := range slices.Sorted(maps.Keys(s.Metrics)) {
			switch s.Metrics[name].(type) {
			case float64, int64, int, bool, []any, []float64, []int:
				if !measured[name] {
					fmt.Fprintf(&b, "%s %v\n", name, s.Metrics[name])
				}
			}
		}
		for _, kind := range []string{"csv", "safetensors"} {
			clear(v.files)
			if err := v.Export(kind); err != nil {
				fmt.Fprintf(&b, "%s %v\n", kind, err)
			}
			for name, data := range v.files {
				h := fnv.New64()
				h.Write(data)
				fmt.Fprintf(&b, "%s of %d bytes, %x\n", name, len(data), h.Sum64())
			}
		}
	}
	look()
	for _, br := range s.Branches {
		if !br.Shown {
			v.SetBranch(br.Name)
			v.Tick(3)
			look()
		}
	}
	if shown != "" {
		v.SetBranch(shown)
		v.Tick(3)
	}
	return b.String()
}

// train lets the scene learn, by its transport or by its own switch.
func (v *visit) train(steps int) {
	v.t.Helper()
	at := func() float64 {
		if _, own := v.State().Metrics["training"]; own {
			return v.Metric("step")
		}
		return float64(v.State().Step)
	}
	own := v.Set("train", "true") == nil
	if !own {
		if err := v.Play(); err != nil {
			v.t.Fatal(err)
		}
	}
	for to, n := at()+float64(steps), 0; at() < to; n++ {
		if v.Tick(1); n > 20000 {
			v.t.Fatalf("only at step %v", at())
		}
	}
	if own {
		v.MustSet("train", "false")
	}
	v.Pause()
	v.Settle()
	v.Keep()
}

// firstLine is where two sheets part.
func firstLine(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%q, and was %q", a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, and were %d", len(a), len(b))
}

// course is something that a visitor trains, and what is changed on the way.
type course struct {
	entry  stage.Entry
	pose   []string // parameters and values, before anything is trained
	change [2]string
}

// keepers are the courses that outlive the page: one of each scene, or several
// where it trains several things.
func keepers(t *testing.T, do func(t *testing.T, c course)) {
	known := map[string][]course{
		"depth": {{pose: []string{"view", "fit"}, change: [2]string{"curve", "sine"}}, {pose: []string{"view", "race"}, change: [2]string{"layers", "4"}},
			{pose: []string{"view", "layers"}, change: [2]string{"train_size", "100"}}},
		"overfit": {{pose: []string{"view", "network"}, change: [2]string{"dropout", "0.3"}}},
	}
	found := 0
	for _, e := range All() {
		is := false
		probe := e
		probe.New = func(env *stage.Env) (stage.Scene, error) {
			s, err := e.New(env)
			_, is = s.(stage.Keeper)
			if _, lab := s.(*labs.Scene); lab { // not each of its laboratories trains
				is = known[e.ID] != nil
			}
			return s, err
		}
		stagetest.Open(t, probe, 1280, 800)
		if !is {
			continue
		}
		all := known[e.ID]
		if all == nil {
			all = []course{{change: [2]string{"learning_rate", "0.004"}}}
		}
		for _, c := range all {
			c.entry = e
			t.Run(strings.Join(append([]string{e.ID}, c.pose...), " "), func(t *testing.T) { do(t, c) })
		}
		found++
	}
	if found < 4 {
		t.Errorf("%d scenes keep their runs", found)
	}
}

// TestRunsOutliveThePage trains, forks, changes one thing and trains on; then
// the theatre is opened anew at the same link: everything is as it was, and goes
// on as it would have.
func TestRunsOutliveThePage(t *testing.T) {
	keepers(t, func(t *testing.T, c course) {
		d := drawer{}
		a := d.open(t, c.entry)
		a.MustSet(c.pose...)
		a.train(30)
		if err := a.Fork("fast"); err != nil {
			t.Fatal(err)
		}
		a.MustSet(c.change[0], c.change[1])
		a.train(25)
		if err := a.RenameBranch("A", "slow"); err != nil {
			t.Fatal(err)
		}
		want := a.sheet()
		a.Keep()
		link := a.Link().String()

		b := d.open(t, c.entry)
		b.Follow(link)
		b.TakeUp("")
		if got := b.sheet(); got != want {
			t.Fatalf("taken up it says %s\n%s", firstLine(got, want), got)
		}
		a.train(40)
		b.train(40)
		if as, bs := a.State(), b.State(); len(bs.Branches) != 2 || bs.Error != "" || as.Error != "" {
			t.Errorf("going on: %+v, %q", bs.Branches, bs.Error)
		}

		stranger := d.open(t, c.entry)
		stranger.Follow(link)
		if got := stranger.sheet(); got == want {
			t.Error("a link alone brings the run of somebody else")
		}
	})
}

// TestStepsSinceAreTakenAgain: steps that were taken after a run was kept, and
// nothing else, are taken again, however often the page is left before the run
// is kept anew.
func TestStepsSinceAreTakenAgain(t *testing.T) {
	keepers(t, func(t *testing.T, c course) {
		d := drawer{}
		a := d.open(t, c.entry)
		a.MustSet(c.pose...)
		a.train(20)
		earlier := maps.Clone(d)
		a.train(15)
		where, want := a.Standing(), a.sheet()
		b := maps.Clone(earlier).open(t, c.entry)
		b.Follow(a.Link().String())
		b.TakeUp(where)
		b.Settle()
		b.Tick(5)
		if got := b.sheet(); got != want {
			t.Errorf("it says %s", firstLine(got, want))
		}
		for _, there := range []bool{false, true} { // left on the way, and when it is there
			left := maps.Clone(earlier).open(t, c.entry)
			left.Follow(a.Link().String())
			left.TakeUp(where)
			if left.Tick(1); there {
				left.Settle()
			}
			where = left.Standing()
			d := maps.Clone(earlier).open(t, c.entry)
			d.Follow(a.Link().String())
			d.TakeUp(where)
			d.Settle()
			d.Tick(5)
			if got := d.sheet(); got != want {
				t.Errorf("left again, arrived: %v: it says %s", there, firstLine(got, want))
			}
		}
	})
}

// TestKeptRunsThatAreDamaged are told of, and the scene begins anew.
func TestKeptRunsThatAreDamaged(t *testing.T) {
	keepers(t, func(t *testing.T, c course) {
		d := drawer{}
		a := d.open(t, c.entry)
		a.MustSet(c.pose...)
		a.train(10)
		whole := d[c.entry.ID]
		for _, n := range []int{0, 5, 40, len(whole) / 2, len(whole) - 1} {
			d[c.entry.ID] = whole[:n:n]
			b := d.open(t, c.entry)
			b.Follow(a.Link().String())
			b.TakeUp("")
			b.Tick(3)
			if s := b.State(); s.Error != "" || s.Notice == "" || d[c.entry.ID] != nil {
				t.Errorf("of %d bytes %d: %q, %q, kept on: %v", len(whole), n, s.Error, s.Notice, d[c.entry.ID] != nil)
			}
		}
	})
}

// entry is a scene of the course by its name.
func entry(t *testing.T, id string) stage.Entry {
	t.Helper()
	for _, e := range All() {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("there is no scene %s", id)
	return stage.Entry{}
}

// TestFoundOutBefore: what earlier runs came to, and where one looked, comes back
// with the run.
func TestFoundOutBefore(t *testing.T) {
	for _, c := range []struct {
		scene  string
		pose   []string
		change [2]string
	}{{"overfit", []string{"view", "network"}, [2]string{"dropout", "0.3"}}, {"setup", []string{"view", "layer"}, [2]string{"init", "xavier"}}} {
		t.Run(c.scene, func(t *testing.T) {
			d := drawer{}
			a := d.open(t, entry(t, c.scene))
			a.MustSet(c.pose...)
			a.train(14)
			a.MustSet(c.change[0], c.change[1])
			a.train(12)
			a.MustSeek(9)
			a.Keep()
			want := a.sheet()
			b := d.open(t, entry(t, c.scene))
			b.Follow(a.Link().String())
			b.TakeUp("")
			if got := b.sheet(); got != want {
				t.Errorf("it says %s", firstLine(got, want))
			}
		})
	}
}

// TestSettingsSince: what was set after the run came to stand is kept too, whether
// a link has it or not.
func TestSettingsSince(t *testing.T) {
	d := drawer{}
	a := d.open(t, entry(t, "depth"))
	a.train(20)
	a.MustSet("view", "race")
	a.Keep()
	b := d.open(t, entry(t, "depth"))
	b.Follow("#/depth")
	b.TakeUp("")
	if s := b.State(); s.Parameters["view"] != "race" || s.Step != 0 {
		t.Errorf("view %v at step %d", s.Parameters["view"], s.Step)
	}
	b.MustSet("view", "fit")
	if got, want := b.State().Step, 20; got < want {
		t.Errorf("the other part stands at step %d, want %d", got, want)
	}
}

// TestAnotherRunSince: where something was set after the runs were kept that began
// another run, what was kept does not pass for that one.
func TestAnotherRunSince(t *testing.T) {
	d := drawer{}
	a := d.open(t, entry(t, "overfit"))
	a.MustSet("view", "network")
	a.train(4)
	earlier := maps.Clone(d)
	a.MustSet("l2", "0.01")
	a.MustSeek(1)
	link, where := a.Link().String(), a.Standing()
	b := earlier.open(t, entry(t, "overfit"))
	b.Follow(link)
	b.TakeUp(where)
	for _, v := range []*visit{a, b} {
		v.MustSeek(3)
		v.Tick(3)
	}
	if l2 := b.State().Parameters["l2"]; l2 != a.State().Parameters["l2"] {
		t.Errorf("l2 is %v, was %v", l2, a.State().Parameters["l2"])
	}
	if got, want := b.Metric("train_loss"), a.Metric("train_loss"); got != want {
		t.Errorf("at epoch 3 with this penalty the loss is %v, was %v", got, want)
	}
}
