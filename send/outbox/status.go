package outbox

// Status is what people are told about a message.
type Status string

// The statuses.
const (
	Draft      Status = "draft"      // being composed
	Queued     Status = "queued"     // waits for its turn
	Processing Status = "processing" // an attempt is under way
	Sent       Status = "sent"       // the provider took it
	Failed     Status = "failed"     // nobody got it, and it is not tried again
	Unknown    Status = "unknown"    // it was handed over and no answer came
)

// Phase is where exactly within its status a message is.
type Phase string

// The phases. Their order is that of a message's life:
//
//	Draft      editing
//	Queued     fresh → backoff, throttled, recovered, again
//	Processing attempt → handover
//	Sent       done, partial, reconciled, confirmed
//	Failed     permanent, exhausted, cancelled, expired
//	Unknown    verifying → unresolved
const (
	Editing    Phase = "editing"
	Fresh      Phase = "new"
	Backoff    Phase = "backoff"    // failed for a passing reason
	Throttled  Phase = "throttled"  // the account, not the message, was refused
	Recovered  Phase = "recovered"  // its process died before the hand-over
	Again      Phase = "again"      // a person, or proof, put it back
	Attempting Phase = "attempt"    // nothing has been handed over
	Handover   Phase = "handover"   // may be handed over from now on
	Done       Phase = "done"       // every recipient was accepted
	Partial    Phase = "partial"    // some were accepted, the others refused
	Reconciled Phase = "reconciled" // the provider said so when asked
	Confirmed  Phase = "confirmed"  // a person said so
	Permanent  Phase = "permanent"  // refused for good
	Exhausted  Phase = "exhausted"  // no attempts left
	Cancelled  Phase = "cancelled"  // by a person
	Expired    Phase = "expired"    // its deadline passed
	Verifying  Phase = "verifying"  // the provider is being asked
	Unresolved Phase = "unresolved" // a person has to decide
)
