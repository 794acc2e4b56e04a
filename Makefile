# Sopu. `make` alone lists the targets; `make run` on a fresh Debian 12 does everything there is to do.
#
#   SAN=address,undefined  SAN=thread   any target, built with those sanitizers in a folder of its own
#   ONLY=store                          of the unit tests, those of one folder
#   ARGS="..."                          passed to `sopu demo` by `make run`
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
# The program the tests start, and where its sanitizers report: a server that is killed by a test tells nothing else.
export SOPU_BINARY ?= $(CURDIR)/$(BUILD)/sopu
REPORTS := $(CURDIR)/$(BUILD)/reports
export ASAN_OPTIONS ?= log_path=$(REPORTS)/asan:detect_stack_use_after_return=1
export UBSAN_OPTIONS ?= log_path=$(REPORTS)/ubsan:print_stacktrace=1
export TSAN_OPTIONS ?= log_path=$(REPORTS)/tsan:second_deadlock_stack=1

# ---- how C is built --------------------------------------------------------------------------------------------
CC := gcc
LIBRARIES := libwebsockets jansson sqlite3 uuid libsodium libqrencode
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
ifdef SAN
HARDEN := -O1 -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK := -fsanitize=$(SAN)
else
HARDEN := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
LINK := -pie -Wl,-z,relro,-z,now
endif
# Asked at the time of compiling, not of reading: setup may have just installed the libraries.
PKG_CFLAGS = $(shell pkg-config --cflags $(LIBRARIES))
PKG_LIBS = $(shell pkg-config --libs $(LIBRARIES))
CFLAGS := -g
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARN) $(HARDEN) $(CFLAGS) -Iserver -I$(BUILD)/gen $(PKG_CFLAGS) -pthread -MMD -MP
LIBS = $(LINK) $(PKG_LIBS) -lm -pthread

LIB_SRC := $(wildcard server/*/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
# Sources that a rule of ours writes, as $(BUILD)/gen/*.c: GEN_SRC go into the library, GEN_MAIN_SRC only into the
# program (so that the unit tests need no Node). Add to them anywhere below, with the rule that writes the file.
GEN_SRC :=
GEN_MAIN_SRC :=
GEN_OBJ = $(GEN_SRC:.c=.o)
GEN_MAIN_OBJ = $(GEN_MAIN_SRC:.c=.o)
TEST_SRC := $(wildcard tests/unit/$(or $(ONLY),*)/test_*.c)
TEST_BIN := $(TEST_SRC:tests/unit/%.c=$(BUILD)/unit/%)
TEST_HELP_SRC := $(wildcard tests/fakes/*.c tests/unit/*.c)
TEST_HELP_OBJ := $(TEST_HELP_SRC:%.c=$(BUILD)/%.o)

.PHONY: help setup build web run demo
help: ## this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(SETUP)/build $(SETUP)/web ## install what building and running needs (others install theirs by themselves)

build: $(if $(wildcard server/main.c),$(BUILD)/sopu,$(BUILD)/libsopu.a) ## the program, build/sopu

run: build ## set everything up and start the demo day on 127.0.0.1; prints its links
	$(BUILD)/sopu demo $(ARGS)

demo: run ## the same

$(SETUP)/%: tools/setup.sh tools/node/package-lock.json
	@tools/setup.sh $*
	@touch $@

$(BUILD)/%.o: %.c | $(SETUP)/build
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | $(SETUP)/build
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/libsopu.a: $(LIB_OBJ) $$(GEN_OBJ)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/sopu: $(BUILD)/server/main.o $$(GEN_MAIN_OBJ) $(BUILD)/libsopu.a
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

# The version is what git says; main.c alone is compiled anew when it changes.
.PHONY: always
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
$(BUILD)/gen/version.h: always
	@mkdir -p $(@D)
	@echo '#define SOPU_VERSION "$(VERSION)"' | cmp -s - $@ || echo '#define SOPU_VERSION "$(VERSION)"' > $@
$(BUILD)/server/main.o: $(BUILD)/gen/version.h

# ---- web ---------------------------------------------------------------------------------------------------------
web: $(if $(wildcard web/package.json),web/dist/index.html) ## the browser's side, web/dist

WEB_SRC = $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/test*')
web/dist/index.html: web/node_modules/.installed $$(WEB_SRC)
	cd web && npm run build
	@touch $@

%/node_modules/.installed: %/package-lock.json | $(SETUP)/web
	cd $* && npm ci --no-audit --no-fund
	@touch $@

# ---- tests -------------------------------------------------------------------------------------------------------
# Each part starts what it needs itself; `make test` is what CI runs.
PARTS := unit $(if $(wildcard web/package.json),vitest) $(if $(wildcard tests/package.json),interop net day fault e2e)
.PHONY: test unit vitest interop net day fault e2e load
test: ## everything CI runs: unit, vitest, interop, net, day, fault, e2e
	@for part in $(PARTS); do echo "== $$part"; $(MAKE) -j2 $$part; done

unit: $(TEST_BIN) | $(SETUP)/tests ## the C unit tests
	@mkdir -p $(REPORTS)
	@for test in $(TEST_BIN); do $$test; done
	@tools/san_reports.sh $(REPORTS)

vitest: web/node_modules/.installed ## the unit tests of web/
	cd web && npm test

NODE_PARTS := interop net day fault e2e load
interop: ## our engine against real Yjs
net: ## the doors: sockets, HTTP, bad input
day: ## the real day, over real sockets
fault: ## kill -9, cut lines, a full disk
e2e: ## browsers live the day
load: ## many phones on 127.0.0.1 (not a part of `make test`)
$(NODE_PARTS): build tests/node_modules/.installed $(SETUP)/tests
	@mkdir -p $(REPORTS) tests/output
	cd tests && npm run $@
	@tools/san_reports.sh $(REPORTS)

$(BUILD)/unit/%: tests/unit/%.c $(TEST_HELP_OBJ) $(BUILD)/libsopu.a | $(SETUP)/tests
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -Itests/unit -o $@ $< $(TEST_HELP_OBJ) $(BUILD)/libsopu.a $(LIBS) -lcmocka
$(TEST_HELP_OBJ): ALL_CFLAGS += -Itests -Itests/unit

# ---- what a change passes --------------------------------------------------------------------------------------
C_TEXT = $(shell git ls-files -co --exclude-standard 'server/*.[ch]' 'tests/*.[ch]')
.PHONY: check lint format format-check layers schema schema-check cppcheck biome clean
check: lint unit vitest ## the quick half of CI

lint: format-check layers schema-check cppcheck biome ## format, static checks, layers, drift of generated files

format: $(SETUP)/lint ## rewrite the C files in the house's format
	clang-format -i $(C_TEXT)

format-check: $(SETUP)/lint
	clang-format --dry-run -Werror $(C_TEXT)

layers: ## who may include whom (tools/layers.txt)
	@awk -f tools/check_layers.awk tools/layers.txt $(wildcard server/*.[ch] server/*/*.[ch] server/*/*/*.[ch])

schema: $(SETUP)/web ## generate C and TypeScript types from schema/messages.json
	node tools/gen_messages.mjs

clean: ## remove what was built or brought
	rm -rf build web/dist web/node_modules tests/node_modules tests/output

-include $(wildcard $(BUILD)/server/*.d $(BUILD)/server/*/*.d $(BUILD)/unit/*/*.d $(BUILD)/tests/*/*.d $(BUILD)/gen/*.d)
