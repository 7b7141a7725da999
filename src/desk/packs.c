/* SPDX-License-Identifier: MPL-2.0 */
/*
 * packs.c - which pack of each name is in use, by its folder's name alone: a start reads no
 * statement and verifies none. What was verified when it was laid in is checked again, file
 * by file, when a file is read.
 */
#include "desk/packs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/desk/catalogue.h"
#include "motcua/trust/statement.h"

enum { HELD_MAX = 100 };

struct desk_packs {
	struct mc_date day; /* that the choice below was made on */
	char dir[MC_PACK_COUNT][DESK_PACK_DIR_LEN]; /* "" = what was shipped */
	struct mc_date shipped[MC_PACK_COUNT];	    /* read when a pack is there to compare with */
	struct mc_pack pack[MC_PACK_COUNT];	    /* of dir, read with its first file */
	bool read[MC_PACK_COUNT];
};

/* ---- folders named after packs */

void desk_pack_dir_name(const struct mc_pack *pack, char ret[DESK_PACK_DIR_LEN])
{
	char at[MC_TIME_LEN], from[MC_DATE_LEN];
	size_t len = 0;

	mc_time_format(pack->at, at);
	mc_date_format_iso(&pack->from, from);
	for (const char *c = at; *c; c++) { /* without what other systems take for more */
		if (*c != '-' && *c != ':') {
			ret[len++] = *c;
		}
	}
	ret[len++] = '.';
	memcpy(ret + len, from, sizeof(from));
}

static int64_t instant_of(const char *dir)
{
	char at[MC_TIME_LEN];
	int64_t ret = 0;

	snprintf(at, sizeof(at), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", dir, dir + 4, dir + 6, dir + 9,
		 dir + 11, dir + 13);
	return mc_time_parse(at, &ret, NULL) ? 0 : ret;
}

struct mc_date desk_pack_published(const char *dir)
{
	return mc_date_of_instant(instant_of(dir));
}

struct mc_date desk_pack_from(const char *dir)
{
	struct mc_date date = {0};

	(void)!mc_date_parse_iso(dir + 17, &date, NULL);
	return date;
}

