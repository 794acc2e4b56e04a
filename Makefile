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
ifdef SAN
BUILD := build/san-$(subst $(comma),-,$(SAN))
ALL_CFLAGS += -fsanitize=$(SAN) -fno-omit-frame-pointer
LIBS += -fsanitize=$(SAN)
endif
comma := ,

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

-include $(LIB_OBJ:.o=.d) $(TEST_BIN:=.d)

# --- store: SQL into the program, the ports' fakes, the engine's fault tests ---
.PHONY: fault-store
EMBED := tools/embed.sh
LOG_SQL := $(sort $(wildcard schema/log/*.sql))
$(BUILD)/gen/schema_log.c $(BUILD)/gen/schema_log.h &: $(LOG_SQL) $(EMBED)
	@mkdir -p $(@D)
	$(EMBED) schema_log $(BUILD)/gen/schema_log schema/log $(LOG_SQL)
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/server/store/schema.o: $(BUILD)/gen/schema_log.h
$(BUILD)/libsopu.a: $(BUILD)/gen/schema_log.o

# Fakes stand in for the library's own journal, so they are linked before it; the shortest stem wins over unit/%.
FAKE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fakes/*.c))
$(FAKE_OBJ): ALL_CFLAGS += -Itests
$(BUILD)/libfakes.a: $(FAKE_OBJ)
	@rm -f $@
	ar rcs $@ $^
$(BUILD)/unit/live/%: tests/unit/live/%.c $(BUILD)/libfakes.a $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -Itests/unit -MMD -MP -o $@ $< $(BUILD)/libfakes.a $(BUILD)/libsopu.a $(LIBS) -lcmocka
-include $(FAKE_OBJ:.o=.d) $(BUILD)/gen/schema_log.d

# --- net: the web bundle into the program; net/ is tested with its own outbox and the journal of the tests ---
WEB_FILES := $(shell find web/dist -type f 2>/dev/null)
$(BUILD)/gen/web_files.c $(BUILD)/gen/web_files.h &: tools/embed_web.sh $(EMBED) $(WEB_FILES)
	@mkdir -p $(@D)
	tools/embed_web.sh web/dist $(BUILD)/gen/web $(BUILD)/gen/web_files
$(BUILD)/libsopu.a: $(BUILD)/gen/web_files.o
$(BUILD)/unit/net/%: tests/unit/net/%.c $(BUILD)/tests/fakes/journal_fake.o $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -Itests/unit -MMD -MP -o $@ $< $(BUILD)/tests/fakes/journal_fake.o $(BUILD)/libsopu.a $(LIBS) -lcmocka
# The doors from outside: all of net/ around a hall that echoes.
.PHONY: doors
NET_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard server/net/*.c server/base/*.c)) $(BUILD)/server/live/stream.o
$(BUILD)/echo_server: tests/net/echo_server.c $(NET_OBJ) $(BUILD)/gen/web_files.o $(BUILD)/tests/fakes/journal_fake.o
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -o $@ $^ $(LIBS)
$(BUILD)/server/net/pages.o: $(BUILD)/gen/web_files.h
doors: $(BUILD)/echo_server ## bad and good input on every door of the server, by raw sockets
	ECHO_SERVER=$(BUILD)/echo_server node --test tests/net/
-include $(BUILD)/echo_server.d
