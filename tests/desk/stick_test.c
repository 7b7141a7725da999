/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The queue's way without a link: what a bundle holds and when its items change; and return
 * files, of which nothing counts but what the gateway signed about this very record.
 */
#include "support/province.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/said.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/store/spool.h"

static struct province p;
static char id[MC_UUID_LEN];
static char *stick, *file;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, id);
	stick = mc_path_join(p.top, "stick");
	file = mc_path_join(stick, "a.return");
	mkdir(stick, 0700);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(stick);
	free(file);
	province_end(&p);
	return 0;
}

static enum mc_state state_of(const char *of, struct mc_item *ret)
{
	struct mc_item item;

	assert_ok(mc_mail_item(p.desk->mail, of, &item, NULL));
	if (ret) {
		*ret = item;
	}
	return item.state;
}

static void happen(enum mc_happening happening)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, happening, &what, NULL));
}

/* ---- out */

static void a_bundle_holds_what_was_sealed(void **state)
{
	struct mc_stick_export exported;
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_str piece, record, manifest;
	struct mc_slice rest, first, second;

	(void)state;
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_int_equal(exported.items.len, 1);
	assert_int_equal(exported.left, 0);
	assert_non_null(strstr(exported.file, "-1-1-20261123T"));
	assert_int_equal(state_of(id, NULL), MC_STATE_BUNDLED);
	assert_int_equal(province_audit(&p, "export", ""), 1);
	mc_str_init(&piece, MC_BATCH_ONE_MAX);
	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_JSON_MAX);
	assert_ok(mc_frames_open(exported.file, MC_BUNDLE_MARK, &r, NULL));
	assert_true(mc_frames_whole(r));
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_HEAD);
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_RECORD);
	assert_ok(mc_frames_read(r, &piece, NULL));
	rest = mc_slice_of(&piece);
	assert_ok(mc_batch_next(&rest, &first, &second, NULL));
	assert_ok(mc_mail_item_record(p.desk->mail, id, &record, &manifest, NULL));
	assert_true(mc_slice_equal(first, mc_slice_of(&record)));
	assert_true(mc_slice_equal(second, mc_slice_of(&manifest)));
	mc_frames_close(r);
	mc_str_done(&piece);
	mc_str_done(&record);
	mc_str_done(&manifest);
	mc_stick_export_done(&exported);

	/* nothing waits any more, so there is no second file */
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_null(exported.file);
	assert_int_equal(exported.items.len, 0);
	mc_stick_export_done(&exported);
}

static int count_pieces(const char *path, char kind)
{
	struct mc_frames_reader *r;
	struct mc_frame frame = {.kind = MC_FRAMES_END};
	int count = 0;

	assert_ok(mc_frames_open(path, MC_BUNDLE_MARK, &r, NULL));
	while (frame.kind) {
		assert_ok(mc_frames_next(r, &frame, NULL));
		count += frame.kind == kind;
	}
	mc_frames_close(r);
	return count;
}

