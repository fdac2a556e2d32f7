package playground

import (
	"strconv"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// panel are the controls at the right.
type panel struct {
	problem    *picker
	depth      *ui.Number
	activation *ui.Select // of all hidden layers
	wires      *ui.Select // what the lines show
	noise      *ui.Slider
	size       *ui.Slider
	validate   *ui.Slider
	classCount *ui.Number
	kind       *ui.Select // what own points have: classes, or numbers
	painter    *ui.Select
	dip        *ui.Slider // the number that is painted
	moving     *ui.Toggle
	clear      *ui.Button
	load       *ui.Button // from a file
	wanted     bool       // a file is to be chosen
	canLoad    bool
	hidden     *ui.Slider // the fraction of the test set
	open       *ui.Button // and the look at it
	paste      *ui.Field
	brush      int      // class that is painted; −1: points are moved
	brushes    []string // the names on them

	rate      *ui.Slider
	rule      *ui.Select
	batch     *ui.Select
	schedule  *ui.Select
	span      *ui.Slider // epochs of the schedule
	warmup    *ui.Slider
	patience  *ui.Slider
	l1, l2    *ui.Slider
	dropout   *ui.Slider
	loss      *ui.Select
	initial   *ui.Select
	batchNorm *ui.Toggle
	scaled    *ui.Toggle
	broken    *ui.Button
	weights   *weightsField
	status    *ui.Words
	listed    []ui.Widget
	groups    groups

	depthText  string
	widthTexts [jobs.MaxLayers]string
}

const wholeBatch = 1 << 20 // more than there are points

func (s *Scene) build() {
	s.buildView()
	s.buildData()
	s.buildLearning()
	s.buildShelf()
	s.buildBorder()
	s.buildGroups()
	s.weights = &weightsField{s: s}
	s.figures = append(s.figures, s.border.sketch.Pad(), s.weights)
}

func (s *Scene) buildData() {
	p := &s.panel
	p.problem = newPicker(s)
	p.problem.OnChange(func(id string) {
		if id == "own" && len(s.points.Own) == 0 {
			s.points.Own = marks(s.pts)
		}
		s.showKind()
		s.points.Data, s.guess.asked = id, 0
		s.reset()
	})
	p.noise = ui.NewSlider("noise", i18n.T("噪声", "Noise"), 0, 0.5, 0).Step(0.01).Kept().OnChange(func(v float64) { s.points.Noise = v; s.repoint() })
	p.size = ui.NewSlider("points_total", i18n.T("点数", "Points"), 20, 1000, 300).Step(10).Decimals(0).Kept().OnChange(func(v float64) { s.points.N = int(v); s.repoint() })
	p.validate = ui.NewSlider("val_fraction", i18n.T("留作验证", "Held back"), 0, 0.9, 0.5).Step(0.05).Kept().OnChange(func(v float64) { s.points.Val = v; s.repoint() })
	p.hidden = ui.NewSlider("test_fraction", i18n.T("留作测试", "Test set"), 0, 0.5, 0).Step(0.05).Kept().OnChange(func(v float64) { s.points.Test = v; s.repoint() })
	p.open = ui.NewButton("open_test", i18n.T("打开测试集", "Open the test set")).Icon("eye").OnPress(s.openTest)
	p.classCount = ui.NewStepper("classes", i18n.T("类别数", "Classes"), 2, jobs.MaxClasses, 3).Kept().OnChange(func(v float64) { s.points.Classes = int(v); s.repoint() })
	p.painter = ui.NewSelect("brush", i18n.T("画笔：移动，或画第几类", "Brush: move, or paint a class"), "0").Chips().OnChange(func(v string) {
		if n, err := strconv.Atoi(v); err == nil {
			s.brush = n
		} else {
			s.brush = -1
		}
	})
	s.nameBrushes()
	p.kind = ui.NewSelect("own_kind", i18n.T("点上写着", "Points carry"), "class", ui.Opt("class", i18n.T("类别", "A class")), ui.Opt("number", i18n.T("数（回归）", "A number"))).OnChange(func(v string) {
		s.points.Own, s.points.Names = recast(s.points.Own, v == "number"), nil
		s.repoint()
	})
	p.dip = ui.NewSlider("brush_value", i18n.T("画上的数", "The number to paint"), -1, 1, 1).Step(0.05)
	p.moving = ui.NewToggle("brush_move", i18n.T("只移动，不画", "Move, do not paint"), false).OnChange(func(on bool) {
		if s.brush = 0; on {
			s.brush = -1
		}
	})
	p.paste = ui.NewField("paste", i18n.T("粘贴数据", "Paste data"), "").Hint(i18n.T("x,y,类或数; …", "x,y,class or number; …")).Limit(16000).Rows().OnCommit(func(text string) {
		wrong := i18n.Text{}
		if text != "" {
			if err := s.takeTable(text); err != nil {
				wrong = refusal(err)
			}
		}
		p.paste.SetError(wrong, -1)
	})
	p.load = ui.NewButton("load_points", i18n.T("从文件载入", "Load a file")).Icon("upload").Edit().OnPress(func() { p.wanted = true })
	p.clear = ui.NewButton("clear_points", i18n.T("清空，从头画", "Clear and paint")).Icon("eraser").Edit().OnPress(func() {
		s.points.Own, s.points.Names = recast([]jobs.Mark{{X: -3, Class: 0}, {X: 3, Class: 1}}, jobs.Numbers(s.points.Own)), nil
		s.repoint()
	})
}

func (s *Scene) buildLearning() {
	p := &s.panel
	p.rate = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 0.0001, 10, s.hyper.LR).Log().Kept().OnChange(func(v float64) { s.hyper.LR = v; s.change() })
	p.rule = ui.NewSelect("optimizer", i18n.T("优化器", "Optimiser"), s.hyper.Rule, rules...).Kept().
		OnChange(func(v string) { setRule(&s.hyper, v); s.change() })
	p.batch = ui.NewSelect("batch_size", i18n.T("批大小", "Batch size"), "10", ui.Opt("1", i18n.Same("1")), ui.Opt("10", i18n.Same("10")), ui.Opt("30", i18n.Same("30")), ui.Opt("all", i18n.T("全部", "All"))).Kept().
		OnChange(func(v string) {
			if s.hyper.BatchSize = wholeBatch; v != "all" {
				s.hyper.BatchSize, _ = strconv.Atoi(v)
			}
			s.change()
		})
	p.l1 = ui.NewSlider("l1", i18n.T("L1 惩罚 λ", "L1 penalty λ"), 0, 0.1, 0).Step(0.001).Kept().OnChange(func(v float64) { s.hyper.L1 = v; s.change() })
	p.l2 = ui.NewSlider("l2", i18n.T("L2 惩罚 λ", "L2 penalty λ"), 0, 0.1, 0).Step(0.001).Kept().OnChange(func(v float64) { s.hyper.L2 = v; s.change() })
	p.schedule = ui.NewSelect("schedule", i18n.T("学习率怎么变", "Schedule"), "constant", schedules...).Kept().OnChange(func(string) { s.reschedule() })
	p.span = ui.NewSlider("schedule_epochs", i18n.T("每多少轮", "Over epochs"), 5, 500, 100).Step(5).Decimals(0).Kept().OnChange(func(float64) { s.reschedule() })
	p.warmup = ui.NewSlider("warmup_epochs", i18n.T("预热轮数", "Warm-up epochs"), 0, 50, 0).Step(1).Decimals(0).Kept().OnChange(func(float64) { s.reschedule() })
	p.patience = ui.NewSlider("stop_after", i18n.T("提前停止：等几轮", "Stop early after"), 0, 100, 0).Step(5).Decimals(0).Kept().OnChange(func(v float64) { s.hyper.StopAfter = int(v); s.change() })
	p.loss = ui.NewSelect("loss", i18n.T("损失函数", "Loss"), s.points.Loss, ui.Opt(jobs.CrossEntropy, i18n.T("交叉熵", "Cross-entropy")), ui.Opt(jobs.MSE, i18n.Same("MSE")), ui.Opt(jobs.Hinge, i18n.Same("Hinge"))).Chips().Kept().
		OnChange(func(v string) { s.points.Loss = v; s.reset() })
	p.initial = ui.NewSelect("initializer", i18n.T("初始权重", "First weights"), s.points.Init, ui.Opt("auto", i18n.T("自动", "Auto")), ui.Opt("xavier", i18n.Same("Xavier")), ui.Opt("he", i18n.Same("He")), ui.Opt("orthogonal", i18n.T("正交", "Orthogonal")),
		ui.Opt("zeros", i18n.T("全零", "Zeros")), ui.Opt("small", i18n.T("极小", "Tiny")), ui.Opt("large", i18n.T("极大", "Huge"))).Chips().Kept().
		OnChange(func(v string) { s.points.Init = v; s.reset() })
	p.dropout = ui.NewSlider("dropout", i18n.T("丢弃率 p", "Dropout p"), 0, 0.8, 0).Step(0.05).Kept().OnChange(func(v float64) { s.points.Dropout = v; s.reset() })
	p.batchNorm = ui.NewToggle("batch_norm", i18n.T("批归一化", "Batch norm"), false).Kept().OnChange(func(on bool) { s.points.BatchNorm = on; s.reset() })
	p.scaled = ui.NewToggle("standardise", i18n.T("输入标准化", "Standardise inputs"), false).Kept().OnChange(func(on bool) { s.points.Standardise = on; s.reset() })
	p.broken = ui.NewButton("diverge", i18n.T("让它发散", "Make it diverge")).Icon("triangle-alert").Edit().OnPress(s.diverge)
	p.depth = ui.NewStepper("hidden_layers", i18n.T("隐藏层", "Layers"), 0, jobs.MaxLayers, len(s.points.Layers)).OnChange(func(v float64) { s.setDepth(int(v)) })
	p.activation = ui.NewSelect("activation", i18n.T("激活函数", "Activation"), alike(s.points.Layers), ui.Opt("tanh", i18n.Same("tanh")), ui.Opt("relu", i18n.Same("ReLU")), ui.Opt("sigmoid", i18n.Same("sigmoid")), ui.Opt("linear", i18n.T("无", "none"))).
		OnChange(s.setActivations)
	p.wires = ui.NewSelect("wires", i18n.T("连线画的是", "Lines show"), wiresWeight, ui.Opt(wiresWeight, i18n.T("权重", "weights")), ui.Opt(wiresGradient, i18n.T("梯度", "gradients"))).Kept().
		OnChange(func(string) { s.fresh = true })
	p.status = ui.NewLive("progress", i18n.T("训练进度", "Progress"), s.progress)
}

