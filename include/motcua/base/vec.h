/* SPDX-License-Identifier: MPL-2.0 */
/*
 * vec.h - the growing array of equal items, with an upper limit.
 *
 *	struct mc_vec rows;
 *	mc_vec_init(&rows, sizeof(struct row), 1000);
 *	struct row *r = mc_vec_push(&rows);	// zeroed; NULL at the limit
 *	MC_VEC_EACH(&rows, struct row, r) { ... }
 */
#ifndef MOTCUA_BASE_VEC_H
#define MOTCUA_BASE_VEC_H

#include <stddef.h>

struct mc_vec {
	void *items; /* owned */
	size_t len, cap, max, size;
};

void mc_vec_init(struct mc_vec *v, size_t item_size, size_t max);
void mc_vec_done(struct mc_vec *v); /* does not look inside the items */
void mc_vec_reset(struct mc_vec *v);
void *mc_vec_push(struct mc_vec *v); /* pointers to items move on growth */
void *mc_vec_extend(struct mc_vec *v, size_t count); /* so many at once; NULL: too many */
void *mc_vec_at(const struct mc_vec *v, size_t i); /* NULL when out of range */
void mc_vec_remove(struct mc_vec *v, size_t i);

#define MC_VEC_EACH(v, type, it) \
	for (type *it = (v)->items; it && it < (type *)(v)->items + (v)->len; it++)

#endif