/* What the courier has begun with goes too, and what waits for its next try. */
static void everything_that_waits_goes(void **state)
{
	struct mc_stick_export exported;
	char later[MC_UUID_LEN], committing[MC_UUID_LEN], held[MC_UUID_LEN];
	struct mc_happened what = {.now = NOW};

	(void)state;
	happen(MC_HAPPENING_SEND);
	province_submit(&p, later);
	assert_ok(mc_mail_failed(p.desk->mail, later, NOW, NOW + MC_MINUTE, MC_E_LINK_DOWN, "",
				 NULL));
	province_submit(&p, committing);
	assert_ok(mc_mail_happen(p.desk->mail, committing, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, committing, MC_HAPPENING_PARTS_HELD, &what, NULL));
	province_submit(&p, held);
	assert_ok(mc_mail_happen(p.desk->mail, held, MC_HAPPENING_HOLD, &what, NULL));
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_int_equal(exported.items.len, 3);
	assert_int_equal(state_of(id, NULL), MC_STATE_BUNDLED);
	assert_int_equal(state_of(later, NULL), MC_STATE_BUNDLED);
	/* its outcome is unknown: on the stick, and asked for by the wire all the same */
	assert_int_equal(state_of(committing, NULL), MC_STATE_COMMITTING);
	assert_int_equal(state_of(held, NULL), MC_STATE_HELD);
	mc_stick_export_done(&exported);
	/* the stick was lost */
	assert_ok(mc_queue_retry(p.desk, id, NULL));
	assert_int_equal(state_of(id, NULL), MC_STATE_SEALED);
	/* it may be at the province by now: taking it back is not ours alone */
	assert_ok(mc_dossier_withdraw(p.desk, later, NULL));
	assert_int_equal(state_of(later, NULL), MC_STATE_BUNDLED);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_int_equal(state_of(id, NULL), MC_STATE_SEALED);
	/* and what is to be taken back goes on no stick any more; the requests do */
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_int_equal(exported.items.len, 3);
	assert_int_equal(exported.left, 0);
	assert_string_equal(((struct mc_bundle_item *)mc_vec_at(&exported.items, 0))->id, later);
	assert_int_equal(((struct mc_bundle_item *)mc_vec_at(&exported.items, 0))->seq, 0);
	assert_string_equal(((struct mc_bundle_item *)mc_vec_at(&exported.items, 2))->id,
			    committing);
	assert_int_equal(count_pieces(exported.file, MC_PIECE_RECORD), 1);
	assert_int_equal(count_pieces(exported.file, MC_PIECE_WITHDRAWAL), 2);
	mc_stick_export_done(&exported);
}

/* Stops before item `at`; notes what it was told. */
struct watcher {
	int at, told;
	struct mc_stick_progress last;
};

static bool look(void *ctx, const struct mc_stick_progress *progress)
{
	struct watcher *watcher = ctx;

	assert_true(progress->bytes >= watcher->last.bytes && progress->bytes <= progress->total);
	assert_true(progress->item >= watcher->last.item);
	watcher->told++;
	watcher->last = *progress;
	return progress->item != watcher->at;
}

static int count_files(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int count = 0;

	while ((entry = readdir(dir)) != NULL) {
		count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	}
	closedir(dir);
	return count;
}

static void an_export_is_told_and_can_be_stopped(void **state)
{
	struct watcher watcher = {.at = 2};
	const struct mc_stick_watch watch = {look, &watcher};
	struct mc_stick_export exported;
	char other[MC_UUID_LEN];
	int before = count_files(stick);

	(void)state;
	province_submit(&p, other);
	for (int at = 1; at <= 3; at++) { /* 3: all is written, and not yet read back */
		watcher = (struct watcher){.at = at};
		assert_code(mc_queue_export(p.desk, stick, &watch, &exported, NULL),
			    MC_E_STICK_STOPPED);
		assert_int_equal(watcher.last.item, at);
		assert_int_equal(watcher.last.items, 2);
		assert_int_equal(count_files(stick), before);
		assert_int_equal(state_of(id, NULL), MC_STATE_SEALED);
		assert_int_equal(state_of(other, NULL), MC_STATE_SEALED);
		assert_int_equal(province_audit(&p, "export", ""), 0);
	}
	watcher = (struct watcher){.at = 0};
	assert_ok(mc_queue_export(p.desk, stick, &watch, &exported, NULL));
	assert_int_equal(exported.items.len, 2);
	assert_true(watcher.told >= 3);
	assert_int_equal(watcher.last.item, 3);
	assert_true(watcher.last.bytes == watcher.last.total && watcher.last.total > 0);
	mc_stick_export_done(&exported);
}

/* Another desk of this store, while the file is being written. */
struct other_desk {
	const char *takes_back;
	int passes;
};

static bool take_back(void *ctx, const struct mc_stick_progress *progress)
{
	struct other_desk *other = ctx;

	if (progress->item > progress->items) { /* all is written, nothing has its name yet */
		other->passes++;
	}
	if (progress->item > progress->items && other->takes_back) {
		assert_ok(mc_dossier_withdraw(p.desk, other->takes_back, NULL));
		other->takes_back = NULL;
	}
	return true;
}

