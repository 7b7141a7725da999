/* SPDX-License-Identifier: MPL-2.0 */
/*
 * find.c - names searched while somebody types, beside SQLite in the same run: its trigram
 * index (FTS5) for three letters and more, a scan with LIKE for fewer. SQLite has the names
 * in plain text, without marks and wholly in memory; ours are opened from the sealed store.
 */
#include "bench/bench.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "motcua/base/mem.h"
#include "motcua/store/names.h"
#include "motcua/text/text.h"
#include "store/desk_db.h"
#include "store/office.h"

enum { PEOPLE = 20, QUERIES_MAX = 1000, QUERY_LEN = 64, SHORT = 2 };

/* ---- people as there are: a few family names bear most of them */

struct word {
	const char *text;
	int weight;
};
static const struct word families[] = {
#define FAMILY(text, weight) { text, weight },
#include "gateway/population_names.def"
#undef FAMILY
};
static const struct word middles[] = {
#define MIDDLE(sex, era, text, weight) { text, weight },
#include "gateway/population_names.def"
#undef MIDDLE
};
static const struct word givens[] = {
#define GIVEN(sex, era, text) { text, 1 },
#include "gateway/population_names.def"
#undef GIVEN
};

static const char *draw(const struct word *words, size_t count, unsigned *seed)
{
	int sum = 0, at;

	for (size_t i = 0; i < count; i++) {
		sum += words[i].weight;
	}
	at = rand_r(seed) % sum;
	while ((at -= words->weight) >= 0) {
		words++;
	}
	return words->text;
}

static void name_of(int n, char ret[MC_NAME_LEN])
{
	unsigned seed = (unsigned)n * 2654435761U;

	snprintf(ret, MC_NAME_LEN, "%s %s %s", draw(families, MC_COUNT(families), &seed),
		 draw(middles, MC_COUNT(middles), &seed), draw(givens, MC_COUNT(givens), &seed));
}

/* ---- the three that are compared: each gives the number of rows found */

struct rivals {
	struct mc_names *names;
	struct mc_vec found;
	sqlite3 *db;
	sqlite3_stmt *trigram, *like;
};

static size_t ours(struct rivals *r, const char *text)
{
	mc_vec_reset(&r->found);
	assert_ok(mc_names_find(r->names, text, &r->found, NULL, NULL));
	return r->found.len;
}

static size_t step(sqlite3_stmt *stmt, const char *pattern)
{
	volatile sqlite3_int64 row;
	size_t count = 0;

	sqlite3_bind_text(stmt, 1, pattern, -1, SQLITE_STATIC);
	for (; sqlite3_step(stmt) == SQLITE_ROW; count++) {
		row = sqlite3_column_int64(stmt, 0);
	}
	(void)row;
	sqlite3_reset(stmt);
	return count;
}

static size_t trigram(struct rivals *r, const char *text)
{
	char pattern[QUERY_LEN + 3];

	snprintf(pattern, sizeof(pattern), "\"%s\"", text);
	return step(r->trigram, pattern);
}

static size_t like(struct rivals *r, const char *text)
{
	char pattern[QUERY_LEN + 3];

	snprintf(pattern, sizeof(pattern), "%%%s%%", text);
	return step(r->like, pattern);
}

/* ---- filling */

