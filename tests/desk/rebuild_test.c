/* SPDX-License-Identifier: MPL-2.0 */
/* rebuild_test.c - mail.db is gone, and comes back from the spool. */
#include "support/opened_desk.h"

#include <sys/wait.h>
#include <unistd.h>

#include "motcua/desk/rebuild.h"

/* What the courier does. */
static void spool_all(void)
{
	int64_t n = 0;
	bool more;

	assert_ok(mc_mail_spool(p.desk->mail, &p.desk->paths, 100, &n, &more, NULL));
}

static char *path_in(const char *name)
{
	return mc_path_join(p.data, name);
}

/* The desk closed, and the database not there any more. */
static void lose(void)
{
	static const char *const names[] = { "mail/mail.db", "mail/mail.db-wal",
					     "mail/mail.db-shm" };

	province_close(&p);
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		char *path = path_in(names[i]);

		unlink(path);
		free(path);
	}
}

static enum mc_code rebuild(struct mc_rebuild *ret)
{
	struct mc_desk_options options = {.data_dir = p.data};

	return mc_queue_rebuild(&options, ret, NULL);
}

static void assert_state(const char *id, enum mc_state want)
{
	struct mc_item item;

	assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
	assert_string_equal(mc_state_name(item.state), mc_state_name(want));
}

static int64_t submit_with_paper(char ret_id[MC_UUID_LEN])
{
	char *file = mc_path_join(p.top, "scan.pdf");
	struct mc_work *work;
	int64_t seq;

	province_write(file, "scan");
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_attach(work, "birth_notice", file, NULL));
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_copy(ret_id, MC_UUID_LEN, work->id);
	mc_work_close(work);
	free(file);
	return seq;
}

