package merge_test

import (
	"path/filepath"
	"sync"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/merge"
)

// One plan serves many goroutines, and every one gets what a single one would. The race detector watches.
func TestPlan_concurrent(t *testing.T) {
	dir := shared(t, "corpus", "W1__StandardSalesInvoiceDefEmail")
	plan := compile(t, filepath.Join(dir, "layout.docx"))
	small, medium := readData(t, filepath.Join(dir, "small.xml")), readData(t, filepath.Join(dir, "medium.xml"))
	want := [2]string{bodyText(plan.Run(small, merge.Options{}, nil)), bodyText(plan.Run(medium, merge.Options{}, nil))}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				var f diag.List
				if got := bodyText(plan.Run(small, merge.Options{}, &f)); got != want[0] {
					t.Error("small differs")
				}
				if got := bodyText(plan.Run(medium, merge.Options{}, &f)); got != want[1] {
					t.Error("medium differs")
				}
			}
		})
	}
	wg.Wait()
}
