/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_family.c - households by lot.
 *
 * The couple (or the one adult) comes first, its parents and children are dated
 * from the woman's birth: so every mother is 18 or older, and spouses are about
 * three years apart.
 */
#include "gateway/population_family.h"

#include <string.h>

#include "gateway/population_places.h"
#include "motcua/base/mem.h"

#define YEAR 365 /* days; birthdays drift by a week, which nobody sees */
#define LEAVES_HOME (27 * YEAR)
#define MARRIES (20 * YEAR) /* the younger of the two */

enum adults { COUPLE, WOMAN, MAN };

static const struct shape {
	uint16_t weight;
	uint8_t adults, elders;
	uint8_t children_min, children_max;
	uint8_t age_min, age_max; /* of the woman, or of the man alone */
} shapes[] = {
	{25, WOMAN, 0, 0, 0, 20, 38},
	{20, MAN, 0, 0, 0, 20, 40},
	{45, WOMAN, 0, 0, 0, 60, 86},
	{15, MAN, 0, 0, 0, 60, 84},
	{45, COUPLE, 0, 0, 0, 23, 35},
	{80, COUPLE, 0, 0, 0, 55, 80},
	{150, COUPLE, 0, 1, 1, 24, 42},
	{310, COUPLE, 0, 2, 2, 29, 48},
	{110, COUPLE, 0, 3, 4, 33, 50},
	{45, WOMAN, 0, 1, 2, 27, 48},
	{15, MAN, 0, 1, 2, 30, 50},
	{140, COUPLE, 2, 1, 3, 26, 45},
	{95, COUPLE, 1, 1, 3, 28, 50},
	{25, MAN, 2, 0, 0, 22, 36},
};

static const struct mc_lot religions[] = {
	{"Không", 790}, {"Phật giáo", 100}, {"Công giáo", 80}, {"Tin Lành", 10},
	{"Cao Đài", 12}, {"Phật giáo Hòa Hảo", 8},
};

static const struct mc_lot religions_highland[] = {
	{"Không", 480}, {"Tin Lành", 380}, {"Công giáo", 140},
};

static int32_t reference_day(void)
{
	return mc_date_to_days(&MC_POPULATION_DAY);
}

struct mc_draw mc_family_draw(const struct mc_family *family, unsigned stream)
{
	return mc_draw_stream(family->seed, family->household, stream);
}

int mc_family_add(struct mc_family *family, enum mc_sex sex, int32_t born)
{
	int who = family->count++;

	family->kin[who] = (struct mc_kin){
		.sex = sex,
		.born = mc_date_from_days(born),
		.father = MC_NOBODY,
		.mother = MC_NOBODY,
		.spouse = MC_NOBODY,
	};
	return who;
}

static void marry(struct mc_family *family, int man, int woman)
{
	family->kin[man].spouse = (int8_t)woman;
	family->kin[woman].spouse = (int8_t)man;
	family->kin[man].marital = family->kin[woman].marital = MC_MARRIED;
}

static enum mc_sex draw_sex(struct mc_draw *draw)
{
	return mc_draw_chance(draw, 512) ? MC_SEX_MALE : MC_SEX_FEMALE;
}

/* Three years older than she, give or take five. One draw a statement: the order in
 * which an expression's calls are made is the compiler's choice. */
static int32_t husband_born(struct mc_draw *draw, int32_t wife_born)
{
	int32_t older = 3 * YEAR + mc_draw_between(draw, -2 * YEAR, 3 * YEAR);

	older += mc_draw_between(draw, -3 * YEAR, 2 * YEAR);
	return wife_born - older;
}

static void add_children(struct mc_family *family, struct mc_draw *draw, int father, int mother,
			 int wanted)
{
	int32_t mother_born = mc_date_to_days(&family->kin[mother >= 0 ? mother : father].born);
	int32_t born = mother_born + mc_draw_between(draw, 19 * YEAR, 29 * YEAR);

	while (wanted-- > 0 && born <= reference_day() && born < mother_born + 44 * YEAR) {
		if (born > reference_day() - LEAVES_HOME) {
			int child = mc_family_add(family, draw_sex(draw), born);

			family->kin[child].father = (int8_t)father;
			family->kin[child].mother = (int8_t)mother;
		}
		born += mc_draw_between(draw, 18 * 30, 5 * YEAR);
	}
}

