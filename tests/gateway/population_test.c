/* SPDX-License-Identifier: MPL-2.0 */
/* The invented people hang together, are the same everywhere, and look real. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/population.h"
#include "motcua/base/mem.h"
#include "motcua/domain/query.h"
#include "motcua/text/text.h"

#define NOW INT64_C(1795420800000) /* 2026-11-23 08:00 UTC */
#define MOTHER_DAYS (16 * 365 + 4)

static struct mc_population *people;
static struct mc_person person;
static struct mc_household household;

static int open_people(void **state)
{
	(void)state;
	people = mc_population_open(MC_POPULATION_SEED, NOW);
	return 0;
}

static int close_people(void **state)
{
	(void)state;
	mc_population_close(people);
	mc_population_close(NULL);
	return 0;
}

/* Index of the one with this number; there must be one. */
static size_t index_of(const char *number)
{
	size_t index = SIZE_MAX;

	assert_true(mc_population_find_number(people, number, &index));
	return index;
}

/* ---- the same people everywhere */

static void add_text(uint64_t *hash, const char *text)
{
	do {
		*hash = (*hash ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
	} while (*text++);
}

static void add_date(uint64_t *hash, const struct mc_date *date)
{
	char text[MC_DATE_LEN];

	mc_date_format_iso(date, text);
	add_text(hash, text);
}

static void add_address(uint64_t *hash, const struct mc_address *address)
{
	char text[4 * MC_TEXT_LEN];

	mc_address_format(address, text, sizeof(text));
	add_text(hash, text);
	add_text(hash, address->province_code);
	add_text(hash, address->ward_code);
}

static void add_person(uint64_t *hash, const struct mc_person *p)
{
	const char *const texts[] = {
		p->number, p->cmnd, p->old_number, p->full_name, p->ethnicity, p->religion,
		p->nationality, p->marital_status, p->father.number, p->father.full_name,
		p->mother.number, p->mother.full_name, p->spouse.number, p->spouse.full_name,
		p->relation_to_head, mc_sex_code(p->sex),
	};

	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		add_text(hash, texts[i]);
	}
	add_date(hash, &p->born);
	add_date(hash, &p->died);
	add_date(hash, &p->permanent_since);
	add_address(hash, &p->birth_place);
	add_address(hash, &p->origin);
	add_address(hash, &p->permanent);
	add_address(hash, &p->temporary);
	add_address(hash, &p->current);
}

static void add_household(uint64_t *hash, const struct mc_household *h)
{
	add_text(hash, h->id);
	add_text(hash, h->head.number);
	add_text(hash, mc_head_status_code(h->head_status));
	add_address(hash, &h->address);
	for (int i = 0; i < h->member_count; i++) {
		add_text(hash, h->members[i].number);
		add_text(hash, h->members[i].relation);
		add_date(hash, &h->members[i].from);
		add_date(hash, &h->members[i].until);
	}
}

static uint64_t hash_of(const struct mc_population *population)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < mc_population_people(population); i++) {
		mc_population_person(population, i, &person, &household);
		add_person(&hash, &person);
		add_household(&hash, &household);
	}
	return hash;
}

/* One value for every compiler, optimisation and machine. It changes only when the
 * people are changed on purpose. */
static void same_seed_same_people(void **state)
{
	struct mc_population *other = mc_population_open(MC_POPULATION_SEED + 1, NOW);

	(void)state;
	assert_int_equal(hash_of(people), UINT64_C(0x17ab85c24e2e4ed2));
	assert_int_not_equal(hash_of(other), hash_of(people));
	mc_population_close(other);
}

static void large_and_compact(void **state)
{
	size_t count = mc_population_people(people);

	(void)state;
	assert_in_range(count, 20000, 40000);
	assert_in_range(mc_population_households(people), 5000, count / 2);
	assert_in_range(mc_population_memory(people), 8 * count, 16 * count + 65536);
}

/* ---- numbers */

