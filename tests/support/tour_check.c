/* SPDX-License-Identifier: MPL-2.0 */
/* tour_check.c - is it still there? One look at a disk's picture, by our own libraries. */
#include <sqlite3.h>
#include <sys/stat.h>

#include "motcua/seal/hash.h"
#include "motcua/store/spool.h"
#include "motcua/store/withdrawal.h"
#include "support/tour.h"
#include "support/world.h"

static char lost[512]; /* the first thing that is missing */

__attribute__((format(printf, 1, 2))) static void lose(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!lost[0]) {
		vsnprintf(lost, sizeof(lost), format, args);
	}
	va_end(args);
}

/* ---- the desk */
static bool is_whole(const char *folder, const char *sha256)
{
	char path[4200], found[MC_SHA256_HEX];

	snprintf(path, sizeof(path), "%s/%s", folder, sha256);
	return !mc_sha256_file(path, found, NULL) && !strcmp(found, sha256);
}

static void check_record(const struct tour *tour, struct mc_desk *desk, int which, const struct mc_item *item)
{
	const struct tour_dossier *dossier = &tour->dossiers[which];
	struct mc_str record, manifest;
	char digest[MC_SHA256_HEX];

	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	if (mc_mail_item_record(desk->mail, dossier->id, &record, &manifest, NULL)) {
		lose("dossier %d: its record cannot be read", which);
	} else if (strcmp(record.data, dossier->record.data)) {
		lose("dossier %d: its record is another", which);
	}
	mc_sha256_hex(mc_slice_of(&manifest), digest);
	if (strcmp(digest, item->digest)) {
		lose("dossier %d: its manifest is another", which);
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
}

static void check_parts(const struct tour *tour, struct mc_desk *desk, int which)
{
	struct mc_vec parts;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), 8);
	if (mc_mail_parts(desk->mail, tour->dossiers[which].id, &parts, NULL) ||
	    parts.len != tour->dossiers[which].with_paper) {
		lose("dossier %d: parts are not named", which);
	}
	MC_VEC_EACH (&parts, struct mc_mail_part, part) {
		if (!is_whole(desk->paths.parts, part->sha256)) {
			lose("dossier %d: the sealed paper is not whole", which);
		}
	}
	mc_vec_done(&parts);
}

