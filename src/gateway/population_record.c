/* SPDX-License-Identifier: MPL-2.0 */
/* population_record.c - a made household as the register tells it. */
#include <stdio.h>
#include <string.h>

#include "gateway/population_family.h"
#include "gateway/population_places.h"
#include "motcua/base/mem.h"

#define REFORM_DAY ((struct mc_date){2025, 7, 1})
#define REISSUED_SLOT (MC_KIN_SLOTS - 1) /* no household has so many kin */
#define TEMPORARY_DAYS 730               /* Residence Law 68/2020, article 27: two years */

static const char *const marital_words[] = {
	[MC_SINGLE] = "Chưa kết hôn",
	[MC_MARRIED] = "Đã kết hôn",
	[MC_DIVORCED] = "Ly hôn",
	[MC_WIDOWED] = "Góa",
};

/* ---- numbers */

static uint32_t serial(const struct mc_family *family, int slot, uint64_t kind)
{
	return mc_draw_serial(family->seed * 2 + kind,
			      family->household * MC_KIN_SLOTS + (uint32_t)slot);
}

static void format_number(const struct mc_kin *kin, int year, uint32_t serial_number,
			  char ret[MC_PID_LEN])
{
	unsigned century = (unsigned)(year - 1900) / 100 * 2 + (kin->sex == MC_SEX_FEMALE);

	snprintf(ret, MC_PID_LEN, "%03u%u%02u%06u", kin->old_code % 1000u, century % 10,
		 (unsigned)year % 100, (unsigned)(serial_number % MC_SERIAL_LIMIT));
}

void mc_family_number(const struct mc_family *family, int who, char ret[MC_PID_LEN])
{
	const struct mc_kin *kin = &family->kin[who];

	format_number(kin, kin->born.year, serial(family, who, 0), ret);
}

/* How the old 9-digit series were spread over the offices is not public: invented. */
void mc_family_cmnd(const struct mc_family *family, int who, char ret[MC_CMND_LEN])
{
	const struct mc_kin *kin = &family->kin[who];

	ret[0] = '\0';
	if (kin->traits & MC_KIN_CMND) {
		snprintf(ret, MC_CMND_LEN, "%03u%06u", (100u + kin->old_code) % 1000,
			 (unsigned)(serial(family, who, 1) % MC_SERIAL_LIMIT));
	}
}

/* The number that was cancelled had a wrong year of birth in it. */
static void old_number(const struct mc_family *family, int who, char ret[MC_PID_LEN])
{
	const struct mc_kin *kin = &family->kin[who];

	if (kin->traits & MC_KIN_REISSUED) {
		format_number(kin, kin->born.year - 1, serial(family, REISSUED_SLOT, 0), ret);
	}
}

/* ---- relation to the head */

static bool is_child(const struct mc_kin *kin, int child, int parent)
{
	return parent >= 0 && (kin[child].father == parent || kin[child].mother == parent);
}

static bool is_child_of_couple(const struct mc_kin *kin, int child, int parent)
{
	return is_child(kin, child, parent) || is_child(kin, child, kin[parent].spouse);
}

static const char *by_sex(const struct mc_kin *kin, const char *man, const char *woman)
{
	return kin->sex == MC_SEX_MALE ? man : woman;
}

static const char *descendant_word(const struct mc_kin *kin, int head, int who)
{
	if (is_child_of_couple(kin, who, head)) {
		return "con đẻ";
	}
	if (kin[who].spouse >= 0 && is_child_of_couple(kin, kin[who].spouse, head)) {
		return by_sex(&kin[who], "con rể", "con dâu");
	}
	if (kin[who].father >= 0 && is_child_of_couple(kin, kin[who].father, head)) {
		return "cháu nội";
	}
	if (kin[who].mother >= 0 && is_child_of_couple(kin, kin[who].mother, head)) {
		return "cháu ngoại";
	}
	return NULL;
}

static const char *elder_word(const struct mc_kin *kin, int head, int who)
{
	if (is_child(kin, head, who)) {
		return by_sex(&kin[who], "cha", "mẹ");
	}
	if (kin[head].spouse >= 0 && is_child(kin, kin[head].spouse, who)) {
		return kin[head].sex == MC_SEX_MALE ? by_sex(&kin[who], "cha vợ", "mẹ vợ") :
						      by_sex(&kin[who], "cha chồng", "mẹ chồng");
	}
	return NULL;
}

