/* SPDX-License-Identifier: MPL-2.0 */
/*
 * stick_in.c - the gateway's answers from a return file. Nothing is believed for standing in
 * the file: each statement is judged against the record that this terminal signed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "desk/said.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/store/withdrawal.h"
#include "motcua/trust/judge.h"
#include "motcua/wire/keys.h"

void mc_stick_import_done(struct mc_stick_import *imported)
{
	mc_vec_done(&imported->skipped);
}

static void skip(struct mc_stick_import *to, const char *id, enum mc_code code)
{
	struct mc_stick_skipped *it = mc_vec_push(&to->skipped);

	if (it) {
		(void)MC_COPY(it->id, id);
		it->code = code;
	}
}

/* ---- words that decide nothing: the item stays, and is told with its cause */

static enum mc_code cause_of(const char *word)
{
	static const struct {
		const char *word;
		enum mc_code code;
	} causes[] = {
		{"parts-missing", MC_E_PARTS_MISSING},
		{"terminal-unknown", MC_E_TERMINAL_UNKNOWN},
		{"terminal-revoked", MC_E_TERMINAL_REVOKED},
		{"busy", MC_E_GATEWAY_BUSY},
		{"in-progress", MC_E_GATEWAY_BUSY},
		{"internal", MC_E_GATEWAY_BUSY},
		{"upgrade-required", MC_E_GATEWAY_OLD},
	};

	for (size_t i = 0; i < MC_COUNT(causes); i++) {
		if (!strcmp(causes[i].word, word)) {
			return causes[i].code;
		}
	}
	return MC_E_GATEWAY_REFUSED;
}

/* ---- words that do */

static int64_t *counter_of(struct mc_stick_import *to, enum mc_happening happening)
{
	return happening == MC_HAPPENING_RECEIPT   ? &to->receipts :
	       happening == MC_HAPPENING_REJECTION ? &to->rejected :
						     &to->withdrawn;
}

static enum mc_code count_statements(struct mc_desk *desk, const char *id, size_t *ret,
				     struct mc_err *why)
{
	struct mc_vec events;
	enum mc_code code;

	mc_vec_init(&events, sizeof(struct mc_mail_event), 200);
	code = mc_mail_events(desk->mail, id, &events, why);
	*ret = events.len;
	mc_mail_events_done(&events);
	return code;
}

/* The same statement again is fine, and is no second receipt. */
static enum mc_code take(struct mc_desk *desk, const char *id, const char *word,
			 const struct mc_reply *reply, const struct mc_judged *judged,
			 struct mc_stick_import *to, struct mc_err *why)
{
	struct mc_happened what = { .now = mc_clock_now(),
				    .cause = judged->cause,
				    .from_file = true,
				    .outer = mc_slice_text(reply->outer),
				    .inner = mc_slice_of(&reply->inner) };
	size_t before = 0, after = 0;
	enum mc_code code = count_statements(desk, id, &before, why);

	if (!code) {
		code = mc_mail_happen(desk->mail, id, judged->happening, &what, why);
	}
	if (!code) {
		code = count_statements(desk, id, &after, why);
	}
	if (judged->happening == MC_HAPPENING_HOLD && (!code || code == MC_E_DOSSIER_STATE)) {
		skip(to, id, judged->cause); /* held now, or as it was before */
		return MC_OK;
	}
	if (code) {
		return code;
	}
	if (after == before) {
		to->known++;
		return MC_OK;
	}
	*counter_of(to, judged->happening) += 1;
	return desk_audit(desk, "import", id, "", word, why);
}

/* A good answer is a receipt, or what was to be taken back is. Only says what is looked for. */
static const char *word_of(const struct mc_batch_answer *answer)
{
	char kid[MC_KID_LEN];
	const char *outer = answer->reply.outer;

	if (answer->status >= 400) {
		return answer->problem.word;
	}
	return outer && !mc_jws_kid(mc_slice_text(outer), "withdrawn", kid, NULL) ? "withdrawn" :
										      "received";
}

