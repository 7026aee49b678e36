package doc

import (
	"math"
	"testing"
)

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b Color
		want float64
	}{
		{Color{}, Color{R: 255, G: 255, B: 255}, 21}, {Color{Auto: true}, Color{R: 255, G: 255, B: 255}, 21},
		{Color{R: 0x76, G: 0x76, B: 0x76}, Color{R: 255, G: 255, B: 255}, 4.54}, {Color{R: 255}, Color{R: 255}, 1},
	} {
		if got := Contrast(c.a, c.b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%v on %v: %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestColor_Mix(t *testing.T) {
	if got := (Color{R: 0, G: 100, B: 200}).Mix(Color{R: 100, G: 0, B: 200}, 0.5); got != (Color{R: 50, G: 50, B: 200}) {
		t.Errorf("got %v", got)
	}
}