static int is_pack(const struct dirent *entry)
{
	const char *name = entry->d_name;
	struct mc_date from;

	if (strlen(name) != DESK_PACK_DIR_LEN - 1 || name[16] != '.' || !instant_of(name)) {
		return 0;
	}
	from = desk_pack_from(name);
	return mc_date_is_full(&from);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

void desk_packs_held(const struct mc_desk *desk, enum mc_pack_name name, struct mc_vec *ret)
{
	char *dir = mc_path_join(desk->paths.packs, mc_pack_word(name));
	struct dirent **names = NULL;
	int count = scandir(dir, &names, is_pack, by_bytes);

	mc_vec_init(ret, sizeof(struct desk_pack_held), HELD_MAX);
	for (int i = 0; i < count; i++) {
		struct desk_pack_held *held = mc_vec_push(ret);

		if (held) {
			MC_COPY(held->dir, names[i]->d_name);
		}
		free(names[i]);
	}
	free(names);
	free(dir);
}

int desk_packs_in_use(const struct mc_vec *held, const struct mc_date *today)
{
	for (size_t i = held->len; i-- > 0;) {
		const struct desk_pack_held *pack = mc_vec_at(held, i);
		struct mc_date from = desk_pack_from(pack->dir);

		if (mc_date_compare(&from, today) <= 0) {
			return (int)i;
		}
	}
	return -1;
}

char *desk_pack_path(const struct mc_desk *desk, enum mc_pack_name name, const char *dir)
{
	char *parent = mc_path_join(desk->paths.packs, mc_pack_word(name));
	char *path = mc_path_join(parent, dir);

	free(parent);
	return path;
}

/* ---- the choice */

/* data/catalogue.json; a day that it does not name counts as long ago. */
static void read_shipped(struct desk_packs *packs)
{
	struct mc_json *root = NULL;
	struct mc_str text;
	char *path;

	if (mc_data_path("catalogue.json", &path, NULL)) {
		return;
	}
	mc_str_init(&text, 4096);
	if (!mc_file_read(path, &text, NULL) && !mc_json_parse(mc_slice_of(&text), &root, NULL)) {
		for (int name = 0; name < MC_PACK_COUNT; name++) {
			char day[MC_DATE_LEN] = "";

			(void)!mc_json_text(root, mc_pack_word((enum mc_pack_name)name), false, day,
					    sizeof(day), NULL);
			(void)!mc_date_parse_iso(day, &packs->shipped[name], NULL);
		}
	}
	mc_json_free(root);
	mc_str_done(&text);
	free(path);
}

static void choose(const struct mc_desk *desk, enum mc_pack_name name,
		   char ret[DESK_PACK_DIR_LEN])
{
	struct desk_packs *packs = desk->packs;
	struct mc_vec held;
	int at;

	ret[0] = '\0';
	desk_packs_held(desk, name, &held);
	at = desk_packs_in_use(&held, &packs->day);
	if (at >= 0) {
		const struct desk_pack_held *pack = mc_vec_at(&held, (size_t)at);
		struct mc_date published = desk_pack_published(pack->dir);

		if (!mc_date_is_set(&packs->shipped[name])) {
			read_shipped(packs);
		}
		if (!mc_pack_is_outdone(&published, &packs->shipped[name])) {
			memcpy(ret, pack->dir, DESK_PACK_DIR_LEN);
		}
	}
	mc_vec_done(&held);
}

static void forget(struct desk_packs *packs, enum mc_pack_name name)
{
	if (packs->read[name]) {
		mc_pack_done(&packs->pack[name]);
		packs->read[name] = false;
	}
}

/* True when another pack is in use now than before. */
static bool choose_all(struct mc_desk *desk)
{
	struct desk_packs *packs = desk->packs;
	bool other = false;

	packs->day = mc_date_of_instant(mc_clock_now());
	for (int i = 0; i < MC_PACK_COUNT; i++) {
		enum mc_pack_name name = (enum mc_pack_name)i;
		char dir[DESK_PACK_DIR_LEN];

		choose(desk, name, dir);
		if (strcmp(dir, packs->dir[name]) != 0) {
			forget(packs, name);
			memcpy(packs->dir[name], dir, sizeof(dir));
			other = true;
		}
	}
	return other;
}

void desk_packs_open(struct mc_desk *desk)
{
	desk->packs = mc_calloc(1, sizeof(*desk->packs));
	desk_packs_take(desk);
	choose_all(desk);
}

void desk_packs_close(struct mc_desk *desk)
{
	for (int name = 0; desk->packs && name < MC_PACK_COUNT; name++) {
		forget(desk->packs, (enum mc_pack_name)name);
	}
	free(desk->packs);
	desk->packs = NULL;
}

bool mc_desk_catalogue_renew(struct mc_desk *desk)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	if (!desk->packs_arrived && !mc_date_compare(&today, &desk->packs->day)) {
		return false;
	}
	desk->packs_arrived = false;
	desk_packs_take(desk);
	if (!choose_all(desk)) {
		return false;
	}
	desk_catalog_close(desk);
	desk_catalog_open(desk);
	desk_places_close(desk);
	desk_legal_close(desk);
	return true; /* tables of holidays are read again by their stamp */
}

/* ---- reading */

bool desk_pack_in_use(const struct mc_desk *desk, enum mc_pack_name name)
{
	return desk->packs->dir[name][0];
}

char *desk_pack_dir(const struct mc_desk *desk, enum mc_pack_name name)
{
	char *dir;

	if (desk_pack_in_use(desk, name)) {
		return desk_pack_path(desk, name, desk->packs->dir[name]);
	}
	return mc_data_path(mc_pack_word(name), &dir, NULL) ? mc_strdup("") : dir;
}

/* Our own folder's: whose it is was verified when it was laid in. */
static enum mc_code read_statement(const char *dir, struct mc_pack *ret, struct mc_err *why)
{
	char *path = mc_path_join(dir, DESK_PACK_STATEMENT);
	struct mc_str jws, payload;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_file_read(path, &jws, why);
	code = code ? code : mc_jws_peek(mc_slice_of(&jws), "pack", &payload, why);
	code = code ? code : mc_pack_parse(mc_slice_of(&payload), ret, why);
	mc_str_done(&jws);
	mc_str_done(&payload);
	free(path);
	return code;
}

