/* SPDX-License-Identifier: MPL-2.0 */
/*
 * whose_test.c - whose dossier it is, in lists and on slips: of every procedure that is shipped
 * somebody, and the right one.
 */
#include "support/opened_desk.h"

#include <stdio.h>

#include "desk/whose.h"

/* "Người Mục a", "Người Mục b", ...: which field it was typed in. */
static void type_names(struct mc_work *work)
{
	char name[40];
	int n = 0;

	MC_VEC_EACH(&work->procedure->fields, struct mc_field, field) {
		if (field->kind == MC_FIELD_NAME && !field->rows) {
			snprintf(name, sizeof(name), "Người %c%c", 'A' + n / 26, 'a' + n % 26);
			assert_ok(mc_work_type(work, province_field(work, field->id), name, NULL));
			n++;
		}
	}
}

static void assert_shown_as(const struct mc_work *work, const char *subject)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};

	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
	if (strcmp(row.subject, subject) != 0) {
		fail_msg("%s: \"%s\", not \"%s\"", work->procedure->code, row.subject, subject);
	}
}

static void every_dossier_is_somebodys(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const char *code = mc_desk_procedure_at(p.desk, i)->code;
		struct mc_work *work;

		assert_ok(mc_work_new(p.desk, code, &work, NULL));
		type_names(work);
		if (!*desk_submitter(work->form, DESK_NAME)) {
			fail_msg("%s: nobody hands it in", code);
		}
		if (!work->procedure->about.len) {
			assert_shown_as(work, desk_submitter(work->form, DESK_NAME));
		}
		mc_work_close(work);
	}
}

/* Typed in these fields; the list shows that. */
static const struct whose {
	const char *code, *typed[4][2], *shown;
} whose[] = {
	{ "1.000894",
	  {{"bride.full_name", "Trần Thị Bưởi"}, {"groom.full_name", "Lê Văn Cam"}},
	  "Lê Văn Cam - Trần Thị Bưởi" },
	{ "1.000656",
	  {{"requester.full_name", "Lê Văn Cam"}, {"dead.full_name", "Lê Thị Na"}},
	  "Lê Thị Na" },
	{"2.002622", {{"dead.full_name", "Lê Thị Na"}, {NULL}}, "Lê Thị Na"},
	{ "1.004222",
	  {{"head.full_name", "Trần Thị Bưởi"}, {"person.full_name", "Lê Văn Cam"}},
	  "Lê Văn Cam" },
	{ "1.001193",
	  { {"requester.full_name", "Lê Văn Cam"},
	    {"child.given_name", "An"},
	    {"child.family_name", "Lê"} },
	  "Lê An" },
	{ "1.004873",
	  {{"requester.full_name", "Lê Văn Cam"}, {"person.full_name", "Lê Thị Na"}},
	  "Lê Thị Na" },
	{ "1.004884",
	  { {"requester.full_name", "Lê Văn Cam"},
	    {"child.given_name", "Na"},
	    {"child.family_name", "Lê"},
	    {"child.middle_name", "Thị"} },
	  "Lê Thị Na" },
	{"1.004837", {{"ward.full_name", "Lê Bé"}, {NULL}}, "Lê Bé"},
	{"2.001019", {{"testator.full_name", "Lê Thị Na"}, {NULL}}, "Lê Thị Na"},
	{"2.000815", {{"requester.full_name", "Lê Văn Cam"}, {NULL}}, "Lê Văn Cam"},
	/* whom it is about is not known yet: who stands there */
	{"1.000656", {{"requester.full_name", "Lê Văn Cam"}, {NULL}}, "Lê Văn Cam"},
};

/* A form that could be sent without the name of whom it is about would be nobody's in every list. */
static void the_name_is_asked_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_procedure *it = mc_desk_procedure_at(p.desk, i)->procedure;

		MC_VEC_EACH(&it->about, char *, entry) {
			char *names = mc_strdup(*entry), *save = NULL;
			bool asked = false;

			for (char *id = strtok_r(names, "+", &save); id;
			     id = strtok_r(NULL, "+", &save)) {
				const struct mc_field *field = mc_vec_at(
					&it->fields, (size_t)mc_procedure_field(it, id));

				asked |= field->required;
			}
			if (!asked) {
				fail_msg("%s: %s may stay empty", it->code, *entry);
			}
			free(names);
		}
	}
}

static void of_the_right_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(whose); i++) {
		struct mc_work *work;

		assert_ok(mc_work_new(p.desk, whose[i].code, &work, NULL));
		for (int k = 0; k < 4 && whose[i].typed[k][0]; k++) {
			assert_ok(mc_work_type(work, province_field(work, whose[i].typed[k][0]),
					       whose[i].typed[k][1], NULL));
		}
		assert_shown_as(work, whose[i].shown);
		mc_work_close(work);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_dossier_is_somebodys),
		CASE(the_name_is_asked_for),
		CASE(of_the_right_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
