/* SPDX-License-Identifier: MPL-2.0 */
/*
 * evidence.h - the claims of a signed residence proof.
 *
 * It stands in place of the household book (Residence Law 68/2020, article 38;
 * Decree 104/2022, article 14) and names its limits: an internal proof, no CT07.
 */
#ifndef MOTCUA_DOMAIN_EVIDENCE_H
#define MOTCUA_DOMAIN_EVIDENCE_H

#include "motcua/domain/query.h"

/* The ways of Decree 104/2022, article 14. */
enum mc_way { MC_WAY_NONE, MC_WAY_SYSTEM, MC_WAY_VNEID, MC_WAY_CARD_READER, MC_WAY_OTHER };

enum mc_issuer {
	MC_ISSUER_GATEWAY,  /* register evidence: found or no match */
	MC_ISSUER_TERMINAL, /* the officer's own statement; never shown as register evidence */
};

struct mc_evidence {
	char id[MC_UUID_LEN];
	enum mc_issuer issuer;
	char terminal[8];
	char query_id[MC_UUID_LEN];
	char question_sha256[65]; /* hex of the signed question */
	int64_t issued_at;        /* iat */
	struct mc_officer officer;
	char officer_auth[MC_WORD_LEN]; /* "declared" until there is a login */
	char procedure[MC_WORD_LEN], purpose[MC_TEXT_LEN], dossier[MC_UUID_LEN];
	enum mc_outcome outcome;
	enum mc_way way;
	/* what was asked for */
	char number[MC_PID_LEN], cmnd[MC_CMND_LEN], full_name[MC_NAME_LEN];
	struct mc_date born;
	/* when found */
	enum mc_residence_kind residence;
	char address[MC_TEXT_LEN];
	struct mc_date since;
	char household[MC_WORD_LEN];
	struct mc_relative head;
	enum mc_head_status head_status;
	char relation_to_head[MC_WORD_LEN];
	char birth_notices[MC_TEXT_LEN]; /* numbers of those told, with ", " between */
	/* service failure */
	char cause[MC_WORD_LEN]; /* an error code, "NET-01" */
};

const char *mc_way_code(enum mc_way way); /* "system", "vneid", "card_reader", "other"; NULL for none */
enum mc_way mc_way_parse(const char *code);
const char *mc_way_text(enum mc_way way); /* msgid */

/* Claims for an answer found or not matched (the gateway's), or a failed question (the terminal's). */
void mc_evidence_from_answer(struct mc_evidence *ret, const struct mc_query *query,
			     const struct mc_answer *answer);

/* The register knows the person and tells no residence: it did not prove what was asked. */
bool mc_evidence_lacks_residence(const struct mc_evidence *evidence);
bool mc_answer_lacks_residence(const struct mc_answer *answer);

/* One recorded try at verification, for the rule below. */
struct mc_try {
	enum mc_outcome outcome;
	int64_t at;
	bool lacks_residence; /* of one that is found */
};
/*
 * May a paper be asked for? After a signed no-match, or a signed record without a residence;
 * or after service failures: at least two real attempts over at least 60 s. And only when
 * each other way is recorded in other_ways_tried (bits 1 << enum mc_way).
 * MC_E_PAPER_NOT_ALLOWED.
 */
enum mc_code mc_evidence_paper_allowed(const struct mc_try *tries, int count,
				       unsigned other_ways_tried, struct mc_err *why) MC_CHECKED;

#endif
