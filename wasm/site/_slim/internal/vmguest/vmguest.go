// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

// Package vmguest is for programs that run as a guest of another: this one
// never does.
package vmguest

// MarkGuest is told that this program is no guest.
func MarkGuest(bool) {}

// IsGuest returns false.
func IsGuest() bool { return false }
