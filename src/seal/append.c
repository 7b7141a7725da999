/* SPDX-License-Identifier: MPL-2.0 */
/* append.c - see append.h. */
#include "seal/append.h"

#include <sodium.h>

enum mc_code mc_append(struct mc_str *ret, const void *data, size_t len, struct mc_err *why)
{
	if (len > ret->max - ret->len || !mc_str_add(ret, data, len)) {
		return mc_fail(why, MC_E_TEXT_LONG, "more than %zu bytes", ret->max);
	}
	return MC_OK;
}

void mc_append_undo(struct mc_str *ret, size_t len)
{
	if (ret->len > len) {
		sodium_memzero(ret->data + len, ret->len - len);
		ret->len = len;
	}
}
