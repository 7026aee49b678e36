package main

import (
	"errors"
	"fmt"
	"strconv"

	"reportmail/send/account"
	"reportmail/send/message"
)

// question asks for one setting of an account.
type question struct {
	path, text string
	otherwise  func(answers map[string]string) string
	check      func(string) error
	when       func(answers map[string]string) bool
	options    []option
	secret     bool
}

// questions are what each connector needs to know, in order.
var questions = map[account.Kind][]question{
	account.Folder: {
		{path: "name", text: "Name of the account", otherwise: fixed("folder"), check: needText},
		{path: "address", text: "Address that it sends from", check: address},
		{path: "sender_name", text: "Name in From (may be empty)"},
		{path: "folder.path", text: "Folder", otherwise: fixed("outgoing"), check: needText},
	},
	account.SMTP: {
		{path: "name", text: "Name of the account", check: needText},
		{path: "smtp.server", text: `Server ("microsoft365" for the settings of Microsoft 365)`, check: needText},
		{path: "smtp.sender", text: "Whose address do messages carry?", options: []option{{"specific_user", "an address of the account"}, {"current_user", "that of whoever sends"}}},
		{path: "address", text: "Address that it sends from", check: address, when: is("smtp.sender", "specific_user")},
		{path: "sender_name", text: "Name in From (may be empty)", when: is("smtp.sender", "specific_user")},
		{path: "smtp.security", text: "How is the connection protected?", when: not("smtp.server", "microsoft365"), options: []option{
			{"starttls", "TLS after the greeting, as on port 587"}, {"tls", "TLS from the start, as on port 465"}, {"auto", "TLS when it is offered"}, {"none", "never: only on one's own machine"}}},
		{path: "smtp.port", text: "Port", otherwise: portOf, check: port, when: not("smtp.server", "microsoft365")},
		{path: "smtp.login", text: "How does it sign in?", otherwise: loginOf, options: []option{
			{"password", "user and password"}, {"oauth2", "OAuth 2.0, as Microsoft 365 wants it"}, {"ntlm", "Windows"}, {"none", "not at all"}}},
		{path: "smtp.user", text: "User", otherwise: given("address"), check: needText, when: not("smtp.login", "none")},
		{path: "smtp.password", text: "Password", secret: true, when: oneOfAnswers("smtp.login", "password", "ntlm")},
		{path: "smtp.oauth.tenant", text: "Tenant of Microsoft Entra", check: needText, when: is("smtp.login", "oauth2")},
		{path: "smtp.oauth.client_id", text: "Client id of the app registration", check: needText, when: is("smtp.login", "oauth2")},
		{path: "smtp.oauth.client_secret", text: "Client secret", secret: true, when: is("smtp.login", "oauth2")},
	},
	account.Microsoft365: append([]question{
		{path: "name", text: "Name of the account", check: needText},
		{path: "address", text: "Address of the shared mailbox", check: address},
	}, registration...),
	account.CurrentUser: append([]question{
		{path: "name", text: "Name of the account", otherwise: fixed("Current User"), check: needText},
	}, registration...),
}

// registration is the app registration that Graph connectors sign in with.
var registration = []question{
	{path: "graph.oauth.tenant", text: "Tenant of Microsoft Entra", otherwise: fixed("organizations"), check: needText},
	{path: "graph.oauth.client_id", text: "Client id of the app registration", check: needText},
	{path: "graph.sign_in", text: "Who signs in?", options: []option{
		{"browser", "a person, in the browser of this machine"}, {"device_code", "a person, with a code on any machine"}, {"application", "the program itself, with a secret"}}},
	{path: "graph.oauth.client_secret", text: "Client secret", secret: true, when: is("graph.sign_in", "application")},
}

func fixed(s string) func(map[string]string) string {
	return func(map[string]string) string { return s }
}

func given(path string) func(map[string]string) string {
	return func(a map[string]string) string { return a[path] }
}

func is(path, value string) func(map[string]string) bool {
	return func(a map[string]string) bool { return a[path] == value }
}

func not(path, value string) func(map[string]string) bool {
	return func(a map[string]string) bool { return a[path] != value }
}

func oneOfAnswers(path string, values ...string) func(map[string]string) bool {
	return func(a map[string]string) bool {
		for _, v := range values {
			if a[path] == v {
				return true
			}
		}
		return false
	}
}

func portOf(a map[string]string) string {
	return map[string]string{"starttls": "587", "tls": "465", "auto": "25", "none": "25"}[a["smtp.security"]]
}

func loginOf(a map[string]string) string {
	if a["smtp.server"] == "microsoft365" {
		return "oauth2"
	}
	return "password"
}

func port(s string) error {
	if n, err := strconv.Atoi(s); err != nil || n < 1 || n > 65535 {
		return errors.New("answer with a number from 1 to 65535")
	}
	return nil
}

func address(s string) error {
	_, err := message.ParseAddress(s)
	return err
}

func addresses(s string) error {
	if s == "-" {
		return nil
	}
	list, err := message.ParseAddressList(s)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("answer with an address, or - for no test")
	}
	return err
}
