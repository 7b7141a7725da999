/* SPDX-License-Identifier: MPL-2.0 */
/*
 * province.h - the other end of a desk, without a network: the gateway's keys, its answers
 * and receipts laid into mail.db as the courier would, good ones and forged ones.
 */
#ifndef TESTS_SUPPORT_PROVINCE_H
#define TESTS_SUPPORT_PROVINCE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/work.h"
#include "motcua/seal/age.h"
#include "motcua/seal/pack.h"
#include "motcua/seal/hash.h"
#include "support/check.h"

#define OFFICER "001090000001"
#define MOTHER "030190000123"
#define MOTHER_NAME "Hồ Thị Mẫu"
#define PROCEDURE "2.002621"
#define NOW INT64_C(1795417500000) /* 2026-11-23 */

struct province {
	char *top, *data, *keys; /* folders, and gateway.keys */
	struct mc_sign_key *root, *sign, *forger;
	struct mc_open_key *open, *other;
	struct mc_seal_key seal;
	struct mc_desk *desk;
	char *kept_outer; /* the last answer, to be replayed */
	struct mc_str kept_inner;
};

/* A fresh folder that is HOME, nothing of the caller's environment, a courier that ends at
 * once, the clock standing at NOW. */
void province_begin(struct province *p);
void province_end(struct province *p);
void province_write(const char *path, const char *text);
/* The desk with this province for its gateway; closes one that is open. */
void province_open(struct province *p);
void province_close(struct province *p);
/* gateway.keys as it is, or signed by somebody else. */
void province_publish(struct province *p);

/* A question about the mother. */
struct mc_query province_query(enum mc_query_kind kind);

enum province_fault {
	FAULT_NONE,
	FAULT_OTHER_ID,     /* signed for another question */
	FAULT_DIGEST,       /* for other bytes under this id */
	FAULT_SIGNATURE,    /* by a key that claims to be the gateway's */
	FAULT_KEY,          /* by a key that nobody knows */
	FAULT_SEALED_OTHER, /* nobody here can open it */
	FAULT_UNSIGNED,
	FAULT_INNER,        /* the sealed part was exchanged */
	FAULT_OUTCOME,      /* outer and inner part differ */
	FAULT_NO_PROOF,
	FAULT_PROOF_OTHER,  /* the proof of another question */
	FAULT_PROOF_KEY,
	FAULT_REPLAY,       /* the answer laid in last */
	FAULT_GARBAGE,
	FAULT_NO_RESIDENCE, /* a sound answer: the register has none for this person */
};
/* Take the sealed question out of mail.db and lay its answer in. Returns the query. */
struct mc_query province_answer(struct province *p, enum mc_outcome outcome,
				enum province_fault fault);
/* Its id only: is there a question that waits? */
bool province_asked(struct province *p, char ret_id[MC_UUID_LEN]);

#define PROVINCE_DEADLINE INT64_C(1796119200000) /* of what it asks for */
/* A statement about a sealed dossier or supplement, with what it makes happen. */
/* "in_process", and that what was stated is verified elsewhere. */
enum mc_code province_verifies(struct province *p, const char *id);
enum mc_code province_say(struct province *p, const char *id, enum mc_happening happening,
			  const char *kind, const char *outcome, const char *official,
			  enum province_fault fault);

/* The same of one branch of a linked group; outcome is what the whole is now. */
struct province_branch {
	const char *id, *outcome, *number, *text;
	int64_t deadline, due, step_at;
	bool verifies;
};
enum mc_code province_say_branch(struct province *p, const char *id, enum mc_happening happening,
				 const char *outcome, const struct province_branch *branch);

/* Audit lines of this act with this outcome ("" = any). */
int province_audit(struct province *p, const char *act, const char *outcome);
int64_t province_audit_lines(struct province *p);

/* A form in which nothing is missing: field and what is typed. */
extern const char *const province_answers[][2];
extern const size_t province_answer_count;
void province_fill(struct mc_work *work);
int province_field(const struct mc_work *work, const char *id);
/* A complete dossier, sealed; its id to ret_id. Returns the seq. */
int64_t province_submit(struct province *p, char ret_id[MC_UUID_LEN]);

#endif
