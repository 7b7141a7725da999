/* SPDX-License-Identifier: MPL-2.0 */
/*
 * parts.c - the attachments of the item that is on its way: tus 1.0.0, one part after the
 * other, one piece after the other. What the gateway has is asked, never assumed.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "sync/item.h"

static mc_client_done piece_sent, upload_made;

static struct mc_mail_part *part_of(struct mc_engine *engine)
{
	return mc_vec_at(&engine->job.parts, engine->job.part);
}

static char *file_of(struct mc_engine *engine)
{
	return mc_path_join(engine->with.paths->parts, part_of(engine)->sha256);
}

static bool progress(struct mc_engine *engine, int64_t offset, bool held)
{
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	part->offset = offset;
	part->held = held;
	engine_changed(engine);
	return item_stored(engine,
			   mc_mail_part_progress(engine->with.mail, part->sha256, part->upload,
						 offset, held, &why),
			   &why);
}

/* The gateway says how far it got; beyond our size it is not our gateway speaking. */
static void take_offset(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	if (answer->upload_offset < 0 || answer->upload_offset > part->size) {
		mc_fail(&why, MC_E_LINK_SUSPECT, "an upload offset that cannot be");
		item_suspect(engine, &why);
		return;
	}
	if (progress(engine, answer->upload_offset, answer->upload_offset == part->size)) {
		item_send_parts(engine);
	}
}

/* This upload is gone at the gateway: begin anew. */
static void upload_gone(struct mc_engine *engine)
{
	struct mc_err why;

	if (item_stored(engine,
			mc_mail_part_lost(engine->with.mail, part_of(engine)->sha256, &why),
			&why)) {
		item_resend_parts(engine);
	}
}

/*
 * Other bytes arrived than were announced: damaged on the way, or on our own disk? The next
 * try asks how far the upload got: what came before the damaged piece need not go again, and
 * where nothing is left of it, it begins anew.
 */
static void part_damaged(struct mc_engine *engine)
{
	char sha256[MC_SHA256_HEX] = "";
	char *path = file_of(engine);
	struct mc_err why = {.detail = ""};
	enum mc_code code = mc_sha256_file(path, sha256, &why);

	free(path);
	if (code || strcmp(sha256, part_of(engine)->sha256)) {
		item_hold(engine, NULL, MC_E_FILE_READ, "a part is not what was sealed");
	} else {
		item_try_again(engine, MC_E_PARTS_MISSING, "a part arrived damaged");
	}
}

/* ---- pieces */

enum { PIECE_FIRST = 64 * 1024, PIECE_LASTS_MS = 4000 };

/* The look-ups that it stood still for are in its time: the next one is all the smaller. */
static void learn_pace(struct mc_engine *engine, int64_t bytes)
{
	int64_t ms = mc_clock_mono() - engine->piece_began;

	if (bytes >= engine->piece || ms > PIECE_LASTS_MS) { /* the end of a part tells little */
		engine->piece = engine_pace(engine, bytes, ms);
	}
}

/* For a gateway that looks at it; a file that cannot be read is said so when it is sent. */
static void add_checksum(const struct mc_engine *engine, const char *path,
			 struct mc_client_piece *piece, struct mc_str *base64)
{
	uint8_t sha256[MC_SHA256_LEN];

	if (engine->tus.checksum &&
	    !mc_sha256_range(path, piece->offset, piece->length, sha256, NULL)) {
		mc_base64_encode((struct mc_slice){sha256, sizeof(sha256)}, base64);
		piece->sha256 = base64->data;
	}
}

static int64_t piece_length(struct mc_engine *engine)
{
	int64_t left = part_of(engine)->size - part_of(engine)->offset;

	engine->piece = engine->piece ? engine->piece : PIECE_FIRST;
	return left < engine->piece ? left : engine->piece;
}

/* The next bytes of the upload, or the whole part with the request that makes one. */
static void send_piece(struct mc_engine *engine)
{
	const struct mc_mail_part *part = part_of(engine);
	char *path = file_of(engine);
	struct mc_str base64;
	struct mc_client_piece piece = {
		.upload = part->upload,
		.file = path,
		.offset = part->offset,
		.length = piece_length(engine),
		.size = part->size,
	};

	mc_str_init(&base64, 64);
	add_checksum(engine, path, &piece, &base64);
	engine->piece_began = mc_clock_mono();
	if (part->upload[0]) {
		mc_client_upload_send(engine->with.client, &piece, piece_sent, engine);
	} else {
		mc_client_upload_new(engine->with.client, part->sha256, part->size, &piece,
				     upload_made, engine);
	}
	mc_str_done(&base64);
	free(path);
}

