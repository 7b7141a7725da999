/* SPDX-License-Identifier: MPL-2.0 */
/*
 * uploads.c - what was begun and will not be finished: tus termination.
 *
 * An upload is given up only when nothing that has the part may be sent any more: its dossier's
 * withdrawal is signed, or it came in by a stick. When something else wants the part later, it
 * begins a new one.
 */
#include "sync/engine.h"

static void over(struct mc_engine *engine)
{
	engine->upload_out = false;
	engine_again(engine);
}

/* Gone, or not to be ended (whatever stands there does not know the word, and lets it expire):
 * either way it is not asked for again. */
static void ended(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_err why;
	enum mc_code code = MC_OK;

	if (engine_note(engine, answer) ||
	    (answer->code == MC_E_LINK_SUSPECT && answer->status)) {
		engine->upload_look = true; /* for the next one */
		code = mc_mail_part_lost(engine->with.mail, engine->upload.sha256, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
	over(engine);
}

void engine_uploads(struct mc_engine *engine, int64_t now)
{
	struct mc_err why;
	enum mc_code code;

	if (!engine->upload_look || engine_bulk_out(engine) || now < engine->bulk_from) {
		return;
	}
	engine->upload_look = false;
	code = mc_mail_upload_left(engine->with.mail, &engine->upload, &why);
	if (!code) {
		engine->upload_out = true;
		mc_client_upload_end(engine->with.client, engine->upload.upload, ended, engine);
	} else if (code != MC_E_NOT_FOUND) {
		engine_fault(engine, code, &why);
	}
}
