package account

import (
	"errors"
	"testing"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
)

const two = `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: outgoing
    default: true

  # the second
  - name: Billing
    connector: smtp
    address: billing@example.com
    smtp: {server: mail.example.com, user: robot, password: "env:PW"}
`

func TestEdit_lines(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(top *yaml.Node) error
		want string
	}{
		"a key": {func(top *yaml.Node) error {
			return Edit(top, "post", []Setting{{"sender_name", "Example: Ltd"}, {"limits.per_minute", "30"}})
		}, `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: outgoing
    default: true
    sender_name: "Example: Ltd"
    limits:
      per_minute: 30

  # the second
  - name: Billing
    connector: smtp
    address: billing@example.com
    smtp: {server: mail.example.com, user: robot, password: "env:PW"}
`},
		"keys go": {func(top *yaml.Node) error {
			return Edit(top, "Billing", []Setting{{"smtp.user", ""}, {"smtp.password", ""}, {"smtp.dsn", "failure, delay"}, {"limits.per_day", ""}})
		}, `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: outgoing
    default: true

  # the second
  - name: Billing
    connector: smtp
    address: billing@example.com
    smtp: {server: mail.example.com, dsn: [failure, delay]}
`},
		"another default": {func(top *yaml.Node) error { return MakeDefault(top, "billing") }, `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: outgoing

  # the second
  - name: Billing
    connector: smtp
    address: billing@example.com
    smtp: {server: mail.example.com, user: robot, password: "env:PW"}
    default: true
`},
		"one goes": {func(top *yaml.Node) error { return Remove(top, "POST") }, `accounts:
  # the second
  - name: Billing
    connector: smtp
    address: billing@example.com
    smtp: {server: mail.example.com, user: robot, password: "env:PW"}
`},
		"one comes": {func(top *yaml.Node) error {
			return errors.Join(Remove(top, "billing"), Add(top, "Mailbox", []Setting{{"connector", "microsoft365"}, {"address", "m@example.com"}, {"graph.sign_in", "device_code"}}))
		}, `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: outgoing
    default: true

  - name: Mailbox
    connector: microsoft365
    address: m@example.com
    graph:
      sign_in: device_code
`},
		"folder": {func(top *yaml.Node) error {
			return errors.Join(Remove(top, "billing"), Edit(top, "post", []Setting{{"folder.path", "mail"}}))
		}, `accounts:
  - name: Post # ours
    connector: folder
    address: post@example.com
    folder: mail
    default: true
`},
	} {
		got, err := yamledit.Change("f", []byte(two), c.do)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v, got:\n%s\nwant:\n%s", name, err, got, c.want)
		}
	}
}

func TestEdit_refuses(t *testing.T) {
	for name, do := range map[string]func(top *yaml.Node) error{
		"edit":    func(top *yaml.Node) error { return Edit(top, "no", nil) },
		"remove":  func(top *yaml.Node) error { return Remove(top, "post", "no") },
		"default": func(top *yaml.Node) error { return MakeDefault(top, "no") },
	} {
		if _, err := yamledit.Change("f", []byte(two), do); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := yamledit.Change("f", []byte(two), func(top *yaml.Node) error { return Add(top, "POST", nil) }); err == nil {
		t.Error("a second account of one name is added")
	}
}