/* It was never sent, so it is taken back at once, and no gateway is told: the file must not
 * bring it there. */
static void what_is_taken_back_meanwhile_is_on_no_stick(void **state)
{
	char other[MC_UUID_LEN];
	struct other_desk desk = {.takes_back = other};
	const struct mc_stick_watch watch = {take_back, &desk};
	struct mc_stick_export exported;

	(void)state;
	province_submit(&p, other);
	assert_ok(mc_queue_export(p.desk, stick, &watch, &exported, NULL));
	assert_int_equal(desk.passes, 2);
	assert_int_equal(state_of(other, NULL), MC_STATE_WITHDRAWN);
	assert_int_equal(state_of(id, NULL), MC_STATE_BUNDLED);
	assert_int_equal(exported.items.len, 1);
	assert_int_equal(count_pieces(exported.file, MC_PIECE_RECORD), 1);
	assert_int_equal(count_files(stick), 1);
	mc_stick_export_done(&exported);
}

/* Before the file has its name, not behind it: whatever ends us in between, what may be on the
 * stick is taken back by the gateway's word only. Here the name cannot be given. */
static void an_attempt_is_noted_before_the_file_has_its_name(void **state)
{
	struct mc_stick_export exported;
	struct mc_item item;
	char name[128], *path;

	(void)state;
	snprintf(name, sizeof(name), "motcua-%s-1-1-20261123T070500Z.bundle", p.desk->keys.id);
	path = mc_path_join(stick, name);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_code(mc_queue_export(p.desk, stick, NULL, &exported, NULL), MC_E_STICK_WRITE);
	assert_int_equal(count_files(stick), 1);
	assert_int_equal(mc_state_bucket(state_of(id, NULL)), MC_BUCKET_WAITING);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_int_equal(mc_state_bucket(state_of(id, &item)), MC_BUCKET_WAITING);
	assert_true(item.withdrawing);
	free(path);
}

/* Without a line it may be the only way out: the second copy is made here as well. */
static void what_is_on_a_stick_is_in_the_spool(void **state)
{
	struct mc_stick_export exported;
	struct mc_item item;

	(void)state;
	(void)state_of(id, &item);
	assert_false(mc_spool_has(p.desk->paths.spool, item.epoch, item.seq));
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_true(mc_spool_has(p.desk->paths.spool, item.epoch, item.seq));
	mc_stick_export_done(&exported);
}

static void a_stick_that_is_not_there_changes_nothing(void **state)
{
	struct mc_stick_export exported = {.bytes = 7};

	(void)state;
	assert_code(mc_queue_export(p.desk, "/nowhere", NULL, &exported, NULL), MC_E_STICK_WRITE);
	assert_code(mc_queue_export(p.desk, "/proc", NULL, &exported, NULL), MC_E_STICK_FULL);
	assert_int_equal(exported.bytes, 7);
	assert_int_equal(state_of(id, NULL), MC_STATE_SEALED);
	assert_int_equal(province_audit(&p, "export", ""), 0);
}

/* ---- in */

enum fault { NONE, OTHER_KEY, OTHER_DOSSIER, OTHER_DIGEST, OTHER_SEQ, UNSIGNED, OTHER_INNER };

static void own_record(const char *of, struct mc_record *ret)
{
	assert_ok(said_record(p.desk, of, ret, NULL));
}

static void statement(const char *of, const char *kind, const char *outcome, enum fault fault,
		      struct mc_str *ret)
{
	struct mc_outer outer = {.at = NOW};
	struct mc_record record;
	struct mc_str payload;

