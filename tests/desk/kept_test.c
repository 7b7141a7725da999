/* SPDX-License-Identifier: MPL-2.0 */
/* kept_test.c - a draft keeps the procedure that it was begun with, whatever pack comes. */
#include "support/province.h"

#include <unistd.h>

#include <sqlite3.h>

#include "motcua/desk/slips.h"
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

/* Wherever it stands; both of one length. */
static void change(struct mc_str *text, const char *from, const char *to)
{
	char *at = strstr(text->data, from);

	assert_non_null(at);
	for (; at; at = strstr(text->data, from)) {
		memcpy(at, to, strlen(to));
	}
}

/* A newer pack: another version and title, a field and a paper have other names. */
static void newer_pack(void)
{
	struct mc_str text;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(file, &text, NULL));
	change(&text, "\"version\": \"20", "\"version\": \"30");
	change(&text, "requester.email", "requester.liame");
	change(&text, "\"household_book\"", "\"household_roll\"");
	change(&text, "Liên thông đăng ký", "LIÊN THÔNG đăng ký");
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

static void every_way_failed(void)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;
	char id[MC_UUID_LEN];

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_NO_MATCH, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	for (enum mc_way way = MC_WAY_VNEID; way <= MC_WAY_OTHER; way++) {
		assert_ok(mc_residence_state(p.desk, &query, way, MC_OUTCOME_FAILURE, "", id, NULL));
	}
}

static void copy_template(void)
{
	char *dir = mc_path_join(p.top, "slips"), *to = mc_path_join(dir, "supplement.txt");
	struct mc_str text;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/slips/supplement.txt", &text, NULL));
	assert_ok(mc_dir_make(dir, 0700, NULL));
	assert_ok(mc_file_write(to, 0644, mc_slice_of(&text), NULL));
	mc_str_done(&text);
	free(to);
	free(dir);
}

/* The slip for a paper too: its title, and which papers it knows. */
static void a_paper_is_asked_for_by_the_kept_version(void **state)
{
	struct mc_paper_request request = { .number = MOTHER, .name = MOTHER_NAME,
					    .procedure = PROCEDURE, .paper = "identity_card" };
	char id[MC_UUID_LEN];
	struct mc_printed printed;
	struct mc_str slip;

	(void)state;
	mc_work_close(begin(id));
	newer_pack();
	copy_template();
	province_open(&p);
	every_way_failed();
	request.dossier = id;
	assert_ok(mc_paper_ask(p.desk, &request, &printed, NULL));
	assert_ok(mc_print_end(p.desk, &printed, NULL));
	mc_str_init(&slip, MC_JSON_MAX);
	assert_ok(mc_file_read(printed.file, &slip, NULL));
	assert_non_null(strstr(slip.data, PROCEDURE " - Liên thông"));
	assert_null(strstr(slip.data, "LIÊN THÔNG"));
	mc_str_done(&slip);
	free(printed.file);
	request.paper = "household_book";
	assert_code(mc_paper_ask(p.desk, &request, &printed, NULL), MC_E_PAPER_CUT);
	request.paper = "household_roll";
	assert_code(mc_paper_ask(p.desk, &request, &printed, NULL), MC_E_NOT_FOUND);
	request.dossier = ""; /* what is not begun yet goes by today's */
	assert_code(mc_paper_ask(p.desk, &request, &printed, NULL), MC_E_PAPER_CUT);
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
		CASE(a_paper_is_asked_for_by_the_kept_version),
		CASE(a_pack_without_it_or_damaged),
		CASE(an_older_desks_draft),
		CASE(bytes_that_were_changed_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
