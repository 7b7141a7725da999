/* SPDX-License-Identifier: MPL-2.0 */
#include "support/calls.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/check.h"
#include "support/sanitized.h"
#include "support/world.h"

static struct calls *page;

bool calls_possible(void)
{
#ifdef SANITIZED
	return false;
#else
	return true;
#endif
}

void calls_begin(void)
{
	const char *path = world_path("calls");
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_int_equal(ftruncate(fd, sizeof(*page)), 0);
	page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(page != MAP_FAILED);
	close(fd);
	setenv(SHIM_CALLS_PAGE, path, 1);
	setenv(SHIM_CALLS_PROGRAM, "motcua", 1);
}

int calls_arm(void)
{
	return setenv("LD_PRELOAD", MC_BUILD_DIR "/tests/support/shim_calls.so", 1);
}

void calls_end(void)
{
	if (page) {
		munmap(page, sizeof(*page));
		page = NULL;
	}
	unsetenv(SHIM_CALLS_PAGE);
	unsetenv(SHIM_CALLS_PROGRAM);
}

static long look(const long *counter)
{
	return __atomic_load_n(counter, __ATOMIC_SEQ_CST);
}

/* The key before its turn, the turn before the wait that ends it, and then what it did: else
 * what is put together here never was. */
struct calls calls_now(void)
{
	long keys = look(&page->keys), turns = look(&page->turns), waits = look(&page->waits);
	struct calls now = *(volatile struct calls *)page;

	now.keys = keys;
	now.turns = turns;
	now.waits = waits;
	return now;
}

struct calls *calls_page(void)
{
	return page;
}
