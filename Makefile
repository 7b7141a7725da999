# motcua: build, test, demo, install. `make help` prints the lines marked "#?".
#
# Everything made goes below $(O); nothing is generated in the tree. Sources are
# found by folder: a new file in src/<layer>/ or tests/<layer>/ needs no line here.
#
#? make                 build the programs and the catalogues into build/
#? make demo            install what is missing, build, open the training desk
#? make check           install what is missing, build, run all tests
#?                      (L=seal one folder, T=age one name)
#? make check-interop   the same against peers of others, by npm (tests/interop)
#? make fuzz F=keys     libFuzzer on a target of tests/fuzz (SECONDS=120)
#? make lint            cppcheck, shellcheck, man pages, translations, spelling
#? make bench           start-up, memory, bytes per key; submits, bytes on the wire
#?                      (B=wire one group; B=link takes half an hour)
#? make install         DESTDIR= prefix=/usr/local sysconfdir=/etc bindir= ...
#? make uninstall       remove what install put there (same variables)
#? make dist, make deb  source archive; the two Debian packages, in build/deb/
#? make po              source -> po/motcua.pot -> po/*.po
#? make errors-table    the table of errors in man/motcua.1, from errors.def
#? make clean           remove build/
#? Variables: O=build CC= CFLAGS= LDFLAGS= WERROR=-Werror V=1 DEPS=skip

VERSION = 0.1.0

O           ?= build
prefix      ?= /usr/local
bindir      ?= $(prefix)/bin
sbindir     ?= $(prefix)/sbin
libexecdir  ?= $(prefix)/libexec
datadir     ?= $(prefix)/share
fontdir     ?= $(datadir)/consolefonts
mandir      ?= $(datadir)/man
localedir   ?= $(datadir)/locale
docdir      ?= $(datadir)/doc/motcua
sysconfdir  ?= /etc
unitdir     ?= $(prefix)/lib/systemd/system
CC          ?= cc
PKG_CONFIG  ?= pkg-config
INSTALL     ?= install
CFLAGS      ?= -O2 -g -fstack-protector-strong
V           ?= 0
Q           := $(if $(filter 1,$(V)),,@)
say         = $(if $(filter 1,$(V)),,@printf '  %-5s %s\n' $(1) $(2))

# ---- flags: the caller's CFLAGS, CPPFLAGS and LDFLAGS are added to, never replaced
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wcast-qual -Wformat=2 -Wundef -Wvla
MC_CPPFLAGS = -Iinclude -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \
	      -DMC_VERSION='"$(VERSION)"' -DMC_PREFIX='"$(prefix)"' \
	      -DMC_LOCALEDIR='"$(localedir)"' -DMC_LIBEXECDIR='"$(libexecdir)/motcua"' \
	      -DMC_BINDIR='"$(bindir)"' -DMC_SBINDIR='"$(sbindir)"' \
	      -DMC_DATADIR='"$(datadir)/motcua"' -DMC_SYSCONFDIR='"$(sysconfdir)/motcua"'
MC_CFLAGS = -std=gnu11 $(WARNINGS) $(WERROR)

pkg = $(shell $(PKG_CONFIG) --$(1) $(2) 2>/dev/null)

# ---- the layers, lowest first; what each may link besides those below it, and what it loads
# by itself when it is needed (src/seal/zstd.c), of which it has the headers only
LAYERS    = base text domain wire seal trust store net sync desk ui
LIBS_wire  = json-c
LIBS_seal  = libsodium
LATE_seal  = libzstd
LIBS_store = sqlite3
LIBS_net   = libcurl openssl
LIBS_ui    = ncursesw

# Each layer becomes an archive; a program links only the archives it may use,
# so a forbidden call is a link error as well as a finding of tests/lint/layers.
BELOW_base    =
BELOW_text    = base
BELOW_domain  = text base
BELOW_wire    = domain text base
BELOW_seal    = base
BELOW_trust   = wire seal domain text base
BELOW_store   = seal domain text base
BELOW_net     = wire domain text base
BELOW_sync    = net store trust wire seal domain text base
BELOW_desk    = store trust wire seal domain text base
BELOW_ui      = desk $(BELOW_desk)
BELOW_app     = ui $(BELOW_ui)
BELOW_courier = sync $(BELOW_sync)
BELOW_gateway = wire seal domain text base
LIBS_gateway  = libmicrohttpd sqlite3 gnutls

PROGRAMS        = motcua motcua-courier motcua-gateway
DIR_motcua         = app
DIR_motcua-courier = courier
DIR_motcua-gateway = gateway

