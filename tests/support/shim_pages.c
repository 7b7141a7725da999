/* SPDX-License-Identifier: MPL-2.0 */
/* shim_pages.c - a library to be preloaded into a real program: no page is given back, so that all
 * that was ever touched can be counted. */
#include "support/shim_pages.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int madvise(void *from, size_t size, int advice)
{
	return advice == MADV_DONTNEED ? 0 : (int)syscall(SYS_madvise, from, size, advice);
}
