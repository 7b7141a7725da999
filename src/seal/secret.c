/* SPDX-License-Identifier: MPL-2.0 */
/* secret.c - see secret.h. */
#include "seal/secret.h"

#include <sodium.h>

#include "motcua/base/mem.h"

void *mc_secret_new(size_t size)
{
	void *secret = sodium_malloc(size);

	/* A request that cannot succeed takes the one way out of memory: the hook. */
	return secret ? secret : mc_calloc(SIZE_MAX, size);
}

void mc_secret_free(void *secret)
{
	sodium_free(secret);
}

void mc_key_text(const uint8_t bytes[32], char ret[MC_KEY_TEXT_LEN])
{
	sodium_bin2base64(ret, MC_KEY_TEXT_LEN, bytes, 32,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool mc_key_bytes(struct mc_slice text, uint8_t ret[32])
{
	uint8_t bytes[32];
	size_t len;
	bool good = !sodium_base642bin(bytes, sizeof(bytes), text.data, text.len, NULL, &len, NULL,
				       sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
		    len == sizeof(bytes);

	for (size_t i = 0; good && i < sizeof(bytes); i++) {
		ret[i] = bytes[i];
	}
	sodium_memzero(bytes, sizeof(bytes));
	return good;
}
