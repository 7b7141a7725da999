/* SPDX-License-Identifier: MPL-2.0 */
/* mem.c - allocation that ends the program when memory does. */
#include "motcua/base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bytes.h"

static void (*oom_hook)(void);

static _Noreturn void out_of_memory(void)
{
	void (*hook)(void) = oom_hook;

	oom_hook = NULL; /* the hook may itself run out */
	if (hook) {
		hook();
	}
	/* not exit(): what atexit() would run may need memory too */
	_exit(EX_OSERR);
}

void mc_oom_hook(void (*hook)(void))
{
	oom_hook = hook;
}

void *mc_calloc(size_t count, size_t size)
{
	void *p = count && size ? calloc(count, size) : calloc(1, 1);

	if (!p) {
		out_of_memory();
	}
	return p;
}

void *mc_realloc(void *old, size_t count, size_t size)
{
	void *p = count && size ? reallocarray(old, count, size) : realloc(old, 1);

	if (!p) {
		out_of_memory();
	}
	return p;
}

void mc_free_wiped(void *old, size_t size)
{
	if (old) {
		explicit_bzero(old, size);
		free(old);
	}
}

void *mc_regrow_wiped(void *old, size_t count, size_t new_count, size_t size)
{
	void *p = mc_calloc(new_count, size);

	if (old) {
		memcpy(p, old, (count < new_count ? count : new_count) * size);
		mc_free_wiped(old, count * size);
	}
	return p;
}

char *mc_strdup(const char *text)
{
	return mc_memdup(text, strlen(text) + 1);
}

char *mc_strndup(const char *text, size_t len)
{
	size_t n = strnlen(text, len);
	char *p = mc_calloc(n + 1, 1);

	memcpy(p, text, n);
	return p;
}

void *mc_memdup(const void *data, size_t len)
{
	void *p = mc_calloc(len, 1);

	if (len) {
		memcpy(p, data, len);
	}
	return p;
}

int mc_copy(char *to, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (!size) {
		return -1;
	}
	if (len < size) {
		memcpy(to, text, len + 1);
		return 0;
	}
	len = mc_bytes_whole(text, size - 1);
	memcpy(to, text, len);
	to[len] = '\0';
	return -1;
}
