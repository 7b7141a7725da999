/* SPDX-License-Identifier: MPL-2.0 */
/* vec.c - the growing array of equal items. */
#include "motcua/base/vec.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { FIRST_CAP = 8 };

void mc_vec_init(struct mc_vec *v, size_t item_size, size_t max)
{
	*v = (struct mc_vec){.size = item_size, .max = max};
}

void mc_vec_done(struct mc_vec *v)
{
	free(v->items);
	mc_vec_init(v, v->size, v->max);
}

void mc_vec_reset(struct mc_vec *v)
{
	v->len = 0;
}

static void grow(struct mc_vec *v)
{
	size_t cap = v->cap ? v->cap * 2 : FIRST_CAP;

	v->cap = cap < v->max ? cap : v->max;
	v->items = mc_realloc(v->items, v->cap, v->size);
}

void *mc_vec_push(struct mc_vec *v)
{
	if (v->len >= v->max) {
		return NULL;
	}
	if (v->len == v->cap) {
		grow(v);
	}
	v->len++;
	return memset(mc_vec_at(v, v->len - 1), 0, v->size);
}

void *mc_vec_extend(struct mc_vec *v, size_t count)
{
	size_t before = v->len;

	if (count > v->max - v->len) {
		return NULL;
	}
	if (v->len + count > v->cap) {
		v->cap = v->len + count;
		v->items = mc_realloc(v->items, v->cap, v->size);
	}
	v->len += count;
	return count ? memset(mc_vec_at(v, before), 0, count * v->size) : v->items;
}

void *mc_vec_at(const struct mc_vec *v, size_t i)
{
	return i < v->len ? (char *)v->items + i * v->size : NULL;
}

void mc_vec_remove(struct mc_vec *v, size_t i)
{
	char *at = mc_vec_at(v, i);

	if (at) {
		memmove(at, at + v->size, (v->len - i - 1) * v->size);
		v->len--;
	}
}
