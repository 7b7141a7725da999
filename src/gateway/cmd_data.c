/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_data.c - subcommands that look into --data while a gateway may be running on it. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/cmd.h"
#include "gateway/enrol_code.h"
#include "gateway/population.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

#define CODE_LIFE MC_DAY

enum mc_code mc_cmd_ledger(const struct mc_options *options, enum mc_ledger_mode mode,
			   struct mc_ledger *ret, struct mc_err *why)
{
	void *ctx;
	enum mc_code code;

	if (!options->data) {
		return mc_fail(why, MC_E_USAGE, "--data is needed");
	}
	code = mc_ledger_sqlite.open(options->data, mode, &ctx, why);
	if (!code) {
		*ret = (struct mc_ledger){&mc_ledger_sqlite, ctx};
	}
	return code;
}

/* ---- the seed */

static bool read_seed(const char *text, uint64_t *ret)
{
	char *end;

	if (!*text || strspn(text, "0123456789") != strlen(text)) {
		return false;
	}
	errno = 0;
	*ret = strtoull(text, &end, 10);
	return !errno && !*end;
}

enum mc_code mc_cmd_seed(const struct mc_ledger *ledger, const char *given, uint64_t *ret,
			 struct mc_err *why)
{
	char text[24] = "";
	enum mc_code code = MC_OK;

	if (given && !read_seed(given, ret)) {
		return mc_fail(why, MC_E_USAGE, "--seed is a number");
	}
	if (given) {
		return ledger->ops->set_setting(ledger->ctx, "seed", given, why);
	}
	code = ledger->ops->setting(ledger->ctx, "seed", text, sizeof(text), why);
	if (!code && !(text[0] && read_seed(text, ret))) {
		*ret = MC_POPULATION_SEED;
	}
	return code;
}

/* The seed of a data folder; without a ledger yet, the one that it would get. */
static enum mc_code seed_of(const struct mc_options *options, uint64_t *ret, struct mc_err *why)
{
	struct mc_ledger ledger;
	enum mc_code code = mc_cmd_ledger(options, MC_LEDGER_READ, &ledger, why);

	*ret = MC_POPULATION_SEED;
	if (code) {
		return code == MC_E_FILE_READ ? MC_OK : code;
	}
	code = mc_cmd_seed(&ledger, NULL, ret, why);
	ledger.ops->close(ledger.ctx);
	return code;
}

/* ---- people */

static void list_cases(void)
{
	for (size_t i = 0; i < mc_population_case_count(); i++) {
		const struct mc_population_case *c = mc_population_case(i);

		printf("%-16s %s\n", c->name, _(c->description));
	}
}

enum mc_code mc_cmd_people(const struct mc_options *options, struct mc_err *why)
{
	struct mc_population *population;
	struct mc_card card;
	char text[2 * MC_TEXT_LEN];
	uint64_t seed;
	enum mc_code code;

	if (!options->case_name) {
		list_cases();
		return MC_OK;
	}
	code = seed_of(options, &seed, why);
	if (code) {
		return code;
	}
	population = mc_population_open(seed, mc_clock_now());
	code = mc_population_case_find(population, options->case_name, NULL, &card, why);
	mc_population_close(population);
	if (!code) {
		mc_card_format(&card, text, sizeof(text));
		puts(text);
	}
	return code;
}

/* ---- lists as JSON */

struct list {
	const struct mc_ledger *ledger;
	struct mc_str text;
	struct mc_json_writer w;
};

static void begin(struct list *list)
{
	mc_str_init(&list->text, SIZE_MAX / 8);
	mc_jw_init(&list->w, &list->text);
	mc_jw_array(&list->w, NULL);
}

static void finish(struct list *list, enum mc_code code)
{
	mc_jw_array_end(&list->w);
	if (!code) {
		puts(list->text.data);
	}
	mc_str_done(&list->text);
}

static void write_branches(struct mc_json_writer *w, const struct mc_vec *branches)
{
	mc_jw_array(w, "branches");
	MC_VEC_EACH (branches, struct mc_ledger_branch, branch) {
		mc_jw_object(w, NULL);
		mc_jw_text(w, "branch", branch->id);
		mc_jw_text(w, "state", mc_branch_state_code(branch->state));
		mc_jw_text_if(w, "number", branch->number);
		mc_jw_object_end(w);
	}
	mc_jw_array_end(w);
}

