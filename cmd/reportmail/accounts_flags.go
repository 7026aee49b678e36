package main

import (
	"strings"

	"github.com/spf13/pflag"

	"reportmail/send/account"
)

// accountFlag is a flag that sets one key of an account.
type accountFlag struct{ name, path, help string }

// accountFlags are the keys that accounts add and edit can set; those of a sign-in with OAuth stand under the
// settings of the connector.
var accountFlags = []accountFlag{
	{"connector", "connector", "how it sends: folder, smtp, microsoft365 or currentuser"},
	{"address", "address", "address that it sends from"},
	{"sender-name", "sender_name", "name in From"},
	{"reply-to", "reply_to", "where answers go"},
	{"folder", "folder.path", "folder of the connector folder"},
	{"server", "smtp.server", "SMTP server"},
	{"port", "smtp.port", "port of the server (default: by --security)"},
	{"security", "smtp.security", "starttls, tls, auto or none"},
	{"login", "smtp.login", "none, password, plain, login, cram-md5, scram, ntlm or oauth2"},
	{"user", "smtp.user", "user to sign in with (default: the address)"},
	{"password", "smtp.password", "where the password is: env:NAME, file:PATH or store:NAME; never the password"},
	{"sender", "smtp.sender", "whose address messages carry: specific_user or current_user"},
	{"on-behalf-of", "smtp.on_behalf_of", "address in From that --address sends on behalf of"},
	{"envelope-from", "smtp.envelope_from", "where bounces go"},
	{"hello", "smtp.hello", "name in EHLO"},
	{"ca-file", "smtp.ca_file", "PEM file of the certificates to trust, for a server with one of its own"},
	{"dsn", "smtp.dsn", "delivery reports: never, or some of success,failure,delay"},
	{"sign-in", "graph.sign_in", "browser, device_code or application"},
	{"endpoint", "graph.endpoint", "Microsoft Graph of a national cloud"},
	{"tenant", "oauth.tenant", "Microsoft Entra tenant"},
	{"client-id", "oauth.client_id", "client id of the app registration"},
	{"client-secret", "oauth.client_secret", "where its secret is: env:NAME, file:PATH or store:NAME"},
	{"certificate", "oauth.certificate", "where its certificate and key are, in PEM: env:, file: or store:"},
	{"authority", "oauth.authority", "sign-in of a national cloud"},
	{"token-url", "oauth.token_url", "token address of an identity provider that is not Entra (smtp)"},
	{"scopes", "oauth.scopes", "scopes of that provider, separated by commas"},
	{"refresh-token", "oauth.refresh_token", "where the refresh token of that provider is"},
	{"dkim-domain", "dkim.domain", "domain that signs what leaves"},
	{"dkim-selector", "dkim.selector", "selector of the signing key"},
	{"dkim-key", "dkim.key", "where the signing key is, in PEM: env:, file: or store:"},
	{"window-days", "window.days", `days on which it sends, "mon-fri"`},
	{"window-from", "window.from", `when it begins to send, "08:00"`},
	{"window-to", "window.to", `when it stops, "18:00"`},
	{"window-zone", "window.zone", "time zone of the window, Europe/Amsterdam"},
}

// limitFlags are the keys of accounts limits.
var limitFlags = []accountFlag{
	{"per-minute", "limits.per_minute", "most messages in any 60 seconds; 0 is no limit"},
	{"concurrency", "limits.concurrency", "messages under way at once, 1 to 10"},
	{"per-day", "limits.per_day", "most recipients in any 24 hours; 0 is no limit"},
	{"mb-per-5-minutes", "limits.mb_per_5_minutes", "most megabytes in any 5 minutes; 0 is no limit"},
	{"message-mb", "limits.message_mb", "largest message that the provider takes, in MB; 0 is no limit"},
	{"attempts", "retry.attempts", "attempts in all, 1 to 20"},
	{"retry", "retry.profile", "shape of the waits between attempts: linear or mail"},
	{"give-up-after", "retry.give_up_after", `end of the attempts, "24h"`},
}

// settingFlags adds flags that set keys.
type settingFlags struct {
	list   []accountFlag
	values []string
	fl     *pflag.FlagSet
}

func addSettings(fl *pflag.FlagSet, list ...accountFlag) *settingFlags {
	s := &settingFlags{list: list, values: make([]string, len(list)), fl: fl}
	for i, f := range list {
		fl.StringVar(&s.values[i], f.name, "", f.help)
	}
	return s
}

// settings are the keys that were given, for an account of a connector.
func (s *settingFlags) settings(kind account.Kind) []account.Setting {
	var out []account.Setting
	for i, f := range s.list {
		if !s.fl.Changed(f.name) {
			continue
		}
		path := f.path
		if strings.HasPrefix(path, "oauth.") {
			path = oauthSection(kind) + path
		}
		out = append(out, account.Setting{Path: path, Value: s.values[i]})
	}
	return out
}

func oauthSection(kind account.Kind) string {
	if kind == account.SMTP {
		return "smtp."
	}
	return "graph."
}

// given is the value of a flag, empty when it was not given.
func (s *settingFlags) given(name string) string {
	for i, f := range s.list {
		if f.name == name {
			return s.values[i]
		}
	}
	return ""
}
