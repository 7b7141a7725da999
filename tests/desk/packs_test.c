/* SPDX-License-Identifier: MPL-2.0 */
/* packs_test.c - a desk takes packs over whole or not at all, only what its gateway signed,
 * only what is newer, and each from its day on. */
#include <dirent.h>
#include <sys/stat.h>

#include "motcua/desk/calendar.h"
#include "motcua/desk/catalogue.h"
#include "motcua/wire/pack.h"
#include "support/opened_desk.h"

#define OLD "1.000419"

/* ---- the courier's side: a list of one pack, with the files that it needs */

struct offer {
	enum mc_pack_name name;
	int64_t at;
	struct mc_date from, until;
	const char *drop;  /* a file of the shipped ones that is left out */
	const char *spoil; /* one whose bytes are damaged on their way; it comes changed */
	const char *title; /* instead of the shipped one's, for OLD */
	bool forged, faulty;
};

static char *arrived(enum mc_pack_name name, const char *file)
{
	char *mail = mc_path_join(p.data, "mail/packs");
	char *dir = mc_path_join(mail, mc_pack_word(name)), *path = mc_path_join(dir, file);

	assert_ok(mc_dir_make(dir, 0700, NULL));
	free(dir);
	free(mail);
	return path;
}

static void change(struct mc_str *text, const char *word, const char *with)
{
	struct mc_str other;
	char *at = strstr(text->data, word);

	assert_non_null(at);
	mc_str_init(&other, MC_JSON_MAX);
	mc_str_printf(&other, "%.*s%s%s", (int)(at - text->data), text->data, with, at + strlen(word));
	mc_str_reset(text);
	mc_str_add(text, other.data, other.len);
	mc_str_done(&other);
}

static void add_file(const struct offer *o, const char *dir, const char *name, struct mc_pack *pack)
{
	char *path = mc_path_join(dir, name), sha256[MC_SHA256_HEX + 5];
	struct mc_pack_file *file = mc_vec_push(&pack->files);
	struct mc_str text;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, NULL));
	free(path);
	if (o->title && !strncmp(name, OLD, strlen(OLD))) {
		change(&text, "\"Mobile death registration\"", o->title);
	}
	if (o->faulty && !strncmp(name, OLD, strlen(OLD))) {
		change(&text, "\"civil_status\"", "\"civil_war\"");
	}
	MC_COPY(file->name, name);
	file->size = (int64_t)text.len;
	mc_sha256_hex(mc_slice_of(&text), file->sha256);
	memcpy(sha256, file->sha256, 64);
	memcpy(sha256 + 64, ".json", 6);
	if (o->spoil && !strcmp(o->spoil, name)) {
		memset(file->sha256, '0', 64); /* no bytes have this digest */
	}
	path = arrived(o->name, sha256);
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&text), NULL));
	free(path);
	mc_str_done(&text);
}

static void lay_list(const struct offer *o, const struct mc_pack *pack)
{
	struct mc_str payload, jws, list;
	struct mc_vec statements;
	char *path = arrived(o->name, "list"), *text;

	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&list, MC_JSON_MAX);
	mc_pack_format(pack, &payload);
	assert_ok(mc_jws_sign(o->forged ? p.forger : p.sign, "pack", mc_slice_of(&payload), &jws, NULL));
	text = jws.data;
	mc_vec_init(&statements, sizeof(char *), 1);
	*(char **)mc_vec_push(&statements) = text;
	mc_packs_format(&statements, &list);
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&list), NULL));
	mc_vec_done(&statements);
	mc_str_done(&payload);
	mc_str_done(&jws);
	mc_str_done(&list);
	free(path);
}

static void offer(struct offer o)
{
	char *dir = mc_path_join(MC_SOURCE_DIR "/data", mc_pack_word(o.name));
	struct dirent **names;
	int count = scandir(dir, &names, NULL, alphasort);
	struct mc_pack pack;

	mc_pack_init(&pack);
	MC_COPY(pack.name, mc_pack_word(o.name));
	pack.at = o.at;
	pack.from = mc_date_is_set(&o.from) ? o.from : mc_date_of_instant(o.at);
	pack.until = o.until;
	for (int i = 0; i < count; i++) {
		if (mc_pack_file_name(names[i]->d_name) &&
		    (!o.drop || strcmp(o.drop, names[i]->d_name) != 0)) {
			add_file(&o, dir, names[i]->d_name, &pack);
		}
		free(names[i]);
	}
	free(names);
	lay_list(&o, &pack);
	mc_pack_done(&pack);
	free(dir);
}

/* Published a week after what is shipped; the desk looks a day later. */
#define AT INT64_C(1796400000000) /* 2026-12-04T16:00:00Z: 23:00 in Viet Nam */
#define LATER (AT + MC_DAY)

static void open_at(int64_t now)
{
	mc_clock_freeze(now);
	province_open(&p);
}

static struct mc_catalogue catalogue(enum mc_pack_name name)
{
	struct mc_catalogue it;

	mc_desk_catalogue(p.desk, name, &it);
	return it;
}

