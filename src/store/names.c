/* SPDX-License-Identifier: MPL-2.0 */
/* names.c - the packed column of names: filled, kept up to date, scanned, wiped. */
#include "motcua/store/names.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/packed.h"
#include "motcua/text/text.h"
#include "store/desk_db.h"

enum { NAME_MAX = 1 << 20, ROOM = 1024 };

/* The words that all names share have the rest of 32. */
_Static_assert(sizeof(uint32_t) + sizeof(struct mc_packed) == 20, "bytes a row");

enum { COLUMNS = 2 };

/* Where names come from: their table and columns, and what of them changed. A row has a name
 * on each line of what is sealed there; several names make several rows of the same n. */
static const struct source {
	const char *table, *column[COLUMNS];
	const char *count;   /* of what changed; ?1: changes known */
	const char *changed; /* both columns, row key, n, change; ?1: changes known, ?2: so many */
	const char *one;     /* both columns, row key; ?1: n */
} sources[MC_NAMES_OF_COUNT] = {
	[MC_NAMES_DRAFTS] = { "draft", {"subject_sealed", "people_sealed"},
			      "SELECT count(*) FROM draft WHERE subject_seq > ?1",
			      "SELECT subject_sealed, people_sealed, id, n, subject_seq FROM draft"
			      " WHERE subject_seq > ?1 ORDER BY subject_seq LIMIT ?2",
			      "SELECT subject_sealed, people_sealed, id FROM draft WHERE n = ?1" },
	[MC_NAMES_PEOPLE] = { "person", {"name_sealed"},
			      "SELECT count(*) FROM person WHERE name_seq > ?1",
			      "SELECT name_sealed, NULL, query_id, n, name_seq FROM person"
			      " WHERE name_seq > ?1 ORDER BY name_seq LIMIT ?2",
			      "SELECT name_sealed, NULL, query_id FROM person"
			      " WHERE n = ?1 AND name_sealed IS NOT NULL" },
};

struct mc_names {
	struct mc_store *store;
	const struct source *source;
	struct mc_packed_words *words;
	uint32_t *n;             /* of each row, ascending; one for each of its names */
	struct mc_packed *names; /* of the same rows */
	size_t len, cap;
	int64_t known; /* the highest change that is in it */
	int64_t left;  /* of those that mc_names_load() has begun to read */
};

struct mc_names *mc_names_open(struct mc_store *store, enum mc_names_of of)
{
	struct mc_names *names = mc_calloc(1, sizeof(*names));

	names->store = store;
	names->source = &sources[of];
	names->words = mc_packed_words_new();
	return names;
}

/* Freed memory may be written to a swap or a core file: it is emptied first. */
void mc_names_close(struct mc_names *names)
{
	if (names) {
		mc_free_wiped(names->n, names->cap * sizeof(*names->n));
		mc_free_wiped(names->names, names->cap * sizeof(*names->names));
		mc_packed_words_free(names->words);
		free(names);
	}
}

size_t mc_names_size(const struct mc_names *names, size_t *ret_rows)
{
	if (ret_rows) {
		*ret_rows = names->len;
	}
	return names->cap * (sizeof(*names->n) + sizeof(*names->names)) +
	       mc_packed_words_size(names->words);
}

/* ---- filling */

/* Room for so many more, and no more than some new ones beyond. */
static void grow(struct mc_names *names, size_t more)
{
	size_t cap = names->len + more + ROOM;

	if (names->len + more > names->cap) {
		names->n = mc_regrow_wiped(names->n, names->cap, cap, sizeof(*names->n));
		names->names = mc_regrow_wiped(names->names, names->cap, cap,
					       sizeof(*names->names));
		names->cap = cap;
	}
}

/* Where n is, or is to be put. */
static size_t place_of(const struct mc_names *names, uint32_t n)
{
	size_t from = 0, until = names->len;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (names->n[middle] < n) {
			from = middle + 1;
		} else {
			until = middle;
		}
	}
	return from;
}

static bool has(const struct mc_names *names, size_t at, uint32_t n)
{
	return at < names->len && names->n[at] == n;
}

/* Rows from one place on stand at another now. */
static void shift(struct mc_names *names, size_t from, size_t to)
{
	memmove(&names->n[to], &names->n[from], (names->len - from) * sizeof(*names->n));
	memmove(&names->names[to], &names->names[from],
		(names->len - from) * sizeof(*names->names));
	names->len += to - from;
}

static void put(struct mc_names *names, uint32_t n, const char *name)
{
	size_t at;

	grow(names, 1);
	/* almost always the newest */
	at = names->len && names->n[names->len - 1] <= n ? names->len : place_of(names, n);
	shift(names, at, at + 1);
	names->n[at] = n;
	mc_packed_make(names->words, name, &names->names[at]);
}

