package outbox

import "golang.org/x/sys/unix"

// free is how many bytes a file system has left, 0 when there is none.
func free(path string) int64 {
	var st unix.Statfs_t
	if unix.Statfs(path, &st) != nil {
		return 0
	}
	return int64(st.Bavail) * st.Bsize
}
