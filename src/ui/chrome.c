/* SPDX-License-Identifier: MPL-2.0 */
/* chrome.c - the rows around a view: title, message, status, key bar. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/text/text.h"
#include "ui/reader.h"
#include "ui/shell.h"

/* What holds for every screen: no dossier of a classroom is a real one, nothing that is typed
 * on a disk that can only be read is kept. */
static const char *mark_text(const struct mc_desk *desk)
{
	if (mc_desk_read_only(desk)) {
		/* TRANSLATORS: stands on every screen, as TRAINING does: width:14 */
		return _("READ ONLY");
	}
	/* TRANSLATORS: stands on every screen of training mode: TẬP HUẤN */
	return mc_desk_training(desk) ? _("TRAINING") : "";
}

static void title_row(const struct mc_ui *ui, const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct mc_officer *officer = mc_desk_officer(ui->desk);
	const char *who = officer->full_name[0] ? officer->full_name : officer->number;
	const char *office = mc_desk_office(ui->desk), *mark = mark_text(ui->desk);
	char right[512];
	int width;

	snprintf(right, sizeof(right), "%s%s%s%s%s", office, office[0] && who[0] ? " | " : "", who,
		 *mark && (office[0] || who[0]) ? " | " : "", mark);
	width = mc_text_width(right);
	mc_canvas_fill(canvas, 0, 0, 1, canvas->cols, MC_STYLE_TITLE);
	if (width > canvas->cols - 20) { /* a long office name: its beginning goes, not the mark */
		size_t cut = mc_text_fit(right, width - (canvas->cols - 20), NULL);

		memmove(right, right + cut, strlen(right + cut) + 1);
		width = mc_text_width(right);
	}
	mc_canvas_text(canvas, 0, 1, canvas->cols - width - 4, MC_STYLE_TITLE,
		       view->title[0] ? view->title : _(view->ops->title));
	mc_canvas_text(canvas, 0, canvas->cols - width - 1, width, MC_STYLE_TITLE, right);
}

/* The link is up, and its signed word is that our clock is not right. */
static void clock_text(int64_t off, char *ret, size_t size)
{
	int minutes = (int)(off / MC_MINUTE);

	if (abs(minutes) >= 48 * 60) {
		/* TRANSLATORS: status row: by so many days this computer's clock is off */
		snprintf(ret, size, _("LINK: up, clock %+d d"), minutes / 60 / 24);
	} else if (abs(minutes) >= 2 * 60) {
		/* TRANSLATORS: status row: by so many hours */
		snprintf(ret, size, _("LINK: up, clock %+d h"), minutes / 60);
	} else {
		/* TRANSLATORS: status row: by so many minutes */
		snprintf(ret, size, _("LINK: up, clock %+d min"), minutes);
	}
}

static void link_text(const struct mc_desk_status *status, char *ret, size_t size)
{
	char since[16];

	mc_view_time(status->link_since, since);
	if (status->link == MC_DESK_LINK_UP && status->lost) {
		/* TRANSLATORS: status row: the province has lost dossiers that it had received */
		snprintf(ret, size, "%s", _("LINK: up, DOSSIERS LOST"));
		return;
	}
	if (status->link == MC_DESK_LINK_UP && status->clock_off) {
		clock_text(status->clock_off, ret, size);
		return;
	}
	if (status->link == MC_DESK_LINK_UP && status->news_gap) {
		/* TRANSLATORS: status row: of what the province said something did not arrive */
		snprintf(ret, size, "%s", _("LINK: up, news missing"));
		return;
	}
	switch (status->link) {
	case MC_DESK_LINK_UP:
		/* TRANSLATORS: status row; keep these five short */
		snprintf(ret, size, "%s", _("LINK: up"));
		break;
	case MC_DESK_LINK_DOWN:
		snprintf(ret, size, _("LINK: down %s"), since);
		break;
	case MC_DESK_LINK_SUSPECT:
		snprintf(ret, size, _("LINK: false %s"), since);
		break;
	case MC_DESK_LINK_CUT:
		snprintf(ret, size, "%s", _("LINK: CUT"));
		break;
	case MC_DESK_LINK_UNSET:
		snprintf(ret, size, "%s", _("LINK: not set"));
		break;
	default:
		snprintf(ret, size, "%s", _("LINK: ?"));
		break;
	}
}

static void queue_text(const struct mc_desk_status *status, char *ret, size_t size)
{
	int all = status->waiting + status->held + status->bundled; /* no receipt yet */
	int bad = status->held + status->failing, len;

	if (bad) {
		len = snprintf(ret, size, _("Queue: %d (%d need you)"), all, bad);
	} else {
		len = snprintf(ret, size, _("Queue: %d"), all);
	}
	if (status->verifying) {
		/* TRANSLATORS: status row: so many verifications wait for the link */
		snprintf(ret + len, size - (size_t)len, _(" | Verify: %d"), status->verifying);
	}
}

