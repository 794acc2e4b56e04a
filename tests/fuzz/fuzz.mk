# fuzz.mk - the fuzz targets (tests/fuzz/README.md); included by the Makefile.
#
#   make fuzz                       every target: regressions, then corpus and 60 s of search each
#   make fuzz T=300 ONLY=apply      one of them, five minutes
#   make fuzz SAN=none         without sanitizers and with -O2: several times as many executions
#   make fuzz-long T=3600 JOBS=2    by hand: side by side, logs in build/fuzz/logs
FUZZ_TARGETS := $(basename $(notdir $(wildcard tests/fuzz/targets/*.c)))
FUZZ_SAN := $(or $(SAN),address$(comma)undefined)
FUZZ_BUILD := build/fuzz$(if $(filter none,$(FUZZ_SAN)),/none,/san)
FUZZ_CHECKS := $(if $(filter none,$(FUZZ_SAN)),,$(comma)$(FUZZ_SAN))
FUZZ_CFLAGS := -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -fno-omit-frame-pointer -Iserver -Itests -Itests/unit -MMD -MP
FUZZ_LIB := $(wildcard server/base/*.c server/crdt/*.c) $(addprefix server/wire/,ysync.c awareness.c hub.c)
FUZZ_HELP := $(wildcard tests/fuzz/*.c)
FUZZ_HELP := $(filter-out $(addprefix tests/fuzz/,replay.c seeds.c show.c mutate.c),$(FUZZ_HELP))
# Their inputs are sessions or pieces.
FUZZ_MUTATED := apply merge diff edit differential
FUZZ_OBJ := $(patsubst %.c,$(FUZZ_BUILD)/%.o,$(FUZZ_LIB) $(FUZZ_HELP))
# `command` has a whole hall: more of the server, people and stages to put it on, and a disk in memory.
FUZZ_HALL := $(wildcard server/live/*.c server/domain/*.c server/minutes/*.c) $(filter-out $(FUZZ_LIB),$(wildcard server/wire/*.c))
FUZZ_DRAW := $(addprefix tests/fuzz/command/,draw.c mutate.c)
FUZZ_PLAY := $(filter-out $(FUZZ_DRAW),$(wildcard tests/fuzz/command/*.c)) $(wildcard tests/fakes/*.c)
# `door` is no libFuzzer target: the program itself, with bursts thrown at its sockets (door/).
FUZZ_NAMES := $(FUZZ_TARGETS) door
FUZZ_ONLY := $(or $(filter $(FUZZ_NAMES),$(ONLY)),$(FUZZ_NAMES))
T ?= 60
JOBS ?= 1

.PHONY: fuzz fuzz-long
fuzz: $(FUZZ_ONLY:%=$(FUZZ_BUILD)/%) ## engine, formats, commands and doors, searched for faults; T=60 seconds each
	@tools/fuzz.sh run $(FUZZ_BUILD) $(T) $(FUZZ_ONLY)

fuzz-long: $(FUZZ_ONLY:%=$(FUZZ_BUILD)/%)
	@JOBS=$(JOBS) tools/fuzz.sh long $(FUZZ_BUILD) $(T) $(FUZZ_ONLY)

# Only what is searched is watched: the paths of the reference and of the checks would bury it, and cost
# most of the time.
$(FUZZ_BUILD)/server/%.o: FUZZ_WATCH := fuzzer-no-link$(FUZZ_CHECKS)
$(FUZZ_BUILD)/server/%.o: FUZZ_CFLAGS += $(if $(FUZZ_CHECKS),-fno-sanitize-recover=all)
# Of comparisons libFuzzer learns where foreign bytes are read; elsewhere being told of each takes half of the time.
$(filter-out %/update.o $(FUZZ_BUILD)/server/wire/%,$(patsubst %.c,$(FUZZ_BUILD)/%.o,$(FUZZ_LIB) $(FUZZ_HALL))): \
	FUZZ_CFLAGS += -fno-sanitize-coverage=trace-cmp
$(FUZZ_BUILD)/%.o: %.c tests/fuzz/fuzz.mk | $(SETUP)/fuzz $(SETUP)/unit
	@mkdir -p $(@D)
	$(call say,fuzz $<)clang $(FUZZ_WATCH:%=-fsanitize=%) $(FUZZ_CFLAGS) -c -o $@ $<

$(FUZZ_MUTATED:%=$(FUZZ_BUILD)/%): $(FUZZ_BUILD)/tests/fuzz/mutate.o
$(FUZZ_BUILD)/command: $(patsubst %.c,$(FUZZ_BUILD)/%.o,$(FUZZ_HALL) $(FUZZ_PLAY) $(FUZZ_DRAW))
$(FUZZ_BUILD)/command: FUZZ_LIBS := -ljansson -lsodium -luuid -lcmocka
$(FUZZ_BUILD)/report: $(FUZZ_BUILD)/server/net/mail_report.o
$(FUZZ_TARGETS:%=$(FUZZ_BUILD)/%): $(FUZZ_BUILD)/%: $(FUZZ_BUILD)/tests/fuzz/targets/%.o $(FUZZ_OBJ)
	$(call say,link $@)clang -fsanitize=fuzzer$(FUZZ_CHECKS) -o $@ $^ $(FUZZ_LIBS) -lm

FUZZ_SERVER := $(if $(FUZZ_CHECKS),san-address-undefined/)sopu
$(FUZZ_BUILD)/door: always tests/node_modules/.installed
	@$(MAKE) build SAN=$(if $(FUZZ_CHECKS),address$(comma)undefined)
	@mkdir -p $(@D)
	@ln -sf ../../$(FUZZ_SERVER) $@

# The reference is itself set against the vectors.
FUZZ_MODEL := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fuzz/model*.c))
$(BUILD)/tests/fuzz/%.o: TEST_INCLUDES := -Itests -Itests/unit
$(BUILD)/unit/crdt/test_model: $(FUZZ_MODEL)
$(BUILD)/unit/crdt/test_model: FAKES := $(FUZZ_MODEL)

# What was found once is tried again with the unit tests, by their compiler and under their sanitizers.
FUZZ_REPLAY := $(FUZZ_TARGETS:%=$(BUILD)/fuzz-replay/%)
FUZZ_REPLAY_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(FUZZ_HELP) tests/fuzz/replay.c)
$(BUILD)/fuzz-replay/command: $(FUZZ_PLAY:%.c=$(BUILD)/%.o)
$(FUZZ_REPLAY): $(BUILD)/fuzz-replay/%: $(BUILD)/tests/fuzz/targets/%.o $(FUZZ_REPLAY_OBJ) $(BUILD)/libsopu.a | $(SETUP)/unit
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS) -lcmocka
.PHONY: fuzz-replay
fuzz-replay: $(FUZZ_REPLAY)
	@mkdir -p $(REPORTS)
	@for target in $(FUZZ_REPLAY); do \
		$$target tests/fuzz/regression/$${target##*/} 2> $$target.log || { cat $$target.log >&2; exit 1; }; done
ifeq ($(filter-out crdt,$(ONLY)),)
unit: fuzz-replay
endif

# The bursts that once led to something, with the other bad input at the doors.
.PHONY: fuzz-door-replay
net: fuzz-door-replay
fuzz-door-replay: build tests/node_modules/.installed
	@mkdir -p $(REPORTS) tests/output
	cd tests && node --test --test-reporter=spec fuzz/door/replay.test.mjs

# First inputs, when targets or generator have changed: make fuzz-seeds, then tools/fuzz.sh pack.
.PHONY: fuzz-seeds
fuzz-seeds: $(BUILD)/fuzz-seeds $(VECTORS)
	@mkdir -p build/fuzz/corpus
	@$(BUILD)/fuzz-seeds build/fuzz/corpus
$(BUILD)/fuzz-seeds: tests/fuzz/seeds.c $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) -Itests -o $@ $< $(BUILD)/libsopu.a $(LIBS)

# A session in words, for whoever looks at a finding.
.PHONY: fuzz-show
fuzz-show: $(BUILD)/fuzz-show
$(BUILD)/fuzz-show: $(filter-out %/replay.o,$(FUZZ_REPLAY_OBJ)) $(BUILD)/tests/fuzz/show.o $(BUILD)/libsopu.a
	$(call say,link $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) -o $@ $^ $(LIBS)

-include $(wildcard $(FUZZ_BUILD)/server/*/*.d $(FUZZ_BUILD)/tests/fuzz/*.d $(FUZZ_BUILD)/tests/fuzz/*/*.d $(FUZZ_BUILD)/tests/fakes/*.d)
-include $(wildcard $(BUILD)/tests/fuzz/*.d $(BUILD)/tests/fuzz/*/*.d)
