# sim.mk - the seeded simulator (tests/fault/sim/run.h); included by the Makefile.
#
#   make sim                  10 000 short runs, and each planted fault must be found
#   make sim RUNS=1000000 FIRST=1 JOBS=2
#   (with sanitizers 500 runs and no planted faults; not with SAN=thread: its one thread plays two)
#   make sim SEED=7           one run, told as it happens; with PLANT=early: with that fault (plants.def)
SIM := $(BUILD)/fault/sim
SIM_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fault/sim/*.c))
RUNS ?= $(if $(SAN),500,10000)
FIRST ?= 1
JOBS ?= 1
# The writer's thread, the machine's clock and the log's lines are the simulator's; so is what a planted fault changes.
SIM_WRAPS := pthread_create pthread_join pthread_cond_wait pthread_cond_timedwait pthread_cond_signal clock_gettime \
	db_claim folder_sync journal_append log_info log_warn log_error \
	journal_durable sqlite3_exec queue_take queue_report wal_settle wal_lengthen db_checkpoint answers_find hall_replay stream_add stream_next \
	room_update sqlite3_wal_autocheckpoint ballots_in ballots_follow replay_ballots rules_judge

.PHONY: sim
sim: $(SIM) ## a simulated day, thousands of times: crashes, cuts, a failing disk; RUNS=10000, SEED=7 one
	@mkdir -p $(REPORTS)
ifdef SEED
	$(SIM) seed=$(SEED) $(PLANT:%=plant=%)
else
	$(SIM) runs=$(RUNS) first=$(FIRST) jobs=$(JOBS)
	$(if $(SAN),,$(SIM) plants)
endif
	@tools/san_reports.sh $(REPORTS)

$(SIM_OBJ): TEST_INCLUDES := -Itests
$(SIM): $(SIM_OBJ) $(BUILD)/libsopu.a
	@mkdir -p $(@D)
	$(call say,link $@)$(CC) $(ALL_CFLAGS) $(LINK_PARTS) $(SIM_WRAPS:%=-Wl,--wrap=%) -o $@ $^ $(LIBS)

-include $(wildcard $(BUILD)/tests/fault/sim/*.d)
