package telemetry

import (
	"log/slog"
	"regexp"
)

// address is what looks like an address in a text. Message-IDs look like it too and stay: see keep.
var address = regexp.MustCompile(`[^\s<>"'(),;:\[\]@=]+@([\pL\pN-]+(?:\.[\pL\pN-]+)+)`)

// mask takes the local part off every address in a text.
func mask(s string) string { return address.ReplaceAllString(s, "*@$1") }

// keep are the attributes whose values are no addresses of people.
var keep = map[string]bool{messageIDKey: true}

// maskAttr masks the values of a log line.
func maskAttr(_ []string, a slog.Attr) slog.Attr {
	if keep[a.Key] {
		return a
	}
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(mask(v.String()))
	case slog.KindAny:
		if err, ok := v.Any().(error); ok {
			a.Value = slog.StringValue(mask(err.Error()))
		}
	}
	return a
}
