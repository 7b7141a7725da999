/* SPDX-License-Identifier: MPL-2.0 */
/*
 * metered.h - a desk, its courier and a gateway, with a metered link (link.h) between the
 * two: what a submit and a look-up cost on the wire.
 *
 * The reference dossier is journey_fill(): every required field of the linked birth
 * declaration. The reference household is the case "mother" of the register of seed 1.
 * None of them is in the training set of the dictionary.
 */
#ifndef TESTS_SUPPORT_METERED_H
#define TESTS_SUPPORT_METERED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "support/link.h"

enum metered_wire { METERED_PLAIN, METERED_TLS }; /* TLS: with a client's certificate */

/* line: rate, delay, cuts, seed; its ends are set here. The desk is enrolled when this
 * returns, and no courier runs. */
void metered_begin(enum metered_wire wire, const struct link_options *line);
void metered_end(void);

struct mc_desk;
struct mc_desk *metered_desk(void);
const struct link_counts *metered_counts(void);
/* Its address as desk and courier know it, at the near end of the line. */
const char *metered_url(void);
/* "127.0.0.1:PORT": the gateway itself, for a line of another's. */
const char *metered_gateway(void);
/* A courier that stays, as a service does; returns when it has said hello and is idle. */
void metered_courier_start(void);
void metered_courier_begin(void); /* does not wait for it */
void metered_courier_stop(void);
pid_t metered_courier(void);
/* One round of it; true when nothing waits any more. */
bool metered_courier_once(void);
/* Returns when nothing has gone over the line for a while. */
void metered_settle(void);
/* The next exchange needs a new connection. */
void metered_hang_up(void);

/* What one exchange cost. */
struct metered {
	char head[48];		     /* the request's first bytes, "" with TLS */
	long up, down;		     /* bytes, a handshake included */
	int round_trips;	     /* a new connection's own one included */
	long sealed_up, sealed_down; /* the sealed bodies in it */
};
/* Each starts with the line at rest and leaves it so. A hello is a courier's first exchange:
 * it starts one. A submit seals the reference dossier, and sees it received. */
void metered_hello(struct metered *ret);
void metered_submit(struct metered *ret);
void metered_look_up(struct metered *ret);
/* So many that wait together; sealed_up is the sum. */
enum { METERED_BATCH = 32 };
void metered_batch(struct metered *ret);

/* Only asks, whatever else is on the line, and returns with the answer. */
void metered_ask(void);

/* Seals so many reference dossiers, the first with this paper when it is not NULL. */
struct metered_sealed {
	long sealed, plain; /* the sums of the manifests' bytes, and of their texts' */
};
void metered_seal(int count, const char *paper, struct metered_sealed *ret);
/* How many have their receipt. */
int metered_received(void);
/* The text of the newest one. The caller frees. */
char *metered_text(size_t *ret_len);

#endif
