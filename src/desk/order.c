/* SPDX-License-Identifier: MPL-2.0 */
/* order.c - what was found, in the order of names. */
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"
#include "motcua/text/text.h"

enum { AT_ONCE = 100, KEY_MAX = 4 * MC_NAME_LEN };

struct keyed {
	struct mc_str key;
	size_t at; /* ties stay as they were */
	int64_t n;
};

static int compare(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
	int result = memcmp(x->key.data, y->key.data, len);

	result = result ? result : (x->key.len > y->key.len) - (x->key.len < y->key.len);
	return result ? result : (x->at > y->at) - (x->at < y->at);
}

/* A dossier of nobody yet stands behind all names. */
static void make_key(struct keyed *row, const struct mc_found_row *found, enum mc_collate order)
{
	const char *name = found->person.asked_at ? found->person.full_name : found->dossier.subject;

	if (!name[0] || !mc_collate_name(name, order, &row->key)) {
		mc_str_reset(&row->key);
		mc_str_puts(&row->key, "\xff");
	}
}

static enum mc_code make_keys(struct mc_desk *desk, struct keyed *keyed, const struct mc_vec *numbers,
			      enum mc_collate order, struct mc_err *why)
{
	enum mc_code code = MC_OK;
	struct mc_vec rows;

	mc_vec_init(&rows, sizeof(struct mc_found_row), AT_ONCE);
	for (size_t at = 0; !code && at < numbers->len; at += AT_ONCE) {
		const int64_t *n = (const int64_t *)numbers->items + at;
		size_t count = numbers->len - at < AT_ONCE ? numbers->len - at : AT_ONCE;

		code = mc_found_rows(desk, n, (int)count, &rows, why);
		for (size_t i = 0; !code && i < rows.len; i++) {
			keyed[at + i].at = at + i;
			keyed[at + i].n = n[i];
			make_key(&keyed[at + i], mc_vec_at(&rows, i), order);
		}
		if (rows.len) {
			explicit_bzero(rows.items, rows.len * rows.size);
		}
		mc_vec_reset(&rows);
	}
	mc_vec_done(&rows);
	return code;
}

enum mc_code mc_desk_order_found(struct mc_desk *desk, struct mc_vec *numbers, enum mc_collate order,
				 struct mc_err *why)
{
	struct keyed *keyed = mc_calloc(numbers->len + 1, sizeof(*keyed));
	enum mc_code code;

	for (size_t i = 0; i < numbers->len; i++) {
		mc_str_init(&keyed[i].key, KEY_MAX);
	}
	code = make_keys(desk, keyed, numbers, order, why);
	if (code == MC_OK) {
		qsort(keyed, numbers->len, sizeof(*keyed), compare);
	}
	for (size_t i = 0; i < numbers->len; i++) {
		if (code == MC_OK) {
			((int64_t *)numbers->items)[i] = keyed[i].n;
		}
		mc_str_wipe(&keyed[i].key);
	}
	free(keyed);
	return code;
}
