package smtptest

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"

	"github.com/emersion/go-sasl"

	"reportmail/send/connector/contest"
)

// AuthMechanisms implements smtp.AuthSession.
func (x *session) AuthMechanisms() []string { return x.s.mechanisms() }

// Auth implements smtp.AuthSession.
func (x *session) Auth(mech string) (sasl.Server, error) {
	if x.s.has(contest.SignInRefused) {
		return nil, wrong()
	}
	make, ok := servers[mech]
	if !ok {
		return nil, reply(504, [3]int{5, 5, 4}, "unknown mechanism")
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.mechanism = mech
	return make(x.s), nil
}

func wrong() error { return reply(535, [3]int{5, 7, 8}, "authentication failed") }

// exchange is a mechanism as a function from step and response to challenge.
type exchange struct {
	step int
	next func(step int, response []byte) (challenge []byte, done bool, err error)
}

func (e *exchange) Next(response []byte) ([]byte, bool, error) {
	e.step++
	return e.next(e.step, response)
}

var servers = map[string]func(*Server) sasl.Server{
	"PLAIN": func(*Server) sasl.Server {
		return sasl.NewPlainServer(func(_, user, password string) error {
			if user != User || password != Password {
				return wrong()
			}
			return nil
		})
	},
	"LOGIN":         login,
	"CRAM-MD5":      cramMD5,
	"SCRAM-SHA-1":   func(*Server) sasl.Server { return scram(sha1.New) },
	"SCRAM-SHA-256": func(*Server) sasl.Server { return scram(sha256.New) },
	"NTLM":          ntlm,
	"XOAUTH2":       xoauth2,
}

func login(*Server) sasl.Server {
	var user string
	return &exchange{next: func(step int, r []byte) ([]byte, bool, error) {
		switch step {
		case 1:
			return []byte("Username:"), false, nil
		case 2:
			user = string(r)
			return []byte("Password:"), false, nil
		}
		if user != User || string(r) != Password {
			return nil, false, wrong()
		}
		return nil, true, nil
	}}
}

// cramMD5 is RFC 2195.
func cramMD5(*Server) sasl.Server {
	const challenge = "<1896.697170952@mail.test>"
	return &exchange{next: func(step int, r []byte) ([]byte, bool, error) {
		if step == 1 {
			return []byte(challenge), false, nil
		}
		mac := hmac.New(md5.New, []byte(Password))
		mac.Write([]byte(challenge))
		if string(r) != User+" "+hex.EncodeToString(mac.Sum(nil)) {
			return nil, false, wrong()
		}
		return nil, true, nil
	}}
}

// scram is RFC 5802, the server's side without channel binding.
func scram(h func() hash.Hash) sasl.Server {
	const salt, rounds = "salt of the test", 4096
	var bare, first string
	skipped := 0 // a client without an initial response is asked for one (RFC 4954 4)
	mac := func(key []byte, text string) []byte {
		m := hmac.New(h, key)
		m.Write([]byte(text))
		return m.Sum(nil)
	}
	return &exchange{next: func(step int, r []byte) ([]byte, bool, error) {
		if len(r) == 0 && step == 1 {
			skipped = 1
			return nil, false, nil
		}
		switch step - skipped {
		case 1:
			bare = strings.TrimPrefix(strings.TrimPrefix(string(r), "n,,"), "y,,")
			_, nonce, ok := strings.Cut(bare, ",r=")
			if !ok || !strings.HasPrefix(bare, "n="+User+",") {
				return nil, false, wrong()
			}
			first = fmt.Sprintf("r=%sserver,s=%s,i=%d", nonce, base64.StdEncoding.EncodeToString([]byte(salt)), rounds)
			return []byte(first), false, nil
		case 2:
			without, proof, _ := strings.Cut(string(r), ",p=")
			salted, err := pbkdf2.Key(h, Password, []byte(salt), rounds, h().Size())
			if err != nil {
				return nil, false, err
			}
			all := bare + "," + first + "," + without
			key := mac(salted, "Client Key")
			stored := h()
			stored.Write(key)
			want := mac(stored.Sum(nil), all)
			for i := range want {
				want[i] ^= key[i]
			}
			if proof != base64.StdEncoding.EncodeToString(want) {
				return nil, false, wrong()
			}
			return []byte("v=" + base64.StdEncoding.EncodeToString(mac(mac(salted, "Server Key"), all))), false, nil
		}
		return nil, true, nil
	}}
}

// xoauth2 answers a wrong token with a challenge that holds JSON, as Google and
// Microsoft do, and fails when the client has answered it.
func xoauth2(s *Server) sasl.Server {
	return &exchange{next: func(step int, r []byte) ([]byte, bool, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case step == 1 && string(r) == "user="+User+"\x01auth=Bearer "+s.token+"\x01\x01":
			return nil, true, nil
		case step == 1:
			return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
		case len(r) != 0:
			return nil, false, errors.New("the client must answer with an empty line")
		}
		return nil, false, wrong()
	}}
}
