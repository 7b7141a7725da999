/* SPDX-License-Identifier: MPL-2.0 */
/* everybody.h - a mother, a father and their household of whom the register knows all that it
 * can say. Nobody here exists. */
#ifndef TESTS_SUPPORT_EVERYBODY_H
#define TESTS_SUPPORT_EVERYBODY_H

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/person.h"

static inline struct mc_person everybody(void)
{
	struct mc_person it = {.born = {1990, 6, 15}, .died = {2026, 11, 1},
			       .sex = MC_SEX_FEMALE, .permanent_since = {2015, 1, 1}};
	struct mc_address home = {.province = "tỉnh Đắk Lắk", .ward = "xã Hòa Phú"};

	MC_COPY(home.province_code, "66");
	MC_COPY(home.ward_code, "24100");
	MC_COPY(it.number, "030190000123");
	MC_COPY(it.cmnd, "240123456");
	MC_COPY(it.full_name, "Hồ Thị Mẫu");
	MC_COPY(it.ethnicity, "Kinh");
	MC_COPY(it.religion, "Không");
	MC_COPY(it.nationality, "Việt Nam");
	MC_COPY(it.marital_status, "Đã kết hôn");
	MC_COPY(it.relation_to_head, "vợ");
	it.birth_place = it.origin = it.permanent = it.temporary = it.current = home;
	MC_COPY(it.father.full_name, "Hồ Văn Mẫu");
	MC_COPY(it.mother.full_name, "Lê Thị Mẫu");
	MC_COPY(it.spouse.full_name, "Nguyễn Văn Mẫu");
	MC_COPY(it.father.number, "030060000111");
	MC_COPY(it.mother.number, "030160000112");
	MC_COPY(it.spouse.number, "030090000456");
	it.birth_count = 1; /* recorded by the hospital, as it is for most children */
	it.births[0] = (struct mc_birth){.born = {2026, 11, 20}, .issued = {2026, 11, 21},
					 .sex = MC_SEX_FEMALE, .weight = 3150};
	MC_COPY(it.births[0].number, "2026/001234");
	MC_COPY(it.births[0].place, "Bệnh viện Đa khoa vùng Tây Nguyên, tỉnh Đắk Lắk");
	return it;
}

/* Her husband, who heads the household: no birth is recorded at his number. */
static inline struct mc_person husband(void)
{
	struct mc_person it = everybody();

	MC_COPY(it.number, it.spouse.number);
	MC_COPY(it.full_name, it.spouse.full_name);
	MC_COPY(it.relation_to_head, "chủ hộ");
	it.sex = MC_SEX_MALE;
	it.birth_count = 0;
	memset(it.births, 0, sizeof(it.births));
	return it;
}

static inline struct mc_household everybodys_home(void)
{
	struct mc_household it = {.head_status = MC_HEAD_PRESENT};

	MC_COPY(it.id, "H1");
	MC_COPY(it.head.full_name, "Nguyễn Văn Mẫu");
	MC_COPY(it.head.number, "030090000456");
	MC_COPY(it.address.ward, "xã Hòa Phú");
	return it;
}

#endif
