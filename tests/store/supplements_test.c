/* SPDX-License-Identifier: MPL-2.0 */
/* Supplements as rows: queued like dossiers, counted by nobody who counts dossiers. */
#include <sqlite3.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/store/spool.h"
#include "motcua/store/supplement.h"
#include "store/office.h"
#include "store/schema.h"

#define CAP (300 * MC_SECOND)

static int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	seal_one(o->mail, 1);
	seal_one(o->mail, 2);
	*state = o;
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static void go(struct office *o, int n, const enum mc_happening *way, int steps)
{
	for (int i = 0; i < steps; i++) {
		char outer[64];

		snprintf(outer, sizeof(outer), "%d.%d.%d", n, i, (int)way[i]);
		assert_ok(happen(o->mail, n, way[i], way[i] >= MC_HAPPENING_RECEIPT ? outer : NULL));
	}
}

static void asked_for(struct office *o, int n)
{
	static const enum mc_happening way[] = {MC_HAPPENING_SEND, MC_HAPPENING_PARTS_HELD,
						MC_HAPPENING_RECEIPT,
						MC_HAPPENING_SUPPLEMENT_ASKED};

	go(o, n, way, MC_COUNT(way));
}

/* Supplement n to dossier `to`, for the ask of this digest. */
static enum mc_code supplement(struct office *o, int n, int to, int ask)
{
	struct mc_sealed sealed = {.id = id_of(n),
				   .dossier = id_of(to),
				   .asked = digest_of(ask),
				   .digest = digest_of(n),
				   .record = mc_slice_text(id_of(n)),
				   .manifest = mc_slice_text("age-encryption.org/v1 supplement"),
				   .now = NOW};

	return mc_mail_seal_supplement(o->mail, &sealed, NULL);
}

static void only_for_what_asks(void **state)
{
	struct office *o = *state;
	struct mc_item item;
	struct mc_vec items;

	assert_code(supplement(o, 10, 1, 100), MC_E_DOSSIER_STATE);
	assert_code(supplement(o, 10, 7, 100), MC_E_DOSSIER_UNKNOWN);
	asked_for(o, 1);
	assert_ok(supplement(o, 10, 1, 100));
	assert_code(supplement(o, 11, 1, 100), MC_E_SUPPLEMENT_WAITS);
	assert_ok(supplement(o, 12, 1, 101)); /* it was asked for something else meanwhile */
	assert_ok(mc_mail_item(o->mail, id_of(10), &item, NULL));
	assert_string_equal(item.dossier, id_of(1));
	assert_string_equal(item.asked, digest_of(100));
	assert_string_equal(item.epoch, "");
	assert_int_equal(item.seq, 0);
	assert_int_equal(item.state, MC_STATE_SEALED);
	mc_vec_init(&items, sizeof(struct mc_item), 10);
	assert_ok(mc_mail_supplements(o->mail, id_of(1), &items, NULL));
	assert_int_equal(items.len, 2);
	assert_string_equal(((struct mc_item *)mc_vec_at(&items, 0))->id, id_of(12));
	mc_vec_done(&items);
}

static void it_waits_like_a_dossier_and_counts_as_none(void **state)
{
	static const enum mc_happening way[] = {MC_HAPPENING_SEND, MC_HAPPENING_PARTS_HELD,
						MC_HAPPENING_RECEIPT};
	struct office *o = *state;
	struct mc_mail_counts counts;
	struct mc_ledger ledger;
	struct mc_seal_head head;
	struct mc_vec due, unsettled;
	int64_t next;
	struct mc_unsettled all;

	asked_for(o, 1);
	assert_ok(supplement(o, 10, 1, 100));
	mc_vec_init(&due, sizeof(struct mc_item), 10);
	assert_ok(mc_mail_due(o->mail, NOW, CAP, 10, &due, &next, NULL));
	assert_int_equal(due.len, 2); /* the other dossier, and it */
	mc_vec_done(&due);
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.waiting, 2);
	assert_ok(mc_mail_ledger(o->mail, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.created, 2);
	assert_int_equal(ledger.bucket[MC_BUCKET_WAITING], 1);
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL)); /* no number was used up */
	assert_int_equal(head.next_seq, 3);
	mc_mail_seal_abort(o->mail);
	go(o, 10, way, 2);
	mc_vec_init(&unsettled, sizeof(struct mc_item), 10);
	assert_ok(mc_mail_unsettled(o->mail, 0, 10, &unsettled, &all, NULL));
	assert_int_equal(all.unknown + all.bundled, 0);
	assert_int_equal(unsettled.len, 0);
	mc_vec_done(&unsettled);
	assert_ok(happen(o->mail, 10, MC_HAPPENING_RECEIPT, "its.own.receipt"));
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.open, 1); /* with its receipt it is done */
}

/* A HELD one does not keep a better one out. */
static void what_ended_badly_makes_room(void **state)
{
	struct office *o = *state;

	asked_for(o, 1);
	assert_ok(supplement(o, 10, 1, 100));
	assert_ok(happen(o->mail, 10, MC_HAPPENING_WITHDRAW, NULL));
	assert_ok(supplement(o, 11, 1, 100));
	assert_ok(happen(o->mail, 11, MC_HAPPENING_HOLD, NULL));
	assert_ok(supplement(o, 12, 1, 100));
	assert_ok(happen(o->mail, 12, MC_HAPPENING_REJECTION, "r.r.r"));
	assert_ok(supplement(o, 13, 1, 100));
	assert_code(supplement(o, 14, 1, 100), MC_E_SUPPLEMENT_WAITS);
}