static void add_branches(struct list *list, const char *id)
{
	const struct mc_ledger *ledger = list->ledger;
	struct mc_vec branches;

	mc_vec_init(&branches, sizeof(struct mc_ledger_branch), MC_BRANCHES_MAX);
	if (!ledger->ops->branches(ledger->ctx, id, &branches, NULL) && branches.len) {
		write_branches(&list->w, &branches);
	}
	mc_vec_done(&branches);
}

/* Provisional when it was sealed: by now the register may have answered. */
static void add_pending(struct list *list, const char *id)
{
	const struct mc_ledger *ledger = list->ledger;
	struct mc_json_writer *w = &list->w;
	struct mc_vec all;

	mc_vec_init(&all, sizeof(struct mc_ledger_pending), MC_PROCEDURE_ROLES_MAX);
	if (!ledger->ops->pending(ledger->ctx, id, &all, NULL) && all.len) {
		mc_jw_array(w, "pending");
		MC_VEC_EACH (&all, struct mc_ledger_pending, it) {
			mc_jw_object(w, NULL);
			mc_jw_text(w, "role", it->role);
			mc_jw_text_if(w, "outcome", it->outcome);
			mc_jw_object_end(w);
		}
		mc_jw_array_end(w);
	}
	mc_vec_done(&all);
}

static void add_dossier(void *to, const struct mc_ledger_dossier *d)
{
	struct mc_json_writer *w = &((struct list *)to)->w;

	mc_jw_object(w, NULL);
	mc_jw_int(w, "v", 1);
	mc_jw_text(w, "id", d->id);
	mc_jw_text(w, "terminal", d->terminal);
	mc_jw_text(w, "epoch", d->epoch);
	mc_jw_int(w, "seq", d->seq);
	mc_jw_text(w, "digest", d->digest);
	mc_jw_text(w, "procedure", d->procedure);
	mc_jw_int(w, "receipts", d->receipts);
	mc_jw_text(w, "state", d->state);
	mc_jw_text_if(w, "official_number", d->official_number);
	mc_jw_text_if(w, "replaces", d->replaces);
	if (d->supplements) {
		mc_jw_int(w, "supplements", d->supplements);
	}
	add_branches(to, d->id);
	add_pending(to, d->id);
	mc_jw_object_end(w);
}

enum mc_code mc_cmd_dossiers(const struct mc_options *options, struct mc_err *why)
{
	struct mc_ledger ledger;
	struct list list;
	enum mc_code code = mc_cmd_ledger(options, MC_LEDGER_READ, &ledger, why);

	if (code) {
		return code;
	}
	begin(&list);
	list.ledger = &ledger;
	code = ledger.ops->dossiers(ledger.ctx, add_dossier, &list, why);
	finish(&list, code);
	ledger.ops->close(ledger.ctx);
	return code;
}

static void add_terminal(void *to, const struct mc_ledger_terminal *t)
{
	struct mc_json_writer *w = &((struct list *)to)->w;

	mc_jw_object(w, NULL);
	mc_jw_int(w, "v", 1);
	mc_jw_text(w, "terminal", t->id);
	mc_jw_text_if(w, "label", t->label);
	mc_jw_bool(w, "revoked", t->revoked);
	mc_jw_time(w, "enrolled_at", t->enrolled_at);
	mc_jw_object_end(w);
}

enum mc_code mc_cmd_terminals(const struct mc_options *options, struct mc_err *why)
{
	struct mc_ledger ledger;
	struct list list;
	enum mc_code code = mc_cmd_ledger(options, MC_LEDGER_READ, &ledger, why);

	if (code) {
		return code;
	}
	if (options->revoke) {
		code = ledger.ops->revoke(ledger.ctx, options->revoke, why);
	} else {
		begin(&list);
		code = ledger.ops->terminals(ledger.ctx, add_terminal, &list, why);
		finish(&list, code);
	}
	ledger.ops->close(ledger.ctx);
	return code;
}

/* ---- codes */

enum mc_code mc_cmd_enrol(const struct mc_options *options, struct mc_err *why)
{
	char text[MC_ENROL_CODE_LEN], digest[MC_SHA256_HEX];
	struct mc_ledger ledger;
	enum mc_code code = mc_cmd_ledger(options, MC_LEDGER_READ, &ledger, why);

	if (code) {
		return code;
	}
	mc_enrol_code_new(text);
	mc_enrol_code_digest(text, digest);
	code = ledger.ops->add_code(ledger.ctx, digest, mc_clock_now() + CODE_LIFE, why);
	ledger.ops->close(ledger.ctx);
	if (!code) {
		puts(text);
	}
	return code;
}