static const char *title(void)
{
	const struct mc_procedure *procedure;

	assert_ok(mc_desk_procedure(p.desk, OLD, &procedure, NULL));
	return procedure->title.en;
}

/* ---- tests */

static void test_shipped(void **state)
{
	struct mc_catalogue it = catalogue(MC_PACK_PROCEDURES);

	(void)state;
	assert_true(it.shipped);
	assert_int_equal(it.date.year, 2026);
	assert_int_equal(it.refused.code, MC_OK);
	assert_false(mc_desk_catalogue_renew(p.desk));
}

static void test_taken_over(void **state)
{
	struct mc_catalogue it;
	char *path;
	struct stat st;

	(void)state;
	assert_string_equal(title(), "Mobile death registration");
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .title = "\"Packed\""});
	open_at(LATER);
	it = catalogue(MC_PACK_PROCEDURES);
	assert_false(it.shipped);
	assert_ok(it.signature.code);
	assert_int_equal(strlen(it.kid), 8);
	assert_int_equal(it.at, AT);
	assert_int_equal(it.date.day, 4);
	assert_string_equal(title(), "Packed");
	path = mc_path_join(p.data, "packs/procedures/20261204T160000Z.2026-12-04/pack.jws");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
	open_at(LATER); /* and stays */
	assert_string_equal(title(), "Packed");
}

/* The one screen that is open takes it over when it has time. */
static void test_taken_over_by_an_open_desk(void **state)
{
	struct mc_desk *desk;

	(void)state;
	open_at(LATER);
	desk = p.desk;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .title = "\"Packed\""});
	assert_false(mc_desk_catalogue_renew(desk)); /* nobody said that something came */
	desk->packs_arrived = true;
	assert_true(mc_desk_catalogue_renew(desk));
	assert_string_equal(title(), "Packed");
	assert_false(mc_desk_catalogue_renew(desk));
}

static void test_only_ours(void **state)
{
	struct mc_catalogue it;

	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .title = "\"Packed\"", .forged = true});
	open_at(LATER);
	it = catalogue(MC_PACK_PROCEDURES);
	assert_true(it.shipped);
	assert_true(it.refused.code == MC_E_SIGNATURE || it.refused.code == MC_E_KEY_UNKNOWN);
	assert_string_equal(title(), "Mobile death registration");
}

static void test_whole_or_not_at_all(void **state)
{
	struct mc_catalogue it;
	char *parent = mc_path_join(p.data, "packs/procedures");
	struct dirent **names;
	int count;

	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .spoil = OLD ".json"});
	open_at(LATER);
	it = catalogue(MC_PACK_PROCEDURES);
	assert_true(it.shipped);
	assert_code(it.refused.code, MC_E_PACK_DAMAGED);
	count = scandir(parent, &names, NULL, alphasort);
	assert_int_equal(count, 2); /* . and .. */
	free(names[0]);
	free(names[1]);
	free(names);
	free(parent);
	/* when it comes whole it is taken */
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .title = "\"Packed\""});
	open_at(LATER);
	assert_ok(catalogue(MC_PACK_PROCEDURES).refused.code);
	assert_string_equal(title(), "Packed");
}

static void test_older_is_refused(void **state)
{
	struct mc_catalogue it;

	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .title = "\"Packed\""});
	open_at(LATER);
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT - MC_SECOND, .title = "\"Older\""});
	open_at(LATER);
	it = catalogue(MC_PACK_PROCEDURES);
	assert_code(it.refused.code, MC_E_PACK_OLD);
	assert_int_equal(it.at, AT);
	assert_string_equal(title(), "Packed");
}

/* Older than what came with the program: it is held, and the program's is in use. */
static void test_a_newer_program_goes_before(void **state)
{
	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = NOW - 30 * MC_DAY, .title = "\"Packed\""});
	open_at(LATER);
	assert_true(catalogue(MC_PACK_PROCEDURES).shipped);
	assert_string_equal(title(), "Mobile death registration");
}

/* Here today, in force from its day on, while the desk stays open over midnight. */
static void test_from_its_day_on(void **state)
{
	struct mc_date from = {2026, 12, 10};
	struct mc_catalogue it;

	(void)state;
	offer((struct offer){ .name = MC_PACK_PROCEDURES, .at = AT, .from = from,
			      .until = {2026, 12, 20}, .title = "\"Packed\"" });
	open_at(LATER);
	it = catalogue(MC_PACK_PROCEDURES);
	assert_true(it.shipped);
	assert_int_equal(mc_date_compare(&it.next, &from), 0);
	assert_string_equal(title(), "Mobile death registration");
	mc_clock_freeze(INT64_C(1796835599000)); /* 2026-12-09, 23:59:59 in Viet Nam */
	assert_false(mc_desk_catalogue_renew(p.desk));
	mc_clock_freeze(INT64_C(1796835600000));
	assert_true(mc_desk_catalogue_renew(p.desk));
	assert_string_equal(title(), "Packed");
	assert_false(catalogue(MC_PACK_PROCEDURES).past);
	mc_clock_freeze(INT64_C(1796835600000) + 11 * MC_DAY);
	assert_false(mc_desk_catalogue_renew(p.desk)); /* past its time, and the best there is */
	assert_true(catalogue(MC_PACK_PROCEDURES).past);
	assert_string_equal(title(), "Packed");
}

