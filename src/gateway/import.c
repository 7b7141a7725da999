/* SPDX-License-Identifier: MPL-2.0 */
/* import.c - one bundle from a stick, piece by piece; each item is told by name. */
#include "gateway/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/accept.h"
#include "gateway/parts.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/seal/frames.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/keys.h"

/* Named in the log as PUT names itself. */
static const struct mc_route route = {.method = "import", .path = ".bundle"};

/* What a piece can hold that is to be taken in. */
struct import;
struct kind {
	char piece;
	const char *jws;  /* the kind of its signed record */
	const char *done; /* what it is when it went in */
	mc_accept *accept;
	/* the name that it gives itself; does the payload have its shape? */
	bool (*name)(struct mc_slice payload, struct import *im);
	/* the terminal that signed it, if one did */
	void (*verify)(struct import *im);
};

/* One bundle being taken in. */
struct import {
	struct mc_gateway *gateway;
	struct mc_frames_reader *reader;
	struct mc_frames_writer *answers; /* NULL: cannot be written, see return_why */
	struct mc_err return_why;
	struct mc_bundle_head head;
	struct mc_vec *outcomes; /* struct mc_import_outcome */
	/* the record whose parts are being read */
	const struct kind *kind;
	struct mc_str piece;
	struct mc_slice record, manifest;
	char id[MC_UUID_LEN]; /* as far as it can be read; not believed */
	int64_t seq;
	char terminal[MC_TERMINAL_LEN]; /* it signed the record; "" = nobody here did */
	bool open;
};

/* ---- the answer to an item */

static void outcome_word(const struct mc_request *answer, const char *done, char *ret, size_t size)
{
	struct mc_problem_doc doc;

	mc_copy(ret, size, done);
	if (answer->status >= 400) {
		mc_copy(ret, size, "internal");
		if (!mc_problem_doc_parse(mc_slice_of(&answer->reply), &doc, NULL)) {
			mc_copy(ret, size, doc.word);
			mc_problem_doc_done(&doc);
		}
	}
}

static void drop_answers(struct import *im, enum mc_code code, const struct mc_err *why)
{
	im->return_why = *why;
	im->return_why.code = code;
	mc_frames_abort(im->answers);
	im->answers = NULL;
}

/* The dossier is in whatever becomes of the return file: importing again makes it anew. */
static void add_answer(struct import *im, const char *id, const struct mc_request *answer)
{
	struct mc_str text;
	struct mc_err why = {.detail = ""};
	enum mc_code code;

	if (!im->answers) {
		return;
	}
	mc_str_init(&text, MC_JSON_MAX);
	mc_batch_answer_format(id, answer->status, mc_slice_of(&answer->reply), &text);
	code = mc_frames_piece(im->answers, MC_PIECE_ANSWER, mc_slice_of(&text), &why);
	mc_str_done(&text);
	if (code) {
		drop_answers(im, code, &why);
	}
}

static void take_open_record(struct import *im)
{
	struct mc_request answer;
	struct mc_import_outcome *outcome;

	if (!im->open) {
		return;
	}
	im->open = false;
	mc_accept_apart(im->gateway, &route, im->kind->accept, im->record, im->manifest, &answer);
	add_answer(im, im->id, &answer);
	outcome = mc_vec_push(im->outcomes);
	if (outcome) {
		(void)MC_COPY(outcome->id, im->id);
		outcome->seq = im->seq;
		outcome->status = answer.status;
		outcome_word(&answer, im->kind->done, outcome->word, sizeof(outcome->word));
	}
	mc_accept_apart_done(&answer);
}

/* ---- pieces */

static void read_head(struct import *im)
{
	struct mc_str json;

	mc_str_init(&json, MC_JSON_MAX);
	if (!mc_frames_read(im->reader, &json, NULL)) {
		(void)!mc_bundle_head_parse(mc_slice_of(&json), &im->head, NULL);
	}
	mc_str_done(&json);
}

/* ---- dossiers, supplements, withdrawals */

static bool name_dossier(struct mc_slice payload, struct import *im)
{
	struct mc_record record;

	if (mc_record_parse(payload, &record, NULL)) {
		return false;
	}
	im->seq = record.seq;
	return MC_COPY(im->id, record.id) == 0;
}

static bool name_supplement(struct mc_slice payload, struct import *im)
{
	struct mc_supplement supplement;

	return !mc_supplement_parse(payload, &supplement, NULL) &&
	       MC_COPY(im->id, supplement.id) == 0;
}