static void assert_ledger(int64_t created, int64_t waiting, int64_t withdrawn)
{
	struct mc_queue_ledger ledger;

	assert_ok(mc_queue_ledger(p.desk, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.created, created);
	assert_int_equal(ledger.waiting, waiting);
	assert_int_equal(ledger.withdrawn, withdrawn);
}

static void test_all_come_back(void **state)
{
	char ids[4][MC_UUID_LEN];
	struct mc_rebuild rebuilt;
	struct mc_vec parts;

	(void)state;
	province_submit(&p, ids[0]);
	submit_with_paper(ids[1]);
	province_submit(&p, ids[2]);
	spool_all();
	assert_ok(mc_dossier_withdraw(p.desk, ids[2], NULL));
	lose();
	for (int round = 0; round < 3; round++) { /* once more is harmless, lost again or not */
		assert_ok(rebuild(&rebuilt));
		assert_int_equal(rebuilt.records, 3);
		assert_int_equal(rebuilt.restored, round == 1 ? 0 : 3);
		assert_int_equal(rebuilt.known, round == 1 ? 3 : 0);
		assert_int_equal(rebuilt.withdrawn, round == 1 ? 0 : 1);
		assert_int_equal(rebuilt.damaged + rebuilt.papers_missing, 0);
		assert_string_equal(rebuilt.aside, "");
		if (round == 1) {
			lose();
		}
	}
	province_open(&p);
	assert_ok(mc_queue_rebuilt(p.desk, NULL));
	assert_int_equal(province_audit(&p, "rebuild", ""), 1);
	assert_state(ids[0], MC_STATE_COMMITTING);
	assert_state(ids[1], MC_STATE_COMMITTING);
	assert_state(ids[2], MC_STATE_WITHDRAWN);
	assert_ledger(3, 2, 1);
	mc_vec_init(&parts, sizeof(struct mc_mail_part), 10);
	assert_ok(mc_mail_parts(p.desk->mail, ids[1], &parts, NULL));
	assert_int_equal(parts.len, 1);
	mc_vec_done(&parts);
	/* the receipt ends it, as ever; and a new dossier has a number of its own */
	assert_ok(province_say(&p, ids[0], MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_state(ids[0], MC_STATE_RECEIPTED);
	province_submit(&p, ids[3]);
	assert_ledger(4, 2, 1);
}

/* What was refused and corrected must not go once more beside its correction. */
static void test_what_was_replaced_waits(void **state)
{
	char id[MC_UUID_LEN], second[MC_UUID_LEN];
	struct mc_happened what = {.now = NOW};
	struct mc_rebuild rebuilt;
	struct mc_work *work;
	struct mc_item item;
	int64_t seq;

	(void)state;
	province_submit(&p, id);
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_HOLD, &what, NULL));
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	assert_ok(mc_work_submit(work, &seq, NULL));
	strcpy(second, work->id);
	mc_work_close(work);
	spool_all();
	lose();
	assert_ok(rebuild(&rebuilt));
	assert_int_equal(rebuilt.restored, 2);
	province_open(&p);
	assert_state(second, MC_STATE_COMMITTING);
	assert_state(id, MC_STATE_HELD);
	assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
	assert_int_equal(item.cause, MC_E_REPLACED);
	assert_code(mc_queue_retry(p.desk, id, NULL), MC_E_REPLACED);
}

/* Neither an empty queue nor a first number again: the desk says what to do. */
static void copy(const char *from, const char *to)
{
	char *source = path_in(from), *target = path_in(to);
	struct mc_str bytes;

	mc_str_init(&bytes, 1 << 24);
	assert_ok(mc_file_read(source, &bytes, NULL));
	assert_ok(mc_file_write(target, 0600, mc_slice_of(&bytes), NULL));
	mc_str_done(&bytes);
	free(source);
	free(target);
}

/* A backup of mail.db was put back, and a courier was there before the rebuild: what the province
 * said of the dossier that nobody knew was passed over, and must come again. */
static void test_the_news_come_again(void **state)
{
	char first[MC_UUID_LEN], second[MC_UUID_LEN];
	struct mc_rebuild rebuilt;
	int64_t cursor = 0;

	(void)state;
	province_submit(&p, first);
	province_close(&p);
	copy("mail/mail.db", "mail.backup");
	province_open(&p);
	province_submit(&p, second);
	spool_all();
	lose();
	copy("mail.backup", "mail/mail.db");
	province_open(&p);
	assert_ok(mc_mail_cursor_set(p.desk->mail, 7, NULL));
	for (int round = 0; round < 2; round++) {
		assert_ok(rebuild(&rebuilt));
		assert_int_equal(rebuilt.restored, round == 0 ? 1 : 0);
		assert_ok(mc_mail_cursor(p.desk->mail, &cursor, NULL));
		assert_int_equal(cursor, round == 0 ? 0 : 7);
		assert_ok(mc_mail_cursor_set(p.desk->mail, 7, NULL));
	}
	assert_state(second, MC_STATE_COMMITTING);
}

static void test_desk_does_not_open(void **state)
{
	struct mc_desk_options options = {.data_dir = p.data};
	struct mc_desk *desk;
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	spool_all();
	lose();
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_MAIL_LOST);
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_MAIL_LOST);
}

static void flip(const char *name, size_t at)
{
	char *path = path_in(name);
	struct mc_str bytes;

	mc_str_init(&bytes, 1 << 20);
	assert_ok(mc_file_read(path, &bytes, NULL));
	bytes.data[at < bytes.len ? at : bytes.len - 1] ^= 1;
	assert_ok(mc_file_write(path, 0660, mc_slice_of(&bytes), NULL));
	mc_str_done(&bytes);
	free(path);
}

