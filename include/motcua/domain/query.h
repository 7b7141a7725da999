/* SPDX-License-Identifier: MPL-2.0 */
/*
 * query.h - a question to the register and its answer.
 *
 * The national service matches three keys exactly (number, name, birth date or
 * year), in the name of one officer, for one procedure. It has no browsing.
 */
#ifndef MOTCUA_DOMAIN_QUERY_H
#define MOTCUA_DOMAIN_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/rand.h"
#include "motcua/domain/card_qr.h"
#include "motcua/domain/mrz.h"
#include "motcua/domain/person.h"

enum mc_query_kind {
	MC_QUERY_LOOKUP, /* person and household */
	MC_QUERY_VERIFY, /* the same, and a signed residence proof */
};

/* Three outcomes, never mixed. A cancelled or unanswered question is a service failure. */
enum mc_outcome { MC_OUTCOME_NONE, MC_OUTCOME_FOUND, MC_OUTCOME_NO_MATCH, MC_OUTCOME_FAILURE };
/* It came to nothing, and may come to something when it is asked again. */
static inline bool mc_outcome_may_change(enum mc_outcome outcome)
{
	return outcome == MC_OUTCOME_NO_MATCH || outcome == MC_OUTCOME_FAILURE;
}

struct mc_officer {
	char number[MC_PID_LEN]; /* the officer's own identity number */
	char full_name[MC_NAME_LEN];
};

struct mc_query {
	char id[MC_UUID_LEN];
	enum mc_query_kind kind;
	char number[MC_PID_LEN], cmnd[MC_CMND_LEN]; /* exactly one is set */
	char full_name[MC_NAME_LEN];
	struct mc_date born; /* full, or the year alone */
	char procedure[MC_WORD_LEN];
	char purpose[MC_TEXT_LEN];
	char dossier[MC_UUID_LEN]; /* "" when it is not for a dossier yet */
	/* of one that is asked again: the first of its attempts, whose place it takes; or "" */
	char supersedes[MC_UUID_LEN];
	struct mc_officer officer;
	int64_t asked_at;
	unsigned warnings; /* mc_pid_check() bits; not sent */
};

struct mc_answer {
	char query_id[MC_UUID_LEN];
	enum mc_outcome outcome;
	int64_t taken_at; /* by the register's clock */
	struct mc_person person;       /* when found */
	struct mc_household household; /* when found and known; id "" otherwise */
	enum mc_code cause;            /* of a failure */
};

const char *mc_outcome_code(enum mc_outcome outcome); /* "found", "no_match", "service_failure" */
enum mc_outcome mc_outcome_parse(const char *code);
const char *mc_outcome_text(enum mc_outcome outcome); /* msgid */

/* Take over what the citizen showed. The officer, procedure and purpose stay as they are. */
void mc_query_from_card(struct mc_query *query, const struct mc_card *card);
/* The lines' unaccented name is a key to ask with, unless one that agrees is there. */
void mc_query_from_mrz(struct mc_query *query, const struct mc_mrz *mrz);
/* Number or CMND as typed, name, birth date; MC_E_NUMBER, MC_E_NAME, MC_E_DATE. */
enum mc_code mc_query_from_typed(struct mc_query *query, const char *number, const char *name,
				 const char *born, struct mc_err *why) MC_CHECKED;
/* All that the law asks is there: MC_E_OFFICER, MC_E_PURPOSE, MC_E_NOT_A_PERSON. */
enum mc_code mc_query_check(const struct mc_query *query, struct mc_err *why) MC_CHECKED;

/* What somebody put into the home box. */
enum mc_input_kind {
	MC_INPUT_EMPTY,
	MC_INPUT_CARD,         /* has '|' */
	MC_INPUT_MRZ,          /* starts with IDVNM */
	MC_INPUT_PID,
	MC_INPUT_CMND,
	MC_INPUT_LOCAL_NUMBER, /* T-...: a dossier of ours */
	MC_INPUT_COMMAND,      /* begins with '/': what to do */
	MC_INPUT_NAME,
	MC_INPUT_UNKNOWN,
};
enum mc_input_kind mc_input_kind(const char *text);

#endif
