/* SPDX-License-Identifier: MPL-2.0 */
/*
 * forms.c - how much of each form the register fills in, and how many key presses are left.
 *
 * Each role of a form is looked up once, and the register knows everything that it can say.
 * Counted are the fields that are visible and required, of the linked birth form those of
 * tests/data/mau01_two_married_parents.tsv. "The same as" copies, first values that every
 * form has and what is computed do not count as filled.
 *
 * Keys: one for each letter typed (the tone keys of Vietnamese not counted), one to leave each
 * counted field, two for each person looked up (the scan, F3).
 */
#include "bench/bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "motcua/wire/message.h"
#include "support/everybody.h"
#include "support/mau01.h"

#define FOLDER MC_SOURCE_DIR "/data/procedures"
#define LINKED "2.002621"

enum { LOOK_UP_KEYS = 2, TYPED_LETTERS = 12 }; /* letters where no value is listed */

struct count {
	int fields, filled, roles;
	long typing, with_register;
};

/* Three cards lie on the counter for a linked birth: the head of the household is named by the
 * mother's record, or comes as a fourth. */
static bool is_scanned(const struct mc_form *form, const struct mc_role *role)
{
	return !role->in_row && (strcmp(form->procedure->code, LINKED) != 0 ||
				 strcmp(role->id, "head") != 0);
}

static int look_everybody_up(struct mc_form *form)
{
	struct mc_household home = everybodys_home();
	int roles = 0;

	MC_VEC_EACH (&form->procedure->roles, struct mc_role, role) {
		struct mc_person person =
			strcmp(role->id, "father") == 0 ? husband() : everybody();

		if (is_scanned(form, role)) {
			mc_form_prefill(form, role->id, &person, &home, mc_clock_now(), NULL);
			roles++;
		}
	}
	return roles;
}

/* ---- counting */

static bool is_filled(const struct mc_form *form, int field)
{
	const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)field);

	return form->values[field].from == MC_FROM_REGISTER && !of->preset &&
	       !mau01_is_copy(form->procedure, field);
}

static void add(struct count *count, const struct mc_form *form, int field, long letters)
{
	bool filled = is_filled(form, field);

	count->fields++;
	count->filled += filled;
	count->typing += letters + 1;
	count->with_register += (filled ? 0 : letters) + 1;
}

/* Every choice that must be made: the first, in the form's order, for it shows others. */
static void choose(struct mc_form *form)
{
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)i);
		const struct mc_choice *first = mc_vec_at(&of->choices, 0);

		if (first && mc_form_required(form, i) && !form->values[i].text[0]) {
			(void)!mc_form_type(form, i, first->value, mc_clock_now(), NULL);
		}
	}
}

static void count_required(struct mc_form *form, struct count *ret)
{
	choose(form);
	ret->roles = look_everybody_up(form);
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		const struct mc_field *of = mc_vec_at(&form->procedure->fields, (size_t)i);
		bool entered = !mc_form_follows(form, i) && of->kind != MC_FIELD_ATTACHMENT;

		if (entered && mc_form_required(form, i)) {
			add(ret, form, i, of->choices.len ? 1 : TYPED_LETTERS);
		}
	}
}

/* "field TAB value" of each line; the choices are made as listed. */
static bool count_listed(struct mc_form *form, struct count *ret)
{
	char line[MAU01_LINE];
	const char *value;
	FILE *list = fopen(MAU01_LIST, "r");

	if (!list) {
		return false;
	}
	ret->roles = look_everybody_up(form);
	while (mau01_next(list, line, &value)) {
		int field = mc_procedure_field(form->procedure, line);

		if (field < 0) {
			printf("%s: the form has no such field\n", line);
			fclose(list);
			return false;
		}
		if (!form->values[field].text[0]) {
			(void)!mc_form_type(form, field, value, mc_clock_now(), NULL);
		}
		add(ret, form, field, ((const struct mc_field *)mc_vec_at(
					       &form->procedure->fields, (size_t)field))
						      ->choices.len
					      ? 1 : (long)mc_utf8_count(value));
	}
	fclose(list);
	return true;
}

/* ---- rows */

static bool measure(const char *name)
{
	char path[1000];
	struct mc_procedure *procedure;
	struct count it = {0};
	struct mc_form *form;
	struct mc_str text;
	bool good = true;

	snprintf(path, sizeof(path), "%s/%s", FOLDER, name);
	mc_str_init(&text, MC_JSON_MAX);
	if (mc_file_read(path, &text, NULL) ||
	    mc_procedure_parse(mc_slice_of(&text), &procedure, NULL)) {
		printf("%s cannot be read\n", name);
		return false;
	}
	form = mc_form_new(procedure);
	if (strcmp(procedure->code, LINKED) == 0) {
		good = count_listed(form, &it);
	} else {
		count_required(form, &it);
	}
	it.with_register += (long)it.roles * LOOK_UP_KEYS;
	printf("%-10s %3d of %3d %4d %% %8d %8ld %8ld\n", procedure->code, it.filled, it.fields,
	       it.fields ? it.filled * 100 / it.fields : 0, it.roles, it.with_register, it.typing);
	mc_form_free(form);
	mc_procedure_free(procedure);
	mc_str_done(&text);
	return good;
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strstr(entry->d_name, ".json");
}

bool bench_forms(void)
{
	struct dirent **names;
	int count = scandir(FOLDER, &names, is_file, alphasort);
	bool good = count > 0;

	printf("%-10s %17s %8s %8s %8s\n", "procedure", "filled", "look-ups", "keys", "typed");
	for (int i = 0; i < count; i++) {
		good = measure(names[i]->d_name) && good;
		free(names[i]);
	}
	if (count >= 0) {
		free(names);
	}
	printf("aim: more than 70 %% of the linked birth form (" LINKED ") from three look-ups\n");
	return good;
}