static void it_is_spooled_and_restored_behind_its_dossier(void **state)
{
	struct office *o = *state;
	struct mc_spool_check check;
	struct mc_vec list;
	struct mc_spooled place = {.seq = 0};
	char id[MC_UUID_LEN], nowhere[MC_UUID_LEN], there[MC_UUID_LEN];
	char asked[MC_DIGEST_LEN], digest[MC_DIGEST_LEN];
	struct mc_sealed sealed = {.id = id,
				   .dossier = nowhere,
				   .asked = asked,
				   .digest = digest,
				   .record = mc_slice_text("record"),
				   .manifest = mc_slice_text("manifest"),
				   .now = NOW};
	int64_t n = 0;
	bool more, is_new = false;

	MC_COPY(id, id_of(20));
	MC_COPY(nowhere, id_of(9));
	MC_COPY(there, id_of(2));
	MC_COPY(asked, digest_of(100));
	MC_COPY(digest, digest_of(20));
	asked_for(o, 1);
	assert_ok(supplement(o, 10, 1, 100));
	seal_one(o->mail, 3);
	assert_ok(mc_mail_spool(o->mail, &o->paths, 10, &n, &more, NULL));
	mc_vec_init(&list, sizeof(struct mc_spooled), 10);
	assert_ok(mc_spool_list(&o->paths, &list, NULL));
	assert_int_equal(list.len, 4);
	assert_string_equal(((struct mc_spooled *)mc_vec_at(&list, 3))->epoch, id_of(10));
	mc_vec_done(&list);
	assert_ok(mc_mail_spool_check(o->mail, &o->paths, &check, NULL));
	assert_int_equal(check.items, 4);
	assert_int_equal(check.unspooled + check.unknown + check.different, 0);
	MC_COPY(place.epoch, sealed.id);
	assert_code(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_false(is_new);
	sealed.dossier = there;
	assert_ok(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL));
	assert_true(is_new);
	assert_int_equal(state_of(o->mail, 20), MC_STATE_COMMITTING);
	assert_ok(mc_mail_restore(o->mail, &place, &sealed, &is_new, NULL));
	assert_false(is_new);
}

/* ---- databases of the steps before */

static void steps_until(const char *path, const char *prefix, int last, const char *more)
{
	char name[32];
	sqlite3 *db;

	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int n = 1; n <= last; n++) {
		snprintf(name, sizeof(name), "%s_%04d", prefix, n);
		for (const struct mc_step *step = mc_schema_steps; step->name; step++) {
			if (!strcmp(step->name, name)) {
				assert_int_equal(sqlite3_exec(db, step->sql, NULL, NULL, NULL),
						 SQLITE_OK);
			}
		}
	}
	assert_int_equal(sqlite3_exec(db, more, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void older_queues_go_on(void **state)
{
	struct office *o = *state;
	struct mc_item item;
	char sql[1024], *wal = mc_path_join(o->paths.mail, "mail.db-wal");

	for (int last = 1; last <= 2; last++) {
		office_shut(o);
		unlink(wal);
		snprintf(sql, sizeof(sql),
			 "INSERT INTO item (id, epoch, seq, digest, manifest_size, state, state_at,"
			 " sealed_at) VALUES ('%s', '" EPOCH "', 1, '%s', 9, 'RECEIPTED',"
			 " '2026-11-23T07:05:00.000Z', '2026-11-23T07:05:00.000Z');"
			 "INSERT INTO chain VALUES ('" EPOCH "', 1, '%s');"
			 "INSERT INTO setting VALUES ('epoch', '" EPOCH "');"
			 "PRAGMA application_id = 1835232620; PRAGMA user_version = %d",
			 id_of(1), digest_of(1), digest_of(2), last);
		steps_until(o->paths.mail_db, "mail", last, sql);
		office_open(o);
		assert_ok(mc_mail_item(o->mail, id_of(1), &item, NULL));
		assert_string_equal(item.dossier, "");
		assert_string_equal(item.epoch, EPOCH);
		assert_int_equal(item.seq, 1);
		assert_ok(happen(o->mail, 1, MC_HAPPENING_SUPPLEMENT_ASKED, "a.b.c"));
		assert_ok(supplement(o, 10, 1, 100));
	}
	free(wal);
}

static void older_desks_go_on(void **state)
{
	struct office *o = *state;
	struct mc_draft draft = draft_of(3), back;
	char *wal = mc_path_join(o->dir, "store.db-wal");

	office_shut(o);
	unlink(wal);
	steps_until(o->paths.store_db, "store", 3,
		    "PRAGMA application_id = 1835234164; PRAGMA user_version = 3");
	office_open(o);
	MC_COPY(draft.supplements, id_of(1));
	assert_ok(mc_draft_create(o->store, &draft, NULL));
	assert_ok(mc_draft_supplement(o->store, id_of(1), &back, NULL));
	assert_string_equal(back.id, draft.id);
	assert_string_equal(back.supplements, id_of(1));
	assert_code(mc_draft_supplement(o->store, id_of(2), &back, NULL), MC_E_NOT_FOUND);
	free(wal);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(only_for_what_asks),
		CASE(it_waits_like_a_dossier_and_counts_as_none),
		CASE(what_ended_badly_makes_room),
		CASE(it_is_spooled_and_restored_behind_its_dossier),
		CASE(older_queues_go_on),
		CASE(older_desks_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
