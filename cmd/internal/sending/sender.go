package sending

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"reportmail/send/account"
	"reportmail/send/message"
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

// sender is whose address a message carries: the account's, or that of the user who sends it.
func (in *Intake) sender(acc account.Account) (message.Address, error) {
	if acc.Connector != account.CurrentUser && (acc.SMTP == nil || acc.SMTP.Sender != account.AsUser) {
		return message.Address{Name: acc.SenderName, Address: acc.Address}, nil
	}
	if in.As.Address == "" {
		return message.Address{}, fmt.Errorf("account %s sends as the current user, and no address of user %q is known; add it: reportmail users set %s --address ADDRESS", acc.Name, in.As.Name, in.As.Name)
	}
	a, err := message.ParseAddress(in.As.Address)
	a.Name = in.As.FullName
	return a, err
}
