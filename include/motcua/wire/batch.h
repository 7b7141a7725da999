/* SPDX-License-Identifier: MPL-2.0 */
/*
 * batch.h - several dossiers at once (FORMATS 7): over the wire as POST /v1/batches, on a
 * stick as the pieces of a bundle; and what the gateway says to each.
 */
#ifndef MOTCUA_WIRE_BATCH_H
#define MOTCUA_WIRE_BATCH_H

#include "motcua/wire/message.h"

#define MC_BATCH_RECORDS 64
#define MC_BATCH_RECORD_MAX 8192 /* bytes of one record's JWS */
#define MC_BATCH_ONE_MAX (MC_MANIFEST_MAX + MC_BATCH_RECORD_MAX + 8)
#define MC_BATCH_MAX (MC_BATCH_RECORDS * MC_BATCH_ONE_MAX)

/* One batch record: u32 length and bytes of the record's JWS, then of the manifest. */
void mc_batch_add(struct mc_slice record_jws, struct mc_slice manifest, struct mc_str *ret);
/* The first one of rest, which moves behind it; borrowed. MC_E_JSON_SHAPE for lengths that
 * do not fit, or are 0 or beyond the limits. */
enum mc_code mc_batch_next(struct mc_slice *rest, struct mc_slice *ret_record,
			   struct mc_slice *ret_manifest, struct mc_err *why) MC_CHECKED;

/* What PUT would have answered to one record. id "": the record could not be read. */
struct mc_batch_answer {
	char id[MC_UUID_LEN];
	int status;
	struct mc_reply reply;		/* status below 400 */
	struct mc_problem_doc problem;	/* else */
};
/* reply: the JSON that PUT would have answered. */
void mc_batch_answer_format(const char *id, int status, struct mc_slice reply, struct mc_str *ret);
enum mc_code mc_batch_answer_parse(struct mc_slice json, struct mc_batch_answer *ret,
				   struct mc_err *why) MC_CHECKED;
void mc_batch_answer_done(struct mc_batch_answer *answer);
/* The reply to POST /v1/batches around answers as mc_batch_answer_format() makes them. */
void mc_batch_reply_begin(struct mc_str *ret);
void mc_batch_reply_item(struct mc_str *ret, bool first, const char *id, int status,
			 struct mc_slice reply);
void mc_batch_reply_end(struct mc_str *ret);
/* ret_answers: struct mc_batch_answer items, made here; at most MC_BATCH_RECORDS. */
enum mc_code mc_batch_reply_parse(struct mc_slice json, struct mc_vec *ret_answers,
				  struct mc_err *why) MC_CHECKED;
void mc_batch_reply_done(struct mc_vec *answers);

/* ---- files on a stick: pieces between these marks (seal/frames.h) */
#define MC_BUNDLE_MARK "motcua-bundle 1\n"
#define MC_RETURN_MARK "motcua-return 1\n"
enum {
	MC_PIECE_HEAD = 'h',   /* struct mc_bundle_head */
	MC_PIECE_RECORD = 'r', /* one batch record */
	MC_PIECE_SUPPLEMENT = 's', /* one batch record, its JWS of kind "supplement" */
	MC_PIECE_WITHDRAWAL = 'w', /* the JWS of one withdrawal */
	MC_PIECE_PART = 'p',   /* 32 bytes SHA-256, then the sealed part; of what stands before it */
	MC_PIECE_KEYS = 'k',   /* the list of the gateway's keys, as an answer (wire/keys.h) */
	MC_PIECE_ANSWER = 'a', /* one answer */
};
#define MC_BUNDLE_ITEMS 4096

struct mc_bundle_item {
	char id[MC_UUID_LEN]; /* of a withdrawal: its dossier's */
	int64_t seq;	      /* 0 = a supplement or a withdrawal */
};
/* What is in the file, so that what is missing has a name. Nothing is believed of it. */
struct mc_bundle_head {
	char terminal[MC_TERMINAL_LEN];
	int64_t at;
	struct mc_vec items; /* struct mc_bundle_item */
};
void mc_bundle_head_init(struct mc_bundle_head *head);
void mc_bundle_head_done(struct mc_bundle_head *head);
void mc_bundle_head_format(const struct mc_bundle_head *head, struct mc_str *ret);
/* head was initialised; it stays as it was on failure. */
enum mc_code mc_bundle_head_parse(struct mc_slice json, struct mc_bundle_head *head,
				  struct mc_err *why) MC_CHECKED;

#endif
