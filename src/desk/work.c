/* SPDX-License-Identifier: MPL-2.0 */
/* work.c - one dossier in hand: opened, filled, saved field by field. */

#include "motcua/desk/work.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/numbers.h"
#include "desk/verifications.h"
#include "desk/whose.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"

enum { MINTED_AT_MOST = 8 };

/* ---- opening */

/* The units, where an address is read for them; without the table it is text alone. */
static const struct mc_places *places_of(struct mc_desk *desk, const struct mc_procedure *procedure)
{
	const struct mc_places *places = NULL;
	struct mc_err quiet;

	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		if (field->units) {
			return mc_desk_places(desk, &places, &quiet) ? NULL : places;
		}
	}
	return NULL;
}

/* The days off, where a last day may fall on one. */
static const struct mc_calendar *calendar_of(struct mc_desk *desk,
					     const struct mc_procedure *procedure)
{
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		if (field->computed && !strncmp(field->computed, "late:", 5)) {
			return mc_desk_calendar(desk);
		}
	}
	return NULL;
}

struct mc_form *desk_form_new(struct mc_desk *desk, const struct mc_procedure *procedure)
{
	struct mc_form *form = mc_form_new(procedure);

	form->places = places_of(desk, procedure);
	form->calendar = calendar_of(desk, procedure);
	return form;
}

static struct mc_work *work_new(struct mc_desk *desk, const struct mc_procedure *procedure,
				struct mc_procedure *own)
{
	struct work *work = mc_calloc(1, sizeof(*work));

	work->own = own;
	work->pub.desk = desk;
	work->pub.procedure = procedure;
	work->pub.form = desk_form_new(desk, procedure);
	work->pub.lock_fd = -1;
	mc_vec_init(&work->pub.attachments, sizeof(struct mc_attachment), MC_PARTS_MAX);
	mc_str_init(&work->people, MC_JSON_MAX);
	work->saved = mc_calloc(procedure->fields.len, sizeof(*work->saved));
	for (size_t i = 0; i < procedure->fields.len; i++) {
		mc_str_init(&work->saved[i], MC_JSON_MAX);
	}
	return &work->pub;
}

void mc_work_close(struct mc_work *pub)
{
	struct work *work = (struct work *)pub;

	if (!pub) {
		return;
	}
	for (size_t i = 0; i < pub->procedure->fields.len; i++) {
		mc_str_wipe(&work->saved[i]);
	}
	free(work->saved);
	mc_str_wipe(&work->people);
	mc_form_free(pub->form);
	mc_form_free(work->known);
	mc_procedure_free(work->own);
	mc_vec_done(&pub->attachments);
	if (pub->lock_fd >= 0) {
		close(pub->lock_fd);
	}
	free(work);
}

/* It is read out by telephone and typed in shells: no check symbol but a letter or digit. */
static void mint_local_number(const struct mc_desk *desk, char ret[MC_LOCAL_NUMBER_LEN])
{
	do {
		mc_local_number_format(desk->keys.id, mc_rand_below(1u << 30), ret);
	} while (!isalnum((unsigned char)ret[strlen(ret) - 1]));
}

enum mc_code mc_work_new(struct mc_desk *desk, const char *code_text, struct mc_work **ret,
			 struct mc_err *why)
{
	return work_create(desk, &(struct work_origin){.procedure = code_text}, ret, why);
}

/* Thirty random bits are few: of twenty offices with ten thousand dossiers each, one would have
 * had two alike. */
static enum mc_code begin_numbered(struct mc_work *work, struct mc_draft *draft,
				   struct mc_slice procedure, const struct mc_draft_content *content,
				   struct mc_err *why)
{
	enum mc_code code = MC_E_NUMBER_TAKEN;

	for (int i = 0; i < MINTED_AT_MOST && code == MC_E_NUMBER_TAKEN; i++) {
		mint_local_number(work->desk, work->local_number);
		MC_COPY(draft->local_number, work->local_number);
		code = mc_draft_begin(work->desk->store, draft, procedure, content, why);
	}
	return code;
}

