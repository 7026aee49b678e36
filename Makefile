# make demo   build, make a workspace, render its posted documents and send them to a folder
# make test   every test, with its own set-up
.DEFAULT_GOAL := build
.PHONY: build demo test golden bench soak layouts fixtures check clean

GO    ?= go
DEMO  ?= tmp/demo

build:
	@$(GO) build -trimpath -o bin/reportmail ./cmd/reportmail

demo: build
	@scripts/demo "$(DEMO)"

test: check
	@.ci/setup
	@$(GO) test -timeout 20m ./...

check:
	@unformatted="$$(gofmt -l cmd render layouts selection send fixtures golden)"; \
	 if [ -n "$$unformatted" ]; then echo "not gofmt-ed: $$unformatted"; exit 1; fi
	@$(GO) vet ./...

golden: build
	@$(GO) test ./cmd/reportmail -run TestGolden -update
	@git --no-pager diff --stat -- golden || true

bench:
	@$(GO) test -run '^$$' -bench . -benchmem ./render/... ./send/... ./cmd/...

# The fault tests in full, in half an hour; the table of counts comes in tmp/soak.md.
soak:
	@mkdir -p tmp && rm -f tmp/soak.md
	@REPORTMAIL_SOAK=1 REPORTMAIL_SOAK_TABLE="$(CURDIR)/tmp/soak.md" $(GO) test -count 1 -timeout 2h -v ./send/outbox/...

layouts:
	@$(GO) generate ./layouts/...

fixtures:
	@$(GO) generate ./fixtures/...

clean:
	@rm -rf bin tmp
