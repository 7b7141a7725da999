/* SPDX-License-Identifier: MPL-2.0 */
/*
 * stick_out.c - what waits, written as a bundle. Before the file gets its name each item is
 * noted as attempted: from then on somebody may carry it away, and it is taken back by the
 * gateway's word only. They are BUNDLED after the file was read back: whatever happens before
 * leaves them waiting, and what happens after is a file that the gateway takes in once, however
 * often it comes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/seal/hash.h"
#include "motcua/store/spool.h"
#include "motcua/store/withdrawal.h"

enum { PIECE = 65536, SPARE = 65536 /* for the folder's entry and the file system's own */ };

/* One bundle being written. */
struct bundling {
	struct mc_desk *desk;
	struct mc_vec items; /* struct mc_item, those that go: dossiers and supplements */
	struct mc_vec withdrawals; /* struct mc_mail_withdrawal: open, and taken along */
	struct mc_stick_export *ret;
	struct mc_frames_writer *writer;
	int64_t need; /* bytes, about */
	bool again; /* one was taken back meanwhile: the file must not have it */
	const struct mc_stick_watch *watch; /* may be NULL */
	struct mc_stick_progress done;
};

/* Whoever looks may stop it: the file has no name yet. */
static enum mc_code go_on(struct bundling *b, struct mc_err *why)
{
	return !b->watch || b->watch->step(b->watch->ctx, &b->done) ?
		       MC_OK :
		       mc_fail(why, MC_E_STICK_STOPPED, NULL);
}

static enum mc_code next_item(struct bundling *b, struct mc_err *why)
{
	b->done.item++;
	return go_on(b, why);
}

void mc_stick_export_done(struct mc_stick_export *exported)
{
	free(exported->file);
	exported->file = NULL;
	mc_vec_done(&exported->items);
	mc_vec_done(&exported->skipped);
}

/* ---- which */

/* Our own disk may have damaged a paper: then this item stays, the others go. */
static enum mc_code check_parts(struct bundling *b, const struct mc_item *item, struct mc_err *why)
{
	struct mc_vec parts;
	enum mc_code code;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), MC_PARTS_MAX);
	code = mc_mail_parts(b->desk->mail, item->id, &parts, why);
	MC_VEC_EACH(&parts, struct mc_mail_part, part) {
		char *path = mc_path_join(b->desk->paths.parts, part->sha256);
		char sha256[MC_SHA256_HEX] = "";

		if (!code) {
			code = mc_sha256_file(path, sha256, why);
		}
		if (!code && strcmp(sha256, part->sha256)) {
			code = mc_fail(why, MC_E_FILE_READ, "a part is not what was sealed");
		}
		free(path);
	}
	mc_vec_done(&parts);
	return code;
}

static bool add_skipped(struct mc_vec *skipped, const char *id, enum mc_code code)
{
	struct mc_stick_skipped *it = mc_vec_push(skipped);

	if (it) {
		(void)MC_COPY(it->id, id);
		it->code = code;
	}
	return it != NULL;
}

/* The second copy, as the courier makes it before it sends. Without room for it the stick is the
 * way out all the same; but not where another's lies in its place. */
static enum mc_code keep_copy(const struct bundling *b, const struct mc_item *item,
			      struct mc_err *why)
{
	const char *place = item->dossier[0] ? item->id : item->epoch;
	struct mc_str record, manifest;
	enum mc_code code;

