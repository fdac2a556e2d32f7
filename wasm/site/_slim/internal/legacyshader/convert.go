// Copyright The Ebitengine Authors (the original of this file); changed for
// the theatre. Licensed under the Apache License, Version 2.0.

package legacyshader

import "errors"

// convertToPixels refuses the old unit of shaders, for which the source would
// have to be printed anew: this program's shaders are written in pixels.
func convertToPixels([]byte) ([]byte, error) {
	return nil, errors.New("legacyshader: want a shader that begins with //kage:unit pixels")
}
