/* SPDX-License-Identifier: MPL-2.0 */
/*
 * settle.c - what a first screen does not wait for: the key that this terminal signs with, what it
 * announces to the courier, and what came since yesterday. No key is heard before it is done.
 */
#include "desk/calendar.h"
#include "desk/work.h"

enum mc_code desk_prove_keys(struct mc_desk *desk, struct mc_err *why)
{
	return mc_terminal_keys_prove(&desk->keys, why);
}

enum mc_code desk_sign(struct mc_desk *desk, const char *kind, struct mc_slice payload,
		       struct mc_str *ret, struct mc_err *why)
{
	enum mc_code code = desk_prove_keys(desk, why);

	return code ? code : mc_jws_sign(desk->keys.sign, kind, payload, ret, why);
}

enum mc_code desk_settle(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = desk_prove_keys(desk, why);

	desk->settled = true;
	return code || mc_desk_read_only(desk) ? code : desk_announce(desk, why);
}

enum mc_code mc_desk_settle(struct mc_desk *desk, bool *ret_news, struct mc_err *why)
{
	enum mc_code code = desk_settle(desk, why);

	desk->followed = false;
	if (!code) {
		desk_look_around(desk);
	}
	*ret_news = desk->followed;
	return code;
}
