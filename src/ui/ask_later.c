/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ask_later.c - a dossier is begun with what the citizen showed, marked as such: the register cannot
 * be asked now, and the verification waits in the queue for the link; or nobody wants to ask it.
 */
#include <string.h>

#include "motcua/desk/verification.h"
#include "ui/ask_view.h"
#include "ui/person_page.h"

void mc_ask_pick_role(struct mc_view *view, int tag)
{
	struct mc_err why = {.code = MC_OK};
	const struct mc_procedure *procedure = mc_ask_procedure(view, &why);

	if (procedure) {
		mc_ui_pick_role(view->ui, tag, procedure, NULL);
	} else {
		mc_ui_fail(view->ui, why.code, &why);
	}
}

static enum mc_code fill_card(struct mc_ask_state *s, struct mc_work *work,
			      const struct mc_role *role, struct mc_err *why)
{
	struct mc_card card = s->card;
	enum mc_code code;

	MC_COPY(card.number, s->query.number);
	/* the lines on the back have no marks: they are no name for a form */
	MC_COPY(card.full_name, s->from == MC_INPUT_CARD ? s->query.full_name : "");
	card.born = s->query.born;
	code = mc_work_fill_card(work, role->id, &card, NULL, why);
	explicit_bzero(&card, sizeof(card));
	return code;
}

static enum mc_code fill_typed(struct mc_ask_state *s, struct mc_work *work,
			       const struct mc_role *role, struct mc_err *why)
{
	char born[MC_DATE_LEN];
	const struct {
		const char *field, *text;
	} parts[] = {
		{role->number_field, s->query.number[0] ? s->query.number : s->query.cmnd},
		{role->name_field, s->query.full_name},
		{role->born_field, born},
	};
	enum mc_code code = MC_OK;

	mc_date_format(&s->query.born, born);
	for (size_t i = 0; !code && i < MC_COUNT(parts); i++) {
		int field = parts[i].field ? mc_procedure_field(work->procedure, parts[i].field)
					   : -1;

		if (field >= 0) {
			code = mc_work_type(work, field, parts[i].text, why);
		}
	}
	return code;
}

/* ret_until: the verification waits until then; NULL: none does. */
static enum mc_code begin(struct mc_view *view, const struct mc_role *role,
			  char ret_id[MC_UUID_LEN], int64_t *ret_until, struct mc_err *why)
{
	struct mc_ask_state *s = view->state;
	struct mc_work *work;
	enum mc_code code = mc_work_new(view->ui->desk, s->query.procedure, &work, why);

	if (code != MC_OK) {
		return code;
	}
	mc_copy(ret_id, MC_UUID_LEN, work->id);
	code = mc_ask_is_as_shown(s) ? fill_card(s, work, role, why) : fill_typed(s, work, role, why);
	if (code == MC_OK && ret_until) {
		code = mc_work_verify_later(work, role->id, &s->query, ret_until, why);
	}
	mc_work_close(work);
	return code;
}

static bool open_form(struct mc_view *view, int role, int tag, int64_t *ret_until)
{
	struct mc_err why = {.code = MC_OK};
	const struct mc_procedure *procedure = mc_ask_procedure(view, &why);
	char id[MC_UUID_LEN];
	enum mc_code code = procedure ? begin(view, mc_vec_at(&procedure->roles, (size_t)role), id,
					      ret_until, &why)
				      : why.code;

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return false;
	}
	mc_ui_open(view->ui, MC_VIEW_FORM, tag, &(union mc_view_arg){.id = id});
	return true;
}

void mc_ask_begin(struct mc_view *view, int role, int tag)
{
	(void)open_form(view, role, tag, NULL);
}

void mc_ask_later(struct mc_view *view, int role, int tag)
{
	char until[16];
	int64_t until_at;

	if (!open_form(view, role, tag, &until_at)) {
		return;
	}
	mc_desk_status(view->ui->desk, &view->ui->status);
	mc_view_time(until_at, until);
	mc_ui_say(view->ui,
		  _("The verification waits for the link, until %s. Go on: what stands here is "
		    "provisional."), until);
}
