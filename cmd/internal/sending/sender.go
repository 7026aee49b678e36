package sending

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"reportmail/send/account"
	"reportmail/send/message"
	"reportmail/send/rights"
	"reportmail/send/safemode"
)

// options are what goes into the header of a message: who sends it, and what safe mode makes of it.
func (in *Intake) options(acc account.Account, m *message.Opened, hash string) (message.FinishOptions, error) {
	from, err := in.sender(acc)
	if err != nil {
		return message.FinishOptions{}, err
	}
	o := message.FinishOptions{From: from, Date: in.Now()}
	if s := acc.SMTP; s != nil && s.OnBehalfOf != "" {
		o.Sender, o.From = from, message.Address{Name: acc.SenderName, Address: s.OnBehalfOf}
	}
	if acc.ReplyTo != "" && len(m.ReplyTo) == 0 {
		o.ReplyTo = []message.Address{{Address: acc.ReplyTo}}
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	if m.MessageID == "" { // the same bytes are the same message
		o.MessageID = hash + "@" + domain
	}
	if in.Safe.Kind == safemode.Folder || in.Safe.Kind == safemode.Redirect {
		// Another message than the one that is sent when safe mode is over.
		sum := sha256.Sum256([]byte(hash + in.safeKey()))
		o.NewIdentity, o.MessageID = true, "safe."+hex.EncodeToString(sum[:16])+"@"+domain
	}
	if in.Safe.Kind == safemode.Redirect {
		o.RedirectTo = []message.Address{in.Safe.To}
		o.Headers = []message.Field{{Name: "X-Original-Recipients", Value: strings.Join(m.Recipients(), ", ")}}
	}
	return o, nil
}

// sender is whose address a message carries.
func (in *Intake) sender(acc account.Account) (message.Address, error) {
	return SenderOf(acc, in.As, in.Secrets)
}

// SenderOf is whose address the messages of an account carry: the account's, or that of the user who sends. Where a
// user has none in the set-up, it is the one that Microsoft 365 knew when he signed in.
func SenderOf(acc account.Account, user rights.User, secrets account.Resolver) (message.Address, error) {
	current := acc.Connector == account.CurrentUser
	if !current && (acc.SMTP == nil || acc.SMTP.Sender != account.AsUser) {
		return message.Address{Name: acc.SenderName, Address: acc.Address}, nil
	}
	address := user.Address
	if address == "" && current {
		for _, name := range []string{user.Name, ""} {
			if stored, err := secrets.Store.Get(addressName(acc, name)); err == nil {
				address = stored
				break
			}
		}
	}
	if address == "" {
		hint := fmt.Sprintf("add it: reportmail users set %q --address ADDRESS", user.Name)
		if current {
			hint = fmt.Sprintf("sign in: reportmail accounts sign-in %q", acc.Name)
		}
		return message.Address{}, fmt.Errorf("account %s sends as the current user, and no address of user %q is known; %s", acc.Name, user.Name, hint)
	}
	a, err := message.ParseAddress(address)
	a.Name = user.FullName
	return a, err
}
