package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// asker asks questions on the terminal, or of whatever stands in for it. Questions go to standard error, so that the
// output stays clean.
type asker struct {
	in     *bufio.Reader
	out    io.Writer
	hidden func() (string, error) // nil where input is not a terminal
}

func (p *program) asker() *asker {
	a := &asker{in: bufio.NewReader(p.in), out: p.err}
	if p.person {
		a.hidden = p.hidden
	}
	return a
}

// errNoAnswer says that the input ended before a question was answered.
var errNoAnswer = errors.New("no answer: the input has ended")

// readHidden reads a line from the terminal without showing it.
func readHidden() (string, error) {
	text, err := term.ReadPassword(int(os.Stdin.Fd()))
	return string(text), err
}

func (a *asker) line() (string, error) {
	text, err := a.in.ReadString('\n')
	if err != nil && (text == "" || !errors.Is(err, io.EOF)) {
		fmt.Fprintln(a.out)
		return "", errNoAnswer
	}
	return strings.TrimSpace(text), nil
}

// text asks until check is content; an empty answer is the default.
func (a *asker) text(question, otherwise string, check func(string) error) (string, error) {
	for {
		if otherwise != "" {
			fmt.Fprintf(a.out, "%s [%s]: ", question, otherwise)
		} else {
			fmt.Fprintf(a.out, "%s: ", question)
		}
		answer, err := a.line()
		if err != nil {
			return "", err
		}
		if answer == "" {
			answer = otherwise
		}
		if check != nil {
			err = check(answer)
		}
		if err == nil {
			return answer, nil
		}
		fmt.Fprintf(a.out, "  %v\n", err)
	}
}

// yes asks a question of yes or no.
func (a *asker) yes(question string, otherwise bool) (bool, error) {
	hint := "y/N"
	if otherwise {
		hint = "Y/n"
	}
	answer := otherwise
	_, err := a.text(question+" ("+hint+")", "", func(s string) error {
		switch strings.ToLower(s) {
		case "":
		case "y", "yes":
			answer = true
		case "n", "no":
			answer = false
		default:
			return errors.New("answer y or n")
		}
		return nil
	})
	return answer, err
}

// option is one of several things to choose.
type option struct{ name, about string }

// choose asks for one of several things, by number or name; -1 stands for none as the default.
func (a *asker) choose(question string, options []option, otherwise int) (int, error) {
	for i, o := range options {
		fmt.Fprintf(a.out, "  %d  %-14s %s\n", i+1, o.name, o.about)
	}
	first := ""
	if otherwise >= 0 {
		first = strconv.Itoa(otherwise + 1)
	}
	chosen := -1
	_, err := a.text(question, first, func(s string) error {
		n, err := strconv.Atoi(s)
		for i, o := range options {
			if err == nil && n == i+1 || strings.EqualFold(s, o.name) {
				chosen = i
				return nil
			}
		}
		return fmt.Errorf("answer with a number from 1 to %d", len(options))
	})
	return chosen, err
}

// secret asks for something that is not shown while it is typed. Where the input is no terminal it is a plain line.
func (a *asker) secret(question string) (string, error) {
	if a.hidden == nil {
		return a.text(question, "", nil)
	}
	fmt.Fprintf(a.out, "%s (not shown): ", question)
	s, err := a.hidden()
	fmt.Fprintln(a.out)
	return strings.TrimSpace(s), err
}

// needText refuses an empty answer.
func needText(s string) error {
	if s == "" {
		return errors.New("an answer is needed")
	}
	return nil
}
