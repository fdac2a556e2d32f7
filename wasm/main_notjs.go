//go:build !js

package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"gradtheatre/scenes"
	"gradtheatre/scenes/gallery"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
	"gradtheatre/wasm/training"
)

// pose is what the flags ask to be shown.
type pose struct {
	scene, lang, theme, size, shot string
	scale                          float64
	frames                         int
	do                             []action // in the order in which they were asked for
	click                          list
	link                           string
	still, sharp                   bool
}

// action sets a parameter or presses something.
type action struct{ verb, what string }

// actions is a flag whose uses keep their order among those of others.
type actions struct {
	verb string
	to   *[]action
}

func (a actions) String() string     { return "" }
func (a actions) Set(v string) error { *a.to = append(*a.to, action{a.verb, v}); return nil }

// list is a flag that may be given several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

func main() {
	err := desktop(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gradtheatre:", err)
		os.Exit(1)
	}
}

func parse(args []string) (pose, error) {
	var p pose
	f := flag.NewFlagSet("go run ./wasm", flag.ContinueOnError)
	f.StringVar(&p.scene, "scene", "", "open the scene `ID`")
	f.StringVar(&p.lang, "lang", "", "language: zh or en")
	f.StringVar(&p.theme, "theme", "", "theme: dark or light")
	f.StringVar(&p.size, "size", "1280x800", "window `WxH` in CSS pixels")
	f.Float64Var(&p.scale, "scale", 0, "device pixels of a CSS pixel (default: the screen's)")
	f.IntVar(&p.frames, "frames", 40, "with -shot: ticks of 1/60 s before the picture is taken")
	f.StringVar(&p.shot, "shot", "", "write a picture to `FILE.png` and leave")
	f.StringVar(&p.link, "link", "", "open a shared link's fragment `#/id?key=value`")
	f.BoolVar(&p.still, "still", false, "reduced motion")
	f.BoolVar(&p.sharp, "contrast", false, "high contrast")
	f.Var(actions{"set", &p.do}, "set", "set a parameter, `key=value`; may be repeated")
	f.Var(actions{"press", &p.do}, "press", "press the widget `ID`; play, pause, step, substep, back, reset and fork work too; may be repeated")
	f.Var(&p.click, "at", "with -shot: move the mouse to `X,Y`, or with an exclamation mark (X,Y!) click there; may be repeated")
	if err := f.Parse(args); err != nil {
		return p, err
	}
	if f.NArg() > 0 {
		return p, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	return p, nil
}

func desktop(args []string) error {
	p, err := parse(args)
	if err != nil {
		return err
	}
	var w, h int
	if _, err := fmt.Sscanf(p.size, "%dx%d", &w, &h); err != nil || w < 1 || h < 1 || w > 16384 || h > 16384 {
		return fmt.Errorf("-size is %q; it should be like 1280x800", p.size)
	}
	host := p.host()
	runs, err := newRunFiles()
	if err == nil && p.shot == "" {
		host.KeepRun = runs.keep
		defer runs.flush()
		if p.link == "" && len(p.do) == 0 { // else what was asked for counts, not what was kept
			host.RecallRun = runs.recall
		}
	}
	st := stage.New(stage.Options{Entries: scenes.All(), Aside: []stage.Entry{gallery.Entry()}, Lang: p.language(), Dark: p.theme != "light", Still: p.still, Sharp: p.sharp, Host: host})
	st.Resize(float64(w), float64(h))
	if p.link != "" {
		st.Follow(p.link)
	}
	if err := p.apply(st); err != nil {
		return err
	}
	if p.scene == "" {
		st.TakeUp("")
	}
	a := &app{stage: st, save: savePicture, lend: (&systemFonts{folders: fontFolders()}).lend}
	if runs != nil {
		runs.failed(func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			st.WarnRuns()
		})
	}
	in := &desktopInput{stage: st}
	a.before = func() { in.poll(a.scale) }
	a.after = func() error { return nil }
	a.size = p.sizes
	ebiten.SetWindowTitle("梯度剧场 · Gradient Theatre")
	ebiten.SetWindowSize(w, h)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	if p.shot != "" {
		takeShot(a, p, float64(w), float64(h))
	}
	if err := a.run(); !errors.Is(err, ebiten.Termination) {
		return err
	}
	return nil
}

