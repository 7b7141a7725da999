/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_batches.c - several small dossiers in one request. Each is committed on its own:
 * after a cut the client resends, and gets the same receipts.
 */
#include "gateway/put.h"
#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/wire/batch.h"

/* All lengths are looked at before anything is done: half a batch is no batch. */
static enum mc_code check_frames(struct mc_slice rest, size_t *ret_count, struct mc_err *why)
{
	struct mc_slice record, manifest;
	enum mc_code code = MC_OK;

	for (*ret_count = 0; !code && rest.len; ++*ret_count) {
		code = mc_batch_next(&rest, &record, &manifest, why);
	}
	if (!code && !*ret_count) {
		code = mc_fail(why, MC_E_JSON_SHAPE, "batch: nothing in it");
	}
	return code;
}

static void answer_one(const struct mc_gateway *gateway, struct mc_request *request, bool first,
		       struct mc_slice record, struct mc_slice manifest)
{
	struct mc_request one;

	mc_accept_apart(gateway, request->route, mc_accept_dossier, record, manifest, &one);
	mc_batch_reply_item(&request->reply, first, one.argument, one.status,
			    mc_slice_of(&one.reply));
	mc_accept_apart_done(&one);
}

static void answer_all(const struct mc_gateway *gateway, struct mc_request *request,
		       struct mc_slice rest)
{
	struct mc_slice record, manifest;
	bool first = true;

	mc_batch_reply_begin(&request->reply);
	while (rest.len && !mc_batch_next(&rest, &record, &manifest, NULL)) {
		answer_one(gateway, request, first, record, manifest);
		first = false;
	}
	mc_batch_reply_end(&request->reply);
	mc_answer_json(request, 200);
}

void mc_route_batches(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	struct mc_slice records;
	struct mc_str room;
	size_t count = 0;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&room, MC_BATCH_MAX);
	code = mc_put_records(request, &room, &records, &why);
	code = code ? code : check_frames(records, &count, &why);
	if (code) {
		mc_answer_error(request, code, &why);
	} else if (count > MC_BATCH_RECORDS) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
	} else {
		answer_all(gateway, request, records);
		mc_timer_set(gateway->relay, mc_clock_mono());
	}
	mc_str_done(&room);
}
