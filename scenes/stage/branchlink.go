package stage

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// leg is a stretch that a branch has in common with the one it was forked
// from: the settings there, and where it was forked.
type leg struct {
	at     int
	values map[string]string
}

// branchesKey is the links' value for the branches.
const branchesKey = "branches"

// ownValues are the settings of the scene on view, without what all scenes share.
func (s *Stage) ownValues() map[string]string {
	values := s.Link().Values
	maps.DeleteFunc(values, func(key, _ string) bool { return rank(key) > 0 })
	return values
}

// legs are those of a branch that is forked here: a scene that copies itself
// keeps its past.
func (s *Stage) legs(at int) []leg {
	if _, ok := s.cur.scene.(Forker); !ok {
		return nil
	}
	var legs []leg
	if b := s.shown(); b != nil {
		legs = slices.Clone(b.legs)
	}
	return append(legs, leg{at, s.ownValues()})
}

// linkable reports whether the branches can be made again from settings: what
// was learned in an open-ended run cannot.
func (s *Stage) linkable() bool {
	if s.cur == nil || len(s.cur.branches) < 2 {
		return false
	}
	_, last := s.timeline().At()
	return last >= 0
}

// branchesValue writes the branches for a link: *NAME!AT?k=v&k=v!?k=v|…, the
// star for the one on view, one part for each leg and one for the present.
func (s *Stage) branchesValue() string {
	now := s.cur.scene
	var b strings.Builder
	for i, br := range s.cur.branches {
		if i > 0 {
			b.WriteByte('|')
		}
		if br.scene == now {
			b.WriteByte('*')
		}
		b.WriteString(url.QueryEscape(br.name))
		for _, l := range br.legs {
			b.WriteString("!" + strconv.Itoa(l.at) + "?" + encodeValues(l.values))
		}
		values := map[string]string{}
		s.as(br.scene, func() { values = s.settings(maxValue) })
		b.WriteString("!?" + encodeValues(values))
	}
	return b.String()
}

func encodeValues(values map[string]string) string {
	v := url.Values{}
	for k, x := range values {
		v.Set(k, x)
	}
	return v.Encode()
}

// as does something while another branch stands in for the one on view.
func (s *Stage) as(scene Scene, do func()) {
	was := s.cur.scene
	s.cur.scene = scene
	s.refresh()
	defer func() {
		s.cur.scene = was
		s.refresh()
	}()
	do()
}

// linked is a branch as a link describes it.
type linked struct {
	name  string
	shown bool
	legs  []leg // the last one is the present
}

func parseBranches(text string) (out []linked, ok bool) {
	for part := range strings.SplitSeq(text, "|") {
		pieces := strings.Split(part, "!")
		if len(out) == maxBranches || len(pieces) < 2 || len(pieces) > maxLegs {
			return nil, false
		}
		name, shown := strings.CutPrefix(pieces[0], "*")
		name, err := url.QueryUnescape(name)
		b := linked{name: cleanName(name), shown: shown}
		if err != nil || b.name == "" || !plainText(b.name) {
			return nil, false
		}
		for _, p := range pieces[1:] {
			where, query, _ := strings.Cut(p, "?")
			at, _ := strconv.Atoi(where)
			values, err := url.ParseQuery(query)
			if err != nil || at < 0 || len(values) > maxValues {
				return nil, false
			}
			l := leg{at, map[string]string{}}
			for k := range values {
				if plainID(k) && rank(k) == 0 && plainText(values.Get(k)) {
					l.values[k] = values.Get(k)
				}
			}
			b.legs = append(b.legs, l)
		}
		out = append(out, b)
	}
	return out, len(out) > 1 && slices.IndexFunc(out, func(b linked) bool { return b.shown }) >= 0
}

const (
	maxLegs   = 8   // forks of forks
	patienceN = 400 // Updates that a branch of a link may take to come to where it was forked
)

// restoreBranches makes the branches that a link describes; the scene that is
// open gives way to them.
func (s *Stage) restoreBranches(text string) bool {
	list, ok := parseBranches(text)
	t := s.timeline()
	if !ok || t == nil {
		return false
	}
	at, _ := t.At()
	o, before := s.cur, s.cur.scene
	var branches []*branch
	for i, l := range list {
		b := &branch{name: l.name, born: i, legs: l.legs[:len(l.legs)-1]}
		for _, other := range branches {
			ok = ok && other.name != b.name
		}
		if b.scene, ok = s.rebuild(l.legs, ok); !ok {
			for _, made := range branches {
				s.closeScene(made.scene)
			}
			return false
		}
		if n := len(b.legs); n > 0 {
			b.from = b.legs[n-1].at
		}
		branches = append(branches, b)
	}
	o.branches, o.forks, o.race = branches, len(branches), race{o, at}
	for i, l := range list {
		if l.shown {
			o.scene = branches[i].scene
		}
	}
	s.closeScene(before)
	s.refresh()
	s.lineUp()
	return s.Seek(at) == nil
}

// rebuild makes one branch: the first leg anew, each further one a fork of the
// one before.
func (s *Stage) rebuild(legs []leg, ok bool) (Scene, bool) {
	if !ok {
		return nil, false
	}
	o, was := s.cur, s.cur.scene
	defer func() { o.scene = was; s.refresh() }()
	scene, err := s.make(legs[0].values)
	for _, l := range legs[1:] {
		if err != nil {
			break
		}
		o.scene = scene
		s.refresh()
		s.goTo(legs[0].at)
		scene, err = s.copyScene()
		s.closeScene(o.scene)
		if err == nil {
			o.scene = scene
			s.applyValues(l.values)
		}
		legs = legs[1:]
	}
	return scene, err == nil && o.fail == nil
}

// goTo seeks the scene in hand to a position, and waits until it is there.
func (s *Stage) goTo(at int) {
	s.guard(func() {
		t, ok := s.cur.scene.(Timeline)
		if !ok {
			return
		}
		t.Seek(at)
		for range patienceN {
			s.cur.scene.Update(&s.env)
			if now, last := t.At(); now == at || now == last {
				break
			}
		}
		s.cur.scene.Update(&s.env)
	})
}
