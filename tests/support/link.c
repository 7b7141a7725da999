/* SPDX-License-Identifier: MPL-2.0 */
/*
 * link.c - one poll loop. A line is a budget of bytes per direction, refilled by the clock
 * and shared by all connections; what exceeds it stays in the sockets, whose buffers are
 * small, so that the sender feels it.
 */
#include "support/link.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/address.h"
#include "support/check.h"

enum {
	PAIRS = 64,
	PIECE = 1400,	   /* what a packet carries */
	BURST = 4 * PIECE, /* what a line that was idle may pass at once */
	BUFFER = 16 * 1024,
	TICK = 4, /* ms */
	PACKETS = 1024,
};

enum { UP, DOWN };

/* side[UP] is the client, side[DOWN] the server: where a direction's bytes come from. */
struct pair {
	int side[2];
	int64_t ready[2]; /* when what waits there has crossed the line; 0 = nothing waits */
	bool answered;
	int connection; /* its number */
	struct link_flight *flight;
};

struct link {
	pid_t pid;
	int port;
	struct link_counts *counts;
};

/* What the modem took in; of a connection that was closed meanwhile: side -1. */
struct packet {
	struct pair *pair;
	int connection;
	ssize_t len;
	char bytes[PIECE];
};

static struct {
	struct packet packets[PACKETS];
	int first, count;
	long bytes;
} modem;

static struct {
	struct link_options options;
	struct link_counts *counts;
	struct address server;
	struct pair pairs[PAIRS];
	int listener;
	int first; /* the pair that is looked at first: each in its turn */
	double budget[2];
	int64_t filled; /* when, ms */
	int64_t turns;	/* when the line is cut, or works again; 0 = never */
	bool is_cut;
	uint64_t dice;
} line;

static volatile sig_atomic_t hang_up;

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* xorshift64*: the same seed, the same cuts. */
static uint64_t throw(void)
{
	line.dice ^= line.dice >> 12;
	line.dice ^= line.dice << 25;
	line.dice ^= line.dice >> 27;
	return line.dice * UINT64_C(0x2545f4914f6cdd1d);
}

/* ---- connections */
static void close_pair(struct pair *pair)
{
	for (int i = UP; i <= DOWN; i++) {
		if (pair->side[i] >= 0) {
			close(pair->side[i]);
		}
	}
	*pair = (struct pair){.side = {-1, -1}};
}

static void close_all(void)
{
	for (int i = 0; i < PAIRS; i++) {
		close_pair(&line.pairs[i]);
	}
}

static void take_client(void)
{
	struct pair *pair = line.pairs;
	int fd = accept4(line.listener, NULL, NULL, SOCK_CLOEXEC);

	while (pair < line.pairs + PAIRS && pair->side[UP] >= 0) {
		pair++;
	}
	if (fd < 0) {
		return;
	}
	if (line.is_cut || pair == line.pairs + PAIRS) {
		close(fd);
		return;
	}
	*pair = (struct pair){.side = {fd, address_connect(&line.server)}, .answered = true};
	pair->connection = (int)++line.counts->connections;
	if (pair->side[DOWN] < 0) {
		close_pair(pair);
	}
}

/* ---- counting */
static void count(struct pair *pair, int direction, const char *bytes, long len)
{
	struct link_counts *counts = line.counts;

	if (direction == UP && pair->answered) {
		pair->flight = &counts->flight[counts->flights++ % LINK_FLIGHTS];
		*pair->flight = (struct link_flight){.up = 0};
		memcpy(pair->flight->head, bytes,
		       (size_t)len < sizeof(pair->flight->head) ? (size_t)len
								: sizeof(pair->flight->head) - 1);
	}
	pair->answered = direction == DOWN;
	*(direction == UP ? &counts->up : &counts->down) += len;
	if (pair->flight) {
		*(direction == UP ? &pair->flight->up : &pair->flight->down) += len;
	}
}

/* ---- the line */
static void fill(int64_t now)
{
	double most = line.options.rate ? BURST : PIECE * PAIRS;

	for (int i = UP; i <= DOWN; i++) {
		line.budget[i] += line.options.rate ? (double)line.options.rate *
							      (double)(now - line.filled) / 1e3
						    : most;
		line.budget[i] = line.budget[i] < most ? line.budget[i] : most;
	}
	line.counts->worked_ms += line.is_cut ? 0 : now - line.filled;
	line.filled = now;
}

/* How long a phase lasts: half to one and a half times its mean. */
static int64_t phase(int mean)
{
	return mean / 2 + (int64_t)(throw() % (uint64_t)(mean + 1));
}

static void turn(int64_t now)
{
	if (!line.turns || now < line.turns) {
		return;
	}
	line.is_cut = !line.is_cut;
	line.turns = now + phase(line.is_cut ? line.options.cut_ms : line.options.works_ms);
	if (line.is_cut) {
		line.counts->cuts++;
		close_all();
	}
}

static bool pass(int fd, const char *bytes, ssize_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, (size_t)len, MSG_NOSIGNAL);

		if (n <= 0) {
			return false;
		}
		bytes += n;
		len -= n;
	}
	return true;
}

