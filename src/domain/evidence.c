/* SPDX-License-Identifier: MPL-2.0 */
/* evidence.c - the claims of a residence proof, and when a paper may be asked for. */
#include "motcua/domain/evidence.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static const struct way {
	const char *code, *text;
} ways[] = {
	[MC_WAY_NONE] = {NULL, N_("no way of verification")},
	[MC_WAY_SYSTEM] = {"system", N_("case system connected to the population register")},
	[MC_WAY_VNEID] = {"vneid", N_("the citizen's account shown in VNeID")},
	[MC_WAY_CARD_READER] = {"card_reader", N_("reader for the card's QR code or chip")},
	[MC_WAY_OTHER] = {"other", N_("another way allowed by law")},
};

const char *mc_way_code(enum mc_way way)
{
	return ways[way].code;
}

enum mc_way mc_way_parse(const char *code)
{
	for (size_t i = 1; i < MC_COUNT(ways); i++) {
		if (strcmp(code, ways[i].code) == 0) {
			return (enum mc_way)i;
		}
	}
	return MC_WAY_NONE;
}

const char *mc_way_text(enum mc_way way)
{
	return ways[way].text;
}

/* ---- claims */

static void take_question(struct mc_evidence *ret, const struct mc_query *query)
{
	(void)MC_COPY(ret->query_id, query->id);
	ret->officer = query->officer;
	(void)MC_COPY(ret->officer_auth, "declared"); /* there is no login yet */
	(void)MC_COPY(ret->procedure, query->procedure);
	(void)MC_COPY(ret->purpose, query->purpose);
	(void)MC_COPY(ret->dossier, query->dossier);
	(void)MC_COPY(ret->number, query->number);
	(void)MC_COPY(ret->cmnd, query->cmnd);
	(void)MC_COPY(ret->full_name, query->full_name);
	ret->born = query->born;
}

/* The person's own record may lack it while the household's list has it. */
static const char *relation_in(const struct mc_person *person, const struct mc_household *household)
{
	for (int i = 0; i < household->member_count && !person->relation_to_head[0]; i++) {
		const struct mc_member *member = &household->members[i];

		if (member->number[0] && strcmp(member->number, person->number) == 0) {
			return member->relation;
		}
	}
	return person->relation_to_head;
}

static void take_residence(struct mc_evidence *ret, const struct mc_answer *answer)
{
	const struct mc_person *person = &answer->person;
	const struct mc_household *household = &answer->household;
	const struct mc_address *address = mc_person_residence(person, &ret->residence);

	mc_address_format(address, ret->address, sizeof(ret->address));
	if (ret->residence == MC_RESIDENCE_PERMANENT) {
		ret->since = person->permanent_since;
	}
	(void)MC_COPY(ret->household, household->id);
	ret->head = household->head;
	ret->head_status = household->head_status;
	(void)MC_COPY(ret->relation_to_head, relation_in(person, household));
	for (int i = 0; i < person->birth_count; i++) {
		size_t len = strlen(ret->birth_notices);

		snprintf(ret->birth_notices + len, sizeof(ret->birth_notices) - len, "%s%s",
			 len ? ", " : "", person->births[i].number);
	}
}

void mc_evidence_from_answer(struct mc_evidence *ret, const struct mc_query *query,
			     const struct mc_answer *answer)
{
	memset(ret, 0, sizeof(*ret));
	take_question(ret, query);
	ret->issuer = MC_ISSUER_GATEWAY;
	ret->issued_at = answer->taken_at;
	ret->outcome = answer->outcome;
	ret->way = MC_WAY_SYSTEM;
	if (answer->outcome == MC_OUTCOME_FOUND) {
		take_residence(ret, answer);
	} else if (answer->outcome == MC_OUTCOME_FAILURE) {
		/* nobody at the register spoke: the terminal states this itself */
		ret->issuer = MC_ISSUER_TERMINAL;
		(void)MC_COPY(ret->cause, mc_error_info(answer->cause)->code);
	}
}

bool mc_evidence_lacks_residence(const struct mc_evidence *evidence)
{
	return evidence->way == MC_WAY_SYSTEM && evidence->outcome == MC_OUTCOME_FOUND &&
	       evidence->residence == MC_RESIDENCE_NONE;
}

bool mc_answer_lacks_residence(const struct mc_answer *answer)
{
	enum mc_residence_kind kind;

	(void)mc_person_residence(&answer->person, &kind);
	return answer->outcome == MC_OUTCOME_FOUND && kind == MC_RESIDENCE_NONE;
}

/* ---- the paper rule */

enum { TRIES_LEAST = 2 };
#define TRIES_APART MC_MINUTE

/* Nghị định 104/2022/NĐ-CP, điều 14; Nghị quyết 66.7/2025/NQ-CP, điều 4. */
static bool verification_failed(const struct mc_try *tries, int count)
{
	int64_t first = 0, last = 0;
	int failures = 0;
	bool not_there = false;

	for (int i = 0; i < count; i++) {
		if (tries[i].outcome == MC_OUTCOME_FOUND && !tries[i].lacks_residence) {
			return false;
		}
		not_there |= tries[i].outcome == MC_OUTCOME_NO_MATCH ||
			     tries[i].outcome == MC_OUTCOME_FOUND;
		if (tries[i].outcome == MC_OUTCOME_FAILURE) {
			first = failures == 0 || tries[i].at < first ? tries[i].at : first;
			last = failures == 0 || tries[i].at > last ? tries[i].at : last;
			failures++;
		}
	}
	return not_there || (failures >= TRIES_LEAST && last - first >= TRIES_APART);
}

enum mc_code mc_evidence_paper_allowed(const struct mc_try *tries, int count,
				       unsigned other_ways_tried, struct mc_err *why)
{
	const unsigned all = 1u << MC_WAY_VNEID | 1u << MC_WAY_CARD_READER | 1u << MC_WAY_OTHER;

	if (!verification_failed(tries, count)) {
		return mc_fail(why, MC_E_PAPER_NOT_ALLOWED, "no failed verification");
	}
	if ((other_ways_tried & all) != all) {
		return mc_fail(why, MC_E_PAPER_NOT_ALLOWED, "other ways not recorded");
	}
	return MC_OK;
}
