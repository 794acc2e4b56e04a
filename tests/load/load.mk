# load.mk - the servers side by side under load (tests/load/README.md); included by the Makefile. No part of `make test`.
#
#   make load                 everything, a quarter of an hour
#   make load QUICK=1         one round of each, shorter
#   make load ONLY=3x25       one measurement, or those that begin so
#   make load SOPU=path       another build of our server
#   make load PAGE=docs/limits.md   and writes the page
LOAD_PROGRAMS := $(addprefix $(BUILD)/load/,load-gen relay-epoll relay-lws)
.PHONY: load
load: build $(LOAD_PROGRAMS) $(BUILD)/load/sync-image.so tests/load/node_modules/.installed ## our server beside others under load: build/load/results.md; ONLY=3x25, QUICK=1
	SOPU=$(or $(SOPU),$(BUILD)/sopu) LOAD_PROGRAMS=$(BUILD)/load ONLY=$(ONLY) QUICK=$(QUICK) PAGE=$(PAGE) node tests/load/run.mjs

$(BUILD)/load/load-gen: $(wildcard tests/load/gen/*.c)
$(BUILD)/load/relay-epoll: $(addprefix tests/load/,relay/relay_epoll.c relay/handshake.c relay/relay_answer.c gen/frames.c gen/lines.c)
$(BUILD)/load/relay-lws: $(addprefix tests/load/,relay/relay_lws.c relay/relay_answer.c gen/frames.c gen/lines.c)
$(LOAD_PROGRAMS): $(wildcard tests/load/*/*.h) $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -Itests/load -o $@ $(filter %.c,$^) $(BUILD)/libsopu.a $(LIBS)
$(BUILD)/load/sync-image.so: tests/load/sync_image.c
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -shared -fPIC -o $@ $< -ldl
