/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys_rotate.c - new keys beside the old ones. The secrets are on disk before the list names
 * them: whoever stops us in between leaves the old list, which is good as it was.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/keys_file.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

/* Long enough for every office to have fetched the list by its hello of the day. */
#define LEAD (7 * MC_DAY)
/* One that is about to begin counts as begun: another gateway may sign with it by now. */
#define ABOUT MC_MINUTE

struct rotation {
	struct mc_key_set set;
	int64_t now, from;
	struct mc_keyring_entry entries[MC_KEYRING_MAX];
	int count;
};

static enum mc_code refuse(struct mc_err *why, const char *reason)
{
	return mc_fail(why, MC_E_KEYS_ROTATE, "%s", reason);
}

static int64_t whole(int64_t at)
{
	return at - at % MC_SECOND;
}

/* ---- when */

static bool has_begun(const struct rotation *r, const struct mc_keyring_entry *entry)
{
	return entry->from < r->now + ABOUT;
}

/* Of those that have begun; of the one that ends first. */
static void find_bounds(const struct rotation *r, int64_t *ret_begin, int64_t *ret_end)
{
	int64_t end[2] = {0, 0};

	*ret_begin = 0;
	for (int i = 0; i < mc_keyring_count(r->set.ring); i++) {
		const struct mc_keyring_entry *entry = mc_keyring_at(r->set.ring, i);

		if (has_begun(r, entry) && entry->from >= *ret_begin) {
			*ret_begin = entry->from;
		}
		if (has_begun(r, entry) && entry->until > end[entry->seals]) {
			end[entry->seals] = entry->until;
		}
	}
	*ret_end = end[0] < end[1] ? end[0] : end[1];
}

static enum mc_code choose_from(struct rotation *r, int64_t asked, struct mc_err *why)
{
	int64_t begin, end, soon = whole(r->now) + MC_SECOND;

	find_bounds(r, &begin, &end);
	soon = soon > begin ? soon : begin + MC_SECOND;
	if (asked && asked != MC_ROTATE_NOW) {
		r->from = whole(asked);
		return r->from >= soon ? MC_OK : refuse(why, "--from is in the past, or a key"
							     " begins then or later");
	}
	r->from = asked ? soon : whole(r->now) + LEAD;
	r->from = r->from < end || asked ? r->from : whole(end);
	r->from = r->from > soon ? r->from : soon;
	return MC_OK;
}

/* ---- what the next list says */

/* The last one to begin lasts until the new one takes over, the older ones as they did. */
static bool is_last(const struct rotation *r, const struct mc_keyring_entry *entry)
{
	for (int i = 0; i < mc_keyring_count(r->set.ring); i++) {
		const struct mc_keyring_entry *it = mc_keyring_at(r->set.ring, i);

		if (it->seals == entry->seals && it->from < r->from && it->from > entry->from) {
			return false;
		}
	}
	return true;
}

static bool is_over(const struct rotation *r, const struct mc_keyring_entry *entry)
{
	return entry->until + MC_KEYRING_KEEP_DAYS * MC_DAY <= r->now;
}

static void drop_open(struct mc_key_set *set, const char *kid)
{
	struct mc_seal_key public;
	int kept = 0;

	for (int i = 0; i < set->opens; i++) {
		mc_open_key_public(set->open[i], &public);
		if (strcmp(public.kid, kid) != 0) {
			set->open[kept++] = set->open[i];
		} else {
			mc_open_key_free(set->open[i]);
		}
	}
	set->opens = kept;
}

static enum mc_code add(struct rotation *r, const struct mc_keyring_entry *entry,
			struct mc_err *why)
{
	if (r->count == MC_KEYRING_MAX) {
		return refuse(why, "too many keys are in their five years");
	}
	r->entries[r->count++] = *entry;
	return MC_OK;
}

