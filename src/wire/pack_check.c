/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack_check.c - what a desk would find wrong with the files of a pack, told before it is
 * signed: by the very readers that the desk has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/wire/calendar.h"
#include "motcua/wire/legal_note.h"
#include "motcua/wire/pack.h"
#include "motcua/wire/places.h"

#define OTHER_NAME N_("differs from the file name")

static void add(struct mc_vec *ret, const char *file, int line, const char *path,
		const char *reason, const char *what)
{
	struct mc_pack_fault *fault = mc_vec_push(ret);

	if (fault) {
		MC_COPY(fault->file, file);
		fault->at.line = line;
		MC_COPY(fault->at.fault.path, path);
		MC_COPY(fault->at.fault.reason, reason);
		MC_COPY(fault->at.fault.what, what);
	}
}

/* A reader that stops at the first fault: its detail is "member: reason". */
static void add_first(struct mc_vec *ret, const struct mc_pack_source *source,
		      const struct mc_err *why)
{
	const char *colon = strstr(why->detail, ": ");
	char member[100];

	snprintf(member, sizeof(member), "%.*s", colon ? (int)(colon - why->detail) : 0,
		 why->detail);
	add(ret, source->name, mc_json_line(mc_slice_of(&source->text), member), member,
	    colon ? colon + 2 : why->detail, "");
}

/* Is the file "<word>.json"? */
static bool is_named(const char *file, const char *word)
{
	size_t len = strlen(word);

	return strlen(file) == len + 5 && !strncmp(file, word, len);
}

/* ---- one kind each */

void mc_procedure_named_faults(const char *file, struct mc_slice text, struct mc_vec *ret)
{
	struct mc_procedure *procedure;
	size_t before = ret->len;
	struct mc_file_fault *fault;

	mc_procedure_file_faults(text, ret);
	if (ret->len > before || mc_procedure_parse(text, &procedure, NULL)) {
		return;
	}
	fault = is_named(file, procedure->code) ? NULL : mc_vec_push(ret);
	if (fault) {
		fault->line = mc_json_line(text, "code");
		MC_COPY(fault->fault.path, "code");
		MC_COPY(fault->fault.reason, OTHER_NAME);
		MC_COPY(fault->fault.what, procedure->code);
	}
	mc_procedure_free(procedure);
}

static void check_procedure(const struct mc_pack_source *source, struct mc_vec *ret)
{
	struct mc_vec faults;

	mc_vec_init(&faults, sizeof(struct mc_file_fault), MC_FAULTS_MAX);
	mc_procedure_named_faults(source->name, mc_slice_of(&source->text), &faults);
	MC_VEC_EACH (&faults, struct mc_file_fault, it) {
		add(ret, source->name, it->line, it->fault.path, it->fault.reason, it->fault.what);
	}
	mc_vec_done(&faults);
}

static void check_holidays(const struct mc_pack_source *source, struct mc_vec *ret)
{
	struct mc_holiday_table *table = mc_calloc(1, sizeof(*table));
	struct mc_err why;
	char year[24];

	if (mc_holiday_table_parse(mc_slice_of(&source->text), table, &why)) {
		add_first(ret, source, &why);
	} else {
		snprintf(year, sizeof(year), "%lld", (long long)table->year);
		if (!is_named(source->name, year)) {
			add(ret, source->name, mc_json_line(mc_slice_of(&source->text), "year"),
			    "year", OTHER_NAME, year);
		}
	}
	free(table);
}

static void check_note(const struct mc_pack_source *source, struct mc_vec *ret)
{
	struct mc_legal_note *note;
	struct mc_err why;

	if (mc_legal_note_parse(mc_slice_of(&source->text), &note, &why)) {
		add_first(ret, source, &why);
		return;
	}
	if (!is_named(source->name, note->id)) {
		add(ret, source->name, mc_json_line(mc_slice_of(&source->text), "id"), "id",
		    OTHER_NAME, note->id);
	}
	mc_legal_note_free(note);
}

/* Both tables are one: taken together or not at all. */
static void check_places(const struct mc_vec *sources, struct mc_vec *ret)
{
	static const char *const files[] = {"provinces.json", "communes.json"};
	const struct mc_pack_source *found[MC_COUNT(files)] = {NULL};
	struct mc_places places;
	struct mc_err why;

	MC_VEC_EACH (sources, struct mc_pack_source, source) {
		size_t i = 0;

		while (i < MC_COUNT(files) && strcmp(files[i], source->name) != 0) {
			i++;
		}
		if (i == MC_COUNT(files)) {
			add(ret, source->name, 0, "", N_("no file that a desk reads"), "");
		} else {
			found[i] = source;
		}
	}
	if (!found[0] || !found[1]) {
		add(ret, files[found[0] ? 1 : 0], 0, "", N_("missing"), "");
	} else if (mc_places_parse(mc_slice_of(&found[0]->text), mc_slice_of(&found[1]->text),
				   &places, &why)) {
		add_first(ret, found[strncmp(why.detail, "communes", 8) ? 0 : 1], &why);
	} else {
		mc_places_done(&places);
	}
}

/* ---- all of them */

static void (*const checks[MC_PACK_COUNT])(const struct mc_pack_source *source,
					   struct mc_vec *ret) = {
	[MC_PACK_PROCEDURES] = check_procedure,
	[MC_PACK_HOLIDAYS] = check_holidays,
	[MC_PACK_LEGAL] = check_note,
};

void mc_pack_faults(enum mc_pack_name name, const struct mc_vec *sources, struct mc_vec *ret)
{
	MC_VEC_EACH (sources, struct mc_pack_source, source) {
		if (!mc_pack_file_name(source->name)) {
			add(ret, source->name, 0, "", N_("a name that no pack may have"), "");
		} else if (checks[name]) {
			checks[name](source, ret);
		}
	}
	if (name == MC_PACK_PLACES) {
		check_places(sources, ret);
	}
}