// controls are the widgets that make sense now: the few that matter first, the
// others in groups.
func (s *Scene) controls() []ui.Widget {
	p := &s.panel
	list := append(p.listed[:0], p.problem)
	switch s.points.Data {
	case "own":
		if list = append(list, p.kind); jobs.Numbers(s.points.Own) {
			list = append(list, p.dip, p.moving)
		} else {
			list = append(list, p.painter)
		}
		list = append(list, p.clear, p.paste)
		if p.canLoad {
			list = append(list, p.load)
		}
	case "blobs":
		list = append(list, p.classCount)
	}
	if list = append(list, p.depth); len(s.points.Layers) > 0 {
		list = append(list, p.activation)
	}
	list = append(list, p.rate, p.wires, p.status)
	p.groups.fill(s)
	for _, g := range p.groups.all() {
		if g != p.groups.border || s.divides() {
			list = append(list, g)
		} else {
			g.SetRect(paint.Rect{})
		}
	}
	p.listed = list
	return p.listed
}

// sync brings the widgets in line with the settings.
func (s *Scene) sync() {
	p := &s.panel
	p.problem.SetValue(s.points.Data)
	s.showKind()
	p.noise.SetFloat(s.points.Noise)
	p.size.SetFloat(float64(s.points.N))
	p.rate.SetFloat(s.hyper.LR)
	p.rule.SetValue(ruleOf(&s.hyper))
	p.initial.SetValue(s.points.Init)
	p.dropout.SetFloat(s.points.Dropout)
	p.batchNorm.SetOn(s.points.BatchNorm)
	p.scaled.SetOn(s.points.Standardise)
	p.loss.SetValue(s.points.Loss)
	p.classCount.SetFloat(float64(s.points.Classes))
	p.validate.SetFloat(s.points.Val)
	p.hidden.SetFloat(s.points.Test)
	p.patience.SetFloat(float64(s.hyper.StopAfter))
	showSchedule(p, s.hyper.Schedule)
	p.l1.SetFloat(s.hyper.L1)
	p.l2.SetFloat(s.hyper.L2)
	p.batch.SetValue("all")
	if s.hyper.BatchSize < wholeBatch {
		p.batch.SetValue(strconv.Itoa(s.hyper.BatchSize))
	}
}

