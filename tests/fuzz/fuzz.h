/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fuzz.h - a target is LLVMFuzzerTestOneInput(): any bytes in, nothing may break.
 *
 * `make fuzz F=keys` gives it to libFuzzer with sanitizers; x_test.c includes the same
 * target and runs it on seeded random bytes, so that every `make check` does a little.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes of the input, one after the other; zeros after its end. */
struct fuzz_bytes {
	const uint8_t *at, *end;
};

static inline unsigned fuzz_byte(struct fuzz_bytes *bytes)
{
	return bytes->at < bytes->end ? *bytes->at++ : 0;
}

static long fuzz_run = -1;	 /* which of the seeded inputs; -1 under libFuzzer */
static const char *fuzz_at = ""; /* where the target is, for the one line before it ends */

#define FUZZ_CHECK(what)                                                                           \
	do {                                                                                       \
		if (!(what)) {                                                                     \
			fprintf(stderr, "%s:%d: run %ld %s: %s\n", __FILE__, __LINE__, fuzz_run,   \
				fuzz_at, #what);                                                   \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The same bytes on every machine. */
static inline uint32_t fuzz_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

__attribute__((unused)) static void fuzz_seeded(uint64_t seed, long runs, size_t longest)
{
	uint8_t *data = malloc(longest);

	for (fuzz_run = 0; data && fuzz_run < runs; fuzz_run++) {
		size_t size = fuzz_random(&seed) % longest;

		for (size_t i = 0; i < size; i++) {
			data[i] = (uint8_t)fuzz_random(&seed);
		}
		LLVMFuzzerTestOneInput(data, size);
	}
	free(data);
}

#endif
