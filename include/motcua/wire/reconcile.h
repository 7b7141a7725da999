/* SPDX-License-Identifier: MPL-2.0 */
/*
 * reconcile.h - the outcome question for many dossiers at once (FORMATS 7): what the
 * terminal has, and the statements of the gateway about those that it holds.
 */
#ifndef MOTCUA_WIRE_RECONCILE_H
#define MOTCUA_WIRE_RECONCILE_H

#include "motcua/wire/message.h"

#define MC_RECONCILE_MAX 64

struct mc_reconcile_item {
	char epoch[MC_EPOCH_LEN];
	int64_t seq;
	char id[MC_UUID_LEN], digest[MC_DIGEST_LEN];
	char state[24]; /* as the terminal has it; information */
};

/* items: struct mc_reconcile_item. */
void mc_reconcile_format(const char *terminal, const struct mc_vec *items, struct mc_str *ret);
/* ret_items is made here; the caller ends it. At most MC_RECONCILE_MAX. */
enum mc_code mc_reconcile_parse(struct mc_slice json, char ret_terminal[MC_TERMINAL_LEN],
				struct mc_vec *ret_items, struct mc_err *why) MC_CHECKED;

/* The answer: each statement as an item of mc_events_format_item(), in the order asked. */
void mc_reconciled_format_begin(struct mc_str *ret);
void mc_reconciled_format_end(struct mc_str *ret);
/* ret_replies: struct mc_reply items, made here, to be ended one by one. */
enum mc_code mc_reconciled_parse(struct mc_slice json, struct mc_vec *ret_replies,
				 struct mc_err *why) MC_CHECKED;

#endif
