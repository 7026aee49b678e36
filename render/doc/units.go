package doc

// Twips is a length of 1/20 point, the unit of most WordprocessingML attributes (ECMA-376-1 17.18.84).
type Twips int32

// Points converts to points of 1/72 inch.
func (t Twips) Points() float64 { return float64(t) / 20 }

// EMU is a length of 1/12,700 point, the unit of DrawingML (ECMA-376-1 20.1.10.16).
type EMU int64

// Points converts to points of 1/72 inch.
func (e EMU) Points() float64 { return float64(e) / 12700 }

// HalfPoints is a font size of 1/2 point (ECMA-376-1 17.18.42).
type HalfPoints int32

// Points converts to points of 1/72 inch.
func (h HalfPoints) Points() float64 { return float64(h) / 2 }

// EighthPoints is a border width of 1/8 point (ECMA-376-1 17.18.23).
type EighthPoints int32

// Points converts to points of 1/72 inch.
func (e EighthPoints) Points() float64 { return float64(e) / 8 }

// Opt is a value that may be left out: a style says nothing about it.
type Opt[T any] struct {
	V   T
	Set bool
}

// Some is a value that is there.
func Some[T any](v T) Opt[T] { return Opt[T]{V: v, Set: true} }

// Or is the value, or def when it is left out.
func (o Opt[T]) Or(def T) T {
	if o.Set {
		return o.V
	}
	return def
}

// Over lays o over base: o where it is set, else base.
func (o Opt[T]) Over(base Opt[T]) Opt[T] {
	if o.Set {
		return o
	}
	return base
}

// Measure is a table width or cell width (ECMA-376-1 17.18.90): Auto, Twips, or Percent in fiftieths of a percent.
type Measure struct {
	Kind  MeasureKind
	Value int32
}

// MeasureKind tells how a Measure's value counts.
type MeasureKind uint8

const (
	Auto    MeasureKind = iota // as the content needs
	Dxa                        // Value is in twips
	Percent                    // Value is in 1/50 percent: 5000 = 100 %
	Nil                        // no width
)

// Color is a resolved colour. Auto stands for "black, or white on a dark background".
type Color struct {
	R, G, B uint8
	Auto    bool
}
