/* SPDX-License-Identifier: MPL-2.0 */
/*
 * dossier.h - a dossier's names and its life as a pure table (docs/DELIVERY.md 1).
 *
 * The same table serves the desk (draft, seal, withdraw), the courier (upload,
 * commit, receipt) and the tests; no transition exists outside it.
 */
#ifndef MOTCUA_DOMAIN_DOSSIER_H
#define MOTCUA_DOMAIN_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/err.h"

#define MC_TERMINAL_LEN 7      /* 6 Crockford base32 characters and the NUL */
#define MC_LOCAL_NUMBER_LEN 18 /* "T-7K3M9Q-X4T2BC-5" and the NUL */
#define MC_DIGEST_LEN 65       /* SHA-256 in lower-case hex and the NUL */
#define MC_MANIFEST_MAX 65536  /* bytes, sealed */
#define MC_ATTACHMENT_MAX (20 * 1024 * 1024)

/* X(state, text, final, ledger bucket) */
#define MC_STATES(X)                                                          \
	X(DRAFT, N_("draft"), 0, NONE)                                        \
	X(READY, N_("ready to send"), 0, NONE)                                \
	X(DISCARDED, N_("draft discarded"), 1, NONE)                          \
	X(SEALED, N_("waiting to be sent"), 0, WAITING)                       \
	X(BUNDLED, N_("given on a stick"), 0, BUNDLED)                        \
	X(UPLOADING, N_("sending papers"), 0, WAITING)                        \
	X(COMMITTING, N_("awaits receipt"), 0, WAITING)                       \
	X(RECEIPTED, N_("receipt is here"), 0, RECEIVED)                      \
	X(FORWARDED, N_("passed on"), 0, RECEIVED)                            \
	X(IN_PROCESS, N_("being handled"), 0, RECEIVED)                       \
	X(NEEDS_SUPPLEMENT, N_("supplement asked"), 0, RECEIVED)              \
	X(REJECTED, N_("gateway rejected"), 1, REJECTED)                      \
	X(RETURNED, N_("returned"), 1, RECEIVED)                              \
	X(COMPLETED, N_("completed"), 1, RECEIVED)                            \
	X(WITHDRAWN, N_("withdrawn"), 1, WITHDRAWN)                           \
	X(HELD, N_("held: needs you"), 0, HELD)

enum mc_bucket {
	MC_BUCKET_NONE, /* not sealed: has no seq */
	MC_BUCKET_RECEIVED,
	MC_BUCKET_REJECTED,
	MC_BUCKET_WAITING,
	MC_BUCKET_HELD,
	MC_BUCKET_BUNDLED,
	MC_BUCKET_WITHDRAWN,
	MC_BUCKET_COUNT
};

enum mc_state {
	MC_STATE_NONE = 0,
#define X(name, text, final, bucket) MC_STATE_##name,
	MC_STATES(X)
#undef X
	MC_STATE_COUNT
};

/* What happens to a dossier. */
#define MC_HAPPENINGS(X)                                                        \
	X(COMPLETE) X(EDIT) X(DISCARD) X(SEAL) /* the officer, at the form */   \
	X(SEND)          /* the courier takes it: parts first */                \
	X(PARTS_HELD)    /* all parts are at the gateway; written before PUT */ \
	X(PARTS_MISSING) /* the gateway lacks some after all */                 \
	X(RECEIPT) X(REJECTION) X(HOLD) X(RELEASE) X(BUNDLE) X(WITHDRAW)        \
	X(WITHDRAWAL)    /* signed by the gateway */                            \
	X(FORWARD) X(PROCESS) X(SUPPLEMENT_ASKED) X(SUPPLEMENTED) X(RETURN) X(FINISH)   \
	X(BRANCH)        /* a branch of a linked group moved, the whole stays */        \
	X(RESEND)        /* the gateway lost it again: the same bytes go once more */

enum mc_happening {
#define X(name) MC_HAPPENING_##name,
	MC_HAPPENINGS(X)
#undef X
	MC_HAPPENING_COUNT
};

/* MC_STATE_NONE when the table has no such arrow. */
enum mc_state mc_state_after(enum mc_state state, enum mc_happening happening);
/* "SEALED": stable, for scripts and stores; NULL for what is no state. */
const char *mc_state_name(enum mc_state state);
enum mc_state mc_state_parse(const char *name);       /* MC_STATE_NONE when unknown */
const char *mc_state_text(enum mc_state state);       /* msgid */
bool mc_state_is_final(enum mc_state state);
enum mc_bucket mc_state_bucket(enum mc_state state);
const char *mc_happening_name(enum mc_happening happening); /* "PARTS_HELD" */
enum mc_happening mc_happening_parse(const char *name); /* MC_HAPPENING_COUNT when unknown */

/*
 * "T-<terminal>-<6 random>-<check>": minted at draft, unique without the server,
 * looks like no official number. random30: 30 random bits.
 */
void mc_local_number_format(const char terminal[MC_TERMINAL_LEN], uint32_t random30,
			    char ret[MC_LOCAL_NUMBER_LEN]);
/* Forgives lower case and I/L/O; false when the check character is wrong. */
bool mc_local_number_parse(const char *text, char ret[MC_LOCAL_NUMBER_LEN]);

#endif
