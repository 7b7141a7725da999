/* SPDX-License-Identifier: MPL-2.0 */
/* memory.h - what a running program still holds in the memory that it may write to. */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

#include <stdbool.h>
#include <sys/types.h>

/* Programs that dump no core are read by root alone. */
bool memory_readable(pid_t pid);
/* How often the text stands there: as bytes, and as code points one behind the other or in the
 * cells of a screen. Each place is printed. */
int memory_count(pid_t pid, const char *text);

#endif
