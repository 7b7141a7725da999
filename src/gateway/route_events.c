/* SPDX-License-Identifier: MPL-2.0 */
/* route_events.c - changes of state, for one terminal, after its cursor. */
#include <stdlib.h>
#include <string.h>

#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/log.h"
#include "motcua/wire/statement.h"

struct listing {
	struct mc_str items;
	int64_t cursor;
	bool any;
};

static void add_event(void *to, int64_t cursor, const char *outer, struct mc_slice inner)
{
	struct listing *listing = to;

	mc_events_format_item(&listing->items, !listing->any, outer, inner);
	listing->any = true;
	listing->cursor = cursor;
}

static bool read_cursor(const char *text, int64_t *ret)
{
	if (!text) {
		*ret = 0;
		return true;
	}
	if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 15) {
		return false;
	}
	*ret = strtoll(text, NULL, 10);
	return true;
}

static enum mc_code list(struct mc_gateway *gateway, const char *id, struct listing *listing,
			 struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_ledger_terminal terminal;
	enum mc_code code = mc_gateway_terminal(gateway, id, &terminal, why);

	code = code ? code : mc_relay_run(gateway, mc_clock_now(), why);
	return code ? code
		    : ledger->ops->events(ledger->ctx, id, listing->cursor, add_event, listing,
					  why);
}

void mc_route_events(void *ctx, struct mc_request *request)
{
	const char *id = mc_request_query(request, "terminal");
	struct listing listing = {.any = false};
	struct mc_err why;
	enum mc_code code;

	mc_answer_header(request, "Cache-Control", "no-store");
	if (!id || !read_cursor(mc_request_query(request, "after"), &listing.cursor)) {
		mc_answer_plain_problem(request, MC_PROBLEM_BAD_REQUEST);
		return;
	}
	mc_str_init(&listing.items, MC_JSON_MAX);
	code = list(ctx, id, &listing, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else {
		mc_events_format_begin(&request->reply, listing.cursor);
		mc_str_add(&request->reply, listing.items.data, listing.items.len);
		mc_events_format_end(&request->reply);
		mc_answer_json(request, 200);
	}
	mc_str_done(&listing.items);
}