/* The names that it had. */
static void drop(struct mc_names *names, uint32_t n)
{
	size_t from = place_of(names, n), until = from;

	while (has(names, until, n)) {
		until++;
	}
	if (until > from) {
		shift(names, until, from);
	}
}

struct reader {
	struct mc_names *names;
	struct mc_str name; /* what one column holds */
	/* done with each name */
	void (*take)(struct reader *reader, uint32_t n, const char *name);
	const char *text; /* what is looked for */
	bool matches;
};

static void take_lines(struct reader *reader, uint32_t n)
{
	char *line = reader->name.data, *end = strchr(line, '\n');

	for (; end; line = end + 1, end = strchr(line, '\n')) {
		*end = '\0';
		reader->take(reader, n, line);
	}
	reader->take(reader, n, line);
}

static enum mc_code open_names(struct reader *reader, sqlite3_stmt *row, uint32_t n,
			       struct mc_err *why)
{
	const struct source *source = reader->names->source;
	struct mc_place place = { source->table, (const char *)sqlite3_column_text(row, COLUMNS),
				  NULL };
	enum mc_code code = place.row ? MC_OK : mc_db_corrupt(why, "a row without a key");

	for (int i = 0; !code && i < COLUMNS; i++) {
		if (sqlite3_column_type(row, i) == SQLITE_NULL) {
			continue;
		}
		place.column = source->column[i];
		code = mc_vaulted_open(reader->names->store, &place, row, i, &reader->name, why);
		if (!code) {
			take_lines(reader, n);
		}
	}
	return code;
}

static void put_name(struct reader *reader, uint32_t n, const char *name)
{
	put(reader->names, n, name);
}

static enum mc_code take_changed(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct reader *reader = ctx;
	uint32_t n = (uint32_t)sqlite3_column_int64(row, COLUMNS + 1);
	enum mc_code code;

	drop(reader->names, n);
	code = open_names(reader, row, n, why);
	if (!code) {
		reader->names->known = sqlite3_column_int64(row, COLUMNS + 2);
	}
	return code;
}

static enum mc_code count_changes(struct mc_names *names, int64_t *ret, struct mc_err *why)
{
	return mc_db_first(&names->store->db, names->source->count,
			   MC_BINDS(mc_bind_int(names->known)), mc_db_number, ret, MC_E_STORE, why);
}

/* most < 0: all. */
static enum mc_code take_changes(struct mc_names *names, int64_t most, struct mc_err *why)
{
	struct reader reader = {.names = names, .take = put_name};
	enum mc_code code;

	mc_str_init(&reader.name, NAME_MAX);
	code = mc_db_each(&names->store->db, names->source->changed,
			  MC_BINDS(mc_bind_int(names->known), mc_bind_int(most)), take_changed,
			  &reader, why);
	mc_str_wipe(&reader.name);
	return code;
}

static enum mc_code catch_up(struct mc_names *names, struct mc_err *why)
{
	int64_t more = 0;
	enum mc_code code = count_changes(names, &more, why);

	if (code || !more) {
		return code;
	}
	names->left = 0;
	grow(names, (size_t)more);
	return take_changes(names, -1, why);
}

enum mc_code mc_names_load(struct mc_names *names, int most, int64_t *ret_left, struct mc_err *why)
{
	int64_t left = names->left;
	enum mc_code code = left ? MC_OK : count_changes(names, &left, why);

	if (!code && left && !names->left) {
		grow(names, (size_t)left); /* once, for all of them */
	}
	code = code || !left ? code : take_changes(names, most, why);
	if (!code) {
		names->left = *ret_left = left > most ? left - most : 0;
	}
	return code;
}

/* ---- finding */

static void match_name(struct reader *reader, uint32_t n, const char *name)
{
	(void)n;
	reader->matches = reader->matches || mc_fold_match(reader->text, name);
}

static enum mc_code take_one(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return open_names(ctx, row, 0, why);
}

/* What is not in the packed name is asked of the names themselves. */
static enum mc_code ask(struct mc_names *names, uint32_t n, const char *text, uint8_t *ret_rank,
			struct mc_err *why)
{
	struct reader reader = {.names = names, .take = match_name, .text = text};
	enum mc_code code;

	mc_str_init(&reader.name, NAME_MAX);
	code = mc_db_first(&names->store->db, names->source->one, MC_BINDS(mc_bind_int(n)),
			   take_one, &reader, MC_E_NOT_FOUND, why);
	if (!code || code == MC_E_NOT_FOUND) {
		*ret_rank = reader.matches ? MC_PACKED_BARE : MC_PACKED_NO;
		code = MC_OK;
	}
	mc_str_wipe(&reader.name);
	return code;
}

