package assets

import "sync"

// Loading is a file on its way. Poll it from Update.
type Loading struct {
	mu    sync.Mutex
	name  string
	data  []byte
	err   error
	ended bool
}

// Fetch begins to load a file that is not embedded, by its path below assets,
// such as "data/digits/ocvdigits-test1k-labels.idx1.gz": over the network in
// the browser, from the program itself elsewhere.
func Fetch(name string) *Loading {
	l := &Loading{name: name}
	l.begin()
	return l
}

// Result returns the content once the file has come, or why it did not come;
// ended is false until then. The error names the file.
func (l *Loading) Result() (data []byte, err error, ended bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.data, l.err, l.ended
}

// Name returns the path that was asked for.
func (l *Loading) Name() string { return l.name }

// end stores the outcome; only the first counts.
func (l *Loading) end(data []byte, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended {
		l.data, l.err, l.ended = data, err, true
	}
}
