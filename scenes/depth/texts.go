package depth

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
)

const (
	guessLoss = math.Ln2 // of a network that answers ½ to everything
	lossTick  = 0.35
)

// texts are words and figures, made when they change.
type texts struct {
	fitNames, fitNumbers [4]string
	unit                 [3]string // v, w and b of the chosen one, as they stand there
	fitSay               string    // with marks
	sum                  string

	runner, shape [2]string
	built         [2]string // what a network is made of, in words
	raceNames     [4]string
	raceNumbers   [2][4]string
	ahead         int // who has the lower loss, −1: neither

	ticks   []mark
	levels  [rungs][]float64 // how long each bar is, 0…1
	counts  [rungs]string
	params  [rungs]string
	macs    [rungs]string
	lossTop float64
	rungSay string

	read string
}

type mark struct {
	at   float64
	text string
}

func (t *texts) fill(s *Scene) {
	switch s.view {
	case viewRace:
		t.race(s)
	case viewLadder:
		t.ladder(s)
	default:
		t.fit(s)
	}
}

// fit writes what the sum is made of.
func (t *texts) fit(s *Scene) {
	f, l := s.fit, s.lang
	worst := f.value(f.worst, 0)
	t.fitNames = [4]string{i18n.T("参数（3 × 单元 + 1）", "Parameters (3 × units + 1)").In(l), i18n.T("现在的均方误差", "Mean squared error now").In(l),
		i18n.T("最大误差", "Largest error").In(l), i18n.T("点这里看一个单元", "Press here to see one unit").In(l)}
	t.fitNumbers = [4]string{digit(f.lane().params), plot.Format(f.value(f.loss, 0)), plot.Format(worst), ""}
	if j := s.chosen; j >= 0 && j < f.width {
		n := digit(j + 1)
		t.fitNames[3] = i18n.T("第 "+n+" 个单元", "Unit "+n).In(l)
		name := f.act
		if name == "sigmoid" {
			name = "σ"
		}
		v, w, b := short(f.value(f.v, j)), short(f.value(f.w, j)), signed(f.value(f.b, j))
		t.unit = [3]string{v, w, strings.TrimLeft(b, " +−")}
		t.fitNumbers[3] = v + "·" + name + "(" + w + "x" + b + ")"
	}
	switch steps := f.lanes.Step(); {
	case f.known == "jump" && steps > 300:
		t.fitSay = i18n.T("跳跃高 1.6，而总和没有缺口：[跳跃处](curve)总差 0.8 左右，加多少[单元](hidden_units)都一样。", "The jump is 1.6 high and the sum has no gap: [right there](curve) it stays off by about 0.8, however many [units](hidden_units).").In(l)
	case steps == 0:
		t.fitSay = i18n.T("[画一笔](curve)，或[按播放](play)。", "[Draw](curve), or [press play](play).").In(l)
	case worst < 0.1:
		t.fitSay = i18n.T(digit(f.width)+" 个单元，处处差不到 0.1。[再少几个](hidden_units)试试？", digit(f.width)+" units, nowhere off by 0.1. Can you do with [fewer](hidden_units)?").In(l)
	default:
		t.fitSay = i18n.T("还差一截：[多学一会儿](play)，或者[加单元](hidden_units)。", "Not there yet: [let it learn on](play), or [add units](hidden_units).").In(l)
	}
	t.sum = prose.Plain(t.fitSay)
	for i := range t.fitNames {
		t.sum += " " + t.fitNames[i] + " " + t.fitNumbers[i] + "."
	}
	t.read = t.sum
}

// short writes two decimals.
func short(v float64) string { return string(plot.AppendSigned(nil, v, 2))[signOf(v):] }

// signOf is the length of the + that AppendSigned begins with.
func signOf(v float64) int {
	if s := plot.AppendSigned(nil, v, 2); len(s) > 0 && s[0] == '+' {
		return 1
	}
	return 0
}

func signed(v float64) string {
	s := string(plot.AppendSigned(nil, v, 2))
	if r := []rune(s); len(r) > 0 && (r[0] == '+' || r[0] == '−') {
		return " " + string(r[0]) + " " + string(r[1:])
	}
	return " + " + s
}

// race writes the two runners' numbers.
func (t *texts) race(s *Scene) {
	r, l := s.race, s.lang
	t.raceNames = [4]string{i18n.T("损失，此刻", "Loss now").In(l), i18n.T("参数", "Parameters").In(l), i18n.T("线性段数", "Linear pieces").In(l), i18n.T("每例乘加", "MACs / example").In(l)}
	t.ahead = -1
	switch r.winner() {
	case "deep":
		t.ahead = deep
	case "wide":
		t.ahead = wide
	}
	t.read = ""
	for i, n := range r.lanes.all {
		k, w := digit(n.layers), digit(n.width)
		t.runner[i] = i18n.T("深", "Deep").In(l)
		if i == wide {
			t.runner[i] = i18n.T("宽", "Wide").In(l)
		}
		t.shape[i] = i18n.T(k+" 层 × "+w, k+" × "+w).In(l)
		t.built[i] = t.runner[i] + i18n.T("：", ": ").In(l) + t.shape[i] + i18n.T("，"+digit(n.params)+" 个参数", ", "+digit(n.params)+" parameters").In(l)
		if s.marks.narrow {
			t.runner[i] += " " + k + " × " + w
		}
		pieces := i18n.T("光滑", "smooth").In(l)
		if v := r.views[i].regions(); v > 0 {
			pieces = digit(v)
		}
		t.raceNumbers[i] = [4]string{plot.Format(n.test.loss), digit(n.params), pieces, digit(n.macs)}
		t.read += t.runner[i] + " " + t.shape[i] + ": "
		for q := range t.raceNames {
			t.read += t.raceNames[q] + " " + t.raceNumbers[i][q] + ". "
		}
	}
}

// ladder writes the numbers of the eight networks.
func (t *texts) ladder(s *Scene) {
	x, l := s.ladder, s.lang
	if t.ticks == nil {
		for e := lowest; e <= highest; e += 2 {
			t.ticks = append(t.ticks, mark{(e - lowest) / (highest - lowest), plot.Format(math.Pow(10, e))})
		}
	}
	t.lossTop = guessLoss * 1.15
	t.read = ""
	for k, n := range x.lanes.all {
		t.levels[k] = t.levels[k][:0]
		for _, v := range x.slopes[k] {
			t.levels[k] = append(t.levels[k], levelOf(x.value(v, 0)))
		}
		t.counts[k], t.params[k], t.macs[k] = digit(k+1), strconv.Itoa(n.params), strconv.Itoa(n.macs)
		t.lossTop = max(t.lossTop, min(1.1*x.tests[k].val, 2))
		t.read += t.counts[k] + ": " + plot.Format(x.tests[k].train) + ", " + plot.Format(x.tests[k].val) + ". "
	}
	k := s.rung
	a, b := plot.Format(x.tests[k].train), plot.Format(x.tests[k].val)
	t.rungSay = i18n.T(digit(k+1)+" 层：训练 "+a+"，验证 "+b, digit(k+1)+" layers: "+a+" train, "+b+" val").In(l)
	if s.marks.narrow {
		t.rungSay += i18n.T("；"+t.params[k]+" 个参数，"+t.macs[k]+" 次乘加", "; "+t.params[k]+" parameters, "+t.macs[k]+" MACs").In(l)
	}
}