static void numbers_lead_back(void **state)
{
	size_t strange = 0;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i++) {
		unsigned bits;
		size_t index;

		mc_population_person(people, i, &person, NULL);
		assert_int_equal(index_of(person.number), i); /* so all are different */
		if (person.cmnd[0]) {
			assert_true(mc_population_find_cmnd(people, person.cmnd, &index));
			assert_int_equal(index, i);
		}
		bits = mc_pid_check(person.number, person.sex, &person.born);
		strange += bits != 0;
		assert_true(bits == 0 || bits == MC_PID_PREFIX_UNKNOWN);
	}
	assert_int_equal(strange, 1); /* the case unknown-prefix */
}

static void wrong_numbers_find_nobody(void **state)
{
	static const char *const numbers[] = {
		"", "1", "000000000000", "999999999999", "06608400000", "0660840000000",
		"066084O00000", "123456789", " 66084000000",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	};
	size_t index = 7;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(numbers); i++) {
		assert_false(mc_population_find_number(people, numbers[i], &index));
	}
	assert_false(mc_population_find_cmnd(people, "", &index));
	assert_false(mc_population_find_cmnd(people, "000000000", &index));
	assert_false(mc_population_find_cmnd(people, "066084000000", &index));
	assert_int_equal(index, 7);
}

/* ---- families */

static void first_word(const char *name, char *ret, size_t size)
{
	size_t len = strcspn(name, " ");

	assert_true(len < size);
	memcpy(ret, name, len);
	ret[len] = '\0';
}

static bool has_clan_last(const struct mc_person *p)
{
	return strcmp(p->ethnicity, "Ê Đê") == 0;
}

/* The clan words after the first two of an Ê Đê man's or the first of a woman's name. */
static const char *clan(const char *name)
{
	const char *space = strchr(name, ' ');

	if (space == name + 1) {
		space = strchr(space + 1, ' ');
	}
	return space ? space + 1 : "";
}

static void check_family_name(const struct mc_person *p)
{
	char own[MC_NAME_LEN], given[MC_NAME_LEN];
	/* Decree 123/2015, article 15: without a father a child has its mother's name */
	bool mothers = strcmp(p->ethnicity, "Gia Rai") == 0 || !p->father.full_name[0];
	const char *from = mothers ? p->mother.full_name : p->father.full_name;

	if (has_clan_last(p)) {
		assert_string_equal(clan(p->full_name), clan(p->mother.full_name));
	} else if (strcmp(p->ethnicity, "Ba Na") != 0 && strchr(p->full_name, ' ')) {
		first_word(p->full_name, own, sizeof(own));
		first_word(from, given, sizeof(given));
		assert_string_equal(own, given);
	}
}

static void check_parent(const struct mc_person *child, const struct mc_relative *named,
			 enum mc_sex sex)
{
	static struct mc_person parent;

	if (!named->number[0]) {
		return;
	}
	mc_population_person(people, index_of(named->number), &parent, NULL);
	assert_string_equal(parent.full_name, named->full_name);
	assert_int_equal(parent.sex, sex);
	if (mc_date_is_full(&parent.born)) {
		assert_in_range(mc_date_to_days(&child->born) - mc_date_to_days(&parent.born),
				MOTHER_DAYS, 70 * 366);
	}
}

static void children_fit_their_parents(void **state)
{
	size_t with_mother = 0;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i++) {
		mc_population_person(people, i, &person, NULL);
		check_parent(&person, &person.father, MC_SEX_MALE);
		check_parent(&person, &person.mother, MC_SEX_FEMALE);
		check_family_name(&person);
		with_mother += person.mother.number[0] != '\0';
	}
	assert_in_range(with_mother, 9000, 16000);
}

static void couples_are_mutual_and_of_an_age(void **state)
{
	static struct mc_person wife;
	int64_t days = 0, couples = 0;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i++) {
		mc_population_person(people, i, &person, NULL);
		if (person.sex != MC_SEX_MALE || !person.spouse.number[0]) {
			continue;
		}
		mc_population_person(people, index_of(person.spouse.number), &wife, NULL);
		assert_string_equal(wife.spouse.number, person.number);
		assert_int_equal(wife.sex, MC_SEX_FEMALE);
		assert_string_equal(person.marital_status, "Đã kết hôn");
		assert_true(mc_date_age(&wife.born, &(struct mc_date){2026, 9, 30}) >= 18);
		assert_true(mc_date_age(&person.born, &(struct mc_date){2026, 9, 30}) >= 20);
		days += mc_date_to_days(&wife.born) - mc_date_to_days(&person.born);
		couples++;
	}
	assert_in_range(couples, 5000, 12000);
	assert_in_range(days / couples, 2 * 365, 4 * 365);
}

