/* SPDX-License-Identifier: MPL-2.0 */
/* legal_note.c - a note on a paper once demanded (FORMATS 11), as a table. */
#include "motcua/wire/legal_note.h"

#include "wire/procedure_members.h"

#define N struct mc_legal_note

static const struct mc_shape_member label_members[] = {
	MC_OWNED(struct mc_label, vi, "vi", true),
	MC_OWNED(struct mc_label, en, "en", true),
};
static const struct mc_shape label = MC_SHAPE_OF(label_members);

static const struct mc_shape_member legal_members[] = {
	MC_OWNED(struct mc_legal, text, "text", true),
	MC_OWNED(struct mc_legal, article, "article", false),
	MC_SHAPE(struct mc_legal, from, "from", date, false),
	MC_SHAPE(struct mc_legal, until, "until", date, false),
};
static const struct mc_shape legal = MC_SHAPE_OF(legal_members);

static const struct mc_shape_member note_members[] = {
	MC_OWNED(N, id, "id", true),
	MC_OWNED(N, version, "version", true),
	MC_SHAPE_OBJECT(N, name, "name", true, label),
	MC_LISTED(list, N, demanded, "demanded", true, legal, struct mc_legal),
	MC_LISTED(list, N, ended, "ended", true, legal, struct mc_legal),
	MC_SHAPE(N, since, "since", date, true),
	MC_SHAPE_OBJECT(N, database, "database", true, label),
	MC_SHAPE_OBJECT(N, stead, "stead", true, label),
	MC_SHAPE_OBJECT(N, when_wrong, "when_wrong", true, label),
	MC_SHAPE_OBJECT(N, must_not, "must_not", true, label),
	MC_OWNED(N, source, "source", true),
	{.key = "unconfirmed", .ops = &mc_procedure_texts, .at = offsetof(N, unconfirmed)},
};
static const struct mc_shape note_shape = MC_SHAPE_OF(note_members);

static enum mc_code first_fault(const struct mc_vec *faults, struct mc_err *why)
{
	const struct mc_fault *first = mc_vec_at(faults, 0);

	return first ? mc_fail(why, MC_E_LEGAL_FILE, "%s: %s", first->path, first->reason) : MC_OK;
}

static enum mc_code read_note(const struct mc_json *root, struct mc_legal_note *note,
			      struct mc_err *why)
{
	struct mc_vec faults;
	const struct mc_walk walk = {&faults, false};
	enum mc_code code;

	mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
	mc_shape_walk(&walk, "", root, &note_shape, note);
	code = first_fault(&faults, why);
	mc_vec_done(&faults);
	return code ? code : mc_legal_note_check(note, why);
}

enum mc_code mc_legal_note_parse(struct mc_slice json, struct mc_legal_note **ret,
				 struct mc_err *why)
{
	struct mc_legal_note *note = mc_legal_note_new();
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (!code) {
		code = read_note(root, note, why);
	}
	mc_json_free(root);
	if (code) {
		mc_legal_note_free(note);
		if (why) {
			why->code = MC_E_LEGAL_FILE; /* the detail stays */
		}
		return MC_E_LEGAL_FILE;
	}
	*ret = note;
	return MC_OK;
}
