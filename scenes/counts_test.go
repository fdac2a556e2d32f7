package scenes

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// noCounts are the whole numbers of a scene's words that no run could give.
var noCounts = map[string]*regexp.Regexp{
	// formulas, and what they say of a slope; the ends of the plot
	"activation": regexp.MustCompile(`.*′? ?(\(x\)|σ′|′) = .*|−6 … 6|always 0|it is 0|is 1 |as 1 in|为 [01]|是 [01]`),
	"depth": regexp.MustCompile(`(每|of) 2 (步|steps)|3 × (units|单元) \+ 1|1/100|` + // what is averaged, a formula, a bar that is too low
		`\d+( 层)? × \d+|^\d+ (layers|层)`), // what the networks are built of
	"descent": regexp.MustCompile(`^f = .*`),                                           // of a surface
	"draw":    regexp.MustCompile(`784 such|784 个|pool 1|Σ \d(…\d)?|(1 is|是) (ink|墨)`), // the network's sizes, indices of its sums, what a pixel is
	"gates": regexp.MustCompile(`784|` + // the network's size
		`/ ?2h|^1/\(1.*|(a|的) 1 |2\(x`), // formulas, and where backpropagation begins
	"loss":       regexp.MustCompile(`\(1 − p\)|Σ = 0 …`),                       // a formula, and a sum before its first term
	"overfit":    regexp.MustCompile(`^\d+ inputs|^(Training: step|正在训练：第) .*`), // a setting, how far the job is
	"penalty":    regexp.MustCompile(`2λ`),
	"perceptron": regexp.MustCompile(`[=>≤] 0|answer is \+1|答 \+1|else(where)? −1|答 −1|of 1`), // the rule
	"playground": regexp.MustCompile(`(with|只有) 1`),                                           // neurons, of a question
	"regression": regexp.MustCompile(`×10³⁸|> 2|over 2|走 1|351|174`),                          // the largest float32, the border of stability, float64
	"setup": regexp.MustCompile(`mean of 3|3 步平均|of 10 batches|10 个|32 neurons|32 个|` + // what is averaged, the network's width
		`give 0|and 0 back|almost 0|^0:|是 0|0 和|全 0`), // what zeros do
	"validate": regexp.MustCompile(`^[1-4] |342|200|^\d+-\d+-\d+|· \d+-\d+-\d+`), // steps of the work, birds in the file, deals, networks
}

// name is a figure in which lone whole numbers are names, each of them written there
// so many times.
type name struct {
	figure  string
	numbers *regexp.Regexp
	times   int
}

// names are the lone numbers that say which one, not how many; another one in the
// same figure, or a name that stands there once more, is a count.
var names = map[string][]name{
	"depth":      {{"gradients", regexp.MustCompile(`^[1-8]$`), 1}, {"results", regexp.MustCompile(`^[1-8]$`), 1}}, // networks, by their layers
	"draw":       {{"probabilities", regexp.MustCompile(`^\d$`), 2}, {"unfolded", regexp.MustCompile(`^\d$`), 1}},  // classes, and the one that is most probable; maps of a layer
	"gates":      {{"network", regexp.MustCompile(`^\d$`), 2}},                                                     // classes, at the scores and at the probabilities
	"overfit":    {{"dropout_card", regexp.MustCompile(`^\d$`), 4}},                                                // what is written in the images on view
	"playground": {{"network", regexp.MustCompile(`^[1-9]$`), 1}, {"curves", regexp.MustCompile(`^[1-6]$`), 2}},    // neurons that a layer is set to; classes at both sides of the matrix
	"score":      {{"templates", regexp.MustCompile(`^\d$`), 1}},                                                   // classes
	"setup":      {{"histograms", regexp.MustCompile(`^([1-9]|10)$`), 1}},                                          // layers
}

// which are whole numbers that say which one, not how many: of a layer, an image,
// a point, a variable.
var which = regexp.MustCompile(`[A-Za-z_]\d+|\(−?\d+,? −?\d+\)|(?i:layer|conv|image|point|row|column|map|neuron) \d+|(第|点|卷积|神经元|图|行|列) ?\d+( 层| 行| 列|[，：]|$)`)

// dims are the sizes of a tensor, such as 8×14×14; one alone may be the length of
// a list, such as how many examples were tested.
var dims = regexp.MustCompile(`\d+(×\d+)+`)

// moment is a position of the timeline, in words.
var moment = regexp.MustCompile(`(?i:step|epoch|mistake) (\d+)|(\d+) mistakes|第 (\d+) (步|轮|次)|错了 (\d+) 次| of (\d+)$| / (\d+) (步|轮)`)

var whole = regexp.MustCompile(`\d+`)

// TestCountsAreNumbers is TestFiguresAreNumbers for whole numbers: wherever a scene
// draws one, it is that of a number that can be pressed there, of one of its terms,
// or how many they are. So no count of mistakes, steps or parameters can come from
// elsewhere than the record. Not of the run are the labels of axes, what the panel
// is set to, the timeline's position, shapes of recorded tensors, numbers that
// name, and noCounts.
func TestCountsAreNumbers(t *testing.T) {
	nowhere(t, (*bench).uncounted)
}