/* How often a relation stands in the household last read. */
static int count_relation(const char *relation)
{
	int count = 0;

	for (int i = 0; i < household.member_count; i++) {
		count += strcmp(household.members[i].relation, relation) == 0;
	}
	return count;
}

static void households_have_heads_and_members(void **state)
{
	char last[MC_WORD_LEN] = "";
	size_t households = 0, three_generations = 0, unusual = 0, without = 0;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i++) {
		mc_population_person(people, i, &person, &household);
		if (!household.id[0]) {
			without++;
			continue;
		}
		if (strcmp(household.id, last) == 0) {
			continue;
		}
		(void)MC_COPY(last, household.id);
		households++;
		assert_in_range(household.member_count, 1, MC_HOUSEHOLD_MAX);
		three_generations += (count_relation("cháu nội") + count_relation("cháu ngoại")) ||
				     ((count_relation("cha") + count_relation("mẹ")) &&
				      count_relation("con đẻ"));
		unusual += household.head_status != MC_HEAD_PRESENT;
		assert_int_equal(count_relation("chủ hộ"),
				 household.head_status == MC_HEAD_PRESENT);
		assert_in_range(count_relation("vợ") + count_relation("chồng"), 0, 1);
	}
	assert_int_equal(without, 1); /* the case no-residence */
	assert_int_equal(households + without, mc_population_households(people));
	assert_int_equal(unusual, 3); /* dead, elsewhere, unknown: the cases */
	assert_in_range(three_generations * 100 / households, 12, 30);
}

static bool married_in(const char *relation)
{
	static const char *const words[] = {"vợ", "chồng", "con dâu", "con rể"};

	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (strcmp(words[i], relation) == 0) {
			return true;
		}
	}
	return false;
}

static void nobody_lives_there_too_early(void **state)
{
	size_t married = 0;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i++) {
		mc_population_person(people, i, &person, &household);
		for (int k = 0; k < household.member_count; k++) {
			const struct mc_member *m = &household.members[k];

			assert_true(mc_date_compare(&m->from, &m->born) >= 0);
			if (married_in(m->relation)) {
				assert_true(mc_date_age(&m->born, &m->from) >= 18);
				married++;
			}
		}
	}
	assert_true(married > 10000);
}

/* A member's line says what the person's own record says. */
static void members_agree_with_their_records(void **state)
{
	static struct mc_person self;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i += 7) {
		mc_population_person(people, i, &person, &household);
		for (int k = 0; k < household.member_count; k++) {
			const struct mc_member *m = &household.members[k];
			bool here = m->kind == MC_RESIDENCE_PERMANENT;

			mc_population_person(people, index_of(m->number), &self, NULL);
			assert_string_equal(m->full_name, self.full_name);
			assert_string_equal(m->relation, self.relation_to_head);
			assert_int_equal(mc_date_compare(&m->born, &self.born), 0);
			assert_true(mc_date_compare(&m->from, &self.born) >= 0);
			assert_string_equal(household.address.ward_code,
					    (here ? &self.permanent : &self.temporary)->ward_code);
			assert_int_equal(mc_date_is_set(&m->until), !here);
			for (int other = 0; other < k; other++) {
				assert_string_not_equal(m->full_name,
							household.members[other].full_name);
			}
		}
	}
}

/* ---- texts */

