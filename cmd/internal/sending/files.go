package sending

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/message"
)

// withFiles is the message with the files that its scenario attaches by itself. A message that was rendered for the
// scenario has them; one from elsewhere, or sent for another scenario, gets them here.
func (in *Intake) withFiles(raw *buffer, m *message.Opened) (*buffer, error) {
	name := in.scenario(m)
	standing := in.Workspace.Scenarios.Attach(name)
	if len(standing) == 0 || strings.EqualFold(m.Routing.Scenario, name) {
		return raw, nil
	}
	files := make([]message.File, len(standing))
	for i, a := range standing {
		on := in.Workspace.Path(workspace.AttachmentsDir, filepath.FromSlash(a.File))
		files[i] = message.File{Name: path.Base(a.File), Open: func() (io.ReadCloser, error) { return os.Open(on) }}
	}
	out, err := in.enclose(raw, files)
	if err != nil {
		return nil, fmt.Errorf("default attachments of scenario %s: %w", name, err)
	}
	return out, nil
}

// enclose is the message with further attachments, in a buffer of its own.
func (in *Intake) enclose(raw *buffer, files []message.File) (*buffer, error) {
	src, err := raw.open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	out := &buffer{dir: in.Spool}
	if err := message.Enclose(out, src, files); err != nil {
		out.release()
		return nil, err
	}
	return out, nil
}