/* On disk with the very bytes of the procedure that it is begun with. */
static enum mc_code begin(struct mc_work *work, const struct work_origin *origin,
			  const struct mc_str *procedure, struct mc_err *why)
{
	struct mc_draft draft = {.state = MC_STATE_DRAFT};
	enum mc_code code = mc_draft_lock(work->desk->store, work->id, &work->lock_fd, why);

	MC_COPY(draft.id, work->id);
	MC_COPY(draft.procedure, work->procedure->code);
	MC_COPY(draft.version, work->procedure->version);
	MC_COPY(draft.replaces, work->replaces);
	MC_COPY(draft.supplements, work->supplements);
	MC_COPY(draft.subject, origin->subject ? origin->subject : "");
	draft.created_at = draft.updated_at = work->created_at;
	return code ? code :
		      begin_numbered(work, &draft, mc_slice_of(procedure), &origin->content, why);
}

/* A supplement is read by who read its dossier: with the same fields. */
static enum mc_code origin_procedure(struct mc_desk *desk, const struct work_origin *origin,
				     struct mc_str *ret_bytes, const struct mc_procedure **ret,
				     struct mc_procedure **ret_own, struct mc_err *why)
{
	enum mc_code code = origin->kept ?
				    mc_draft_procedure(desk->store, origin->kept, ret_bytes, why) :
				    MC_E_NOT_FOUND;

	*ret_own = NULL;
	if (code == MC_E_NOT_FOUND) { /* or of a desk that kept none */
		return desk_procedure_bytes(desk, origin->procedure, ret_bytes, ret, ret_own, why);
	}
	return code ? code :
		      desk_kept_procedure(desk, origin->kept, origin->procedure, ret, why);
}

/* A supplement says only what changes: what the province has of the office stays as it is. */
static void start_form(struct mc_work *work)
{
	if (!work->supplements[0]) {
		work_take_office(work);
	}
}

enum mc_code work_create(struct mc_desk *desk, const struct work_origin *origin,
			 struct mc_work **ret, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	struct mc_procedure *own;
	struct mc_work *work;
	struct mc_str bytes;
	enum mc_code code;

	mc_str_init(&bytes, MC_JSON_MAX);
	code = origin_procedure(desk, origin, &bytes, &procedure, &own, why);
	if (!code) {
		work = work_new(desk, procedure, own);
		mc_uuid7(work->id);
		MC_COPY(work->replaces, origin->replaces ? origin->replaces : "");
		MC_COPY(work->supplements, origin->supplements ? origin->supplements : "");
		work->state = MC_STATE_DRAFT;
		work->created_at = mc_clock_now();
		code = begin(work, origin, &bytes, why);
		if (code) {
			mc_work_close(work);
		} else {
			start_form(work);
			*ret = work;
		}
	}
	mc_str_done(&bytes);
	return code;
}

static void restore_fields(struct mc_work *pub, const struct mc_vec *values)
{
	struct work *work = (struct work *)pub;

	MC_VEC_EACH(values, struct mc_draft_value, saved) {
		int field = mc_procedure_field(pub->procedure, saved->field);
		struct mc_value value;
		struct mc_err why;

		/* A field that the procedure lost meanwhile stays in the store untouched. */
		if (field < 0 || mc_value_parse(mc_slice_of(&saved->bytes), &value, &why)) {
			continue;
		}
		mc_form_restore(pub->form, field, &value);
		mc_str_add(&work->saved[field], saved->bytes.data, saved->bytes.len);
		mc_value_done(&value);
	}
}

static enum mc_code load_fields(struct mc_work *work, struct mc_err *why)
{
	struct mc_vec values;
	enum mc_code code;

	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	code = mc_draft_values(work->desk->store, work->id, &values, why);
	if (!code) {
		restore_fields(work, &values);
	}
	mc_draft_values_done(&values);
	return code;
}

bool desk_is_draft(enum mc_state state)
{
	return state == MC_STATE_DRAFT || state == MC_STATE_READY;
}

/* A dossier that can change is in one pair of hands; a sealed one anybody may look at. Its
 * state is asked again under the lock: the other hands may just have sealed it. */
