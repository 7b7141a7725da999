/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fault_proxy.h - a bad link: a process of its own between a client and the gateway that
 * spoils exchanges by the throw of seeded dice. Plain HTTP/1.1 without pipelining.
 */
#ifndef TESTS_SUPPORT_FAULT_PROXY_H
#define TESTS_SUPPORT_FAULT_PROXY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum fault_proxy_fault {
	PROXY_NONE,
	PROXY_REFUSE,	   /* closed before a word was read */
	PROXY_CUT_REQUEST, /* some bytes of the request arrive, then nothing */
	PROXY_CUT_REPLY,   /* some bytes of the reply arrive, then nothing */
	PROXY_LOST_REPLY,  /* the gateway acted, nobody learns of it */
	PROXY_STALL,	   /* silence for a while, then closed */
	PROXY_PORTAL,	   /* a login page with status 200, the gateway never asked */
	PROXY_BUSY,	   /* 503 with Retry-After, of some middlebox */
	PROXY_TRUNCATE,	   /* the reply is shorter, and its Content-Length says so */
	PROXY_TYPE,	   /* the reply's Content-Type is another */
	PROXY_FAULTS,
};

struct fault_proxy_options {
	const char *listen; /* "unix:/path", or "127.0.0.1:PORT"; port 0 = any */
	const char *to;	    /* the gateway, likewise */
	const char *to_too; /* or NULL: a second one with the same ledger; dice choose */
	uint64_t seed;
	unsigned percent; /* of the exchanges that are spoiled */
	int stall_ms;
	bool refuse_first; /* the first to connect is refused, whatever the dice say */
};

/* What it counted; in memory shared with it. */
struct fault_proxy_counts {
	long exchanges, of[PROXY_FAULTS];
	long pieces, spoiled_pieces; /* PATCH: bytes of an upload */
	long offsets;		     /* HEAD of an upload: how far did it come? */
	long to_gateway, to_client;  /* bytes */
};

struct fault_proxy;

/* Listening when it returns. */
struct fault_proxy *fault_proxy_start(const struct fault_proxy_options *options);
const struct fault_proxy_counts *fault_proxy_counts(const struct fault_proxy *proxy);
/* Of 127.0.0.1; 0 on a Unix socket. */
int fault_proxy_port(const struct fault_proxy *proxy);
/* Ends the process. */
void fault_proxy_stop(struct fault_proxy *proxy);

const char *fault_proxy_name(enum fault_proxy_fault fault);

#endif
