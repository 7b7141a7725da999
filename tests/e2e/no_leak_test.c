/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Names and numbers are in no file that the courier may read, in no log, and nowhere
 * in the clear in the desk's own database: a piece of work is done with words that
 * occur nowhere else, then every file is searched for them.
 */
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "e2e/training.h"
#include "support/pty.h"

/* As written, and as a machine might shout it. */
static const char *const planted[] = {
	CHILD_MIDDLE, "THỊ TRÚC",   "Trúc Vân", "TRÚC VÂN",	 "Vườn Quýt",  "VƯỜN QUÝT",
	"Kim Oanh",   "KIM OANH",   "Văn Hòa",	"VĂN HÒA",	 "0987604315", "0987 604 315",
	"778812",     "BN-5512087", OFFICER,	"giay-Truc-Van", "Xoài Tím",   "XOÀI TÍM",
};
enum { PLANTED = sizeof(planted) / sizeof(*planted), NUMBERS = 4, NUMBER_LEN = 16 };

static char numbers[NUMBERS][NUMBER_LEN]; /* identity numbers and CMND of both parents */
static int files_searched;
static char finding[4300];

static void search(const char *path, const char *bytes, size_t len, const char *word)
{
	if (*word && memmem(bytes, len, word, strlen(word)) && !*finding) {
		snprintf(finding, sizeof(finding), "%s in %s", word, path);
	}
	if (*word && strstr(path, word) && !*finding) {
		snprintf(finding, sizeof(finding), "%s in the name of %s", word, path);
	}
}

static int search_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t len = 0;
	char *bytes = type == FTW_F && S_ISREG(st->st_mode) ? world_read(path, &len) : NULL;

	(void)ftw;
	if (!bytes) {
		return 0;
	}
	files_searched++;
	for (int i = 0; i < PLANTED; i++) {
		search(path, bytes, len, planted[i]);
	}
	for (int i = 0; i < NUMBERS; i++) {
		search(path, bytes, len, numbers[i]);
	}
	free(bytes);
	return 0;
}

/* All below a folder, or one file. */
static int search_all(const char *path)
{
	int before = files_searched;

	nftw(path, search_file, 16, FTW_PHYS);
	return files_searched - before;
}

static void expect_clean(void)
{
	assert_true(search_all(world_path("desk/mail")) >= 2);
	assert_true(search_all(world_path("desk/store.db")) == 1);
	search_all(world_path("desk/store.db-wal"));
	search_all(world_path("desk/store.db-shm"));
	search_all(world_path("desk/evidence"));
	search_all(world_path("desk/keys"));
	search_all(world_path("desk/gateway/gateway.log"));
	search_all(world_path("gateway.log"));
	if (*finding) {
		fail_msg("%s", finding);
	}
}

static void plant_numbers(const char *card, int at)
{
	for (int part = 0; part < 2; part++) {
		char *text = world_card_part(card, part);

		snprintf(numbers[at + part], NUMBER_LEN, "%s", text);
		free(text);
	}
}

static int begin(void **state)
{
	(void)state;
	world_begin();
	finding[0] = '\0';
	memset(numbers, 0, sizeof(numbers));
	return 0;
}

static int end(void **state)
{
	(void)state;
	world_end();
	return 0;
}

static void the_search_finds(void **state)
{
	(void)state;
	world_write(world_path("clear.txt"), "xxKIM OANHxx", 12);
	assert_int_equal(search_all(world_path("clear.txt")), 1);
	assert_non_null(strstr(finding, "KIM OANH in "));
}

static void scripts_leave_nothing_in_the_clear(void **state)
{
	struct json_object *said;
	char *mother, *father, *id;
	pid_t gateway = world_gateway_start(NULL);

	(void)state;
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	plant_numbers(mother, 0);
	plant_numbers(father, 2);
	look_up(NULL, mother);
	look_up(NULL, father);
	json_object_put(desk(NULL, 0, "verify", "--card", mother, "--procedure", PROCEDURE,
			     "--purpose", PURPOSE, NULL));
	id = new_dossier(NULL, mother, father);
	expect_clean();
	world_gateway_stop(gateway);
	json_object_put(desk(NULL, 75, "lookup", "--card", father, "--procedure", PROCEDURE,
			     "--purpose", PURPOSE, "--wait", "1", NULL));
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	expect_clean(); /* the courier is at it: its journal is there */
	world_gateway_start(NULL);
	said = desk(NULL, 0, "sync", "--once", NULL);
	assert_int_equal(number_of(said, "received"), 1);
	json_object_put(said);
	expect_clean();
	free(mother);
	free(father);
	free(id);
}

/* A killed desk leaves its journals as they were. */
static void screens_leave_nothing_in_the_clear(void **state)
{
	struct pty *pty = training_start(NULL);
	char *mother = training_card("mother");

	(void)state;
	plant_numbers(mother, 0);
	training_look_up(pty, mother);
	training_open_dossier(pty, 1);
	pty_type(pty, "Xoaif Tims" KEY_DOWN);
	pty_expect(pty, "Xoài Tím");
	expect_clean();
	pty_signal(pty, SIGKILL);
	pty_expect_end(pty);
	pty_end(pty);
	assert_int_equal(access(world_path("desk/store.db-wal"), R_OK), 0);
	expect_clean();
	free(mother);
}

static void no_core_file_can_be_written(void **state)
{
	struct pty *pty = training_start(NULL);
	char path[64], line[256];
	bool seen = false;
	FILE *limits;

	(void)state;
	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pty->pid);
	limits = fopen(path, "re");
	assert_non_null(limits);
	while (fgets(line, sizeof(line), limits)) {
		if (!strncmp(line, "Max core file size", 18)) {
			unsigned long soft = 1, hard = 1;

			assert_int_equal(sscanf(line + 18, "%lu %lu", &soft, &hard), 2);
			assert_int_equal(soft, 0);
			assert_int_equal(hard, 0);
			seen = true;
		}
	}
	fclose(limits);
	assert_true(seen);
	pty_end(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_search_finds, begin, end),
		cmocka_unit_test_setup_teardown(scripts_leave_nothing_in_the_clear, begin, end),
		cmocka_unit_test_setup_teardown(screens_leave_nothing_in_the_clear, begin, end),
		cmocka_unit_test_setup_teardown(no_core_file_can_be_written, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
