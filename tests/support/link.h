/* SPDX-License-Identifier: MPL-2.0 */
/*
 * link.h - a metered link: a process of its own between clients and a server that passes
 * their bytes on at the rate of a line, cuts all connections now and then, and counts. It
 * knows no HTTP and no TLS: what it counts is what went over the wire above TCP.
 */
#ifndef TESTS_SUPPORT_LINK_H
#define TESTS_SUPPORT_LINK_H

#include <stdint.h>

struct link_options {
	const char *listen;   /* "127.0.0.1:PORT"; port 0 = any */
	const char *to;	      /* the server, likewise */
	long rate;	      /* bytes per second, each direction, all connections; 0 = no limit */
	int delay_ms;	      /* one way */
	long queue;	      /* bytes that a modem takes in before the line, all connections in
			       * one queue: what comes late leaves late; 0 = each in its turn */
	int works_ms, cut_ms; /* how long it works in the middle, then how long it does not */
	uint64_t seed;
};

/* A flight: what the client sent until an answer came, and that answer. */
struct link_flight {
	char head[48]; /* the first bytes that the client sent */
	long up, down;
};

/* In memory shared with it. */
enum { LINK_FLIGHTS = 64 };
struct link_counts {
	long connections, cuts;
	long up, down;	/* bytes */
	long worked_ms; /* as long as it was not cut */
	long flights;	/* the newest is flight[(flights - 1) % LINK_FLIGHTS] */
	struct link_flight flight[LINK_FLIGHTS];
};

struct link;

/* Listening when it returns. */
struct link *link_start(const struct link_options *options);
const struct link_counts *link_counts(const struct link *link);
int link_port(const struct link *link);
/* Ends all connections, as the idle end of a session would. */
void link_hang_up(struct link *link);
void link_stop(struct link *link);

#endif
