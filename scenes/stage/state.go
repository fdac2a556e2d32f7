package stage

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/ui"
)

// State is what a program sees of the theatre: plain data, as JSON.
type State struct {
	Scene      string         `json:"scene"`
	Title      string         `json:"title"`
	Heading    string         `json:"heading"` // above the stage; it may follow the view
	Scenes     []string       `json:"scenes"`
	Language   string         `json:"language"`
	Theme      string         `json:"theme"`
	Contrast   string         `json:"contrast"` // high or normal
	Seed       uint64         `json:"seed"`
	Speed      float64        `json:"speed"`
	Playing    bool           `json:"playing"`
	Step       int            `json:"step"`
	Last       int            `json:"last"` // −1: open-ended or nothing to step through
	Caption    string         `json:"caption"`
	Parameters map[string]any `json:"parameters"`
	Metrics    map[string]any `json:"metrics"`
	Widgets    []WidgetState  `json:"widgets"`
	Link       string         `json:"link"`
	Notice     string         `json:"notice"`
	Error      string         `json:"error"` // why the scene stopped; "" while it runs
	Size       Box            `json:"size"`
	Area       Box            `json:"area"`
	View       Box            `json:"view"`           // the part of the window in which Area shows; what of it is larger is scrolled
	Inspector  inspect.State  `json:"inspector"`      // the number that is unfolded
	Branches   []BranchState  `json:"branches"`       // none until the scene is forked
	Tour       *TourState     `json:"tour,omitempty"` // where the guided tour is, while it is on
	Undo       bool           `json:"undo"`           // the notice tells of something that can be taken back
	Pointing   []PointedAt    `json:"pointing"`       // the things that the text which is read points at, shown now
}

// Box is a rectangle in CSS pixels.
type Box struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// PointedAt is a thing that a text points at now.
type PointedAt struct {
	Thing string `json:"thing"`
	Rect  Box    `json:"rect"`
}

// WidgetState is one widget as a program or the page's mirror sees it.
type WidgetState struct {
	ID      string        `json:"id"`
	Role    string        `json:"role"`
	Label   string        `json:"label"`
	Value   any           `json:"value"`
	Rect    Box           `json:"rect"`
	Shown   bool          `json:"shown"` // has a place on screen and is not covered by a sheet
	Enabled bool          `json:"enabled"`
	Min     *float64      `json:"min,omitempty"`
	Max     *float64      `json:"max,omitempty"`
	Step    *float64      `json:"step,omitempty"`
	Options []OptionState `json:"options,omitempty"`
	Rows    bool          `json:"rows,omitempty"`    // a table can be pasted into it
	Points  []string      `json:"points,omitempty"`  // what a phrase of a text speaks of
	Problem string        `json:"problem,omitempty"` // why what was typed is not taken, and what would be
	Open    *bool         `json:"open,omitempty"`    // of a group of controls: it is unfolded
	Group   string        `json:"group"`             // bar, scenes, sheet, figures, controls, transport

	valued bool // has a value that can be set
}

// OptionState is one choice of a widget.
type OptionState struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Brief is the part of State that costs nothing to know.
type Brief struct{ Scene, Title, Language, Theme string }

// Brief reports what is on.
func (s *Stage) Brief() Brief {
	b := Brief{Language: s.env.Lang.Code(), Theme: themeName(s.env.Theme.Dark)}
	if s.cur != nil {
		b.Scene, b.Title = s.cur.entry.ID, s.cur.entry.Title.In(s.env.Lang)
	}
	return b
}

// State reports the theatre as it is now.
func (s *Stage) State() State {
	st := State{
		Language: s.env.Lang.Code(), Theme: themeName(s.env.Theme.Dark), Seed: s.env.Seed, Speed: s.env.Play.Speed,
		Playing: s.env.Play.On, Last: -1, Parameters: map[string]any{}, Metrics: map[string]any{},
		Notice: s.notice.text.In(s.env.Lang), Size: Box{0, 0, s.outerWidth, s.outerHeight}, Area: s.box(s.env.Area), View: s.box(s.lay.middle), Widgets: s.Widgets(),
		Branches: s.branchStates(), Undo: s.notice.undo != nil, Pointing: s.pointing(),
	}
	for _, e := range s.entries {
		st.Scenes = append(st.Scenes, e.ID)
	}
	s.guard(func() { st.Inspector = s.insp.State() })
	if st.Contrast = "normal"; s.sharp {
		st.Contrast = "high"
	}
	if s.cur == nil {
		return st
	}
	if s.tour.on {
		p := s.tourPlace()
		st.Tour = &p
	}
	st.Heading = s.headText().In(s.env.Lang)
	st.Scene, st.Title, st.Link = s.cur.entry.ID, s.cur.entry.Title.In(s.env.Lang), s.Link().String()
	for _, w := range st.Widgets {
		if (w.Group == "controls" || w.Group == "figures") && w.Value != nil && w.valued {
			st.Parameters[w.ID] = w.Value
		}
	}
	for _, w := range s.allControls { // what a link hides has its value all the same
		if v, ok := w.(ui.Valued); ok && st.Parameters[w.ID()] == nil {
			s.guard(func() { st.Parameters[w.ID()] = typed(w.Role(), v.Value()) })
		}
	}
	if t := s.timeline(); t != nil {
		s.guard(func() {
			st.Step, st.Last = t.At()
			st.Caption = t.Caption(s.env.Lang)
		})
	}
	if s.cur.fail == nil && s.cur.scene != nil {
		s.guard(func() {
			s.cur.scene.Metrics(func(name string, v any) { st.Metrics[name] = plain(v) })
		})
	}
	if err := s.failed(); err != nil {
		st.Error = err.Error()
	}
	return st
}

