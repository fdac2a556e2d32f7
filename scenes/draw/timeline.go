package draw

import (
	"fmt"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// At returns how many layers the signal has passed, or how many steps the
// network has learned.
func (s *Scene) At() (at, last int) {
	if s.lesson.on {
		return s.trainer.step(), -1
	}
	return s.pos, layerOut
}

// Reached implements stage.Reacher, where it learns.
func (s *Scene) Reached() int {
	if !s.lesson.on || !s.trainer.started {
		return 0
	}
	return max(s.trainer.runner.History().Len(), s.trainer.step())
}

// Step computes the next layer, or takes a step of learning.
func (s *Scene) Step() {
	if s.lesson.on {
		s.takeStep()
		return
	}
	s.Seek(s.pos + 1)
}

// Back takes the last layer away, or a step of learning, or the parts of one.
func (s *Scene) Back() {
	switch {
	case !s.lesson.on:
		s.Seek(s.pos - 1)
	case s.lesson.step.Part > substep.None:
		s.endStep()
	default:
		s.seekStep(s.trainer.goal() - 1)
	}
}

// Reset goes back to the input, or to random weights.
func (s *Scene) Reset() {
	if s.lesson.on {
		s.startOver(s.trainer.seed)
		s.learnHere()
		s.useHere(true)
		return
	}
	s.Seek(layerInput)
}

// Seek shows the run up to a layer; the card follows with a number of that
// layer until the visitor chooses one. In the other view it learns up to a step.
func (s *Scene) Seek(at int) {
	if s.lesson.on {
		s.seekStep(at)
		return
	}
	at = min(max(at, layerInput), layerOut)
	if at == s.pos {
		return
	}
	s.pos, s.follow, s.stale = at, at, true
	s.auto = true
}

// Caption names the layer that was computed last, or the step of learning.
func (s *Scene) Caption(l i18n.Lang) string {
	if s.lesson.on {
		return s.stepCaption(l)
	}
	return fmt.Sprintf(i18n.T("第 %d / %d 步 · %s", "%d / %d · %s").In(l), s.pos, layerOut, layers[s.pos].title.In(l))
}

// name says in words which number a place is.
func (s *Scene) name(p place, l i18n.Lang) string {
	title := layers[p.layer].title.In(l)
	switch {
	case p.layer == layerReLU1 || p.layer == layerPool1:
		title += " 1"
	case p.layer == layerReLU2 || p.layer == layerPool2:
		title += " 2"
	}
	switch {
	case p.layer == layerInput:
		return fmt.Sprintf(i18n.T("%s › 第 %d 行第 %d 列", "%s › row %d, column %d").In(l), title, p.row+1, p.col+1)
	case p.layer == layerOut || p.layer == layerLogits:
		return fmt.Sprintf(i18n.T("数字 %d 的%s", "%[2]s of digit %[1]d").In(l), p.m, lower(title, l))
	case layers[p.layer].side == 1:
		return fmt.Sprintf(i18n.T("%s › 第 %d 个", "%s › unit %d").In(l), title, p.m+1)
	}
	return fmt.Sprintf(i18n.T("%s › 第 %d 张 › 第 %d 行第 %d 列", "%s › map %d › row %d, column %d").In(l), title, p.m+1, p.row+1, p.col+1)
}

// source names the map that a window lies on.
func (s *Scene) source(w *window, l i18n.Lang) string {
	switch w.layer {
	case layerInput:
		return i18n.T("输入", "the input").In(l)
	case layerPool1:
		return fmt.Sprintf(i18n.T("池化 1 第 %d 张", "pool 1, map %d").In(l), w.m+1)
	case layerReLU1:
		return fmt.Sprintf(i18n.T("ReLU 1 第 %d 张", "ReLU 1, map %d").In(l), w.m+1)
	}
	return fmt.Sprintf(i18n.T("ReLU 2 第 %d 张", "ReLU 2, map %d").In(l), w.m+1)
}

func lower(title string, l i18n.Lang) string {
	if l == i18n.EN {
		switch title {
		case "Logits":
			return "Logit"
		}
	}
	return title
}
