package playground

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

var rowForm = i18n.T("每行要写 x, y, 类（0 到 5，或类名），或 x, y, 数", "Each row is x, y, class (0 to 5, or a name), or x, y, number")

// refusal says why a table is not taken.
func refusal(err error) i18n.Text {
	var e *tensor.ValueError
	switch most := strconv.Itoa(jobs.MaxMarks); {
	case !errors.As(err, &e):
		return rowForm
	case e.Name == "rows":
		return i18n.T("最多 "+most+" 行", "At most "+most+" rows")
	case e.Name == "mixed":
		return i18n.T("第三列里，"+e.Value+" 有类名，别的行是数：要么都是类名，要么都是数", e.Value+" makes no sense beside rows with numbers: the third column has names in all rows, or in none")
	case e.Name == "classes":
		classes := i18n.T(" 个类名", " classes")
		if strings.HasPrefix(e.Value, "1 ") {
			classes.EN = " class"
		}
		n, which, _ := strings.Cut(e.Value, " ")
		return i18n.T("第三列有 "+n+classes.ZH+" "+which+"，要有 2 到 6 个", "The third column names "+n+classes.EN+" "+which+": it can name 2 to 6")
	}
	row := []rune(e.Value)
	if len(row) > 40 {
		row = append(row[:39], '…')
	}
	return i18n.T("读不懂 "+string(row)+"："+rowForm.ZH, string(row)+" makes no sense here. "+rowForm.EN)
}

// tendFile lets the visitor choose a table of points and takes it.
func (s *Scene) tendFile(env *stage.Env) {
	p := &s.panel
	p.canLoad = env.CanOpen()
	if !p.wanted {
		return
	}
	p.wanted = false
	env.OpenFile(".csv,.tsv,.txt", func(name string, data []byte, err error) {
		if err != nil {
			s.notice = i18n.Same(err.Error())
		} else if err = s.takeTable(string(data)); err != nil {
			why := refusal(err)
			s.notice = i18n.T(name+"："+why.ZH, name+": "+why.EN)
		}
	})
}

// takeTable learns the points of a table. One that reaches beyond the plane that
// is shown is moved and scaled into it, each axis by itself; any other stays where
// it says, however small a part of the plane that is.
func (s *Scene) takeTable(text string) error {
	marks, names, err := jobs.ReadTable(text)
	if err == nil && len(marks) == 0 {
		err = errors.New("a table without points")
	}
	if err != nil {
		return err
	}
	s.fit(marks)
	s.scaleNumbers(marks)
	return s.plane.Set(jobs.WriteTable(marks, names))
}

// fit moves and scales points that would not be seen.
func (s *Scene) fit(marks []jobs.Mark) {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, m := range marks {
		for k, v := range [...]float64{m.X, m.Y} {
			low[k], high[k] = min(low[k], v), max(high[k], v)
		}
	}
	if max(high[0], high[1], -low[0], -low[1]) <= reach {
		return
	}
	s.notice = i18n.T("数据超出了平面，已按两轴各自缩放进来", "The data reached beyond the plane: each axis was scaled to fit")
	into := func(v float64, k int) float64 {
		return (v - (low[k]+high[k])/2) / max(high[k]-low[k], 1e-9) * 2 * (reach - 1)
	}
	for i, m := range marks {
		to := jobs.NewMark(into(m.X, 0), into(m.Y, 1), 0)
		marks[i].X, marks[i].Y = to.X, to.Y
	}
}

// scaleNumbers brings numbers to predict into −1…1, where the network's answers
// and the colours are.
func (s *Scene) scaleNumbers(marks []jobs.Mark) {
	most := 0.0
	for _, m := range marks {
		most = max(most, math.Abs(m.Value))
	}
	if most <= 1 {
		return
	}
	for i, m := range marks {
		marks[i] = jobs.NewValue(m.X, m.Y, m.Value/most)
	}
	n := plot.Format(most)
	s.notice = i18n.T("第三列除以了 "+n+"，落在 −1 到 1 之间", "The third column was divided by "+n+" to lie between −1 and 1")
}
