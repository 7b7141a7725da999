/* SPDX-License-Identifier: MPL-2.0 */
/* find.c - dossiers by number, person, name, procedure, state and day; and people with them. */

#include "motcua/desk/find.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/narrow.h"
#include "desk/numbers.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/store/names.h"
#include "motcua/store/progress.h"
#include "motcua/text/text.h"

enum { NUMBERS_MAX = 1 << 24 };
enum { RUNNING_DIGITS = 8, EPOCHS_MAX = 1000 }; /* one more is a CMND */
enum { READ_SLICE = 20 }; /* forms that are read while a key may wait: a file and fsyncs each */

/* ---- what was typed, as numbers of drafts */

/* Numbers, and how many of them match a name whole, as typed, or bare. Whatever is found by
 * a number matches whole. */
struct hits {
	struct mc_vec *n;
	size_t ranks[MC_NAMES_RANKS];
};

static enum mc_code open_names(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = desk->names ? MC_OK : desk_numbers(desk, why);

	if (!code && !desk->names) {
		desk->names = mc_names_open(desk->store, MC_NAMES_DRAFTS);
	}
	return code;
}

static enum mc_code by_name(struct mc_desk *desk, const char *text, struct hits *ret,
			    struct mc_err *why)
{
	enum mc_code code = open_names(desk, why);

	return code ? code : mc_names_find(desk->names, text, ret->n, ret->ranks, why);
}

enum mc_code mc_desk_find_ready(struct mc_desk *desk, int most, int64_t *ret_left,
				struct mc_err *why)
{
	enum mc_code code = desk->names ? MC_OK : desk_numbers_some(desk, READ_SLICE, ret_left, why);

	if (code || (!desk->names && *ret_left)) {
		return code;
	}
	code = open_names(desk, why);
	code = code ? code : mc_names_load(desk->names, most, ret_left, why);
	return code || *ret_left ? code : desk_people_ready(desk, most, ret_left, why);
}

static enum mc_code by_person(struct mc_desk *desk, const char *text, struct hits *ret,
			      struct mc_err *why)
{
	char number[MC_PID_LEN];
	enum mc_id_kind kind;
	enum mc_code code = mc_pid_parse(text, number, &kind, why);

	code = code ? code : desk_numbers(desk, why);
	return code ? code : mc_draft_of_person(desk->store, number, ret->n, why);
}

static enum mc_code by_card(struct mc_desk *desk, const char *text, struct hits *ret,
			    struct mc_err *why)
{
	struct mc_card card;
	enum mc_code code = mc_card_parse(text, &card, why);

	code = code ? code : desk_numbers(desk, why);
	if (!code) {
		code = mc_draft_of_person(desk->store, card.number, ret->n, why);
	}
	explicit_bzero(&card, sizeof(card));
	return code;
}

/* Its own number or id, or a unique beginning of one; else the official number. */
static enum mc_code by_number(struct mc_desk *desk, const char *text, struct hits *ret,
			      struct mc_err *why)
{
	struct mc_draft draft;
	int64_t *n;
	enum mc_code code = mc_draft_find(desk->store, text, &draft, why);

	if (code == MC_E_DOSSIER_UNKNOWN) {
		return mc_draft_of_official(desk->store, text, ret->n, why);
	}
	n = code ? NULL : mc_vec_push(ret->n);
	if (n) {
		*n = draft.n;
	}
	explicit_bzero(&draft, sizeof(draft));
	return code;
}

/* Neither a number nor a name for sure: whichever finds something. */
static enum mc_code by_any(struct mc_desk *desk, const char *text, struct hits *ret,
			   struct mc_err *why)
{
	enum mc_code code = by_number(desk, text, ret, why);

	return code || ret->n->len ? code : by_name(desk, text, ret, why);
}

static int newest_first(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;

	return one < two ? 1 : one > two ? -1 : 0;
}

/* While its number is typed: all that begin so. That may be every one there is. */
static enum mc_code by_beginning(struct mc_desk *desk, const char *text, struct hits *ret,
				 struct mc_err *why)
{
	char beginning[MC_LOCAL_NUMBER_LEN] = "";
	enum mc_code code = by_number(desk, text, ret, why);

	if (code || ret->n->len || strlen(text) >= sizeof(beginning)) {
		return code;
	}
	for (size_t i = 0; text[i]; i++) {
		beginning[i] = (char)toupper((unsigned char)text[i]);
	}
	code = mc_draft_beginning(desk->store, beginning, ret->n, why);
	if (!code && ret->n->len > 1) {
		qsort(ret->n->items, ret->n->len, sizeof(int64_t), newest_first);
	}
	return code;
}

/* The first column of the queue, and what its balance names. */
static enum mc_code by_running_number(struct mc_desk *desk, const char *text, struct hits *ret,
				      struct mc_err *why)
{
	size_t digits = strspn(text, "0123456789");
	struct mc_vec ids;
	enum mc_code code = MC_OK;

	if (!digits || text[digits] || digits > RUNNING_DIGITS) {
		return MC_OK;
	}
	mc_vec_init(&ids, MC_UUID_LEN, EPOCHS_MAX);
	code = mc_mail_items_numbered(desk->mail, strtoll(text, NULL, 10), &ids, why);
	for (size_t i = 0; !code && i < ids.len; i++) {
		code = by_number(desk, mc_vec_at(&ids, i), ret, why);
	}
	mc_vec_done(&ids);
	return code;
}

