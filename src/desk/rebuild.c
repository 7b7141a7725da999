/* SPDX-License-Identifier: MPL-2.0 */
/*
 * rebuild.c - each record of the spool is verified with the desk's own key before it
 * becomes a row again; what its papers are is read from the manifest, which the office
 * can open.
 */
#include "motcua/desk/rebuild.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/pack.h"
#include "motcua/trust/own.h"

enum { RECORDS_MAX = 1 << 22 };

struct rebuilding {
	struct mc_paths paths;
	struct mc_terminal_keys keys;
	struct mc_mail *mail;
	struct mc_rebuild *ret;
};

/* One record of the spool, taken apart. */
struct found {
	const struct mc_spooled *place;
	struct mc_str jws, manifest;
	struct mc_record record;
	struct mc_supplement supplement; /* id "": it is a dossier */
	struct mc_vec parts; /* struct mc_part */
};

/* ---- is it ours, and whole? */

static enum mc_code read_record(const struct rebuilding *r, struct found *found,
				struct mc_err *why)
{
	return mc_own_record(&r->keys.verify, mc_slice_of(&found->jws), &found->record,
			     &found->supplement, why);
}

static enum mc_code check_record(const struct rebuilding *r, const struct found *found,
				 struct mc_err *why)
{
	char digest[MC_SHA256_HEX];

	mc_sha256_hex(mc_slice_of(&found->manifest), digest);
	if (found->record.seq != found->place->seq ||
	    strcmp(found->supplement.id[0] ? found->record.id : found->record.epoch,
		   found->place->epoch) ||
	    strcmp(found->record.terminal, r->keys.id) ||
	    strcmp(found->record.digest, digest)) {
		return mc_fail(why, MC_E_STORE_CORRUPT, "spool: %s-%lld is another's record",
			       found->place->epoch, (long long)found->place->seq);
	}
	return MC_OK;
}

static enum mc_code read_parts(const struct rebuilding *r, struct found *found,
			       struct mc_err *why)
{
	struct mc_manifest manifest;
	struct mc_str plain;
	enum mc_code code;

	mc_manifest_init(&manifest);
	mc_str_init(&plain, MC_JSON_MAX);
	code = mc_pack_open(r->keys.open, mc_slice_of(&found->manifest), &plain, why);
	if (!code) {
		code = mc_manifest_parse(mc_slice_of(&plain), &manifest, why);
	}
	MC_VEC_EACH(&manifest.parts, struct mc_part, part) {
		struct mc_part *it = code ? NULL : mc_vec_push(&found->parts);

		if (it) {
			*it = *part;
		}
	}
	mc_str_wipe(&plain);
	mc_manifest_done(&manifest);
	return code;
}

static enum mc_code load(const struct rebuilding *r, struct found *found, struct mc_err *why)
{
	enum mc_code code = mc_spool_read(&r->paths, found->place->epoch, found->place->seq,
					  &found->jws, &found->manifest, why);

	if (!code) {
		code = read_record(r, found, why);
	}
	if (!code) {
		code = check_record(r, found, why);
	}
	return code ? code : read_parts(r, found, why);
}

/* ---- into the database */

static void count_papers(struct rebuilding *r, const struct found *found)
{
	MC_VEC_EACH(&found->parts, struct mc_part, part) {
		char *path = mc_path_join(r->paths.parts, part->sha256);

		r->ret->papers_missing += !mc_file_exists(path);
		free(path);
	}
}

static enum mc_code restore(struct rebuilding *r, const struct found *found, struct mc_err *why)
{
	char names[MC_PARTS_MAX][MC_DIGEST_LEN];
	int64_t sizes[MC_PARTS_MAX];
	struct mc_sealed sealed = { .id = found->record.id,
				    .digest = found->record.digest,
				    .replaces = found->record.replaces,
				    .record = mc_slice_of(&found->jws),
				    .manifest = mc_slice_of(&found->manifest),
				    .parts = (const char (*)[MC_DIGEST_LEN])names,
				    .part_sizes = sizes,
				    .now = found->record.at };
	bool is_new = false;
	enum mc_code code;

