/* SPDX-License-Identifier: MPL-2.0 */
/* people.c - people looked up here, found again by name or number. */
#include <stdlib.h>
#include <string.h>

#include "desk/work.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"

/* ---- names of answers that an older desk took in */

static void name_in(const struct mc_str *inner, char ret[MC_NAME_LEN])
{
	struct mc_answer answer;
	char *proof = NULL;

	ret[0] = '\0';
	if (!mc_answer_parse(mc_slice_of(inner), &answer, &proof, NULL)) {
		(void)mc_copy(ret, MC_NAME_LEN, answer.person.full_name);
	}
	explicit_bzero(&answer, sizeof(answer));
	free(proof);
}

/* Once: what is named stays named. */
static enum mc_code name_older(struct mc_desk *desk, struct mc_err *why)
{
	char query_id[MC_UUID_LEN], name[MC_NAME_LEN];
	struct mc_str inner;
	enum mc_code code = MC_OK;

	mc_str_init(&inner, MC_JSON_MAX);
	while (!code) {
		code = mc_people_unnamed(desk->store, query_id, &inner, why);
		if (!code) {
			name_in(&inner, name);
			code = mc_people_name(desk->store, query_id, name, why);
		}
	}
	explicit_bzero(name, sizeof(name));
	mc_str_wipe(&inner);
	return code == MC_E_NOT_FOUND ? MC_OK : code;
}

/* ---- finding */

static enum mc_code open_names(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = desk->people ? MC_OK : name_older(desk, why);

	if (!code && !desk->people) {
		desk->people = mc_names_open(desk->store, MC_NAMES_PEOPLE);
	}
	return code;
}

enum mc_code desk_people_ready(struct mc_desk *desk, int most, int64_t *ret_left,
			       struct mc_err *why)
{
	enum mc_code code = open_names(desk, why);

	return code ? code : mc_names_load(desk->people, most, ret_left, why);
}

static enum mc_code by_name(struct mc_desk *desk, const char *text, struct mc_vec *ret,
			    size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why)
{
	enum mc_code code = open_names(desk, why);

	return code ? code : mc_names_find(desk->people, text, ret, ret_ranks, why);
}

static enum mc_code by_number(struct mc_desk *desk, const char *text, struct mc_vec *ret,
			      size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why)
{
	char number[MC_PID_LEN];
	enum mc_id_kind kind;
	enum mc_code code = mc_pid_parse(text, number, &kind, why);

	code = code ? code : mc_people_of_number(desk->store, number, ret, why);
	ret_ranks[0] = code ? 0 : ret->len;
	return code;
}

enum mc_code desk_people_count(struct mc_desk *desk, const char *name, size_t *ret,
			       struct mc_err *why)
{
	enum mc_code code = open_names(desk, why);

	return code ? code : mc_names_count(desk->people, name, ret, why);
}

enum mc_code desk_people_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
			      size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why)
{
	enum mc_input_kind kind = mc_input_kind(text);
	enum mc_code code = MC_OK;

	if (kind == MC_INPUT_NAME) {
		code = by_name(desk, text, ret, ret_ranks, why);
	} else if (kind == MC_INPUT_PID || kind == MC_INPUT_CMND) {
		code = by_number(desk, text, ret, ret_ranks, why);
	}
	MC_VEC_EACH(ret, int64_t, n) {
		*n = -*n;
	}
	return code;
}

/* ---- rows */

static enum mc_code read_person(struct mc_desk *desk, int64_t n, struct mc_person_row *ret,
				struct mc_err *why)
{
	struct mc_answer answer;
	struct mc_str inner;
	char *proof = NULL;
	enum mc_code code;

	mc_str_init(&inner, MC_JSON_MAX);
	code = mc_people_at(desk->store, n, &inner, &ret->asked_at, why);
	if (!code) {
		code = mc_answer_parse(mc_slice_of(&inner), &answer, &proof, why);
	}
	if (!code) {
		MC_COPY(ret->number, answer.person.number);
		MC_COPY(ret->cmnd, answer.person.cmnd);
		MC_COPY(ret->full_name, answer.person.full_name);
		ret->born = answer.person.born;
		explicit_bzero(&answer, sizeof(answer));
	}
	mc_str_wipe(&inner);
	free(proof);
	return code;
}

static enum mc_code read_rows(struct mc_desk *desk, const int64_t *n, int count, enum desk_seen how,
			      struct mc_vec *ret, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < count; i++) {
		struct mc_found_row *row = mc_vec_push(ret);

		if (!row) {
			return mc_fail(why, MC_E_INTERNAL, "the list takes no more rows");
		}
		code = n[i] < 0 ? read_person(desk, -n[i], &row->person, why) :
				  desk_seen_row(desk, n[i], how, &row->dossier, why);
	}
	return code;
}

static enum mc_code rows_of_one_look(struct mc_desk *desk, const int64_t *n, int count,
				     enum desk_seen how, struct mc_vec *ret, struct mc_err *why)
{
	enum mc_code code;

	mc_store_look_begin(desk->store);
	mc_mail_look_begin(desk->mail);
	code = read_rows(desk, n, count, how, ret, why);
	mc_mail_look_end(desk->mail);
	mc_store_look_end(desk->store);
	return code;
}

enum mc_code mc_found_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	return rows_of_one_look(desk, n, count, DESK_SEEN_DUE, ret, why);
}

enum mc_code mc_named_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	return rows_of_one_look(desk, n, count, DESK_SEEN_NAMED, ret, why);
}
