package connector

import (
	"encoding/base64"
	"errors"
	"net/url"
	"slices"
	"strings"
)

// masked stands where a secret was.
const masked = "***"

// Mask takes secrets out of what a server said: as they are, in base64 with or
// without padding, and as a form sends them. Empty ones are none.
func Mask(text string, secrets ...string) string {
	var forms []string
	for _, s := range secrets {
		if s != "" {
			forms = append(forms, s, url.QueryEscape(s), base64.StdEncoding.EncodeToString([]byte(s)), base64.RawStdEncoding.EncodeToString([]byte(s)))
		}
	}
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // a longer form may hold a shorter one
	for _, f := range forms {
		text = strings.ReplaceAll(text, f, masked)
	}
	return text
}

// MaskError takes secrets out of an error of Send or Check. One that holds none
// is returned as it is.
func MaskError(err error, secrets ...string) error {
	if err == nil || Mask(err.Error(), secrets...) == err.Error() {
		return err
	}
	var e *Error
	if !errors.As(err, &e) {
		return &maskedError{Mask(err.Error(), secrets...), err}
	}
	clean := *e
	clean.Enhanced, clean.Text = Mask(e.Enhanced, secrets...), Mask(e.Text, secrets...)
	clean.Recipients = MaskRecipients(e.Recipients, secrets...)
	clean.Err = MaskError(e.Err, secrets...)
	return &clean
}

// MaskRecipients takes secrets out of what a server said about recipients.
func MaskRecipients(list []Recipient, secrets ...string) []Recipient {
	list = slices.Clone(list)
	for i := range list {
		list[i].Text = Mask(list[i].Text, secrets...)
	}
	return list
}

// maskedError says what another says, without the secrets.
type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string        { return e.text }
func (e *maskedError) Is(target error) bool { return errors.Is(e.err, target) }
