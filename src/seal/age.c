/* SPDX-License-Identifier: MPL-2.0 */
/* age.c - the age v1 envelope from memory to memory. */
#include "motcua/seal/age.h"

#include <string.h>

#include "seal/age_stream.h"
#include "seal/append.h"

struct memory {
	struct mc_slice left;
	struct mc_str *to;
};

static enum mc_code memory_pull(void *ctx, void *to, size_t want, size_t *ret_got,
				struct mc_err *why)
{
	struct memory *m = ctx;
	size_t got = want < m->left.len ? want : m->left.len;

	(void)why;
	if (got) {
		memcpy(to, m->left.data, got);
		m->left.data = (const char *)m->left.data + got;
		m->left.len -= got;
	}
	*ret_got = got;
	return MC_OK;
}

static enum mc_code memory_push(void *ctx, const void *bytes, size_t len, struct mc_err *why)
{
	struct memory *m = ctx;

	return mc_append(m->to, bytes, len, why);
}

enum mc_code mc_age_seal(const struct mc_seal_key *recipients, int count, struct mc_slice plain,
			 struct mc_str *ret, struct mc_err *why)
{
	struct memory m = {plain, ret};
	const struct mc_age_io io = {memory_pull, memory_push, &m};
	size_t before = ret->len;
	enum mc_code code = mc_age_stream_seal(recipients, count, &io, why);

	if (code) {
		mc_append_undo(ret, before);
	}
	return code;
}

enum mc_code mc_age_open(const struct mc_open_key *key, struct mc_slice sealed, struct mc_str *ret,
			 struct mc_err *why)
{
	struct memory m = {sealed, ret};
	const struct mc_age_io io = {memory_pull, memory_push, &m};
	size_t before = ret->len;
	enum mc_code code = mc_age_stream_open(key, &io, why);

	if (code) {
		mc_append_undo(ret, before);
	}
	return code;
}
