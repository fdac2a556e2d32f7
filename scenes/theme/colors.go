package theme

import "gradtheatre/scenes/paint"

// rgb makes an opaque colour of 0xRRGGBB.
func rgb(v uint32) paint.Color {
	return paint.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// Light returns the light look.
func Light() *Theme {
	return &Theme{
		Background: rgb(0xffffff), Stage: rgb(0xf6f8fb), Panel: rgb(0xffffff),
		Raised: rgb(0xf6f8fb), Sunken: rgb(0xeef1f6), Hover: rgb(0xeaf0f7), Track: rgb(0xe2e7ef),
		Border: rgb(0xe1e6ee), Strong: rgb(0xc6cfdc), Shadow: paint.Color{R: 0x1b, G: 0x2a, B: 0x4a, A: 26},
		Text: rgb(0x141b2b), Muted: rgb(0x566179), Faint: rgb(0x98a2b5),
		Accent: rgb(0x0877bd), AccentText: rgb(0xffffff), AccentInk: rgb(0x066ba9), AccentSoft: rgb(0xdcecf8), Focus: rgb(0x0877bd),
		Positive: rgb(0x0877bd), PositiveInk: rgb(0x066ba9), PositiveSoft: rgb(0xe4f1fa),
		Negative: rgb(0xf59322), NegativeInk: rgb(0xa85406), NegativeSoft: rgb(0xfef0e0),
		Zero:     rgb(0xe8eaeb),
		Gradient: rgb(0xcc6a0a), GradientInk: rgb(0xa85406), GradientSoft: rgb(0xfef0e0),
		Good: rgb(0x107a4d), GoodSoft: rgb(0xe0f4ea),
		Warning: rgb(0x8f5b00), WarningSoft: rgb(0xfdf3d7),
		Bad: rgb(0xc22f3d), BadSoft: rgb(0xfde9ea),
		Series: [8]paint.Color{rgb(0x0877bd), rgb(0xcc6a0a), rgb(0x128a5a), rgb(0x8a4fc9), rgb(0xc2418a), rgb(0x7a6a00), rgb(0x1a8e9c), rgb(0x5b6478)},
	}
}

// Dark returns the dark look.
func Dark() *Theme {
	return &Theme{
		Dark:       true,
		Background: rgb(0x161c27), Stage: rgb(0x0f131b), Panel: rgb(0x171e2a),
		Raised: rgb(0x1e2634), Sunken: rgb(0x0b0f16), Hover: rgb(0x273142), Track: rgb(0x222b3a),
		Border: rgb(0x273040), Strong: rgb(0x3b475c), Shadow: paint.Color{A: 110},
		Text: rgb(0xeaeef6), Muted: rgb(0x9ba6ba), Faint: rgb(0x5c6880),
		Accent: rgb(0x4aa3ff), AccentText: rgb(0x07111f), AccentInk: rgb(0x6fb6ff), AccentSoft: rgb(0x1b3350), Focus: rgb(0x7fbdff),
		Positive: rgb(0x4aa3ff), PositiveInk: rgb(0x6fb6ff), PositiveSoft: rgb(0x16304c),
		Negative: rgb(0xf59322), NegativeInk: rgb(0xffab4d), NegativeSoft: rgb(0x3d2a14),
		Zero:     rgb(0x29313e),
		Gradient: rgb(0xf59322), GradientInk: rgb(0xffab4d), GradientSoft: rgb(0x3d2a14),
		Good: rgb(0x4fd195), GoodSoft: rgb(0x12352a),
		Warning: rgb(0xf5c451), WarningSoft: rgb(0x382d12),
		Bad: rgb(0xff7d86), BadSoft: rgb(0x421f26),
		Series: [8]paint.Color{rgb(0x4aa3ff), rgb(0xf59322), rgb(0x4fd195), rgb(0xb98cff), rgb(0xff7ab8), rgb(0xd6c34a), rgb(0x49c8d6), rgb(0x9aa5b8)},
	}
}