/* Of the names of one row the best counts, and the last of them stands for it. */
static void join(const struct mc_names *names, size_t at, uint8_t *ranks,
		 size_t counts[MC_PACKED_RANKS])
{
	if (at && names->n[at] == names->n[at - 1]) {
		counts[ranks[at - 1]]--;
		if (ranks[at] < ranks[at - 1]) {
			ranks[at] = ranks[at - 1];
		}
		ranks[at - 1] = MC_PACKED_NO;
	}
	counts[ranks[at]]++;
}

/* ret_ranks: how each row matches; ret_counts: how many so. */
static enum mc_code rank_all(struct mc_names *names, const char *text, uint8_t *ret_ranks,
			     size_t ret_counts[MC_PACKED_RANKS], struct mc_err *why)
{
	struct mc_packed_query *query = mc_packed_query_new(names->words, text);
	enum mc_code code = MC_OK;

	mc_packed_match(query, names->names, names->len, ret_ranks);
	mc_packed_query_free(query);
	for (size_t i = 0; !code && i < names->len; i++) {
		if (ret_ranks[i] == MC_PACKED_ASK) {
			code = ask(names, names->n[i], text, &ret_ranks[i], why);
		}
		join(names, i, ret_ranks, ret_counts);
	}
	return code;
}

/* Each rank has its part of the result, the best first, and a row goes to the next place in
 * the part of its rank: one pass, whatever matches. What does not goes nowhere, each time to
 * the same place: that is quicker than to ask. */
static enum mc_code add_ranked(const struct mc_names *names, const uint8_t *ranks,
			       const size_t counts[MC_PACKED_RANKS], struct mc_vec *ret,
			       struct mc_err *why)
{
	static const size_t steps[MC_PACKED_RANKS] = {
		[MC_PACKED_BARE] = 1, [MC_PACKED_TONES] = 1, [MC_PACKED_WHOLE] = 1
	};
	int64_t nowhere = 0, *next[MC_PACKED_RANKS] = {&nowhere, &nowhere};
	size_t all = counts[MC_PACKED_WHOLE] + counts[MC_PACKED_TONES] + counts[MC_PACKED_BARE];
	int64_t *first = mc_vec_extend(ret, all);

	if (all && !first) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more names");
	}
	next[MC_PACKED_WHOLE] = first;
	next[MC_PACKED_TONES] = next[MC_PACKED_WHOLE] + counts[MC_PACKED_WHOLE];
	next[MC_PACKED_BARE] = next[MC_PACKED_TONES] + counts[MC_PACKED_TONES];
	for (size_t i = all ? names->len : 0; i > 0; i--) {
		uint8_t rank = ranks[i - 1];

		*next[rank] = names->n[i - 1];
		next[rank] += steps[rank];
	}
	return MC_OK;
}

enum mc_code mc_names_find(struct mc_names *names, const char *text, struct mc_vec *ret,
			   size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why)
{
	enum mc_code code = catch_up(names, why);
	uint8_t *ranks = mc_calloc(names->len + 1, 1);
	size_t counts[MC_PACKED_RANKS] = {0};

	if (!code) {
		code = rank_all(names, text, ranks, counts, why);
	}
	if (!code) {
		code = add_ranked(names, ranks, counts, ret, why);
	}
	for (int i = 0; !code && ret_ranks && i < MC_NAMES_RANKS; i++) {
		ret_ranks[i] = counts[MC_PACKED_WHOLE - i];
	}
	free(ranks);
	return code;
}

enum mc_code mc_names_count(struct mc_names *names, const char *text, size_t *ret,
			    struct mc_err *why)
{
	enum mc_code code = catch_up(names, why);
	size_t counts[MC_PACKED_RANKS] = {0};
	struct mc_packed_query *query;
	uint8_t *ranks;

	if (code != MC_OK) {
		return code;
	}
	ranks = mc_calloc(names->len + 1, 1);
	query = mc_packed_query_whole(names->words, text);
	mc_packed_match(query, names->names, names->len, ranks);
	mc_packed_query_free(query);
	for (size_t i = 0; i < names->len; i++) {
		ranks[i] = ranks[i] == MC_PACKED_ASK ? MC_PACKED_NO : ranks[i];
		join(names, i, ranks, counts);
	}
	*ret = counts[MC_PACKED_BARE] + counts[MC_PACKED_TONES] + counts[MC_PACKED_WHOLE];
	free(ranks);
	return MC_OK;
}
