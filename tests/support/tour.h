/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tour.h - everything that can happen to dossiers, once, by the real programs, with the
 * disk's journal kept (shim_disk.so): first starts, drafts, papers, sealing, the wire, the
 * stick there and back, withdrawals by both, supplements by both. And what was promised when: to the officer by a status
 * 0, to the other end by a word that left the process.
 */
#ifndef TESTS_SUPPORT_TOUR_H
#define TESTS_SUPPORT_TOUR_H

#include <limits.h>

#include "motcua/base/str.h"
#include "motcua/base/vec.h"
#include "motcua/seal/hash.h"
#include "support/cut_disk.h"
#include "support/province.h"

/* The last two are supplements, to what went by the wire. Two dossiers are taken back: one by
 * wire, one when it was received, by stick. */
enum {
	TOUR_WITHDRAWN = 4,
	TOUR_DOSSIERS = 7, /* 6: withdrawn by stick */
	TOUR_WITHDRAWN_LATER = 6,
	TOUR_SUPPLEMENT = TOUR_DOSSIERS, /* to dossier 0, by wire */
	TOUR_SUPPLEMENT_BY_STICK,	 /* to dossier 1 */
	TOUR_ITEMS,
};
#define TOUR_NEVER LONG_MAX

/* Each number is that of the event from which on it is promised. */
struct tour_dossier {
	char id[MC_UUID_LEN];
	struct mc_str record; /* the signed record, as it was at the end */
	char sealed[81];      /* how its sealed manifest begins: a text, with an ephemeral key */
	bool with_paper;
	long drafted, submitted;
	long told;	  /* the courier has sent the dossier */
	long returned;	  /* the receipt came by stick */
	long withdrawing; /* asked for by the officer */
	long withdrawn;	  /* its answer came by stick */
};

/* Something that the gateway signed, and said. */
struct tour_word {
	char *outer;
	long said;
};

/* A file on the stick, and since when it was said to be there with these bytes. Who takes a
 * stick in again writes its return file again. */
struct tour_file {
	char name[256], sha256[MC_SHA256_HEX];
	long said;
};

struct tour {
	const char *mutant; /* or NULL */
	char journal[256], root[256];
	struct tour_dossier dossiers[TOUR_ITEMS]; /* and supplements */
	struct mc_vec words; /* struct tour_word */
	struct mc_vec files; /* struct tour_file */
	long opened, founded, imported;
	long later; /* supplement and withdrawal were taken in from the stick */
	long events;
	char terminal[MC_TERMINAL_LEN];
};

/* The whole tour in the test's world, in folders "desk", "gateway" and "stick". Afterwards
 * the journal must describe these folders to the last byte, or the test fails. */
void tour_record(struct tour *ret, const char *mutant);
/* The part of it that reads promises out of the journal, once the folders are finished. */
void tour_promises(struct tour *tour);
void tour_done(struct tour *tour);
struct cut_disk *tour_disk(const struct tour *tour);
/* Go on from the folders as they are, with no fault, until nothing waits; then each dossier
 * that was promised before `event` must be received once, and none twice. */
void tour_finish(const struct tour *tour, long event);

/* Is all that was promised before `event` still there on this picture of a disk, in the
 * folder `image`? "" when it is, else what is missing. The disks as they were at the end are
 * in the world's folders "end-desk", "end-gateway" and "end-stick". */
const char *tour_check_desk(const struct tour *tour, const char *image, long event);
const char *tour_check_gateway(const struct tour *tour, const char *image, long event);
const char *tour_check_stick(const struct tour *tour, const char *image, long event);

#endif
