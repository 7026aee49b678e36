package outbox

// wake tells dispatchers, once the transaction is committed, that an account
// has something new in its queue.
func (t tx) wake(account string) error {
	*t.woken = append(*t.woken, account)
	return nil
}

// poke passes wake-ups to the dispatchers of this process.
func (o *Outbox) poke(accounts []string) {
	if len(accounts) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for d := range o.dispatchers {
		for _, name := range accounts {
			d.poke(name)
		}
	}
}
