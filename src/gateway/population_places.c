/* SPDX-License-Identifier: MPL-2.0 */
/* population_places.c - invented addresses in the real provinces. */
#include "gateway/population_places.h"

#include <stdio.h>

#include "motcua/base/mem.h"

static const struct province {
	uint8_t code;
	uint8_t old[3];
	const char *name;
} provinces[] = {
#define PROVINCE(code, name, a, b, c) { code, {a, b, c}, name },
#include "gateway/population_places.def"
#undef PROVINCE
};

/* Ours have names of their own; the other communes share ordinary ones. */
static const char *const home_communes[MC_COMMUNES] = {
	"xã Hòa Phú Đông",
	"xã Ea Bông Thượng",
	"phường Tân An Hạ",
};

static const char *const commune_names[] = {
	"An Bình",    "Tân Lập",    "Phú Sơn",     "Hòa Thuận",  "Đông Thạnh", "Thanh Lương",
	"Bình Khê",   "Yên Thịnh",  "Mỹ Phong",    "Vĩnh Trạch", "Cẩm Hà",     "Quảng Lâm",
	"Long Hưng",  "Xuân Trạch", "Thượng Giang", "Hạ Lâm",     "Nam Cường",  "Sơn Thủy",
};

static const char *const hamlets[] = {
	"An Bình",  "Tân Tiến", "Đồng Tâm", "Hòa Lộc",   "Phú Xuân", "Thống Nhất",
	"Tân Hưng", "Bàu Sen",  "Gò Mít",   "Cây Xoài",  "Suối Đá",  "Quyết Tiến",
};

static const char *const buons[] = {
	"Ea Kuêh", "Krông Búk Hạ", "Kô Siêr", "Ea Mấp", "Dhung", "Ky Thượng", "Cư Blang", "Ea Sut",
};

static const char *const streets[] = {
	"Hoa Mai", "Hoa Ban", "Cây Me", "Bờ Hồ", "Chợ Mới", "Ngân Hà", "Bình Minh", "Vườn Ươm",
};

static const char *const districts[] = {
	"huyện An Sơn",    "huyện Bình Giang", "huyện Đông Hà", "thị xã Phú Hòa",
	"huyện Tân Thành", "huyện Vĩnh Hải",   "huyện Yên Lâm", "thành phố Bắc Thành",
};

#define PICK(draw, list) ((list)[mc_draw_below(draw, (uint32_t)MC_COUNT(list))])

static const struct province *find(uint8_t code)
{
	size_t i = 0;

	while (provinces[i].code != code) {
		i++;
	}
	return &provinces[i];
}

uint8_t mc_places_draw(struct mc_draw *draw)
{
	return PICK(draw, provinces).code;
}

static uint16_t old_code(struct mc_draw *draw, const struct province *p)
{
	uint32_t count = 1;

	while (count < MC_COUNT(p->old) && p->old[count]) {
		count++;
	}
	return p->old[mc_draw_below(draw, count)];
}

uint16_t mc_places_old_code(struct mc_draw *draw, uint8_t province)
{
	return old_code(draw, find(province));
}

uint16_t mc_places_any_old_code(struct mc_draw *draw)
{
	return old_code(draw, &PICK(draw, provinces));
}

uint8_t mc_places_of_old(uint16_t code)
{
	for (size_t i = 0; i < MC_COUNT(provinces); i++) {
		for (size_t k = 0; k < MC_COUNT(provinces[i].old); k++) {
			if (provinces[i].old[k] == code) {
				return provinces[i].code;
			}
		}
	}
	return MC_HOME_PROVINCE;
}

static void ward(uint8_t province, uint8_t commune, struct mc_address *ret)
{
	unsigned name = province * 7u + commune * 5u;
	const char *type = commune == MC_COMMUNES - 1 ? "phường" : "xã";

	snprintf(ret->ward_code, sizeof(ret->ward_code), "9%02u%02u", province % 100u,
		 commune + 1u);
	if (province == MC_HOME_PROVINCE) {
		(void)MC_COPY(ret->ward, home_communes[commune]);
	} else {
		snprintf(ret->ward, sizeof(ret->ward), "%s %s", type,
			 commune_names[name % MC_COUNT(commune_names)]);
	}
}

void mc_places_today(struct mc_draw *draw, uint8_t province, uint8_t commune, bool highland,
		     struct mc_address *ret)
{
	/* all drawn here, in this order: arguments have none */
	int house = mc_draw_between(draw, 1, 268);
	int block = mc_draw_between(draw, 1, 14);
	const char *street = PICK(draw, streets);
	const char *hamlet = PICK(draw, hamlets);
	const char *buon = PICK(draw, buons);

	*ret = (struct mc_address){0};
	snprintf(ret->province_code, sizeof(ret->province_code), "%02u", province % 100u);
	(void)MC_COPY(ret->province, find(province)->name);
	ward(province, commune, ret);
	if (commune == MC_COMMUNES - 1) {
		snprintf(ret->detail, sizeof(ret->detail), "Số %d, đường %s, tổ dân phố %d", house,
			 street, block);
	} else if (highland) {
		snprintf(ret->detail, sizeof(ret->detail), "Buôn %s", buon);
	} else {
		snprintf(ret->detail, sizeof(ret->detail), "Số %d, thôn %s", house, hamlet);
	}
}

/* Run by the central government before the reform. */
static bool was_city(uint16_t code)
{
	return code == 1 || code == 31 || code == 48 || code == 79 || code == 92;
}

void mc_places_old(struct mc_draw *draw, uint16_t code, struct mc_address *ret)
{
	char prefix[8];
	const char *name;

	*ret = (struct mc_address){0};
	snprintf(prefix, sizeof(prefix), "%03u", code);
	name = mc_pid_province(prefix);
	if (!name) {
		(void)MC_COPY(ret->province, "Cộng hòa Séc");
		return;
	}
	(void)MC_COPY(ret->province_code, prefix + 1);
	snprintf(ret->province, sizeof(ret->province), "%s %s",
		 was_city(code) ? "thành phố" : "tỉnh", name);
	(void)MC_COPY(ret->district, PICK(draw, districts));
	snprintf(ret->ward, sizeof(ret->ward), "xã %s", PICK(draw, commune_names));
}
