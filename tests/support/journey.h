/* SPDX-License-Identifier: MPL-2.0 */
/*
 * journey.h - a small fixed journey of three dossiers, the first with an attachment, the
 * last sealed before it begins, by the real programs: sealed, uploaded, committed, receipted,
 * passed on; by stick, withdrawn, with a supplement. Each act can be run with one fault in it
 * (shim_faults.so), and afterwards all of them without.
 *
 * Before each act the two data folders are kept, so that an act can be begun again and
 * again.
 */
#ifndef TESTS_SUPPORT_JOURNEY_H
#define TESTS_SUPPORT_JOURNEY_H

#include <stdbool.h>

#include "support/shim_faults.h"
#include "support/world.h"

enum { JOURNEY_DOSSIERS = 3 };

enum journey_act {
	JOURNEY_OPEN,	 /* a desk's first start: stores and keys are made */
	JOURNEY_FOUND,	 /* a gateway's first start */
	JOURNEY_SUBMIT,	 /* with the attachment */
	JOURNEY_ANOTHER, /* without */
	JOURNEY_CARRY,	 /* the courier: enrolment, upload, commits, receipts, events */
	JOURNEY_SERVE,	 /* the gateway, meanwhile */
	JOURNEY_FOLLOW,	 /* the courier: what is new of dossiers that were received */
	/* errands, each begun where all dossiers are sealed, or (rebuild) received */
	JOURNEY_EXPORT,		  /* the desk: all on a stick */
	JOURNEY_TAKE_IN,	  /* motcua-gateway import */
	JOURNEY_BRING_BACK,	  /* motcua queue import */
	JOURNEY_WITHDRAW,	  /* one of those on the stick */
	JOURNEY_CARRY_WITHDRAWAL, /* the courier */
	JOURNEY_SERVE_WITHDRAWAL, /* the gateway, meanwhile */
	JOURNEY_REBUILD,	  /* mail.db is gone: three dossiers and a supplement are received */
	/* later: the province asks for more of one that it received */
	JOURNEY_SUPPLEMENT,	       /* the desk: a draft, with a paper */
	JOURNEY_SEAL_SUPPLEMENT,       /* the desk */
	JOURNEY_CARRY_SUPPLEMENT,      /* the courier */
	JOURNEY_SERVE_SUPPLEMENT,      /* the gateway, meanwhile */
	JOURNEY_EXPORT_SUPPLEMENT,     /* or by stick: the desk */
	JOURNEY_TAKE_IN_SUPPLEMENT,    /* motcua-gateway import */
	JOURNEY_BRING_BACK_SUPPLEMENT, /* motcua queue import */
	/* or it is taken back instead, and there is no link */
	JOURNEY_WITHDRAW_LATER,
	JOURNEY_EXPORT_WITHDRAWAL,
	JOURNEY_TAKE_IN_WITHDRAWAL,
	JOURNEY_BRING_BACK_WITHDRAWAL,
	JOURNEY_ACTS,
};

struct journey_fault {
	const char *kind, *act; /* as in shim_faults.h */
	long at;
	int error;
};

struct journey_result {
	bool struck; /* the fault happened */
	long calls;  /* of this kind in this act, as far as it came */
	long pieces, piece; /* of uploads; the call that began the last */
	char what[96];
	struct world_run run; /* how the program with the fault ended; free with world_run_done() */
};

/* False where nothing can be preloaded: programs built with a sanitizer. */
bool journey_possible(void);
/* MOTCUA_LONG=1: nothing is left out. */
bool journey_is_long(void);
/* The length of a sweep: all with MOTCUA_LONG=1, else as many as fit into `make check`. */
long journey_stride(long steps, long at_most);

/* "motcua-gateway dossiers" of the world's gateway; put it when done. "" when a row has
 * no such member. */
struct json_object;
struct json_object *journey_gateway(void);
const char *journey_member(struct json_object *row, const char *name);

/* A scan that is sent in pieces: 200 KiB that no packing makes smaller, into the world. */
void journey_write_scan(const char *path);
/* For tests that run programs of their own: no courier but theirs is started by a desk. */
void journey_no_courier(void);
/* A complete form, with today's child; and the same as an answers file. */
struct mc_work;
void journey_fill(struct mc_work *work);
void journey_fill_at_once(struct mc_work *work); /* saved once, not after each field */
struct mc_str;
void journey_answers(struct mc_str *to);

void journey_begin(void);
void journey_end(void);
/* The desk itself, to be closed before the next program runs; the id of a dossier. */
struct mc_desk;
struct mc_desk *journey_desk(void);
const char *journey_id(int which);
const char *journey_act_name(enum journey_act act);
/* The folders as they stood before the act; then it, with a fault or (NULL) without. */
void journey_run(enum journey_act act, const struct journey_fault *fault,
		 struct journey_result *ret);
/* Is every byte of the folders as it was before the act? */
bool journey_untouched(enum journey_act act);
/* Everything from the beginning, with no fault, until all dossiers were passed on or a
 * person was called. Whoever did his part already says so. */
void journey_finish(enum journey_act from);
/* From where "everything once more" goes when it was finished: no drafts are made anew. */
enum journey_act journey_again(enum journey_act act);
/* What desk and gateway hold: equal texts mean equal ends. Borrowed until the next call. */
const char *journey_end_state(void);
/* The ledger must balance, or the test fails. */
struct journey_counts {
	int sealed, received, stopped; /* by the desk; stopped: held, or rejected with reasons */
	int arrived;		       /* by the gateway */
	int supplements;	       /* sealed */
};
void journey_counts(struct journey_counts *ret);

#endif
