//go:build !js

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestRunFiles(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("LocalAppData", t.TempDir())
	f, err := newRunFiles()
	if err != nil {
		t.Fatal(err)
	}
	if f.recall("draw") != nil {
		t.Error("something is there before anything was kept")
	}
	for i := range 50 {
		f.keep("draw", bytes.Repeat([]byte{byte(i)}, 100000))
	}
	f.keep("playground", []byte("another"))
	f.flush()
	again, err := newRunFiles()
	if err != nil {
		t.Fatal(err)
	}
	if b := again.recall("draw"); len(b) != 100000 || b[0] != 49 || string(again.recall("playground")) != "another" {
		t.Errorf("kept are %d bytes", len(b))
	}
	again.keep("draw", nil)
	again.flush()
	if again.recall("draw") != nil {
		t.Error("it was not forgotten")
	}
	if left, _ := filepath.Glob(filepath.Join(f.dir, "*.part")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	if err := os.WriteFile(f.file("draw"), []byte("no gzip"), 0o600); err != nil || again.recall("draw") != nil {
		t.Errorf("a damaged file was read, %v", err)
	}
	told := false
	again.failed(func() { told = true })
	os.RemoveAll(f.dir)
	again.keep("draw", []byte("x"))
	again.flush()
	if !told {
		t.Error("nobody was told that it could not be kept")
	}
}
