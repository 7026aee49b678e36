package outbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"reportmail/send/policy"
)

// F18: lists, pages, counts and opening show exactly what the model of the policies says, over random relations.
func TestView_sqlIsTheModel(t *testing.T) {
	const messages, views = 250, 400 // 100,000 cells
	rnd := rand.New(rand.NewPCG(1, 2))
	users := []string{"anna", "bob", "carl"}
	entities := []string{"customer", "S.Invoice", "vendor", policy.UserEntity}
	record := func() policy.Record {
		return policy.Record{Entity: entities[rnd.IntN(len(entities))], Record: fmt.Sprint(rnd.IntN(4))}
	}
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		owner, about := map[int64]string{}, map[int64][]policy.Record{}
		for n := range messages {
			m := message(n)
			m.Owner = users[rnd.IntN(len(users))]
			var records []policy.Record
			for range rnd.IntN(4) {
				r := record()
				if !slices.Contains(records, r) {
					records = append(records, r)
					m.Relations = append(m.Relations, Relation{Entity: r.Entity, Record: r.Record, Primary: len(records) == 1})
				}
			}
			id := o.mustEnqueue(t, m)
			owner[id], about[id] = m.Owner, records
		}
		for n := range views {
			v := policy.View{User: users[rnd.IntN(len(users))], Policy: policy.Policies()[n%4]}
			for range rnd.IntN(4) {
				r := record()
				if rnd.IntN(3) == 0 {
					r.Record = ""
				}
				v.Reads = append(v.Reads, r)
			}
			if n%16 < 4 {
				v.Reads = []policy.Record{}
			}
			var want []int64
			for id := range owner {
				if v.Sees(owner[id], about[id]) {
					want = append(want, id)
				}
			}
			slices.Sort(want)
			o.mustShow(t, v, want)
			id := int64(rnd.IntN(messages) + 1)
			if err := o.Visible(t.Context(), id, v); (err == nil) != slices.Contains(want, id) || err != nil && !errors.Is(err, ErrHidden) {
				t.Errorf("%+v opens message %d of %s about %v: %v", v, id, owner[id], about[id], err)
			}
		}
		if err := o.Visible(t.Context(), 9999, policy.View{}); !errors.Is(err, ErrNotFound) {
			t.Errorf("no such message: %v", err)
		}
	})
}

// mustShow checks the pages and the count of a view.
func (o *Outbox) mustShow(t *testing.T, v policy.View, want []int64) {
	t.Helper()
	var got []int64
	f := Filter{View: v, OldestFirst: true, Limit: 90}
	for {
		page, err := o.List(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			got = append(got, m.ID)
		}
		if len(page) < f.Limit {
			break
		}
		f.Before = page[len(page)-1].ID
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v: %d messages listed, the model has %d", v, len(got), len(want))
	}
	counts, err := o.Count(t.Context(), Filter{View: v})
	if err != nil || counts[Queued] != len(want) {
		t.Errorf("%+v: count %v, %v, want %d", v, counts, err, len(want))
	}
}
