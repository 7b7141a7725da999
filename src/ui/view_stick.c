/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_stick.c - what a stick did not take, or did not bring, one by one: read before it is
 * unplugged. Where all went well one message says so and there is no page.
 */
#include <string.h>

#include "motcua/desk/stick.h"
#include "ui/lines.h"
#include "ui/view.h"

struct state {
	struct mc_lines lines;
};

/* ---- lines */

/* "T-261123-000001-7  Trần Thị Mẫu"; what is not one of ours has an id at most. */
static void put_whose(struct state *s, struct mc_desk *desk, const char *id)
{
	struct mc_dossier_row row;

	if (!*id) {
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, _("An item without a number"));
	} else if (mc_dossier_row(desk, id, &row, NULL)) {
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, id);
	} else {
		mc_lines_printf(&s->lines, MC_STYLE_PLAIN, "%s  %s", row.local_number,
				row.subject);
		explicit_bzero(&row, sizeof(row));
	}
}

static void put_skipped(struct state *s, struct mc_desk *desk, const struct mc_vec *skipped)
{
	MC_VEC_EACH(skipped, struct mc_stick_skipped, it) {
		put_whose(s, desk, it->id);
		mc_lines_printf(&s->lines, MC_STYLE_WARN, "[%s] %s", mc_error_info(it->code)->code,
				mc_view_error(it->code));
	}
}

static void put_export(struct state *s, struct mc_desk *desk, const struct mc_stick_export *it)
{
	if (it->file) {
		mc_lines_printf(&s->lines, MC_STYLE_PLAIN,
				_("%zu dossiers, %lld bytes, written and read back: %s"),
				it->items.len, (long long)it->bytes, it->file);
	} else {
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, _("No file was written."));
	}
	if (it->left) {
		mc_lines_printf(&s->lines, MC_STYLE_PLAIN, _("%lld more wait: export again."),
				(long long)it->left);
	}
	if (it->skipped.len) {
		mc_lines_text(&s->lines, MC_STYLE_HEAD, _("-- Not on the stick --"));
		put_skipped(s, desk, &it->skipped);
	}
}

static void put_import(struct state *s, struct mc_desk *desk, const struct mc_stick_import *it)
{
	mc_lines_printf(&s->lines, MC_STYLE_PLAIN,
			_("%lld receipts, %lld rejected, %lld withdrawn; %lld were known before."),
			(long long)it->receipts, (long long)it->rejected, (long long)it->withdrawn,
			(long long)it->known);
	if (it->keys_version) {
		mc_lines_printf(&s->lines, MC_STYLE_PLAIN,
				_("It brought the gateway's new list of keys, version %d."),
				it->keys_version);
	}
	if (!it->whole) {
		mc_lines_text(&s->lines, MC_STYLE_WARN,
			      _("The file is damaged or cut off: something may be missing."));
	}
	if (it->skipped.len) {
		mc_lines_text(&s->lines, MC_STYLE_HEAD, _("-- Not taken in --"));
		put_skipped(s, desk, &it->skipped);
	}
}

/* ---- the view */

static enum mc_code stick_open(struct mc_view *view, const union mc_view_arg *arg,
			       struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	mc_lines_init(&s->lines);
	if (arg->stick.out) {
		put_export(s, view->ui->desk, arg->stick.out);
	} else {
		put_import(s, view->ui->desk, arg->stick.in);
	}
	return MC_OK;
}

static void stick_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
}

static unsigned stick_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   _("What is not named here went well. Nothing is lost: what is named stays in "
			     "the queue as it was, and its own page says what to do."));
		return MC_VIEW_TAKEN;
	}
	return mc_view_read(view, &s->lines, event);
}

static void stick_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_view_page(&s->lines, canvas);
	mc_view_hint(canvas, _("What is named here stays in the queue; Esc goes back to it."));
}

const struct mc_view_ops mc_view_stick = {
	.name = "stick",
	.title = N_("The stick, item by item"),
	.state_size = sizeof(struct state),
	.open = stick_open,
	.event = stick_event,
	.draw = stick_draw,
	.close = stick_close,
};