// plain makes a metric fit for JSON, which has no NaN and no infinity: they
// become null, as JSON.stringify writes them.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, string, int, int64, uint64:
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return v
	case float32:
		return plain(float64(v))
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Slice, reflect.Array:
		out := make([]any, r.Len())
		for i := range out {
			out[i] = plain(r.Index(i).Interface())
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for it := r.MapRange(); it.Next(); {
			out[fmt.Sprint(it.Key().Interface())] = plain(it.Value().Interface())
		}
		return out
	case reflect.Float32, reflect.Float64:
		return plain(r.Float())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return r.Uint()
	}
	return fmt.Sprint(v)
}

// Widgets lists every widget in reading order: the bar, the scene's figures,
// its controls, the transport.
func (s *Stage) Widgets() []WidgetState {
	var out []WidgetState
	add := func(group string, list []ui.Widget) {
		n := 0 // phrases are not counted
		for _, w := range list {
			s.guard(func() {
				st := s.widgetState(group, w)
				if st.ID == "" { // words between the controls
					st.ID = fmt.Sprintf("%s-%d", group, n)
				}
				out = append(out, st)
			})
			if _, ok := w.(*phrase); !ok {
				n++
			}
		}
	}
	if s.sheet != sheetNone {
		add("sheet", s.frame.sheets[s.sheet])
	}
	add("notice", []ui.Widget{s.frame.undo, s.welcome.invite, s.welcome.away, s.tour.next, s.tour.leave})
	add("bar", s.frame.top)
	add("scenes", s.frame.rail)
	if s.cur != nil && s.cur.fail != nil {
		add("figures", s.frame.card)
	}
	if s.cur != nil {
		add("figures", s.withPhrases(s.frame.words))
	}
	if !s.legendBelow {
		add("figures", []ui.Widget{s.frame.legend})
	}
	add("figures", s.withPhrases(s.figures()...))
	add("inspector", s.insp.Widgets())
	if s.legendBelow {
		add("controls", []ui.Widget{s.frame.legend})
	}
	add("controls", s.withPhrases(s.controls()...))
	add("transport", s.frame.transport)
	s.tellGraphs(out)
	for i := range out {
		out[i].Shown = out[i].Shown && s.uncovered(out[i])
	}
	return out
}

// uncovered reports whether an open sheet leaves a widget within reach.
func (s *Stage) uncovered(w WidgetState) bool {
	switch s.sheet {
	case sheetNone:
		return true
	case sheetBranches:
		r := s.sheetRect()
		return w.Group == "sheet" || !r.Contains((w.Rect.X+w.Rect.Width/2)/s.zoom, (w.Rect.Y+w.Rect.Height/2)/s.zoom)
	case sheetScenes:
		r := s.sheetRect()
		return w.Group == "sheet" || w.Group == "scenes" || w.Group == "bar" && r.Contains(w.Rect.X, w.Rect.Y) && w.Rect.Y > r.Y+60
	case sheetControls:
		return w.Group == "sheet" || w.Group == "controls" || w.Group == "transport"
	}
	return w.Group == "sheet"
}

func (s *Stage) widgetState(group string, w ui.Widget) WidgetState {
	r := w.Rect()
	if b, ok := w.(interface{ Box() rect }); ok && !r.Empty() {
		r = b.Box() // the part that is typed into
	}
	st := WidgetState{ID: w.ID(), Role: string(w.Role()), Label: w.Label().In(s.env.Lang), Group: group, Enabled: true, Shown: !r.Empty()}
	st.Rect = s.box(r)
	if v, ok := w.(ui.Valued); ok {
		st.Value, st.valued = typed(w.Role(), v.Value()), true
	}
	if d, ok := w.(ui.Describer); ok && !st.valued {
		st.Value = d.Describe(s.env.Lang)
	}
	if g, ok := w.(*ui.Guess); ok && g.Value() != "" {
		st.Label += " " + g.Verdict(s.env.Lang)
	}
	if p, ok := w.(ui.Presser); ok {
		st.Enabled = p.Enabled()
	}
	st.Enabled = st.Enabled && !s.isLocked(w)
	if f, ok := w.(interface{ TakesRows() bool }); ok {
		st.Rows = f.TakesRows()
	}
	st.Problem = s.problem(w)
	if p, ok := w.(*phrase); ok {
		st.Points = p.Points()
	}
	if f, ok := w.(*ui.Fold); ok {
		open := f.Expanded()
		st.Open = &open
	}
	if g, ok := w.(ui.Ranged); ok {
		lo, hi, step := g.Range()
		st.Min, st.Max, st.Step = finite(lo), finite(hi), finite(step)
	}
	if o, ok := w.(ui.Optioned); ok {
		for _, c := range o.Options() {
			st.Options = append(st.Options, OptionState{c.Value, c.Label.In(s.env.Lang)})
		}
	}
	return st
}

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// typed gives a value the type a program expects of its role.
func typed(role ui.Role, v string) any {
	switch role {
	case ui.RoleSlider, ui.RoleNumber:
		if f, err := strconv.ParseFloat(strings.ReplaceAll(v, "−", "-"), 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f
		}
	case ui.RoleToggle:
		if b, err := strconv.ParseBool(v); err == nil {
			return b
		}
	}
	return v
}

func themeName(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}
