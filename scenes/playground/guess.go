package playground

import (
	"strconv"
	"strings"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/prose"
)

// guess is the prediction: will a network learn the points that are on view? The
// engine trains it and answers.
type guess struct {
	asked  int  // which question of [questions]
	made   bool // an answer was given
	yes    bool
	run    *run // the run that decides
	judged bool
	best   float64 // the highest accuracy on the training points
	left   float64 // the lowest part of the first loss that was left
	epochs int
}

// questions are about the data on view: first with the network on view, as long
// as it has learned nothing, then with one that has so many hidden neurons.
var questions = [...]int{asItStands, 1, 4, 0}

const asItStands = -1

// neurons is what the question is about: how many hidden neurons, or asItStands.
func (s *Scene) neurons() int {
	g := &s.guess
	n := questions[g.asked]
	if n == asItStands && !g.made && !g.judged && (s.run.step() > 0 || s.given) {
		return questions[1] // that one is no guess any more
	}
	return n
}

// asked is the card, which also asks: what was answered there counts among the
// visitor's predictions.
type asked struct {
	figure
	*guess
	s     *Scene
	texts [1]*prose.Block
}

// Prose are the texts on the card whose phrases point.
func (a *asked) Prose() []*prose.Block { return a.texts[:] }

// Right tells the stage how the prediction fared.
func (a *asked) Right() (right, chosen bool) { return a.yes == a.s.solved(), a.judged }

// Given is an answer about the run on view: the question's number and yes or no.
func (a *asked) Given() string {
	if !a.made || a.run != a.s.run {
		return ""
	}
	return strconv.Itoa(a.guess.asked) + "," + strconv.FormatBool(a.yes)
}

// Waiting is an answer whose run goes on.
func (a *asked) Waiting() string {
	if a.judged {
		return ""
	}
	return a.Given()
}

// Await gives an answer again, of which the run on view decides.
func (a *asked) Await(choice string) {
	of, yes, _ := strings.Cut(choice, ",")
	if n, err := strconv.Atoi(of); err == nil && !a.made && n >= 0 && n < len(questions) {
		*a.guess = guess{asked: n, made: true, yes: yes == "true", left: 1, run: a.s.run}
		a.s.judge()
		a.s.stale = true
	}
}

// Retract takes the answer back.
func (a *asked) Retract() { a.made, a.judged, a.run = false, false, nil }

// state names where the guess stands: "open", "training", "right" or "wrong".
func (s *Scene) guessState() string {
	g := &s.guess
	switch {
	case g.judged && g.yes == s.solved():
		return "right"
	case g.judged:
		return "wrong"
	case g.made:
		return "training"
	}
	return "open"
}

// solved reports whether the points were learned as the question says.
func (s *Scene) solved() bool {
	if s.pts.Classes == 0 {
		return s.guess.left <= remains
	}
	return s.guess.best >= solved
}

// answer lets the engine decide: with the settings as they are, from the first
// weights.
func (s *Scene) answer(yes bool) {
	g := &s.guess
	n := s.neurons()
	if n == asItStands {
		g.asked = 0
	} else {
		for i, q := range questions {
			if q == n {
				g.asked = i
			}
		}
		s.points.Layers = fewNeurons(s.points.Layers, n)
		s.restart()
	}
	g.made, g.yes, g.judged, g.best, g.left, g.run = true, yes, false, 0, 1, s.run
	s.start = true
}

// fewNeurons is one hidden layer of n neurons, with the activation there is.
func fewNeurons(now []jobs.Layer, n int) []jobs.Layer {
	if n == 0 {
		return nil
	}
	l := jobs.Layer{Width: n, Activation: "tanh"}
	if len(now) > 0 {
		l.Activation = now[0].Activation
	}
	return []jobs.Layer{l}
}

// next asks another question.
func (s *Scene) next() {
	g := &s.guess
	if g.asked = (g.asked + 1) % len(questions); questions[g.asked] == asItStands {
		g.asked++ // that was asked
	}
	s.unfold.Retract()
	s.stale = true
}

// judge reads the answer off the run.
func (s *Scene) judge() {
	g := &s.guess
	if g.made && g.run != s.run { // another run was started meanwhile
		s.unfold.Retract()
		s.stale = true
	}
	if !g.made || g.judged {
		return
	}
	g.best, g.left = 0, 1
	s.run.tests(func(t test) {
		if t.trainAcc > g.best { // not where it is NaN
			g.best = t.trainAcc
		}
		g.left = min(g.left, t.trainLoss/s.run.first.trainLoss)
	})
	g.epochs = int(s.run.now.epoch)
	if g.epochs < guessLast && !s.solved() && !s.run.broken() && !s.run.Stopped() {
		return
	}
	g.judged, s.stop, s.stale = true, true, true
}