	own_record(of, &record);
	MC_COPY(outer.kind, kind);
	MC_COPY(outer.outcome, outcome);
	MC_COPY(outer.id, record.id);
	MC_COPY(outer.terminal, record.terminal);
	MC_COPY(outer.epoch, record.epoch);
	MC_COPY(outer.digest, record.digest);
	outer.seq = record.seq + (fault == OTHER_SEQ);
	if (fault == OTHER_DOSSIER) {
		mc_uuid7(outer.id);
	} else if (fault == OTHER_DIGEST) {
		memset(outer.digest, '7', sizeof(outer.digest) - 1);
	} else if (fault == OTHER_INNER) {
		memset(outer.inner_sha256, '7', sizeof(outer.inner_sha256) - 1);
	}
	mc_str_init(&payload, MC_JWS_MAX);
	mc_outer_format(&outer, &payload);
	assert_ok(mc_jws_sign(fault == OTHER_KEY ? p.forger : p.sign, kind, mc_slice_of(&payload),
			      ret, NULL));
	mc_str_done(&payload);
}

/* The reply in the answer: a receipt, or a problem around a statement of this kind. */
static void answer(const char *of, int status, const char *word, const char *kind,
		   enum fault fault, struct mc_str *ret)
{
	struct mc_slice none = {"", 0};
	struct mc_str jws, reply;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&reply, MC_JSON_MAX);
	if (fault != UNSIGNED) {
		statement(of, kind, strcmp(word, "settled") ? word : "received", fault, &jws);
	}
	if (status < 400) {
		mc_reply_format(jws.data, none, &reply);
	} else {
		mc_problem_doc_format(word, status, "", jws.data, none, NULL, &reply);
	}
	mc_batch_answer_format(of, status, mc_slice_of(&reply), ret);
	mc_str_done(&jws);
	mc_str_done(&reply);
}

static void write_return(const struct mc_str *answers, size_t count)
{
	struct mc_frames_writer *w;
	int64_t bytes;

	assert_ok(mc_frames_create(stick, ".tmp", MC_RETURN_MARK, &w, NULL));
	for (size_t i = 0; i < count; i++) {
		assert_ok(mc_frames_piece(w, MC_PIECE_ANSWER, mc_slice_of(&answers[i]), NULL));
	}
	assert_ok(mc_frames_finish(w, "a.return", &bytes, NULL));
}

/* The first skipped one's code. */
static enum mc_code skipped_code(const struct mc_stick_import *imported)
{
	const struct mc_stick_skipped *it = mc_vec_at(&imported->skipped, 0);

	return it ? it->code : MC_OK;
}

static void only_the_gateway_s_word_counts(void **state)
{
	static const struct {
		int status;
		const char *word, *kind;
		enum fault fault;
		enum mc_state after;
		enum mc_code skipped;
	} cases[] = {
		{400, "bad-request", "", UNSIGNED, MC_STATE_BUNDLED, MC_E_GATEWAY_REFUSED},
		{403, "terminal-unknown", "", UNSIGNED, MC_STATE_BUNDLED, MC_E_TERMINAL_UNKNOWN},
		{409, "parts-missing", "", UNSIGNED, MC_STATE_BUNDLED, MC_E_PARTS_MISSING},
		{503, "busy", "", UNSIGNED, MC_STATE_BUNDLED, MC_E_GATEWAY_BUSY},
		{422, "rejected", "", UNSIGNED, MC_STATE_BUNDLED, MC_E_SIGNATURE},
		{422, "rejected", "rejection", OTHER_KEY, MC_STATE_BUNDLED, MC_E_KEY_UNKNOWN},
		{422, "rejected", "receipt", NONE, MC_STATE_BUNDLED, MC_E_JWS_SHAPE},
		{201, "received", "receipt", OTHER_KEY, MC_STATE_BUNDLED, MC_E_KEY_UNKNOWN},
		{201, "received", "receipt", OTHER_DOSSIER, MC_STATE_BUNDLED, MC_E_ANSWER_OTHER},
		{201, "received", "receipt", OTHER_DIGEST, MC_STATE_BUNDLED, MC_E_ANSWER_OTHER},
		{201, "received", "receipt", OTHER_SEQ, MC_STATE_BUNDLED, MC_E_ANSWER_OTHER},
		{201, "received", "receipt", OTHER_INNER, MC_STATE_BUNDLED, MC_E_SIGNATURE},
		{201, "received", "rejection", NONE, MC_STATE_BUNDLED, MC_E_JWS_SHAPE},
		{409, "seq-taken", "refusal", NONE, MC_STATE_BUNDLED, MC_E_ANSWER_OTHER},
		{422, "digest-mismatch", "refusal", NONE, MC_STATE_BUNDLED, MC_E_ANSWER_OTHER},
		{ 422, "digest-mismatch", "refusal", OTHER_DIGEST, MC_STATE_HELD,
		  MC_E_DIGEST_MISMATCH },
		{201, "received", "receipt", NONE, MC_STATE_RECEIPTED, MC_OK},
	};

	(void)state;
	happen(MC_HAPPENING_BUNDLE);
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_stick_import imported;
		struct mc_str text;

		mc_str_init(&text, MC_JSON_MAX);
		answer(id, cases[i].status, cases[i].word, cases[i].kind, cases[i].fault, &text);
		write_return(&text, 1);
		assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
		if (skipped_code(&imported) != cases[i].skipped) {
			fail_msg("case %zu: %s", i, mc_error_info(skipped_code(&imported))->code);
		}
		assert_int_equal(imported.receipts, cases[i].after == MC_STATE_RECEIPTED);
		assert_int_equal(state_of(id, NULL), cases[i].after);
		mc_stick_import_done(&imported);
		mc_str_done(&text);
	}
}

