/* SPDX-License-Identifier: MPL-2.0 */
/* register.c - three keys must agree; the synthetic register. */
#include "gateway/register.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/population.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"

static bool is_plain(const char *text)
{
	while (*text && !(*text & 0x80)) {
		text++;
	}
	return *text == '\0';
}

static bool same_bare(const char *a, const char *b)
{
	struct mc_str keys[2];
	bool same;

	mc_str_init(&keys[0], MC_NAME_LEN * 2);
	mc_str_init(&keys[1], MC_NAME_LEN * 2);
	same = mc_fold_bare(a, &keys[0]) && mc_fold_bare(b, &keys[1]) &&
	       mc_slice_equal(mc_slice_of(&keys[0]), mc_slice_of(&keys[1]));
	mc_str_wipe(&keys[0]);
	mc_str_wipe(&keys[1]);
	return same;
}

/* A name without marks may come from a card's MRZ lines, where apostrophes are left
 * out and long names are cut. */
bool mc_register_name_agrees(const char *asked, const char *full_name)
{
	struct mc_mrz mrz = {0};

	if (asked[0] == '\0') {
		return false;
	}
	if (!is_plain(asked)) {
		return mc_fold_same_name(asked, full_name);
	}
	return same_bare(asked, full_name) ||
	       (MC_COPY(mrz.name, asked) == 0 && mc_mrz_name_agrees(&mrz, full_name));
}

static bool agrees(const struct mc_query *query, const struct mc_person *person)
{
	return mc_register_name_agrees(query->full_name, person->full_name) &&
	       mc_date_is_set(&query->born) && mc_date_agrees(&query->born, &person->born);
}

/* Made when somebody asks: a gateway that only takes dossiers in starts without. */
struct synthetic {
	uint64_t seed;
	struct mc_population *population; /* NULL until then */
};

static struct mc_population *population_of(struct synthetic *it, int64_t now)
{
	if (!it->population) {
		it->population = mc_population_open(it->seed, now);
	}
	mc_population_set_now(it->population, now);
	return it->population;
}

static bool find_index(const struct mc_population *population, const struct mc_query *query,
		       size_t *ret)
{
	return query->number[0] ? mc_population_find_number(population, query->number, ret) :
				  mc_population_find_cmnd(population, query->cmnd, ret);
}

static enum mc_code synthetic_find(void *ctx, const struct mc_query *query, int64_t now,
				   struct mc_answer *ret, struct mc_err *why)
{
	struct mc_population *population = population_of(ctx, now);
	size_t index;

	(void)why;
	memset(ret, 0, sizeof(*ret));
	(void)MC_COPY(ret->query_id, query->id);
	ret->outcome = MC_OUTCOME_NO_MATCH;
	ret->taken_at = now;
	if (!find_index(population, query, &index)) {
		return MC_OK;
	}
	mc_population_person(population, index, &ret->person, &ret->household);
	if (agrees(query, &ret->person)) {
		ret->outcome = MC_OUTCOME_FOUND;
	} else { /* nothing of the one who was not asked for stays in the answer */
		memset(&ret->person, 0, sizeof(ret->person));
		memset(&ret->household, 0, sizeof(ret->household));
	}
	return MC_OK;
}

static void synthetic_close(void *ctx)
{
	struct synthetic *it = ctx;

	mc_population_close(it->population);
	free(it);
}

static const struct mc_register_ops synthetic = {
	.name = "synthetic",
	.find = synthetic_find,
	.close = synthetic_close,
};

void mc_register_synthetic_open(uint64_t seed, struct mc_register *ret)
{
	struct synthetic *it = mc_calloc(1, sizeof(*it));

	it->seed = seed;
	*ret = (struct mc_register){.ops = &synthetic, .ctx = it};
}

enum mc_code mc_register_find(const struct mc_register *reg, const struct mc_query *query,
			      int64_t now, struct mc_answer *ret, struct mc_err *why)
{
	return reg->ops->find(reg->ctx, query, now, ret, why);
}

void mc_register_close(struct mc_register *reg)
{
	if (reg->ops) {
		reg->ops->close(reg->ctx);
	}
	*reg = (struct mc_register){0};
}
