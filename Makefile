# Sopu. `make` alone lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BUILD ?= build
CC ?= cc

PACKAGES := libwebsockets jansson sqlite3 uuid libsodium libqrencode
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
CFLAGS ?= -O2 -g
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARN) $(CFLAGS) -Iserver -I$(BUILD)/gen $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) -pthread
LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -pthread
comma := ,
ifdef SAN
BUILD := build/san-$(subst $(comma),-,$(SAN))
ALL_CFLAGS += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LIBS += -fsanitize=$(SAN)
endif

LIB_SRC := $(wildcard server/*/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
TEST_SRC := $(wildcard tests/unit/*/test_*.c)
TEST_BIN := $(TEST_SRC:tests/unit/%.c=$(BUILD)/unit/%)

.PHONY: help unit
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libsopu.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP -o $@ $< $(BUILD)/libsopu.a $(LIBS) -lcmocka

unit: $(TEST_BIN) ## the C unit tests
	@set -e; for test in $(TEST_BIN); do $$test; done

# The engine's test data, made by real Yjs (tests/vectors/README.md).
VECTORS := $(patsubst tests/vectors/%.json.gz,build/vectors/%.json,$(wildcard tests/vectors/*.json.gz))
build/vectors/%.json: tests/vectors/%.json.gz
	@mkdir -p $(@D)
	gunzip -c $< >$@
unit: $(VECTORS)

# The engine alone, behind a line protocol.
.PHONY: ydoc interop-engine
ydoc: $(BUILD)/ydoc ## build/ydoc: one document, commands on stdin
$(BUILD)/ydoc: tests/ydoc_cli.c $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $< $(BUILD)/libsopu.a $(LIBS)

interop-engine: $(BUILD)/ydoc tests/node_modules/.package-lock.json ## the engine against real Yjs, seeded
	node tests/interop/engine/random.mjs $(BUILD)/ydoc $(SEED)

-include $(LIB_OBJ:.o=.d) $(TEST_BIN:=.d)