/* The answer to a request to take it back, not to the dossier: it does as it does by wire. */
static enum mc_code take_request(struct mc_desk *desk, const char *id, const char *word,
				 const struct mc_reply *reply, struct mc_judged *judged,
				 struct mc_stick_import *to, struct mc_err *why)
{
	enum mc_code code;

	if (judged->happening == MC_HAPPENING_WITHDRAWAL) {
		judged->cause = MC_OK; /* as it was asked for */
	}
	if (judged->happening != MC_HAPPENING_HOLD) {
		return take(desk, id, word, reply, judged, to, why);
	}
	code = mc_mail_withdrawal_refused(desk->mail, id, mc_clock_now(), judged->cause, why);
	if (!code) {
		skip(to, id, judged->cause);
	}
	return code;
}

/* It had come to its end before the request was there: the receipt of what stands is the whole
 * answer, as it is by wire. */
static bool is_too_late(const struct mc_batch_answer *answer)
{
	return answer->status >= 400 && !strcmp(answer->problem.word, "settled");
}

static enum mc_code take_too_late(struct mc_desk *desk, const char *id, const struct mc_reply *reply,
				  const struct mc_judged *judged, struct mc_stick_import *to,
				  struct mc_err *why)
{
	enum mc_code code = take(desk, id, "settled", reply, judged, to, why);

	if (!code || code == MC_E_DOSSIER_STATE) { /* received long since */
		code = mc_mail_withdrawal_refused(desk->mail, id, mc_clock_now(), MC_E_SETTLED, why);
	}
	if (!code) {
		skip(to, id, MC_E_SETTLED);
	}
	return code;
}

static enum mc_code judge(struct mc_desk *desk, const struct mc_batch_answer *answer,
			  struct mc_stick_import *to, struct mc_err *why)
{
	bool fine = answer->status < 400;
	const char *word = is_too_late(answer) ? "received" : word_of(answer);
	const struct mc_reply *reply = fine ? &answer->reply : &answer->problem.reply;
	struct mc_judged judged;
	struct mc_record record;
	struct mc_item item;
	enum mc_code code = said_record(desk, answer->id, &record, why);

	if (!code) {
		code = mc_judge(desk_ring(desk), word, reply, &record, &judged, why);
		code = code == MC_E_NOT_FOUND ? cause_of(word) : code;
	}
	code = code ? code : mc_mail_item(desk->mail, answer->id, &item, why);
	if (!code && item.withdrawing && is_too_late(answer)) {
		return take_too_late(desk, answer->id, reply, &judged, to, why);
	}
	if (!code && item.withdrawing) {
		return take_request(desk, answer->id, word, reply, &judged, to, why);
	}
	return code ? code : take(desk, answer->id, word, reply, &judged, to, why);
}

/* ---- the list of the gateway's keys */

/* Of another root, or one that leaves out what it owes: told, and believed for nothing. */
static enum mc_code refuse_keys(struct mc_stick_import *to, enum mc_code code)
{
	if (code != MC_E_NOT_FOUND) { /* not newer than ours: as mostly */
		skip(to, "", code == MC_E_LINK_SUSPECT ? MC_E_GATEWAY_KEY : code);
	}
	return MC_OK;
}

static enum mc_code take_keys(struct mc_desk *desk, struct mc_frames_reader *reader,
			      struct mc_stick_import *to, struct mc_err *why)
{
	struct mc_str json;
	char *list = NULL;
	enum mc_code code;

	mc_str_init(&json, MC_JSON_MAX);
	code = mc_frames_read(reader, &json, why);
	code = code ? code : mc_keys_parse(mc_slice_of(&json), &list, why);
	mc_str_done(&json);
	if (code) {
		return refuse_keys(to, MC_E_BUNDLE_DAMAGED);
	}
	code = desk_take_keys(desk, mc_slice_text(list), why);
	free(list);
	if (code) {
		return mc_error_info(code)->grade == MC_GRADE_STORE ? code : refuse_keys(to, code);
	}
	to->keys_version = mc_keyring_version(desk_ring(desk));
	return MC_OK;
}

