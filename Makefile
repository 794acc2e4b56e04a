# Sopu. `make` alone lists the targets; `make run` on a fresh Debian 12 does everything there is to do.
#
#   SAN=address,undefined  SAN=thread   any target, built with those sanitizers in a folder of its own
#   ONLY=store                          of the unit tests, those of one folder; of the benchmark, one workload
#   TRACES=folder                       where the benchmark finds editing traces (../shared/data/traces)
#   ARGS="..."                          passed to `sopu demo` by `make run`
#   OPS=10000000  SEED=7                random operations in `make interop`, and which; a failure says how to repeat it
#   MEETINGS=5000  SEED=7               how many random meetings in `make unit`, and from which
#   V=1                                 every compiler's command in full
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:
MAKEFLAGS += --no-print-directory

comma := ,
SETUP := build/setup
ifdef SAN
BUILD := build/san-$(subst $(comma),-,$(SAN))
else
BUILD := build
endif
# Where the machine's own Node is too old, setup brings a newer one there.
export PATH := $(CURDIR)/build/node/bin:$(PATH)
# That Node knows its own list of authorities only; the machine's may have its organisation's as well.
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
# The program the tests start, as seen from tests/; and where its sanitizers report: a server that is killed by a
# test tells nothing else.
export SOPU_BINARY ?= ../$(BUILD)/sopu
REPORTS := $(CURDIR)/$(BUILD)/reports
export ASAN_OPTIONS ?= log_path=$(REPORTS)/asan:detect_stack_use_after_return=1:quarantine_size_mb=16
export UBSAN_OPTIONS ?= log_path=$(REPORTS)/ubsan:print_stacktrace=1
export TSAN_OPTIONS ?= log_path=$(REPORTS)/tsan:second_deadlock_stack=1

# ---- how C is built --------------------------------------------------------------------------------------------
CC := gcc
LIBRARIES := libwebsockets libuv jansson sqlite3 uuid libsodium libqrencode libzip libcurl
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(CI),-Werror)
ifdef SAN
HARDEN := -O1 -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
# Static: only so does UBSan of gcc 12 write its reports where it is told.
LINK := -fsanitize=$(SAN) $(if $(findstring address,$(SAN)),-static-libasan) $(if $(findstring undefined,$(SAN)),-static-libubsan)
else
HARDEN := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
LINK := -pie -Wl,-z,relro,-z,now
# Programs that are to be fast are optimised as a whole; the many tests are linked from the same objects as they are.
HARDEN += -flto=auto -ffat-lto-objects
LINK_PARTS := -fno-lto
endif
# Asked at the time of compiling, not of reading: setup may have just installed the libraries.
PKG_CFLAGS = $(shell pkg-config --cflags $(LIBRARIES))
PKG_LIBS = $(shell pkg-config --libs $(LIBRARIES))
CFLAGS := -g
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARN) $(HARDEN) $(CFLAGS) -Iserver -I$(BUILD)/gen $(PKG_CFLAGS) -pthread -MMD -MP
LIBS = $(LINK) $(PKG_LIBS) -lm -pthread

say = $(if $(V),,@echo "$1"; )