static enum mc_code take_in_hand(struct mc_work *work, struct mc_draft *draft, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	enum mc_code code = desk_state(desk, draft, &work->state, NULL, why);

	if (code || !desk_is_draft(work->state) || mc_desk_read_only(desk)) {
		return code; /* on a disk that cannot be written to nobody changes it */
	}
	code = mc_draft_lock(desk->store, work->id, &work->lock_fd, why);
	if (!code) {
		code = mc_draft_load(desk->store, work->id, draft, why);
	}
	return code ? code : desk_state(desk, draft, &work->state, NULL, why);
}

static enum mc_code load_work(struct mc_work *work, struct mc_draft *draft, bool in_hand,
			      struct mc_err *why)
{
	enum mc_code code = in_hand ? take_in_hand(work, draft, why)
				    : desk_state(work->desk, draft, &work->state, NULL, why);

	if (!code) {
		MC_COPY(((struct work *)work)->subject, draft->subject);
		code = load_fields(work, why);
	}
	if (!code) {
		desk_form_people(work->form, draft->subject, &((struct work *)work)->people);
		desk_prove(work);
	}
	if (!code && desk_is_draft(work->state)) { /* an age goes on, a sealed one does not */
		start_form(work);
		mc_form_compute(work->form, mc_clock_now());
	}
	if (!code && work->supplements[0]) {
		code = desk_known_form(work->desk, work->supplements, work->procedure,
				       &((struct work *)work)->known, why);
	}
	return code ? code : work_load_attachments(work, why);
}

static enum mc_code open_work(struct mc_desk *desk, const char *name, bool in_hand,
			      struct mc_work **ret, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	struct mc_draft draft;
	struct mc_work *work;
	enum mc_code code = mc_draft_find(desk->store, name, &draft, why);

	if (!code) {
		code = desk_kept_procedure(desk, draft.id, draft.procedure, &procedure, why);
	}
	if (code) {
		return code;
	}
	work = work_new(desk, procedure, NULL);
	MC_COPY(work->id, draft.id);
	MC_COPY(work->local_number, draft.local_number);
	MC_COPY(work->replaces, draft.replaces);
	MC_COPY(work->supplements, draft.supplements);
	work->created_at = draft.created_at;
	code = load_work(work, &draft, in_hand, why);
	if (code) {
		mc_work_close(work);
		return code;
	}
	*ret = work;
	return MC_OK;
}

enum mc_code mc_work_open(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why)
{
	return open_work(desk, name, true, ret, why);
}

enum mc_code mc_work_look(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why)
{
	return open_work(desk, name, false, ret, why);
}

/* ---- saving */

/* What a form has that nobody has touched: a first value that was cleared is none of it. */
static bool is_as_begun(const struct mc_field *field, const struct mc_value *value)
{
	return !value->text[0] && !value->register_text && !field->preset;
}

static int collect_values(struct work *work, struct mc_draft_value *ret)
{
	struct mc_work *pub = &work->pub;
	int count = 0;

	for (size_t i = 0; i < pub->procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&pub->procedure->fields, i);
		struct mc_str bytes;

		mc_str_init(&bytes, MC_JSON_MAX);
		mc_value_format(&pub->form->values[i], &bytes);
		if (mc_slice_equal(mc_slice_of(&bytes), mc_slice_of(&work->saved[i])) ||
		    (!work->saved[i].len && is_as_begun(field, &pub->form->values[i]))) {
			mc_str_done(&bytes);
			continue;
		}
		MC_COPY(ret[count].field, field->id);
		desk_field_number(field, pub->form->values[i].text, ret[count].number);
		ret[count++].bytes = bytes;
	}
	return count;
}

static void remember_values(struct work *work, const struct mc_draft_value *values, int count)
{
	for (int i = 0; i < count; i++) {
		int field = mc_procedure_field(work->pub.procedure, values[i].field);

		mc_str_wipe(&work->saved[field]);
		mc_str_init(&work->saved[field], MC_JSON_MAX);
		mc_str_add(&work->saved[field], values[i].bytes.data, values[i].bytes.len);
	}
}

/* All that it differs by from what is on disk: values, by whom it is found, that it is no
 * longer ready. The texts are the caller's. */
static void collect_change(struct work *work, char subject[MC_NAME_LEN], struct mc_str *people,
			   struct mc_draft_value *values, struct mc_draft_change *ret)
{
	struct mc_work *pub = &work->pub;
	enum mc_state after = mc_state_after(pub->state, MC_HAPPENING_EDIT);