// host is what this machine can do for the stage, but for keeping runs.
func (p pose) host() stage.Host {
	return stage.Host{
		Training: training.New,
		FullScreen: func() {
			if p.shot == "" {
				ebiten.SetFullscreen(!ebiten.IsFullscreen())
			}
		},
		FullScreenOn: ebiten.IsFullscreen,
		SavePicture:  true,
		Save:         func(name, _ string, data []byte) error { return saveFile(name, data) },
	}
}

// language is that of the machine; of pictures, and where it says none, Chinese.
func (p pose) language() i18n.Lang {
	if lang := os.Getenv("LANG"); p.shot != "" || lang == "" || lang == "C.UTF-8" || strings.HasPrefix(lang, "zh") {
		return i18n.ZH
	}
	return i18n.EN
}

// sizes returns a window's size in CSS pixels and in those of the screen, and how
// many of these one of those is.
func (p pose) sizes(w, h float64) (float64, float64, float64, float64, float64) {
	scale := p.scale
	if scale <= 0 {
		scale = ebiten.Monitor().DeviceScaleFactor()
	}
	return w, h, w * scale, h * scale, scale
}

// apply poses the stage as the flags say.
func (p pose) apply(st *stage.Stage) error {
	if p.scene != "" {
		if err := st.Go(p.scene); err != nil && st.State().Error == "" {
			return err
		}
	}
	if p.lang != "" {
		p.do = append([]action{{"set", "lang=" + p.lang}}, p.do...)
	}
	if p.theme != "" {
		p.do = append([]action{{"set", "theme=" + p.theme}}, p.do...)
	}
	for _, a := range p.do {
		if err := a.on(st); err != nil {
			return err
		}
		st.Update(0)
	}
	return nil
}

func (a action) on(st *stage.Stage) error {
	if a.verb == "press" {
		return command(st, a.what)
	}
	k, v, ok := strings.Cut(a.what, "=")
	if !ok {
		return fmt.Errorf("-set %q; it should be like x=-2", a.what)
	}
	return st.Set(k, v)
}

// command does what a transport's word says, or presses a widget.
func command(st *stage.Stage, id string) error {
	switch id {
	case "play":
		return st.Play()
	case "pause":
		return st.Pause()
	case "step":
		return st.Step()
	case "back":
		return st.Back()
	case "reset":
		return st.Reset()
	case "fork":
		return st.Fork("")
	case "substep":
		return st.SubStep()
	}
	return st.Press(id)
}

// takeShot makes the app write its picture after some ticks, and end.
func takeShot(a *app, p pose, w, h float64) {
	scale := p.scale
	if scale <= 0 {
		scale = 1
	}
	a.fixed = 1.0 / 60
	a.size = func(float64, float64) (float64, float64, float64, float64, float64) {
		return w, h, w * scale, h * scale, scale
	}
	tick, shot := 0, false
	var failure error
	a.before = func() {
		tick++
		if tick == 2 {
			for _, at := range p.click {
				point(a.stage, at)
			}
		}
		if tick >= p.frames {
			a.stage.Invalidate()
			shot = true
		}
	}
	done := false
	a.after = func() error {
		if failure != nil {
			return failure
		}
		if done {
			return ebiten.Termination
		}
		return nil
	}
	a.drawn = func(screen *ebiten.Image) {
		if shot && !done {
			failure = writePNG(screen, p.shot)
			done = true
		}
	}
}

func point(st *stage.Stage, at string) {
	var x, y float64
	at, click := strings.CutSuffix(at, "!")
	if _, err := fmt.Sscanf(at, "%g,%g", &x, &y); err != nil {
		return
	}
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y})
	if click {
		st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
	}
}

// saveFile writes a file into the present folder; one that is there already
// stays, and the new one gets a number.
func saveFile(name string, data []byte) error {
	stem, ext := name, ""
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		stem, ext = name[:i], name[i:]
	}
	for k := 1; ; k++ {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) && k < 1000 {
			name = fmt.Sprintf("%s-%d%s", stem, k, ext)
			continue
		}
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return errors.Join(err, f.Close())
	}
}

func savePicture(name string, picture *image.RGBA) error {
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return err
	}
	return saveFile(name, b.Bytes())
}

func writePNG(screen *ebiten.Image, name string) error {
	b := screen.Bounds()
	img := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	screen.ReadPixels(img.Pix)
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
