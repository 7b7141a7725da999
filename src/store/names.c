/* SPDX-License-Identifier: MPL-2.0 */
/* names.c - the packed column of names: filled, kept up to date, scanned, wiped. */
#include "motcua/store/names.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/packed.h"
#include "motcua/text/text.h"
#include "store/desk_db.h"

enum { NAME_MAX = 1 << 16, ROOM = 1024 };

struct row {
	uint32_t n;
	struct mc_packed name;
};
_Static_assert(sizeof(struct row) == 32, "a name is 32 bytes");

/* Where names come from: their table and column, and what of them changed. */
static const struct source {
	const char *table, *column;
	const char *count;   /* of what changed; ?1: changes known */
	const char *changed; /* name, row key, n, change; ?1: changes known */
	const char *one;     /* name, row key; ?1: n */
} sources[MC_NAMES_OF_COUNT] = {
	[MC_NAMES_DRAFTS] = { "draft", "subject_sealed",
			      "SELECT count(*) FROM draft WHERE subject_seq > ?1",
			      "SELECT subject_sealed, id, n, subject_seq FROM draft"
			      " WHERE subject_seq > ?1 ORDER BY subject_seq",
			      "SELECT subject_sealed, id FROM draft WHERE n = ?1" },
};

struct mc_names {
	struct mc_store *store;
	const struct source *source;
	struct row *rows; /* ascending n */
	size_t len, cap;
	int64_t known; /* the highest change that is in it */
};

struct mc_names *mc_names_open(struct mc_store *store, enum mc_names_of of)
{
	struct mc_names *names = mc_calloc(1, sizeof(*names));

	names->store = store;
	names->source = &sources[of];
	return names;
}

/* Freed memory may be written to a swap or a core file: it is emptied first. */
static void wipe(struct mc_names *names)
{
	if (names->rows) {
		explicit_bzero(names->rows, names->cap * sizeof(struct row));
	}
	free(names->rows);
	names->rows = NULL;
}

void mc_names_close(struct mc_names *names)
{
	if (names) {
		wipe(names);
		free(names);
	}
}

size_t mc_names_size(const struct mc_names *names, size_t *ret_rows)
{
	if (ret_rows) {
		*ret_rows = names->len;
	}
	return names->cap * sizeof(struct row);
}

/* ---- filling */

/* Room for so many more, and no more than some new ones beyond. */
static void grow(struct mc_names *names, size_t more)
{
	size_t cap = names->len + more + ROOM;
	struct row *rows;

	if (names->len + more <= names->cap) {
		return;
	}
	rows = mc_calloc(cap, sizeof(struct row));

	if (names->len) {
		memcpy(rows, names->rows, names->len * sizeof(struct row));
	}
	wipe(names);
	names->rows = rows;
	names->cap = cap;
}

/* Where n is, or is to be put. */
static size_t place_of(const struct mc_names *names, uint32_t n)
{
	size_t from = 0, until = names->len;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (names->rows[middle].n < n) {
			from = middle + 1;
		} else {
			until = middle;
		}
	}
	return from;
}

static void put(struct mc_names *names, uint32_t n, const char *name)
{
	size_t at;

	grow(names, 1);
	/* almost always the newest */
	at = names->len && names->rows[names->len - 1].n < n ? names->len : place_of(names, n);
	if (at == names->len || names->rows[at].n != n) {
		memmove(&names->rows[at + 1], &names->rows[at],
			(names->len++ - at) * sizeof(struct row));
	}
	names->rows[at].n = n;
	mc_packed_make(name, &names->rows[at].name);
}

struct reader {
	struct mc_names *names;
	struct mc_str name;
};

static enum mc_code open_name(struct reader *reader, sqlite3_stmt *row, struct mc_err *why)
{
	const struct source *source = reader->names->source;
	struct mc_place place = { source->table, (const char *)sqlite3_column_text(row, 1),
				  source->column };

	return place.row ? mc_vaulted_open(reader->names->store, &place, row, 0, &reader->name,
					   why) :
			   mc_db_corrupt(why, "a row without a key");
}

static enum mc_code take_changed(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct reader *reader = ctx;
	enum mc_code code = open_name(reader, row, why);

	if (!code) {
		put(reader->names, (uint32_t)sqlite3_column_int64(row, 2), reader->name.data);
		reader->names->known = sqlite3_column_int64(row, 3);
	}
	return code;
}

static enum mc_code catch_up(struct mc_names *names, struct mc_err *why)
{
	struct reader reader = { .names = names };
	int64_t more = 0;
	enum mc_code code = mc_db_first(&names->store->db, names->source->count,
					MC_BINDS(mc_bind_int(names->known)), mc_db_number, &more,
					MC_E_STORE, why);

	if (code || !more) {
		return code;
	}
	grow(names, (size_t)more);
	mc_str_init(&reader.name, NAME_MAX);
	code = mc_db_each(&names->store->db, names->source->changed,
			  MC_BINDS(mc_bind_int(names->known)), take_changed, &reader, why);
	mc_str_wipe(&reader.name);
	return code;
}

/* ---- finding */

static enum mc_code take_one(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return open_name(ctx, row, why);
}

/* What is not in the packed name is asked of the name itself. */
static enum mc_code ask(struct mc_names *names, uint32_t n, const char *text, uint8_t *ret_rank,
			struct mc_err *why)
{
	struct reader reader = { .names = names };
	enum mc_code code;

	mc_str_init(&reader.name, NAME_MAX);
	code = mc_db_first(&names->store->db, names->source->one, MC_BINDS(mc_bind_int(n)),
			   take_one, &reader, MC_E_NOT_FOUND, why);
	if (!code) {
		*ret_rank = mc_fold_match(text, reader.name.data) ? MC_PACKED_BARE : MC_PACKED_NO;
	} else if (code == MC_E_NOT_FOUND) {
		*ret_rank = MC_PACKED_NO;
		code = MC_OK;
	}
	mc_str_wipe(&reader.name);
	return code;
}

static enum mc_code rank_all(struct mc_names *names, const char *text, uint8_t *ranks,
			     struct mc_err *why)
{
	struct mc_packed_query query;
	enum mc_code code = MC_OK;

	mc_packed_query(text, &query);
	for (size_t i = 0; !code && i < names->len; i++) {
		ranks[i] = (uint8_t)mc_packed_match(&query, &names->rows[i].name);
		if (ranks[i] == MC_PACKED_ASK) {
			code = ask(names, names->rows[i].n, text, &ranks[i], why);
		}
	}
	return code;
}

static void add_ranked(const struct mc_names *names, const uint8_t *ranks, uint8_t rank,
		       struct mc_vec *ret)
{
	for (size_t i = names->len; i > 0; i--) {
		int64_t *n = ranks[i - 1] == rank ? mc_vec_push(ret) : NULL;

		if (n) {
			*n = names->rows[i - 1].n;
		}
	}
}

enum mc_code mc_names_find(struct mc_names *names, const char *text, struct mc_vec *ret,
			   struct mc_err *why)
{
	enum mc_code code = catch_up(names, why);
	uint8_t *ranks = mc_calloc(names->len + 1, 1);

	if (!code) {
		code = rank_all(names, text, ranks, why);
	}
	for (uint8_t rank = MC_PACKED_WHOLE; !code && rank >= MC_PACKED_BARE; rank--) {
		add_ranked(names, ranks, rank, ret);
	}
	free(ranks);
	return code;
}
