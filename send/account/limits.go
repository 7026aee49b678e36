package account

import "time"

// Limits are what a provider lets an account do. Zero means no limit, except
// for Concurrency.
type Limits struct {
	// PerMinute is the most messages handed over in any 60 seconds.
	PerMinute int `yaml:"per_minute"`
	// Concurrency is how many messages are on their way at once, 1 to 10.
	Concurrency int `yaml:"concurrency"`
	// PerDay is the most recipients in any 24 hours (Exchange Online: 10,000).
	PerDay int `yaml:"per_day"`
	// MBPer5Minutes is the most bytes, in megabytes of 1,000,000 bytes, in any
	// 5 minutes (Graph: 150 for a mailbox and an app).
	MBPer5Minutes int `yaml:"mb_per_5_minutes"`
	// MessageMB is the largest message the provider takes, as it goes over the
	// wire (files grow by a third), in MB of 1,048,576 bytes as mail servers count.
	MessageMB int `yaml:"message_mb"`
}

// Bounds and defaults of the limits (spec of the field: Business Central's
// concurrency limit is 3, 1 to 10; its Graph connectors start with 30 a minute).
const (
	DefaultConcurrency = 3
	MaxConcurrency     = 10
	GraphPerMinute     = 30
	// ExchangeMessageMB is what Exchange Online takes unless its admin allows more.
	ExchangeMessageMB = 35
)

// BytesPer5Minutes is MBPer5Minutes in bytes.
func (l Limits) BytesPer5Minutes() int64 { return int64(l.MBPer5Minutes) * 1_000_000 }

// MaxMessage is MessageMB in bytes, 0 without a limit.
func (l Limits) MaxMessage() int64 { return int64(l.MessageMB) << 20 }

// Minute, Day and FiveMinutes are the windows that limits are counted in.
const (
	Minute      = time.Minute
	FiveMinutes = 5 * time.Minute
	Day         = 24 * time.Hour
)