/* ---- the modem's queue, on the way up */
static void take_in(struct pair *pair)
{
	struct packet *packet = &modem.packets[(modem.first + modem.count) % PACKETS];

	if (modem.count == PACKETS || modem.bytes >= line.options.queue) {
		return;
	}
	packet->pair = pair;
	packet->connection = pair->connection;
	packet->len = recv(pair->side[UP], packet->bytes, PIECE, 0);
	if (packet->len <= 0) {
		close_pair(pair);
		return;
	}
	modem.count++;
	modem.bytes += (long)packet->len;
}

static void let_out(void)
{
	while (modem.count && line.budget[UP] >= PIECE) {
		struct packet *packet = &modem.packets[modem.first];
		struct pair *pair = packet->pair;

		modem.first = (modem.first + 1) % PACKETS;
		modem.count--;
		modem.bytes -= (long)packet->len;
		line.budget[UP] -= (double)packet->len;
		if (pair->side[DOWN] < 0 || pair->connection != packet->connection) {
			continue; /* it was on the line all the same */
		}
		count(pair, UP, packet->bytes, (long)packet->len);
		if (!pass(pair->side[DOWN], packet->bytes, packet->len)) {
			close_pair(pair);
		}
	}
}

/* A packet's worth, when it has crossed and the line has room. */
static void carry(struct pair *pair, int direction, int64_t now)
{
	char bytes[PIECE];
	ssize_t len;

	if (!pair->ready[direction]) {
		pair->ready[direction] = now + line.options.delay_ms;
	}
	if (now < pair->ready[direction] || line.budget[direction] < PIECE) {
		return;
	}
	len = recv(pair->side[direction], bytes, sizeof(bytes), 0);
	if (len <= 0 || !pass(pair->side[!direction], bytes, len)) {
		close_pair(pair);
		return;
	}
	line.budget[direction] -= (double)len;
	count(pair, direction, bytes, len);
}

static void serve(struct pair *pair, const struct pollfd fds[2], int64_t now)
{
	for (int i = UP; i <= DOWN; i++) {
		if (pair->side[i] < 0) {
			return;
		}
		if (fds[i].revents && i == UP && line.options.queue) {
			take_in(pair);
		} else if (fds[i].revents) {
			carry(pair, i, now);
		} else {
			pair->ready[i] = 0;
		}
	}
}

static void told_to_hang_up(int number)
{
	(void)number;
	hang_up = 1;
}

/* Does anybody wait for the clock? */
static int patience(const struct pollfd *fds)
{
	for (int i = 1; i <= 2 * PAIRS; i++) {
		if (fds[i].fd >= 0 && fds[i].revents) {
			return line.options.rate || line.options.delay_ms ? TICK : 0;
		}
	}
	if (modem.count) {
		return TICK;
	}
	return line.turns ? 10 * TICK : -1;
}

static _Noreturn void run(void)
{
	static struct pollfd fds[1 + 2 * PAIRS];
	struct timespec tick = {.tv_nsec = TICK * 1000000};

	close_all();
	for (;;) {
		int64_t now;
		int wait = patience(fds);

		fds[0] = (struct pollfd){.fd = line.listener, .events = POLLIN};
		for (int i = 0; i < 2 * PAIRS; i++) {
			fds[1 + i] = (struct pollfd){.fd = line.pairs[i / 2].side[i % 2],
						     .events = POLLIN};
		}
		if (wait == TICK) {
			nanosleep(&tick, NULL);
		}
		(void)poll(fds, 1 + 2 * PAIRS, wait == TICK ? 0 : wait);
		now = now_ms();
		if (hang_up) {
			hang_up = 0;
			close_all();
			continue;
		}
		turn(now);
		fill(now);
		let_out();
		line.first = (line.first + 1) % PAIRS;
		for (int i = 0; i < PAIRS; i++) {
			int at = (line.first + i) % PAIRS;

			serve(&line.pairs[at], fds + 1 + 2 * at, now);
		}
		if (fds[0].revents) {
			take_client();
		}
	}
}

/* ---- starting and ending */
static void set_up(const struct link_options *options, struct link_counts *counts)
{
	int size = BUFFER;

	memset(&line, 0, sizeof(line));
	for (int i = 0; i < PAIRS; i++) {
		line.pairs[i] = (struct pair){.side = {-1, -1}};
	}
	line.options = *options;
	line.counts = counts;
	line.dice = options->seed * 2 + 1;
	line.server = address_of(options->to);
	line.listener = address_listen(options->listen);
	setsockopt(line.listener, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	line.filled = now_ms();
	line.turns = options->cut_ms ? line.filled + phase(options->works_ms) : 0;
}

struct link *link_start(const struct link_options *options)
{
	struct link *self = calloc(1, sizeof(*self));

	assert_non_null(self);
	self->counts = mmap(NULL, sizeof(*self->counts), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(self->counts != MAP_FAILED);
	set_up(options, self->counts);
	self->port = address_port(line.listener);
	self->pid = fork();
	assert_true(self->pid >= 0);
	if (!self->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGUSR1, told_to_hang_up);
		run();
	}
	close(line.listener);
	return self;
}

const struct link_counts *link_counts(const struct link *self)
{
	return self->counts;
}

int link_port(const struct link *self)
{
	return self->port;
}

void link_hang_up(struct link *self)
{
	kill(self->pid, SIGUSR1);
}

void link_stop(struct link *self)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
	munmap(self->counts, sizeof(*self->counts));
	free(self);
}
