/* SPDX-License-Identifier: MPL-2.0 */
/* procedures.h - a procedure's file at the fake desk. */
#ifndef TESTS_UI_PROCEDURES_H
#define TESTS_UI_PROCEDURES_H

#include "motcua/base/file.h"
#include "motcua/wire/message.h"
#include "ui/desk_under_test.h"

static inline struct mc_procedure *load(const char *dir, const char *name)
{
	char *path = mc_path_join(dir, name);
	struct mc_procedure *procedure = NULL;
	struct mc_err why = {0};
	struct mc_str text;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, NULL));
	if (mc_procedure_parse(mc_slice_of(&text), &procedure, &why)) {
		fail_msg("%s: %s", name, why.detail);
	}
	mc_str_done(&text);
	free(path);
	return procedure;
}

/* The desk has this one instead of its own. */
static inline void use(struct mc_procedure *procedure)
{
	mc_form_free(t.desk->form);
	mc_procedure_free(t.desk->procedure);
	t.desk->procedure = procedure;
	t.desk->catalog[0].procedure = procedure;
	t.desk->form = mc_form_new(procedure);
}

#endif