LIB_SRC := $(wildcard server/*/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
TEST_SRC := $(wildcard tests/unit/$(or $(ONLY),*)/test_*.c)
TEST_BIN := $(TEST_SRC:tests/unit/%.c=$(BUILD)/unit/%)

.PHONY: help setup build web run demo
help: ## this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(filter Makefile %.mk,$(MAKEFILE_LIST))

setup: $(SETUP)/build $(SETUP)/web ## install what building and running needs (others install theirs by themselves)

MAIN_SRC := $(wildcard server/*.c)
build: $(BUILD)/sopu ## the program, build/sopu

run: build ## set everything up and start the demo day on 127.0.0.1; prints its links
	$(BUILD)/sopu demo $(ARGS)

demo: run ## the same

$(addprefix $(SETUP)/,build web unit tests lint fuzz): $(SETUP)/%: tools/setup.sh tools/node/package-lock.json
	@tools/setup.sh $*
	@touch $@

$(BUILD)/%.o: %.c | $(SETUP)/build
	@mkdir -p $(@D)
	$(call say,cc   $<)$(CC) $(ALL_CFLAGS) $(TEST_INCLUDES) -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | $(SETUP)/build
	$(call say,cc   $<)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/libsopu.a: $(LIB_OBJ) $(BUILD)/gen/schema_log.o $(BUILD)/gen/web_files.o
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/sopu: $(MAIN_SRC:%.c=$(BUILD)/%.o) $(BUILD)/gen/demo_pack.o $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

# ---- sources that rules write: $(BUILD)/gen ----------------------------------------------------------------------
# The log's SQL and the web client travel inside the program.
LOG_SQL := $(sort $(wildcard schema/log/*.sql))
$(BUILD)/gen/schema_log.c $(BUILD)/gen/schema_log.h &: $(LOG_SQL) tools/embed.sh
	@mkdir -p $(@D)
	tools/embed.sh schema_log $(BUILD)/gen/schema_log schema/log $(LOG_SQL)
$(BUILD)/server/store/db.o: $(BUILD)/gen/schema_log.h

WEB_PAGE := web/dist/index.html
$(BUILD)/gen/web_files.c $(BUILD)/gen/web_files.h &: $(WEB_PAGE) tools/embed_web.sh tools/embed.sh
	@mkdir -p $(@D)
	tools/embed_web.sh web/dist $(BUILD)/gen/web $(BUILD)/gen/web_files
$(BUILD)/server/net/pages.o: $(BUILD)/gen/web_files.h

# The day that `sopu demo` shows; only the program carries it.
DEMO_PACK := tests/data/etela-pohjanmaa-2024.json
$(BUILD)/gen/demo_pack.c $(BUILD)/gen/demo_pack.h &: $(DEMO_PACK) tools/embed.sh
	@mkdir -p $(@D)
	tools/embed.sh demo_pack $(BUILD)/gen/demo_pack tests/data $(DEMO_PACK)
$(BUILD)/server/main.o: $(BUILD)/gen/demo_pack.h

# The version is what git says; main.c alone is compiled anew when it changes.
.PHONY: always
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
$(BUILD)/gen/version.h: always
	@mkdir -p $(@D)
	@echo '#define SOPU_VERSION "$(VERSION)"' | cmp -s - $@ || echo '#define SOPU_VERSION "$(VERSION)"' > $@
$(BUILD)/server/main.o: $(BUILD)/gen/version.h

# ---- web ---------------------------------------------------------------------------------------------------------
web: $(WEB_PAGE) ## the browser's side, web/dist

WEB_SRC = $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/test*')
$(WEB_PAGE): web/node_modules/.installed $$(WEB_SRC)
	cd web && npm run build
	@touch $@

%/node_modules/.installed: %/package-lock.json | $(SETUP)/web
	cd $* && npm ci --no-audit --no-fund
	@touch $@

# ---- tests -------------------------------------------------------------------------------------------------------
# Each part starts what it needs itself; `make test` is what CI runs.
NODE_PARTS := replay interop day e2e paper mail
PARTS := unit vitest replay interop net day fault e2e paper mail
.PHONY: test $(PARTS)
test: ## everything CI tests: unit, vitest, replay, interop, net, day, fault, e2e, paper, mail
	@for part in $(PARTS); do echo "== $$part"; $(MAKE) -j2 $$part; done

# The engine's vectors were made by real Yjs (tests/vectors/README.md).
VECTORS := $(patsubst tests/vectors/%.json.gz,build/vectors/%.json,$(wildcard tests/vectors/*.json.gz))
unit: $(TEST_BIN) $(VECTORS) ## the C unit tests
	@mkdir -p $(REPORTS)
	@for test in $(TEST_BIN); do $$test; done
	@tools/san_reports.sh $(REPORTS)

vitest: web/node_modules/.installed ## the unit tests of web/
	cd web && npm test

replay: ## the pack's edits against bare Yjs documents
interop: ## our engine against real Yjs
day: ## the real day, over real sockets
e2e: ## browsers live the day
paper: ## minutes as a page, for Word, and as PDF by LibreOffice
mail: ## e-mail handed to SMTP servers, good and bad
$(NODE_PARTS): build tests/node_modules/.installed | $(SETUP)/tests
	@mkdir -p $(REPORTS) tests/output
	cd tests && npm run $@
	@tools/san_reports.sh $(REPORTS)

net: $(BUILD)/echo_server tests/node_modules/.installed | $(SETUP)/tests ## bad and good input on every door, by raw sockets
	@mkdir -p $(REPORTS)
	ECHO_SERVER=$(BUILD)/echo_server node --test --test-reporter=spec tests/net/*.test.mjs
	@tools/san_reports.sh $(REPORTS)

STORE_FAULT := $(BUILD)/fault/store_fault $(BUILD)/fault/store_worker $(BUILD)/fault/store_disk.so $(BUILD)/fault/long_log $(BUILD)/fault/fail_memory.so $(BUILD)/fault/lossy
fault: build tests/node_modules/.installed $(STORE_FAULT) | $(SETUP)/tests ## kill -9, power cut, I/O errors, a full disk, lost packets
	@mkdir -p $(REPORTS) tests/output
	$(BUILD)/fault/store_fault
	cd tests && npm run fault
	$(if $(findstring thread,$(SAN)),,$(MAKE) sim)
	@tools/san_reports.sh $(REPORTS)

# Fakes stand in for the library's own journal (and outbox), so they are linked before it.
FAKE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fakes/*.c))
LIVE_TESTS := $(filter $(BUILD)/unit/live/%,$(TEST_BIN))
JOURNAL_TESTS := $(filter $(BUILD)/unit/net/% $(BUILD)/unit/import/%,$(TEST_BIN))
$(LIVE_TESTS): $(FAKE_OBJ)
$(LIVE_TESTS): FAKES := $(FAKE_OBJ)
$(JOURNAL_TESTS): $(BUILD)/tests/fakes/journal_fake.o
$(JOURNAL_TESTS): FAKES := $(BUILD)/tests/fakes/journal_fake.o
$(FAKE_OBJ): TEST_INCLUDES := -Itests
# The random meetings have parts of their own.
MEETING_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/live/meeting/*.c) tests/fuzz/command/shape_text.c)
$(MEETING_OBJ): TEST_INCLUDES := -Itests -Itests/unit
$(BUILD)/unit/live/test_meetings: $(MEETING_OBJ)
$(BUILD)/unit/live/test_meetings: FAKES := $(FAKE_OBJ) $(MEETING_OBJ)

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libsopu.a | $(SETUP)/unit
	@mkdir -p $(@D)
	$(call say,test $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) -Itests -Itests/unit -o $@ $< $(FAKES) $(BUILD)/libsopu.a $(LIBS) -lcmocka

build/vectors/%.json: tests/vectors/%.json.gz
	@mkdir -p $(@D)
	@gunzip -c $< > $@

# The engine alone, behind a line protocol: what real Yjs is set against.
.PHONY: ydoc
ydoc: $(BUILD)/ydoc ## build/ydoc: one document of the engine, commands on stdin
YDOC_OBJ := $(BUILD)/tests/ydoc_cli.o $(BUILD)/tests/ydoc_frames.o
$(YDOC_OBJ): TEST_INCLUDES := -Itests
$(BUILD)/ydoc: $(YDOC_OBJ) $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)
interop: $(BUILD)/ydoc
export YDOC ?= ../$(BUILD)/ydoc

# A sample of what export/ writes, for other programs to read.
SAMPLE_OBJ := $(BUILD)/tests/paper/paper_sample.o $(BUILD)/tests/paper/sample.o
$(SAMPLE_OBJ): TEST_INCLUDES := -Itests
$(BUILD)/paper_sample: $(SAMPLE_OBJ) $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)
paper: $(BUILD)/paper_sample
export PAPER_SAMPLE ?= ../$(BUILD)/paper_sample

# The desk that sends mail, outside the server; and names that lead to this machine, some of them slowly (preloaded).
$(BUILD)/mail_once: $(BUILD)/tests/mail/mail_once.o $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/mail_names.so: tests/mail/names.c
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -shared -fPIC -o $@ $< -ldl
# Another day's clock for the server under test (preloaded).
$(BUILD)/clock.so: tests/lib/clock.c
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -shared -fPIC -o $@ $<
day e2e: $(BUILD)/clock.so
export CLOCK ?= $(CURDIR)/$(BUILD)/clock.so
mail: $(BUILD)/mail_once $(BUILD)/mail_names.so
export MAIL_ONCE ?= ../$(BUILD)/mail_once
export MAIL_NAMES ?= $(CURDIR)/$(BUILD)/mail_names.so

# The engine's speed beside that of Yjs and of what else npm has (tests/bench/README.md). No part of `make test`.
.PHONY: bench-crdt
export TRACES ?= ../shared/data/traces
bench-crdt: $(BUILD)/ydoc-bench tests/bench/node_modules/.installed ## the engine beside Yjs and others: build/bench/results.md; ONLY=touched: one workload
	YDOC_BENCH=$(BUILD)/ydoc-bench ONLY=$(ONLY) node tests/bench/run.mjs
$(BUILD)/ydoc-bench: tests/bench/ydoc_bench.c $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -o $@ $< $(BUILD)/libsopu.a $(LIBS)

# All of net/ around a hall that echoes: it and the fake journal stand before the library's own.
$(BUILD)/echo_server: tests/net/echo_server.c $(BUILD)/tests/fakes/journal_fake.o $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) -Itests -o $@ $^ $(LIBS)

# A worker that is killed, the test that kills it, and a disk that fails on demand (preloaded).
$(BUILD)/fault/store_fault: $(addprefix tests/fault/,store_fault.c store_kill.c store_errors.c store_flip.c) $(BUILD)/libsopu.a
$(BUILD)/fault/store_worker: tests/fault/store_worker.c $(BUILD)/libsopu.a
$(BUILD)/fault/long_log: tests/fault/long_log.c $(BUILD)/libsopu.a
$(BUILD)/fault/store_fault $(BUILD)/fault/store_worker $(BUILD)/fault/long_log: $(wildcard tests/fault/*.h)
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) -o $@ $(filter %.c %.a,$^) $(LIBS)
$(BUILD)/fault/store_disk.so $(BUILD)/fault/fail_memory.so: $(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -shared -fPIC -o $@ $< -ldl

# A line that loses packets, and the command that is run beside it.
$(BUILD)/fault/lossy: tests/fault/lossy.c
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -o $@ $<

include tests/fuzz/fuzz.mk
include tests/fault/sim/sim.mk
include tests/load/load.mk

# ---- what a change passes ----------------------------------------------------------------------------------------
C_TEXT = $(shell git ls-files -co --exclude-standard 'server/*.[ch]' 'tests/*.[ch]' | xargs grep -L '^/. Generated by')
GENERATED := server/domain/messages.h server/wire/messages_tables.c server/wire/messages_tables.h $(addprefix web/src/model/,messages.ts commands.ts documents.ts phases.ts)
BIOME := tools/node_modules/.bin/biome
LINT := format-check layers schema-check tidy shell biome web-lint
.PHONY: check lint format schema layers format-check schema-check tidy shell biome web-lint clean
check: ## the quick half of CI: lint and the unit tests
	@for part in lint unit vitest; do echo "== $$part"; $(MAKE) -j2 $$part; done

lint: ## format, layers, drift of generated files, clang-tidy, shellcheck, Biome, tsc, sizes
	@for part in $(LINT); do echo "-- $$part"; $(MAKE) -j2 $$part; done

format: tools/node_modules/.installed $(SETUP)/lint ## rewrite C, TypeScript and CSS in the house's format
	clang-format -i $(C_TEXT)
	$(BIOME) check --write --linter-enabled=false --colors=off

format-check: $(SETUP)/lint
	@clang-format --dry-run -Werror $(C_TEXT)

layers: ## who may include whom (tools/layers.txt)
	@awk -f tools/check_layers.awk tools/layers.txt $(wildcard server/*.[ch] server/*/*.[ch] server/*/*/*.[ch])

