/* SPDX-License-Identifier: MPL-2.0 */
/* listed.h - the linked birth form as an official fills it in for two married parents. */
#ifndef TESTS_UI_LISTED_H
#define TESTS_UI_LISTED_H

#include <stdio.h>

#include "ui/desk_under_test.h"

#define LISTED MC_SOURCE_DIR "/tests/data/mau01_two_married_parents.tsv"

/* Everything that is required, straight into the fake desk's form. */
static inline void fill_in_listed(void)
{
	char line[1000];
	FILE *list = fopen(LISTED, "r");

	assert_non_null(list);
	while (fgets(line, sizeof(line), list)) {
		char *value = strchr(line, '\t');

		if (line[0] == '#' || !value) {
			continue;
		}
		*value++ = '\0';
		value[strcspn(value, "\n")] = '\0';
		assert_ok(mc_form_type(t.desk->form, mc_procedure_field(t.desk->procedure, line),
				       value, FAKE_NOW, NULL));
	}
	fclose(list);
}

#endif