// builds reports whether the question is about another network than the one on
// view, which an answer puts in its place.
func (s *Scene) builds() bool {
	n := s.neurons()
	return !s.guess.made && n != asItStands && (s.run.step() > 0 || s.given || jobs.WriteLayers(s.points.Layers) != jobs.WriteLayers(fewNeurons(s.points.Layers, n)))
}

// asksAbout is the network that the question is about. On a phone it is said in so
// few words that the pictures above keep their room.
func (s *Scene) asksAbout() i18n.Text {
	which := i18n.T("这个", "this network")
	if s.builds() {
		which = i18n.T("换一个", "another network")
	}
	n := s.neurons()
	if n == asItStands {
		return i18n.T("这个网络", which.EN)
	}
	k := strconv.Itoa(n)
	what := i18n.T("有 "+k+" 个隐藏神经元", "with "+k+" hidden neurons")
	switch n {
	case 0:
		what = i18n.T("没有隐藏层", "without a hidden layer")
	case 1:
		what = i18n.T("只有 1 个隐藏神经元", "with 1 hidden neuron")
	}
	en := which.EN + ", " + what.EN + ","
	if s.phone && s.builds() {
		en = "a network " + what.EN
	} else if s.phone {
		en = which.EN
	}
	return i18n.T(which.ZH+what.ZH+"的网络", en)
}

// question asks about the data on view; once it is answered it says what was guessed.
func (s *Scene) question() i18n.Text {
	of, who := dataName(s.points.Data), s.asksAbout()
	last, share := strconv.Itoa(guessLast), strconv.Itoa(int(100*solved))+"%"
	do := i18n.T("把"+of.ZH+"分对 "+share, "get "+share+" of "+of.EN+" right")
	if s.pts.Classes == 0 {
		do = i18n.T("把"+of.ZH+"的损失降到十分之一", "bring the loss on "+of.EN+" down to a tenth")
	}
	if !s.guess.made {
		return i18n.T("先猜一猜：训练 "+last+" 轮，"+who.ZH+"能"+do.ZH+"吗？", "Guess first: in "+last+" epochs, can "+who.EN+" "+do.EN+"?")
	}
	can := i18n.T("能", "can")
	if !s.guess.yes {
		can = i18n.T("不能", "cannot")
	}
	return i18n.T("你猜：训练 "+last+" 轮，"+who.ZH+can.ZH+do.ZH+"。", "You guessed: in "+last+" epochs, "+who.EN+" "+can.EN+" "+do.EN+".")
}

// found says what the engine found, so far or in the end.
func (s *Scene) found() i18n.Text {
	if s.pts.Classes == 0 {
		left := percent(s.guess.left)
		return i18n.T("损失最低剩下 "+left, "at best "+left+" of the loss is left")
	}
	best := percent(s.guess.best)
	return i18n.T("最高准确率 "+best, "best accuracy "+best)
}

// why says what the answer shows.
func (s *Scene) why() i18n.Text {
	yes, numbers := s.solved(), s.pts.Classes == 0
	hidden := 0
	for _, l := range s.points.Layers {
		hidden += l.Width
	}
	switch {
	case s.run.broken():
		return i18n.T("步子太大，训练发散了。", "The steps were too long: it diverged.")
	case hidden <= 1 && yes:
		return i18n.T("沿着一个方向看，就够了。", "To look along one direction is enough here.")
	case hidden <= 1 && numbers:
		return i18n.T("它只能沿着一个方向升降，别的样子都画不出。", "It can rise and fall along one direction only.")
	case hidden <= 1:
		return i18n.T("它只看得见一个方向，而沿着任何一个方向，两边都混着别的类。", "It sees one direction only, and along any direction the classes stay mixed.")
	case yes:
		return i18n.T("几个神经元各画一条界，后一层把它们拼起来。", "Each neuron draws one border; the next layer joins them.")
	}
	return i18n.T("试试多加神经元，或换一个学习率。", "Try more neurons, or another learning rate.")
}

// dataName is what a question calls a set of points.
func dataName(id string) i18n.Text {
	switch id {
	case "circle":
		return i18n.T("圆环", "the circle")
	case "xor":
		return i18n.T("异或", "XOR")
	case "gauss":
		return i18n.T("两团点", "the two clouds")
	case "moons":
		return i18n.T("月牙", "the moons")
	case "spiral":
		return i18n.T("螺旋", "the spiral")
	case "blobs":
		return i18n.T("这几团点", "the blobs")
	case "plane":
		return i18n.T("斜面", "the slope")
	case "hills":
		return i18n.T("山丘", "the hills")
	}
	return i18n.T("你的点", "your points")
}