/* What was taken in stays; the rest comes with the next time. */
static void an_import_is_told_and_can_be_stopped(void **state)
{
	struct watcher watcher = {.at = 2};
	const struct mc_stick_watch watch = {look, &watcher};
	struct mc_stick_import imported;
	struct mc_str texts[2];
	char other[MC_UUID_LEN];

	(void)state;
	province_submit(&p, other);
	happen(MC_HAPPENING_BUNDLE);
	for (int i = 0; i < 2; i++) {
		mc_str_init(&texts[i], MC_JSON_MAX);
		answer(i ? other : id, 422, "rejected", "rejection", NONE, &texts[i]);
	}
	write_return(texts, 2);
	assert_code(mc_queue_import(p.desk, file, &watch, &imported, NULL), MC_E_STICK_STOPPED);
	assert_int_equal(watcher.last.items, 2);
	assert_int_equal(state_of(id, NULL), MC_STATE_REJECTED);
	assert_int_equal(state_of(other, NULL), MC_STATE_SEALED);
	watcher = (struct watcher){.at = 0};
	assert_ok(mc_queue_import(p.desk, file, &watch, &imported, NULL));
	assert_int_equal(imported.rejected, 1);
	assert_int_equal(imported.known, 1);
	assert_int_equal(state_of(other, NULL), MC_STATE_REJECTED);
	mc_stick_import_done(&imported);
	mc_str_done(&texts[0]);
	mc_str_done(&texts[1]);
}

static void rejections_and_withdrawals_close_it_too(void **state)
{
	char other[MC_UUID_LEN];
	struct mc_stick_import imported;
	struct mc_str texts[2];
	struct mc_queue_ledger ledger;

	(void)state;
	province_submit(&p, other);
	happen(MC_HAPPENING_BUNDLE);
	mc_str_init(&texts[0], MC_JSON_MAX);
	mc_str_init(&texts[1], MC_JSON_MAX);
	answer(id, 422, "rejected", "rejection", NONE, &texts[0]);
	answer(other, 410, "withdrawn", "withdrawn", NONE, &texts[1]);
	write_return(texts, 2);
	for (int again = 0; again < 2; again++) {
		assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
		assert_true(imported.whole);
		assert_int_equal(imported.rejected, !again);
		assert_int_equal(imported.withdrawn, !again);
		assert_int_equal(imported.known, again ? 2 : 0);
		assert_int_equal(imported.skipped.len, 0);
		mc_stick_import_done(&imported);
	}
	assert_int_equal(state_of(id, NULL), MC_STATE_REJECTED);
	assert_int_equal(state_of(other, NULL), MC_STATE_WITHDRAWN); /* it waited, for all we knew */
	assert_int_equal(province_audit(&p, "import", "rejected"), 1);
	assert_ok(mc_queue_ledger(p.desk, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.rejected, 1);
	mc_str_done(&texts[0]);
	mc_str_done(&texts[1]);
}

/* The answer to a request to take it back, as the stick brings it. */
/* A stick gets lost: what is on it stays in the count, and is marked after a day. */
static void what_is_on_a_stick_is_not_forgotten(void **state)
{
	struct mc_desk_status status;
	struct mc_dossier_row row;

	(void)state;
	happen(MC_HAPPENING_BUNDLE);
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.bundled, 1);
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_false(mc_dossier_overdue(&row, NOW + MC_HOUR));
	assert_true(mc_dossier_overdue(&row, NOW + 2 * MC_DAY));
}

