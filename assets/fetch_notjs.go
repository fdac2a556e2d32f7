//go:build !js

package assets

import "embed"

//go:embed data/digits/*.gz
var files embed.FS

func (l *Loading) begin() { l.end(files.ReadFile(l.name)) }
