package smtp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"reportmail/send/connector"
)

// script is a server that answers what it is told: a reply by verb, "." being
// the end of the content. Without an entry a verb gets what it should. "close"
// ends the connection, "hang" says nothing more.
type script struct {
	replies map[string]string
	ehlo    string

	mu    sync.Mutex
	done  [][]byte // contents that ended with a dot
	conns int
}

func (s *script) start(t *testing.T) Config {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop); _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c, stop)
		}
	}()
	return Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: None, Timeouts: impatient}
}

var usual = map[string]string{"greeting": "220 hello", "EHLO": "", "MAIL": "250 2.1.0 ok", "RCPT": "250 2.1.5 ok", "DATA": "354 go on", ".": "250 2.0.0 queued as ABC123",
	"RSET": "250 ok", "NOOP": "250 ok", "QUIT": "221 bye", "HELO": "250 hi"}

func (s *script) serve(c net.Conn, stop chan struct{}) {
	defer c.Close()
	s.mu.Lock()
	s.conns++
	s.mu.Unlock()
	// answer reports whether the conversation goes on.
	answer := func(verb string) bool {
		r, ok := s.reply(verb)
		if !ok {
			r = usual[verb]
		}
		if verb == "EHLO" && !ok {
			r = "250-script\n"
			for _, ext := range strings.Fields(s.ehlo) {
				r += "250-" + ext + "\n"
			}
			r += "250 HELP"
		}
		switch r {
		case "close":
			return false
		case "hang":
			<-stop
			return false
		}
		_, err := fmt.Fprintf(c, "%s\r\n", strings.ReplaceAll(r, "\n", "\r\n"))
		return err == nil && !strings.HasPrefix(r, "421")
	}
	if !answer("greeting") {
		return
	}
	r := bufio.NewReader(c)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb := strings.ToUpper(strings.TrimSpace(line))
		if len(verb) > 4 {
			verb = verb[:4]
		}
		if verb == "RCPT" {
			if addr := line[strings.IndexByte(line, '<')+1 : strings.IndexByte(line, '>')]; addr != "" {
				if _, own := s.reply(addr); own {
					verb = addr
				}
			}
		}
		if !answer(verb) || verb == "QUIT" {
			return
		}
		if _, own := s.reply("DATA"); verb == "DATA" && !own && !s.content(r, answer) {
			return
		}
	}
}

