package account

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamlread"
)

func load(t *testing.T, text string) ([]Account, []string) {
	t.Helper()
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	all, err := Load("reportmail.yaml", &root)
	var faults []string
	if err != nil {
		faults = strings.Split(err.Error(), "\n")
	}
	return all, faults
}

// What goes into header lines stays within one.
func TestLoad_controlCharacters(t *testing.T) {
	_, faults := load(t, `
- name: Billing
  connector: smtp
  address: billing@example.com
  sender_name: "X\r\nBcc: e@example.com"
  smtp: {server: mail.example.com, user: "robot\0"}
`)
	for i, field := range []string{"sender_name", "user"} {
		if want := field + " has a line break or another control character"; len(faults) != 2 || !strings.Contains(faults[i], want) {
			t.Errorf("faults %q, want %q", faults, want)
		}
	}
}

func TestLoad_full(t *testing.T) {
	all, faults := load(t, `
- name: Billing
  connector: smtp
  address: billing@example.com
  sender_name: Example Ltd
  default: true
  limits: { per_minute: 28, concurrency: 2, per_day: 10000, mb_per_5_minutes: 150 }
  retry: { profile: mail, attempts: 5 }
  window: { days: mon-fri, from: "08:00", to: "18:00", zone: Europe/Amsterdam }
  smtp:
    server: microsoft365
    user: robot@example.com
    password: env:SMTP_PASSWORD
- name: Mailbox
  connector: microsoft365
  address: shared@example.com
- name: Files
  connector: folder
  address: me@example.com
  folder: out/mail
`)
	if faults != nil {
		t.Fatal(faults)
	}
	a := all[0]
	want := Limits{PerMinute: 28, Concurrency: 2, PerDay: 10000, MBPer5Minutes: 150, MessageMB: 35}
	if a.Limits != want || a.Retry.Attempts != 5 || a.Retry.GiveUpAfter != 24*time.Hour || !a.Default {
		t.Errorf("Billing: %+v %+v", a.Limits, a.Retry)
	}
	if s := a.SMTP; s.Server != Microsoft365Server || s.Port != 587 || s.Security != StartTLS || s.Login != Password || s.Password != "env:SMTP_PASSWORD" {
		t.Errorf("smtp settings: %+v", *s)
	}
	if a.Window.From != 480 || a.Window.To != 1080 || a.Window.Days != 0b0111110 || a.Window.Zone.String() != "Europe/Amsterdam" {
		t.Errorf("window: %+v", a.Window)
	}
	if len(a.Warnings()) != 1 {
		t.Errorf("a password at Exchange Online warns: %q", a.Warnings())
	}
	if all[1].Limits.PerMinute != 30 || all[1].Limits.Concurrency != 3 || all[1].Graph.SignIn != Browser {
		t.Errorf("Mailbox: %+v", all[1])
	}
	if all[1].Limits.MaxMessage() != 35<<20 || all[2].Limits.MaxMessage() != 0 {
		t.Errorf("largest messages: %d, %d", all[1].Limits.MaxMessage(), all[2].Limits.MaxMessage())
	}
	if all[2].Limits.PerMinute != 0 || all[2].Folder.Path != "out/mail" || all[2].Retry.Profile != Linear || all[2].Retry.Attempts != 10 {
		t.Errorf("Files: %+v", all[2])
	}
}

func TestLoad_unlimitedByZero(t *testing.T) {
	all, faults := load(t, "- {name: M, connector: microsoft365, address: m@example.com, limits: {per_minute: 0}}")
	if faults != nil || all[0].Limits.PerMinute != 0 {
		t.Errorf("per_minute 0 is no limit: %d %v", all[0].Limits.PerMinute, faults)
	}
}

func TestLoad_allFaultsAtOnce(t *testing.T) {
	_, faults := load(t, `- name: A
  connector: smpt
  adress: a@example.com
- name: a
  connector: smtp
  address: a@contoso.b
  limits: { concurrency: 11, per_minute: -1 }
  retry: { attempts: 21, profile: fast }
  window: { days: monkey, from: "25:00" }
  smtp:
    server: http://mail.example.com/
    port: 0
    user: u
    password: hunter2
  folder: x
- connector: currentuser
- name: C
  connector: currentuser
`)
	want := []string{
		`:1: none of the 4 accounts is the default; add default: true to one of them`,
		`:2: account A: "smpt" is not possible here; use folder, smtp, microsoft365, currentuser`,
		`:3: account A: unknown key "adress"; did you mean address?`,
		`:4: account a: the name is taken by the account at line 1`,
		`:6: account a: "a@contoso.b" is not an address; write it as name@example.com`,
		`:7: account a: "-1" is not a number of 0 or more`,
		`:7: account a: limits.concurrency is 11; it must be 1 to 10`,
		`:8: account a: "fast" is not possible here; use linear, mail`,
		`:8: account a: retry.attempts is 21; it must be 1 to 20`,
		`:9: account a: "monkey" names no days; write mon-fri, or mon, wed, sat`,
		`:9: account a: "25:00" is not a time of day; write "08:00"`,
		`:12: account a: port is 0; it must be 1 to 65535`,
		`:14: account a: a secret in plain text; write env:NAME, file:PATH or store:NAME, and put the secret there`,
		`:15: account a: settings under folder, but the connector is smtp`,
		`:16: account: it has no name`,
		`:17: account C: there can be one account of the connector currentuser`,
	}
	got := map[string]bool{}
	for _, f := range faults {
		got[f] = true
		if strings.Contains(f, "hunter2") {
			t.Errorf("a fault shows the secret: %s", f)
		}
	}
	for _, w := range want {
		w = "reportmail.yaml" + w
		if !got[w] {
			t.Errorf("missing: %s", w)
		}
		delete(got, w)
	}
	for f := range got {
		t.Errorf("unexpected: %s", f)
	}
}