static void a_withdrawal_is_answered_by_stick(void **state)
{
	static const struct {
		int status;
		const char *word, *kind;
		enum fault fault;
		enum mc_state after;
		bool open;
		enum mc_code refused;
	} cases[] = {
		/* nobody signed that it is too late, or it is said of something else */
		{409, "settled", "", UNSIGNED, MC_STATE_BUNDLED, true, MC_OK},
		{409, "settled", "receipt", OTHER_KEY, MC_STATE_BUNDLED, true, MC_OK},
		{409, "settled", "receipt", OTHER_DIGEST, MC_STATE_BUNDLED, true, MC_OK},
		{409, "settled", "withdrawn", NONE, MC_STATE_BUNDLED, true, MC_OK},
		/* it had come to its end before: the receipt comes with the refusal */
		{409, "settled", "receipt", NONE, MC_STATE_RECEIPTED, false, MC_E_SETTLED},
		{409, "settled", "receipt", NONE, MC_STATE_RECEIPTED, false, MC_E_SETTLED},
		/* a receipt that came first ends no request */
		{201, "received", "receipt", NONE, MC_STATE_RECEIPTED, true, MC_OK},
		/* the gateway holds other content: the request is refused, the dossier stays */
		{ 422, "digest-mismatch", "refusal", OTHER_DIGEST, MC_STATE_RECEIPTED, false,
		  MC_E_DIGEST_MISMATCH },
		{200, "withdrawn", "withdrawn", NONE, MC_STATE_WITHDRAWN, false, MC_OK},
	};
	struct mc_dossier_row row;
	struct mc_item item;

	(void)state;
	happen(MC_HAPPENING_BUNDLE);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_stick_import imported;
		struct mc_str text;

		mc_str_init(&text, MC_JSON_MAX);
		answer(id, cases[i].status, cases[i].word, cases[i].kind, cases[i].fault, &text);
		write_return(&text, 1);
		assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
		assert_int_equal(state_of(id, &item), cases[i].after);
		assert_int_equal(item.withdrawing, cases[i].open);
		assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
		assert_code(row.refused, cases[i].refused);
		assert_code(row.cause, MC_OK); /* the dossier itself has no fault */
		if (cases[i].refused) {
			assert_code(skipped_code(&imported), cases[i].refused);
		}
		assert_int_equal(imported.withdrawn, cases[i].after == MC_STATE_WITHDRAWN);
		mc_stick_import_done(&imported);
		mc_str_done(&text);
		if (!cases[i].open && cases[i].after != MC_STATE_WITHDRAWN) {
			assert_ok(mc_dossier_withdraw(p.desk, id, NULL)); /* once more */
		}
	}
	assert_int_equal(item.cause, MC_OK); /* as it was asked for: no fault */
}

