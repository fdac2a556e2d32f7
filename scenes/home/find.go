package home

import "strings"

// pinyin holds the first letter of the pinyin of each character of the titles.
var pinyin = map[rune]byte{
	'感': 'g', '知': 'z', '机': 'j', '激': 'j', '活': 'h', '函': 'h', '数': 's', '没': 'm', '有': 'y', '线': 'x', '性': 'x', '回': 'h', '归': 'g',
	'得': 'd', '分': 'f', '损': 's', '失': 's', '正': 'z', '则': 'z', '化': 'h', '惩': 'c', '罚': 'f', '前': 'q', '向': 'x', '传': 'c', '播': 'b',
	'反': 'f', '与': 'y', '门': 'm', '梯': 't', '度': 'd', '下': 'x', '降': 'j', '训': 'x', '练': 'l', '场': 'c', '过': 'g', '拟': 'n', '合': 'h',
	'据': 'j', '划': 'h', '调': 't', '参': 'c', '初': 'c', '始': 's', '深': 's', '还': 'h', '是': 's', '宽': 'k', '图': 't', '像': 'x', '即': 'j',
	'组': 'z', '卷': 'j', '积': 'j', '手': 's', '写': 'x', '识': 's', '别': 'b', '网': 'w', '络': 'l', '结': 'j', '构': 'g', '历': 'l', '史': 's',
	'音': 'y', '乐': 'y', '生': 's', '成': 'c', '语': 'y', '言': 'y', '模': 'm', '型': 'x', '微': 'w', '人': 'r', '脸': 'l', '偏': 'p', '差': 'c',
}

// initials writes a title as the first letters of its pinyin: 前向传播 → qxcb.
// What is not in the table stays as it is.
func initials(title string) string {
	var b strings.Builder
	for _, r := range title {
		if c, ok := pinyin[r]; ok {
			b.WriteByte(c)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ToLower(b.String())
}

// matches reports whether a scene is what was searched for: by its title in
// either language, by pinyin initials, by its name or by a word about it. Every
// word typed must be found.
func (p *stop) matches(query string) bool {
	for _, q := range strings.Fields(strings.ToLower(query)) {
		if !p.has(q) {
			return false
		}
	}
	return true
}

// has looks a word up: a beginning of one in English, a part of one in Chinese,
// initials from the first or, when there are several, from anywhere.
func (p *stop) has(q string) bool {
	short := initials(p.title.ZH)
	if q[0] >= 0x80 && strings.Contains(p.title.ZH, q) || strings.HasPrefix(p.id, q) || strings.HasPrefix(short, q) || len(q) > 1 && strings.Contains(short, q) {
		return true
	}
	for w := range strings.FieldsSeq(strings.ToLower(p.title.EN) + " " + p.words) {
		if strings.HasPrefix(w, q) || q[0] >= 0x80 && strings.Contains(w, q) {
			return true
		}
	}
	return false
}
