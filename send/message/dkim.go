package message

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

// DKIM signs finished messages for a domain (RFC 6376). Do not sign where the
// provider does (Microsoft 365, Google): two signatures are no better than one.
type DKIM struct {
	// Domain is the signing domain; DMARC wants that of From or one above it.
	Domain string
	// Selector names the key: its record is at SELECTOR._domainkey.DOMAIN.
	Selector string
	// Key is an RSA key of at least 2048 bits (RFC 8301 3.2) or an Ed25519 key (RFC 8463).
	Key crypto.Signer
}

// minRSA is the shortest key in bits that receivers still take seriously (RFC 8301 3.2).
const minRSA = 2048

// signedFields are the fields of the signature. Each is named once more than it
// occurs, so that nobody can add another one (RFC 6376 8.15).
var signedFields = []string{"From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
	"Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post"}

// Sign writes the message that open returns to dst with a DKIM-Signature in front. It
// reads the message twice and keeps nothing of it: a signature needs the hash of
// the body before its first byte. The message must be finished.
func (d *DKIM) Sign(dst io.Writer, open func() (io.ReadCloser, error)) error {
	field, err := d.Field(open)
	if err != nil {
		return err
	}
	r, err := open()
	if err != nil {
		return fmt.Errorf("sign for %s: %w", d.Domain, err)
	}
	_, err = io.WriteString(dst, field)
	if err == nil {
		_, err = io.CopyBuffer(dst, onlyReader{r}, make([]byte, writeBuffer))
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("sign for %s: %w", d.Domain, err)
	}
	return nil
}

// Field returns the DKIM-Signature field for the message that open returns, with
// its line end: what Sign puts in front. It reads the message once.
func (d *DKIM) Field(open func() (io.ReadCloser, error)) (string, error) {
	field, err := d.signature(open)
	if err != nil {
		return "", fmt.Errorf("sign for %s: %w", d.Domain, err)
	}
	return field, nil
}

func (d *DKIM) signature(open func() (io.ReadCloser, error)) (string, error) {
	r, err := open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	m, err := Open(r)
	if err != nil {
		return "", err
	}
	var keys []string
	for _, f := range signedFields {
		for range len(m.Header.Values(f)) + 1 {
			keys = append(keys, f)
		}
	}
	s, err := dkim.NewSigner(&dkim.SignOptions{
		Domain: d.Domain, Selector: d.Selector, Signer: d.Key, Hash: crypto.SHA256, HeaderKeys: keys,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return "", err
	}
	again, err := open()
	if err == nil {
		_, err = io.CopyBuffer(s, onlyReader{again}, make([]byte, writeBuffer))
		err = errors.Join(err, again.Close())
	}
	// Close must be called in any case, it ends a goroutine.
	if err = errors.Join(err, s.Close()); err != nil {
		return "", err
	}
	return s.Signature(), nil
}

// Check reports what is wrong with the set-up.
func (d *DKIM) Check() error {
	var errs []error
	if ascii, reason := asciiDomain(d.Domain); reason != "" || ascii != d.Domain {
		errs = append(errs, fmt.Errorf("dkim domain %q is not a complete domain in its ASCII form", d.Domain))
	}
	if !isPlainDomain(d.Selector) {
		errs = append(errs, fmt.Errorf("dkim selector %q is not one", d.Selector))
	}
	switch k := d.Key.(type) {
	case *rsa.PrivateKey:
		if n := k.N.BitLen(); n < minRSA {
			errs = append(errs, fmt.Errorf("dkim key has %d bits, at least %d are needed", n, minRSA))
		}
	case ed25519.PrivateKey:
	default:
		errs = append(errs, fmt.Errorf("dkim key of type %T: RSA or Ed25519 is needed", d.Key))
	}
	return errors.Join(errs...)
}

// ParseKey reads a private key in PEM: PKCS #8, or PKCS #1 for RSA. No error
// quotes the key.
func ParseKey(text []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("private key is not in PEM form")
	}
	if strings.Contains(block.Type, "ENCRYPTED") || block.Headers["DEK-Info"] != "" {
		return nil, errors.New("private key has a passphrase; store it without, under the protection of the secret store")
	}
	if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return k, nil
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("private key is neither PKCS #8 nor PKCS #1")
	}
	s, ok := k.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("private key of type %T cannot sign", k)
	}
	return s, nil
}
