package smtptest

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"github.com/emersion/go-sasl"
	"golang.org/x/crypto/md4" //nolint:staticcheck // the protocol is made of it
)

// Domain is the Windows domain of the NTLM user.
const Domain = "TESTDOM"

// ntlm checks an NTLMv2 response ([MS-NLMP] 3.3.2) to a fixed challenge.
func ntlm(*Server) sasl.Server {
	challenge := []byte("\x01\x23\x45\x67\x89\xab\xcd\xef")
	return &exchange{next: func(step int, r []byte) ([]byte, bool, error) {
		switch {
		case step == 1 && bytes.HasPrefix(r, []byte("NTLMSSP\x00\x01\x00\x00\x00")):
			return challengeMessage(challenge), false, nil
		case step == 2 && bytes.HasPrefix(r, []byte("NTLMSSP\x00\x03\x00\x00\x00")) && ntlmValid(r, challenge):
			return nil, true, nil
		}
		return nil, false, wrong()
	}}
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// challengeMessage is a CHALLENGE_MESSAGE ([MS-NLMP] 2.2.1.2): unicode, NTLM,
// extended session security, target information.
func challengeMessage(challenge []byte) []byte {
	const flags = 0x00000001 | 0x00000004 | 0x00000200 | 0x00008000 | 0x00010000 | 0x00080000 | 0x00800000 | 0x20000000 | 0x80000000
	target := wide(Domain)
	info := avPair(2, target)
	info = append(info, avPair(1, wide("MAIL"))...)
	info = append(info, avPair(7, make([]byte, 8))...)
	info = append(info, avPair(0, nil)...)
	const head = 56
	b := []byte("NTLMSSP\x00\x02\x00\x00\x00")
	field := func(n, off int) {
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
		b = binary.LittleEndian.AppendUint32(b, uint32(off))
	}
	field(len(target), head)
	b = binary.LittleEndian.AppendUint32(b, flags)
	b = append(append(b, challenge...), make([]byte, 8)...)
	field(len(info), head+len(target))
	b = append(b, 10, 0, 0, 0, 0, 0, 0, 15)
	return append(append(b, target...), info...)
}

func avPair(id int, value []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(id))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return append(b, value...)
}

// ntlmValid recomputes NTProofStr from what the client says.
func ntlmValid(m, challenge []byte) bool {
	field := func(at int) []byte {
		if len(m) < at+8 {
			return nil
		}
		n, off := int(binary.LittleEndian.Uint16(m[at:])), int(binary.LittleEndian.Uint32(m[at+4:]))
		if off < 0 || off+n > len(m) {
			return nil
		}
		return m[off : off+n]
	}
	response, domain, user := field(20), field(28), field(36)
	if len(response) < 16 || !bytes.Equal(user, wide(User)) {
		return false
	}
	h := md4.New()
	h.Write(wide(Password))
	key := hmacMD5(h.Sum(nil), append(wide(strings.ToUpper(User)), domain...))
	return hmac.Equal(response[:16], hmacMD5(key, append(bytes.Clone(challenge), response[16:]...)))
}

func hmacMD5(key, data []byte) []byte {
	m := hmac.New(md5.New, key)
	m.Write(data)
	return m.Sum(nil)
}
