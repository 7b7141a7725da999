/* SPDX-License-Identifier: MPL-2.0 */
/*
 * person_value.c - the named parts of a record that a form may be filled from.
 *
 * The names are what data/procedures/ writes into "source"; mc_procedure_check()
 * refuses any other.
 */
#include <stddef.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/person.h"
#include "motcua/domain/procedure.h"
#include "motcua/text/text.h"

struct record {
	const struct mc_person *person;
	const struct mc_household *household;
};

typedef void part(const struct record *record, char *ret, size_t size);

static void born(const struct record *record, char *ret, size_t size)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(&record->person->born, text);
	(void)mc_copy(ret, size, text);
}

static void died(const struct record *record, char *ret, size_t size)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(&record->person->died, text);
	(void)mc_copy(ret, size, text);
}

static void permanent_since(const struct record *record, char *ret, size_t size)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(&record->person->permanent_since, text);
	(void)mc_copy(ret, size, text);
}

static void sex(const struct record *record, char *ret, size_t size)
{
	(void)mc_copy(ret, size, mc_sex_code(record->person->sex));
}

static void residence_address(const struct record *record, char *ret, size_t size)
{
	enum mc_residence_kind kind;

	mc_address_format(mc_person_residence(record->person, &kind), ret, size);
}

static void residence_kind(const struct record *record, char *ret, size_t size)
{
	enum mc_residence_kind kind;

	(void)mc_person_residence(record->person, &kind);
	(void)mc_copy(ret, size, mc_residence_kind_code(kind));
}

/* ---- the birth, when it is one: of twins nobody may choose but the officer (mc_form_prefill) */

static const struct mc_birth *the_birth(const struct record *record)
{
	return record->person->birth_count == 1 ? &record->person->births[0] : NULL;
}

static void birth_text(const struct record *record, size_t offset, char *ret, size_t size)
{
	const struct mc_birth *birth = the_birth(record);

	(void)mc_copy(ret, size, birth ? (const char *)birth + offset : "");
}

static void birth_number(const struct record *record, char *ret, size_t size)
{
	birth_text(record, offsetof(struct mc_birth, number), ret, size);
}

static void birth_place(const struct record *record, char *ret, size_t size)
{
	birth_text(record, offsetof(struct mc_birth, place), ret, size);
}

static void birth_date(const struct mc_date *date, char *ret, size_t size)
{
	char text[MC_DATE_LEN] = "";

	if (date) {
		mc_date_format_iso(date, text);
	}
	(void)mc_copy(ret, size, text);
}

static void birth_born(const struct record *record, char *ret, size_t size)
{
	const struct mc_birth *birth = the_birth(record);

	birth_date(birth ? &birth->born : NULL, ret, size);
}

static void birth_issued(const struct record *record, char *ret, size_t size)
{
	const struct mc_birth *birth = the_birth(record);

	birth_date(birth ? &birth->issued : NULL, ret, size);
}

static void birth_sex(const struct record *record, char *ret, size_t size)
{
	const struct mc_birth *birth = the_birth(record);

	(void)mc_copy(ret, size, birth ? mc_sex_code(birth->sex) : "");
}

/* The notice came electronically; whoever it names is the mother. */
static void birth_notice(const struct record *record, char *ret, size_t size)
{
	(void)mc_copy(ret, size, the_birth(record) ? "electronic" : "");
}

/*
 * Law on Marriage and Family 2014, article 88: a child born to a married woman is the couple's.
 * Only where the register names the husband, and calls her married: by which words, the file says
 * (only_if). Any other case the officer says.
 */
static void birth_case(const struct record *record, char *ret, size_t size)
{
	const struct mc_person *person = record->person;
	bool couple = person->sex == MC_SEX_FEMALE && person->spouse.full_name[0];

	(void)mc_copy(ret, size, couple && person->birth_count ? "both_parents" : "");
}

static void birth_relation(const struct record *record, char *ret, size_t size)
{
	(void)mc_copy(ret, size, record->person->birth_count ? "mother" : "");
}

/* Only where the record says who is: a head by relation, or by the household's own number. */
static void is_head(const struct record *record, char *ret, size_t size)
{
	const char *relation = record->person->relation_to_head;
	const char *head = record->household ? record->household->head.number : "";
	bool is = mc_fold_same_name(relation, "chủ hộ") ||
		  (head[0] && strcmp(head, record->person->number) == 0);

	(void)mc_copy(ret, size, is ? "yes" : relation[0] || head[0] ? "no" : "");
}

/*
 * What a child of this person is to the head of the household. Only where blood alone says so:
 * whose child a wife's or a daughter-in-law's is, her record does not say.
 */
static void child_relation(const struct record *record, char *ret, size_t size)
{
	const char *relation = record->person->relation_to_head, *word = "";

	if (mc_fold_same_name(relation, "chủ hộ")) {
		word = "con đẻ";
	} else if (mc_fold_same_name(relation, "con đẻ")) {
		word = record->person->sex == MC_SEX_MALE ? "cháu nội" :
		       record->person->sex == MC_SEX_FEMALE ? "cháu ngoại" : "";
	}
	(void)mc_copy(ret, size, word);
}

