package playground

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// Colours says which weights are blue and orange, and whose points where there are
// two classes; more of them have a colour each, and a number. Where the lines show
// gradients, which are all of one colour, the neurons' maps are left.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	of := i18n.T("权重", "weight")
	if s.showsSlopes() {
		of = i18n.T("激活", "activation")
	}
	switch s.pts.Classes {
	case 0:
		of = i18n.T(of.ZH+"、数", of.EN+", value")
		fallthrough
	default:
		blue.Text, orange.Text = i18n.T(of.ZH+" > 0", of.EN+" > 0"), i18n.T(of.ZH+" < 0", of.EN+" < 0")
	case 2:
		blue.Text, orange.Text = i18n.T("类 1、"+of.ZH+" > 0", "class 1, "+of.EN+" > 0"), i18n.T("类 0、"+of.ZH+" < 0", "class 0, "+of.EN+" < 0")
	}
	blue.Mark, orange.Mark = "+", "−"
	return blue, orange
}
