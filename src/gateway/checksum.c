/* SPDX-License-Identifier: MPL-2.0 */
/* checksum.c - by GnuTLS, which has SHA-1 too: a standard that says "at least" means it. */
#include "gateway/checksum.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"

enum { DIGEST_MAX = 32 };

struct mc_checksum {
	gnutls_hash_hd_t hash;
	size_t len;
	char expected[DIGEST_MAX];
};

static const struct {
	const char *name;
	gnutls_digest_algorithm_t algorithm;
	size_t len;
} algorithms[] = {
	{"sha1", GNUTLS_DIG_SHA1, 20},
	{"sha256", GNUTLS_DIG_SHA256, 32},
};

static bool read_digest(const char *text, size_t len, char ret[DIGEST_MAX])
{
	struct mc_str digest;
	bool good;

	mc_str_init(&digest, DIGEST_MAX);
	good = mc_base64_decode(mc_slice_text(text), &digest) && digest.len == len;
	memcpy(ret, digest.data, good ? len : 0);
	mc_str_done(&digest);
	return good;
}

enum mc_code mc_checksum_new(const char *header, struct mc_checksum **ret, struct mc_err *why)
{
	size_t word = strcspn(header, " ");
	struct mc_checksum new = {.len = 0};

	for (size_t i = 0; i < MC_COUNT(algorithms); i++) {
		if (word == strlen(algorithms[i].name) &&
		    !strncmp(header, algorithms[i].name, word) && header[word] &&
		    read_digest(header + word + 1, algorithms[i].len, new.expected)) {
			new.len = algorithms[i].len;
			if (gnutls_hash_init(&new.hash, algorithms[i].algorithm) < 0) {
				return mc_fail(why, MC_E_INTERNAL, "no hash");
			}
			*ret = mc_calloc(1, sizeof(new));
			**ret = new;
			return MC_OK;
		}
	}
	return mc_fail(why, MC_E_JSON_SHAPE, "Upload-Checksum");
}

void mc_checksum_add(struct mc_checksum *checksum, struct mc_slice bytes)
{
	if (checksum) {
		(void)gnutls_hash(checksum->hash, bytes.data, bytes.len);
	}
}

bool mc_checksum_end(struct mc_checksum *checksum)
{
	char digest[DIGEST_MAX];
	bool good;

	if (!checksum) {
		return true;
	}
	gnutls_hash_deinit(checksum->hash, digest);
	good = !memcmp(digest, checksum->expected, checksum->len);
	free(checksum);
	return good;
}
