/* SPDX-License-Identifier: MPL-2.0 */
/* kept_test.c - a draft keeps the procedure that it was begun with, whatever pack comes. */
#include "support/province.h"

#include <unistd.h>

#include <sqlite3.h>

#include "store/desk_db.h"

static struct province p;
static char *folder, *file;

static int setup(void **state)
{
	struct mc_str text;

	(void)state;
	province_begin(&p);
	folder = mc_path_join(p.top, "procedures");
	file = mc_path_join(folder, PROCEDURE ".json");
	assert_ok(mc_dir_make(folder, 0700, NULL));
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/procedures/" PROCEDURE ".json", &text, NULL));
	assert_ok(mc_file_write(file, 0644, mc_slice_of(&text), NULL));
	mc_str_done(&text);
	setenv("MOTCUA_DATADIR", p.top, 1);
	province_open(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	free(file);
	free(folder);
	province_end(&p);
	return 0;
}

/* A newer pack: another version, and a field has another name. */
static void newer_pack(void)
{
	struct mc_str text;
	char *at;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(file, &text, NULL));
	at = strstr(text.data, "\"version\": \"20");
	assert_non_null(at);
	memcpy(at, "\"version\": \"30", 14);
	assert_non_null(strstr(text.data, "requester.email"));
	while ((at = strstr(text.data, "requester.email"))) { /* also where it is named */
		memcpy(at, "requester.liame", 15);
	}
	assert_ok(mc_file_write(file, 0644, mc_slice_of(&text), NULL));
	mc_str_done(&text);
}

static struct mc_work *begin(char id[MC_UUID_LEN])
{
	struct mc_work *work;

	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(mc_work_type(work, province_field(work, "requester.email"), "mau@vidu.vn", NULL));
	memcpy(id, work->id, MC_UUID_LEN);
	return work;
}

static void a_newer_pack_leaves_drafts_alone(void **state)
{
	char id[MC_UUID_LEN], version[MC_WORD_LEN];
	struct mc_work *work = begin(id);

	(void)state;
	MC_COPY(version, work->procedure->version);
	mc_work_close(work);
	newer_pack();
	province_close(&p);
	province_open(&p);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_string_equal(work->procedure->version, version);
	assert_string_equal(mc_form_text(work->form, "requester.email"), "mau@vidu.vn");
	assert_ok(mc_work_type(work, province_field(work, "requester.email"), "b@vidu.vn", NULL));
	mc_work_close(work);
	/* a new one is begun with the new pack */
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_true(work->procedure->version[0] == '3');
	assert_int_equal(mc_procedure_field(work->procedure, "requester.email"), -1);
	mc_work_close(work);
}

/* The catalogue was read before: what is begun now has the bytes of now, and keeps them. */
static void a_pack_that_comes_while_the_desk_runs(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_work *work = begin(id);

	(void)state;
	mc_work_close(work);
	newer_pack();
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_true(work->procedure->version[0] == '3');
	memcpy(id, work->id, MC_UUID_LEN);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_true(work->procedure->version[0] == '3');
	mc_work_close(work);
}

static void a_pack_without_it_or_damaged(void **state)
{
	static const char *const damages[] = {NULL, "{", ""};
	char id[MC_UUID_LEN];
	struct mc_work *work = begin(id);

	(void)state;
	mc_work_close(work);
	for (size_t i = 0; i < MC_COUNT(damages); i++) {
		unlink(file);
		if (damages[i]) {
			province_write(file, damages[i]);
		}
		province_close(&p);
		province_open(&p);
		assert_ok(mc_work_open(p.desk, id, &work, NULL));
		assert_string_equal(mc_form_text(work->form, "requester.email"), "mau@vidu.vn");
		mc_work_close(work);
	}
}

/* A draft of a desk that kept nothing yet opens with what is there. */
static void an_older_desks_draft(void **state)
{
	struct mc_draft draft = {.state = MC_STATE_DRAFT, .created_at = NOW, .updated_at = NOW};
	struct mc_work *work;

	(void)state;
	mc_uuid7(draft.id);
	MC_COPY(draft.local_number, "T-AAAA-BBBB");
	MC_COPY(draft.procedure, PROCEDURE);
	MC_COPY(draft.version, "2020");
	assert_ok(mc_draft_create(p.desk->store, &draft, NULL));
	assert_ok(mc_work_open(p.desk, draft.id, &work, NULL));
	assert_string_equal(work->procedure->code, PROCEDURE);
	mc_work_close(work);
}

static void bytes_that_were_changed_are_refused(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_work *work = begin(id);

	(void)state;
	mc_work_close(work);
	newer_pack(); /* so that the kept bytes are asked for */
	province_close(&p);
	province_open(&p);
	assert_int_equal(sqlite3_exec(p.desk->store->db.handle,
				      "UPDATE procedure_kept SET bytes = x'7b7d'", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_code(mc_work_open(p.desk, id, &work, NULL), MC_E_STORE_CORRUPT);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_newer_pack_leaves_drafts_alone),
		CASE(a_pack_that_comes_while_the_desk_runs),
		CASE(a_pack_without_it_or_damaged),
		CASE(an_older_desks_draft),
		CASE(bytes_that_were_changed_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
