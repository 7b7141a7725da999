/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char made[64][64];
static int made_count;
static pid_t made_by;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_made(void)
{
	if (getpid() != made_by) {
		return;
	}
	for (int i = 0; i < made_count; i++) {
		nftw(made[i], remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	}
}

char *test_dir(void)
{
	const char *top = getenv("TMPDIR");
	char path[64];

	snprintf(path, sizeof(path), "%s/motcua-test-XXXXXX", top && strlen(top) < 30 ? top : "/tmp");
	if (!mkdtemp(path) || made_count == 64) {
		abort();
	}
	if (!made_count) {
		made_by = getpid();
		atexit(remove_made);
	}
	strcpy(made[made_count++], path);
	return strdup(path);
}

void test_dir_end(char *dir)
{
	for (int i = 0; getpid() == made_by && i < made_count; i++) {
		if (!strcmp(made[i], dir)) {
			nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
			memmove(made[i], made[--made_count], sizeof(made[i]));
		}
	}
	free(dir);
}

void test_in_memory(void)
{
	if (!access("/dev/shm", W_OK | X_OK)) {
		setenv("TMPDIR", "/dev/shm", 1);
	}
}
