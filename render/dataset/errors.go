package dataset

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Errors that Read returns, inside an *Error that says where.
var (
	ErrForm     = errors.New("not a dataset")
	ErrSyntax   = errors.New("malformed")
	ErrDTD      = errors.New("document type declarations are refused")
	ErrEncoding = errors.New("text encoding not understood")
	ErrTooLarge = errors.New("dataset too large")
	ErrTooDeep  = errors.New("dataset nested too deep")
	ErrTooMany  = errors.New("too many rows or columns")
	ErrPath     = errors.New("not a path of child steps")
)

// Limits of a dataset. They are far above what reports deliver and keep hostile input from taking the machine.
const (
	MaxSize    = 256 << 20 // bytes; a report of 500,000 rows, the product's own limit, stays below
	MaxDepth   = 48        // nested elements; reports nest at most 6 data items, an export doubles that
	MaxRows    = 1_000_000 // rows of all data items; the product's default limit is 500,000
	MaxColumns = 4096      // columns of one row; the widest known report has 165
)

// Error is a fault in a dataset at a place in its file.
type Error struct {
	File         string
	Line, Column int // from 1; Column counts characters
	Msg          string
	Err          error // one of the sentinels above
}

// Error is file:line:column: what: which rule.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %v", e.File, e.Line, e.Column, e.Err)
	if e.Msg != "" {
		s += ": " + e.Msg
	}
	return s
}

// Unwrap is the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// at makes an Error for a byte offset of text.
func at(file, text string, offset int, err error, format string, args ...any) *Error {
	offset = min(max(offset, 0), len(text))
	line := strings.Count(text[:offset], "\n") + 1
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	return &Error{File: file, Line: line, Column: utf8.RuneCountInString(text[start:offset]) + 1, Msg: fmt.Sprintf(format, args...), Err: err}
}
