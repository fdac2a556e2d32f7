package penalty

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// unveil leaves out what the parts of the step done so far have not found, and
// says what the last of them did.
func (s *Scene) unveil() {
	v, r := &s.bars, s.pull
	at := s.Pos[viewPull]
	v.bad = false
	if s.Part < substep.Gradient {
		for k := range v.pulls {
			for i := range v.pulls[k] {
				v.pulls[k][i] = "…"
			}
		}
	}
	switch s.Part {
	case substep.Forward:
		a, b := fixed(r.lanes[0].score[at]), fixed(r.lanes[1].score[at])
		v.why = i18n.T("前向：现在的权重给出得分 w·x，左边 "+a+"，右边 "+b+"。", "Forward: the present weights give the score w·x, "+a+" at the left and "+b+" at the right.").In(s.Lang)
	case substep.Loss:
		a, b := number(round(r.lanes[0].penalty[at])), number(round(r.lanes[1].penalty[at]))
		v.why = i18n.T("损失：惩罚 λΣ|w| = "+a+"，λΣw² = "+b+"。", "Loss: the penalties are λΣ|w| = "+a+" and λΣw² = "+b+".").In(s.Lang)
	default:
		v.why = i18n.T("梯度：每个权重被往零拉多少，就在表里。权重还没动，更新在后。", "Gradient: how hard each weight is pulled to zero stands in the table. Nothing has moved yet; the update comes next.").In(s.Lang)
	}
}
