/* SPDX-License-Identifier: MPL-2.0 */
/* zstd.c - see zstd.h. The package depends on the library by name, for no linker sees that we do. */
#include "seal/zstd.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "motcua/base/mem.h"

#define LIBRARY "libzstd.so.1" /* the number that its makers change with what is called */

/* Every member is a pointer to a function, in the order of the names. */
static bool find_calls(void *library, struct zstd *ret)
{
	static const char *const names[] = {
#define NAME(name) "ZSTD_" #name,
		ZSTD_CALLS(NAME)
#undef NAME
	};
	void *found[MC_COUNT(names)];

	_Static_assert(sizeof(found) == sizeof(*ret), "a name for each member");
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		found[i] = dlsym(library, names[i]);
		if (!found[i]) {
			return false;
		}
	}
	memcpy(ret, found, sizeof(found));
	return true;
}

const struct zstd *zstd_loaded(void)
{
	static struct zstd calls; /* the process's, as the library is */
	static bool loaded;
	void *library = loaded ? NULL : dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (library) {
		loaded = find_calls(library, &calls);
		if (!loaded) {
			dlclose(library);
		}
	}
	return loaded ? &calls : NULL;
}
