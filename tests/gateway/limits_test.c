/* SPDX-License-Identifier: MPL-2.0 */
/* What peers can take of the gateway, whoever they are: connections, memory, time. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/httpd.h"
#include "motcua/base/clock.h"
#include "motcua/base/loop.h"
#include "motcua/base/mem.h"
#include "support/address.h"
#include "support/check.h"

enum { BODY = 600, PATIENCE_MS = 20000 };

static void taken(void *ctx, struct mc_request *request)
{
	(void)ctx;
	mc_answer_empty(request, 204);
}

static const struct mc_route routes[] = {
	{"POST", "/body", NULL, 4096, taken, NULL},
	{NULL, NULL, NULL, 0, NULL, NULL},
};

struct served {
	struct mc_loop *loop;
	struct mc_httpd *httpd;
	int port;
};

static void serve(struct served *s, struct mc_httpd_limits limits)
{
	struct mc_httpd_tls tls = {.cert = NULL};
	int fd = address_listen("127.0.0.1:0");

	s->port = address_port(fd);
	s->loop = mc_loop_new();
	assert_ok(mc_httpd_open(s->loop, fd, &tls, &limits, routes, NULL, &s->httpd, NULL));
}

static void end(struct served *s)
{
	mc_httpd_close(s->httpd);
	mc_loop_free(s->loop);
}

static int peer(const struct served *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)s->port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void say(int fd, const char *text, size_t len)
{
	assert_int_equal(send(fd, text, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* The head of a body, and the first len bytes of it. */
static void begin_body(int fd, size_t len)
{
	char text[128 + BODY];
	int head = snprintf(text, sizeof(text),
			    "POST /body HTTP/1.1\r\nHost: g\r\nContent-Length: %d\r\n\r\n", BODY);

	memset(text + head, 'x', len);
	say(fd, text, (size_t)head + len);
}

static void go_on(const struct served *s, int64_t ms)
{
	int64_t until = mc_clock_mono() + ms;

	while (mc_clock_mono() < until) {
		mc_loop_once(s->loop, 10);
	}
}

/* What a peer hears within the patience: a status, or 0 when he is dropped. */
static int hears(const struct served *s, int fd, char *ret, size_t size)
{
	int64_t until = mc_clock_mono() + PATIENCE_MS;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	ssize_t n;

	while (poll(&p, 1, 0) == 0) {
		assert_true(mc_clock_mono() < until);
		mc_loop_once(s->loop, 10);
	}
	n = recv(fd, ret, size - 1, 0);
	ret[n > 0 ? n : 0] = '\0';
	return n > 12 ? atoi(ret + 9) : 0;
}

static bool is_open(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) == 0; /* nothing to read, not even an end */
}

/* Half of two bodies is more than all may have: the second is told so, and may come again. */
static void bodies_have_one_room_together(void **state)
{
	struct served s;
	struct mc_httpd_limits limits = MC_HTTPD_LIMITS;
	int first, second, third;
	char answer[1024], rest[BODY];

	(void)state;
	limits.gathered = 1000;
	serve(&s, limits);
	first = peer(&s);
	second = peer(&s);
	begin_body(first, BODY - 1);
	go_on(&s, 100);
	begin_body(second, BODY);
	assert_int_equal(hears(&s, second, answer, sizeof(answer)), 503);
	assert_non_null(strstr(answer, "urn:motcua:problem:busy"));
	assert_non_null(strstr(answer, "Retry-After: "));
	memset(rest, 'x', sizeof(rest));
	say(first, rest, 1);
	assert_int_equal(hears(&s, first, answer, sizeof(answer)), 204);
	begin_body(second, BODY); /* on the same connection */
	assert_int_equal(hears(&s, second, answer, sizeof(answer)), 204);
	third = peer(&s); /* who goes away in the middle gives his back */
	begin_body(third, BODY - 1);
	go_on(&s, 100);
	close(third);
	go_on(&s, 100);
	begin_body(first, BODY);
	assert_int_equal(hears(&s, first, answer, sizeof(answer)), 204);
	close(first);
	close(second);
	end(&s);
}

static void one_address_has_so_many_connections(void **state)
{
	struct served s;
	struct mc_httpd_limits limits = MC_HTTPD_LIMITS;
	int fds[3];
	char answer[1024];

	(void)state;
	limits.per_address = 2;
	serve(&s, limits);
	for (size_t i = 0; i < MC_COUNT(fds); i++) {
		fds[i] = peer(&s);
		go_on(&s, 50);
	}
	assert_int_equal(hears(&s, fds[2], answer, sizeof(answer)), 0);
	for (int i = 0; i < 2; i++) {
		assert_true(is_open(fds[i]));
		begin_body(fds[i], BODY);
		assert_int_equal(hears(&s, fds[i], answer, sizeof(answer)), 204);
	}
	close(fds[0]);
	go_on(&s, 50);
	close(fds[2]);
	fds[2] = peer(&s); /* room again */
	begin_body(fds[2], BODY);
	assert_int_equal(hears(&s, fds[2], answer, sizeof(answer)), 204);
	close(fds[1]);
	close(fds[2]);
	end(&s);
}

/* Who says nothing is dropped early; who has asked for something once may be slow. */
static void a_first_word_does_not_take_long(void **state)
{
	struct served s;
	struct mc_httpd_limits limits = MC_HTTPD_LIMITS;
	int64_t began = mc_clock_mono();
	int silent, slow;
	char answer[1024];

	(void)state;
	limits.first_seconds = 1;
	serve(&s, limits);
	slow = peer(&s);
	begin_body(slow, BODY);
	assert_int_equal(hears(&s, slow, answer, sizeof(answer)), 204);
	silent = peer(&s);
	assert_int_equal(hears(&s, silent, answer, sizeof(answer)), 0);
	assert_in_range(mc_clock_mono() - began, 900, PATIENCE_MS - 1);
	go_on(&s, 1500);
	assert_true(is_open(slow));
	begin_body(slow, BODY);
	assert_int_equal(hears(&s, slow, answer, sizeof(answer)), 204);
	close(silent);
	close(slow);
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_have_one_room_together),
		cmocka_unit_test(one_address_has_so_many_connections),
		cmocka_unit_test(a_first_word_does_not_take_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