/* What a key does in the focused field; "" where nothing is typed. */
static const char *mode_text(const struct mc_view *view)
{
	static const char *const methods[] = {
		[MC_TYPING_OFF] = "EN", [MC_TYPING_TELEX] = "VI Telex", [MC_TYPING_VNI] = "VI VNI",
		[MC_TYPING_VIQR] = "VI VIQR",
	};
	static const char *const uses[] = {
		[MC_EDIT_WORDS] = "EN", [MC_EDIT_CODES] = "ABC", [MC_EDIT_DIGITS] = "123",
		[MC_EDIT_SCAN] = "EN",
	};
	const struct mc_edit *edit = view->ops->edit ? view->ops->edit(view) : NULL;

	if (!edit || view->ui->reader) { /* a line that changes with the focus: F1 says it */
		return "";
	}
	return mc_edit_types(edit) ? methods[edit->mode->method] : uses[edit->use];
}

/* Returns the columns left of it. */
static int status_row(const struct mc_ui *ui, struct mc_canvas *canvas)
{
	char link[64], queue[96], all[192];
	const char *mode;
	int row = canvas->rows - 2, col;

	link_text(&ui->status, link, sizeof(link));
	queue_text(&ui->status, queue, sizeof(queue));
	mode = mode_text(ui->top);
	/* as wide without a mode as with one: only the mode changes with the focus */
	snprintf(all, sizeof(all), "%s | %s%s%-8s", link, queue, *mode ? " | " : "   ", mode);
	col = canvas->cols - mc_text_width(all) - 1;
	mc_canvas_fill(canvas, row, 0, 1, canvas->cols, MC_STYLE_STATUS);
	mc_canvas_text(canvas, row, col, canvas->cols - col, MC_STYLE_STATUS, all);
	return col - 2;
}

/* In the status row when it fits there; a long one takes the rows above it, whole. */
static void message(const struct mc_ui *ui, struct mc_canvas *canvas, int room)
{
	const char *text = ui->message.data;
	int row = canvas->rows - 2, lines;

	if (!*text) {
		return;
	}
	if (ui->reader) {
		mc_reader_message(canvas, ui->warns ? MC_STYLE_WARN : MC_STYLE_PLAIN, text);
		return;
	}
	if (mc_text_width(text) <= room) {
		mc_canvas_text(canvas, row, 1, room, MC_STYLE_STATUS, text);
		return;
	}
	lines = mc_canvas_wrap(canvas, 0, 0, 0, canvas->cols - 2, MC_STYLE_WARN, text);
	mc_canvas_fill(canvas, row - lines, 0, lines, canvas->cols, MC_STYLE_PLAIN);
	mc_canvas_wrap(canvas, row - lines, 1, lines, canvas->cols - 2,
		       ui->warns ? MC_STYLE_WARN : MC_STYLE_PLAIN, text);
}

static int bar_item(struct mc_canvas *canvas, int col, const struct mc_view_key *item)
{
	int row = canvas->rows - 1;
	const char *label = _(item->label);
	char name[16];

	mc_key_name(item->key, name);
	if (col + mc_text_width(name) + 1 + mc_text_width(label) > canvas->cols) {
		return col;
	}
	col += mc_canvas_text(canvas, row, col, 10, MC_STYLE_KEY, name);
	col += 1 + mc_canvas_text(canvas, row, col + 1, canvas->cols, MC_STYLE_PLAIN, label);
	return col + 2;
}

/* Has the view a row of its own for this key? */
static bool replaced(const struct mc_view_key *own, uint32_t key)
{
	while (own && own->key && own->key != key) {
		own++;
	}
	return own && own->key;
}

/* R1: the live table in the order of the keys, the fixed ones in their places. Stops at the
 * item that covers column `at` and returns its key. */
static uint32_t key_bar(const struct mc_view *view, struct mc_canvas *canvas, int at)
{
	const struct mc_view_key *fixed = mc_shell_keys;
	const struct mc_view_key *own = view->keys;
	int col = 0, begin;

	for (;;) {
		const struct mc_view_key *next = NULL;

		while (own && own->key && !own->label) {
			own++;
		}
		while (fixed->key && (!fixed->label || replaced(view->keys, fixed->key) ||
				      (view->overlay && fixed->key != MC_KEY_F(1)))) {
			fixed++;
		}
		if (fixed->key &&
		    (!own || !own->key || own->key < MC_KEY_F0 || fixed->key < own->key)) {
			next = fixed++;
		} else if (own && own->key) {
			next = own++;
		}
		if (!next) {
			return 0;
		}
		begin = col;
		col = bar_item(canvas, col, next);
		if (at >= begin && at < col - 2) { /* two blanks end it */
			return next->key;
		}
	}
}

uint32_t mc_shell_bar_key(const struct mc_ui *ui, struct mc_canvas *canvas, int col)
{
	return key_bar(ui->top, canvas, col);
}

void mc_shell_chrome(const struct mc_ui *ui, struct mc_canvas *canvas)
{
	const struct mc_view *base = ui->top;

	while (base->overlay && base->below) {
		base = base->below;
	}
	title_row(ui, base, canvas);
	if (mc_desk_begun(ui->desk)) { /* before, nobody knows how things stand */
		message(ui, canvas, status_row(ui, canvas));
	}
	key_bar(ui->top, canvas, -1);
}