static void run(sqlite3 *db, const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void fill(struct office *o, struct rivals *r, int rows)
{
	sqlite3_stmt *plain;
	struct mc_str bare;

	mc_str_init(&bare, 1000);
	assert_int_equal(sqlite3_open(":memory:", &r->db), SQLITE_OK);
	run(r->db, "CREATE TABLE plain (bare TEXT NOT NULL);"
		   "CREATE VIRTUAL TABLE fts USING fts5 (bare, tokenize = 'trigram', content = '');"
		   "BEGIN");
	sqlite3_prepare_v2(r->db, "INSERT INTO plain VALUES (?1)", -1, &plain, NULL);
	assert_ok(mc_db_begin(&o->store->db, NULL));
	for (int n = 1; n <= rows; n++) {
		struct mc_draft draft = { .state = MC_STATE_DRAFT, .created_at = NOW,
					  .updated_at = NOW, .procedure = "2.002621",
					  .version = "1" };

		name_of(n, draft.subject);
		snprintf(draft.id, sizeof(draft.id), "01935a00-0000-7000-8000-%012d", n);
		snprintf(draft.local_number, sizeof(draft.local_number), "T-%d", n);
		assert_ok(mc_draft_create(o->store, &draft, NULL));
		mc_str_reset(&bare);
		mc_fold_bare(draft.subject, &bare);
		sqlite3_bind_text(plain, 1, bare.data, -1, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(plain), SQLITE_DONE);
		sqlite3_reset(plain);
	}
	assert_ok(mc_db_end(&o->store->db, MC_OK, NULL));
	sqlite3_finalize(plain);
	run(r->db, "INSERT INTO fts (rowid, bare) SELECT rowid, bare FROM plain; COMMIT;"
		   "INSERT INTO fts (fts) VALUES ('optimize')");
	sqlite3_prepare_v2(r->db, "SELECT rowid FROM fts WHERE fts MATCH ?1", -1, &r->trigram, NULL);
	sqlite3_prepare_v2(r->db, "SELECT rowid FROM plain WHERE bare LIKE ?1", -1, &r->like, NULL);
	mc_str_done(&bare);
}

/* ---- what is typed: each key of a name without marks, from its beginning or the given name */

static int type_names(char queries[QUERIES_MAX][QUERY_LEN], int shortest, int longest)
{
	struct mc_str bare;
	int count = 0;

	mc_str_init(&bare, QUERY_LEN - 1);
	for (int i = 0; i < PEOPLE; i++) {
		char name[MC_NAME_LEN];
		const char *from;

		name_of(1 + i * 4567, name);
		mc_str_reset(&bare);
		mc_fold_bare(name, &bare);
		from = i % 2 ? strrchr(bare.data, ' ') + 1 : bare.data;
		for (int len = shortest; len <= longest && len <= (int)strlen(from); len++) {
			snprintf(queries[count++], QUERY_LEN, "%.*s", len, from);
		}
	}
	mc_str_done(&bare);
	return count;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* None of the three waits for anything, so what else the machine does is left out. */
static double spent_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

struct times {
	double median, p99;
};

static struct times measure(struct rivals *r, char queries[QUERIES_MAX][QUERY_LEN], int count,
			    size_t (*search)(struct rivals *r, const char *text))
{
	double ms[QUERIES_MAX];

	for (int i = 0; i < count; i++) {
		double from = spent_ms();

		(void)search(r, queries[i]);
		ms[i] = spent_ms() - from;
	}
	qsort(ms, (size_t)count, sizeof(*ms), by_size);
	return (struct times){ms[count / 2], ms[(count * 99 - 1) / 100]};
}

/* ---- the rows */

static void compare(struct rivals *r, int shortest, int longest, const char *title, double aim,
		    size_t (*rival)(struct rivals *r, const char *text), const char *rival_name)
{
	static char queries[QUERIES_MAX][QUERY_LEN];
	int count = type_names(queries, shortest, longest);
	struct times we = measure(r, queries, count, ours);
	struct times they = measure(r, queries, count, rival);

	printf("  %-20s %4d searches  median %8.3f ms  p99 %8.3f ms\n", title, count, we.median,
	       we.p99);
	printf("  %-20s %4d searches  median %8.3f ms  p99 %8.3f ms  p99 ratio %.3f (aim %.2f)\n",
	       rival_name, count, they.median, they.p99, we.p99 / they.p99, aim);
	fflush(stdout);
}

static void bench_rows(int rows, double aim)
{
	struct office o;
	struct rivals r = {.names = NULL};
	double from;
	size_t len;

	office_init(&o);
	fill(&o, &r, rows);
	r.names = mc_names_open(o.store, MC_NAMES_DRAFTS);
	mc_vec_init(&r.found, sizeof(int64_t), (size_t)rows);
	from = spent_ms();
	(void)ours(&r, "nguyen");
	from = spent_ms() - from;
	len = mc_names_size(r.names, NULL);
	printf("%d rows: the first search opens the names in %.0f ms, %.1f bytes a row\n", rows,
	       from, (double)len / rows);
	compare(&r, 3, QUERY_LEN, "3 letters and more", aim, trigram, "FTS5 trigram");
	compare(&r, 1, SHORT, "1 or 2 letters", 0.1, like, "LIKE");
	mc_names_close(r.names);
	mc_vec_done(&r.found);
	sqlite3_finalize(r.trigram);
	sqlite3_finalize(r.like);
	sqlite3_close(r.db);
	office_done(&o);
}

bool bench_find(void)
{
	bench_rows(100000, 0.25);
	bench_rows(1000000, 0.2);
	return true;
}