/* Written before the act: the state, and the copy that a rebuild needs. */
static void check_told(const struct tour *tour, struct mc_desk *desk, int which, const struct mc_item *item)
{
	struct mc_str record, manifest;

	if (item->state == MC_STATE_SEALED || item->state == MC_STATE_UPLOADING) {
		lose("dossier %d was sent, and the desk does not know it", which);
	}
	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	if (mc_spool_read(&desk->paths, item->dossier[0] ? item->id : item->epoch, item->seq,
			  &record, &manifest, NULL) ||
	    strcmp(record.data, tour->dossiers[which].record.data)) {
		lose("dossier %d was sent, and is not in the spool", which);
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
}

static void check_withdrawal(struct mc_desk *desk, int which, const struct mc_item *item)
{
	struct mc_mail_withdrawal withdrawal;

	if (item->state != MC_STATE_WITHDRAWN &&
	    (mc_mail_withdrawal(desk->mail, item->id, &withdrawal, NULL) ||
	     withdrawal.state != MC_WITHDRAWING_OPEN)) {
		lose("dossier %d: nobody knows that it was withdrawn", which);
	}
}

static void check_draft(const struct tour *tour, struct mc_desk *desk, int which)
{
	struct mc_work *work;

	if (mc_work_open(desk, tour->dossiers[which].id, &work, NULL)) {
		lose("draft %d is gone", which);
		return;
	}
	if (work->attachments.len != tour->dossiers[which].with_paper) {
		lose("draft %d: its paper is not named", which);
	}
	MC_VEC_EACH (&work->attachments, struct mc_attachment, paper) {
		if (!is_whole(desk->paths.parts, paper->sha256)) {
			lose("draft %d: its paper is not whole", which);
		}
	}
	mc_work_close(work);
}

static void check_dossier(const struct tour *tour, struct mc_desk *desk, int which, long event)
{
	const struct tour_dossier *dossier = &tour->dossiers[which];
	struct mc_item item;

	if (mc_mail_item(desk->mail, dossier->id, &item, NULL)) {
		if (dossier->submitted <= event) {
			lose("dossier %d was submitted, and is gone", which);
		} else if (dossier->drafted <= event) {
			check_draft(tour, desk, which);
		}
		return;
	}
	check_record(tour, desk, which, &item);
	check_parts(tour, desk, which);
	if (dossier->told <= event) {
		check_told(tour, desk, which, &item);
	}
	if (dossier->withdrawing <= event) {
		check_withdrawal(desk, which, &item);
	}
	if (dossier->withdrawn <= event && item.state != MC_STATE_WITHDRAWN) {
		lose("dossier %d: the answer to its withdrawal came by stick, and is gone", which);
	}
	if (dossier->returned <= event && !item.has_receipt) {
		lose("dossier %d: the receipt came by stick, and is gone", which);
	}
}

static void check_desk(const struct tour *tour, const char *image, long event)
{
	struct mc_desk_options options = {.data_dir = image,
					  .gateway = "unix:/nowhere/x.sock",
					  .gateway_keys = world_path("end-gateway/gateway.keys"),
					  .officer = OFFICER};
	struct mc_err why = {.detail = ""};
	struct mc_queue_ledger ledger;
	struct mc_mail_gap gap;
	struct mc_desk *desk;
	enum mc_code code = mc_desk_open(&options, &desk, &why);

	if (code) {
		lose("the desk does not open: %s %s", mc_error_info(code)->code, why.detail);
		return;
	}
	if (mc_mail_quick_check(desk->mail, NULL) || mc_store_quick_check(desk->store, NULL)) {
		lose("a database is damaged");
	}
	if (tour->opened <= event && strcmp(desk->keys.id, tour->terminal)) {
		lose("the desk has other keys");
	}
	for (int i = 0; i < TOUR_ITEMS; i++) {
		check_dossier(tour, desk, i, event);
	}
	if (mc_mail_gap(desk->mail, &gap, NULL) || gap.until) {
		lose("of what the gateway said something is missing");
	}
	if (mc_queue_ledger(desk, &ledger, NULL) || !ledger.balanced) {
		lose("the ledger does not balance");
	}
	mc_desk_close(desk);
}

/* ---- the gateway */
static bool row_there(sqlite3 *db, const char *sql, const char *value)
{
	sqlite3_stmt *stmt = NULL;
	bool there = false;

	if (!sqlite3_prepare_v2(db, sql, -1, &stmt, NULL)) {
		sqlite3_bind_text(stmt, 1, value, -1, SQLITE_STATIC);
		there = sqlite3_step(stmt) == SQLITE_ROW;
	}
	sqlite3_finalize(stmt);
	return there;
}

static void check_words(const struct tour *tour, sqlite3 *db, long event)
{
	MC_VEC_EACH (&tour->words, struct tour_word, word) {
		if (word->said <= event &&
		    !row_there(db,
			       "SELECT 1 WHERE EXISTS (SELECT 1 FROM receipt WHERE outer = ?1)"
			       " OR EXISTS (SELECT 1 FROM event WHERE outer = ?1)"
			       " OR EXISTS (SELECT 1 FROM tombstone WHERE outer = ?1)"
			       " OR EXISTS (SELECT 1 FROM supplement WHERE outer = ?1)",
			       word->outer)) {
			lose("the gateway said something, and does not know it any more");
		}
	}
}

static void check_imported(const struct tour *tour, sqlite3 *db)
{
	for (int i = 2; i < 4; i++) {
		if (!row_there(db, "SELECT 1 FROM receipt WHERE id = ?1", tour->dossiers[i].id)) {
			lose("dossier %d was taken in from the stick, and is gone", i);
		}
	}
}

static void check_later(const struct tour *tour, sqlite3 *db)
{
	if (!row_there(db, "SELECT 1 FROM supplement WHERE id = ?1",
		       tour->dossiers[TOUR_SUPPLEMENT_BY_STICK].id)) {
		lose("a supplement was taken in from the stick, and is gone");
	}
	if (!row_there(db, "SELECT 1 FROM tombstone WHERE id = ?1",
		       tour->dossiers[TOUR_WITHDRAWN_LATER].id)) {
		lose("a withdrawal was taken in from the stick, and is gone");
	}
}

/* Each row's file is there: held ones whole, others as far as was told. */
static void check_files(sqlite3 *db, const char *image)
{
	sqlite3_stmt *stmt = NULL;
	char path[4200];
	struct stat st;

	snprintf(path, sizeof(path), "%s/parts", image);
	sqlite3_prepare_v2(db, "SELECT sha256 FROM part", -1, &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (!is_whole(path, (const char *)sqlite3_column_text(stmt, 0))) {
			lose("the gateway holds a part that is not whole");
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_prepare_v2(db, "SELECT id, offset, sha256 FROM upload WHERE offset > 0", -1, &stmt,
			   NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		snprintf(path, sizeof(path), "%s/uploads/%s", image, sqlite3_column_text(stmt, 0));
		if (stat(path, &st) || st.st_size < sqlite3_column_int64(stmt, 1)) {
			snprintf(path, sizeof(path), "%s/parts", image);
			if (!is_whole(path, (const char *)sqlite3_column_text(stmt, 2))) {
				lose("the gateway lost bytes of an upload that it had told");
			}
		}
	}
	sqlite3_finalize(stmt);
}

/* Byte for byte as at the end. */
static void check_same(const char *image, const char *folder, const char *name)
{
	char path[4200];
	size_t len = 0, want_len = 0;
	char *found, *wanted;

	snprintf(path, sizeof(path), "%s/%s", image, name);
	found = world_read(path, &len);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	wanted = world_read(path, &want_len);
	if (!found || !wanted || len != want_len || memcmp(found, wanted, len)) {
		lose("%s is not what it was", name);
	}
	free(found);
	free(wanted);
}

static void check_gateway(const struct tour *tour, const char *image, long event)
{
	char path[4200];
	sqlite3 *db;

	if (event < tour->founded) {
		return;
	}
	check_same(image, world_path("end-gateway"), "gateway.keys");
	check_same(image, world_path("end-gateway"), "gateway.secret");
	snprintf(path, sizeof(path), "%s/gateway.db", image);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) ||
	    !row_there(db, "SELECT 1 FROM pragma_quick_check WHERE quick_check = 'ok' AND ?1", "1")) {
		lose("gateway.db is damaged");
	} else {
		check_words(tour, db, event);
		check_files(db, image);
		if (tour->imported <= event) {
			check_imported(tour, db);
		}
		if (tour->later <= event) {
			check_later(tour, db);
		}
	}
	sqlite3_close(db);
}

/* ---- the stick: what was said to be written is on it */

/* As it was said to be last, or as somebody is about to say. */
static bool is_as_said(const struct tour *tour, const struct tour_file *file, const char *sha256)
{
	bool is = !strcmp(file->sha256, sha256);

	MC_VEC_EACH (&tour->files, struct tour_file, other) {
		is = is || (other->said > file->said && !strcmp(other->name, file->name) &&
			    !strcmp(other->sha256, sha256));
	}
	return is;
}

static bool said_again(const struct tour *tour, const struct tour_file *file, long event)
{
	MC_VEC_EACH (&tour->files, struct tour_file, other) {
		if (other->said > file->said && other->said <= event &&
		    !strcmp(other->name, file->name)) {
			return true;
		}
	}
	return false;
}

static void check_stick(const struct tour *tour, const char *image, long event)
{
	MC_VEC_EACH (&tour->files, struct tour_file, file) {
		char path[4200], sha256[MC_SHA256_HEX] = "";

		if (file->said > event || said_again(tour, file, event)) {
			continue;
		}
		snprintf(path, sizeof(path), "%s/%s", image, file->name);
		(void)!mc_sha256_file(path, sha256, NULL);
		if (!is_as_said(tour, file, sha256)) {
			lose("%s is not what it was", file->name);
		}
	}
}

const char *tour_check_desk(const struct tour *tour, const char *image, long event)
{
	lost[0] = '\0';
	check_desk(tour, image, event);
	return lost;
}

const char *tour_check_gateway(const struct tour *tour, const char *image, long event)
{
	lost[0] = '\0';
	check_gateway(tour, image, event);
	return lost;
}

const char *tour_check_stick(const struct tour *tour, const char *image, long event)
{
	lost[0] = '\0';
	check_stick(tour, image, event);
	return lost;
}
