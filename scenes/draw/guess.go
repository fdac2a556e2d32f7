package draw

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// half is the part of a sample that is covered.
type half int

const (
	wholeSeen half = iota
	topCovered
	bottomCovered
	leftCovered
	rightCovered
)

// halves are the names by which links keep what is covered.
var halves = [...]string{"", "top", "bottom", "left", "right"}

// of is the covered part of a box.
func (h half) of(r paint.Rect) paint.Rect {
	switch h {
	case topCovered:
		r, _ = r.CutTop(r.H / 2)
	case bottomCovered:
		r, _ = r.CutBottom(r.H / 2)
	case leftCovered:
		r, _ = r.CutLeft(r.W / 2)
	case rightCovered:
		r, _ = r.CutRight(r.W / 2)
	default:
		return paint.Rect{}
	}
	return r
}

// wipe takes the covered pixels away.
func (h half) wipe(image *[data.DigitSize * data.DigitSize]float32) {
	const n = data.DigitSize
	r := h.of(paint.Rect{W: n, H: n})
	for y := int(r.Y); y < int(r.Bottom()); y++ {
		clear(image[y*n+int(r.X) : y*n+int(r.Right())])
	}
}

// quiz is the prediction: half of a sample is covered, the network has read the
// rest, and its answer is not on screen yet.
type quiz struct {
	guess  *ui.Guess
	ask    *ui.Button
	rng    *rand.Rand
	cover  half
	choice [2]int // the digits of the two largest probabilities
	open   bool
}

// tries are how many covered samples are looked at for one that leaves a doubt.
const tries = 12

func (s *Scene) buildQuiz(seed uint64) {
	q := &s.quiz
	q.rng = rand.New(rand.NewPCG(seed, 19))
	q.guess = ui.NewGuess("guess_digit", i18n.T("只看[这一半](pad)，网络会[读成几](probabilities)？", "From [this half](pad) alone, which digit will [it read](probabilities)?"), s.judge)
	q.guess.OnChange(func(string) { s.reveal() })
	q.ask = ui.NewButton("cover_half", i18n.T("遮住一半，猜它读成几", "Cover half and guess")).Icon("lightbulb").Edit().OnPress(s.pose)
}

// Controls are the panel's widgets; the question is among them once it is asked.
func (s *Scene) Controls() []ui.Widget {
	if s.lesson.on {
		return s.learn
	}
	if s.quiz.cover == wholeSeen {
		return s.panel
	}
	return s.asking
}

// pose covers half of a sample so that the network is in two minds about it.
func (s *Scene) pose() {
	q, doubt := &s.quiz, -1.0
	var sample int
	var cover half
	for range tries {
		i, h := q.rng.IntN(s.samples.N), half(1+q.rng.IntN(len(halves)-1))
		var image [data.DigitSize * data.DigitSize]float32
		s.samplePixels(i, &image)
		h.wipe(&image)
		s.run.classify(&image, true)
		if p := s.run.values(layerOut); s.run.prediction >= 0 {
			if second := p[s.runnerUp()]; second > doubt {
				sample, cover, doubt = i, h, second
			}
		}
		if doubt > 0.2 {
			break
		}
	}
	s.pickSample(sample)
	q.cover, q.open = cover, true
	s.offer()
	s.pos, s.follow, s.auto, s.phase, s.dirty = layerInput, layerInput, true, 1, true
}

// offer makes the two likeliest digits the choices.
func (s *Scene) offer() {
	s.classify()
	q := &s.quiz
	if s.run.prediction < 0 {
		return
	}
	q.choice = [2]int{s.run.prediction, s.runnerUp()}
	slices.Sort(q.choice[:])
	var options []ui.Option
	for _, d := range q.choice {
		options = append(options, ui.Opt(strconv.Itoa(d), i18n.Same(strconv.Itoa(d))))
	}
	q.guess.SetOptions("", options...)
}

// runnerUp is the digit of the second largest probability.
func (s *Scene) runnerUp() int {
	p, second := s.run.values(layerOut), -1
	for d, v := range p {
		if d != s.run.prediction && (second < 0 || v > p[second]) {
			second = d
		}
	}
	return second
}

// reveal lets the signal arrive.
func (s *Scene) reveal() {
	s.quiz.open = false
	s.showAll()
	s.follow, s.stale = layerOut, true
}

// uncover takes the question back: the pad has something else on it.
func (s *Scene) uncover() {
	s.quiz.cover, s.quiz.open = wholeSeen, false
	s.quiz.guess.SetValue("")
}

// judge scores the prediction by the recorded probabilities.
func (s *Scene) judge(v string, l i18n.Lang) (right bool, why string) {
	p := s.run.values(layerOut)
	for i, d := range s.quiz.choice {
		if i > 0 {
			why += i18n.T("，", ", ").In(l)
		}
		why += fmt.Sprintf("p(%d) = %s%%", d, appendFixed(nil, 100*p[d], 1))
	}
	truth := s.sample / 2
	return v == strconv.Itoa(s.run.prediction), why + fmt.Sprintf(i18n.T("。它其实是 %d。", ". It really is a %d.").In(l), truth)
}

// sampleName is how links keep a sample: "digit-3", or "digit-3-careless" for the
// one that was written carelessly, with ".top" where its top is covered.
func sampleName(i int, cover half) string {
	name := "digit-" + strconv.Itoa(i/2)
	if i%2 == 1 {
		name += careless
	}
	if cover != wholeSeen {
		name += "." + halves[cover]
	}
	return name
}

const careless = "-careless"

// parseSample reads what sampleName writes, and the bare number of a sample, 0 … 19
// in the order of the picker, as links had it once.
func parseSample(value string, n int) (i int, cover half, err error) {
	name, covered, _ := strings.Cut(value, ".")
	digit, named := strings.CutPrefix(name, "digit-")
	digit, second := strings.CutSuffix(digit, careless)
	i, err = strconv.Atoi(digit)
	if named {
		i *= 2
		if second {
			i++
		}
	}
	at := slices.Index(halves[:], covered)
	if err != nil || second && !named || i < 0 || i >= n || at < 0 {
		return 0, 0, fmt.Errorf("sample: there is no %.30q; choose digit-0 … digit-9 or digit-0-careless … digit-9-careless, with .top, .bottom, .left or .right for what is covered", value)
	}
	return i, half(at), nil
}
