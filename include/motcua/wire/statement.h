/* SPDX-License-Identifier: MPL-2.0 */
/* statement.h - the gateway's outer statements, replies and problems (FORMATS 3, 4, 9). */
#ifndef MOTCUA_WIRE_STATEMENT_H
#define MOTCUA_WIRE_STATEMENT_H

#include "motcua/base/rand.h"
#include "motcua/base/vec.h"
#include "motcua/domain/dossier.h"
#include "motcua/domain/person.h"
#include "motcua/wire/json.h"

#define MC_EPOCH_LEN 17

/* An outer payload. Only codes, ids, digests and times: the courier reads it. */
struct mc_outer {
	char kind[16];
	char id[MC_UUID_LEN]; /* dossier id or query id */
	char terminal[MC_TERMINAL_LEN];
	char epoch[MC_EPOCH_LEN];
	int64_t seq; /* 0 = none */
	char outcome[24];
	char digest[MC_DIGEST_LEN];
	int64_t at;
	int64_t cursor; /* events; 0 = none */
	int64_t after;  /* of the event before it in its terminal's list; 0 = none, or an older gateway */
	char inner_sha256[MC_DIGEST_LEN];
	/* an event that came of one branch of a linked group; "" = of the whole */
	char branch[MC_WORD_LEN], branch_outcome[24];
};
void mc_outer_format(const struct mc_outer *outer, struct mc_str *ret);
/* kind must be the one named. */
enum mc_code mc_outer_parse(struct mc_slice payload, const char *kind, struct mc_outer *ret,
			    struct mc_err *why) MC_CHECKED;

/* outer and inner together, as a reply and inside problems and event lists. */
struct mc_reply {
	char *outer;         /* the JWS; owned; NULL = none */
	struct mc_str inner; /* age bytes; empty = none */
};
void mc_reply_done(struct mc_reply *reply);
void mc_reply_format(const char *outer_jws, struct mc_slice inner, struct mc_str *ret);
enum mc_code mc_reply_parse(struct mc_slice json, struct mc_reply *ret, struct mc_err *why) MC_CHECKED;

/* RFC 9457. */
struct mc_problem_doc {
	char word[32]; /* the last part of type: "seq-taken" */
	int status;
	struct mc_reply reply;
	struct mc_vec parts; /* char[65] each, for parts-missing */
};
void mc_problem_doc_init(struct mc_problem_doc *doc);
void mc_problem_doc_done(struct mc_problem_doc *doc);
/* parts may be NULL; title is plain English, no personal data. */
void mc_problem_doc_format(const char *word, int status, const char *title, const char *outer_jws,
			   struct mc_slice inner, const struct mc_vec *parts, struct mc_str *ret);
enum mc_code mc_problem_doc_parse(struct mc_slice json, struct mc_problem_doc *ret,
				  struct mc_err *why) MC_CHECKED;

struct mc_hello {
	char nonce[24];
	int64_t time;
	char gateway[64];
	int64_t keys_version;
	bool enrolled, household, tus, batches, lean;
	int64_t limit_manifest, limit_part;
	char highest_epoch[MC_EPOCH_LEN];
	int64_t highest_seq;
	char terminal[MC_TERMINAL_LEN]; /* of whom it speaks; "" = an older gateway, or nobody */
	bool tells_cursor; /* an older gateway does not */
	int64_t cursor;	   /* of the last event in the terminal's list; 0 = there is none */
	char packs[9]; /* another word when there is a newer pack; "" = none was ever published */
};
void mc_hello_format(const struct mc_hello *hello, struct mc_str *ret);
enum mc_code mc_hello_parse(struct mc_slice payload, struct mc_hello *ret,
			    struct mc_err *why) MC_CHECKED;

struct mc_enrolment {
	char terminal[MC_TERMINAL_LEN];
	char sign[48], open[64]; /* base64url, age1... */
	char code[32], label[128];
	int64_t at;
};
void mc_enrolment_format(const struct mc_enrolment *enrolment, struct mc_str *ret);
enum mc_code mc_enrolment_parse(struct mc_slice payload, struct mc_enrolment *ret,
				struct mc_err *why) MC_CHECKED;

/* Inner part of receipts, rejections and events. */
#define MC_NOTICE_REASONS 32
struct mc_notice {
	char official_number[MC_UUID_LEN];
	char text[604];
	int64_t deadline;
	int reason_count;
	struct {
		char field[64], text[604];
	} reasons[MC_NOTICE_REASONS];
	/* of the event's branch */
	char branch_number[MC_UUID_LEN];
	int64_t due;	 /* its result; 0 = not told */
	int64_t step_at; /* when the unit took the step that is told */
	bool verifies;	 /* what was stated has to be verified elsewhere: the longer time counts */
};
void mc_notice_format(const struct mc_notice *notice, struct mc_str *ret);
enum mc_code mc_notice_parse(struct mc_slice json, struct mc_notice *ret,
			     struct mc_err *why) MC_CHECKED;

/* Event list: each item a struct mc_reply (free with mc_reply_done). */
void mc_events_format_begin(struct mc_str *ret, int64_t cursor);
void mc_events_format_item(struct mc_str *ret, bool first, const char *outer_jws,
			   struct mc_slice inner);
void mc_events_format_end(struct mc_str *ret);
enum mc_code mc_events_parse(struct mc_slice json, int64_t *ret_cursor, struct mc_vec *ret_replies,
			     struct mc_err *why) MC_CHECKED;

#endif
