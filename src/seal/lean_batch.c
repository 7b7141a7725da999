/* SPDX-License-Identifier: MPL-2.0 */
/* lean_batch.c - the lean text of a batch's records, a line each; then what goes with them. */
#include <string.h>

#include "motcua/seal/hash.h"
#include "motcua/seal/jws.h"
#include "motcua/seal/lean.h"
#include "seal/append.h"
#include "seal/lean_text.h"

static void add_sized(struct mc_slice part, struct mc_str *ret)
{
	const char size[4] = {(char)(part.len >> 24), (char)(part.len >> 16), (char)(part.len >> 8),
			      (char)part.len};

	mc_str_add(ret, size, sizeof(size));
	mc_str_add(ret, part.data, part.len);
}

static bool take_sized(struct mc_slice *from, struct mc_slice *ret)
{
	const uint8_t *size = from->data;
	size_t len;

	if (from->len < 4) {
		return false;
	}
	len = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
	if (len > from->len - 4) {
		return false;
	}
	(void)lean_take(from, 4);
	*ret = lean_take(from, len);
	return true;
}

/* The hash in this text gives way to the mark. */
static void put_mark(struct mc_str *text, size_t from, const char *hash, char mark)
{
	char *at = hash[0] ? strstr(text->data + from, hash) : NULL;
	size_t len = strlen(hash);

	if (at) {
		size_t behind = text->len - (size_t)(at - text->data) - len;

		*at = mark;
		memmove(at + 1, at + len, behind + 1);
		text->len -= len - 1;
	}
}

static bool add_line(struct mc_slice record, struct mc_slice sealed, const char *before,
		     struct lean_unrolled *to)
{
	char digest[MC_SHA256_HEX];
	size_t from = to->text.len;

	if (!lean_unroll(record, to) || strchr(to->text.data + from, '\n')) {
		return false;
	}
	mc_sha256_hex(sealed, digest);
	put_mark(&to->text, from, digest, LEAN_DIGEST);
	put_mark(&to->text, from, before, LEAN_BEFORE);
	return mc_str_putc(&to->text, '\n');
}

static bool add_records(struct mc_slice records, struct lean_unrolled *to, struct mc_str *sealed)
{
	char before[MC_SHA256_HEX] = "";
	struct mc_slice record, with;

	while (records.len) {
		if (!take_sized(&records, &record) || !take_sized(&records, &with) ||
		    !add_line(record, with, before, to)) {
			return false;
		}
		mc_sha256_hex(record, before);
		add_sized(with, sealed);
	}
	return true;
}

bool mc_lean_batch(struct mc_slice records, struct mc_str *ret)
{
	struct lean_unrolled u;
	struct mc_str text, sealed, small;
	bool good;

	lean_unrolled_init(&u);
	mc_str_init(&text, LEAN_TEXT_MAX);
	mc_str_init(&sealed, records.len);
	mc_str_init(&small, LEAN_TEXT_MAX);
	good = add_records(records, &u, &sealed) && lean_pack(&u, &text);
	add_sized(mc_slice_of(&text), &small);
	mc_str_add(&small, sealed.data, sealed.len);
	good = lean_append_smaller(&small, records, good, ret);
	mc_str_done(&text);
	mc_str_done(&sealed);
	mc_str_done(&small);
	lean_unrolled_done(&u);
	return good;
}

/* One line and what goes with it. */
static enum mc_code add_record(struct lean_rolling *all, struct mc_slice *sealed,
			       char before[MC_SHA256_HEX], struct mc_str *ret, struct mc_err *why)
{
	char digest[MC_SHA256_HEX];
	struct lean_rolling line = {.digest = digest, .before = before[0] ? before : NULL};
	struct mc_str record;
	struct mc_slice with;

	if (!lean_take_until(&all->text, '\n', &line.text) || !take_sized(sealed, &with)) {
		return lean_not(why, "lengths");
	}
	mc_sha256_hex(with, digest);
	line.signatures = all->signatures;
	mc_str_init(&record, MC_JWS_MAX);
	if (!lean_roll(&line, &record)) {
		mc_str_done(&record);
		return lean_not(why, "record");
	}
	all->signatures = line.signatures;
	mc_sha256_hex(mc_slice_of(&record), before);
	add_sized(mc_slice_of(&record), ret);
	add_sized(with, ret);
	mc_str_done(&record);
	return ret->full ? lean_not(why, "too long") : MC_OK;
}

static enum mc_code add_all(struct lean_rolling *all, struct mc_slice sealed, struct mc_str *ret,
			    struct mc_err *why)
{
	char before[MC_SHA256_HEX] = "";
	enum mc_code code = MC_OK;

	while (!code && all->text.len) {
		code = add_record(all, &sealed, before, ret, why);
	}
	return !code && (sealed.len || all->signatures.len) ? lean_not(why, "left over") : code;
}

enum mc_code mc_unlean_batch(struct mc_slice lean, struct mc_str *ret, struct mc_err *why)
{
	struct lean_rolling all = {.digest = NULL};
	struct mc_str text, records;
	struct mc_slice head;
	enum mc_code code;

	if (!take_sized(&lean, &head)) {
		return lean_not(why, "lengths");
	}
	mc_str_init(&text, ret->max - ret->len);
	mc_str_init(&records, ret->max - ret->len);
	code = lean_unpack(head, &all.signatures, &text, why);
	if (!code) {
		all.text = mc_slice_of(&text);
		code = add_all(&all, lean, &records, why);
	}
	code = code ? code : mc_append(ret, records.data, records.len, why);
	mc_str_done(&text);
	mc_str_done(&records);
	return code;
}
