package playground

import (
	"encoding/json"
	"slices"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

const (
	savedKey   = "playground.runs" // in the visitor's own store
	maxSaved   = 6
	savedTests = 120 // of its curves that a saved run keeps
	maxStored  = 400 << 10
)

// savedRun is a run that the visitor kept: how it was set, what it had learned
// and how it got there.
type savedRun struct {
	Name    string            `json:"name"`
	Seed    uint64            `json:"seed"`
	Options map[string]string `json:"options"`
	Hyper   job.Hyper         `json:"hyper"`
	Weights string            `json:"weights"`
	Epoch   float64           `json:"epoch"`
	X       []float64         `json:"x"` // epochs
	Train   []float64         `json:"train"`
	Val     []float64         `json:"val"`

	shown bool
	plots [2]*plot.Curve
}

// shelf are the saved runs and what handles them.
type shelf struct {
	runs   []*savedRun
	read   bool // from the store
	dirty  bool // the store is behind
	name   *ui.Field
	save   *ui.Button
	listed []ui.Widget
}

func (s *Scene) buildShelf() {
	k := &s.shelf
	k.name = ui.NewField("run_name", i18n.T("名字", "Name"), "").Hint(i18n.T("起个名字", "Name it")).Limit(16)
	k.save = ui.NewButton("save_run", i18n.T("存下这次训练", "Save this run")).Icon("download").OnPress(s.saveRun)
}

// saveRun puts the run as it stands on the shelf; the oldest makes room.
func (s *Scene) saveRun() {
	k, r := &s.shelf, s.run
	spec := r.Spec()
	v := &savedRun{Name: k.name.Value(), Seed: s.seed, Options: spec.Options, Hyper: spec.Hyper, Weights: writeState(r.state()), Epoch: r.now.epoch, shown: true}
	if v.Name == "" {
		v.Name = i18n.T("训练 ", "Run ").In(s.lang) + strconv.Itoa(len(k.runs)+1)
	}
	var all []test
	r.tests(func(t test) {
		if t.step < r.step() {
			all = append(all, t)
		}
	})
	stride := len(all)/savedTests + 1
	for i := 0; i < len(all); i += stride {
		v.add(all[i])
	}
	v.add(r.now)
	if k.runs = append(k.runs, v); len(k.runs) > maxSaved {
		k.runs = k.runs[1:]
	}
	k.name.SetText("")
	s.lookAt.SetValue(viewCurves)
	s.notice = i18n.T("存下了“"+v.Name+"”，曲线叠在图里", "Saved “"+v.Name+"”: its curves stay in the plot")
	s.shelve()
}

func (v *savedRun) add(t test) {
	v.X, v.Train, v.Val = append(v.X, t.epoch), append(v.Train, t.trainLoss), append(v.Val, t.valLoss)
}

// shelve lists the runs anew and asks for them to be kept.
func (s *Scene) shelve() {
	k := &s.shelf
	k.dirty, s.stale = true, true
	k.listed = k.listed[:0]
	for i, v := range k.runs {
		id := "saved_" + strconv.Itoa(i+1)
		label := i18n.Same(v.Name + " · " + three(v.score()))
		show := ui.NewToggle(id, label, v.shown).OnChange(func(on bool) { v.shown, s.stale = on, true })
		open := ui.NewButton(id+"_open", i18n.T("打开", "Open")).OnPress(func() { s.openRun(v) })
		remove := ui.NewButton(id+"_delete", i18n.T("删除", "Delete")).OnPress(func() {
			k.runs = slices.DeleteFunc(k.runs, func(o *savedRun) bool { return o == v })
			s.shelve()
		})
		k.listed = append(k.listed, show, ui.NewRow(open, remove))
	}
}

// score is the last loss of a saved run, on what was held back if anything was.
func (v *savedRun) score() float64 {
	last := len(v.X) - 1
	if v.Options["val"] == "0" {
		return v.Train[last]
	}
	return v.Val[last]
}

// openRun goes on from a saved run.
func (s *Scene) openRun(v *savedRun) {
	var from given
	var points jobs.Points
	err := tensor.Catch(func() { points = jobs.ReadPoints(&job.Spec{Job: "points", Options: v.Options}) })
	if err == nil {
		_, err = readLayers(jobs.WriteLayers(points.Layers))
	}
	if err == nil {
		from, err = readState(v.Weights)
	}
	if err == nil {
		s.points, s.hyper, s.seed = points, v.Hyper, v.Seed
		s.begin(s.run.Runner, from)
		err = s.fail
		s.sync()
	}
	if err != nil {
		s.notice = i18n.T("这份存档打不开："+err.Error(), "This run cannot be opened: "+err.Error())
	}
}

// tendShelf reads the store once and writes it when something has changed.
func (s *Scene) tendShelf(env *stage.Env) {
	k := &s.shelf
	if !k.read {
		k.read = true
		text := env.Recall(savedKey)
		if len(text) > maxStored || json.Unmarshal([]byte(text), &k.runs) != nil {
			k.runs = nil
		}
		k.runs = slices.DeleteFunc(k.runs, func(v *savedRun) bool {
			return v == nil || len(v.X) == 0 || len(v.X) != len(v.Train) || len(v.X) != len(v.Val) || len(v.X) > 2*savedTests
		})
		k.runs = k.runs[:min(len(k.runs), maxSaved)]
		s.shelve()
		k.dirty = false
	}
	if k.dirty {
		k.dirty = false
		if b, err := json.Marshal(k.runs); err == nil {
			env.Keep(savedKey, string(b))
		}
	}
}

// curve is the saved run's plot, with an even or a logarithmic axis.
func (v *savedRun) curve(s *Scene, axis int) *plot.Curve {
	if v.plots[axis] == nil {
		c := s.newCurve()
		for i, x := range v.X {
			c.Append(0, x, v.Train[i])
			if v.Options["val"] != "0" {
				c.Append(1, x, v.Val[i])
			}
		}
		v.plots[axis] = c
	}
	return v.plots[axis]
}

// beside draws the curves of the other branches and of saved runs into a plot.
func (s *Scene) beside(axis int) {
	c := s.plots[axis]
	c.Alone()
	for i, o := range s.rivals {
		c.Beside(s.rivalNames[i], o.plots[axis])
	}
	for _, v := range s.shelf.runs {
		if v.shown {
			of := v.curve(s, axis)
			c.Beside(v.Name, of)
			c.MaxX = max(c.MaxX, roomFor(v.X[len(v.X)-1]))
		}
	}
}