schema: $(SETUP)/web ## generate the C and TypeScript types of schema/messages.json
	node tools/gen_messages.mjs

schema-check: schema
	git diff --exit-code -- $(GENERATED)

TIDY_FLAGS = -std=c17 -D_GNU_SOURCE -Iserver -I$(BUILD)/gen $(PKG_CFLAGS)
tidy: $(patsubst %.c,$(BUILD)/tidy/%.ok,$(LIB_SRC) $(MAIN_SRC))
# The object stands for every header the file includes.
$(BUILD)/tidy/%.ok: %.c $(BUILD)/%.o .clang-tidy | $(SETUP)/lint
	@mkdir -p $(@D)
	$(call say,tidy $<)clang-tidy --quiet $< -- $(TIDY_FLAGS) 2> $@.err || { cat $@.err >&2; exit 1; }
	@touch $@

shell: $(SETUP)/lint
	shellcheck tools/*.sh .ci/run

biome: tools/node_modules/.installed
	$(BIOME) ci --colors=off

web-lint: $(WEB_PAGE)
	cd web && npm run lint && npm run size

clean: ## remove what was built or brought
	rm -rf build web/dist tests/output {web,tests,tests/bench,tests/load,tools}/node_modules

-include $(wildcard $(BUILD)/server/*.d $(BUILD)/server/*/*.d $(BUILD)/unit/*/*.d $(BUILD)/tests/*.d $(BUILD)/tests/*/*.d $(BUILD)/tests/unit/live/meeting/*.d $(BUILD)/gen/*.d $(BUILD)/*.d)
