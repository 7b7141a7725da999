/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fault_proxy.c - one poll loop, a pair of sockets per connection.
 *
 * An exchange begins with the first bytes from the client after a reply (HTTP/1.1 without
 * pipelining), and that is when its dice fall. A reply is changed in its first piece, which
 * has to hold the whole head: the gateway sends small replies in one.
 */
#include "support/fault_proxy.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/address.h"
#include "support/check.h"

enum { PAIRS = 16, PIECE = 65536 };
/* Bytes: in the head and a small body mostly, in a large one sometimes. */
enum { CUT_WITHIN = 600, CUT_FAR = 60000 };

struct fault_proxy {
	pid_t pid;
	int port;
	struct fault_proxy_counts *counts;
};

/* A client, and its connection to the gateway (-1: none). */
struct pair {
	int client, gateway;
	bool replying; /* the reply of this exchange has begun */
	bool asked;    /* this exchange has begun */
	enum fault_proxy_fault fault;
	long left;     /* bytes that still pass before a cut */
	int64_t until; /* a stall's end; 0 = none */
};

static struct {
	struct fault_proxy_options options;
	struct fault_proxy_counts *counts;
	struct address gateways[2];
	unsigned gateway_count;
	uint64_t dice;
	struct pair pairs[PAIRS];
	int listener;
} proxy;

static const char *const names[PROXY_FAULTS] = {
	"none",	 "refused", "request cut", "reply cut", "reply lost",
	"stall", "portal",  "busy",	   "truncated", "wrong type",
};

const char *fault_proxy_name(enum fault_proxy_fault fault)
{
	return names[fault];
}

/* splitmix64: the same seed, the same link. */
static uint64_t throw(void)
{
	uint64_t z = (proxy.dice += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- pairs */
static void close_pair(struct pair *pair)
{
	if (pair->client >= 0) {
		close(pair->client);
	}
	if (pair->gateway >= 0) {
		close(pair->gateway);
	}
	*pair = (struct pair){.client = -1, .gateway = -1};
}

/* Blocking: the pieces are small, and a test's client reads. */
static bool pass(int fd, const char *bytes, size_t len, long *count)
{
	while (len) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n <= 0) {
			return false;
		}
		bytes += n;
		len -= (size_t)n;
		*count += n;
	}
	return true;
}

static void count_fault(enum fault_proxy_fault fault)
{
	proxy.counts->exchanges++;
	proxy.counts->of[fault]++;
}

static void take_client(void)
{
	struct pair *pair = proxy.pairs;
	const struct address *to;
	int fd = accept4(proxy.listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0) {
		return;
	}
	while (pair < proxy.pairs + PAIRS && pair->client >= 0) {
		pair++;
	}
	/* refusing belongs to connecting: a tenth of the faults */
	if (pair == proxy.pairs + PAIRS || throw() % 1000 < proxy.options.percent ||
	    proxy.options.refuse_first) {
		proxy.options.refuse_first = false;
		count_fault(PROXY_REFUSE);
		close(fd);
		return;
	}
	to = &proxy.gateways[throw() % proxy.gateway_count];
	*pair = (struct pair){.client = fd, .gateway = address_connect(to)};
	if (pair->gateway < 0) {
		close_pair(pair);
	}
}