/* The parents of one of the couple; of a widowed one, three in four are women. */
static void add_elders(struct mc_family *family, struct mc_draw *draw, int child, int elders)
{
	int32_t born = mc_date_to_days(&family->kin[child].born) -
		       mc_draw_between(draw, 18 * YEAR + 5, 33 * YEAR);
	int32_t his = husband_born(draw, born);
	bool man = elders == 2 || mc_draw_chance(draw, 250);
	bool woman = elders == 2 || !man;
	int father = man ? mc_family_add(family, MC_SEX_MALE, his) : MC_NOBODY;
	int mother = woman ? mc_family_add(family, MC_SEX_FEMALE, born) : MC_NOBODY;

	family->kin[child].father = (int8_t)father;
	family->kin[child].mother = (int8_t)mother;
	if (man && woman) {
		marry(family, father, mother);
	} else {
		family->kin[man ? father : mother].marital = MC_WIDOWED;
	}
}

static void mark_alone(struct mc_kin *adult, struct mc_draw *draw, const struct shape *shape)
{
	if (shape->age_min >= 55) {
		adult->marital = mc_draw_chance(draw, 750) ? MC_WIDOWED : MC_SINGLE;
	} else if (shape->children_max > 0) {
		adult->marital = mc_draw_chance(draw, 600) ? MC_DIVORCED : MC_WIDOWED;
	}
}

/* The living elder leads in four households of ten, else the younger man. */
static void choose_head(struct mc_family *family, struct mc_draw *draw, int adult)
{
	const struct mc_kin *kin = family->kin;
	int elder = kin[adult].father >= 0 ? kin[adult].father : kin[adult].mother;
	int head = elder >= 0 && mc_draw_chance(draw, 400) ? elder : 0;

	family->head_status = MC_HEAD_PRESENT;
	family->head = (int8_t)head;
}

static void add_lodger(struct mc_family *family, struct mc_draw *draw)
{
	int32_t born = reference_day() - mc_draw_between(draw, 19 * YEAR, 32 * YEAR);
	int who = mc_family_add(family, draw_sex(draw), born);

	family->kin[who].traits = MC_KIN_LODGER;
	family->kin[who].from = mc_date_from_days(reference_day() - mc_draw_between(draw, 20, 600));
}

/* Where children take the mother's clan, the couple lives with her parents. */
static bool stays_with_hers(const struct mc_family *family)
{
	return mc_people_matrilineal(family->people);
}

static void make_by_shape(struct mc_family *family, struct mc_draw *draw, const struct shape *shape)
{
	int32_t born = reference_day() - mc_draw_between(draw, shape->age_min * YEAR,
							 (shape->age_max + 1) * YEAR - 1);
	int man = MC_NOBODY, woman = MC_NOBODY, adult = 0;

	if (shape->adults != WOMAN) {
		man = mc_family_add(family, MC_SEX_MALE,
				    shape->adults == MAN ? born : husband_born(draw, born));
	}
	if (shape->adults != MAN) {
		woman = mc_family_add(family, MC_SEX_FEMALE, born);
	}
	if (shape->adults == COUPLE) {
		marry(family, man, woman);
		adult = mc_draw_chance(draw, stays_with_hers(family) ? 150 : 850) ? man : woman;
	} else {
		mark_alone(&family->kin[0], draw, shape);
	}
	if (shape->elders > 0) {
		add_elders(family, draw, adult, shape->elders);
	}
	add_children(family, draw, man, woman,
		     mc_draw_between(draw, shape->children_min, shape->children_max));
	choose_head(family, draw, adult);
	if (family->province == MC_HOME_PROVINCE && mc_draw_chance(draw, 30)) {
		add_lodger(family, draw);
	}
}