/* Static text; "" when nobody is named as the head. */
static const char *relation(const struct mc_family *family, int who)
{
	const struct mc_kin *kin = family->kin;
	const char *word;
	int head = family->head;

	if (family->head_status == MC_HEAD_UNKNOWN) {
		return "";
	}
	if (family->head_status == MC_HEAD_ELSEWHERE) {
		return "cháu";
	}
	if (who == head) {
		return "chủ hộ";
	}
	if (kin[who].spouse == head) {
		return by_sex(&kin[who], "chồng", "vợ");
	}
	word = descendant_word(kin, head, who);
	if (!word) {
		word = elder_word(kin, head, who);
	}
	return word ? word : "ở nhờ";
}

/* ---- relatives */

static void relative(const struct mc_family *family, int who, struct mc_relative *ret)
{
	if (who >= 0) {
		mc_family_number(family, who, ret->number);
		(void)MC_COPY(ret->full_name, family->kin[who].full_name);
	}
}

/* A parent outside the household: by name only, as old records have it. Children of
 * one known parent agree about the other. */
static void outside_parent(const struct mc_family *family, int who, enum mc_sex sex,
			   struct mc_relative *ret)
{
	const struct mc_kin *kin = &family->kin[who];
	bool father = sex == MC_SEX_MALE;
	int other = father ? kin->mother : kin->father;
	unsigned stream = father ? MC_STREAM_FATHER : MC_STREAM_MOTHER;
	bool gives_name = father != mc_people_matrilineal(family->people);
	int year = family->kin[other >= 0 ? other : who].born.year - (other >= 0 ? 0 : 26);
	struct mc_draw draw = mc_family_draw(
		family, stream + (unsigned)(other >= 0 ? other + MC_KIN_SLOTS : who));
	const char *middle, *given, *own = mc_names_family(&draw, family->people);

	do { /* a child is not called like father or mother */
		mc_names_given(&draw, family->people, sex, year, &middle, &given);
	} while (strstr(kin->full_name, given));
	mc_names_join(family->people, sex, gives_name ? kin->family : own, middle, given,
		      ret->full_name);
}

static void parents(const struct mc_family *family, int who, struct mc_person *ret)
{
	const struct mc_kin *kin = &family->kin[who];

	relative(family, kin->father, &ret->father);
	relative(family, kin->mother, &ret->mother);
	if (!strchr(kin->full_name, ' ')) {
		return; /* one word says nothing of a family */
	}
	if (kin->father < 0 && !(kin->traits & MC_KIN_NO_FATHER)) {
		outside_parent(family, who, MC_SEX_MALE, &ret->father);
	}
	if (kin->mother < 0) {
		outside_parent(family, who, MC_SEX_FEMALE, &ret->mother);
	}
}

/* ---- places and days */

static void home_address(const struct mc_family *family, struct mc_address *ret)
{
	struct mc_draw draw = mc_family_draw(family, MC_STREAM_ADDRESS);

	mc_places_today(&draw, family->province, family->commune, family->people->highland, ret);
}

/* Before the reform of 2025 a birth place had a district. Those of one household who
 * were born in one province were born in one place. */
static void birth_place(const struct mc_family *family, int who, struct mc_address *ret)
{
	const struct mc_kin *kin = &family->kin[who];
	struct mc_draw draw = mc_family_draw(family, MC_STREAM_BIRTH_PLACE + kin->old_code % 100u);

	if (mc_date_compare(&kin->born, &REFORM_DAY) >= 0) {
		home_address(family, ret);
		ret->detail[0] = '\0';
	} else {
		mc_places_old(&draw, kin->old_code, ret);
	}
}

/* Origin goes with the father's line, wherever one was born. */
static void origin(const struct mc_family *family, int who, struct mc_address *ret)
{
	struct mc_draw draw;

	while (family->kin[who].father >= 0) {
		who = family->kin[who].father;
	}
	draw = mc_family_draw(family, MC_STREAM_ORIGIN + (unsigned)who);
	mc_places_old(&draw, mc_draw_chance(&draw, 700) ? family->kin[who].old_code :
							  mc_places_any_old_code(&draw), ret);
}

