package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// srgbProfile is an ICC profile (version 2.1) of sRGB, made here from the numbers of IEC 61966-2-1: the primaries
// adapted to D50 and the transfer curve in 256 steps. It is the output intent of every file, so that device colours
// are defined (ISO 19005-3 6.2.3). Deflated it has some 750 bytes.
var srgbProfile = sync.OnceValue(func() []byte {
	curve := curveTag()
	tags := []iccTag{
		{"desc", descriptionTag("sRGB")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright\x00"...)},
		{"wtpt", xyzTag(0.9505, 1, 1.0891)},
		{"rXYZ", xyzTag(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyzTag(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyzTag(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	start := header + 4 + 12*len(tags)
	var body []byte
	shared := make(map[string]int)
	for _, t := range tags {
		at, ok := shared[string(t.data)]
		if !ok {
			at = start + len(body)
			shared[string(t.data)] = at
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	h := make([]byte, header, start+len(body))
	binary.BigEndian.PutUint32(h, uint32(start+len(body)))
	binary.BigEndian.PutUint32(h[8:], 0x02100000)
	copy(h[12:], "mntrRGB XYZ ")
	binary.BigEndian.PutUint16(h[24:], 2026) // date of the profile
	binary.BigEndian.PutUint16(h[26:], 1)
	binary.BigEndian.PutUint16(h[28:], 1)
	copy(h[36:], "acsp")
	copy(h[68:], xyzTag(0.9642, 1, 0.8249)[8:]) // D50, the connection space's white
	return append(append(h, table...), body...)
})

type iccTag struct {
	name string
	data []byte
}

func fixed16(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }

func xyzTag(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, fixed16(v))
	}
	return b
}

func descriptionTag(s string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...) // no Unicode and no Macintosh description
}

func curveTag() []byte {
	const steps = 256
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), steps)
	for i := range steps {
		v := float64(i) / (steps - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}

// deflatedProfile is the profile as a stream of a PDF.
var deflatedProfile = sync.OnceValue(func() []byte {
	f := newFile()
	defer f.release()
	return append([]byte(nil), f.deflate(srgbProfile())...)
})
