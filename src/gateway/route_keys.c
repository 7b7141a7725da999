/* SPDX-License-Identifier: MPL-2.0 */
/* route_keys.c - the list of the gateway's keys, which its root signed: for whoever asks. */
#include "gateway/routes.h"

#include "motcua/wire/keys.h"

void mc_route_keys(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;

	mc_keys_format(mc_gateway_keys_list(gateway->keys), &request->reply);
	mc_answer_header(request, "Cache-Control", "no-cache");
	mc_answer_json(request, 200);
}
