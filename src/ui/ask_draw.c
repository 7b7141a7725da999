/* SPDX-License-Identifier: MPL-2.0 */
/* ask_draw.c - the question, the waiting, and three outcomes that look different. */
#include "motcua/base/clock.h"
#include "ui/ask_view.h"

static int draw_warnings(const struct mc_ask_state *s, struct mc_canvas *canvas, int row)
{
	for (unsigned bit = 1; bit <= MC_PID_YEAR_DIFFERS; bit <<= 1) {
		if (s->warnings & bit) {
			mc_canvas_printf(canvas, row++, 2, 76, MC_STYLE_WARN, "! %s",
					 _(mc_pid_warning(bit)));
		}
	}
	if (s->lacks) {
		mc_canvas_printf(canvas, row++, 2, 76, MC_STYLE_WARN, "! %s",
				 /* TRANSLATORS: width:74 */
				 _("A scanner that types drops marks: compare the name with the card."));
	}
	return row;
}

/* What keeps it from being asked at all: a gateway that said when to come back, or no link. It may
 * come any moment, so it is waited for; but nobody has to stand here for it. */
static void draw_hindrance(const struct mc_view *view, struct mc_canvas *canvas, int row)
{
	const struct mc_desk_status *status = &view->ui->status;
	char at[16];

	if (status->link_cause == MC_E_GATEWAY_BUSY) {
		if (status->ask_next_try <= mc_clock_now()) {
			return; /* it is asked just now */
		}
		mc_view_time(status->ask_next_try, at);
		mc_canvas_printf(canvas, row, 2, 76, MC_STYLE_WARN,
				 _("The gateway is busy; it is asked again at %s. [%s]"), at,
				 mc_error_info(MC_E_GATEWAY_BUSY)->code);
	} else if (status->link == MC_DESK_LINK_DOWN || status->link == MC_DESK_LINK_SUSPECT ||
		   status->link == MC_DESK_LINK_CUT) {
		mc_canvas_printf(canvas, row, 2, 76, MC_STYLE_WARN,
				 _("No link at the moment: Esc shows how to go on without it. [%s]"),
				 mc_error_info(status->link_cause)->code);
	}
}

static void draw_outcome(const struct mc_view *view, struct mc_canvas *canvas, int row)
{
	const struct mc_ask_state *s = view->state;

	if (view->ticking) {
		int seconds = (int)((mc_clock_mono() - s->since) / MC_SECOND);

		mc_canvas_printf(canvas, row, 2, 76, MC_STYLE_HEAD,
				 _("Waiting for the register: %d s of %d (Esc cancels)"), seconds,
				 MC_ASK_WAIT_S);
		draw_hindrance(view, canvas, row + 1);
		mc_canvas_cursor(canvas, row, 2);
		return;
	}
	if (s->outcome == MC_OUTCOME_NONE) {
		return;
	}
	mc_canvas_printf(canvas, row++, 2, 76, MC_STYLE_HEAD, "== %s ==",
			 s->person ? _("found, but no residence is known")
				   : _(mc_outcome_text(s->outcome)));
	if (s->person) {
		mc_canvas_wrap(canvas, row, 2, 3, 76, MC_STYLE_PLAIN,
			       _("The register knows this person, but no residence. Another way may "
				 "show it; the commune police corrects the register, free of charge."));
	} else if (s->outcome == MC_OUTCOME_NO_MATCH) {
		row += mc_canvas_wrap(canvas, row, 2, 2, 76, MC_STYLE_PLAIN,
				      mc_view_error(MC_E_NO_MATCH));
		mc_canvas_wrap(canvas, row, 2, 2, 76, MC_STYLE_PLAIN,
			       _("Compare all three with the card and ask again."));
	} else if (s->outcome == MC_OUTCOME_FAILURE) {
		row += mc_canvas_wrap(canvas, row, 2, 3, 76, MC_STYLE_PLAIN,
				      mc_view_error(s->cause));
		mc_canvas_printf(canvas, row, 2, 76, MC_STYLE_PLAIN,
				 _("It is no answer about the citizen. [%s]"),
				 mc_error_info(s->cause)->code);
	}
}

void mc_ask_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct mc_ask_state *s = view->state;
	bool elsewhere = canvas->unfocused;
	int row = 2;

	canvas->unfocused = elsewhere || view->ticking;
	row += mc_entries_draw(&s->entries, canvas, row, 1, 78);
	canvas->unfocused = elsewhere;
	row = draw_warnings(s, canvas, row + 1);
	draw_outcome(view, canvas, row + 1);
}
