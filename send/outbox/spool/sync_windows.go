package spool

// syncDir does nothing: NTFS journals folder entries, and a folder cannot be
// opened for FlushFileBuffers.
func syncDir(string) error { return nil }
