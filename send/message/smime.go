package message

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// SMIME signs finished messages with a certificate (RFC 8551 3.5, multipart/signed),
// so that the recipient's mail program shows who sent them. The signature covers
// the body; DKIM, which covers the header, comes after it.
type SMIME struct {
	Certificate *x509.Certificate
	// Chain are the intermediate certificates that go along.
	Chain []*x509.Certificate
	// Key is the RSA or ECDSA key of the certificate.
	Key crypto.Signer
	// Now is the signing time.
	Now func() time.Time
}

// Check reports what is wrong with the set-up for a sender.
func (s *SMIME) Check(sender Address) error {
	if s.Certificate == nil || s.Key == nil || s.Now == nil {
		return errors.New("s/mime without a certificate, its key or a clock")
	}
	type comparable interface{ Equal(crypto.PublicKey) bool }
	if pub, ok := s.Key.Public().(comparable); !ok || !pub.Equal(s.Certificate.PublicKey) {
		return errors.New("s/mime certificate and key do not belong together")
	}
	if _, err := signatureAlgorithm(s.Key); err != nil {
		return err
	}
	if now := s.Now(); now.Before(s.Certificate.NotBefore) || now.After(s.Certificate.NotAfter) {
		return fmt.Errorf("s/mime certificate is valid from %s to %s", s.Certificate.NotBefore.Format(time.DateOnly), s.Certificate.NotAfter.Format(time.DateOnly))
	}
	for _, a := range s.Certificate.EmailAddresses {
		if strings.EqualFold(a, sender.Address) {
			return nil
		}
	}
	return fmt.Errorf("s/mime certificate is for %s and not for %s", strings.Join(s.Certificate.EmailAddresses, ", "), sender.Address)
}

// Sign writes the message that open returns to dst, its body wrapped and
// signed. It reads the message twice and keeps nothing of it. The message must be finished
// and 7-bit, as all that Write makes are (RFC 8551 3.1.3).
func (s *SMIME) Sign(dst io.Writer, open func() (io.ReadCloser, error)) error {
	hash := sha256.New()
	if err := s.pass(open, func(outer, inner textproto.Header, body io.Reader) error {
		return writeEntity(hash, inner, body)
	}); err != nil {
		return fmt.Errorf("s/mime: %w", err)
	}
	cms, err := s.signedData(hash.Sum(nil))
	if err != nil {
		return fmt.Errorf("s/mime: %w", err)
	}
	again := sha256.New()
	err = s.pass(open, func(outer, inner textproto.Header, body io.Reader) error {
		return s.wrap(dst, outer, inner, body, cms, again)
	})
	if err == nil && !bytes.Equal(again.Sum(nil), hash.Sum(nil)) {
		err = errors.New("the message changed while it was signed")
	}
	if err != nil {
		return fmt.Errorf("s/mime: %w", err)
	}
	return nil
}

// pass opens the message and splits its header: the content fields go with the
// body into the signed part, the others stay.
func (s *SMIME) pass(open func() (io.ReadCloser, error), use func(outer, inner textproto.Header, body io.Reader) error) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	m, err := Open(r)
	if err != nil {
		return err
	}
	var outer, inner fieldList
	for it := m.Header.Fields(); it.Next(); {
		raw, err := it.Raw()
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(strings.ToLower(it.Key()), "content-"):
			inner.raw = append(inner.raw, raw)
		case !strings.EqualFold(it.Key(), "MIME-Version"):
			outer.raw = append(outer.raw, raw)
		}
	}
	b := boundary(m.MessageID, "signed")
	outer.add("MIME-Version", "1.0")
	outer.params("Content-Type", "multipart/signed", `protocol="application/pkcs7-signature"`, "micalg=sha-256", `boundary="`+b+`"`)
	return use(outer.header(), inner.header(), &sevenBit{r: m.Body})
}

// wrap writes the signed message.
func (s *SMIME) wrap(dst io.Writer, outer, inner textproto.Header, body io.Reader, cms []byte, hash io.Writer) error {
	w := bufio.NewWriterSize(dst, writeBuffer)
	if err := textproto.WriteHeader(w, outer); err != nil {
		return err
	}
	_, mark, _ := strings.Cut(outer.Get("Content-Type"), `boundary="`)
	mark = strings.TrimSuffix(mark, `"`)
	fmt.Fprintf(w, "--%s\r\n", mark)
	if err := writeEntity(io.MultiWriter(w, hash), inner, body); err != nil {
		return err
	}
	var sig fieldList
	sig.params("Content-Type", "application/pkcs7-signature", "name=smime.p7s")
	sig.add("Content-Transfer-Encoding", "base64")
	sig.params("Content-Disposition", "attachment", "filename=smime.p7s")
	fmt.Fprintf(w, "\r\n--%s\r\n", mark)
	if err := textproto.WriteHeader(w, sig.header()); err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(cms)
	for len(text) > 0 {
		n := min(len(text), maxHeaderLine)
		fmt.Fprintf(w, "%s\r\n", text[:n])
		text = text[n:]
	}
	fmt.Fprintf(w, "--%s--\r\n", mark)
	return w.Flush()
}

// writeEntity writes a signed part: exactly these bytes are hashed, without the line
// end that belongs to the boundary (RFC 1847 2.1).
func writeEntity(w io.Writer, h textproto.Header, body io.Reader) error {
	if err := textproto.WriteHeader(w, h); err != nil {
		return err
	}
	_, err := io.CopyBuffer(w, onlyReader{body}, make([]byte, writeBuffer))
	return err
}

// sevenBit refuses what a server may convert on the way, which would break the signature.
type sevenBit struct{ r io.Reader }

func (s *sevenBit) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if !isASCIIBytes(p[:n]) {
		return 0, errors.New("the body has 8-bit lines, and only 7-bit can be signed")
	}
	return n, err
}
