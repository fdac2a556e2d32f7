// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

package debug

// CallerType says whose code a caller is.
type CallerType int

const (
	CallerTypeNone CallerType = iota
	CallerTypeRegular
	CallerTypeInternal
)

// FirstCaller names no caller: it is for debugging Ebitengine itself, and looks
// for the source through go/build.
func FirstCaller() (file string, line int, callerType CallerType) { return "", 0, CallerTypeNone }