// uncounted are the texts with whole numbers that are no number's at their place.
func (b *bench) uncounted() (out []string) {
	var cells []inspect.Cell
	settings := b.set()
	written := map[string]int{}
	for i, s := range settings {
		settings[i] = strings.TrimSuffix(s, ".0")
	}
	for _, s := range b.texts {
		if s.style.Tick || !whole.MatchString(s.text) {
			continue
		}
		counts := whole.FindAllString(b.plain(s.text), -1)
		if len(counts) == 0 {
			continue
		}
		if cells == nil {
			cells = b.p.Cells([]inspect.Cell{})
		}
		var there []inspect.Cell
		for _, c := range cells {
			if !c.Rect.Intersect(s.at).Empty() {
				there = append(there, c)
			}
		}
		if x, y := s.at.Center(); len(there) == 0 {
			if c, ok := inspect.Find(b.p, x, y); ok {
				there = append(there, c)
			}
		}
		for _, f := range counts {
			n, err := strconv.ParseFloat(f, 64)
			if err == nil && !slices.Contains(settings, f) && !slices.ContainsFunc(there, func(c inspect.Cell) bool { return b.counts(c, n) }) && !b.named(s, written) {
				out = append(out, f+" in “"+s.text+"” is no number of the run that can be pressed there")
				break
			}
		}
	}
	return out
}

// named reports whether a text is one of the scene's names, and no more of them are
// written than there should be.
func (b *bench) named(s said, written map[string]int) bool {
	x, y := s.at.Center()
	for _, w := range b.scene.Figures() {
		for _, n := range names[b.id] {
			if n.figure == w.ID() && w.Rect().Contains(x, y) && n.numbers.MatchString(s.text) {
				written[n.figure+" "+s.text]++
				return written[n.figure+" "+s.text] <= n.times
			}
		}
	}
	return false
}

// plain takes out of a text what is no count: figures with decimals, which
// TestFiguresAreNumbers holds, names, shapes that were recorded, the position of
// the timeline, and noCounts.
func (b *bench) plain(text string) string {
	text = figure.ReplaceAllString(text, "")
	if r := noCounts[b.id]; r != nil {
		text = r.ReplaceAllString(text, "")
	}
	text = strings.ReplaceAll(text, ",", "")
	if n, err := strconv.Atoi(text); err == nil && n >= 12 && b.shaped([]string{text}) {
		return ""
	}
	text = dims.ReplaceAllStringFunc(text, func(s string) string {
		if b.shaped(strings.Split(s, "×")) {
			return ""
		}
		return s
	})
	if t, ok := b.scene.(stage.Timeline); ok {
		at, last := t.At()
		text = moment.ReplaceAllStringFunc(text, func(s string) string {
			if n := whole.FindString(s); n == strconv.Itoa(at) || n == strconv.Itoa(last) {
				return ""
			}
			return s
		})
	}
	return which.ReplaceAllString(text, "")
}

// shaped reports whether a recorded tensor ends in such sizes.
func (b *bench) shaped(sizes []string) bool {
	for i := range b.p.Trace().Nodes {
		shape := b.p.Trace().Nodes[i].Shape
		if k := len(shape) - len(sizes); k >= 0 && slices.EqualFunc(shape[k:], sizes, func(n int, s string) bool { return strconv.Itoa(n) == s }) {
			return true
		}
	}
	return false
}

// counts reports whether n is a number, one of the few terms that are written out,
// or how many terms there are.
func (b *bench) counts(c inspect.Cell, n float64) bool {
	const few = 64
	same := func(v float64) bool {
		within := 5e-4 * max(1, n)
		if n >= 100 { // with no room for decimals
			within = max(within, 0.51)
		}
		return math.Abs(math.Abs(v)-n) <= within
	}
	node := &b.p.Trace().Nodes[c.Node]
	values := node.Value
	if c.Grad {
		values = node.Grad
	}
	terms := b.p.Explain(c.Ref)
	if c.Cell < len(values) && same(values[c.Cell]) || float64(len(terms)) == n {
		return true
	}
	if len(terms) > few {
		return false
	}
	for _, t := range terms {
		if same(t.Value) || slices.ContainsFunc(t.Factors, func(f trace.Factor) bool { return same(f.Value) }) {
			return true
		}
	}
	return false
}

// TestLoneCountsAreNoticed: a digit that stands alone, and is no name where it stands
// or is written once more than the names there, is asked for its number.
func TestLoneCountsAreNoticed(t *testing.T) {
	again := 0
	onBenches(t, func(b *bench) {
		b.update()
		b.texts = append(b.texts, said{text: "7", at: paint.Rect{X: -9, Y: -9, W: 8, H: 8}})
		if out := b.uncounted(); len(out) != 1 && !slices.Contains(b.set(), "7") {
			t.Errorf("%s: a 7 that comes from nowhere: %q", b.id, out)
		}
		b.texts = b.texts[:len(b.texts)-1]
		for _, s := range b.texts {
			if b.named(s, map[string]int{}) {
				for range 4 {
					b.texts = append(b.texts, s)
				}
				if len(b.uncounted()) == 0 {
					continue // it is a number of the run, too
				}
				again++
				break
			}
		}
	})
	if again < 6 {
		t.Errorf("names that are written too often are noticed in %d pictures", again)
	}
}
