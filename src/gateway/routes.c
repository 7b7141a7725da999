/* SPDX-License-Identifier: MPL-2.0 */
/* routes.c - the table of endpoints, and two answers that all of them give. */
#include "gateway/routes.h"

#include "motcua/seal/lean.h"
#include "motcua/wire/batch.h"

enum {
	NOTHING = 1024, /* a GET has no body; a little one is not worth a quarrel */
	STATEMENT = 16 * 1024,
	QUESTION = 64 * 1024,
};

#define SEALED "application/age|" MC_LEAN_TYPE
#define BATCH "application/vnd.motcua.batch|" MC_LEAN_TYPE

const struct mc_route mc_routes[] = {
	{"GET", "/v1/hello", NULL, NOTHING, mc_route_hello, NULL},
	{"GET", "/v1/keys", NULL, NOTHING, mc_route_keys, NULL},
	{"POST", "/v1/enrolments", "application/jose", STATEMENT, mc_route_enrolments, NULL},
	{"POST", "/v1/queries", "application/age", QUESTION, mc_route_queries, NULL},
	{"POST", "/v1/residence-proofs", "application/age", QUESTION, mc_route_residence_proofs,
	 NULL},
	{"PUT", "/v1/dossiers/{}", SEALED, MC_BATCH_ONE_MAX, mc_route_dossier, NULL},
	{"POST", "/v1/batches", BATCH, MC_BATCH_MAX, mc_route_batches, NULL},
	{"GET", "/v1/dossiers/{}/receipt", NULL, NOTHING, mc_route_receipt, NULL},
	{"PUT", "/v1/dossiers/{}/withdrawal", "application/jose", STATEMENT, mc_route_withdrawal,
	 NULL},
	{"PUT", "/v1/dossiers/{}/supplements/{}", SEALED, MC_BATCH_ONE_MAX, mc_route_supplement,
	 NULL},
	{"POST", "/v1/reconcile", "application/json", QUESTION, mc_route_reconcile, NULL},
	{"GET", "/v1/catalogues/{}", NULL, NOTHING, mc_route_catalogue, NULL},
	{"GET", "/v1/catalogues/{}/{}", NULL, NOTHING, mc_route_catalogue_file, NULL},
	{"GET", "/v1/events", NULL, NOTHING, mc_route_events, NULL},
	{"HEAD", "/v1/parts/{}", NULL, NOTHING, mc_route_part, NULL},
	{"OPTIONS", "/v1/uploads", NULL, NOTHING, mc_route_upload_options, NULL},
	{"POST", "/v1/uploads", NULL, 0, mc_route_upload_done, &mc_route_upload_new},
	{"HEAD", "/v1/uploads/{}", NULL, NOTHING, mc_route_upload_head, NULL},
	{"PATCH", "/v1/uploads/{}", "application/offset+octet-stream", 0, mc_route_upload_done,
	 &mc_route_upload_more},
	{"DELETE", "/v1/uploads/{}", NULL, NOTHING, mc_route_upload_delete, NULL},
	{NULL, NULL, NULL, 0, NULL, NULL},
};

void mc_answer_reply(struct mc_request *request, int status, struct mc_reply *reply)
{
	mc_reply_format(reply->outer, mc_slice_of(&reply->inner), &request->reply);
	mc_answer_json(request, status);
	mc_reply_done(reply);
}

void mc_answer_signed(struct mc_request *request, enum mc_problem_kind problem,
		      struct mc_reply *reply)
{
	mc_answer_problem(request, problem, reply->outer, mc_slice_of(&reply->inner), NULL);
	mc_reply_done(reply);
}