/* On with the same upload, without asking how far it got: it has just been told. */
static void piece_kept(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	const struct mc_mail_part *part = part_of(engine);
	int64_t bytes = answer->upload_offset - part->offset;

	if (bytes <= 0 || answer->upload_offset >= part->size) {
		take_offset(engine, answer);
		return;
	}
	learn_pace(engine, bytes);
	if (progress(engine, answer->upload_offset, false)) {
		send_piece(engine);
	}
}

static void piece_sent(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	if (item_link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_NOT_FOUND) {
		upload_gone(engine);
	} else if (answer->code == MC_E_DIGEST_MISMATCH) {
		part_damaged(engine);
	} else if (answer->code) {
		item_not_now(engine, answer->code, answer->detail);
	} else if (answer->upload_offset == part_of(engine)->offset) {
		item_try_again(engine, MC_E_PARTS_MISSING, "an upload does not get on");
	} else {
		piece_kept(engine, answer);
	}
}

/* ---- an upload begins */

static void upload_made(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	if (item_link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_DIGEST_MISMATCH) {
		part_damaged(engine);
	} else if (answer->code) {
		item_not_now(engine, answer->code, answer->detail);
	} else if (answer->status != 201 || !answer->location[0]) {
		mc_fail(&why, MC_E_LINK_SUSPECT, "no upload was made");
		item_suspect(engine, &why);
	} else {
		MC_COPY(part->upload, answer->location);
		if (answer->upload_offset > 0) { /* it came with bytes */
			take_offset(engine, answer);
		} else if (progress(engine, 0, false)) {
			send_piece(engine);
		}
	}
}

/*
 * A part that is but one piece goes with the request that makes its upload, which saves a round
 * trip. A longer one does not: were the answer lost, nobody would know where its first piece is.
 */
static void begin_upload(struct mc_engine *engine)
{
	const struct mc_mail_part *part = part_of(engine);

	if (engine->tus.with_upload && piece_length(engine) == part->size) {
		send_piece(engine);
	} else {
		mc_client_upload_new(engine->with.client, part->sha256, part->size, NULL,
				     upload_made, engine);
	}
}

/* Without an extension it goes as well: what is no failure of the link is an answer here. */
static void extensions_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	if (item_link_trouble(engine, answer)) {
		return;
	}
	engine->tus.asked = true;
	engine->tus.with_upload = !answer->code && answer->tus_with_upload;
	engine->tus.checksum = !answer->code && answer->tus_sha256;
	begin_upload(engine);
}

/* ---- what does the gateway have? */

static void offset_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_mail_part *part = part_of(engine);

	if (item_link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_NOT_FOUND) {
		upload_gone(engine);
	} else if (answer->code) {
		item_not_now(engine, answer->code, answer->detail);
	} else if (answer->upload_offset >= 0 && answer->upload_offset < part->size) {
		part->offset = answer->upload_offset;
		send_piece(engine);
	} else {
		take_offset(engine, answer);
	}
}

static void held_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	if (item_link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_PARTS_MISSING && engine->tus.asked) {
		begin_upload(engine);
	} else if (answer->code == MC_E_PARTS_MISSING) {
		mc_client_upload_options(engine->with.client, extensions_told, engine);
	} else if (answer->code) {
		item_not_now(engine, answer->code, answer->detail);
	} else if (progress(engine, part_of(engine)->size, true)) {
		item_send_parts(engine);
	}
}

void item_send_parts(struct mc_engine *engine)
{
	struct item_job *job = &engine->job;

	while (job->part < job->parts.len && part_of(engine)->held) {
		job->part++;
	}
	if (job->part == job->parts.len) {
		item_commit(engine);
	} else if (part_of(engine)->upload[0]) {
		mc_client_upload_offset(engine->with.client, part_of(engine)->upload, offset_told,
					engine);
	} else {
		mc_client_part_held(engine->with.client, part_of(engine)->sha256, held_told, engine);
	}
}