// seen is how many connections there were, and the contents that ended with a dot.
func (s *script) seen() (int, [][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns, append([][]byte(nil), s.done...)
}

// answers changes the replies of a running server.
func (s *script) answers(replies map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies = replies
}

func (s *script) reply(verb string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.replies[verb]
	return r, ok
}

// content reads up to the dot and answers it.
func (s *script) content(r *bufio.Reader, answer func(string) bool) bool {
	var b bytes.Buffer
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	s.done = append(s.done, b.Bytes())
	s.mu.Unlock()
	return answer(".")
}

func TestConnector_replies(t *testing.T) {
	T, P, A, U := connector.Temporary, connector.Permanent, connector.Account, connector.Unknown
	cases := map[string]struct {
		replies  map[string]string
		class    connector.Class
		stage    connector.Stage
		code     int
		enhanced string
		pause    bool
		dots     int
	}{
		"greeting 554":               {map[string]string{"greeting": "554 5.7.1 no service for you"}, P, connector.StageConnect, 554, "5.7.1", false, 0},
		"greeting 421":               {map[string]string{"greeting": "421 4.3.2 shutting down"}, T, connector.StageConnect, 421, "4.3.2", false, 0},
		"greeting 421, too many":     {map[string]string{"greeting": "421 4.7.0 Too many concurrent SMTP connections from this IP"}, A, connector.StageConnect, 421, "4.7.0", true, 0},
		"greeting closed":            {map[string]string{"greeting": "close"}, T, connector.StageConnect, 0, "", false, 0},
		"greeting nonsense":          {map[string]string{"greeting": "SSH-2.0-OpenSSH"}, T, connector.StageConnect, 0, "", false, 0},
		"MAIL 530":                   {map[string]string{"MAIL": "530 5.7.57 Client not authenticated to send mail"}, A, connector.StageSender, 530, "5.7.57", false, 0},
		"MAIL 432":                   {map[string]string{"MAIL": "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"}, A, connector.StageSender, 432, "4.3.2", true, 0},
		"MAIL 451":                   {map[string]string{"MAIL": "451 4.3.0 try later"}, T, connector.StageSender, 451, "4.3.0", false, 0},
		"MAIL 452 quota":             {map[string]string{"MAIL": "452 4.7.1 hourly quota reached"}, A, connector.StageSender, 452, "4.7.1", true, 0},
		"MAIL 452 storage":           {map[string]string{"MAIL": "452 4.3.1 insufficient system storage"}, T, connector.StageSender, 452, "4.3.1", false, 0},
		"MAIL 552":                   {map[string]string{"MAIL": "552 5.3.4 too large"}, P, connector.StageSender, 552, "5.3.4", false, 0},
		"MAIL hang":                  {map[string]string{"MAIL": "hang"}, T, connector.StageSender, 0, "", false, 0},
		"RCPT 550":                   {map[string]string{"RCPT": "550 5.1.1 unknown user"}, P, connector.StageRecipient, 550, "5.1.1", false, 0},
		"RCPT 450 greylisted":        {map[string]string{"RCPT": "450 4.7.1 Greylisted, try again in 300 seconds"}, T, connector.StageRecipient, 450, "4.7.1", false, 0},
		"RCPT 450 and 550":           {map[string]string{"b@example.com": "450 4.2.0 busy", "c@example.com": "550 5.1.1 unknown"}, T, connector.StageRecipient, 450, "4.2.0", false, 0},
		"RCPT 553 not owned":         {map[string]string{"RCPT": "553 5.7.1 <a@example.com>: Sender address rejected: not owned by user x"}, P, connector.StageSender, 553, "5.7.1", false, 0},
		"RCPT 421":                   {map[string]string{"RCPT": "421 4.4.2 timeout"}, T, connector.StageRecipient, 421, "4.4.2", false, 0},
		"DATA 451":                   {map[string]string{"DATA": "451 4.3.0 not now"}, T, connector.StageContent, 451, "4.3.0", false, 0},
		"DATA 554":                   {map[string]string{"DATA": "554 5.5.1 no valid recipients"}, P, connector.StageContent, 554, "5.5.1", false, 0},
		"DATA 250":                   {map[string]string{"DATA": "250 what"}, T, connector.StageContent, 250, "", false, 0},
		"dot 451":                    {map[string]string{".": "451 4.3.0 queue file write error"}, T, connector.StageReply, 451, "4.3.0", false, 1},
		"dot 452":                    {map[string]string{".": "452 4.3.1 insufficient system storage"}, T, connector.StageReply, 452, "4.3.1", false, 1},
		"dot 421":                    {map[string]string{".": "421 4.3.0 going down"}, T, connector.StageReply, 421, "4.3.0", false, 1},
		"dot 432":                    {map[string]string{".": "432 4.3.2 Concurrent connections limit exceeded"}, A, connector.StageReply, 432, "4.3.2", true, 1},
		"dot 552":                    {map[string]string{".": "552-5.2.3 exceeds\n552 5.2.3 the limit"}, P, connector.StageReply, 552, "5.2.3", false, 1},
		"dot 550 5.7.30":             {map[string]string{".": "550 5.7.30 Basic authentication is not supported for Client Submission"}, A, connector.StageReply, 550, "5.7.30", false, 1},
		"dot 554 SendAsDenied":       {map[string]string{".": "554 5.2.252 SendAsDenied; a@example.com not allowed to send as b@example.com"}, P, connector.StageSender, 554, "5.2.252", false, 1},
		"dot nothing, closed":        {map[string]string{".": "close"}, U, connector.StageReply, 0, "", false, 1},
		"dot nothing, hang":          {map[string]string{".": "hang"}, U, connector.StageReply, 0, "", false, 1},
		"dot nonsense":               {map[string]string{".": "OK"}, U, connector.StageReply, 0, "", false, 1},
		"dot 354":                    {map[string]string{".": "354 go on"}, U, connector.StageReply, 0, "", false, 1},
		"dot 999":                    {map[string]string{".": "999 hm"}, U, connector.StageReply, 0, "", false, 1},
		"dot half a multi-line":      {map[string]string{".": "250-first\n"}, U, connector.StageReply, 0, "", false, 1},
		"dot reply that never stops": {map[string]string{".": "250-" + strings.Repeat("x", 100_000)}, U, connector.StageReply, 0, "", false, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{replies: c.replies}
			handed := 0
			_, err := open(t, s.start(t)).Send(context.Background(), small("x@example.com", "b@example.com", "c@example.com"),
				func(context.Context, connector.Notice) error { handed++; return nil })
			var e *connector.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if e.Class != c.class || e.Stage != c.stage || e.Code != c.code || e.Enhanced != c.enhanced || (e.RetryAfter > 0) != c.pause {
				t.Errorf("error %v: class %s, stage %s, %d %q, pause %s\nwant %s, %s, %d %q, pause %v", err, e.Class, e.Stage, e.Code, e.Enhanced, e.RetryAfter, c.class, c.stage, c.code, c.enhanced, c.pause)
			}
			if _, done := s.seen(); handed != c.dots || len(done) != c.dots {
				t.Errorf("%d hand-overs, %d dots, want %d", handed, len(done), c.dots)
			}
		})
	}
}

