/* SPDX-License-Identifier: MPL-2.0 */
/* legal_note.c - a note in memory: making, freeing, whether it says enough. */
#include "motcua/domain/legal_note.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { TEXTS_MAX = 100 };

struct mc_legal_note *mc_legal_note_new(void)
{
	struct mc_legal_note *note = mc_calloc(1, sizeof(*note));

	mc_vec_init(&note->demanded, sizeof(struct mc_legal), TEXTS_MAX);
	mc_vec_init(&note->ended, sizeof(struct mc_legal), TEXTS_MAX);
	mc_vec_init(&note->unconfirmed, sizeof(char *), TEXTS_MAX);
	return note;
}

static void label_done(struct mc_label *label)
{
	free(label->vi);
	free(label->en);
}

static void texts_done(struct mc_vec *texts)
{
	MC_VEC_EACH(texts, struct mc_legal, legal) {
		free(legal->text);
		free(legal->article);
	}
	mc_vec_done(texts);
}

void mc_legal_note_free(struct mc_legal_note *note)
{
	if (!note) {
		return;
	}
	free(note->id);
	free(note->version);
	label_done(&note->name);
	texts_done(&note->demanded);
	texts_done(&note->ended);
	label_done(&note->database);
	label_done(&note->stead);
	label_done(&note->when_wrong);
	label_done(&note->must_not);
	free(note->source);
	MC_VEC_EACH(&note->unconfirmed, char *, member) {
		free(*member);
	}
	mc_vec_done(&note->unconfirmed);
	free(note);
}

/* Days in which a text cannot have been in force. */
static bool has_odd_days(const struct mc_vec *texts)
{
	MC_VEC_EACH(texts, const struct mc_legal, legal) {
		if (mc_date_is_set(&legal->from) && mc_date_is_set(&legal->until) &&
		    mc_date_compare(&legal->until, &legal->from) < 0) {
			return true;
		}
	}
	return false;
}

enum mc_code mc_legal_note_check(const struct mc_legal_note *note, struct mc_err *why)
{
	const struct {
		bool wrong;
		const char *member;
	} faults[] = {
		{!note->id || !note->id[0], "id"},
		{!note->name.vi || !note->name.vi[0], "name"},
		{!note->demanded.len || has_odd_days(&note->demanded), "demanded"},
		{!note->ended.len || has_odd_days(&note->ended), "ended"},
		{!mc_date_is_full(&note->since), "since"},
		{!note->stead.vi || !note->when_wrong.vi || !note->must_not.vi, "stead"},
	};

	for (size_t i = 0; i < MC_COUNT(faults); i++) {
		if (faults[i].wrong) {
			return mc_fail(why, MC_E_LEGAL_FILE, "%s", faults[i].member);
		}
	}
	return MC_OK;
}

bool mc_paper_has_note(const struct mc_paper *paper, const char *id)
{
	MC_VEC_EACH(&paper->notes, char *, note) {
		if (strcmp(*note, id) == 0) {
			return true;
		}
	}
	return false;
}

const struct mc_paper *mc_procedure_once_asked(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->papers, struct mc_paper, paper) {
		if (mc_paper_has_note(paper, id)) {
			return paper;
		}
	}
	return NULL;
}

/* Which paper used to say what a record's part says now, by the beginning of its name. */
static const struct {
	const char *source, *note;
} told_by[] = {
	{"household.", "household_book"},
	{"relation_to_head", "household_book"},
	{"permanent.", "household_book"},
	{"residence.", "household_book"},
	{"temporary.", "temporary_book"},
	{"marital_status", "marital_certificate"},
	{"spouse.", "marriage_certificate"},
	{"father.", "birth_certificate"},
	{"mother.", "birth_certificate"},
	{"birth_place", "birth_certificate"},
	{"died", "death_certificate"},
	{"number", "identity_card"},
};

const char *mc_field_note(const struct mc_procedure *procedure, const struct mc_field *field)
{
	MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
		for (size_t i = 0; i < MC_COUNT(told_by); i++) {
			size_t len = strlen(told_by[i].source);

			if (strncmp(prefill->source, told_by[i].source, len) == 0 &&
			    mc_procedure_once_asked(procedure, told_by[i].note)) {
				return told_by[i].note;
			}
		}
	}
	return NULL;
}
