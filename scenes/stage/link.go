package stage

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Link is what a shared address says: the scene and its settings, read from
// the fragment `#/id?key=value&key=value`.
type Link struct {
	Scene  string
	Values map[string]string
}

const (
	maxLink   = 64 << 10 // bytes of a fragment that are looked at
	maxValue  = 16 << 10 // bytes of one value: a drawing is the longest
	maxValues = 200
)

// ParseLink reads a fragment, with or without its #. It takes what it can:
// ok is false when something in it could not be understood and was left out.
// It never fails, whatever the fragment holds.
func ParseLink(fragment string) (l Link, ok bool) {
	l.Values = map[string]string{}
	ok = true
	fragment = strings.TrimPrefix(fragment, "#")
	if len(fragment) > maxLink {
		fragment, ok = fragment[:maxLink], false
	}
	if fragment == "" || fragment == "/" {
		return l, ok
	}
	path, query, _ := strings.Cut(fragment, "?")
	id, slash := strings.CutPrefix(path, "/")
	if slash && plainID(id) {
		l.Scene = id
	} else if !slash || id != "" {
		ok = false
	}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		k, v, _ := strings.Cut(pair, "=")
		key, err1 := url.QueryUnescape(k)
		value, err2 := url.QueryUnescape(v)
		_, twice := l.Values[key]
		if err1 != nil || err2 != nil || !plainID(key) || twice || len(value) > maxValue || !plainText(value) || len(l.Values) >= maxValues {
			ok = false
			continue
		}
		l.Values[key] = value
	}
	return l, ok
}

// String writes the link as a fragment, # included: keys sorted, so that equal
// links read the same.
func (l Link) String() string {
	var b strings.Builder
	b.WriteString("#/")
	b.WriteString(l.Scene)
	keys := make([]string, 0, len(l.Values))
	for k := range l.Values {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	for i, k := range keys {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(url.QueryEscape(k))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(l.Values[k]))
	}
	return b.String()
}

// The settings that every scene shares come last, the scene's own first.
var sharedKeys = []string{branchesKey, "inspect", "at", "speed", "seed", hideKey, lockKey, "lang", "theme", "embed"}

func rank(key string) int { return slices.Index(sharedKeys, key) + 1 }

// plainID reports whether s can be a scene's or a widget's name.
func plainID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, c := range s {
		if !(unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return !strings.HasPrefix(s, "__")
}

func plainText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, c := range s {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// parseSeed reads a seed: a whole number that a page's numbers can hold.
func parseSeed(s string) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 64)
	return n, err == nil && n <= maxSeed
}

// maxSeed keeps seeds exact in JavaScript's numbers.
const maxSeed = 1<<53 - 1