func TestConnector_acceptedReplies(t *testing.T) {
	for reply, want := range map[string]connector.Receipt{
		"250 2.0.0 Ok: queued as 4XYZ": {Ref: "4XYZ", Code: 250, Enhanced: "2.0.0", Reply: "Ok: queued as 4XYZ"},
		"250 OK id=1abCDe-0001Ab-XY":   {Ref: "1abCDe-0001Ab-XY", Code: 250, Reply: "OK id=1abCDe-0001Ab-XY"},
		"250-2.6.0 <x@y> [InternalId=123456, Hostname=h]\n250 2.6.0 Queued mail for delivery": {Ref: "123456", Code: 250, Enhanced: "2.6.0", Reply: "<x@y> [InternalId=123456, Hostname=h] Queued mail for delivery"},
		"251 yes": {Code: 251, Reply: "yes"},
	} {
		s := &script{replies: map[string]string{".": reply}}
		r, err := open(t, s.start(t)).Send(context.Background(), small("x@example.com"), yes)
		if err != nil {
			t.Errorf("%q: %v", reply, err)
		}
		if r.Ref != want.Ref || r.Code != want.Code || r.Enhanced != want.Enhanced || r.Reply != want.Reply || len(r.Recipients) != 1 || !r.Recipients[0].Accepted {
			t.Errorf("%q: %+v, want %+v", reply, r, want)
		}
	}
}

func TestConnector_eightBit(t *testing.T) {
	d := small("x@example.com")
	c := []byte("From: a@example.com\r\n\r\ngr\xc3\xbc\xc3\x9fe\r\n")
	d.Size, d.Open = int64(len(c)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c)), nil }
	s := &script{}
	if _, err := open(t, s.start(t)).Send(context.Background(), d, func(context.Context, connector.Notice) error { t.Error("handed over"); return nil }); connector.ClassOf(err) != connector.Permanent || !strings.Contains(err.Error(), "8BITMIME") {
		t.Errorf("not offered: %v", err)
	}
	time.Sleep(20 * time.Millisecond)
	if _, done := s.seen(); len(done) != 0 {
		t.Error("it was delivered")
	}
	s = &script{ehlo: "8BITMIME"}
	if _, err := open(t, s.start(t)).Send(context.Background(), d, yes); err != nil {
		t.Errorf("offered: %v", err)
	}
	if _, done := s.seen(); len(done) != 1 || !bytes.Equal(done[0], c) {
		t.Errorf("offered: %q", done)
	}
}

