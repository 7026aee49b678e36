package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamlread"
	"reportmail/layouts"
	"reportmail/render"
	"reportmail/selection"
	"reportmail/send/account"
	"reportmail/send/rights"
	"reportmail/send/safemode"
	"reportmail/send/scenario"
)

// Config is reportmail.yaml.
type Config struct {
	ID        string    `yaml:"id"` // of a workspace that was made by Create: see Identity
	Company   Company   `yaml:"company"`
	Accounts  yaml.Node `yaml:"accounts"`  // read by send/account
	Scenarios yaml.Node `yaml:"scenarios"` // read by send/scenario
	Users     yaml.Node `yaml:"users"`     // read by send/rights
	Views     yaml.Node `yaml:"view_policy"`
	Safe      yaml.Node `yaml:"safe_mode"` // read by send/safemode
	Limits    Limits    `yaml:"limits"`
	Profiles  yaml.Node `yaml:"profiles"` // read by selection
	Payments  yaml.Node `yaml:"payments"`
	Fonts     Fonts     `yaml:"fonts"`
	Body      Body      `yaml:"body"`
	Store     Store     `yaml:"store"`
	Telemetry Telemetry `yaml:"telemetry"`
	Preview   Preview   `yaml:"preview"`
}

// Limits are those of every message.
type Limits struct {
	AttachmentsMB *int `yaml:"attachments_mb"` // files of one message together, MB of 1,048,576 bytes; 0 is no limit
}

// DefaultAttachmentsMB is Business Central's limit.
const DefaultAttachmentsMB = 100

// AttachmentLimit is the most bytes that the files of one message may have together; 0 is no limit.
func (w *Workspace) AttachmentLimit() int64 {
	if mb := w.Config.Limits.AttachmentsMB; mb != nil {
		return int64(*mb) << 20
	}
	return DefaultAttachmentsMB << 20
}

// Company is who sends: the name in subjects, the language where a document names none, the domain of Message-IDs.
type Company struct {
	Name     string `yaml:"name"`
	Language string `yaml:"language"`
	Region   string `yaml:"region"`
	Domain   string `yaml:"domain"`
}

// Fonts say where fonts come from beside those that are built in.
type Fonts struct {
	Dirs       []string          `yaml:"dirs"`   // relative to the workspace
	System     bool              `yaml:"system"` // also the machine's
	Substitute map[string]string `yaml:"substitute"`
}

// Body holds limits of mail bodies.
type Body struct {
	Limit *int `yaml:"limit"` // bytes; 0 is never
}

// Preview says what a preview may do.
type Preview struct {
	SendTo []string `yaml:"send_to"` // addresses that tests may go to, *@domain for a whole domain
}

// Telemetry says where traces and metrics go.
type Telemetry struct {
	Endpoint string                    `yaml:"endpoint"` // of an OTLP/HTTP receiver; empty is nowhere
	Headers  map[string]account.Secret `yaml:"headers"`  // references, as all secrets
	Interval time.Duration             `yaml:"interval"` // between two exports of metrics
}

// Store says where the outbox is kept.
type Store struct {
	URL   string `yaml:"url"`   // empty: SQLite in state/
	Spool string `yaml:"spool"` // of messages; empty: state/spool
}

// Workspace is an open workspace.
type Workspace struct {
	Dir       string
	Config    Config
	Accounts  []account.Account
	Scenarios *scenario.Setup
	Users     *rights.Users
	Table     *selection.Table
	Profiles  selection.Profiles
	Payments  []selection.Payment

	safe safemode.Mode
}

// Open reads the workspace in dir. All faults of its files are reported at once.
func Open(dir string) (*Workspace, error) {
	data, err := os.ReadFile(filepath.Join(dir, ConfigFile))
	if err != nil {
		return nil, fmt.Errorf("opening the workspace: %w", err)
	}
	return read(dir, data)
}