static bool name_withdrawal(struct mc_slice payload, struct import *im)
{
	struct mc_withdrawal withdrawal;

	return !mc_withdrawal_parse(payload, &withdrawal, NULL) &&
	       MC_COPY(im->id, withdrawal.id) == 0;
}

static void verify_dossier(struct import *im)
{
	struct mc_ledger_terminal terminal;
	struct mc_record record;

	if (!mc_gateway_record(im->gateway, im->record, im->manifest, &record, &terminal, NULL)) {
		(void)MC_COPY(im->terminal, record.terminal);
	}
}

static void verify_supplement(struct import *im)
{
	struct mc_ledger_terminal terminal;
	struct mc_supplement supplement;

	if (!mc_gateway_supplement(im->gateway, im->record, im->manifest, &supplement, &terminal,
				   NULL)) {
		(void)MC_COPY(im->terminal, supplement.terminal);
	}
}

static const struct kind kinds[] = {
	{MC_PIECE_RECORD, "record", "received", mc_accept_dossier, name_dossier, verify_dossier},
	{MC_PIECE_SUPPLEMENT, "supplement", "received", mc_accept_supplement, name_supplement,
	 verify_supplement},
	/* no parts belong to it: whose it is is asked when it is taken in */
	{MC_PIECE_WITHDRAWAL, "withdrawal", "withdrawn", mc_accept_withdrawal, name_withdrawal,
	 NULL},
};

static const struct kind *kind_of(char piece)
{
	for (size_t i = 0; i < MC_COUNT(kinds); i++) {
		if (kinds[i].piece == piece) {
			return &kinds[i];
		}
	}
	return NULL;
}

/* The record and what it is about; a withdrawal is its record alone. */
static bool split_piece(struct import *im)
{
	struct mc_slice rest = mc_slice_of(&im->piece);

	if (im->kind->piece == MC_PIECE_WITHDRAWAL) {
		im->record = rest;
		im->manifest = (struct mc_slice){"", 0};
		return rest.len > 0;
	}
	return !mc_batch_next(&rest, &im->record, &im->manifest, NULL) && !rest.len;
}

static bool read_name(struct import *im)
{
	struct mc_str payload;
	bool named;

	im->id[0] = '\0';
	im->seq = 0;
	mc_str_init(&payload, MC_BATCH_RECORD_MAX);
	named = !mc_jws_peek(im->record, im->kind->jws, &payload, NULL) &&
		im->kind->name(mc_slice_of(&payload), im);
	mc_str_done(&payload);
	return named;
}

/* One that cannot be read at all is missed by its name at the end. */
static void read_record(struct import *im, const struct kind *kind)
{
	mc_str_reset(&im->piece);
	im->kind = kind;
	im->terminal[0] = '\0';
	im->open = !mc_frames_read(im->reader, &im->piece, NULL) && split_piece(im) &&
		   read_name(im);
	if (im->open && kind->verify) {
		kind->verify(im);
	}
}

static enum mc_code some_of_piece(void *from, void *to, size_t size, size_t *ret_len,
				  struct mc_err *why)
{
	return mc_frames_some(from, to, size, ret_len, why);
}

/*
 * Parts are stored only for a record that an enrolled terminal signed: nobody else's stick
 * fills this disk. What is damaged leaves the part missing, and the item is answered so.
 */
static enum mc_code read_part(struct import *im, int64_t length, struct mc_err *why)
{
	uint8_t digest[MC_SHA256_LEN];
	char sha256[MC_SHA256_HEX];
	size_t len = 0;
	enum mc_code code;

	if (!im->open || !im->terminal[0] ||
	    mc_frames_some(im->reader, digest, sizeof(digest), &len, NULL) ||
	    len != sizeof(digest)) {
		return MC_OK;
	}
	mc_hex_encode(digest, sizeof(digest), sha256);
	code = mc_accept_part(im->gateway, im->terminal, sha256, length - MC_SHA256_LEN,
			      some_of_piece, im->reader, why);
	if (code && mc_error_info(code)->grade == MC_GRADE_ITEM) {
		mc_log(MC_LOG_WARNING, "import: a part of dossier %s: [%s]", im->id,
		       mc_error_info(code)->code);
		code = MC_OK;
	}
	return code;
}

static enum mc_code read_pieces(struct import *im, struct mc_err *why)
{
	struct mc_frame frame = {.kind = MC_FRAMES_END};
	enum mc_code code = MC_OK;