	mc_str_init(&record, MC_BATCH_RECORD_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	code = mc_mail_item_record(b->desk->mail, item->id, &record, &manifest, why);
	if (!code) {
		code = mc_spool_keep(&b->desk->paths, place, item->seq, mc_slice_of(&record),
				     mc_slice_of(&manifest), why);
		code = code == MC_E_SPOOL_OTHER ? code : MC_OK;
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
	return code;
}

static enum mc_code choose(struct bundling *b, const struct mc_item *item, struct mc_err *why)
{
	enum mc_code code = check_parts(b, item, why);
	struct mc_item *to;

	code = code ? code : keep_copy(b, item, why);
	if (code) {
		return mc_error_info(code)->grade == MC_GRADE_ITEM &&
				       add_skipped(&b->ret->skipped, item->id, code) ?
			       MC_OK :
			       code;
	}
	to = mc_vec_push(&b->items);
	if (to) {
		*to = *item;
		b->need += item->total_bytes + MC_BATCH_RECORD_MAX;
	}
	return MC_OK;
}

/* What is to be taken back was sent or handed over before: now its request is. They have their
 * room first: a correction does not go without the request to bury what it corrects. */
static enum mc_code choose_withdrawals(struct bundling *b, struct mc_err *why)
{
	enum mc_code code =
		mc_mail_withdrawals(b->desk->mail, MC_BUNDLE_ITEMS, &b->withdrawals, why);

	b->need += (int64_t)b->withdrawals.len * MC_BATCH_RECORD_MAX;
	return code;
}

/* Those that wait and are not among the `going`. What is to be taken back waits, but is not left
 * behind. */
static enum mc_code count_left(struct bundling *b, size_t going, struct mc_err *why)
{
	struct mc_mail_counts counts;
	enum mc_code code = mc_mail_counts(b->desk->mail, &counts, why);
	int left = code ? 0 : counts.waiting - (int)going;

	MC_VEC_EACH(&b->withdrawals, struct mc_mail_withdrawal, it) {
		struct mc_item item;

		left -= !mc_mail_item(b->desk->mail, it->id, &item, NULL) &&
			mc_state_bucket(item.state) == MC_BUCKET_WAITING;
	}
	b->ret->left = left > 0 ? left : 0;
	return code;
}

/* Everything that waits for the courier, whenever its next try is due. */
static enum mc_code choose_all(struct bundling *b, struct mc_err *why)
{
	int room = MC_BUNDLE_ITEMS - (int)b->withdrawals.len;
	struct mc_vec waiting;
	enum mc_code code;

	mc_vec_init(&waiting, sizeof(struct mc_item), MC_BUNDLE_ITEMS);
	code = mc_mail_waiting(b->desk->mail, room, &waiting, why);
	code = code ? code : count_left(b, waiting.len, why);
	for (size_t i = 0; !code && i < waiting.len; i++) {
		code = choose(b, mc_vec_at(&waiting, i), why);
	}
	mc_vec_done(&waiting);
	return code;
}

/* ---- pieces */

static void name_item(struct bundling *b, struct mc_bundle_head *head, const char *id, int64_t seq)
{
	struct mc_bundle_item *to = mc_vec_push(&head->items), *kept = mc_vec_push(&b->ret->items);

	(void)MC_COPY(to->id, id);
	to->seq = seq;
	*kept = *to;
}

static enum mc_code write_head(struct bundling *b, struct mc_err *why)
{
	struct mc_bundle_head head;
	struct mc_str json;
	enum mc_code code;

	mc_bundle_head_init(&head);
	(void)MC_COPY(head.terminal, b->desk->keys.id);
	head.at = mc_clock_now();
	MC_VEC_EACH(&b->withdrawals, struct mc_mail_withdrawal, withdrawal) {
		name_item(b, &head, withdrawal->id, 0);
	}
	MC_VEC_EACH(&b->items, struct mc_item, item) {
		name_item(b, &head, item->id, item->seq);
	}
	mc_str_init(&json, MC_JSON_MAX);
	mc_bundle_head_format(&head, &json);
	code = mc_frames_piece(b->writer, MC_PIECE_HEAD, mc_slice_of(&json), why);
	mc_str_done(&json);
	mc_bundle_head_done(&head);
	return code;
}

static enum mc_code write_record(struct bundling *b, const struct mc_item *item,
				 struct mc_err *why)
{
	char kind = item->dossier[0] ? MC_PIECE_SUPPLEMENT : MC_PIECE_RECORD;
	struct mc_str record, manifest, piece;
	enum mc_code code;

	mc_str_init(&record, MC_BATCH_RECORD_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	mc_str_init(&piece, MC_BATCH_ONE_MAX);
	code = mc_mail_item_record(b->desk->mail, item->id, &record, &manifest, why);
	if (!code) {
		mc_batch_add(mc_slice_of(&record), mc_slice_of(&manifest), &piece);
		code = mc_frames_piece(b->writer, kind, mc_slice_of(&piece), why);
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
	mc_str_done(&piece);
	return code;
}

static enum mc_code copy_file(struct bundling *b, int fd, struct mc_err *why)
{
	char *bytes = mc_calloc(1, PIECE);
	enum mc_code code = MC_OK;
	ssize_t got = 1;

	while (!code && got) {
		got = read(fd, bytes, PIECE);
		if (got < 0 && errno != EINTR) {
			code = mc_fail(why, MC_E_FILE_READ, "%s", strerror(errno));
		} else if (got > 0) {
			code = mc_frames_add(b->writer,
					     (struct mc_slice){bytes, (size_t)got}, why);
			b->done.bytes += got;
			code = code ? code : go_on(b, why);
		}
	}
	free(bytes);
	return code;
}

static enum mc_code write_part(struct bundling *b, const struct mc_mail_part *part,
			       struct mc_err *why)
{
	char *path = mc_path_join(b->desk->paths.parts, part->sha256);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	uint8_t digest[MC_SHA256_LEN];
	struct stat st;
	enum mc_code code;

	free(path);
	if (fd < 0 || fstat(fd, &st) || !mc_hex_decode(part->sha256, digest, sizeof(digest))) {
		code = mc_fail(why, MC_E_FILE_READ, "a part: %s", strerror(errno));
	} else {
		code = mc_frames_begin(b->writer, MC_PIECE_PART,
				       (int64_t)sizeof(digest) + st.st_size, why);
	}
	if (!code) {
		code = mc_frames_add(b->writer, (struct mc_slice){digest, sizeof(digest)}, why);
	}
	if (!code) {
		code = copy_file(b, fd, why);
	}
	if (fd >= 0) {
		close(fd);
	}
	return code;
}

/* The record first, so that the reader knows whose parts follow. */
static enum mc_code write_item(struct bundling *b, const struct mc_item *item, struct mc_err *why)
{
	struct mc_vec parts;
	enum mc_code code;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), MC_PARTS_MAX);
	code = write_record(b, item, why);
	if (!code) {
		code = mc_mail_parts(b->desk->mail, item->id, &parts, why);
	}
	for (size_t i = 0; !code && i < parts.len; i++) {
		code = write_part(b, mc_vec_at(&parts, i), why);
	}
	mc_vec_done(&parts);
	return code;
}

static enum mc_code write_withdrawal(struct bundling *b, const char *id, struct mc_err *why)
{
	struct mc_str jws;
	enum mc_code code;

	mc_str_init(&jws, MC_BATCH_RECORD_MAX);
	code = mc_mail_withdrawal_jws(b->desk->mail, id, &jws, why);
	if (!code) {
		code = mc_frames_piece(b->writer, MC_PIECE_WITHDRAWAL, mc_slice_of(&jws), why);
	}
	mc_str_done(&jws);
	return code;
}

/* The requests first: what a correction stands for is taken back before it is taken in. */
static enum mc_code write_all(struct bundling *b, struct mc_err *why)
{
	enum mc_code code = write_head(b, why);

	b->done.items = (int)(b->items.len + b->withdrawals.len);
	b->done.total = b->need;
	MC_VEC_EACH(&b->withdrawals, struct mc_mail_withdrawal, withdrawal) {
		code = code ? code : next_item(b, why);
		code = code ? code : write_withdrawal(b, withdrawal->id, why);
	}
	for (size_t i = 0; !code && i < b->items.len; i++) {
		code = next_item(b, why);
		code = code ? code : write_item(b, mc_vec_at(&b->items, i), why);
	}
	b->done.bytes = b->done.total;
	return code ? code : next_item(b, why); /* now it is read back */
}

/* ---- the file */

/* What a full, locked or vanished disk means when it is a stick. */
static enum mc_code stick_fault(enum mc_code code, struct mc_err *why)
{
	char detail[sizeof(why->detail)] = "";

	if (why) {
		(void)MC_COPY(detail, why->detail);
	}
	if (code == MC_E_DISK_FULL) {
		return mc_fail(why, MC_E_STICK_FULL, "%s", detail);
	}
	return code == MC_E_FILE_WRITE ? mc_fail(why, MC_E_STICK_WRITE, "%s", detail) : code;
}

static enum mc_code check_room(const char *dir, int64_t need, struct mc_err *why)
{
	struct statvfs fs;

	if (statvfs(dir, &fs)) {
		return mc_fail(why, MC_E_STICK_WRITE, "%s", strerror(errno));
	}
	if ((uint64_t)fs.f_bavail * fs.f_frsize < (uint64_t)need + SPARE) {
		return mc_fail(why, MC_E_STICK_FULL, "%lld bytes", (long long)need + SPARE);
	}
	return MC_OK;
}

/* motcua-7K3M9Q-12-15-20261123T070500Z.bundle: no character that a stick's file system
 * refuses. 0-0 when there are only supplements and withdrawals, which have no number. */
static void name_file(const struct bundling *b, char *ret, size_t size)
{
	int64_t first = 0, last = 0;
	char at[MC_TIME_LEN], digits[MC_TIME_LEN] = "";
	size_t n = 0;

	MC_VEC_EACH(&b->items, struct mc_item, item) {
		first = first ? first : item->seq;
		last = item->seq ? item->seq : last;
	}
	mc_time_format(mc_clock_now(), at);
	for (const char *c = at; *c; c++) {
		if (*c != '-' && *c != ':') {
			digits[n++] = *c;
		}
	}
	snprintf(ret, size, "motcua-%s-%lld-%lld-%s.bundle", b->desk->keys.id,
		 (long long)first, (long long)last, digits);
}

/* Taken back at once, because nobody had sent it: no gateway knows of that. */
static enum mc_code find_taken_back(struct bundling *b, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && !b->again && i < b->items.len; i++) {
		const struct mc_item *item = mc_vec_at(&b->items, i);
		struct mc_item now;

		code = mc_mail_item(b->desk->mail, item->id, &now, why);
		b->again = !code && now.state == MC_STATE_WITHDRAWN;
	}
	return code || !b->again ? code : mc_fail(why, MC_E_DOSSIER_STATE, "taken back meanwhile");
}

/* On disk before the act, one transaction for all. */
static enum mc_code note_attempt(struct bundling *b, struct mc_err *why)
{
	struct mc_mail_step *steps = mc_calloc(b->items.len + 1, sizeof(*steps));
	size_t count = 0;
	enum mc_code code;

