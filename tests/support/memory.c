/* SPDX-License-Identifier: MPL-2.0 */
/* memory.c - /proc/PID/mem, searched. */
#include "support/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "support/check.h"
#include "ui/canvas.h"

enum { LETTERS = 200 };

/* Between one letter and the next: of bytes, of code points, of our cells and of curses'. */
static const size_t strides[] = { sizeof(uint32_t), sizeof(struct mc_cell), 28 };

struct hunt {
	const char *bytes;
	size_t len;
	uint32_t letters[LETTERS];
	size_t count;
	int found;
};

static int open_memory(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

bool memory_readable(pid_t pid)
{
	int fd = open_memory(pid);

	if (fd >= 0) {
		close(fd);
	}
	return fd >= 0;
}

static bool letters_at(const struct hunt *hunt, const char *at, const char *end, size_t stride)
{
	for (size_t i = 0; i < hunt->count; i++, at += stride) {
		uint32_t letter;

		if (end - at < (ptrdiff_t)sizeof(letter)) {
			return false;
		}
		memcpy(&letter, at, sizeof(letter));
		if (letter != hunt->letters[i]) {
			return false;
		}
	}
	return true;
}

static void tell(struct hunt *hunt, const char *how, uint64_t address, const char *mapping)
{
	hunt->found++;
	fprintf(stderr, "%s at %" PRIx64 " in %s", how, address, mapping);
}

static void search(struct hunt *hunt, const char *data, size_t size, uint64_t from,
		   const char *mapping)
{
	const char *end = data + size;

	for (const char *at = data; at < end && (at = memchr(at, hunt->bytes[0], (size_t)(end - at)));
	     at++) {
		if ((size_t)(end - at) >= hunt->len && memcmp(at, hunt->bytes, hunt->len) == 0) {
			tell(hunt, "bytes", from + (uint64_t)(at - data), mapping);
		}
		for (size_t i = 0; i < MC_COUNT(strides); i++) {
			if (letters_at(hunt, at, end, strides[i])) {
				tell(hunt, "letters", from + (uint64_t)(at - data), mapping);
			}
		}
	}
}

/* A mapping that the program may write to; what cannot be read (vvar) holds nothing of ours. */
static void search_mapping(struct hunt *hunt, int fd, const char *line)
{
	uint64_t from, until;
	char access[8];
	char *data;
	ssize_t got;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &until, access) != 3 ||
	    access[0] != 'r' || access[1] != 'w') {
		return;
	}
	data = mc_calloc(1, (size_t)(until - from));
	got = pread(fd, data, (size_t)(until - from), (off_t)from);
	if (got > 0) {
		search(hunt, data, (size_t)got, from, line);
	}
	free(data);
}

/* Of valid UTF-8 below U+10000. */
static void decode(struct hunt *hunt)
{
	for (const char *at = hunt->bytes; *at && hunt->count < LETTERS; hunt->count++) {
		uint32_t letter = (unsigned char)*at++;

		if (letter >= 0x80) {
			letter &= letter >= 0xe0 ? 0x0f : 0x1f;
			while ((*at & 0xc0) == 0x80) {
				letter = letter << 6 | (*at++ & 0x3f);
			}
		}
		hunt->letters[hunt->count] = letter;
	}
}

int memory_count(pid_t pid, const char *text)
{
	struct hunt hunt = {.bytes = text, .len = strlen(text)};
	int fd = open_memory(pid);
	char path[64], line[512];
	FILE *maps;

	assert_true(fd >= 0);
	decode(&hunt);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "r");
	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		search_mapping(&hunt, fd, line);
	}
	fclose(maps);
	close(fd);
	return hunt.found;
}
