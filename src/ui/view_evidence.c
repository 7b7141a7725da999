/* SPDX-License-Identifier: MPL-2.0 */
/* view_evidence.c - a residence proof: its claims, who signed it, where it is, what it is not. */
#include <stdlib.h>

#include "motcua/base/mem.h"
#include "ui/lines.h"
#include "ui/print_view.h"
#include "ui/view.h"

struct state {
	char id[MC_UUID_LEN];
	struct mc_lines lines;
};

static void add_date(struct mc_lines *lines, const char *label, const struct mc_date *date)
{
	char text[MC_DATE_LEN];

	mc_date_format(date, text);
	mc_lines_pair(lines, label, text);
}

static void add_issuer(struct mc_lines *lines, const struct mc_evidence_shown *shown)
{
	const struct mc_evidence *claims = &shown->claims;
	char when[16];

	mc_view_time(claims->issued_at, when);
	/* never one for the other: the officer's word is not the register's */
	mc_lines_text(lines, MC_STYLE_HEAD,
		      claims->issuer == MC_ISSUER_GATEWAY
			      ? _("Register evidence, signed by the gateway")
			      : _("The officer's own statement, signed by this desk"));
	mc_lines_printf(lines, MC_STYLE_PLAIN, _("Signature verified, key %s; issued %s"),
			shown->kid, when);
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
}

static void add_claims(struct mc_lines *lines, const struct mc_evidence *claims)
{
	mc_lines_pair(lines, _("Outcome"), _(mc_outcome_text(claims->outcome)));
	if (claims->way != MC_WAY_NONE) {
		mc_lines_pair(lines, _("Way of verification"), _(mc_way_text(claims->way)));
	}
	mc_lines_pair(lines, _("Identity number"), claims->number);
	mc_lines_pair(lines, _("CMND"), claims->cmnd);
	mc_lines_pair(lines, _("Full name"), claims->full_name);
	add_date(lines, _("Birth date"), &claims->born);
	if (claims->residence != MC_RESIDENCE_NONE) {
		mc_lines_pair(lines, _("Kind of residence"),
			      _(mc_residence_kind_text(claims->residence)));
	}
	mc_lines_pair(lines, _("Address"), claims->address);
	add_date(lines, _("Resident since"), &claims->since);
	mc_lines_pair(lines, _("Household number"), claims->household);
	mc_lines_pair(lines, _("Head"), claims->head.full_name);
	if (claims->household[0]) {
		mc_lines_pair(lines, _("The head is"), _(mc_head_status_text(claims->head_status)));
	}
	mc_lines_pair(lines, _("Relation to the head"), claims->relation_to_head);
	mc_lines_pair(lines, _("Cause"), claims->cause);
}

static void add_asker(struct mc_lines *lines, const struct mc_evidence *claims)
{
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
	mc_lines_printf(lines, MC_STYLE_PLAIN, _("Asked by %s (%s), desk %s"),
			claims->officer.full_name, claims->officer.number, claims->terminal);
	mc_lines_printf(lines, MC_STYLE_PLAIN, _("for procedure %s: %s"), claims->procedure,
			claims->purpose);
}

static void add_limits(struct mc_lines *lines, const char *file)
{
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
	mc_lines_pair(lines, _("Saved in"), file);
	mc_lines_text(
		lines, MC_STYLE_WARN,
		_("An internal proof for this dossier in place of the household book (Residence "
		  "Law 2020, article 38; Decree 104/2022, article 14). It is no residence "
		  "certificate CT07 and is not handed out."));
}

static unsigned act_print(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_printed printed;
	struct mc_err why;
	enum mc_code code = mc_slip_evidence(view->ui->desk, s->id, &printed, &why);

	return mc_ui_printed(view->ui, code, &printed, &why);
}

static const struct mc_view_key keys[] = {
	{MC_KEY_F(7), N_("Print"), act_print},
	{0, NULL, NULL},
};

static enum mc_code evidence_open(struct mc_view *view, const union mc_view_arg *arg,
				  struct mc_err *why)
{
	struct state *s = view->state;
	struct mc_evidence_shown shown;
	enum mc_code code;

	mc_evidence_shown_init(&shown);
	code = mc_evidence_show(view->ui->desk, arg->id, &shown, why);
	if (code == MC_OK) {
		MC_COPY(s->id, arg->id);
		view->keys = keys;
		mc_lines_init(&s->lines);
		add_issuer(&s->lines, &shown);
		add_claims(&s->lines, &shown.claims);
		add_asker(&s->lines, &shown.claims);
		add_limits(&s->lines, shown.file);
	}
	mc_evidence_shown_done(&shown);
	return code;
}

static void evidence_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
}

static unsigned evidence_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s", _("\"motcua evidence check FILE\" checks the saved file "
					     "without any network."));
		return MC_VIEW_TAKEN;
	}
	return mc_view_read(view, &s->lines, event);
}

static void evidence_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_view_page(&s->lines, canvas);
}

const struct mc_view_ops mc_view_evidence = {
	.name = "evidence",
	.title = N_("Residence proof"),
	.state_size = sizeof(struct state),
	.open = evidence_open,
	.event = evidence_event,
	.draw = evidence_draw,
	.close = evidence_close,
};
