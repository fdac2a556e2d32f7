package scenes

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/overfit"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/validate"
)

// asleep is a thread that never learns anything: what is there although nothing
// but it trains was not computed anew.
type asleep struct{}

func (asleep) Send(job.Command)                              {}
func (asleep) Poll(*job.Report, time.Duration) (bool, error) { return false, nil }
func (asleep) Close()                                        {}

// sleeping opens a scene whose training never goes on.
func (d drawer) sleeping(t *testing.T, e stage.Entry) *stagetest.Stage {
	return stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Host: stage.Host{
		KeepRun:   func(string, []byte) {},
		RecallRun: func(scene string) []byte { return d[scene] },
		Training:  func() *job.Runner { return job.NewRunner(asleep{}, jobs.All()) },
	}}, 1280, 800)
}

// same fails where two visits do not measure the same.
func same(t *testing.T, got, want *stagetest.Stage, names ...string) {
	t.Helper()
	a, b := got.State().Metrics, want.State().Metrics
	for _, name := range names {
		if b[name] == nil || !reflect.DeepEqual(a[name], b[name]) {
			t.Errorf("%s %v, was %v", name, a[name], b[name])
		}
	}
}

// TestTrialsOutliveThePage: what trainings came to is there after a reload without
// being computed again, and goes on as it would have; a test that was opened
// stays open, and counted.
func TestTrialsOutliveThePage(t *testing.T) {
	search := []string{"trials", "learning_rate", "parameters", "val_accuracy", "test_accuracy", "fresh_accuracy", "test_opened"}
	for name, c := range map[string]struct {
		entry   stage.Entry
		set     [][2]string
		at      int
		press   string
		metrics []string
	}{
		"folds":  {validate.Entry(), [][2]string{{"deal", "random"}, {"folds", "7"}}, 4, "open_test", []string{"train_accuracy", "val_accuracy", "test_accuracy", "test_opened", "fold_accuracies", "cv_accuracy", "probabilities"}},
		"once":   {validate.Entry(), [][2]string{{"view", "search"}}, 20, "open_sealed", search},
		"cheat":  {validate.Entry(), [][2]string{{"view", "search"}, {"method", "grid"}}, 12, "peek", search},
		"all":    {validate.Entry(), [][2]string{{"view", "search"}, {"val_images", "60"}}, 49, "open_sealed", append(search, "optimism", "optimistic_share")},
		"blocks": {overfit.Entry(), [][2]string{{"view", "shapes"}, {"angle", "47"}}, 4, "", []string{"train_accuracy", "val_accuracy", "turned_accuracy", "shaded_accuracy", "accuracy_by_angle", "probabilities", "prediction", "angle"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := drawer{}
			a := d.open(t, c.entry)
			for _, set := range c.set {
				a.MustSet(set[0], set[1])
			}
			a.MustSeek(c.at)
			if a.Keep(); c.press != "" {
				a.MustPress(c.press)
				a.Settle()
			}
			link, where := a.Link().String(), a.Standing()
			b := d.sleeping(t, c.entry)
			b.Follow(link)
			b.TakeUp(where)
			b.Tick(60)
			if s := b.State(); !strings.Contains(s.Notice, "is back") || s.Error != "" {
				t.Errorf("taken up: %q, %q", s.Notice, s.Error)
			}
			same(t, b, a.Stage, c.metrics...)

			fresh := drawer{}.open(t, c.entry) // nothing was kept but the address
			fresh.Follow(link)
			fresh.Settle()
			same(t, fresh.Stage, a.Stage, c.metrics...)

			on := d.open(t, c.entry)
			on.Follow(link)
			on.TakeUp(where)
			for _, v := range []*visit{on, a} {
				v.MustSeek(1000)
			}
			same(t, on.Stage, a.Stage, c.metrics[0])
			if c.press != "" {
				same(t, on.Stage, a.Stage, "val_accuracy", "test_opened")
			}
		})
	}
}

// TestTheTestStaysSeen: neither an older link nor other settings make the count of
// looks at the test smaller.
func TestTheTestStaysSeen(t *testing.T) {
	a := drawer{}.open(t, validate.Entry())
	a.MustSet("deal", "stratified")
	a.Settle()
	before := a.Link().String()
	a.Settle()
	a.MustPress("open_test")
	a.Settle()
	a.Follow(before)
	a.Settle()
	if n := a.Number("test_opened"); n != 1 {
		t.Errorf("an older link: opened %v times", n)
	}
	a.MustSet("train_share", "0.3")
	if a.State().Metrics["test_accuracy"] != nil {
		t.Error("another deal, and the test is open")
	}
	b := drawer{}.open(t, validate.Entry())
	b.Follow(a.Link().String())
	b.Settle()
	if n := b.Number("test_opened"); n != 1 || b.State().Metrics["test_accuracy"] != nil {
		t.Errorf("after a reload: opened %v times, now %v", n, b.State().Metrics["test_accuracy"])
	}
	b.MustPress("open_test")
	b.Settle()
	if !b.Shows("Opened 2 times") {
		t.Error("the second look is not told")
	}
	for _, v := range []string{"", "x", "-1", "0,open", "1,shut", "1e9"} {
		if b.Set("test", v) == nil {
			t.Errorf("test = %q was taken", v)
		}
	}
}
