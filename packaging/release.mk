# Release, translations and static checks; included by the Makefile.

# ---- a source archive of HEAD (of the tree when there is no git), two packages
RELEASE = motcua-$(VERSION)
STAGE   = $(O)/deb
TARBALL = $(STAGE)/motcua_$(VERSION).orig.tar

dist:
	@mkdir -p $(STAGE)
	$(Q)if git rev-parse --verify -q HEAD >/dev/null 2>&1; then \
		[ -z "$$(git status --porcelain)" ] || \
			echo "make dist: warning: changes that are not committed are left out" >&2; \
		git archive --format=tar --prefix=$(RELEASE)/ -o $(TARBALL) HEAD; \
	else \
		tar --sort=name --owner=0 --group=0 --numeric-owner --exclude=./.git --exclude=./build \
			--exclude='./$(O)' --transform='s,^\.,$(RELEASE),' -cf $(TARBALL) .; \
	fi
	$(Q)gzip -9nf $(TARBALL)
	@echo $(TARBALL).gz

# Built as a distribution builds it: the caller's make flags stay outside.
deb: dist
	$(Q)packaging/install-deps build font package
	$(Q)rm -rf $(STAGE)/$(RELEASE)
	$(Q)tar -C $(STAGE) -xzf $(TARBALL).gz
	$(Q)cp -a packaging/debian $(STAGE)/$(RELEASE)/debian
	$(Q)cd $(STAGE)/$(RELEASE) && \
		env -u MAKEFLAGS -u MFLAGS -u O dpkg-buildpackage -us -uc $(DEBFLAGS)

# ---- translations: source -> po/motcua.pot -> po/*.po
TEXTS = $(shell find include src -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)

# Always made anew: a source that is gone has to take its texts with it.
$(O)/motcua.pot:
	@mkdir -p $(@D)
	$(Q)xgettext --language=C --from-code=UTF-8 --keyword --keyword=_ --keyword=N_ --keyword=P_:1,2 \
		--add-comments=TRANSLATORS --add-location=file --package-name=motcua \
		--package-version=$(VERSION) --copyright-holder='The motcua contributors' \
		-o $@ $(TEXTS)
	$(Q)sed -i -e '1s/.*/# Texts of motcua, taken from its sources by "make po"./' \
		-e 's/charset=CHARSET/charset=UTF-8/' -e 's/(C) YEAR/(C) 2026/' $@

# A new date alone is no change.
po: $(O)/motcua.pot
	$(Q)diff -q -I '^"POT-Creation-Date:' po/motcua.pot $< >/dev/null 2>&1 || cp $< po/motcua.pot
	$(Q)for po in po/*.po; do \
		msgmerge -q --update --backup=none --no-fuzzy-matching --add-location=file $$po po/motcua.pot || exit 1; \
	done

# ---- man page table of errors: between two marks, from errors.def
errors-table:
	@mkdir -p $(O)
	$(Q)awk -f man/errors.awk include/motcua/base/errors.def man/motcua.1 >$(O)/motcua.1
	$(Q)cmp -s $(O)/motcua.1 man/motcua.1 || cp $(O)/motcua.1 man/motcua.1

# Compile and link everything, run nothing.
tests-built: all $(TESTS)

# ---- static checks; the lints that need nothing but sh and awk run in `make check`
SCRIPTS = $(shell grep -rIlE '^\#!(/bin/sh|/usr/bin/env (ba)?sh|/bin/bash)' .ci tests packaging)
# English text for people; sources and data carry Vietnamese, which a speller misreads.
PROSE   = README.md CONTRIBUTING.md CHANGELOG.md docs/ARCHITECTURE.md docs/FORMATS.md packaging \
	  $(wildcard man/*.[1-8])

lint: lint-cppcheck lint-sh lint-man lint-po lint-spelling

lint-deps:
	$(Q)packaging/install-deps lint

lint-cppcheck: lint-deps
	$(Q)cppcheck -q -j2 --std=c11 --library=posix --error-exitcode=1 --inline-suppr \
		--enable=warning,performance,portability --suppressions-list=packaging/cppcheck.supp \
		-Iinclude -Isrc -D_GNU_SOURCE -DMC_VERSION='"0"' src include

lint-sh: lint-deps
	$(Q)shellcheck $(SCRIPTS)

lint-man: lint-deps
	$(Q)mandoc -T lint -W warning $(wildcard man/*.[1-8] man/*/*.[1-8])

# Complete: every text of the source, none fuzzy, none empty, the formats agree. The catalogue
# has no address to write to (and an invented one is none), which i18nspector says twice.
NO_ADDRESS = no-report-msgid-bugs-to-header-field|invalid-last-translator
lint-po: lint-deps $(O)/motcua.pot
	$(Q)for po in po/*.po; do \
		msgfmt -c -o /dev/null $$po && msgcmp $$po $(O)/motcua.pot && \
		! msgattrib --only-fuzzy --no-obsolete $$po | grep . && \
		! i18nspector $$po | grep -vE '$(NO_ADDRESS)' | grep . || exit 1; \
	done
	$(Q)packaging/spell-vi po/vi.po po/allow-vi.txt

lint-spelling: lint-deps $(O)/motcua.pot
	$(Q)codespell -q 3 -I packaging/codespell.ignore $(PROSE) $(O)/motcua.pot

.PHONY: $(O)/motcua.pot dist deb po errors-table tests-built lint lint-deps lint-cppcheck lint-sh \
	lint-man lint-po lint-spelling
