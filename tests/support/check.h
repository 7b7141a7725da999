/* SPDX-License-Identifier: MPL-2.0 */
/* check.h - cmocka with what every test includes, and two words of our own. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "motcua/base/err.h"

/* A call that must succeed, and one that must fail with just this code. */
#define assert_ok(call) assert_string_equal(mc_error_info(call)->code, mc_error_info(MC_OK)->code)
#define assert_code(call, want) \
	assert_string_equal(mc_error_info(call)->code, mc_error_info(want)->code)

/* A new folder below TMPDIR; removed at exit with all in it. Static text per call: free(). */
char *test_dir(void);
/* Removes it before the end of the test program, and frees its name. */
void test_dir_end(char *dir);
/* From here on in memory, where the machine has some: for tests that ask what was written
 * and synced, not whether the disk obeys. */
void test_in_memory(void);

#endif
