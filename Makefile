# The few commands of the project. Needs Rust (rustup) and Node; `make test` fetches the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build web test lint bench bench-api bench-first-frame clean

WEB := web-client
WEB_SOURCES := $(shell find $(WEB) -type f \
	-not -path '*/node_modules/*' -not -path '$(WEB)/dist/*' -not -path '$(WEB)/e2e/*' 2>/dev/null)

help: ## Lists these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Starts the demo clinic on http://localhost:8080
	@exec target/release/vestibule serve --demo

build: web ## Builds the executable with the web client inside: target/release/vestibule
	cargo build --release --locked -p vestibule

web: $(WEB)/dist/index.html ## Builds the web client

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && npm run build
	@touch $@

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json
	cd $(WEB) && npm ci
	@touch $@

test: ## Installs what the tests need, then runs every test
	@scripts/test.sh

lint: ## Checks format, lints, laws of the map, types, licences
	@scripts/lint.sh

bench: ## Prints the figures of the media path, each beside its bare loop, in three minutes
	cargo run --release --locked -p benches

bench-api: build ## Prints how long joins and messages take with a thousand connected sockets, in a minute
	ulimit -n 4096 2>/dev/null || true; cargo run --release --locked -p benches -- api

bench-first-frame: build ## Prints the time from pressing "Join" to the first picture, 20 joins in Chromium
	cd $(WEB)/e2e && ([[ -d node_modules ]] || npm ci)
	cd $(WEB)/e2e && E2E_VESTIBULE=$(CURDIR)/target/release/vestibule npm run bench:first-frame

clean: ## Removes what was built
	rm -rf target artifacts $(WEB)/dist