# The libraries of a layer or program and all below it. The loader asks them in this order
# for each name: what asks most for its own names comes first (a sixth of a start's loading),
# then the C library, which all of them ask (another twenty-fifth).
ASKED = sqlite3 ncursesw libcurl libmicrohttpd gnutls libsodium json-c
needs_of = $(LIBS_$(1)) $(foreach l,$(BELOW_$(1)),$(LIBS_$(l)))
order_of = $(filter $(call needs_of,$(1)),$(ASKED)) $(filter-out $(ASKED),$(sort $(call needs_of,$(1))))
libs_of = $(call pkg,libs,$(firstword $(call order_of,$(1)))) -lc \
	  $(call pkg,libs,$(wordlist 2,$(words $(call order_of,$(1))),$(call order_of,$(1))))
cflags_of = $(call pkg,cflags,$(LIBS_$(1)) $(LATE_$(1)))

objs = $(patsubst src/%.c,$(O)/obj/%.o,$(wildcard src/$(1)/*.c))
archive = $(O)/lib/lib$(1).a
archives_below = $(foreach l,$(BELOW_$(1)),$(call archive,$(l)))

BINARIES = $(foreach p,$(PROGRAMS),$(if $(wildcard src/$(DIR_$(p))/main.c),$(O)/bin/$(p)))
CATALOGUES = $(patsubst po/%.po,$(O)/locale/%/LC_MESSAGES/motcua.mo,$(wildcard po/*.po))

# The console font: Debian's with some glyphs of ours; left out where that one is not.
CONSOLE_FONT ?= /usr/share/consolefonts/Vietnamese-Fixed16.psf.gz
FONT          = $(if $(wildcard $(CONSOLE_FONT)),$(O)/fonts/motcua16.psf.gz)

all: $(BINARIES) $(CATALOGUES) $(FONT)
	@:

.SECONDEXPANSION:
.DELETE_ON_ERROR:

# Objects follow the flags they were compiled with (prefix and version are in them).
FLAGS_NOW := $(CC) $(MC_CPPFLAGS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)
$(shell mkdir -p $(O))
$(file >$(O)/flags.now,$(FLAGS_NOW))
$(shell cmp -s $(O)/flags.now $(O)/flags || cp $(O)/flags.now $(O)/flags)

$(O)/obj/%.o: src/%.c Makefile $(O)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(MC_CPPFLAGS) $(CPPFLAGS) $(MC_CFLAGS) $(CFLAGS) \
		$(call cflags_of,$(firstword $(subst /, ,$*))) -MMD -MP -c -o $@ $<

# src/<layer>/schema/*.sql in name order, as rows of schema.c's table: { name, SQL }.
$(O)/gen/%/schema.inc: $$(sort $$(wildcard src/$$*/schema/*.sql)) Makefile
	@mkdir -p $(@D)
	$(Q)awk 'FNR == 1 { n = FILENAME; gsub(/.*\/|\.sql$$/, "", n); \
			printf "%s\t{\"%s\",\n", (NR == 1 ? "" : "\t},\n"), n } \
		{ gsub(/[\\"]/, "\\\\&"); printf "\t \"%s\\n\"\n", $$0 } \
		END { print "\t}," }' $(filter %.sql,$^) >$@

$(O)/obj/store/schema.o: MC_CPPFLAGS += -I$(O)/gen/store
$(O)/obj/store/schema.o: $(O)/gen/store/schema.inc

# The dictionaries that packed and lean texts are written with, as the bytes of an array.
$(O)/gen/seal/dictionary%.inc: data/dictionary/%.zdict Makefile
	@mkdir -p $(@D)
	$(Q)od -An -v -tu1 $< | sed 's/ *\([0-9][0-9]*\)/\1,/g' >$@

$(O)/obj/seal/pack.o $(O)/obj/seal/lean.o: MC_CPPFLAGS += -I$(O)/gen/seal
$(O)/obj/seal/pack.o: $(O)/gen/seal/dictionary1.inc
$(O)/obj/seal/lean.o: $(O)/gen/seal/dictionary2.inc

$(O)/lib/lib%.a: $$(call objs,$$*)
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# What runs until the first screen hears a key comes first, so that it lies together: the rest
# of the program is neither read from the disk nor mapped then (docs/ARCHITECTURE.md).
FIRST_motcua := $(patsubst src/%.c,$(O)/obj/%.o,$(shell sed '/^\#/d' src/start.order))

# GNU ld writes the places of pointers in constant tables into a sixtieth of the room, 86 KiB
# less to read at a start. Of mold the same option makes programs that glibc does not run.
PACKED := $(shell $(CC) -Wl,--version 2>/dev/null | grep -q '^GNU ld ' && \
		  echo -Wl,-z,pack-relative-relocs)

$(O)/bin/motcua: src/start.order
$(O)/bin/%: $$(call objs,$$(DIR_$$*)) $$(FIRST_$$*) $$(call archives_below,$$(DIR_$$*))
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(PACKED) $(LDFLAGS) -o $@ $(FIRST_$*) $(filter-out $(FIRST_$*) src/start.order,$^) \
		$(call libs_of,$(DIR_$*)) $(LDLIBS)

$(O)/locale/%/LC_MESSAGES/motcua.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt -c -o $@ $<

include tests/tests.mk

# ---- set-up: install what is missing (packaging/deps), then go on
deps deps-check:
	$(Q)packaging/install-deps $(if $(filter deps-check,$@),build,build test)

# Runs while building, so it is built for the machine that builds.
CC_FOR_BUILD ?= cc
$(O)/tool/psf_glyphs: packaging/psf_glyphs.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_FOR_BUILD) -O1 $(MC_CFLAGS) -o $@ $<

$(O)/fonts/motcua16.psf.gz: data/fonts/motcua16.glyphs $(O)/tool/psf_glyphs $(wildcard $(CONSOLE_FONT))
	$(call say,FONT,$@)
	@mkdir -p $(@D)
	$(Q)gzip -dc $(CONSOLE_FONT) | $(O)/tool/psf_glyphs $< | gzip -9nc >$@

demo:
	$(Q)packaging/install-deps build
	$(Q)$(MAKE) --no-print-directory all
	$(Q)MOTCUA_LOCALEDIR=$(abspath $(O))/locale MOTCUA_DATADIR=$(abspath data) $(O)/bin/motcua demo

# ---- the courier as a service; it is enabled by whoever runs the machine
UNIT = $(O)/gen/motcua-courier.service

$(UNIT): packaging/systemd/motcua-courier.service.in Makefile $(O)/flags
	@mkdir -p $(@D)
	$(Q)sed -e 's,@libexecdir@,$(libexecdir),g' -e 's,@sysconfdir@,$(sysconfdir),g' $< >$@

# ---- install: one list of from:to:mode, read by install and by uninstall
dest_motcua         = $(bindir)
dest_motcua-courier = $(libexecdir)/motcua
dest_motcua-gateway = $(bindir)
man_dir = $(mandir)/$(patsubst man/%,%,$(dir $(1)))man$(patsubst .%,%,$(suffix $(1)))
PAYLOAD = \
	$(foreach b,$(BINARIES),$(b):$(dest_$(notdir $(b)))/$(notdir $(b)):755) \
	$(foreach c,$(CATALOGUES),$(c):$(c:$(O)/locale/%=$(localedir)/%):644) \
	$(foreach d,$(shell find data -type f ! -path 'data/fonts/*'),$(d):$(datadir)/motcua/$(d:data/%=%):644) \
	$(foreach m,$(wildcard man/*.[1-8] man/*/*.[1-8]),$(m):$(call man_dir,$(m))/$(notdir $(m)):644) \
	$(foreach f,$(FONT),$(f):$(fontdir)/$(notdir $(f)):644) \
	packaging/motcua.conf:$(docdir)/examples/motcua.conf:644 \
	$(UNIT):$(unitdir)/motcua-courier.service:644 \
	packaging/systemd/motcua.sysusers:$(prefix)/lib/sysusers.d/motcua.conf:644 \
	packaging/systemd/motcua.tmpfiles:$(prefix)/lib/tmpfiles.d/motcua.conf:644
OWN_DIRS = $(libexecdir)/motcua $(datadir)/motcua $(docdir)

install: all $(UNIT)
	$(Q)for line in $(PAYLOAD); do from=$${line%%:*}; to=$${line#*:}; \
		$(INSTALL) -D -m "$${to##*:}" "$$from" "$(DESTDIR)$${to%:*}" || exit 1; done

# The files of the list; of the folders only our own, and only when empty.
uninstall:
	$(Q)for line in $(PAYLOAD); do to=$${line#*:}; rm -f "$(DESTDIR)$${to%:*}" || exit 1; done
	$(Q)for dir in $(OWN_DIRS); do [ ! -d "$(DESTDIR)$$dir" ] || \
		find "$(DESTDIR)$$dir" -depth -type d -empty -delete; done

include packaging/release.mk

help:
	@sed -n 's/^#? //p' Makefile

clean:
	rm -rf $(O)

.PHONY: all deps deps-check demo clean help install uninstall check bench

-include $(shell find $(O)/obj $(O)/tests -name '*.d' 2>/dev/null)