/* Text that stands in the person or the household as it is, by its place. CARD: on the card that
 * was scanned, and in no record. */
enum whose { PERSON, PERSON_ADDRESS, HOUSEHOLD, HOUSEHOLD_ADDRESS, COMPUTED, CARD };

#define P(member) offsetof(struct mc_person, member)
#define H(member) offsetof(struct mc_household, member)

static const struct source {
	const char *name;
	enum whose whose;
	size_t offset;
	part *compute;
} sources[] = {
	{"full_name", PERSON, P(full_name), NULL},
	{"number", PERSON, P(number), NULL},
	{"cmnd", PERSON, P(cmnd), NULL},
	{"born", COMPUTED, 0, born},
	{"died", COMPUTED, 0, died},
	{"sex", COMPUTED, 0, sex},
	{"ethnicity", PERSON, P(ethnicity), NULL},
	{"religion", PERSON, P(religion), NULL},
	{"nationality", PERSON, P(nationality), NULL},
	{"marital_status", PERSON, P(marital_status), NULL},
	{"birth_place", PERSON_ADDRESS, P(birth_place), NULL},
	{"origin", PERSON_ADDRESS, P(origin), NULL},
	{"permanent.address", PERSON_ADDRESS, P(permanent), NULL},
	{"permanent.since", COMPUTED, 0, permanent_since},
	{"temporary.address", PERSON_ADDRESS, P(temporary), NULL},
	{"current.address", PERSON_ADDRESS, P(current), NULL},
	{"residence.address", COMPUTED, 0, residence_address},
	{"residence.kind", COMPUTED, 0, residence_kind},
	{"father.full_name", PERSON, P(father.full_name), NULL},
	{"father.number", PERSON, P(father.number), NULL},
	{"mother.full_name", PERSON, P(mother.full_name), NULL},
	{"mother.number", PERSON, P(mother.number), NULL},
	{"spouse.full_name", PERSON, P(spouse.full_name), NULL},
	{"spouse.number", PERSON, P(spouse.number), NULL},
	{"relation_to_head", PERSON, P(relation_to_head), NULL},
	{"is_head", COMPUTED, 0, is_head},
	{"child.relation_to_head", COMPUTED, 0, child_relation},
	{"birth.number", COMPUTED, 0, birth_number},
	{"birth.issued", COMPUTED, 0, birth_issued},
	{"birth.born", COMPUTED, 0, birth_born},
	{"birth.sex", COMPUTED, 0, birth_sex},
	{"birth.place", COMPUTED, 0, birth_place},
	{"birth.notice", COMPUTED, 0, birth_notice},
	{"birth.relation", COMPUTED, 0, birth_relation},
	{"birth.case", COMPUTED, 0, birth_case},
	{"household.id", HOUSEHOLD, H(id), NULL},
	{"household.address", HOUSEHOLD_ADDRESS, H(address), NULL},
	{"household.head.full_name", HOUSEHOLD, H(head.full_name), NULL},
	{"household.head.number", HOUSEHOLD, H(head.number), NULL},
	{"card.issued", CARD, 0, NULL},
};

static void read_source(const struct source *source, const struct record *record, char *ret,
			size_t size)
{
	bool of_household = source->whose == HOUSEHOLD || source->whose == HOUSEHOLD_ADDRESS;
	const void *base = record->person;
	const char *at;

	if (of_household) {
		base = record->household;
	}
	if (source->compute) {
		source->compute(record, ret, size);
		return;
	}
	if (!base) { /* a record without a household */
		(void)mc_copy(ret, size, "");
		return;
	}
	at = (const char *)base + source->offset;
	if (source->whose == PERSON_ADDRESS || source->whose == HOUSEHOLD_ADDRESS) {
		mc_address_format((const void *)at, ret, size);
		return;
	}
	(void)mc_copy(ret, size, at);
}

static const struct source *source_find(const char *name)
{
	for (size_t i = 0; i < MC_COUNT(sources); i++) {
		if (strcmp(sources[i].name, name) == 0) {
			return &sources[i];
		}
	}
	return NULL;
}

bool mc_person_has_source(const char *source)
{
	return source_find(source) != NULL;
}

bool mc_person_is_of_card(const char *source)
{
	const struct source *found = source_find(source);

	return found && found->whose == CARD;
}

bool mc_person_value(const struct mc_person *person, const struct mc_household *household,
		     const char *source, char *ret, size_t size)
{
	const struct record record = {person, household};
	const struct source *found = source_find(source);

	if (!found || found->whose == CARD) {
		return false;
	}
	read_source(found, &record, ret, size);
	return true;
}

const struct mc_address *mc_person_address(const struct mc_person *person,
					   const struct mc_household *household,
					   const char *source)
{
	const struct source *found = source_find(source);
	enum mc_residence_kind kind;

	if (found && found->compute == residence_address) {
		return mc_person_residence(person, &kind);
	}
	if (found && found->whose == PERSON_ADDRESS) {
		return (const void *)((const char *)person + found->offset);
	}
	return found && found->whose == HOUSEHOLD_ADDRESS && household
		       ? (const void *)((const char *)household + found->offset) : NULL;
}
