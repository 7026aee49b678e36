package workspace

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"reportmail/cmd/internal/files"
	"reportmail/send/safemode"
)

// identityFile is where a workspace's state remembers whose it is.
const identityFile = "workspace.json"

// HostVariable names the machine where its name changes with every start, as in containers.
const HostVariable = "REPORTMAIL_HOST"

// Identity is where a workspace lives. Its state remembers it, so that a copy of the state notices that it is one. The
// id is in reportmail.yaml too, so that a checkout, which has no state, notices as well.
type Identity struct {
	ID   string `json:"id"`
	Host string `json:"host"`
	Path string `json:"path"`
}

// here is the identity of this place.
func (w *Workspace) here() (Identity, error) {
	path, err := filepath.Abs(w.Dir)
	if err != nil {
		return Identity{}, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	host := os.Getenv(HostVariable)
	if host == "" {
		host, _ = os.Hostname()
	}
	return Identity{Host: host, Path: path}, nil
}

// Identity returns what the state remembers. A state that remembers nothing belongs here from now on, unless
// reportmail.yaml has the id of a workspace: then it came from another place, which is not known. A machine that is named
// on purpose takes such a workspace for its own.
func (w *Workspace) Identity() (was, here Identity, err error) {
	if here, err = w.here(); err != nil {
		return was, here, err
	}
	data, err := os.ReadFile(w.Path(StateDir, identityFile))
	if errors.Is(err, fs.ErrNotExist) {
		if id := w.Config.ID; id != "" && os.Getenv(HostVariable) == "" {
			return Identity{ID: id}, here, nil
		}
		was, err = w.Settle()
		return was, here, err
	}
	if err == nil {
		err = json.Unmarshal(data, &was)
	}
	if err != nil {
		return was, here, fmt.Errorf("whose the state of the workspace is cannot be read: %w", err)
	}
	return was, here, nil
}

// Settle says that the workspace belongs where it is now: a copy becomes a workspace of its own.
func (w *Workspace) Settle() (Identity, error) {
	here, err := w.here()
	if err != nil {
		return here, err
	}
	if err := os.MkdirAll(w.Path(StateDir), 0o700); err != nil {
		return here, err
	}
	if here.ID = w.Config.ID; here.ID == "" {
		here.ID = rand.Text()
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(here); err != nil {
		return here, err
	}
	return here, files.Write(w.Path(StateDir, identityFile), b.Bytes(), nil)
}

// Copied reports whether the workspace was copied, moved or checked out here, with the place it came from as far as it is
// known.
func (w *Workspace) Copied() (from string, copied bool, err error) {
	was, here, err := w.Identity()
	if err != nil || was.Host == here.Host && was.Path == here.Path {
		return "", false, err
	}
	if was.Host == "" {
		return "another place, without its state", true, nil
	}
	return was.Host + ":" + was.Path, true, nil
}

// SafeMode is the mode that holds: that of reportmail.yaml, and for a copied workspace the strictest, until somebody
// says otherwise. A state that cannot say whose it is counts as copied.
func (w *Workspace) SafeMode() safemode.Mode {
	from, copied, err := w.Copied()
	switch {
	case err != nil:
		return safemode.Mode{Kind: safemode.Folder, Why: err.Error()}
	case copied:
		return safemode.Mode{Kind: safemode.Folder, Why: "the workspace was copied or moved from " + from + "; reportmail accounts safe-mode off says that it is to send from here"}
	}
	return w.safe
}
