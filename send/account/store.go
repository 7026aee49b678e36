package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// SecretStore keeps secrets in state/secrets.json, each encrypted with
// AES-256-GCM under a key in state/secret.key. It protects a copied or committed
// secrets.json; whoever can read both files can read the secrets, as with any
// program that runs unattended.
type SecretStore struct {
	file, keyFile string
	random        func([]byte)
}

// OpenSecrets returns the store in the state folder. Nothing is created before
// the first Set.
func OpenSecrets(dir string) *SecretStore {
	return &SecretStore{
		file:    filepath.Join(dir, "secrets.json"),
		keyFile: filepath.Join(dir, "secret.key"),
		random:  func(b []byte) { rand.Read(b) }, // never fails, crypto/rand
	}
}

// sealed is a secret in the file: nonce and ciphertext in base64. The name is
// authenticated, so that secrets cannot change places.
type sealed map[string]string

// Get returns a secret.
func (s *SecretStore) Get(name string) (string, error) {
	all, err := s.load()
	if err != nil {
		return "", err
	}
	text, ok := all[name]
	if !ok {
		return "", fmt.Errorf("secret store:%s: %w", name, ErrNoSecret)
	}
	gcm, err := s.cipher(false)
	if err != nil {
		return "", err
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) < gcm.NonceSize() {
		return "", fmt.Errorf("secret store:%s: damaged entry in %s", name, s.file)
	}
	plain, err := gcm.Open(nil, data[:gcm.NonceSize()], data[gcm.NonceSize():], []byte(name))
	if err != nil {
		return "", fmt.Errorf("secret store:%s: cannot be decrypted with %s: it was set with another key; set it again", name, s.keyFile)
	}
	return string(plain), nil
}

// Set stores a secret under a name and replaces the one that was there.
func (s *SecretStore) Set(name, secret string) error {
	all, err := s.load()
	if err != nil {
		return err
	}
	gcm, err := s.cipher(true)
	if err != nil {
		return err
	}
	nonce := make([]byte, gcm.NonceSize())
	s.random(nonce)
	all[name] = base64.StdEncoding.EncodeToString(gcm.Seal(nonce, nonce, []byte(secret), []byte(name)))
	return s.save(all)
}

// Delete removes a secret; one that is not there is no error.
func (s *SecretStore) Delete(name string) error {
	all, err := s.load()
	if err != nil {
		return err
	}
	if _, ok := all[name]; !ok {
		return nil
	}
	delete(all, name)
	return s.save(all)
}

// Names returns what is in the store, sorted.
func (s *SecretStore) Names() ([]string, error) {
	all, err := s.load()
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(all))
	for n := range all {
		names = append(names, n)
	}
	slices.Sort(names)
	return names, nil
}

func (s *SecretStore) load() (sealed, error) {
	data, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return sealed{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	all := sealed{}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("secrets: %s: %w", s.file, err)
	}
	return all, nil
}

func (s *SecretStore) save(all sealed) error {
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("secrets: %w", err)
	}
	if err := writeWhole(s.file, append(data, '\n')); err != nil {
		return fmt.Errorf("secrets: %w", err)
	}
	return nil
}

// keySize is that of AES-256.
const keySize = 32

func (s *SecretStore) cipher(create bool) (cipher.AEAD, error) {
	key, err := os.ReadFile(s.keyFile)
	if errors.Is(err, fs.ErrNotExist) && create {
		key = make([]byte, keySize)
		s.random(key)
		err = writeWhole(s.keyFile, key)
	}
	if err != nil {
		return nil, fmt.Errorf("secrets: key: %w", err)
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("secrets: %s is not a key of %d bytes", s.keyFile, keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	return cipher.NewGCM(block)
}

// writeWhole replaces a file at once, readable by its owner only.
func writeWhole(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
