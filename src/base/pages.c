/* SPDX-License-Identifier: MPL-2.0 */
/* pages.c - pages of programs and libraries that only the start needed are given back. */
#include "motcua/base/mem.h"

#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Code that the loader wrote addresses into is no longer the file's: given back, it would come
 * again without them. No library of Debian's is built so. */
static bool has_own_code(const struct dl_phdr_info *object)
{
	const ElfW(Dyn) *entry = NULL;

	for (int i = 0; i < object->dlpi_phnum; i++) {
		if (object->dlpi_phdr[i].p_type == PT_DYNAMIC) {
			entry = (const void *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
		}
	}
	for (; entry && entry->d_tag != DT_NULL; entry++) {
		if (entry->d_tag == DT_TEXTREL ||
		    (entry->d_tag == DT_FLAGS && entry->d_un.d_val & DF_TEXTREL)) {
			return true;
		}
	}
	return false;
}

/* A debugger has written its breakpoints there. */
static bool is_traced(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[128];
	int tracer = 0;

	while (file && fgets(line, sizeof(line), file) &&
	       sscanf(line, "TracerPid: %d", &tracer) != 1) {
	}
	if (file) {
		fclose(file);
	}
	return tracer != 0;
}

/* What can only be read or executed stays the file's: whoever looks at it again has it again, from
 * the kernel's cache. */
static int give_back(struct dl_phdr_info *object, size_t size, void *ctx)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	bool is_file = !*object->dlpi_name || strchr(object->dlpi_name, '/'); /* "": the program */

	(void)size;
	(void)ctx;
	for (int i = 0; is_file && !has_own_code(object) && i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t from = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
		uintptr_t to = object->dlpi_addr + part->p_vaddr + part->p_filesz;

		if (part->p_type == PT_LOAD && !(part->p_flags & PF_W)) {
			(void)madvise((void *)from, to - from, MADV_DONTNEED);
		}
	}
	return 0;
}

void mc_pages_give_back(void)
{
	if (!is_traced()) {
		(void)dl_iterate_phdr(give_back, NULL);
	}
}