/* ---- the file */

/* A fault of our own store ends it; anything else is this one answer's fault. */
static enum mc_code take_answer(struct mc_desk *desk, struct mc_frames_reader *reader,
				struct mc_stick_import *to, struct mc_err *why)
{
	struct mc_batch_answer answer;
	struct mc_str json;
	enum mc_code code;

	mc_str_init(&json, MC_JSON_MAX);
	code = mc_frames_read(reader, &json, why);
	if (!code) {
		code = mc_batch_answer_parse(mc_slice_of(&json), &answer, why);
	}
	mc_str_done(&json);
	if (code) {
		skip(to, "", MC_E_BUNDLE_DAMAGED);
		return MC_OK;
	}
	code = judge(desk, &answer, to, why);
	if (code && mc_error_info(code)->grade != MC_GRADE_STORE) {
		skip(to, answer.id, code);
		code = MC_OK;
	}
	mc_batch_answer_done(&answer);
	return code;
}

/* How many answers there are: the file is small, and was read once already to be checked. */
static enum mc_code count_answers(const char *file, int *ret, struct mc_err *why)
{
	struct mc_frames_reader *reader;
	struct mc_frame frame = {.kind = MC_FRAMES_END};
	enum mc_code code = mc_frames_open(file, MC_RETURN_MARK, &reader, why);

	*ret = 0;
	if (code) {
		return code;
	}
	do {
		code = mc_frames_next(reader, &frame, NULL);
		*ret += !code && frame.kind == MC_PIECE_ANSWER;
	} while (!code && frame.kind);
	mc_frames_close(reader);
	return MC_OK; /* what cannot be read is told when it is met */
}

static bool goes_on(const struct mc_stick_watch *watch, const struct mc_stick_progress *done)
{
	return !watch || watch->step(watch->ctx, done);
}

static enum mc_code take_answers(struct mc_desk *desk, struct mc_frames_reader *reader,
				 const struct mc_stick_watch *watch,
				 struct mc_stick_progress *done, struct mc_stick_import *to,
				 struct mc_err *why)
{
	struct mc_frame frame = {.kind = MC_FRAMES_END};
	enum mc_code code = MC_OK;

	while (!code && frame.kind) {
		code = mc_frames_next(reader, &frame, why);
		if (!code && frame.kind == MC_PIECE_KEYS) {
			code = take_keys(desk, reader, to, why);
		}
		if (code || frame.kind != MC_PIECE_ANSWER) {
			continue;
		}
		done->item++;
		code = goes_on(watch, done) ? take_answer(desk, reader, to, why) :
					      mc_fail(why, MC_E_STICK_STOPPED, NULL);
		done->bytes += frame.length;
	}
	return code == MC_E_FILE_READ ? MC_OK : code;
}

enum mc_code mc_queue_import(struct mc_desk *desk, const char *file,
			     const struct mc_stick_watch *watch, struct mc_stick_import *ret,
			     struct mc_err *why)
{
	struct mc_stick_import imported = {.receipts = 0};
	struct mc_stick_progress done = {.item = 0};
	struct mc_frames_reader *reader = NULL;
	struct stat st = {.st_size = 0};
	enum mc_code code = desk_keyring(desk, why);

	code = code ? code : count_answers(file, &done.items, why);
	code = code ? code : mc_frames_open(file, MC_RETURN_MARK, &reader, why);
	if (code) {
		return code;
	}
	(void)stat(file, &st);
	done.total = st.st_size;
	mc_vec_init(&imported.skipped, sizeof(struct mc_stick_skipped), 2 * MC_BUNDLE_ITEMS);
	imported.whole = mc_frames_whole(reader);
	code = take_answers(desk, reader, watch, &done, &imported, why);
	mc_frames_close(reader);
	if (code) {
		mc_stick_import_done(&imported);
		return code;
	}
	*ret = imported;
	return MC_OK;
}
