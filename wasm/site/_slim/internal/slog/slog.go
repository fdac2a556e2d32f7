// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package slog takes what Ebitengine would log, which in a browser nobody
// reads, and keeps quiet about it.
package slog

import "context"

type (
	Level  int
	Logger struct{}
)

const LevelDebug Level = 0

func Default() *Logger { return nil }

func (*Logger) Enabled(context.Context, Level) bool { return false }

func Debug(string, ...any) {}
func Error(string, ...any) {}
