/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_verified.c - persons of whom only a card or what was typed is known: the verification
 * that waits for the link, and what it said when it came.
 */
#include <stdio.h>
#include <string.h>

#include "ui/form_view.h"

enum { ROLES_MAX = 200, DIFFERENCES_MAX = 2000 };

static void load(struct mc_view *view)
{
	struct mc_form_state *s = view->state;

	mc_vec_done(&s->verifications);
	mc_vec_init(&s->verifications, sizeof(struct mc_verification), ROLES_MAX);
	if (mc_dossier_verifications(view->ui->desk, s->work->id, &s->verifications, NULL)) {
		mc_vec_reset(&s->verifications); /* told when something is queued or taken */
	}
}

static const struct mc_verification *of_role(const struct mc_form_state *s,
					     const struct mc_role *role)
{
	MC_VEC_EACH(&s->verifications, struct mc_verification, it) {
		if (role && strcmp(it->role, role->id) == 0) {
			return it;
		}
	}
	return NULL;
}

/* ---- queueing */

void mc_form_verify_later(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	char until[16];
	int64_t at;
	struct mc_err why;
	enum mc_code code = mc_work_verify_later(s->work, s->role->id, NULL, &at, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	load(view);
	mc_desk_status(view->ui->desk, &view->ui->status);
	mc_view_time(at, until);
	mc_ui_say(view->ui,
		  _("The verification waits for the link, until %s. Go on: what stands here is "
		    "provisional."), until);
}

/* ---- what came */

static const char *label_of(const struct mc_form_state *s, const struct mc_verification *it)
{
	const struct mc_role *role = mc_procedure_role(s->work->procedure, it->role);

	return role ? mc_view_label(&role->label) : it->role;
}

static void say(struct mc_view *view, const struct mc_verification *it)
{
	const struct mc_form_state *s = view->state;
	const char *label = label_of(s, it);

	if (it->outcome == MC_OUTCOME_NO_MATCH) {
		mc_ui_say(view->ui, _("%s: the register knows no such person. F1 there says what to "
				      "do."), label);
	} else if (it->outcome == MC_OUTCOME_FAILURE) {
		mc_ui_say(view->ui, _("%s: no answer came in time. F1 there says what to do."),
			  label);
	} else if (it->to_settle) {
		mc_ui_say(view->ui, _("%s: the register says something else. F1 there says what to "
				      "do."), label);
	} else {
		mc_ui_say(view->ui, _("%s: verified by the register."), label);
	}
	view->ui->warns = mc_verification_needs_you(it);
}

/* Only of one that waited until now. */
static void say_news(struct mc_view *view, const struct mc_vec *before)
{
	const struct mc_form_state *s = view->state;

	MC_VEC_EACH(&s->verifications, struct mc_verification, it) {
		MC_VEC_EACH(before, struct mc_verification, was) {
			if (it->outcome && !was->outcome &&
			    strcmp(it->query_id, was->query_id) == 0) {
				say(view, it);
			}
		}
	}
}

static bool is_typed_in(const struct mc_form_state *s)
{
	return s->editing && strcmp(s->edit.text.data, s->before.data) != 0;
}

static void take(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	enum mc_code code;

	mc_form_leave(view); /* nothing is typed: only the line ends, and begins with what came */
	code = mc_work_take_verified(s->work, NULL, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_form_rows(s);
	mc_form_arrive(view);
}

/* Whatever came waits until the line in hand is left. */
void mc_form_news(struct mc_view *view, bool opening)
{
	struct mc_form_state *s = view->state;
	struct mc_vec before = s->verifications;

	if (s->over || is_typed_in(s)) {
		s->news = true;
		return;
	}
	s->news = false;
	memset(&s->verifications, 0, sizeof(s->verifications));
	take(view);
	load(view);
	if (!opening) {
		say_news(view, &before);
	}
	mc_vec_done(&before);
}

/* ---- on the form */

static const struct mc_role *role_in(const struct mc_form_state *s, const char *section)
{
	MC_VEC_EACH(&s->work->procedure->roles, struct mc_role, role) {
		int field = role->number_field ? mc_procedure_field(s->work->procedure,
								    role->number_field)
					       : -1;
		const struct mc_field *of =
			mc_vec_at(&s->work->procedure->fields, (size_t)(field < 0 ? 0 : field));

		if (field >= 0 && !role->in_row && strcmp(of->section, section) == 0 &&
		    of_role(s, role)) {
			return role;
		}
	}
	return NULL;
}

void mc_form_section_note(const struct mc_form_state *s, const char *section, char *ret,
			  size_t size)
{
	const struct mc_verification *it = of_role(s, role_in(s, section));
	char since[16];

	ret[0] = '\0';
	if (!it) {
		return;
	}
	mc_view_time(it->queued_at, since);
	if (it->outcome == MC_OUTCOME_NONE) {
		/* TRANSLATORS: width:45 - behind a section's name; since when */
		snprintf(ret, size, _("provisional: verification waits, %s"), since);
	} else if (it->outcome == MC_OUTCOME_NO_MATCH) {
		/* TRANSLATORS: width:45 - behind a section's name */
		snprintf(ret, size, "%s", _("! not in the register: F1"));
	} else if (it->outcome == MC_OUTCOME_FAILURE) {
		/* TRANSLATORS: width:45 - behind a section's name */
		snprintf(ret, size, "%s", _("! not verified, no answer in time: F1"));
	} else if (it->to_settle) {
		/* TRANSLATORS: width:45 - behind a section's name */
		snprintf(ret, size, "%s", _("! the register says something else: F1"));
	}
}

/* ---- F1 */

static void help_difference(struct mc_view *view, const struct mc_difference *it)
{
	const struct mc_form_state *s = view->state;
	int index = mc_procedure_field(s->work->procedure, it->field);
	const struct mc_field *field =
		mc_vec_at(&s->work->procedure->fields, (size_t)(index < 0 ? 0 : index));
	char had[MC_TEXT_LEN * 2], says[MC_TEXT_LEN * 2];

	if (index < 0) {
		return;
	}
	mc_form_display_text(s->work->form, index, it->value.text, mc_i18n_language(), had,
			     sizeof(had));
	mc_form_display_text(s->work->form, index, it->value.register_text, mc_i18n_language(),
			     says, sizeof(says));
	mc_ui_help(view->ui, it->value.from == MC_FROM_CARD
			   ? _("%s: on the card \"%s\", in the register \"%s\".")
			   : _("%s: typed \"%s\", in the register \"%s\"."),
		   mc_view_label(&field->label), had, says);
	explicit_bzero(had, sizeof(had));
	explicit_bzero(says, sizeof(says));
}

static void help_differences(struct mc_view *view, const struct mc_verification *of)
{
	struct mc_vec differs;

	mc_vec_init(&differs, sizeof(struct mc_difference), DIFFERENCES_MAX);
	if (mc_verification_differs(view->ui->desk, of->query_id, &differs, NULL) == MC_OK) {
		MC_VEC_EACH(&differs, struct mc_difference, it) {
			help_difference(view, it);
		}
	}
	mc_differences_done(&differs);
	mc_ui_help(view->ui, "%s",
		   _("The register counts (Residence Law 2020, article 38); its word stands in the "
		     "form where the card's stood. Ask the citizen. If the register is wrong, the "
		     "commune police corrects it free of charge; if the form is, correct it here."));
}

void mc_form_help_verified(struct mc_view *view, const struct mc_role *role)
{
	const struct mc_form_state *s = view->state;
	const struct mc_verification *it = of_role(s, role);
	char since[16], until[16];

	if (!it) {
		return;
	}
	mc_view_time(it->queued_at, since);
	mc_view_time(it->until, until);
	if (it->outcome == MC_OUTCOME_NONE) {
		mc_ui_help(view->ui,
			   _("The verification of this person waits for the link since %s, at most "
			     "until %s; nobody has to stay. The dossier may be sent before: it "
			     "says itself what is provisional."), since, until);
	} else if (it->outcome == MC_OUTCOME_NO_MATCH) {
		mc_ui_help(view->ui, "%s",
			   _("The register knows nobody with this number, name and birth date "
			     "together. Compare all three with the card, correct what is wrong and "
			     "ask again with F3. If they are right, the commune police corrects the "
			     "register; F3 has the other ways of verification, too."));
	} else if (it->outcome == MC_OUTCOME_FAILURE) {
		mc_ui_help(view->ui,
			   _("The link did not come back until %s: nobody has verified this person. "
			     "F3 asks again, or queues it again, and has the other ways of "
			     "verification."), until);
	} else if (it->differences) {
		help_differences(view, it);
	}
}