/* A bit in the record, in the manifest; another record under this name; a paper gone. */
static void test_damage_is_told_and_the_rest_goes_in(void **state)
{
	char ids[4][MC_UUID_LEN], names[4][64], epoch[17] = "";
	struct mc_rebuild rebuilt;
	struct mc_item item;
	struct mc_vec parts;
	char *from, *to;

	(void)state;
	for (int i = 0; i < 4; i++) {
		submit_with_paper(ids[i]);
		assert_ok(mc_mail_item(p.desk->mail, ids[i], &item, NULL));
		MC_COPY(epoch, item.epoch);
		snprintf(names[i], sizeof(names[i]), "mail/spool/%s-%d", epoch, i + 1);
	}
	spool_all();
	mc_vec_init(&parts, sizeof(struct mc_mail_part), 10);
	assert_ok(mc_mail_parts(p.desk->mail, ids[3], &parts, NULL));
	from = mc_path_join(p.desk->paths.parts,
			    ((struct mc_mail_part *)mc_vec_at(&parts, 0))->sha256);
	unlink(from);
	free(from);
	mc_vec_done(&parts);
	lose();
	flip(names[0], 200);
	flip(names[1], (size_t)-1);
	from = path_in(names[3]);
	snprintf(names[0], sizeof(names[0]), "mail/spool/%s-9", epoch);
	to = path_in(names[0]);
	assert_int_equal(link(from, to), 0);
	free(from);
	free(to);
	assert_ok(rebuild(&rebuilt));
	assert_int_equal(rebuilt.records, 5);
	assert_int_equal(rebuilt.restored, 2);
	assert_int_equal(rebuilt.damaged, 3);
	assert_int_equal(rebuilt.papers_missing, 1);
	assert_int_not_equal(rebuilt.first.code, MC_OK);
	province_open(&p);
	assert_state(ids[2], MC_STATE_COMMITTING);
	assert_state(ids[3], MC_STATE_COMMITTING);
	assert_code(mc_mail_item(p.desk->mail, ids[0], &item, NULL), MC_E_DOSSIER_UNKNOWN);
}

static void test_damaged_database_is_kept(void **state)
{
	struct mc_rebuild rebuilt;
	char id[MC_UUID_LEN], *moved;

	(void)state;
	province_submit(&p, id);
	spool_all();
	province_close(&p);
	flip("mail/mail.db", 3);
	assert_ok(rebuild(&rebuilt));
	assert_int_equal(rebuilt.restored, 1);
	assert_true(rebuilt.aside[0] != '\0');
	province_open(&p);
	moved = mc_path_join(p.desk->paths.mail, rebuilt.aside);
	assert_true(mc_file_exists(moved));
	free(moved);
	assert_state(id, MC_STATE_COMMITTING);
}

/* Whoever has the damaged database open would go on writing into it. */
static void test_not_while_another_works(void **state)
{
	struct mc_rebuild rebuilt;
	char id[MC_UUID_LEN];
	int lease;

	(void)state;
	province_submit(&p, id);
	spool_all();
	assert_ok(mc_mail_lease_take(p.desk->mail, &lease, NULL));
	assert_ok(rebuild(&rebuilt)); /* what is sound is not replaced: nobody is in the way */
	assert_int_equal(rebuilt.known, 1);
	lose();
	assert_code(rebuild(&rebuilt), MC_E_LEASE);
	close(lease);
	assert_ok(rebuild(&rebuilt));
	assert_int_equal(rebuilt.restored, 1);
}

static void spoil(const char *path)
{
	FILE *file = fopen(path, "r+");

	if (!file || fseek(file, 8192, SEEK_SET)) {
		_exit(2);
	}
	for (int i = 0; i < 60000; i++) {
		fputc('Z', file);
	}
	fclose(file);
}

/* A second screen has no socket, but its hand on the file. */
static void test_not_while_a_second_screen_is_open(void **state)
{
	struct mc_rebuild rebuilt;
	char id[MC_UUID_LEN];
	pid_t pid;
	int status;

	(void)state;
	province_submit(&p, id);
	spool_all();
	province_open(&p); /* the log is folded into the file */
	unlink(p.desk->paths.desk_sock);
	pid = fork();
	if (!pid) { /* writing here would drop the desk's locks: it is the same process's */
		spoil(p.desk->paths.mail_db);
		_exit(rebuild(&rebuilt) == MC_E_STORE_BUSY ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(mc_file_exists(p.desk->paths.mail_db));
}

static void test_without_keys(void **state)
{
	struct mc_rebuild rebuilt;
	char id[MC_UUID_LEN], *keys = path_in("keys/terminal.keys");

	(void)state;
	province_submit(&p, id);
	spool_all();
	lose();
	unlink(keys);
	assert_code(rebuild(&rebuilt), MC_E_OFFICE_KEY);
	free(keys);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_all_come_back),
		CASE(test_what_was_replaced_waits),
		CASE(test_the_news_come_again),
		CASE(test_desk_does_not_open),
		CASE(test_damage_is_told_and_the_rest_goes_in),
		CASE(test_damaged_database_is_kept),
		CASE(test_not_while_another_works),
		CASE(test_not_while_a_second_screen_is_open),
		CASE(test_without_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
