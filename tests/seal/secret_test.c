/* SPDX-License-Identifier: MPL-2.0 */
/*
 * secret_test.c - small secrets share a guarded page: none touches another, what is given back is
 * wiped, and who writes behind his own is stopped when he gives it back.
 */
#include "support/check.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "seal/secret.h"

enum { MANY = 100, LEN = 32 };

static void fill(unsigned char *secrets[MANY], int i)
{
	size_t len = (size_t)(i % 5 ? LEN : 512 + i % 2);

	secrets[i] = mc_secret_new(len);
	memset(secrets[i], i, len);
}

static void assert_whole(unsigned char *secrets[MANY], int i)
{
	for (int k = 0; k < LEN; k++) {
		assert_int_equal(secrets[i][k], i);
	}
}

/* More than the page holds, and some that are too long for it; given back out of order. */
static void none_touches_another(void **state)
{
	unsigned char *secrets[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		fill(secrets, i);
	}
	for (int round = 0; round < 3; round++) {
		for (int i = round; i < MANY; i += 3) {
			assert_whole(secrets, i);
			mc_secret_free(secrets[i]);
		}
		for (int i = round; i < MANY; i += 3) {
			fill(secrets, i);
		}
	}
	for (int i = 0; i < MANY; i++) {
		assert_whole(secrets, i);
		mc_secret_free(secrets[i]);
	}
	mc_secret_free(NULL);
}

#if !defined(__SANITIZE_ADDRESS__) /* which sees each secret by itself, and more */
static void given_back_is_wiped(void **state)
{
	static const unsigned char nothing[LEN];
	unsigned char *kept = mc_secret_new(LEN), *gone = mc_secret_new(LEN);

	(void)state;
	memset(gone, 'x', LEN);
	mc_secret_free(gone);
	assert_memory_equal(gone, nothing, LEN); /* the page is there as long as one lies on it */
	mc_secret_free(kept);
}

static void behind_ones_own_is_told(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		unsigned char *secret = mc_secret_new(LEN);

		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		secret[LEN] = 0;
		mc_secret_free(secret);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* A user may lock few pages; a desk has four secrets, and a test many. */
static void they_share_a_page(void **state)
{
	unsigned char *first = mc_secret_new(LEN);

	(void)state;
	for (int i = 0; i < 16; i++) {
		unsigned char *next = mc_secret_new(LEN);

		assert_true(next > first && next < first + 4096);
	}
}
#endif

static int begin(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_touches_another),
#if !defined(__SANITIZE_ADDRESS__)
		cmocka_unit_test(given_back_is_wiped),
		cmocka_unit_test(behind_ones_own_is_told),
		cmocka_unit_test(they_share_a_page),
#endif
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
