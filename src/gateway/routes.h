/* SPDX-License-Identifier: MPL-2.0 */
/* routes.h - the endpoints (docs/FORMATS.md); ctx is the struct mc_gateway. */
#ifndef GATEWAY_ROUTES_H
#define GATEWAY_ROUTES_H

#include "gateway/gateway.h"
#include "gateway/httpd.h"

extern const struct mc_route mc_routes[];

void mc_route_hello(void *ctx, struct mc_request *request);
void mc_route_keys(void *ctx, struct mc_request *request);
void mc_route_enrolments(void *ctx, struct mc_request *request);
void mc_route_queries(void *ctx, struct mc_request *request);
void mc_route_residence_proofs(void *ctx, struct mc_request *request);
void mc_route_dossier(void *ctx, struct mc_request *request);
void mc_route_batches(void *ctx, struct mc_request *request);
void mc_route_receipt(void *ctx, struct mc_request *request);
void mc_route_withdrawal(void *ctx, struct mc_request *request);
void mc_route_supplement(void *ctx, struct mc_request *request);
void mc_route_reconcile(void *ctx, struct mc_request *request);
void mc_route_catalogue(void *ctx, struct mc_request *request);
void mc_route_catalogue_file(void *ctx, struct mc_request *request);
void mc_route_events(void *ctx, struct mc_request *request);
void mc_route_part(void *ctx, struct mc_request *request);
void mc_route_upload_options(void *ctx, struct mc_request *request);
void mc_route_upload_head(void *ctx, struct mc_request *request);
void mc_route_upload_delete(void *ctx, struct mc_request *request);
void mc_route_upload_done(void *ctx, struct mc_request *request); /* POST and PATCH */
extern const struct mc_body_ops mc_route_upload_new, mc_route_upload_more;

/* hello.c: a signed hello with this nonce. */
void mc_answer_hello(const struct mc_gateway *gateway, struct mc_request *request, int status,
		     const char *nonce, const char *terminal);

/* A signed statement as {"outer","inner"}, or inside a problem. Frees reply. */
void mc_answer_reply(struct mc_request *request, int status, struct mc_reply *reply);
void mc_answer_signed(struct mc_request *request, enum mc_problem_kind problem,
		      struct mc_reply *reply);

/* route_outcomes.c: a receipt, rejection, withdrawal or refusal, by the verdict. */
void mc_answer_held(const struct mc_gateway *gateway, struct mc_request *request,
		    struct mc_ledger_held *held);

#endif
