/* SPDX-License-Identifier: MPL-2.0 */
/* lean.c - the shorter spellings of the wire (docs/FORMATS.md 14), for a gateway that has them. */
#include "motcua/seal/lean.h"

#include "motcua/seal/pack.h"
#include "sync/engine.h"

static const struct mc_http_coding codings[] = {
	{MC_LEAN_CODING, mc_unlean},
	{"zstd", mc_unzstd},
	{NULL, NULL},
};

void engine_codings(struct mc_engine *engine)
{
	mc_http_codings(engine->with.http, codings);
}

bool engine_lean(const struct mc_engine *engine, const struct mc_str *records, struct mc_str *ret)
{
	mc_str_reset(ret);
	return engine->lean && mc_lean_batch(mc_slice_of(records), ret);
}

/* Whoever says that he takes it and does not gets the long spelling until his next hello. */
void engine_lean_refused(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	if (answer->code == MC_E_GATEWAY_REFUSED) {
		engine->lean = false;
	}
}
