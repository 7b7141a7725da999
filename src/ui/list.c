/* SPDX-License-Identifier: MPL-2.0 */
/* list.c - moving in a list. */
#include "ui/list.h"

#include "ui/keys.h"

static int clamp(int at, int count)
{
	if (at >= count) {
		at = count - 1;
	}
	return at < 0 ? 0 : at;
}

void mc_list_resize(struct mc_list *list, int count)
{
	list->count = count;
	list->at = clamp(list->at, count);
}

bool mc_list_key(struct mc_list *list, uint32_t key)
{
	int page = list->page > 1 ? list->page - 1 : 1;
	const struct {
		uint32_t key;
		int to;
	} moves[] = {
		{MC_KEY_UP, list->at - 1},
		{MC_KEY_DOWN, list->at + 1},
		{MC_KEY_PGUP, clamp(list->at - page, list->count)},
		{MC_KEY_PGDN, clamp(list->at + page, list->count)},
		{MC_KEY_HOME, 0},
		{MC_KEY_END, clamp(list->count - 1, list->count)},
	};

	for (unsigned i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		if (moves[i].key != key) {
			continue;
		}
		if (moves[i].to < 0 || moves[i].to >= list->count) {
			return false;
		}
		list->at = moves[i].to;
		return true;
	}
	return false;
}

/* Pages stand still until the current row leaves them: few cells change on a slow line. */
int mc_list_top(const struct mc_list *list, int rows)
{
	int last = list->count - rows, top;

	if (rows <= 0 || last <= 0) {
		return 0;
	}
	top = list->at / rows * rows;
	return top < last ? top : last;
}

void mc_list_mark(struct mc_canvas *canvas, int row, int col, bool current)
{
	enum mc_style style = mc_canvas_focus(canvas, current, MC_STYLE_PLAIN);

	mc_canvas_fill(canvas, row, col, 1, MC_LIST_MARK, style);
	mc_canvas_mark(canvas, row, col, style, current);
	if (current) {
		mc_canvas_cursor(canvas, row, col);
	}
}