	MC_VEC_EACH(&b->items, struct mc_item, item) {
		if (item->state == MC_STATE_SEALED) {
			steps[count++] = (struct mc_mail_step){.id = item->id,
							       .happening = MC_HAPPENING_SEND,
							       .what = {.now = mc_clock_now()}};
		}
	}
	code = count ? mc_mail_steps(b->desk->mail, steps, count, why) : MC_OK;
	free(steps);
	return code ? code : find_taken_back(b, why);
}

static enum mc_code write_file(struct bundling *b, const char *dir, struct mc_err *why)
{
	char name[128], temp[64];
	enum mc_code code = check_room(dir, b->need, why);

	if (code) {
		return code;
	}
	name_file(b, name, sizeof(name));
	snprintf(temp, sizeof(temp), ".motcua-%s.tmp", b->desk->keys.id);
	code = mc_frames_create(dir, temp, MC_BUNDLE_MARK, &b->writer, why);
	if (!code) {
		code = write_all(b, why);
		code = code ? code : note_attempt(b, why);
		if (code) {
			mc_frames_abort(b->writer);
		} else {
			code = mc_frames_finish(b->writer, name, &b->ret->bytes, why);
		}
	}
	if (!code) {
		b->ret->file = mc_path_join(dir, name);
	}
	return stick_fault(code, why);
}

/* ---- the items */

/* The wire may have been faster by now; then there is nothing left to be noted. And what
 * was put to the gateway already ends by its word only: COMMITTING stays. */
static enum mc_code mark_bundled(struct bundling *b, struct mc_err *why)
{
	struct mc_happened what = {.now = mc_clock_now()};
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < b->items.len; i++) {
		const struct mc_item *item = mc_vec_at(&b->items, i);

		code = mc_mail_happen(b->desk->mail, item->id, MC_HAPPENING_BUNDLE, &what, why);
		if (!code) {
			code = desk_audit(b->desk, "export", item->id, "", "", why);
		}
		code = code == MC_E_DOSSIER_STATE ? MC_OK : code;
	}
	MC_VEC_EACH(&b->withdrawals, struct mc_mail_withdrawal, withdrawal) {
		code = code ? code :
			      desk_audit(b->desk, "export", withdrawal->id, "", "withdrawal", why);
	}
	return code;
}

