/* SPDX-License-Identifier: MPL-2.0 */
/* age_header.c - the text before an age payload. */
#include "seal/age_header.h"

#include <string.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "seal/age_stanza.h"
#include "seal/append.h"
#include "seal/hkdf.h"

#define VERSION_LINE "age-encryption.org/v1"
#define MAC_TEXT 43 /* base64 of 32 bytes, unpadded */

void mc_age_header_mac(const uint8_t file_key[MC_AGE_FILE_KEY], struct mc_slice header,
		       uint8_t ret[32])
{
	const struct mc_slice no_salt = {"", 0};
	uint8_t key[MC_HKDF_LEN];

	mc_hkdf((struct mc_slice){file_key, MC_AGE_FILE_KEY}, no_salt, "header", key);
	crypto_auth_hmacsha256(ret, header.data, header.len, key);
	sodium_memzero(key, sizeof(key));
}

static enum mc_code write_lines(const struct mc_seal_key *recipients, int count,
				const uint8_t file_key[MC_AGE_FILE_KEY], struct mc_str *ret,
				struct mc_err *why)
{
	uint8_t mac[32];

	mc_str_puts(ret, VERSION_LINE "\n");
	for (int i = 0; i < count; i++) {
		if (!mc_age_x25519_wrap(&recipients[i], file_key, ret)) {
			return mc_fail(why, MC_E_KEY_UNKNOWN, "recipient %d has a weak key", i);
		}
	}
	mc_str_puts(ret, "---");
	mc_age_header_mac(file_key, mc_slice_of(ret), mac);
	mc_str_putc(ret, ' ');
	mc_base64raw_encode((struct mc_slice){mac, sizeof(mac)}, ret);
	mc_str_putc(ret, '\n');
	return MC_OK;
}

enum mc_code mc_age_header_write(const struct mc_seal_key *recipients, int count,
				 const uint8_t file_key[MC_AGE_FILE_KEY], struct mc_str *ret,
				 struct mc_err *why)
{
	struct mc_str header;
	enum mc_code code;

	if (count < 1 || count > MC_AGE_RECIPIENTS) {
		return mc_fail(why, MC_E_INTERNAL, "%d recipients", count);
	}
	mc_str_init(&header, MC_AGE_HEADER_MAX);
	code = write_lines(recipients, count, file_key, &header, why);
	if (!code) {
		code = mc_append(ret, header.data, header.len, why);
	}
	mc_str_done(&header);
	return code;
}

/* What is known after some of the stanzas. */
struct opening {
	const struct mc_open_key *key;
	uint8_t file_key[MC_AGE_FILE_KEY];
	int stanzas;
	bool found, scrypt;
};

/* Also after ours was found, the others are checked: one header, one verdict. */
static bool take_stanza(struct opening *o, const struct mc_age_stanza *stanza)
{
	uint8_t file_key[MC_AGE_FILE_KEY];
	enum mc_age_unwrap outcome;

	o->stanzas++;
	o->scrypt = o->scrypt || mc_age_stanza_is(stanza, "scrypt");
	if (!mc_age_stanza_is(stanza, "X25519")) {
		return true;
	}
	outcome = mc_age_x25519_unwrap(o->key, stanza, file_key);
	if (outcome == MC_AGE_OPENED && !o->found) {
		memcpy(o->file_key, file_key, sizeof(file_key));
		o->found = true;
	}
	sodium_memzero(file_key, sizeof(file_key));
	return outcome != MC_AGE_BROKEN;
}

/* All stanzas; ret_mac_line is the line after them. */
static bool read_stanzas(struct opening *o, struct mc_age_lines *lines,
			 struct mc_slice *ret_mac_line)
{
	struct mc_slice line;

	while (mc_age_line(lines, &line)) {
		struct mc_age_stanza stanza;
		bool good;

		if (line.len >= 3 && !memcmp(line.data, "---", 3)) {
			*ret_mac_line = line;
			return o->stanzas > 0;
		}
		good = mc_age_stanza_read(lines, line, &stanza) && take_stanza(o, &stanza);
		mc_age_stanza_done(&stanza);
		if (!good) {
			return false;
		}
	}
	return false;
}

static bool mac_right(const struct opening *o, struct mc_slice start, struct mc_slice line)
{
	const char *text = line.data, *from = start.data;
	const struct mc_slice header = {from, (size_t)(text + 3 - from)};
	uint8_t want[32];
	struct mc_str mac;
	bool good;

	mc_age_header_mac(o->file_key, header, want);
	mc_str_init(&mac, sizeof(want));
	good = line.len == 4 + MAC_TEXT && text[3] == ' ' &&
	       mc_base64raw_decode((struct mc_slice){text + 4, MAC_TEXT}, &mac) &&
	       !crypto_verify_32((const uint8_t *)mac.data, want);
	mc_str_done(&mac);
	return good;
}

static enum mc_code read_header(struct opening *o, struct mc_age_lines *lines,
				struct mc_slice start, struct mc_err *why)
{
	struct mc_slice line, mac_line;

	if (!mc_age_line(lines, &line) || !mc_slice_equal(line, mc_slice_text(VERSION_LINE))) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "not an age v1 envelope");
	}
	if (!read_stanzas(o, lines, &mac_line)) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "header, recipient %d", o->stanzas);
	}
	/* A pass phrase beside other recipients would let its owner forge for them. */
	if (o->scrypt && o->stanzas > 1) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "header, scrypt is not alone");
	}
	if (!o->found) {
		return mc_fail(why, MC_E_SEALED_OTHER, "%d recipients", o->stanzas);
	}
	if (!mac_right(o, start, mac_line)) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "header, mac");
	}
	return MC_OK;
}

enum mc_code mc_age_header_open(const struct mc_open_key *key, struct mc_slice start,
				uint8_t ret_file_key[MC_AGE_FILE_KEY], size_t *ret_len,
				struct mc_err *why)
{
	const char *text = start.data;
	struct mc_age_lines lines = {text, text + start.len};
	struct opening o = {.key = key};
	enum mc_code code = read_header(&o, &lines, start, why);

	if (!code) {
		memcpy(ret_file_key, o.file_key, sizeof(o.file_key));
		*ret_len = (size_t)(lines.at - text);
	}
	sodium_memzero(&o, sizeof(o));
	return code;
}
