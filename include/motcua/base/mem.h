/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mem.h - allocation that does not return without memory.
 *
 * Out of memory ends the program through a hook that restores the terminal.
 * That is safe because truth lives in committed rows, never only in memory.
 */
#ifndef MOTCUA_BASE_MEM_H
#define MOTCUA_BASE_MEM_H

#include <stddef.h>

#define MC_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* All return zeroed or copied memory, never NULL; free() releases it. */
void *mc_calloc(size_t count, size_t size);
/* Like reallocarray(); new bytes are not zeroed. */
void *mc_realloc(void *old, size_t count, size_t size);
/* For what must not stay in freed memory: wiped, then freed; and grown by moving to new,
 * zeroed memory, the old one wiped. */
void mc_free_wiped(void *old, size_t size);
void *mc_regrow_wiped(void *old, size_t count, size_t new_count, size_t size);
char *mc_strdup(const char *text);
char *mc_strndup(const char *text, size_t len);
void *mc_memdup(const void *data, size_t len);

/*
 * Copy text into a fixed array, always NUL-terminated, never splitting a UTF-8
 * sequence. Returns 0, or -1 when it had to be cut (callers at a door treat
 * that as bad input; callers that draw may ignore it).
 */
int mc_copy(char *to, size_t size, const char *text);
#define MC_COPY(array, text) mc_copy((array), sizeof(array), (text))

/* Called once, before the process ends with status 71 (EX_OSERR). */
void mc_oom_hook(void (*hook)(void));

/*
 * Unmaps what is only read and executed of the program and its libraries: half of it is the loader's
 * tables and what a start alone runs. What is used again is mapped again, 64 kB at a look, without the
 * disk. Data stay as they are.
 */
void mc_pages_give_back(void);

#endif