static void texts_are_clean(void **state)
{
	char clean[4 * MC_TEXT_LEN], text[4 * MC_TEXT_LEN];
	struct mc_card card, back;

	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i += 3) {
		mc_population_person(people, i, &person, NULL);
		assert_ok(mc_name_check(person.full_name, NULL));
		assert_ok(mc_text_clean_to(person.full_name, clean, sizeof(clean), NULL));
		assert_string_equal(clean, person.full_name); /* NFC, single spaces */
		assert_true(!person.father.full_name[0] ||
			    mc_name_check(person.father.full_name, NULL) == MC_OK);
		mc_population_card(&person, &card);
		mc_card_format(&card, text, sizeof(text));
		assert_ok(mc_card_parse(text, &back, NULL));
		assert_string_equal(back.number, person.number);
		assert_string_equal(back.full_name, person.full_name);
		assert_true(mc_date_compare(&card.issued, &(struct mc_date){2026, 11, 22}) <= 0);
	}
}

static size_t index_of_case(const char *name)
{
	size_t index;

	assert_ok(mc_population_case_find(people, name, &index, NULL, NULL));
	return index;
}

static void addresses_follow_the_reform(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_population_people(people); i += 5) {
		bool old_place;

		mc_population_person(people, i, &person, NULL);
		old_place = mc_date_compare(&person.born, &(struct mc_date){2025, 7, 1}) < 0;
		if (i == index_of_case("no-residence")) {
			continue;
		}
		assert_string_equal(person.permanent.district, "");
		assert_int_equal(strlen(person.permanent.ward_code), 5);
		assert_int_equal(strlen(person.permanent.province_code), 2);
		if (person.birth_place.province_code[0]) {
			assert_int_equal(person.birth_place.district[0] != '\0', old_place);
		}
	}
}

/* ---- frequencies */

struct tally {
	size_t all, kinh, nguyen, tran, men, home;
	bool provinces[100];
	bool prefixes[1000];
};

static void count_all(struct tally *t)
{
	for (size_t i = 0; i < mc_population_people(people); i++) {
		mc_population_person(people, i, &person, NULL);
		t->all++;
		t->men += person.sex == MC_SEX_MALE;
		t->home += strcmp(person.current.province, "tỉnh Đắk Lắk") == 0;
		if (person.current.province_code[0]) { /* one has no residence */
			t->provinces[atoi(person.current.province_code)] = true;
		}
		t->prefixes[strtoull(person.number, NULL, 10) / 1000000000u] = true;
		if (strcmp(person.ethnicity, "Kinh") == 0) {
			t->kinh++;
			t->nguyen += strncmp(person.full_name, "Nguyễn ", strlen("Nguyễn ")) == 0;
			t->tran += strncmp(person.full_name, "Trần ", strlen("Trần ")) == 0;
		}
	}
}

static size_t count_true(const bool *flags, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		n += flags[i];
	}
	return n;
}

static void frequencies_are_those_of_the_country(void **state)
{
	struct tally t = {0};

	(void)state;
	count_all(&t);
	assert_in_range(t.kinh * 1000 / t.all, 825, 875);
	assert_in_range(t.nguyen * 1000 / t.kinh, 355, 405);
	assert_in_range(t.tran * 1000 / t.kinh, 95, 125);
	assert_in_range(t.men * 1000 / t.all, 480, 520);
	assert_in_range(t.home * 1000 / t.all, 760, 840);
	assert_int_equal(count_true(t.provinces, 100), 34);
	assert_int_equal(count_true(t.prefixes, 1000), 64); /* 63 old codes and one of abroad */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_seed_same_people),
		cmocka_unit_test(large_and_compact),
		cmocka_unit_test(numbers_lead_back),
		cmocka_unit_test(wrong_numbers_find_nobody),
		cmocka_unit_test(children_fit_their_parents),
		cmocka_unit_test(couples_are_mutual_and_of_an_age),
		cmocka_unit_test(households_have_heads_and_members),
		cmocka_unit_test(nobody_lives_there_too_early),
		cmocka_unit_test(members_agree_with_their_records),
		cmocka_unit_test(texts_are_clean),
		cmocka_unit_test(addresses_follow_the_reform),
		cmocka_unit_test(frequencies_are_those_of_the_country),
	};

	return cmocka_run_group_tests(tests, open_people, close_people);
}