/* Given up are keys that begin later; what was sealed to one by a wrong clock is opened. */
static enum mc_code take_over(struct rotation *r, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < mc_keyring_count(r->set.ring); i++) {
		struct mc_keyring_entry entry = *mc_keyring_at(r->set.ring, i);

		if (is_over(r, &entry) && !is_last(r, &entry)) {
			if (entry.seals) {
				drop_open(&r->set, entry.seal.kid);
			}
		} else if (entry.from < r->from) {
			entry.until = is_last(r, &entry) ? r->from : entry.until;
			code = add(r, &entry, why);
		}
	}
	return code;
}

/* ---- secrets */

static bool signs_still(const struct rotation *r, const struct mc_sign_key *key)
{
	struct mc_verify_key public;

	mc_sign_key_public(key, &public);
	for (int i = 0; i < r->count; i++) {
		if (!r->entries[i].seals && !strcmp(r->entries[i].verify.kid, public.kid)) {
			return r->entries[i].until > r->now - MC_DAY;
		}
	}
	return false;
}

/* What signs no more is not kept: nobody can steal it, and date something back with it. */
static void drop_signers(struct rotation *r)
{
	int kept = 0;

	for (int i = 0; i < r->set.signs; i++) {
		if (signs_still(r, r->set.sign[i])) {
			r->set.sign[kept++] = r->set.sign[i];
		} else {
			mc_sign_key_free(r->set.sign[i]);
		}
	}
	r->set.signs = kept;
}

static enum mc_code make_keys(struct rotation *r, struct mc_rotated *ret, struct mc_err *why)
{
	struct mc_key_set *set = &r->set;
	struct mc_keyring_entry sign = {.from = r->from, .until = mc_key_end(r->from)};
	struct mc_keyring_entry seal = sign;
	enum mc_code code;

	if (set->signs == MC_SECRETS_MAX || set->opens == MC_SECRETS_MAX) {
		return refuse(why, "gateway.secret is full");
	}
	seal.seals = true;
	set->sign[set->signs] = mc_sign_key_new();
	mc_sign_key_public(set->sign[set->signs++], &sign.verify);
	set->open[set->opens] = mc_open_key_new();
	mc_open_key_public(set->open[set->opens++], &seal.seal);
	MC_COPY(ret->sign, sign.verify.kid);
	MC_COPY(ret->seal, seal.seal.kid);
	code = add(r, &sign, why);
	return code ? code : add(r, &seal, why);
}

/* ---- all of it */

static enum mc_code rotate(const char *dir, struct rotation *r, int64_t asked,
			   struct mc_rotated *ret, struct mc_err *why)
{
	int64_t issued = whole(r->now);
	enum mc_code code;

	if (issued < mc_keyring_issued(r->set.ring)) {
		return refuse(why, "this computer's clock is behind the list's own time");
	}
	code = choose_from(r, asked, why);
	code = code ? code : take_over(r, why);
	if (code) {
		return code;
	}
	drop_signers(r);
	code = make_keys(r, ret, why);
	ret->version = mc_keyring_version(r->set.ring) + 1;
	ret->from = r->from;
	code = code ? code : mc_key_set_write_secret(dir, &r->set, why);
	return code ? code
		    : mc_key_set_write_list(dir, &r->set, ret->version, issued, r->entries,
					    r->count, why);
}

enum mc_code mc_gateway_keys_rotate(const char *dir, int64_t now, int64_t from,
				    struct mc_rotated *ret, struct mc_err *why)
{
	struct rotation *r;
	struct mc_rotated rotated;
	int fd;
	enum mc_code code = mc_key_lock(dir, true, &fd, why);

	if (code) {
		return code;
	}
	r = mc_calloc(1, sizeof(*r));
	mc_key_set_init(&r->set);
	r->now = now;
	code = mc_key_set_load(dir, &r->set, why);
	code = code ? code : rotate(dir, r, from, &rotated, why);
	close(fd);
	mc_key_set_done(&r->set);
	free(r);
	if (!code) {
		*ret = rotated;
	}
	return code;
}