/* Two grandparents, four sons with their wives, five children each: 30. */
static void make_many(struct mc_family *family, struct mc_draw *draw)
{
	int32_t born = reference_day() - 70 * YEAR;
	int head = mc_family_add(family, MC_SEX_MALE, born - 2 * YEAR);
	int wife = mc_family_add(family, MC_SEX_FEMALE, born);

	marry(family, head, wife);
	family->head_status = MC_HEAD_PRESENT;
	for (int i = 0; i < 4; i++) {
		int32_t sons = born + (20 + 2 * i) * YEAR + mc_draw_between(draw, 0, 300);
		int son = mc_family_add(family, MC_SEX_MALE, sons);
		int his = mc_family_add(family, MC_SEX_FEMALE, sons + 3 * YEAR);

		family->kin[son].father = (int8_t)head;
		family->kin[son].mother = (int8_t)wife;
		marry(family, son, his);
		for (int child = 0; child < 5; child++) {
			int32_t day = sons + (25 + 3 * child) * YEAR;
			int who;

			day += mc_draw_between(draw, 0, 300);
			who = mc_family_add(family, draw_sex(draw), day);

			family->kin[who].father = (int8_t)son;
			family->kin[who].mother = (int8_t)his;
		}
	}
}

static const struct shape *draw_shape(struct mc_draw *draw)
{
	uint32_t total = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < MC_COUNT(shapes); k++) {
		total += shapes[k].weight;
	}
	for (at = mc_draw_below(draw, total); at >= shapes[i].weight; i++) {
		at -= shapes[i].weight;
	}
	return &shapes[i];
}

/* Who lives outside our communes lives where his people does. */
static void choose_place(struct mc_family *family, struct mc_draw *draw, bool home)
{
	const uint8_t *provinces;
	uint32_t known = 0;

	family->people = mc_people_draw(draw, home);
	provinces = family->people->provinces;
	while (known < sizeof(family->people->provinces) && provinces[known]) {
		known++;
	}
	if (home) {
		family->province = MC_HOME_PROVINCE;
	} else {
		family->province = known ? provinces[mc_draw_below(draw, known)] :
					   mc_places_draw(draw);
	}
	family->commune = (uint8_t)mc_draw_below(draw, MC_COMMUNES);
	family->religion = family->people->highland ?
		mc_draw_lot(draw, religions_highland, MC_COUNT(religions_highland)) :
		mc_draw_lot(draw, religions, MC_COUNT(religions));
	family->since = mc_date_from_days(reference_day() - mc_draw_between(draw, 200, 9000));
}

void mc_family_make(uint64_t seed, uint32_t household, bool many, struct mc_family *ret)
{
	struct mc_draw place, draw;

	*ret = (struct mc_family){.seed = seed, .household = household};
	place = mc_family_draw(ret, MC_STREAM_PLACE);
	draw = mc_family_draw(ret, MC_STREAM_SHAPE);
	choose_place(ret, &place, many || mc_draw_chance(&place, 800));
	if (many) {
		ret->people = mc_people_named("Kinh");
		make_many(ret, &draw);
	} else {
		make_by_shape(ret, &draw, draw_shape(&draw));
	}
	mc_family_finish(ret);
}

/* Up the line that gives the family name, as far as it is of this household. A parent
 * outside of it has a stream of his own, so that brothers and sisters agree. */
static unsigned line_of(const struct mc_family *family, int who)
{
	bool mothers = mc_people_matrilineal(family->people);

	for (;;) {
		const struct mc_kin *kin = &family->kin[who];
		int parent = mothers ? kin->mother : kin->father;
		int other = mothers ? kin->father : kin->mother;

		if (parent < 0) {
			return (unsigned)(other < 0 ? who : other + MC_KIN_SLOTS);
		}
		who = parent;
	}
}

