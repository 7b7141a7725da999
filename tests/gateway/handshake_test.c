/* SPDX-License-Identifier: MPL-2.0 */
/* Peers that connect and then say nothing, or half a word, cost the gateway next to nothing. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/httpd.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/loop.h"
#include "motcua/base/mem.h"
#include "support/address.h"
#include "support/check.h"

enum {
	LOOKS_MS = 500,
	ROUNDS_MOST = 200, /* in that time; a busy loop makes ten thousands */
};

static const struct mc_route no_routes[] = {{.method = NULL}};

struct served {
	struct mc_loop *loop;
	struct mc_httpd *httpd;
	struct mc_str cert, key;
	int port;
};

static void read_pem(const char *dir, const char *name, struct mc_str *ret)
{
	char *path = mc_path_join(dir, name);

	mc_str_init(ret, 65536);
	assert_ok(mc_file_read(path, ret, NULL));
	free(path);
}

static void make_certificate(struct served *s)
{
	char *dir = test_dir(), command[8192];

	snprintf(command, sizeof(command),
		 "cd '%s' && exec openssl req -x509 -newkey ec -pkeyopt "
		 "ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key -out cert "
		 "-subj /CN=localhost >/dev/null 2>&1",
		 dir);
	assert_int_equal(system(command), 0);
	read_pem(dir, "cert", &s->cert);
	read_pem(dir, "key", &s->key);
	free(dir);
}

static int set_up(void **state)
{
	struct served *s = mc_calloc(1, sizeof(*s));
	struct mc_httpd_tls tls = {.cert = NULL};
	int fd = address_listen("127.0.0.1:0");

	s->port = address_port(fd);
	make_certificate(s);
	tls.cert = s->cert.data;
	tls.key = s->key.data;
	s->loop = mc_loop_new();
	assert_ok(mc_httpd_open(s->loop, fd, &tls, &MC_HTTPD_LIMITS, no_routes, NULL, &s->httpd, NULL));
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct served *s = *state;

	mc_httpd_close(s->httpd);
	mc_loop_free(s->loop);
	mc_str_done(&s->cert);
	mc_str_done(&s->key);
	free(s);
	return 0;
}

static int peer(const struct served *s, const char *says, size_t len)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)s->port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(write(fd, says, len), (ssize_t)len);
	return fd;
}

static int rounds_meanwhile(const struct served *s)
{
	int64_t until = mc_clock_mono() + LOOKS_MS;
	int rounds = 0;

	while (mc_clock_mono() < until) {
		mc_loop_once(s->loop, LOOKS_MS / 10);
		rounds++;
	}
	return rounds;
}

static void a_silent_peer_keeps_nobody_busy(void **state)
{
	const struct served *s = *state;
	int fd = peer(s, "", 0), rounds = rounds_meanwhile(s);

	print_message("%d rounds in %d ms\n", rounds, LOOKS_MS);
	assert_true(rounds <= ROUNDS_MOST);
	close(fd);
}

/* The head of a handshake record of 512 bytes, and three of them. */
static void nor_does_one_who_stops_within_a_word(void **state)
{
	static const char half[] = "\x16\x03\x01\x02\x00\x01\x00\x01";
	const struct served *s = *state;
	int fd = peer(s, half, sizeof(half) - 1), rounds = rounds_meanwhile(s);

	print_message("%d rounds in %d ms\n", rounds, LOOKS_MS);
	assert_true(rounds <= ROUNDS_MOST);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_silent_peer_keeps_nobody_busy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nor_does_one_who_stops_within_a_word, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
