package data_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every data file is listed in THIRD_PARTY.md, with its checksum, beside a licence text.
func TestFilesAreListed(t *testing.T) {
	list, err := os.ReadFile("../../THIRD_PARTY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.Lines(string(list)) {
		if name, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ = strings.Cut(name, "`")
			rows[name] = line
		}
	}
	files := 0
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		path = filepath.ToSlash(path)
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".go") || strings.Contains(path, "/LICENSE.") || path == "digits/samples.idx3" {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		if row := rows[path]; !strings.Contains(row, hex.EncodeToString(sum[:])) {
			t.Errorf("%s: THIRD_PARTY.md has no row with sha256 %x", path, sum)
		}
		if licences, _ := filepath.Glob(filepath.Dir(path) + "/LICENSE.*"); len(licences) == 0 {
			t.Errorf("%s: no licence text beside it", path)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}