static enum mc_code export(struct bundling *b, const char *dir, struct mc_err *why)
{
	enum mc_code code = choose_withdrawals(b, why);

	code = code ? code : choose_all(b, why);
	if (!code && (b->items.len || b->withdrawals.len)) {
		code = write_file(b, dir, why);
	}
	return code ? code : mark_bundled(b, why);
}

enum mc_code mc_queue_export(struct mc_desk *desk, const char *dir,
			     const struct mc_stick_watch *watch, struct mc_stick_export *ret,
			     struct mc_err *why)
{
	struct mc_stick_export exported;
	struct bundling b;
	enum mc_code code;

	do {
		exported = (struct mc_stick_export){.file = NULL};
		b = (struct bundling){.desk = desk, .ret = &exported, .watch = watch};
		mc_vec_init(&exported.items, sizeof(struct mc_bundle_item), MC_BUNDLE_ITEMS);
		mc_vec_init(&exported.skipped, sizeof(struct mc_stick_skipped), MC_BUNDLE_ITEMS);
		mc_vec_init(&b.items, sizeof(struct mc_item), MC_BUNDLE_ITEMS);
		mc_vec_init(&b.withdrawals, sizeof(struct mc_mail_withdrawal), MC_BUNDLE_ITEMS);
		code = export(&b, dir, why);
		mc_vec_done(&b.items);
		mc_vec_done(&b.withdrawals);
		if (code) {
			mc_stick_export_done(&exported);
		}
	} while (b.again);
	if (!code) {
		*ret = exported;
	}
	return code;
}
