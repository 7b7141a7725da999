/* SPDX-License-Identifier: MPL-2.0 */
/*
 * queue_rows.c - the queue as a list, from the newest to the oldest however many there are, or
 * what letters found in all of it. Of either only the rows on the screen are read.
 */
#include <string.h>

#include "motcua/desk/find.h"
#include "ui/queue_view.h"

enum { SEEN_MAX = 500, FOUND_MAX = 1 << 24 };

static struct mc_queue_rows *rows_of(const struct mc_view *view)
{
	return &((struct mc_queue_state *)view->state)->rows;
}

static enum mc_code read_rows(struct mc_view *view, int from, int count, struct mc_err *why)
{
	struct mc_queue_rows *it = rows_of(view);

	return mc_seek_on(&it->seek) ?
		       mc_dossier_rows(view->ui->desk, mc_vec_at(&it->found, (size_t)from), count,
				       &it->rows, why) :
		       mc_dossier_list(view->ui->desk, true, from, count, &it->rows, why);
}

static void show(struct mc_view *view, bool again)
{
	struct mc_queue_rows *it = rows_of(view);
	int rows = MC_QUEUE_ROWS(view->ui->rows), top = mc_list_top(&it->list, rows);
	int wanted = it->list.count - top < rows ? it->list.count - top : rows;
	struct mc_err why;

	it->list.page = rows;
	if (!again && it->first == top && (int)it->rows.len == wanted) {
		return;
	}
	mc_vec_reset(&it->rows);
	it->first = top;
	if (wanted > 0 && read_rows(view, top, wanted, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
}

/* Of the whole list its length; of what is typed those that it finds, once the names are open. */
static enum mc_code look(struct mc_view *view, int *ret_length, struct mc_err *why)
{
	struct mc_queue_rows *it = rows_of(view);
	struct mc_find find = {.sealed = true};
	enum mc_code code;

	mc_vec_reset(&it->found);
	*ret_length = 0;
	if (!mc_seek_on(&it->seek)) {
		return mc_queue_length(view->ui->desk, ret_length, why);
	}
	if (!mc_seek_ready(&it->seek, view)) {
		return MC_OK;
	}
	mc_seek_words(&it->seek, find.text, sizeof(find.text));
	code = mc_dossier_find(view->ui->desk, &find, &it->found, why);
	*ret_length = (int)it->found.len;
	explicit_bzero(&find, sizeof(find));
	return code && mc_error_info(code)->grade == MC_GRADE_ITEM ? MC_OK : code; /* half a number */
}

static void look_anew(struct mc_view *view, int *ret_length)
{
	struct mc_err why;
	enum mc_code code = look(view, ret_length, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
}

/* Where a dossier stands that stood at `at` before: newer ones push the others down. */
static int place_now(const struct mc_queue_rows *it, int at, int64_t number, int grown)
{
	if (!mc_seek_on(&it->seek)) {
		return grown > 0 ? at + grown : at;
	}
	for (size_t i = 0; i < it->found.len; i++) {
		if (*(int64_t *)mc_vec_at(&it->found, i) == number) {
			return (int)i;
		}
	}
	return at;
}

void mc_queue_rows_load(struct mc_view *view)
{
	struct mc_queue_rows *it = rows_of(view);
	const int64_t *number = mc_vec_at(&it->found, (size_t)it->list.at);
	int64_t stood = number ? *number : 0;
	int before = it->list.count, length;

	look_anew(view, &length);
	it->list.at = place_now(it, it->list.at, stood, before ? length - before : 0);
	mc_list_resize(&it->list, length);
	show(view, true);
}

/* The best match; in the whole list again the dossier that was stood on: a key is not to act on
 * another because the search was left. */
void mc_queue_rows_search(struct mc_view *view)
{
	struct mc_queue_rows *it = rows_of(view);
	const struct mc_dossier_row *row = mc_queue_rows_current(it);
	int place = row && !mc_seek_on(&it->seek) ? mc_queue_place(view->ui->desk, row->id) : 0;
	int length;

	look_anew(view, &length);
	it->list.at = place > 0 ? place : 0;
	mc_list_resize(&it->list, length);
	show(view, true);
}

void mc_queue_rows_show(struct mc_view *view)
{
	show(view, false);
}

bool mc_queue_rows_work(const struct mc_queue_rows *rows)
{
	return mc_seek_on(&rows->seek) && !rows->seek.ready;
}

const struct mc_dossier_row *mc_queue_rows_current(const struct mc_queue_rows *rows)
{
	int at = rows->list.at - rows->first;

	return rows->list.count && at >= 0 ? mc_vec_at(&rows->rows, (size_t)at) : NULL;
}

void mc_queue_rows_open(struct mc_view *view, const char *id)
{
	struct mc_queue_rows *it = rows_of(view);
	int place = id ? mc_queue_place(view->ui->desk, id) : -1;

	mc_vec_init(&it->rows, sizeof(struct mc_dossier_row), SEEN_MAX);
	mc_vec_init(&it->found, sizeof(int64_t), FOUND_MAX);
	mc_seek_init(&it->seek, view);
	it->list.at = place > 0 ? place : 0;
}

void mc_queue_rows_close(struct mc_queue_rows *rows)
{
	mc_vec_done(&rows->rows);
	mc_vec_done(&rows->found);
	mc_seek_done(&rows->seek);
}