static struct mc_date since(const struct mc_kin *kin, const struct mc_date *today)
{
	return kin->traits & MC_KIN_YESTERDAY ? mc_date_from_days(mc_date_to_days(today) - 1) :
						kin->from;
}

/* A lodger's own home is in the province where he was born, under its new name. */
static void residence(const struct mc_family *family, int who, const struct mc_date *today,
		      struct mc_person *ret)
{
	const struct mc_kin *kin = &family->kin[who];
	struct mc_draw draw = mc_family_draw(family, MC_STREAM_OTHER_HOME + (unsigned)who);

	if (kin->traits & MC_KIN_NOWHERE) {
		return;
	}
	home_address(family, &ret->current);
	if (kin->traits & MC_KIN_LODGER) {
		ret->temporary = ret->current;
		mc_places_today(&draw, mc_places_of_old(kin->old_code),
				(uint8_t)mc_draw_below(&draw, MC_COMMUNES), false, &ret->permanent);
		ret->permanent_since = kin->born;
	} else {
		ret->permanent = ret->current;
		ret->permanent_since = since(kin, today);
	}
}

/* ---- the records */

void mc_family_person(const struct mc_family *family, int who, const struct mc_date *today,
		      struct mc_person *ret)
{
	const struct mc_kin *kin = &family->kin[who];

	*ret = (struct mc_person){.born = kin->born, .died = kin->died, .sex = kin->sex};
	mc_family_number(family, who, ret->number);
	mc_family_cmnd(family, who, ret->cmnd);
	old_number(family, who, ret->old_number);
	(void)MC_COPY(ret->full_name, kin->full_name);
	(void)MC_COPY(ret->ethnicity, family->people->name);
	(void)MC_COPY(ret->religion, family->religion);
	(void)MC_COPY(ret->nationality, "Việt Nam");
	(void)MC_COPY(ret->marital_status, marital_words[kin->marital]);
	(void)MC_COPY(ret->relation_to_head,
		      kin->traits & MC_KIN_NOWHERE ? "" : relation(family, who));
	parents(family, who, ret);
	relative(family, kin->spouse, &ret->spouse);
	birth_place(family, who, &ret->birth_place);
	origin(family, who, &ret->origin);
	residence(family, who, today, ret);
	mc_family_births(family, who, today, ret);
}

static void fill_member(const struct mc_family *family, int who, const struct mc_date *today,
			struct mc_member *ret)
{
	const struct mc_kin *kin = &family->kin[who];
	bool lodger = kin->traits & MC_KIN_LODGER;

	mc_family_number(family, who, ret->number);
	(void)MC_COPY(ret->full_name, kin->full_name);
	ret->born = kin->born;
	ret->sex = kin->sex;
	(void)MC_COPY(ret->relation, relation(family, who));
	ret->kind = lodger ? MC_RESIDENCE_TEMPORARY : MC_RESIDENCE_PERMANENT;
	ret->from = since(kin, today);
	if (lodger) {
		ret->until = mc_date_from_days(mc_date_to_days(&ret->from) + TEMPORARY_DAYS);
	}
}

static void fill_head(const struct mc_family *family, struct mc_relative *ret)
{
	struct mc_family other;

	if (family->head_status == MC_HEAD_ELSEWHERE) {
		mc_family_get(family->seed, family->head_household, &other);
		relative(&other, family->head, ret);
	} else if (family->head_status != MC_HEAD_UNKNOWN) {
		relative(family, family->head, ret);
	}
}

void mc_family_household(const struct mc_family *family, const struct mc_date *today,
			 struct mc_household *ret)
{
	*ret = (struct mc_household){.head_status = family->head_status};
	if (family->kin[0].traits & MC_KIN_NOWHERE) {
		return;
	}
	snprintf(ret->id, sizeof(ret->id), "%02u%07u", family->province % 100u,
		 (unsigned)family->household + 1);
	home_address(family, &ret->address);
	fill_head(family, &ret->head);
	for (int who = 0; who < family->count; who++) {
		if (!mc_date_is_set(&family->kin[who].died)) {
			fill_member(family, who, today, &ret->members[ret->member_count++]);
		}
	}
}
