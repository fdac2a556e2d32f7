package loss

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/substep"
)

// raceParts are what a position of the race consists of: the parts of its first
// step, and then the updates of all its steps.
var raceParts = []i18n.Text{substep.Names[0], substep.Names[1], substep.Names[2],
	i18n.T(strconv.Itoa(stride)+" 次更新", strconv.Itoa(stride)+" updates")}

// unveil leaves out what the parts of the step done so far have not found, and
// says what the last of them did.
func (s *Scene) unveil() {
	v, r := &s.track, s.race
	const dots = "…"
	k := v.step
	for i := range v.rows {
		if s.Part < substep.Gradient {
			v.rows[i][2], v.rows[i][3] = dots, dots
		}
		if s.Part < substep.Loss {
			v.rows[i][1] = dots
		}
	}
	switch s.Part {
	case substep.Forward:
		a, b := number(r.mse.a[k]), number(r.bce.a[k])
		v.terms = i18n.T("前向：a = σ(z)，两个神经元现在输出 "+a+" 和 "+b+"。", "Forward: a = σ(z); the two neurons now give "+a+" and "+b+".").In(s.Lang)
	case substep.Gradient:
		v.terms = i18n.T("梯度：两个因子相乘。权重还没动；接下来连走 "+strconv.Itoa(stride)+" 步。", "Gradient: the product of two factors. Nothing has moved yet; "+strconv.Itoa(stride)+" steps come next.").In(s.Lang)
	}
}