	while (!code && frame.kind) {
		code = mc_frames_next(im->reader, &frame, why);
		if (!code && frame.kind != MC_PIECE_PART) {
			take_open_record(im);
		}
		if (!code && frame.kind == MC_PIECE_HEAD && !im->head.items.len) {
			read_head(im);
		} else if (!code && kind_of((char)frame.kind)) {
			read_record(im, kind_of((char)frame.kind));
		} else if (!code && frame.kind == MC_PIECE_PART) {
			code = read_part(im, frame.length, why);
		}
	}
	take_open_record(im);
	/* what the stick does not give back is a damage like another one */
	return code == MC_E_FILE_READ ? MC_OK : code;
}

static bool is_told(const struct import *im, const char *id)
{
	MC_VEC_EACH (im->outcomes, struct mc_import_outcome, outcome) {
		if (!strcmp(outcome->id, id)) {
			return true;
		}
	}
	return false;
}

static void tell_missing(struct import *im)
{
	MC_VEC_EACH (&im->head.items, struct mc_bundle_item, item) {
		struct mc_import_outcome *outcome = NULL;

		if (!is_told(im, item->id)) {
			outcome = mc_vec_push(im->outcomes);
		}
		if (outcome) {
			(void)MC_COPY(outcome->id, item->id);
			outcome->seq = item->seq;
			(void)MC_COPY(outcome->word, "damaged");
		}
	}
}

/* ---- the return file */

/* An office without a line learns of new keys here, and before the answers that they signed. */
static enum mc_code add_keys(struct import *im, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	mc_keys_format(mc_gateway_keys_list(im->gateway->keys), &text);
	code = mc_frames_piece(im->answers, MC_PIECE_KEYS, mc_slice_of(&text), why);
	mc_str_done(&text);
	return code;
}

static void begin_return(struct import *im, const char *dir, const char *name)
{
	char temp[300];
	struct mc_err why = {.detail = ""};
	enum mc_code code;

	snprintf(temp, sizeof(temp), ".%.200s.return.tmp", name);
	code = mc_frames_create(dir, temp, MC_RETURN_MARK, &im->answers, &why);
	code = code ? code : add_keys(im, &why);
	if (code) {
		drop_answers(im, code, &why);
	}
}

static enum mc_code finish_return(struct import *im, const char *name, char ret_name[300],
				  struct mc_err *why)
{
	char named[300];
	int64_t bytes;
	enum mc_code code;

	if (!im->answers) {
		return mc_fail(why, im->return_why.code, "%s", im->return_why.detail);
	}
	snprintf(named, sizeof(named), "%.250s.return", name);
	code = mc_frames_finish(im->answers, named, &bytes, why);
	im->answers = NULL;
	if (!code) {
		(void)mc_copy(ret_name, 300, named);
	}
	return code;
}

/* ---- a file */

static enum mc_code import_open(struct import *im, const char *dir, const char *name,
				struct mc_import *ret, struct mc_err *why)
{
	enum mc_code code;

	ret->opened = true;
	ret->whole = mc_frames_whole(im->reader);
	begin_return(im, dir, name);
	code = read_pieces(im, why);
	if (code) {
		return code;
	}
	tell_missing(im);
	return finish_return(im, name, ret->return_name, why);
}

enum mc_code mc_import_bundle(struct mc_gateway *gateway, const char *dir, const char *name,
			      struct mc_import *ret, struct mc_err *why)
{
	struct import im = {.gateway = gateway, .outcomes = &ret->outcomes};
	char *path = mc_path_join(dir, name);
	enum mc_code code;

	*ret = (struct mc_import){.whole = false};
	mc_vec_init(&ret->outcomes, sizeof(struct mc_import_outcome), 2 * MC_BUNDLE_ITEMS);
	mc_bundle_head_init(&im.head);
	mc_str_init(&im.piece, MC_BATCH_ONE_MAX);
	code = mc_frames_open(path, MC_BUNDLE_MARK, &im.reader, why);
	if (!code) {
		code = import_open(&im, dir, name, ret, why);
	}
	mc_frames_abort(im.answers);
	mc_frames_close(im.reader);
	mc_str_done(&im.piece);
	mc_bundle_head_done(&im.head);
	free(path);
	return code;
}

void mc_import_done(struct mc_import *import)
{
	mc_vec_done(&import->outcomes);
}

bool mc_import_is_settled(const struct mc_import_outcome *outcome)
{
	static const char *const words[] = {"received", "rejected", "withdrawn", "settled"};

	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (!strcmp(outcome->word, words[i])) {
			return true;
		}
	}
	return false;
}
