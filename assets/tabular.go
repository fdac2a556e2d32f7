package assets

import _ "embed"

// Iris is Fisher's irises as scikit-learn has them; data.Iris reads it.
//
//go:embed data/tabular/iris.csv
var Iris []byte

// PenguinsTable is the table of the Palmer penguins, for data.Penguins.
//
//go:embed data/tabular/penguins.csv
var PenguinsTable []byte
