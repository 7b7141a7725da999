/* SPDX-License-Identifier: MPL-2.0 */
/*
 * catalogue.c - what a procedure's form asks of the register, by its file: a record of a newborn
 * is told to whoever needs it for the form in hand and to nobody else, and a new procedure that
 * needs it is a new file, no new gateway.
 */
#include "gateway/catalogue.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/seal/jws.h"
#include "motcua/wire/pack.h"

/* "2.002621.000.00.00.H56" -> "2.002621.json"; false: no code of a procedure. */
static bool file_of(const char *procedure, char ret[MC_WORD_LEN])
{
	size_t len = 0;
	int dots = 0;

	for (; isdigit((unsigned char)procedure[len]) || procedure[len] == '.'; len++) {
		if (procedure[len] == '.' && ++dots == 2) {
			break;
		}
	}
	if (!dots || (procedure[len] && procedure[len] != '.') || len > MC_WORD_LEN - 6) {
		return false;
	}
	snprintf(ret, MC_WORD_LEN, "%.*s.json", (int)len, procedure);
	return true;
}

/* ---- its text */

/* The oldest that is told is the one that counts today; it is our own statement. */
static void take_first(void *to, struct mc_slice jws)
{
	struct mc_str *first = to;

	if (!first->len) {
		mc_str_add(first, jws.data, jws.len);
	}
}

static enum mc_code read_file(const struct mc_ledger *ledger, const struct mc_pack *pack,
			      const char *name, struct mc_str *ret, struct mc_err *why)
{
	MC_VEC_EACH(&pack->files, struct mc_pack_file, file) {
		if (strcmp(file->name, name) == 0) {
			return ledger->ops->pack_file(ledger->ctx, mc_pack_word(MC_PACK_PROCEDURES),
						      file->sha256, ret, why);
		}
	}
	return mc_fail(why, MC_E_NOT_FOUND, NULL);
}

static enum mc_code read_published(const struct mc_gateway *gateway, const char *name, int64_t now,
				   struct mc_str *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_date today = mc_date_of_instant(now);
	struct mc_str jws, payload;
	struct mc_pack pack;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	code = ledger->ops->packs(ledger->ctx, mc_pack_word(MC_PACK_PROCEDURES), &today, take_first,
				  &jws, why);
	if (!code && !jws.len) {
		code = mc_fail(why, MC_E_NOT_FOUND, NULL);
	}
	code = code ? code : mc_jws_peek(mc_slice_of(&jws), "pack", &payload, why);
	code = code ? code : mc_pack_parse(mc_slice_of(&payload), &pack, why);
	if (!code) {
		/* one that is known by its day, and does not count yet, decides nothing */
		code = mc_date_compare(&pack.from, &today) > 0
			       ? mc_fail(why, MC_E_NOT_FOUND, NULL)
			       : read_file(ledger, &pack, name, ret, why);
		mc_pack_done(&pack);
	}
	mc_str_done(&jws);
	mc_str_done(&payload);
	return code;
}

static enum mc_code read_shipped(const char *name, struct mc_str *ret, struct mc_err *why)
{
	char below[MC_WORD_LEN + 16], *path;
	enum mc_code code;

	snprintf(below, sizeof(below), "procedures/%s", name);
	code = mc_data_path(below, &path, why);
	if (!code) {
		code = mc_file_read(path, ret, why);
		free(path);
	}
	return code;
}

/* ---- what it asks for */

static bool asks_for(const struct mc_procedure *procedure, const char *part)
{
	MC_VEC_EACH(&procedure->fields, struct mc_field, field) {
		MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
			if (strncmp(prefill->source, part, strlen(part)) == 0) {
				return true;
			}
		}
	}
	return false;
}

bool mc_catalogue_asks_for_births(const struct mc_gateway *gateway, const char *procedure,
				  int64_t now)
{
	struct mc_procedure *read = NULL;
	char name[MC_WORD_LEN];
	struct mc_str text;
	struct mc_err why;
	enum mc_code code;
	bool yes = false;

	if (!file_of(procedure, name)) {
		return false;
	}
	mc_str_init(&text, MC_JSON_MAX);
	code = read_published(gateway, name, now, &text, &why);
	code = code == MC_E_NOT_FOUND ? read_shipped(name, &text, &why) : code;
	code = code ? code : mc_procedure_parse(mc_slice_of(&text), &read, &why);
	if (code) {
		mc_log(MC_LOG_WARNING, "procedure %s is not readable: nothing of a birth is told", name);
	} else {
		yes = asks_for(read, "birth.");
		mc_procedure_free(read);
	}
	mc_str_done(&text);
	return yes;
}