// A server that closes an idle connection says 421 to the next command; the
// message goes over a new one. On a new connection it is an answer.
func TestConnector_reopensOnce(t *testing.T) {
	s := &script{}
	cfg := s.start(t)
	c := open(t, cfg)
	if _, err := c.Send(context.Background(), small("1@example.com"), yes); err != nil {
		t.Fatal(err)
	}
	s.answers(map[string]string{"MAIL": "421 4.4.2 idle too long"})
	_, err := c.Send(context.Background(), small("2@example.com"), yes)
	if conns, _ := s.seen(); connector.ClassOf(err) != connector.Temporary || conns != 2 {
		t.Errorf("error %v over %d connections, want a temporary one after 2", err, conns)
	}
	s.answers(nil)
	_, err = c.Send(context.Background(), small("3@example.com"), yes)
	if _, done := s.seen(); err != nil || len(done) != 2 {
		t.Errorf("error %v, %d messages", err, len(done))
	}
}

// When the answer to the end of the message is lost, or no longer waited for,
// the answers to its recipients are not.
func TestConnector_unknownKeepsRefusals(t *testing.T) {
	for _, end := range []string{"close", "hang"} {
		s := &script{replies: map[string]string{"gone@example.com": "550 5.1.1 no such user", ".": end}}
		ctx, cancel := context.WithCancel(context.Background())
		c := open(t, s.start(t))
		_, err := c.Send(ctx, small("1@example.com", "b@example.com", "gone@example.com"), func(context.Context, connector.Notice) error {
			if end == "hang" {
				time.AfterFunc(200*time.Millisecond, cancel)
			}
			return nil
		})
		cancel()
		var e *connector.Error
		if !errors.As(err, &e) || e.Class != connector.Unknown || len(e.Recipients) != 2 || !e.Recipients[0].Accepted || e.Recipients[1].Code != 550 {
			t.Errorf("%s: %#v", end, e)
		}
	}
}

// Whatever a server says: no panic, a class, and "sent" only for 2xx after the dot.
// A server that repeats what it was given shows no secret.
func TestSend_masksSecrets(t *testing.T) {
	const secret = "tr0ub4dor&3"
	plain := base64.StdEncoding.EncodeToString([]byte("\x00robot\x00" + secret))
	for _, said := range []string{secret, plain, base64.StdEncoding.EncodeToString([]byte(secret))} {
		for _, verb := range []string{"AUTH", "MAIL", "RCPT", "."} {
			s := &script{replies: map[string]string{"EHLO": "250-script\n250 AUTH PLAIN", "AUTH": "235 2.7.0 ok"}}
			s.replies[verb] = "535 5.7.8 no: " + said
			cfg := s.start(t)
			cfg.User, cfg.Auth, cfg.ClearAuth = "robot", Plain, true
			cfg.Password = func() (string, error) { return secret, nil }
			_, err := open(t, cfg).Send(t.Context(), small("m1@example.com"), yes)
			if err == nil || strings.Contains(err.Error(), said) || !strings.Contains(err.Error(), "***") {
				t.Errorf("%s: %v", verb, err)
			}
		}
	}
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"250 2.0.0 ok", "451 4.7.1 x", "554-5.7.1 a\n554 5.7.1 b", "25", "250-", "9999 x", "550 5.7.1234 x", "\x00", "421 4.3.2 too many"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		enhanced, rest := splitReply(text)
		if strings.ContainsAny(rest, "\r\n") || len(rest) > 1100 || (enhanced != "" && !enhancedCode.MatchString(enhanced)) {
			t.Fatalf("%q: %q %q", text, enhanced, rest)
		}
		_ = refFrom(rest)
		for _, code := range []int{0, 250, 354, 421, 432, 450, 535, 550, 554, 699} {
			for _, stage := range []connector.Stage{connector.StageAuth, connector.StageRecipient, connector.StageReply} {
				e := &connector.Error{Stage: stage, Code: code, Enhanced: enhanced, Text: rest}
				classify(e)
				if e.Class != connector.Temporary && e.Class != connector.Permanent && e.Class != connector.Account {
					t.Fatalf("%d %q: class %q", code, text, e.Class)
				}
				if code >= 500 && code < 600 && e.Class == connector.Temporary {
					t.Fatalf("%d %q is temporary", code, text)
				}
			}
		}
	})
}