// showKind says what the visitor's own points carry: they may have been taken over
// from a set with classes or with numbers.
func (s *Scene) showKind() {
	s.kind.SetValue("class")
	if jobs.Numbers(s.points.Own) {
		s.kind.SetValue("number")
	}
	s.nameBrushes()
}

// diverge sets a learning rate that no network survives.
func (s *Scene) diverge() {
	s.points.Data = "hills"
	s.points.Layers = []jobs.Layer{{Width: 8, Activation: "relu"}, {Width: 8, Activation: "relu"}}
	s.points.Init, s.points.Dropout, s.points.BatchNorm = "auto", 0, false
	setRule(&s.hyper, "sgd")
	s.hyper.LR = 3
	s.sync()
	s.restart()
	s.start = true
}

// progress says how the training goes.
func (s *Scene) progress(l i18n.Lang) string {
	text := ""
	if s.speed.now > 0 {
		n := strconv.Itoa(int(s.speed.now + 0.5))
		if s.speed.now < 10 {
			n = tenth(s.speed.now)
		}
		text = i18n.T("每秒 "+n+" 轮 · ", n+" epochs/s · ").In(l)
	}
	n := strconv.Itoa(s.parameters())
	return text + i18n.T(n+" 个参数", n+" parameters").In(l)
}

func (s *Scene) parameters() int {
	n := 0
	for _, p := range s.run.model().Params() {
		n += p.Value.Len()
	}
	return n
}
