/* SPDX-License-Identifier: MPL-2.0 */
/* behind.c - which dossiers the province lost when its gateway was put back from a backup. */
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/mem.h"
#include "motcua/desk/work.h"
#include "motcua/store/epoch.h"

enum { LOST_MAX = 100000 };

static void add_number(struct mc_desk *desk, const struct mc_item *item, struct mc_str *to)
{
	struct mc_draft draft;
	bool known = !mc_draft_load(desk->store, item->id, &draft, NULL);

	mc_str_printf(to, "%s%s", to->len ? ", " : "", known ? draft.local_number : item->id);
	explicit_bzero(&draft, sizeof(draft));
}

enum mc_code mc_queue_lost(struct mc_desk *desk, struct mc_queue_lost *ret,
			   struct mc_str *ret_numbers, struct mc_err *why)
{
	struct mc_queue_lost lost = {.count = 0};
	struct mc_gateway_behind behind;
	struct mc_vec items;
	enum mc_code code = mc_mail_gateway_behind(desk->mail, &behind, why);

	mc_vec_init(&items, sizeof(struct mc_item), LOST_MAX);
	if (!code && behind.had) {
		code = mc_mail_gateway_lost(desk->mail, &behind, &items, why);
	}
	if (!code && items.len) {
		lost.since = behind.since;
		lost.count = (int)items.len;
		lost.first = ((const struct mc_item *)mc_vec_at(&items, 0))->seq;
		lost.last = ((const struct mc_item *)mc_vec_at(&items, items.len - 1))->seq;
	}
	if (!code && ret_numbers) {
		MC_VEC_EACH(&items, struct mc_item, item) {
			add_number(desk, item, ret_numbers);
		}
	}
	mc_vec_done(&items);
	if (!code) {
		*ret = lost;
	}
	return code;
}