/* Good answers go in, whatever stands beside them. */
static void bad_answers_are_listed_and_passed_over(void **state)
{
	static const char foreign[] =
		"{\"v\":1,\"id\":\"01936b2e-7c00-7d4a-8b5f-0123456789ab\",\"status\":201,"
		"\"reply\":{\"v\":1,\"outer\":\"aGVhZA.Ym9keQ.c2ln\"}}";
	struct mc_stick_import imported;
	const struct mc_stick_skipped *it;
	struct mc_str texts[4];

	(void)state;
	happen(MC_HAPPENING_BUNDLE);
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		mc_str_init(&texts[i], MC_JSON_MAX);
	}
	mc_str_puts(&texts[0], "not JSON");
	mc_str_puts(&texts[1], foreign);
	mc_str_puts(&texts[2], "{\"v\":1,\"status\":201,\"reply\":{\"outer\":\"a.b.c\"}}");
	answer(id, 200, "received", "receipt", NONE, &texts[3]);
	write_return(texts, MC_COUNT(texts));
	assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
	assert_int_equal(imported.receipts, 1);
	assert_int_equal(imported.skipped.len, 3);
	assert_int_equal(skipped_code(&imported), MC_E_BUNDLE_DAMAGED);
	it = mc_vec_at(&imported.skipped, 1);
	assert_string_equal(it->id, "01936b2e-7c00-7d4a-8b5f-0123456789ab");
	assert_int_equal(it->code, MC_E_DOSSIER_UNKNOWN);
	assert_int_equal(state_of(id, NULL), MC_STATE_RECEIPTED);
	mc_stick_import_done(&imported);
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		mc_str_done(&texts[i]);
	}
}

static void damaged_return_files(void **state)
{
	struct mc_stick_import imported;
	struct mc_str text, whole;

	(void)state;
	happen(MC_HAPPENING_BUNDLE);
	assert_code(mc_queue_import(p.desk, file, NULL, &imported, NULL), MC_E_FILE_READ);
	province_write(file, "<html>no</html>");
	assert_code(mc_queue_import(p.desk, file, NULL, &imported, NULL), MC_E_BUNDLE_SHAPE);
	mc_str_init(&text, MC_JSON_MAX);
	mc_str_init(&whole, MC_JSON_MAX);
	answer(id, 201, "received", "receipt", NONE, &text);
	write_return(&text, 1);
	assert_ok(mc_file_read(file, &whole, NULL));
	for (size_t len = MC_FRAMES_MARK; len + MC_FRAMES_TAIL < whole.len; len += 13) {
		assert_ok(mc_file_write(file, 0600, (struct mc_slice){whole.data, len}, NULL));
		assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
		assert_false(imported.whole);
		assert_int_equal(imported.receipts, 0);
		mc_stick_import_done(&imported);
	}
	assert_int_equal(state_of(id, NULL), MC_STATE_BUNDLED);
	whole.len -= 1; /* only the end piece is cut: the answer counts all the same */
	assert_ok(mc_file_write(file, 0600, mc_slice_of(&whole), NULL));
	assert_ok(mc_queue_import(p.desk, file, NULL, &imported, NULL));
	assert_false(imported.whole);
	assert_int_equal(imported.receipts, 1);
	mc_stick_import_done(&imported);
	mc_str_done(&text);
	mc_str_done(&whole);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_DESK(a_bundle_holds_what_was_sealed),
		AT_DESK(everything_that_waits_goes),
		AT_DESK(an_export_is_told_and_can_be_stopped),
		AT_DESK(what_is_taken_back_meanwhile_is_on_no_stick),
		AT_DESK(an_attempt_is_noted_before_the_file_has_its_name),
		AT_DESK(what_is_on_a_stick_is_in_the_spool),
		AT_DESK(an_import_is_told_and_can_be_stopped),
		AT_DESK(a_stick_that_is_not_there_changes_nothing),
		AT_DESK(only_the_gateway_s_word_counts),
		AT_DESK(rejections_and_withdrawals_close_it_too),
		AT_DESK(what_is_on_a_stick_is_not_forgotten),
		AT_DESK(a_withdrawal_is_answered_by_stick),
		AT_DESK(bad_answers_are_listed_and_passed_over),
		AT_DESK(damaged_return_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
