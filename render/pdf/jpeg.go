package pdf

import "encoding/binary"

// passJPEG makes a picture of a JPEG file without decoding it (ISO 32000-1 7.4.8), or nil when it has to be decoded:
// four colours, or twelve bits, or nothing that looks like a JPEG.
func passJPEG(data []byte) *picture {
	h, ok := jpegHeader(data)
	if !ok || h.bits != 8 || h.components != 1 && h.components != 3 {
		return nil
	}
	space := "/DeviceRGB"
	if h.components == 1 {
		space = "/DeviceGray"
	}
	dict := header(h.w, h.h, 8, space)
	if h.plainRGB {
		dict = append(dict, "/DecodeParms<</ColorTransform 0>>"...)
	}
	return &picture{dict: append(dict, "/Filter/DCTDecode"...), data: data}
}

// jpegInfo is what the frame header says (ITU-T T.81 B.2.2).
type jpegInfo struct {
	w, h, bits, components int
	plainRGB               bool // three components that are red, green and blue, and no marker that says so
}

// jpegHeader walks the markers up to the first scan.
func jpegHeader(data []byte) (h jpegInfo, ok bool) {
	if len(data) < 4 || data[0] != 0xFF || data[1] != 0xD8 {
		return h, false
	}
	marked := false // JFIF or Adobe say what the components are
	for p := 2; p+4 <= len(data); {
		if data[p] != 0xFF {
			return h, false
		}
		m := data[p+1]
		if m == 0xFF { // fill byte
			p++
			continue
		}
		n := int(binary.BigEndian.Uint16(data[p+2:]))
		if n < 2 || p+2+n > len(data) {
			return h, false
		}
		body := data[p+4 : p+2+n]
		switch {
		case m == 0xE0 || m == 0xEE:
			marked = true
		case m == 0xDA: // start of scan
			return h, h.w > 0 && h.h > 0
		case m >= 0xC0 && m <= 0xC2 && len(body) >= 6: // baseline, extended, progressive
			h.bits, h.h, h.w, h.components = int(body[0]), int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:])), int(body[5])
			h.plainRGB = !marked && h.components == 3 && len(body) >= 15 && body[6] == 'R' && body[9] == 'G' && body[12] == 'B'
		}
		p += 2 + n
	}
	return h, false
}