static enum mc_code check_digest(const struct mc_pack *pack, const char *file,
				 struct mc_slice bytes, struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];

	mc_sha256_hex(bytes, sha256);
	MC_VEC_EACH(&pack->files, const struct mc_pack_file, it) {
		if (!strcmp(it->name, file)) {
			return !strcmp(it->sha256, sha256) ?
				       MC_OK :
				       mc_fail(why, MC_E_PACK_DAMAGED, "%s: not what was signed", file);
		}
	}
	return mc_fail(why, MC_E_PACK_DAMAGED, "%s: not in the pack", file);
}

enum mc_code desk_pack_read(const struct mc_desk *desk, enum mc_pack_name name, const char *file,
			    struct mc_str *ret, struct mc_err *why)
{
	struct desk_packs *packs = desk->packs;
	char *dir = desk_pack_dir(desk, name), *path = mc_path_join(dir, file);
	size_t before = ret->len;
	enum mc_code code = mc_file_read(path, ret, why);

	if (!code && desk_pack_in_use(desk, name) && !packs->read[name]) {
		code = read_statement(dir, &packs->pack[name], why);
		packs->read[name] = !code;
	}
	if (!code && desk_pack_in_use(desk, name)) {
		code = check_digest(&packs->pack[name], file,
				    (struct mc_slice){ret->data + before, ret->len - before}, why);
	}
	free(path);
	free(dir);
	return code;
}

/* ---- telling */

struct mc_date mc_desk_catalogue_date(const struct mc_desk *desk, bool *ret_shipped)
{
	struct desk_packs *packs = desk->packs;
	const char *dir = packs->dir[MC_PACK_PROCEDURES];

	*ret_shipped = !dir[0];
	if (dir[0]) {
		return desk_pack_published(dir);
	}
	if (!mc_date_is_set(&packs->shipped[MC_PACK_PROCEDURES])) {
		read_shipped(packs);
	}
	return packs->shipped[MC_PACK_PROCEDURES];
}

static void next_of(const struct mc_desk *desk, enum mc_pack_name name, struct mc_date *ret)
{
	struct mc_vec held;
	const struct desk_pack_held *newest;

	desk_packs_held(desk, name, &held);
	newest = mc_vec_at(&held, held.len - 1);
	if (newest) {
		struct mc_date from = desk_pack_from(newest->dir);

		if (mc_date_compare(&from, &desk->packs->day) > 0) {
			*ret = from;
		}
	}
	mc_vec_done(&held);
}

/* The statement with the gateway's key, and every file that it names. */
static enum mc_code verify(struct mc_desk *desk, enum mc_pack_name name, struct mc_catalogue *to,
			   struct mc_err *why)
{
	char *dir = desk_pack_dir(desk, name), *path = mc_path_join(dir, DESK_PACK_STATEMENT);
	struct mc_str jws, bytes;
	struct mc_pack pack;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&bytes, MC_JSON_MAX);
	mc_pack_init(&pack);
	code = mc_file_read(path, &jws, why);
	code = code ? code : mc_jws_kid(mc_slice_of(&jws), "pack", to->kid, why);
	code = code ? code : desk_keyring(desk, why);
	code = code ? code : mc_statement_pack(desk->keyring, mc_slice_of(&jws), name, &pack, why);
	for (size_t i = 0; !code && i < pack.files.len; i++) {
		const struct mc_pack_file *file = mc_vec_at(&pack.files, i);

		mc_str_reset(&bytes);
		code = desk_pack_read(desk, name, file->name, &bytes, why);
	}
	to->until = pack.until;
	mc_pack_done(&pack);
	mc_str_done(&jws);
	mc_str_done(&bytes);
	free(path);
	free(dir);
	return code;
}

void mc_desk_catalogue(struct mc_desk *desk, enum mc_pack_name name, struct mc_catalogue *ret)
{
	struct desk_packs *packs = desk->packs;
	const char *dir = packs->dir[name];

	*ret = (struct mc_catalogue){.shipped = !dir[0]};
	next_of(desk, name, &ret->next);
	desk_packs_refused(desk, name, &ret->refused);
	if (!dir[0]) {
		if (!mc_date_is_set(&packs->shipped[name])) {
			read_shipped(packs);
		}
		ret->date = packs->shipped[name];
		return;
	}
	ret->date = desk_pack_published(dir);
	ret->at = instant_of(dir);
	ret->signature.code = verify(desk, name, ret, &ret->signature);
	ret->past = mc_date_is_set(&ret->until) && mc_date_compare(&ret->until, &packs->day) < 0;
}