	*ret = (struct mc_draft_change){.values = values, .from = pub->state};
	ret->count = collect_values(work, values);
	ret->to = ret->count && after != pub->state ? after : MC_STATE_NONE;
	desk_whose(pub->form, subject, MC_NAME_LEN);
	desk_form_people(pub->form, subject, people);
	if (strcmp(subject, work->subject) != 0 || strcmp(people->data, work->people.data) != 0) {
		ret->subject = subject;
		ret->people = people->data;
	}
}

static void remember_change(struct work *work, const struct mc_draft_change *change)
{
	remember_values(work, change->values, change->count);
	if (change->count) {
		work->ready_by[0] = '\0';
	}
	if (change->to) {
		work->pub.state = change->to;
	}
	if (change->subject) {
		mc_copy(work->subject, sizeof(work->subject), change->subject);
		mc_str_reset(&work->people);
		mc_str_puts(&work->people, change->people);
	}
}

enum mc_code work_save(struct mc_work *pub, struct mc_err *why)
{
	struct work *work = (struct work *)pub;
	struct mc_draft_value *values = mc_calloc(pub->procedure->fields.len, sizeof(*values));
	struct mc_draft_change change;
	char subject[MC_NAME_LEN];
	struct mc_str people;
	enum mc_code code;

	mc_str_init(&people, MC_JSON_MAX);
	collect_change(work, subject, &people, values, &change);
	code = change.count ? work_editable(pub, why) : MC_OK;
	if (!code && (change.count || change.subject)) {
		code = mc_draft_save(pub->desk->store, pub->id, &change, mc_clock_now(), why);
	}
	if (!code) {
		remember_change(work, &change);
	}
	for (int i = 0; i < change.count; i++) {
		mc_str_wipe(&values[i].bytes);
	}
	mc_free_wiped(values, pub->procedure->fields.len * sizeof(*values));
	mc_str_wipe(&people);
	explicit_bzero(subject, sizeof(subject));
	return code;
}

enum mc_code work_editable(const struct mc_work *work, struct mc_err *why)
{
	if (!desk_is_draft(work->state)) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(work->state));
	}
	return MC_OK;
}

enum mc_code work_edit(struct mc_work *work, struct mc_err *why)
{
	enum mc_state after = mc_state_after(work->state, MC_HAPPENING_EDIT);
	enum mc_code code = work_editable(work, why);

	if (!code && after != work->state) {
		code = mc_draft_move(work->desk->store, work->id, work->state, after,
				     mc_clock_now(), why);
	}
	if (!code) {
		work->state = after;
		((struct work *)work)->ready_by[0] = '\0';
	}
	return code;
}

/* ---- judging, leaving */

/* The papers are at the province with the dossier; what it lacks it has named. */
static void drop_papers(struct mc_vec *problems)
{
	for (size_t i = problems->len; i > 0; i--) {
		if (((struct mc_problem *)mc_vec_at(problems, i - 1))->field < 0) {
			mc_vec_remove(problems, i - 1);
		}
	}
}

void mc_work_problems(const struct mc_work *work, struct mc_vec *ret)
{
	const char *attached[MC_PARTS_MAX + 1] = {NULL};
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	int count = 0;

	MC_VEC_EACH(&work->attachments, struct mc_attachment, it) {
		attached[count++] = it->paper;
	}
	mc_form_check(work->form, attached, &today, ret);
	if (work->supplements[0]) {
		drop_papers(ret);
	}
}

enum mc_code mc_work_discard(struct mc_work *work, struct mc_err *why)
{
	enum mc_state after = mc_state_after(work->state, MC_HAPPENING_DISCARD);
	enum mc_code code;

	if (!after) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(work->state));
	}
	code = mc_draft_move(work->desk->store, work->id, work->state, after, mc_clock_now(), why);
	if (!code) {
		code = desk_call_back(work->desk, work->id, NULL, why);
	}
	if (!code) {
		code = desk_audit(work->desk, "discard", work->id, work->procedure->code, "", why);
	}
	if (!code) {
		work->state = after;
	}
	return code;
}
