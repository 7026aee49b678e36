// Package scenario knows the business reasons for sending an e-mail and which
// account serves each: the catalogue, the scenario of every report usage, the
// assignments of a workspace, and the files that a scenario attaches by itself.
//
// Scenarios are keyed by name, because the numbers of extensions differ between
// countries; the numbers of Business Central are kept for reference. The
// package sends nothing and reads no files.
package scenario

import (
	"slices"
	"strings"
)

// Scenario is a business reason for sending.
type Scenario struct {
	// Name identifies it: "Sales Invoice".
	Name string
	// Number is Business Central's, 0 for Default and for a workspace's own.
	Number int
}

// Default is the scenario whose account serves all that have none.
const Default = "Default"

// builtin is Business Central's catalogue: the system application, the base
// application, service management, the e-mail printer and the Czech apps.
var builtin = []Scenario{
	{Default, 0},
	{"Invite External Accountant", 1},
	{"Notification", 2},
	{"Job Planning Line Calendar", 3},
	{"Interaction Template", 4},
	{"Sales Quote", 100},
	{"Sales Order", 101},
	{"Sales Invoice", 102},
	{"Sales Credit Memo", 103},
	{"Purchase Quote", 105},
	{"Purchase Order", 106},
	{"Reminder", 115},
	{"Finance Charge", 116},
	{"Service Quote", 129},
	{"Service Order", 130},
	{"Service Invoice", 131},
	{"Service Credit Memo", 132},
	{"Posted Vendor Remittance", 184},
	{"Customer Statement", 185},
	{"Vendor Remittance", 186},
	{"Email Printer", 202},
	{"Financial Report", 8360},
	{"Compensation", 11700},
	{"Issued Compensation", 11701},
	{"Cash Receipt", 11710},
	{"Cash Withdrawal", 11711},
	{"Sales Advance Letter", 31010},
	{"Purchase Advance Letter", 31011},
}

// usages maps a report usage to its scenario; every other usage goes to Default.
var usages = map[string]string{
	"S.Quote":        "Sales Quote",
	"S.Order":        "Sales Order",
	"S.Invoice":      "Sales Invoice",
	"S.Cr.Memo":      "Sales Credit Memo",
	"P.Quote":        "Purchase Quote",
	"P.Order":        "Purchase Order",
	"Reminder":       "Reminder",
	"Fin.Charge":     "Finance Charge",
	"SM.Quote":       "Service Quote",
	"SM.Order":       "Service Order",
	"SM.Invoice":     "Service Invoice",
	"SM.Credit Memo": "Service Credit Memo",
	"P.V.Remit.":     "Posted Vendor Remittance",
	"C.Statement":    "Customer Statement",
	"V.Remittance":   "Vendor Remittance",
}

// Catalogue is the scenarios of a workspace.
type Catalogue struct {
	scenarios []Scenario
	usages    map[string]string
}

// Builtin returns Business Central's catalogue.
func Builtin() *Catalogue { return &Catalogue{scenarios: builtin, usages: usages} }

// All returns the scenarios, Default first, the others by name.
func (c *Catalogue) All() []Scenario {
	all := slices.Clone(c.scenarios)
	slices.SortFunc(all, func(a, b Scenario) int {
		switch {
		case a.Name == Default:
			return -1
		case b.Name == Default:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// Lookup finds a scenario by name; case does not matter.
func (c *Catalogue) Lookup(name string) (Scenario, bool) {
	for _, s := range c.scenarios {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return Scenario{}, false
}

// ForUsage returns the scenario of a report usage, Default for usages that have
// none of their own.
func (c *Catalogue) ForUsage(usage string) string {
	if s, ok := c.usages[usage]; ok {
		return s
	}
	return Default
}
