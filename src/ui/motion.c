/* SPDX-License-Identifier: MPL-2.0 */
/*
 * motion.c - on a slow line each byte takes a thousandth of a second, and half of what a key
 * costs is going somewhere.
 */
#include "ui/motion.h"

#include <string.h>

enum { STEPS_MAX = 6, CUP_LEAST = 5, NO_WAY = 1000 };

static void add(struct mc_way *way, const char *text)
{
	size_t len = strlen(text);

	if (!len || way->len + len >= sizeof(way->bytes)) {
		way->len = NO_WAY;
		return;
	}
	memcpy(way->bytes + way->len, text, len + 1);
	way->len += len;
}

static void add_times(struct mc_way *way, const char *text, int times)
{
	if (times > STEPS_MAX) {
		way->len = NO_WAY;
	}
	for (; times > 0 && way->len < NO_WAY; times--) {
		add(way, text);
	}
}

static void add_number(struct mc_way *way, const char *cap, int first, int second)
{
	char text[32];

	mc_caps_format(cap, first, second, text, sizeof(text));
	add(way, text);
}

static void keep_shorter(struct mc_way *best, const struct mc_way *way)
{
	if (way->len < best->len) {
		*best = *way;
	}
}

/* Within a row, behind what has led to it. What has to be worked out is longer than four. */
static void across(const struct mc_caps *caps, const struct mc_way *so_far, int from, int to,
		   const char *again, struct mc_way *best)
{
	int steps = to > from ? to - from : from - to;
	struct mc_way way = *so_far;

	if (to > from && *again) {
		add(&way, again);
	} else {
		add_times(&way, to > from ? caps->cuf1 : caps->cub1, steps);
	}
	keep_shorter(best, &way);
	if (best->len < so_far->len + 4) {
		return;
	}
	way = *so_far;
	add_number(&way, to > from ? caps->cuf : caps->cub, steps, 0);
	keep_shorter(best, &way);
	if (!*(to > from ? caps->cuf : caps->cub)) {
		way = *so_far;
		add_number(&way, caps->hpa, to, 0);
		keep_shorter(best, &way);
	}
}

/* From the left edge, where that is nearer. */
static void from_edge(const struct mc_caps *caps, const struct mc_way *so_far, int to,
		      struct mc_way *best)
{
	struct mc_way way = *so_far;

	add(&way, caps->cr);
	across(caps, &way, 0, to, "", best);
}

static void to_row(const struct mc_caps *caps, int from, int to, struct mc_way *way)
{
	int down = to - from;

	if (down > STEPS_MAX || down < -STEPS_MAX) {
		add_number(way, caps->vpa, to, 0);
	} else {
		add_times(way, down > 0 ? caps->cud1 : caps->cuu1, down > 0 ? down : -down);
	}
}

void mc_motion(const struct mc_caps *caps, struct mc_place from, struct mc_place to,
	       const char *again, struct mc_way *ret)
{
	struct mc_way way = { .len = 0 };

	ret->len = NO_WAY;
	if (from.row >= 0) {
		to_row(caps, from.row, to.row, &way);
		across(caps, &way, from.col, to.col, from.row == to.row ? again : "", ret);
		if (to.col < from.col) {
			from_edge(caps, &way, to.col, ret);
		}
	}
	if (ret->len > CUP_LEAST) {
		way.len = 0;
		add_number(&way, caps->cup, to.row, to.col);
		keep_shorter(ret, &way);
	}
}