func TestLoad_empty(t *testing.T) {
	if all, err := Load("x", nil); len(all) != 0 || err != nil {
		t.Errorf("no list: %v %v", all, err)
	}
	if _, err := Load("x", &yaml.Node{Kind: yaml.MappingNode}); err == nil {
		t.Error("a mapping instead of a list is accepted")
	}
	var f *yamlread.Error
	_, err := Load("x", &yaml.Node{Kind: yaml.MappingNode, Line: 3})
	if !errors.As(err, &f) || f.Line != 3 {
		t.Errorf("fault %v has no line", err)
	}
}

func TestDelete_default(t *testing.T) {
	acc := func(names string) (all []Account) {
		for n := range strings.SplitSeq(names, " ") {
			all = append(all, Account{Name: strings.TrimSuffix(n, "*"), Default: strings.HasSuffix(n, "*")})
		}
		return all
	}
	for _, c := range []struct{ before, deleted, left, becomes, choose string }{
		{"A*", "A", "", "", ""},
		{"A* B C", "B", "A* C", "", ""},
		{"A* B", "A", "B*", "B", ""},
		{"A* B", "a", "B*", "B", ""},
		{"A* B C", "A", "B C", "", "choose"},
		{"A B C", "C", "A B", "", "choose"},
		{"A", "A", "", "", ""},
	} {
		before := acc(c.before)
		d := Delete(before, c.deleted)
		var left []string
		for _, a := range d.Left {
			left = append(left, a.Name+map[bool]string{true: "*"}[a.Default])
		}
		choose := map[bool]string{true: "choose"}[d.Choose]
		if got := strings.Join(left, " "); got != c.left || d.NewDefault != c.becomes || choose != c.choose {
			t.Errorf("%s without %s: left %q, new default %q, %q; want %q, %q, %q", c.before, c.deleted, got, d.NewDefault, choose, c.left, c.becomes, c.choose)
		}
		if fmt.Sprint(before) != fmt.Sprint(acc(c.before)) {
			t.Errorf("%s: Delete changed its argument", c.before)
		}
	}
}

func TestRetry_waits(t *testing.T) {
	linear, mail := Retry{Profile: Linear}, Retry{Profile: Mail}
	for n, want := range map[int][2]time.Duration{
		2:  {180 * time.Second, 90 * time.Second},
		3:  {270 * time.Second, 180 * time.Second},
		4:  {360 * time.Second, 360 * time.Second},
		10: {900 * time.Second, time.Hour},
		20: {1800 * time.Second, time.Hour},
	} {
		if got := linear.Wait(n, nil); got != want[0] {
			t.Errorf("linear before attempt %d: %v, want %v", n, got, want[0])
		}
		if got := mail.Wait(n, nil); got != want[1] {
			t.Errorf("mail before attempt %d: %v, want %v", n, got, want[1])
		}
	}
	almost := func() float64 { return 0.999999 }
	if got := linear.Wait(2, almost); got < 184*time.Second || got >= 185*time.Second {
		t.Errorf("linear jitter: %v", got)
	}
	if got := mail.Wait(3, almost); got < 215*time.Second || got > 216*time.Second {
		t.Errorf("mail jitter: %v", got)
	}
}

func TestWindow_next(t *testing.T) {
	zone := time.FixedZone("", 3600)
	work := Window{Days: 0b0111110, From: 8 * 60, To: 18 * 60, Zone: zone}
	night := Window{Days: 1 << time.Friday, From: 22 * 60, To: 6 * 60, Zone: zone}
	for _, c := range []struct {
		name     string
		w        Window
		at, next string
	}{
		{"open", work, "2026-11-25 09:00", "2026-11-25 09:00"},
		{"early", work, "2026-11-25 07:59", "2026-11-25 08:00"},
		{"end is closed", work, "2026-11-25 18:00", "2026-11-26 08:00"},
		{"over the weekend", work, "2026-11-27 18:30", "2026-11-30 08:00"},
		{"past midnight belongs to the day before", night, "2026-11-28 05:59", "2026-11-28 05:59"},
		{"not on saturday night", night, "2026-11-28 22:30", "2026-12-04 22:00"},
		{"always", Window{Zone: zone}, "2026-11-28 05:59", "2026-11-28 05:59"},
	} {
		at, _ := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if got := c.w.Next(at).In(zone).Format("2006-01-02 15:04"); got != c.next {
			t.Errorf("%s: next after %s is %s, want %s", c.name, c.at, got, c.next)
		}
	}
}