/* One faulty file, though signed: that one is marked, the others work. */
static void test_a_faulty_file_is_marked(void **state)
{
	const struct mc_procedure *procedure;

	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .faulty = true});
	open_at(LATER);
	assert_false(catalogue(MC_PACK_PROCEDURES).shipped);
	assert_code(mc_desk_procedure(p.desk, OLD, &procedure, NULL), MC_E_PROCEDURE_FILE);
	assert_ok(mc_desk_procedure(p.desk, PROCEDURE, &procedure, NULL));
}

/* Other bytes on the disk than were signed, even if they make a good procedure. */
static void test_damaged_on_the_disk(void **state)
{
	const char *dir = "packs/procedures/20261204T160000Z.2026-12-04/" OLD ".json";
	const struct mc_procedure *procedure;
	char *path;
	struct mc_str text;

	(void)state;
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT});
	open_at(LATER);
	path = mc_path_join(p.data, dir);
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, NULL));
	change(&text, "Mobile death", "Mobile birth");
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&text), NULL));
	mc_str_done(&text);
	free(path);
	open_at(LATER);
	assert_code(mc_desk_procedure(p.desk, OLD, &procedure, NULL), MC_E_PROCEDURE_FILE);
	assert_ok(mc_desk_procedure(p.desk, PROCEDURE, &procedure, NULL));
	assert_code(catalogue(MC_PACK_PROCEDURES).signature.code, MC_E_PACK_DAMAGED);
}

/* A draft keeps its procedure, also when the newer catalogue has none of that code. */
static void test_a_draft_keeps_its_own(void **state)
{
	const struct mc_procedure *procedure;
	struct mc_work *work;
	char id[MC_UUID_LEN];

	(void)state;
	assert_ok(mc_work_new(p.desk, OLD, &work, NULL));
	MC_COPY(id, work->id);
	mc_work_close(work);
	offer((struct offer){.name = MC_PACK_PROCEDURES, .at = AT, .drop = OLD ".json"});
	open_at(LATER);
	assert_code(mc_desk_procedure(p.desk, OLD, &procedure, NULL), MC_E_PROCEDURE_UNKNOWN);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_string_equal(work->procedure->title.en, "Mobile death registration");
	mc_work_close(work);
}

/* The others: tables of holidays count by their version, notes and places are read of the pack. */
static void test_the_other_names(void **state)
{
	const struct mc_legal_note *note;
	const struct mc_places *places;

	(void)state;
	offer((struct offer){.name = MC_PACK_LEGAL, .at = AT, .drop = "land_certificate.json"});
	offer((struct offer){.name = MC_PACK_PLACES, .at = AT});
	offer((struct offer){.name = MC_PACK_HOLIDAYS, .at = AT});
	open_at(LATER);
	for (int name = MC_PACK_HOLIDAYS; name < MC_PACK_COUNT; name++) {
		assert_false(catalogue((enum mc_pack_name)name).shipped);
		assert_ok(catalogue((enum mc_pack_name)name).signature.code);
	}
	assert_code(mc_desk_legal_note(p.desk, "land_certificate", &note, NULL), MC_E_LEGAL_UNKNOWN);
	assert_ok(mc_desk_legal_note(p.desk, "household_book", &note, NULL));
	assert_ok(mc_desk_places(p.desk, &places, NULL));
	assert_non_null(mc_desk_holidays(p.desk, 0));
	assert_non_null(mc_desk_holidays(p.desk, 0)->table);
}

/* The one in use and the one before stay, older ones go. */
static void test_old_ones_go(void **state)
{
	char *parent = mc_path_join(p.data, "packs/legal");
	struct dirent **names;
	int count;

	(void)state;
	for (int i = 0; i < 4; i++) {
		offer((struct offer){.name = MC_PACK_LEGAL, .at = AT + i * MC_HOUR});
		open_at(LATER);
	}
	count = scandir(parent, &names, NULL, alphasort);
	assert_int_equal(count, 4);
	assert_string_equal(names[3]->d_name, "20261204T190000Z.2026-12-05");
	while (count-- > 0) {
		free(names[count]);
	}
	free(names);
	free(parent);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_shipped),
		TEST(test_taken_over),
		TEST(test_taken_over_by_an_open_desk),
		TEST(test_only_ours),
		TEST(test_whole_or_not_at_all),
		TEST(test_older_is_refused),
		TEST(test_a_newer_program_goes_before),
		TEST(test_from_its_day_on),
		TEST(test_a_faulty_file_is_marked),
		TEST(test_damaged_on_the_disk),
		TEST(test_a_draft_keeps_its_own),
		TEST(test_the_other_names),
		TEST(test_old_ones_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