// read is Open with the text of reportmail.yaml.
func read(dir string, data []byte) (*Workspace, error) {
	w := &Workspace{Dir: dir}
	var faults []error
	var err error
	if len(strings.TrimSpace(string(data))) > 0 {
		faults = appendFault(faults, yamlread.Load(ConfigFile, data, &w.Config))
	}
	if w.Accounts, err = account.Load(ConfigFile, &w.Config.Accounts); err != nil {
		faults = append(faults, err)
	}
	if w.Scenarios, err = scenario.Load(ConfigFile, &w.Config.Scenarios, w.Accounts); err != nil {
		faults = append(faults, err)
	}
	if w.Users, err = rights.Load(ConfigFile, &w.Config.Users, &w.Config.Views); err != nil {
		faults = append(faults, err)
	}
	if w.safe, err = safemode.Load(ConfigFile, &w.Config.Safe); err != nil {
		faults = append(faults, err)
	}
	if w.Profiles, err = selection.LoadProfiles(ConfigFile, &w.Config.Profiles); err != nil {
		faults = append(faults, err)
	}
	table, err := os.ReadFile(w.Path(SelectionsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		faults = append(faults, err)
	}
	if w.Table, err = selection.Load(SelectionsFile, table, w.layoutKind); err != nil {
		faults = append(faults, err)
	}
	if w.Payments, err = selection.LoadPayments(ConfigFile, &w.Config.Payments, w.Table); err != nil {
		faults = append(faults, err)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return w, nil
}

func appendFault(faults []error, err error) []error {
	if err != nil {
		faults = append(faults, err)
	}
	return faults
}

// Path is a file of the workspace.
func (w *Workspace) Path(parts ...string) string {
	return filepath.Join(append([]string{w.Dir}, parts...)...)
}

// Library is the layouts of the workspace over the built-in ones.
func (w *Workspace) Library() *layouts.Library {
	return layouts.NewLibrary(layouts.Dir(w.Path(LayoutsDir)))
}

// layoutKind tells what a layout can become, or why it cannot be used. A file that cannot be read concerns the documents
// that need it, and not the whole workspace: CheckSelections and the doctor name it.
func (w *Workspace) layoutKind(name string) (selection.LayoutKind, error) {
	e, err := w.Library().Entry(name)
	switch {
	case errors.Is(err, layouts.ErrNotFound):
		return 0, fmt.Errorf("%w; see reportmail layouts list", err)
	case err != nil:
		return 0, err
	case e.Status == layouts.Draft:
		return selection.DraftLayout, nil
	case e.Builtin && e.Kind == layouts.Body:
		return selection.BodyOnly, nil
	case e.Blank:
		return selection.PagesOnly, nil
	}
	return selection.AnyLayout, nil
}

// CheckSelections tells what is wrong with a selection table, which need not be written yet, and what is odd about it.
func CheckSelections(dir string, table []byte) (warnings []error, err error) {
	w := &Workspace{Dir: dir}
	return w.examineSelections(table, func(name string) (selection.LayoutKind, error) {
		if e, err := w.Library().Entry(name); err == nil && e.Err != nil {
			return 0, fmt.Errorf("layout %q cannot be read: %w", name, e.Err)
		}
		return w.layoutKind(name)
	})
}

// ExamineSelections is CheckSelections for the table as it is written, without the layouts that cannot be read.
func (w *Workspace) ExamineSelections() (warnings []error, err error) {
	table, err := os.ReadFile(w.Path(SelectionsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return w.examineSelections(table, w.layoutKind)
}

func (w *Workspace) examineSelections(table []byte, kind func(string) (selection.LayoutKind, error)) (warnings []error, err error) {
	library, texts := w.Library(), NewTexts(w, nil)
	return selection.Examine(SelectionsFile, table, selection.Names{
		Layout: kind,
		Report: func(layout string) int {
			e, _ := library.Entry(layout) // one that is not there is a fault already
			return e.Report
		},
		Controls: func(layout string) ([]string, error) {
			data, err := library.Open(layout)
			if err != nil {
				return nil, err
			}
			l, err := (&render.Compiler{}).Compile(layout, data)
			if err != nil {
				return nil, err
			}
			return l.Slots(), nil
		},
		Text: func(name string) error {
			_, err := texts.Source(name)
			return err
		},
	})
}
