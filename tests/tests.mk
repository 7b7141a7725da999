# tests/L/m_test.c is one cmocka program; it links layer L and what is below it.
# `make check` runs all; `make check L=seal` one folder; `make check T=age` one name.

TEST_DIRS = base text domain wire seal trust store net sync courier desk ui app gateway fuzz e2e crash bench
BELOW_fuzz = ui $(BELOW_ui)
BELOW_e2e  = seal base
BELOW_crash = desk $(BELOW_desk)
BELOW_bench = desk $(BELOW_desk)
BELOW_interop = seal net $(BELOW_net)
LIBS_e2e   = vterm json-c
LIBS_support = vterm
LIBS_bench = vterm ncursesw
LIBS_minimal = ncursesw

# Objects of a program's folder without its main(), for its own tests.
program_objs = $(filter-out $(O)/obj/$(1)/main.o,$(call objs,$(1)))
test_parts_app     = $(call program_objs,app)
test_parts_gateway = $(call program_objs,gateway)
test_parts_fuzz    =
test_parts_e2e     =
test_parts_courier =
test_parts_crash   =
test_parts_bench   =
test_parts = $(if $(filter app gateway fuzz e2e courier crash bench,$(1)),$(test_parts_$(1)),$(call archive,$(1)))

test_sources = $(foreach d,$(if $(L),$(L),$(TEST_DIRS)),$(wildcard tests/$(d)/*_test.c))
TESTS = $(patsubst tests/%.c,$(O)/tests/%,$(if $(T),$(filter %/$(T)_test.c,$(test_sources)),$(test_sources)))
# An archive: a test links what it uses (only e2e needs a terminal).
SUPPORT = $(O)/tests/libsupport.a
support_objs = $(patsubst tests/support/%.c,$(O)/tests/support/%.o,$(filter-out tests/support/shim_%,$(wildcard tests/support/*.c)))

dir_of = $(firstword $(subst /, ,$(1)))

$(O)/tests/%.o: tests/%.c Makefile $(O)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) -Itests $(MC_CPPFLAGS) -DMC_SOURCE_DIR='"$(CURDIR)"' -DMC_BUILD_DIR='"$(abspath $(O))"' \
		$(CPPFLAGS) $(MC_CFLAGS) $(CFLAGS) -Wno-missing-prototypes \
		$(call pkg,cflags,cmocka) $(call cflags_of,$(call dir_of,$*)) -MMD -MP -c -o $@ $<

$(SUPPORT): $(support_objs)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(O)/tests/%_test: $(O)/tests/%_test.o $(SUPPORT) \
		   $$(call test_parts,$$(call dir_of,$$*)) $$(call archives_below,$$(call dir_of,$$*))
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,libs,cmocka) \
		$(call libs_of,$(call dir_of,$*)) $(TEST_LIBS) $(LDLIBS)

# They run the real programs.
$(filter $(O)/tests/app/% $(O)/tests/e2e/% $(O)/tests/crash/% $(O)/tests/bench/%,$(TESTS)): | $(BINARIES) $(CATALOGUES)

# Preloaded into them. Without the caller's CFLAGS: it stands in for malloc().
$(O)/tests/support/%.so: tests/support/%.c tests/support/%.h Makefile $(O)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) -Itests -D_GNU_SOURCE $(MC_CFLAGS) -Wno-missing-prototypes -O2 -g -fno-builtin \
		-shared -fPIC -o $@ $<
$(filter $(O)/tests/crash/%,$(TESTS)): | $(O)/tests/support/shim_faults.so $(O)/tests/support/shim_disk.so
$(filter $(O)/tests/e2e/%,$(TESTS)): | $(O)/tests/support/shim_calls.so
$(filter $(O)/tests/e2e/% $(O)/tests/bench/%,$(TESTS)): | $(O)/tests/support/shim_pages.so

bench_objs = $(patsubst tests/%.c,$(O)/tests/%.o,$(filter-out %_test.c %/minimal.c,$(wildcard tests/bench/*.c)))
$(O)/tests/bench/bench: $(bench_objs) $(SUPPORT) $(foreach l,$(BELOW_bench),$(call archive,$(l)))
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,libs,cmocka) $(call libs_of,bench) $(LDLIBS)

$(O)/tests/bench/minimal: $(O)/tests/bench/minimal.o
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call libs_of,minimal) $(LDLIBS)

bench:
	$(Q)packaging/install-deps build test bench
	$(Q)$(MAKE) --no-print-directory all $(O)/tests/bench/bench $(O)/tests/bench/minimal $(O)/tests/support/shim_calls.so
	$(Q)MOTCUA_LOCALEDIR=$(abspath $(O))/locale MOTCUA_DATADIR=$(abspath data) $(O)/tests/bench/bench $(B)

# Against peers that nobody here wrote; they are fetched by npm, so not part of `make check`.
INTEROP = $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/interop/*_peer.c))
$(INTEROP): %: %.o $(SUPPORT) $(foreach l,$(BELOW_interop),$(call archive,$(l)))
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,libs,cmocka) \
		$(call libs_of,interop) $(LDLIBS)
check-interop:
	$(Q)packaging/install-deps build test
	$(Q)$(MAKE) --no-print-directory all $(INTEROP)
	$(Q)tests/interop/check $(abspath $(O)) $(abspath $(INTEROP))

# A catalogue longer than any language: what fits with it fits (tests/ui/walk_test.c).
PSEUDO = $(O)/tests/locale/pseudo/LC_MESSAGES/motcua.mo
$(PSEUDO): po/motcua.pot tests/lint/po.awk tests/lint/pseudo.awk include/motcua/domain/dossier.h \
	   $(wildcard src/ui/*.c)
	@mkdir -p $(@D)
	$(Q)msgcat --no-wrap $< >$(@D)/flat.pot
	$(Q)LC_ALL=C awk -v limits=1 -f tests/lint/po.awk $(@D)/flat.pot RS=";" $(filter %.h %.c,$^) >$(@D)/limits
	$(Q)LC_ALL=C awk -f tests/lint/pseudo.awk $(@D)/limits $(@D)/flat.pot >$(@D)/pseudo.po
	$(Q)msgfmt -c -o $@ $(@D)/pseudo.po 2>$(@D)/said || { cat $(@D)/said >&2; exit 1; }
$(O)/tests/ui/walk_test: | $(PSEUDO) $(CATALOGUES)

# One looks beside what we say of it; the other's functions are found in its place.
$(O)/tests/seal/pack_test: TEST_LIBS = $(call pkg,libs,libzstd)
$(O)/tests/gateway/no_memory_test: TEST_LIBS = -rdynamic

# The terminal it draws on is beside it.
$(patsubst %,$(O)/tests/ui/%_test,terminals golden_terminals): TEST_LIBS = $(call pkg,libs,vterm)
$(patsubst %,$(O)/tests/ui/%_test,terminals golden_terminals): | $(CATALOGUES)

# It runs the program as it was built.
$(O)/tests/courier/courier_test: | $(O)/bin/motcua-courier

check:
	$(Q)packaging/install-deps build font test
	$(Q)$(MAKE) --no-print-directory all check-built

check-built: $(TESTS) $(CATALOGUES) $(FONT) $(filter-out $(if $(L)$(T),$(BINARIES)),$(BINARIES))
	$(Q)MOTCUA_LOCALEDIR=$(abspath $(O))/locale MOTCUA_DATADIR=$(abspath data) \
		tests/run $(TESTS) $(if $(L)$(T),,tests/lint/*.sh)

# A target of tests/fuzz by libFuzzer, with sanitizers: make fuzz F=keys [SECONDS=120].
# What breaks it lies below $(O)/fuzz; give that file to the program to see it again.
F       ?= keys
SECONDS ?= 120
FUZZED   = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

fuzz:
	$(Q)packaging/install-deps build fuzz
	$(Q)$(MAKE) --no-print-directory O=$(O)/fuzz CC=clang T= L= \
		CFLAGS='$(FUZZED) -fsanitize=fuzzer-no-link' $(O)/fuzz/run-$(F)
	@mkdir -p $(O)/fuzz/corpus-$(F)
	$(Q)MOTCUA_LOCALEDIR=$(abspath $(O))/locale $(O)/fuzz/run-$(F) -max_total_time=$(SECONDS) \
		-timeout=10 -artifact_prefix=$(O)/fuzz/ $(FUZZFLAGS) $(O)/fuzz/corpus-$(F)

$(O)/run-%: $(O)/tests/fuzz/%.o $(foreach l,$(BELOW_fuzz),$(call archive,$(l)))
	$(call say,LD,$@)
	$(Q)$(CC) $(FUZZED) -fsanitize=fuzzer -o $@ $^ $(call libs_of,fuzz)

# The same, nothing left out: every step, thousands of dossiers. Hours.
check-long:
	$(Q)MOTCUA_LONG=1 TEST_TIMEOUT=86400 $(MAKE) --no-print-directory check

.PHONY: fuzz check-built check-long check-interop
.SECONDARY:
