/* SPDX-License-Identifier: MPL-2.0 */
/*
 * memory_test.c - what a desk and its courier have for themselves when a dossier has gone, a
 * question was answered and both are idle: private pages, for those that they share with
 * others cost the machine nothing more. Over TLS the courier has OpenSSL and the certificates,
 * too. Pages of a library that nobody else has in use are private: a busy machine finds less.
 */
#include "support/check.h"
#include "support/metered.h"
#include "support/province.h"
#include "support/pty.h"
#include "support/world.h"

enum {
	TOGETHER_KB = 12 * 1024,
	/* 12.0 to 12.3 thousand were measured; how many pages of OpenSSL a kernel maps around
	 * those that are used is its own affair */
	OVER_TLS_KB = 13 * 1024,
};

static struct pty *open_desk(void)
{
	const char *argv[] = { world_program("motcua"), "--data", world_path("desk"), "--gateway",
			       metered_url(), "--gateway-key", world_path("gateway/gateway.keys"),
			       "--officer", OFFICER, NULL };

	return pty_start(argv, 24, 80, NULL);
}

static void measure(enum metered_wire wire)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)wire;
	(void)open_desk;
	skip(); /* a sanitizer has memory of its own */
#else
	const struct link_options any = {.seed = 1};
	struct metered submit;
	struct pty *pty;
	long desk, courier;

	metered_begin(wire, &any);
	metered_courier_start();
	pty = open_desk();
	pty_expect(pty, world_say("Dossiers of this desk"));
	metered_submit(&submit);
	pty_type(pty, KEY_F5); /* the courier pokes the desk that seals, which is another here */
	pty_expect(pty, "Trần Mẫu"); /* received: metered_submit() waited for it */
	metered_look_up(&submit);
	pty_settle(pty, 1500);
	desk = world_private_kb(pty->pid);
	courier = world_private_kb(metered_courier());
	print_message("desk %ld kB, courier %ld kB\n", desk, courier);
	assert_true(desk > 0 && courier > 0);
	assert_in_range(desk + courier, 1, wire == METERED_TLS ? OVER_TLS_KB : TOGETHER_KB);
	pty_end(pty);
	metered_end();
#endif
}

static void over_plain_http(void **state)
{
	(void)state;
	measure(METERED_PLAIN);
}

static void over_tls(void **state)
{
	(void)state;
	measure(METERED_TLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_plain_http),
		cmocka_unit_test(over_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
