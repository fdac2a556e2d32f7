// Package assets carries the files that the programs need: fonts, icons, data
// and trained weights. What the first picture needs is embedded.
//
// It imports nothing of the window system, so anything may import it.
package assets

import _ "embed"

// The faces. Each is a subset of a free font (see THIRD_PARTY.md); the command
// `go run ./assets/fonts/subset` makes them anew from the texts of this module.
var (
	//go:embed fonts/NotoSansSC-Regular.otf
	SansRegular []byte
	//go:embed fonts/NotoSansSC-Bold.otf
	SansBold []byte
	//go:embed fonts/JetBrainsMono-Regular.ttf
	MonoRegular []byte
	//go:embed fonts/JetBrainsMono-Bold.ttf
	MonoBold []byte
	//go:embed fonts/NotoSansMath-Regular.ttf
	Math []byte
	//go:embed fonts/NotoSans-Scripts.ttf
	Scripts []byte // superscripts and subscripts
	//go:embed fonts/NotoSansSymbols2-Signs.ttf
	Signs []byte // ticks and crosses
)

// Icons holds the line icons, one a line: its name, a tab, and its outline as
// SVG path data in a box of 24 by 24, to be stroked 2 wide with round ends.
//
//go:embed icons/lucide.txt
var Icons string