	if (found->supplement.id[0]) {
		sealed.dossier = found->supplement.dossier;
		sealed.asked = found->supplement.asked;
	}
	MC_VEC_EACH(&found->parts, struct mc_part, part) {
		MC_COPY(names[sealed.part_count], part->sha256);
		sizes[sealed.part_count++] = part->size;
	}
	code = mc_mail_restore(r->mail, found->place, &sealed, &is_new, why);
	if (!code) {
		r->ret->restored += is_new;
		r->ret->known += !is_new;
		r->ret->withdrawn += is_new && found->place->withdrawn;
	}
	if (!code && is_new) {
		count_papers(r, found);
	}
	return code;
}

/* A damaged record is told and passed over; a database that cannot be written ends it. */
static enum mc_code take(struct rebuilding *r, const struct mc_spooled *place, struct mc_err *why)
{
	struct found found = {.place = place};
	bool ours;
	enum mc_code code;

	mc_str_init(&found.jws, MC_JWS_MAX);
	mc_str_init(&found.manifest, MC_MANIFEST_MAX);
	mc_vec_init(&found.parts, sizeof(struct mc_part), MC_PARTS_MAX);
	code = load(r, &found, why);
	ours = !code;
	if (ours) {
		code = restore(r, &found, why);
	}
	if (code && (!ours || code == MC_E_DIGEST_MISMATCH || code == MC_E_DOSSIER_UNKNOWN)) {
		r->ret->damaged++;
		if (!r->ret->first.code) {
			r->ret->first = *why;
			r->ret->first.code = code;
		}
		code = MC_OK;
	}
	mc_str_done(&found.jws);
	mc_str_done(&found.manifest);
	mc_vec_done(&found.parts);
	return code;
}

static enum mc_code take_all(struct rebuilding *r, struct mc_err *why)
{
	struct mc_vec places;
	enum mc_code code;

	mc_vec_init(&places, sizeof(struct mc_spooled), RECORDS_MAX);
	code = mc_spool_list(&r->paths, &places, why);
	r->ret->records = (int)places.len;
	for (size_t i = 0; !code && i < places.len; i++) {
		code = take(r, mc_vec_at(&places, i), why);
	}
	mc_vec_done(&places);
	return code;
}

/* ---- the whole */

/* What the province said of them meanwhile was passed over, as of dossiers that nobody here knew:
 * the list is read once more from its beginning, and what is known already changes nothing. */
static enum mc_code read_news_again(const struct rebuilding *r, struct mc_err *why)
{
	return r->ret->restored ? mc_mail_cursor_back(r->mail, 0, why) : MC_OK;
}

static enum mc_code rebuild(struct rebuilding *r, struct mc_err *why)
{
	int lease = -1;
	enum mc_code code = mc_terminal_keys_load(r->paths.keys, &r->keys, why);

	if (code) {
		return code;
	}
	code = mc_mail_recover(&r->paths, &r->mail, &lease, r->ret->aside, why);
	if (!code) {
		code = take_all(r, why);
		code = code ? code : read_news_again(r, why);
		mc_mail_close(r->mail);
	}
	if (lease >= 0) {
		close(lease);
	}
	mc_terminal_keys_done(&r->keys);
	return code;
}

enum mc_code mc_queue_rebuild(const struct mc_desk_options *options, struct mc_rebuild *ret,
			      struct mc_err *why)
{
	struct rebuilding r = {.ret = ret};
	struct mc_err own = {0};
	char *keys, *data;
	enum mc_code code;

	why = why ? why : &own;
	code = mc_seal_init(why);
	memset(ret, 0, sizeof(*ret));
	if (!code) {
		code = mc_desk_keys_path(options, &keys, &data, why);
	}
	if (code) {
		return code;
	}
	mc_paths_init(&r.paths, data);
	code = rebuild(&r, why);
	mc_paths_done(&r.paths);
	free(keys);
	free(data);
	return code;
}

enum mc_code mc_queue_rebuilt(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = desk_audit(desk, "rebuild", "", "", "", why);

	if (!code) {
		(void)!mc_desk_courier(desk, NULL); /* no gateway is no fault of the rebuild */
	}
	return code;
}
