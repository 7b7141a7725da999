/* SPDX-License-Identifier: MPL-2.0 */
#include "fuzz/input.c"
#include "support/check.h"

enum { INPUTS = 20000, LONGEST = 300 };

/* Mostly what begins sequences, so that they meet. */
static void likely_bytes(void **state)
{
	static const char likely[] = "\033\033\033\033[[[[OM<;;;0123456789~mAZ\xe1\xbb\x85\x80\r\t a";
	uint64_t seed = 20262;
	uint8_t data[LONGEST];

	(void)state;
	for (fuzz_run = 0; fuzz_run < INPUTS; fuzz_run++) {
		size_t size = fuzz_random(&seed) % LONGEST;

		for (size_t i = 0; i < size; i++) {
			data[i] = (uint8_t)likely[fuzz_random(&seed) % (sizeof(likely) - 1)];
		}
		LLVMFuzzerTestOneInput(data, size);
	}
}

static void random_bytes(void **state)
{
	(void)state;
	fuzz_seeded(20263, INPUTS, LONGEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(likely_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