static bool given_taken(const struct mc_family *family, int before, const char *given)
{
	for (int i = 0; i < before; i++) {
		if (family->kin[i].given == given) {
			return true;
		}
	}
	return false;
}

/* No two of a household share the given name while the list lasts. */
static void name_one(struct mc_family *family, int who)
{
	struct mc_kin *kin = &family->kin[who];
	struct mc_draw line = mc_family_draw(family, MC_STREAM_LINE + line_of(family, who));
	struct mc_draw draw = mc_family_draw(family, MC_STREAM_NAME + (unsigned)who);
	const char *middle;

	(void)MC_COPY(kin->family, mc_names_family(&line, family->people));
	for (int tries = 0; tries < 24; tries++) {
		mc_names_given(&draw, family->people, kin->sex, kin->born.year, &middle,
			       &kin->given);
		if (!given_taken(family, who, kin->given)) {
			break;
		}
	}
	mc_names_join(family->people, kin->sex, kin->family, middle, kin->given, kin->full_name);
}

/* Younger people were born where they live; the older ones came from everywhere. */
static uint16_t birth_code(const struct mc_family *family, const struct mc_kin *kin,
			   struct mc_draw *draw)
{
	bool young = kin->born.year >= 1996;

	if ((kin->traits & MC_KIN_LODGER) || !mc_draw_chance(draw, young ? 900 : 620)) {
		return mc_places_any_old_code(draw);
	}
	if (family->province == MC_HOME_PROVINCE && mc_draw_chance(draw, 880)) {
		return MC_HOME_PROVINCE;
	}
	return mc_places_old_code(draw, family->province);
}

/* Also who grew up in the house is entered anew when the other becomes its head. */
static bool entered_by_marriage(const struct mc_family *family, const struct mc_kin *kin)
{
	bool grew_up_here = kin->father >= 0 || kin->mother >= 0;

	return kin->spouse >= 0 && (!grew_up_here || family->head == kin->spouse);
}

struct mc_date mc_family_settles(const struct mc_family *family, int who)
{
	const struct mc_kin *kin = &family->kin[who];
	const struct mc_date *younger = &kin->born;

	if (!entered_by_marriage(family, kin)) {
		return kin->born;
	}
	if (mc_date_compare(&family->kin[kin->spouse].born, younger) > 0) {
		younger = &family->kin[kin->spouse].born;
	}
	return mc_date_from_days(mc_date_to_days(younger) + MARRIES);
}

/* Registered soon after birth or wedding, but not before the family came. */
static struct mc_date resident_from(const struct mc_family *family, int who, struct mc_draw *draw)
{
	struct mc_date settles = mc_family_settles(family, who);
	int32_t registered = mc_date_to_days(&settles) + mc_draw_between(draw, 5, 50);
	int32_t since = mc_date_to_days(&family->since);

	if (registered > reference_day()) {
		registered = reference_day();
	}
	return mc_date_from_days(registered > since ? registered : since);
}

/* The 9-digit numbers were issued to grown people until 2021. */
static bool draw_cmnd(const struct mc_kin *kin, struct mc_draw *draw)
{
	return kin->born.year <= 2004 && mc_draw_chance(draw, 550);
}

void mc_family_finish(struct mc_family *family)
{
	for (int who = 0; who < family->count; who++) {
		struct mc_kin *kin = &family->kin[who];
		struct mc_draw draw = mc_family_draw(family, MC_STREAM_KIN + (unsigned)who);

		if (kin->full_name[0]) {
			continue;
		}
		name_one(family, who);
		kin->old_code = birth_code(family, kin, &draw);
		if (!mc_date_is_set(&kin->from)) {
			kin->from = resident_from(family, who, &draw);
		}
		if (draw_cmnd(kin, &draw)) {
			kin->traits |= MC_KIN_CMND;
		}
	}
}

void mc_family_get(uint64_t seed, uint32_t household, struct mc_family *ret)
{
	if (!mc_family_case(seed, household, ret)) {
		mc_family_make(seed, household, false, ret);
	}
}
