// Command subset makes the fonts in assets/fonts anew: of each free font only
// the characters that the project shows, and those of common.txt.
//
// It needs, on Debian or Ubuntu:
//
//	apt install fonttools fonts-noto-cjk fonts-noto-core fonts-jetbrains-mono
//
// and is run in the module's root:
//
//	go run ./assets/fonts/subset
package main

import (
	_ "embed"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"

	"gradtheatre/assets/fonts/texts"
)

const (
	dir   = "assets/fonts"
	cjk   = "/usr/share/fonts/opentype/noto/"
	noto  = "/usr/share/fonts/truetype/noto/"
	jet   = "/usr/share/fonts/truetype/jetbrains-mono/"
	extra = "‘’“”…–—·•‹›«»" +
		"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ" +
		"ʰʲʳʷʸˡˢˣᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᶜᵈᵉᶠᵍᵏᵐᵒᵖᵗᵘᵛᶻᵝᵞᵟᵠ"
	signs = "✓✔✗✘⚡⏎⌫⇧⌘"
)

// job is one font file to make.
type job struct {
	from, to string
	face     string // of a collection
	only     string // these characters, instead of the project's
	units    int    // of an em, when fewer than the font has: see coarsen.py
}

//go:embed coarsen.py
var coarsen string

func main() {
	log.SetFlags(0)
	log.SetPrefix("subset: ")
	found, err := texts.Runes(".")
	if err != nil {
		log.Fatal(err)
	}
	common, err := os.ReadFile(filepath.Join(dir, "common.txt"))
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range string(common) {
		found[r] = "common.txt"
	}
	all := make([]rune, 0, len(found))
	for r := range found {
		if r >= ' ' {
			all = append(all, r)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })

	tmp, err := os.MkdirTemp("", "subset")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	for _, j := range []job{
		{from: cjk + "NotoSansCJK-Regular.ttc", to: "NotoSansSC-Regular.otf", face: "2", units: 500},
		{from: cjk + "NotoSansCJK-Bold.ttc", to: "NotoSansSC-Bold.otf", face: "2", units: 500},
		{from: jet + "JetBrainsMono-Regular.ttf", to: "JetBrainsMono-Regular.ttf"},
		{from: jet + "JetBrainsMono-Bold.ttf", to: "JetBrainsMono-Bold.ttf"},
		{from: noto + "NotoSansMath-Regular.ttf", to: "NotoSansMath-Regular.ttf"},
		{from: noto + "NotoSans-Regular.ttf", to: "NotoSans-Scripts.ttf", only: extra},
		{from: noto + "NotoSansSymbols2-Regular.ttf", to: "NotoSansSymbols2-Signs.ttf", only: signs},
	} {
		if err := j.run(tmp, string(all)); err != nil {
			log.Fatal(err)
		}
	}
}

// run makes one font.
func (j job) run(tmp, chars string) error {
	if j.only != "" {
		chars = j.only
	}
	list := filepath.Join(tmp, "chars.txt")
	if err := os.WriteFile(list, []byte(chars), 0o600); err != nil {
		return err
	}
	out := filepath.Join(dir, j.to)
	args := []string{"-m", "fontTools.subset", j.from, "--text-file=" + list, "--no-hinting", "--desubroutinize",
		"--layout-features=", "--drop-tables+=VORG,vhea,vmtx,BASE,GSUB,GPOS,GDEF,MATH", "--output-file=" + out}
	if j.face != "" {
		args = append(args, "--font-number="+j.face)
	}
	steps := [][]string{args}
	if j.units > 0 {
		steps = append(steps, []string{"-c", coarsen, out, strconv.Itoa(j.units)})
	}
	for _, step := range steps {
		cmd := exec.Command("/usr/bin/python3", step...)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w (are fonttools and the fonts installed?)", j.to, err)
		}
	}
	info, err := os.Stat(out)
	if err != nil {
		return err
	}
	fmt.Printf("%-28s %7d bytes\n", j.to, info.Size())
	return nil
}
