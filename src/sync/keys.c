/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.c - newer lists of the gateway's keys (FORMATS 2): fetched when a hello names one, or
 * when a hello is by a key that nobody knows. The list is believed for its root's signature
 * alone, so no trusted hello is needed for it: a desk that slept through a rotation finds out.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/wire/keys.h"
#include "sync/engine.h"

enum { FILE_MODE = 0660 }; /* the desk's account reads it */

static void use(struct mc_engine *engine, struct mc_keyring *ring)
{
	mc_keyring_free(engine->keys.own);
	engine->keys.own = ring;
	engine->with.keyring = ring;
}

void engine_keys_open(struct mc_engine *engine)
{
	struct mc_keyring *ring;

	if (!mc_keyring_load_next(engine->with.keyring, engine->with.paths->arrived_keys, &ring,
				  NULL, NULL)) {
		use(engine, ring);
	}
}

/* ---- the list */

/* Kept before anything is believed for it: the desk has to be able to verify it too. */
static enum mc_code take(struct mc_engine *engine, struct mc_slice body, struct mc_err *why)
{
	struct mc_keyring *ring = NULL;
	char *text;
	enum mc_code code = mc_keys_parse(body, &text, why);

	if (code) {
		return code;
	}
	code = mc_keyring_parse(mc_slice_text(text), &ring, why);
	code = code ? code : mc_keyring_follows(engine->with.keyring, ring, why);
	code = code ? code
		    : mc_file_write(engine->with.paths->arrived_keys, FILE_MODE,
				    mc_slice_text(text), why);
	free(text);
	if (code) {
		mc_keyring_free(ring);
		return code;
	}
	use(engine, ring);
	engine_changed(engine);
	return MC_OK;
}

/* One that our root did not sign is not from our gateway; a full disk is no portal either. */
static enum mc_code cause_of(enum mc_code code)
{
	return code == MC_E_LINK_SUSPECT || mc_error_info(code)->grade == MC_GRADE_STORE ?
		       code :
		       MC_E_GATEWAY_KEY;
}

/* A list that leaves out what it owes, or that cannot be kept, is left alone: what the known
 * keys sign is good. */
static void refuse(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (engine->keys.hello) {
		engine_hello_failed(engine, cause_of(code), 0, why->detail);
	} else if (code == MC_E_LINK_SUSPECT) {
		engine_suspect(engine);
	} else if (code != MC_E_NOT_FOUND && engine->with.failed) {
		engine->with.failed(engine->with.ctx, code, why->detail);
	}
}

static void list_came(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_err why = {.detail = "a hello by an unknown key, and no list of keys"};
	enum mc_code code;

	engine->keys.out = engine->keys.wanted = false;
	if (engine_note(engine, answer)) {
		code = answer->code ? MC_E_NOT_FOUND :
				      take(engine, mc_slice_of(answer->body), &why);
		if (code) {
			refuse(engine, code, &why);
		}
	}
	engine_again(engine);
}

/* ---- when */

static void ask(struct mc_engine *engine, bool hello)
{
	engine->keys.hello = hello;
	engine->keys.out = true;
	mc_client_keys(engine->with.client, list_came, engine);
}

void engine_keys_told(struct mc_engine *engine, int64_t version)
{
	engine->keys.wanted = version > mc_keyring_version(engine->with.keyring);
}

void engine_keys_ask(struct mc_engine *engine)
{
	ask(engine, true);
}

void engine_keys(struct mc_engine *engine)
{
	if (engine->keys.wanted && !engine_bulk_out(engine)) {
		ask(engine, false);
	}
}
