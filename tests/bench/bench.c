/* SPDX-License-Identifier: MPL-2.0 */
/*
 * bench.c - the figures of `make bench`: each group beside an anchor measured in the same
 * run on the same machine. Ratios tell; the figures are this machine's.
 *
 * Without an argument the groups that take seconds; `make bench B=NAME` one of them.
 */
#include "bench/bench.h"

#include <stdio.h>
#include <string.h>

static const struct group {
	const char *name, *title;
	bool (*run)(void);
	bool is_long; /* only when it is asked for */
} groups[] = {
	{"desk", "The desk on its terminal", bench_desk, false},
	{"keys", "A key press, beside the disk's own fdatasync", bench_keys, false},
	{"find", "A name found while it is typed, beside SQLite", bench_find, false},
	{"forms", "Fields that the register fills in, and the keys that are left", bench_forms, false},
	{"submit", "Submitting, beside the disk's own fsync", bench_submit, false},
	{"wire", "Bytes and round trips, both directions", bench_wire, false},
	{"link", "A day's queue over 64 kbit/s with cuts, beside curl", bench_link, true},
};

int main(int argc, char **argv)
{
	const char *wanted = argc > 1 && argv[1][0] ? argv[1] : NULL;
	bool good = true, any = false;

	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		if (wanted ? strcmp(wanted, groups[i].name) != 0 : groups[i].is_long) {
			continue;
		}
		any = true;
		printf("%s== %s\n", i && !wanted ? "\n" : "", groups[i].title);
		fflush(stdout);
		good = groups[i].run() && good;
	}
	if (!any) {
		fprintf(stderr, "bench: no group named %s\n", wanted);
	}
	return !(good && any);
}