/* Whatever finds something. */
static enum mc_code by_all(struct mc_desk *desk, const char *text, struct hits *ret,
			   struct mc_err *why)
{
	enum mc_code code = by_any(desk, text, ret, why);

	return code || ret->n->len ? code : by_running_number(desk, text, ret, why);
}

static enum mc_code (*const ways[])(struct mc_desk *desk, const char *text, struct hits *ret,
				    struct mc_err *why) = {
	[MC_INPUT_EMPTY] = by_any,	   [MC_INPUT_CARD] = by_card,
	[MC_INPUT_MRZ] = by_any,	   [MC_INPUT_PID] = by_person,
	[MC_INPUT_CMND] = by_person,	   [MC_INPUT_LOCAL_NUMBER] = by_beginning,
	[MC_INPUT_COMMAND] = by_any,	   [MC_INPUT_NAME] = by_any,
	[MC_INPUT_UNKNOWN] = by_all,
};

static enum mc_code by_text(struct mc_desk *desk, const char *text, struct hits *ret,
			    struct mc_err *why)
{
	enum mc_code code = ways[mc_input_kind(text)](desk, text, ret, why);
	size_t ranked = ret->ranks[0] + ret->ranks[1] + ret->ranks[2];

	ret->ranks[0] += code ? 0 : ret->n->len - ranked;
	return code;
}

/* ---- dossiers */

static enum mc_code find_dossiers(struct mc_desk *desk, const struct mc_find *find,
				  struct hits *ret, struct mc_err *why)
{
	enum mc_code code = desk_follow(desk, NULL, why);
	struct mc_vec all;

	if (code || !find->text[0]) {
		return code ? code : desk_filter(desk, find, ret->n, why);
	}
	if (!desk_has_filter(find)) {
		return by_text(desk, find->text, ret, why);
	}
	mc_vec_init(&all, sizeof(int64_t), NUMBERS_MAX);
	code = by_text(desk, find->text, &(struct hits){.n = &all}, why);
	if (!code) {
		code = desk_narrow(desk, find, &all, ret->n, why);
	}
	mc_vec_done(&all);
	return code;
}

enum mc_code mc_dossier_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			     struct mc_err *why)
{
	return find_dossiers(desk, find, &(struct hits){.n = ret}, why);
}

void mc_desk_forget_names(struct mc_desk *desk)
{
	mc_names_close(desk->names);
	mc_names_close(desk->people);
	desk->names = desk->people = NULL;
	desk_forget_sealed(desk);
}

/* ---- spelt otherwise */

static enum mc_code count_name(struct mc_desk *desk, const char *name, size_t *ret,
			       struct mc_err *why)
{
	size_t people = 0;
	enum mc_code code = open_names(desk, why);

	code = code ? code : mc_names_count(desk->names, name, ret, why);
	code = code ? code : desk_people_count(desk, name, &people, why);
	*ret += code ? 0 : people;
	return code;
}

enum mc_code mc_desk_find_other(struct mc_desk *desk, const char *text, char ret[MC_TEXT_LEN],
				size_t *ret_count, struct mc_err *why)
{
	enum mc_code code = MC_OK;
	struct mc_str other;

	*ret_count = 0;
	ret[0] = '\0';
	mc_str_init(&other, MC_TEXT_LEN - 1);
	for (unsigned n = 0; !code && mc_fold_other(text, n, &other); n++) {
		size_t count = 0;

		code = count_name(desk, other.data, &count, why);
		if (!code && count > *ret_count) {
			*ret_count = count;
			mc_copy(ret, MC_TEXT_LEN, other.data);
		}
		mc_str_reset(&other);
	}
	mc_str_wipe(&other);
	return code;
}

/* ---- with the people */

static bool append(struct mc_vec *to, const struct mc_vec *from, size_t at, size_t count)
{
	int64_t *items = mc_vec_extend(to, count);

	if (items && count) {
		memcpy(items, (const int64_t *)from->items + at, count * sizeof(*items));
	}
	return items || !count;
}

static enum mc_code merge(const struct hits *people, const struct hits *dossiers,
			  struct mc_vec *ret, struct mc_err *why)
{
	size_t at[2] = {0, 0};
	bool good = true;

	for (int rank = 0; rank < MC_NAMES_RANKS; rank++) {
		good = good && append(ret, people->n, at[0], people->ranks[rank]) &&
		       append(ret, dossiers->n, at[1], dossiers->ranks[rank]);
		at[0] += people->ranks[rank];
		at[1] += dossiers->ranks[rank];
	}
	return good ? MC_OK : mc_fail(why, MC_E_INTERNAL, "the list takes no more rows");
}

enum mc_code mc_desk_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			  struct mc_err *why)
{
	struct mc_vec numbers[2];
	struct hits people = {.n = &numbers[0]}, dossiers = {.n = &numbers[1]};
	enum mc_code code;

	if (!find->text[0] || desk_has_filter(find)) {
		return mc_dossier_find(desk, find, ret, why);
	}
	mc_vec_init(people.n, sizeof(int64_t), NUMBERS_MAX);
	mc_vec_init(dossiers.n, sizeof(int64_t), NUMBERS_MAX);
	code = find_dossiers(desk, find, &dossiers, why);
	if (!code) {
		code = desk_people_find(desk, find->text, people.n, people.ranks, why);
	}
	if (!code) {
		code = merge(&people, &dossiers, ret, why);
	}
	mc_vec_done(people.n);
	mc_vec_done(dossiers.n);
	return code;
}