/* ---- answers of others */
static const char portal[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 56\r\n"
			     "Connection: close\r\n\r\n"
			     "<html><body>Please accept the terms of use</body></html>";
static const char busy[] =
	"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n"
	"Content-Length: 5\r\nConnection: close\r\n\r\nlater";

/* Close only when the request was read: a reset would overtake the answer. */
static void answer_instead(struct pair *pair, const char *text)
{
	struct pollfd fd = {.fd = pair->client, .events = POLLIN};
	char drain[4096];

	(void)pass(pair->client, text, strlen(text), &proxy.counts->to_client);
	shutdown(pair->client, SHUT_WR);
	while (poll(&fd, 1, 50) > 0 && recv(pair->client, drain, sizeof(drain), 0) > 0) {
		continue;
	}
	close_pair(pair);
}

/* ---- one exchange */
static void count_upload(const char *bytes, enum fault_proxy_fault fault)
{
	if (!strncmp(bytes, "PATCH /v1/uploads/", 18)) {
		proxy.counts->pieces++;
		proxy.counts->spoiled_pieces += fault != PROXY_NONE;
	}
	proxy.counts->offsets += !strncmp(bytes, "HEAD /v1/uploads/", 17);
}

static void begin_exchange(struct pair *pair, const char *bytes)
{
	pair->asked = true;
	pair->replying = false;
	pair->fault = PROXY_NONE;
	if (throw() % 100 < proxy.options.percent) {
		pair->fault = PROXY_CUT_REQUEST + throw() % (PROXY_FAULTS - PROXY_CUT_REQUEST);
	}
	pair->left = (long)(throw() % (throw() % 4 ? CUT_WITHIN : CUT_FAR));
	count_fault(pair->fault);
	count_upload(bytes, pair->fault);
}

static void stall(struct pair *pair)
{
	pair->until = now_ms() + proxy.options.stall_ms;
}

static void cut_after(struct pair *pair, int to, const char *bytes, size_t len, long *count)
{
	size_t part = len < (size_t)pair->left ? len : (size_t)pair->left;

	pair->left -= (long)part;
	if (!pass(to, bytes, part, count) || !pair->left) {
		close_pair(pair);
	}
}

static void from_client(struct pair *pair, const char *bytes, size_t len)
{
	if (!pair->asked || pair->replying) {
		begin_exchange(pair, bytes);
	}
	switch (pair->fault) {
	case PROXY_CUT_REQUEST:
		cut_after(pair, pair->gateway, bytes, len, &proxy.counts->to_gateway);
		return;
	case PROXY_PORTAL:
		answer_instead(pair, portal);
		return;
	case PROXY_BUSY:
		answer_instead(pair, busy);
		return;
	case PROXY_STALL:
		if (pair->left % 2) { /* half of them: the gateway heard it */
			stall(pair);
			return;
		}
		break;
	default:
		break;
	}
	if (!pass(pair->gateway, bytes, len, &proxy.counts->to_gateway)) {
		close_pair(pair);
	}
}

/* In the head of a piece; NULL when it is not there. */
static char *find_header(char *piece, const char *name)
{
	char *end = strstr(piece, "\r\n\r\n"), *at = strcasestr(piece, name);

	return at && end && at < end ? at + strlen(name) : NULL;
}

/* "application/json" has sixteen letters, as has this. */
static void change_type(char *piece)
{
	char *at = find_header(piece, "\nContent-Type: ");

	if (at && !strncmp(at, "application/json", 16)) {
		memcpy(at, "text/html; q=abc", 16);
	}
}

/* Returns how much is left of it. */
static size_t shorten(char *piece, size_t len)
{
	char *at = find_header(piece, "\nContent-Length: "), *body = strstr(piece, "\r\n\r\n");
	int digits = at ? (int)strspn(at, "0123456789") : 0;
	char number[24];
	long whole;

	if (!digits || !body) {
		return len;
	}
	whole = atol(at);
	snprintf(number, sizeof(number), "%0*ld", digits, whole / 2);
	memcpy(at, number, (size_t)digits);
	body += 4;
	return (size_t)(body - piece) + (size_t)(whole / 2) < len
		       ? (size_t)(body - piece) + (size_t)(whole / 2)
		       : len;
}

static void from_gateway(struct pair *pair, char *bytes, size_t len)
{
	bool first = !pair->replying;

	pair->replying = true;
	switch (pair->fault) {
	case PROXY_CUT_REPLY:
		cut_after(pair, pair->client, bytes, len, &proxy.counts->to_client);
		return;
	case PROXY_LOST_REPLY:
		close_pair(pair);
		return;
	case PROXY_STALL:
		stall(pair);
		return;
	case PROXY_TYPE:
		if (first) {
			change_type(bytes);
		}
		break;
	case PROXY_TRUNCATE:
		len = first ? shorten(bytes, len) : 0;
		break;
	default:
		break;
	}
	if (!pass(pair->client, bytes, len, &proxy.counts->to_client)) {
		close_pair(pair);
	}
}

static void serve_fd(struct pair *pair, bool is_client)
{
	static char piece[PIECE + 1];
	ssize_t len = recv(is_client ? pair->client : pair->gateway, piece, PIECE, 0);

	if (len <= 0) {
		close_pair(pair);
		return;
	}
	piece[len] = '\0';
	if (is_client) {
		from_client(pair, piece, (size_t)len);
	} else {
		from_gateway(pair, piece, (size_t)len);
	}
}

/* ---- the loop */
static void serve_pair(struct pair *pair, const struct pollfd fds[2])
{
	if (pair->until) {
		if (now_ms() >= pair->until) {
			close_pair(pair);
		}
		return;
	}
	if (pair->client >= 0 && fds[0].revents) {
		serve_fd(pair, true);
	}
	/* may have been closed meanwhile */
	if (pair->gateway >= 0 && fds[1].revents && !pair->until) {
		serve_fd(pair, false);
	}
}

/* A stalled pair is not listened to. */
static void watch(struct pollfd *fds)
{
	fds[0] = (struct pollfd){.fd = proxy.listener, .events = POLLIN};
	for (int i = 0; i < PAIRS; i++) {
		const struct pair *pair = &proxy.pairs[i];

		fds[1 + 2 * i] =
			(struct pollfd){.fd = pair->until ? -1 : pair->client, .events = POLLIN};
		fds[2 + 2 * i] =
			(struct pollfd){.fd = pair->until ? -1 : pair->gateway, .events = POLLIN};
	}
}

static bool any_stalled(void)
{
	for (int i = 0; i < PAIRS; i++) {
		if (proxy.pairs[i].until) {
			return true;
		}
	}
	return false;
}

static _Noreturn void run(void)
{
	struct pollfd fds[1 + 2 * PAIRS];

	for (int i = 0; i < PAIRS; i++) {
		proxy.pairs[i] = (struct pair){.client = -1, .gateway = -1};
	}
	for (;;) {
		watch(fds);
		(void)poll(fds, 1 + 2 * PAIRS, any_stalled() ? 20 : -1);
		for (int i = 0; i < PAIRS; i++) {
			serve_pair(&proxy.pairs[i], fds + 1 + 2 * i);
		}
		if (fds[0].revents) {
			take_client();
		}
	}
}

/* ---- starting and ending */
struct fault_proxy *fault_proxy_start(const struct fault_proxy_options *options)
{
	struct fault_proxy *self = calloc(1, sizeof(*self));

	assert_non_null(self);
	self->counts = mmap(NULL, sizeof(*self->counts), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(self->counts != MAP_FAILED);
	proxy.options = *options;
	proxy.counts = self->counts;
	proxy.gateways[0] = address_of(options->to);
	proxy.gateway_count = 1;
	if (options->to_too) {
		proxy.gateways[proxy.gateway_count++] = address_of(options->to_too);
	}
	proxy.dice = options->seed;
	proxy.listener = address_listen(options->listen);
	self->port = address_port(proxy.listener);
	self->pid = fork();
	assert_true(self->pid >= 0);
	if (!self->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run();
	}
	close(proxy.listener);
	return self;
}

const struct fault_proxy_counts *fault_proxy_counts(const struct fault_proxy *self)
{
	return self->counts;
}

int fault_proxy_port(const struct fault_proxy *self)
{
	return self->port;
}

void fault_proxy_stop(struct fault_proxy *self)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
	munmap(self->counts, sizeof(*self->counts));
	free(self);
}
