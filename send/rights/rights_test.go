package rights

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/send/account"
	"reportmail/send/policy"
)

func load(t *testing.T, text string) (*Users, []string) {
	t.Helper()
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	top := yamledit.Resolved(&root)
	u, err := Load("reportmail.yaml", yamledit.Value(top, "users"), yamledit.Value(top, "view_policy"))
	if err != nil {
		return u, strings.Split(err.Error(), "\n")
	}
	return u, nil
}

const staff = `
users:
  - {name: anna, full_name: Anna de Vries, address: anna@example.com, permissions: [Email - Admin], view_policy: all}
  - {name: bob, reads: [customer, S.Invoice/1001]}
  - {name: reader, permissions: [email - read]}
  - {name: nobody, permissions: []}
  - {name: partner, licence: delegated_admin, permissions: Email - Admin}
  - {name: guest, licence: guest}
  - {name: accountant, licence: external_accountant, view_policy: own}
view_policy: any_related
`

// The matrix of rights: who may look, send, set up, and use the connectors.
func TestUser_matrix(t *testing.T) {
	users, faults := load(t, staff)
	if faults != nil {
		t.Fatal(faults)
	}
	for _, c := range []struct {
		user                             string
		see, send, setUp, smtp, m365, me bool
	}{
		{"anna", true, true, true, true, true, true},
		{"BOB", true, true, false, true, true, true},
		{"reader", true, false, false, true, true, true},
		{"nobody", false, false, false, true, true, true},
		{"partner", true, true, true, true, false, false},
		{"guest", true, true, false, true, false, false},
		{"accountant", true, true, false, true, false, false},
	} {
		u, err := users.Find(c.user)
		if err != nil {
			t.Fatal(err)
		}
		for what, got := range map[string]struct {
			err  error
			want bool
		}{
			"see": {u.MaySee(), c.see}, "send": {u.MaySend(), c.send}, "set up": {u.MaySetUp(), c.setUp}, "smtp": {u.MayUse(account.SMTP), c.smtp}, "folder": {u.MayUse(account.Folder), true},
			"microsoft365": {u.MayUse(account.Microsoft365), c.m365}, "currentuser": {u.MayUse(account.CurrentUser), c.me},
		} {
			if (got.err == nil) != got.want || got.err != nil && !errors.Is(got.err, ErrRefused) {
				t.Errorf("%s, %s: %v, want %v", c.user, what, got.err, got.want)
			}
		}
	}
	if err := (User{Name: "x", Licence: ExternalAccountant}).MayUse(account.Microsoft365); !strings.Contains(err.Error(), "external accountant") {
		t.Errorf("the refusal does not say why: %v", err)
	}
}

func TestUsers_find(t *testing.T) {
	users, _ := load(t, staff)
	for _, name := range []string{"eve", ""} {
		if _, err := users.Find(name); !errors.Is(err, ErrUnknown) || !errors.Is(err, ErrRefused) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, open := range []*Users{nil, {}} {
		u, err := open.Find("anybody")
		if err != nil || u.MaySetUp() != nil || u.MayUse(account.CurrentUser) != nil || !open.View(u).Everything() {
			t.Errorf("a workspace without users: %+v %v", u, err)
		}
	}
}

// Which policy applies: the user's, else that of the workspace, else all_related.
func TestUsers_view(t *testing.T) {
	users, _ := load(t, staff)
	for name, want := range map[string]policy.Policy{"anna": policy.All, "bob": policy.AnyRelated, "accountant": policy.Own} {
		u, _ := users.Find(name)
		if v := users.View(u); v.Policy != want || v.User != name {
			t.Errorf("%s: %+v", name, v)
		}
	}
	plain, _ := load(t, "users: [{name: a, permissions: [Email - Admin]}]")
	u, _ := plain.Find("a")
	if v := plain.View(u); v.Policy != policy.AllRelated || v.Reads != nil {
		t.Errorf("%+v", v)
	}
	b, _ := users.Find("bob")
	if len(b.Reads) != 2 || b.Reads[1] != (policy.Record{Entity: "S.Invoice", Record: "1001"}) {
		t.Errorf("%v", b.Reads)
	}
}

func TestLoad_allFaultsAtOnce(t *testing.T) {
	_, faults := load(t, `users:
  - name: anna
    licence: trial
    permisions: [Email - Admin]
  - name: Anna
    permissions: [Email - Boss]
    address: anna
  - licence: full
    view_policy: everything
  - just a name
view_policy: mine
`)
	want := []string{
		`:2: none of the 4 users may change the set-up; give one of them permissions: [Email - Admin]`,
		`:3: user anna: "trial" is not possible here; use full, delegated_admin, guest, external_accountant`,
		`:4: user anna: unknown key "permisions"; known are`,
		`:5: user Anna: the name is taken by the user at line 2`,
		`:6: user Anna: "Email - Boss" is not possible here; use Email - Read, Email - Edit, Email - Admin`,
		`:7: user Anna: "anna" is not an address`,
		`:8: user: it has no name`,
		`:9: user: "everything" is not possible here`,
		`:10: user: expected keys and values here`,
		`:11: "mine" is not possible here; use own, all, all_related, any_related`,
	}
	if len(faults) != len(want) {
		t.Errorf("%d faults: %s", len(faults), strings.Join(faults, "\n"))
	}
	for i, f := range faults {
		if i < len(want) && !strings.HasPrefix(f, "reportmail.yaml"+want[i]) {
			t.Errorf("got  %s\nwant %s", f, want[i])
		}
	}
}
