/* SPDX-License-Identifier: MPL-2.0 */
/* record.c - a dossier's record, supplement and withdrawal, as the terminal signs them
 * (FORMATS 7). */
#include <string.h>

#include "motcua/wire/message.h"
#include "wire/shape.h"

static const struct mc_shape_member record_members[] = {
	MC_SHAPE_EXACT(struct mc_record, id, "id", true, uuid),
	MC_SHAPE_EXACT(struct mc_record, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_record, epoch, "epoch", true, hex),
	MC_SHAPE(struct mc_record, seq, "seq", int, true),
	MC_SHAPE_EXACT(struct mc_record, prev, "prev", true, hex),
	MC_SHAPE_EXACT(struct mc_record, digest, "digest", true, hex),
	MC_SHAPE(struct mc_record, at, "at", time, true),
	MC_SHAPE_EXACT(struct mc_record, replaces, "replaces", false, uuid),
};
static const struct mc_shape record_shape = MC_SHAPE_OF(record_members);

void mc_record_format(const struct mc_record *record, struct mc_str *ret)
{
	mc_shape_format(&record_shape, record, ret);
}

enum mc_code mc_record_parse(struct mc_slice payload, struct mc_record *ret, struct mc_err *why)
{
	struct mc_record record = {0};
	enum mc_code code = mc_shape_parse(payload, &record_shape, &record, why);

	if (!code && !record.seq) {
		code = mc_node_fail(why, "seq", "number out of range");
	}
	if (!code) {
		*ret = record;
	}
	return code;
}

static const struct mc_shape_member withdrawal_members[] = {
	MC_SHAPE_EXACT(struct mc_withdrawal, id, "id", true, uuid),
	MC_SHAPE_EXACT(struct mc_withdrawal, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_withdrawal, digest, "digest", true, hex),
	MC_SHAPE(struct mc_withdrawal, at, "at", time, true),
	MC_SHAPE(struct mc_withdrawal, reason, "reason", text, false),
};
static const struct mc_shape withdrawal_shape = MC_SHAPE_OF(withdrawal_members);

void mc_withdrawal_format(const struct mc_withdrawal *withdrawal, struct mc_str *ret)
{
	mc_shape_format(&withdrawal_shape, withdrawal, ret);
}

enum mc_code mc_withdrawal_parse(struct mc_slice payload, struct mc_withdrawal *ret,
				 struct mc_err *why)
{
	struct mc_withdrawal withdrawal = {0};
	enum mc_code code = mc_shape_parse(payload, &withdrawal_shape, &withdrawal, why);

	if (!code) {
		*ret = withdrawal;
	}
	return code;
}

static const struct mc_shape_member supplement_members[] = {
	MC_SHAPE_EXACT(struct mc_supplement, id, "id", true, uuid),
	MC_SHAPE_EXACT(struct mc_supplement, dossier, "dossier", true, uuid),
	MC_SHAPE_EXACT(struct mc_supplement, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_supplement, asked, "asked", true, hex),
	MC_SHAPE_EXACT(struct mc_supplement, digest, "digest", true, hex),
	MC_SHAPE(struct mc_supplement, at, "at", time, true),
};
static const struct mc_shape supplement_shape = MC_SHAPE_OF(supplement_members);

void mc_supplement_format(const struct mc_supplement *supplement, struct mc_str *ret)
{
	mc_shape_format(&supplement_shape, supplement, ret);
}

enum mc_code mc_supplement_parse(struct mc_slice payload, struct mc_supplement *ret,
				 struct mc_err *why)
{
	struct mc_supplement supplement = {0};
	enum mc_code code = mc_shape_parse(payload, &supplement_shape, &supplement, why);

	if (!code && !strcmp(supplement.id, supplement.dossier)) {
		code = mc_node_fail(why, "id", "the dossier's own");
	}
	if (!code) {
		*ret = supplement;
	}
	return code;
}

void mc_supplement_record(const struct mc_supplement *supplement, struct mc_record *ret)
{
	*ret = (struct mc_record){.at = supplement->at};
	memcpy(ret->id, supplement->id, sizeof(ret->id));
	memcpy(ret->terminal, supplement->terminal, sizeof(ret->terminal));
	memcpy(ret->digest, supplement->digest, sizeof(ret->digest));
}

/* ---- whose is it? */

struct signer {
	char terminal[MC_TERMINAL_LEN];
};

static const struct mc_shape_member signer_table[] = {
	MC_SHAPE_EXACT(struct signer, terminal, "terminal", true, terminal),
};
static const struct mc_shape signer_shape = MC_SHAPE_OF(signer_table);

enum mc_code mc_signer_parse(struct mc_slice payload, char ret[MC_TERMINAL_LEN],
			     struct mc_err *why)
{
	struct signer signer;
	enum mc_code code = mc_shape_parse(payload, &signer_shape, &signer, why);

	if (!code) {
		memcpy(ret, signer.terminal, sizeof(signer.terminal));
	}
	return code;
}
