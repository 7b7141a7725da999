/* SPDX-License-Identifier: MPL-2.0 */
/* population_names.c - names by people, sex and generation. */
#include "gateway/population_names.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { OLD, MID, NEW };

struct era_lot {
	enum mc_sex sex;
	int era;
	struct mc_lot lot;
};

static const struct mc_lot families[] = {
#define FAMILY(text, weight) { text, weight },
#include "gateway/population_names.def"
#undef FAMILY
};

/* Sorted by sex and era, so that one group is a run. */
static const struct era_lot middles[] = {
#define MIDDLE(sex, era, text, weight) { MC_SEX_##sex, era, {text, weight} },
#include "gateway/population_names.def"
#undef MIDDLE
};

static const struct era_lot givens[] = {
#define GIVEN(sex, era, text) { MC_SEX_##sex, era, {text, 1} },
#include "gateway/population_names.def"
#undef GIVEN
};

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const struct mc_people peoples[] = {
	{"Kinh", 850, 850, MC_NAMING_KINH, false, {0}, NULL, NULL, NULL},
	{ "Ê Đê", 78, 6, MC_NAMING_CLAN_LAST, true, {66, 56, 68},
	  LIST("Niê", "Êban", "Ênuôl", "Mlô", "Byă", "Kbuôr", "Hđơk", "Niê Kdăm", "Ksơr", "Ayŭn"),
	  LIST("Blung", "Thưk", "Rin", "Wăn", "Khoan", "Nghiêm", "Bhê", "Jôn", "Suăn", "Krông",
	       "Đhăm"),
	  LIST("Rưm", "Bliă", "Yar", "Luyn", "Mari", "Nguôm", "Đưng", "Wia", "Rinh", "Bê",
	       "Zina") },
	{ "Gia Rai", 12, 12, MC_NAMING_CLAN_FIRST, true, {52, 66},
	  LIST("Rơ Châm", "Siu", "Kpă", "Rơ Mah", "Ksor", "Rah Lan", "Nay"),
	  LIST("Blơi", "Hyen", "Klung", "Thuy", "Dyên", "Phin", "Bleo", "Suih"),
	  LIST("Lan", "Ben", "Nhi", "Yun", "Pơi", "Thêm", "Uyn", "Blin") },
	{ "Ba Na", 4, 10, MC_NAMING_NO_FAMILY, true, {51, 52}, NULL,
	  LIST("Thưk", "Nhơn", "Biên", "Huynh", "Lưu", "Yưk", "Kheo", "Ngưn", "Djong", "Pyưnh"),
	  LIST("Blui", "Hyưk", "Nhung", "Bưnh", "Lyưn", "Thơnh", "Jơh", "Khưi", "Pưi", "Dyam") },
	{ "Tày", 18, 30, MC_NAMING_KINH, false, {4, 20, 19, 8, 15, 66},
	  LIST("Nông", "Hoàng", "Lương", "Hà", "Bế", "Ma", "Triệu", "Lý", "Đàm"), NULL, NULL },
	{ "Nùng", 16, 22, MC_NAMING_KINH, false, {20, 4, 24, 19, 66},
	  LIST("Nông", "Hoàng", "Lương", "Vi", "Lục", "Hứa", "Phùng", "Triệu", "Chu"), NULL, NULL },
	{ "Thái", 7, 18, MC_NAMING_KINH, false, {14, 11, 12, 40, 38},
	  LIST("Lò", "Cà", "Quàng", "Lường", "Vì", "Tòng", "Điêu", "Hoàng", "Lô"), NULL, NULL },
	{ "Mường", 5, 18, MC_NAMING_KINH, false, {25, 38, 14, 37},
	  LIST("Bùi", "Đinh", "Quách", "Hà", "Bạch", "Xa"), NULL, NULL },
	{ "Khmer", 2, 18, MC_NAMING_OWN, false, {86, 92, 91, 96},
	  LIST("Thạch", "Sơn", "Kim", "Danh", "Châu", "Lâm", "Trà"),
	  LIST("Sóc Kha", "Ra Đi", "Sa Rây", "Sô Kun", "Chanh Tha", "Vuông", "Sa Vươn", "Sa Rum"),
	  LIST("Sa Ly", "Thị Ươi", "Sô Phia", "Chanh Đa", "Thị Sa Ren", "Thị Pha Ly", "Ra Ni") },
	{ "H'Mông", 8, 16, MC_NAMING_OWN, false, {8, 11, 12, 14, 15, 66},
	  LIST("Giàng", "Vàng", "Thào", "Sùng", "Mùa", "Hạng", "Cứ", "Lầu", "Lý"),
	  LIST("A Tủa", "A Dơ", "A Páo", "A Chứ", "Seo Dình", "A Lử", "A Sình", "Mí Già", "A Vừ"),
	  LIST("Thị Mỷ", "Thị Dính", "Thị Sua", "Thị Chở", "Thị Pà", "Thị Dợ", "Thị Máy",
	       "Thị Gầu") },
};

const struct mc_people *mc_people_draw(struct mc_draw *draw, bool home)
{
	uint32_t at = mc_draw_below(draw, 1000);

	for (size_t i = 0; i < MC_COUNT(peoples); i++) {
		uint32_t weight = home ? peoples[i].home_weight : peoples[i].away_weight;

		if (at < weight) {
			return &peoples[i];
		}
		at -= weight;
	}
	return &peoples[0];
}

const struct mc_people *mc_people_named(const char *name)
{
	for (size_t i = 0; i < MC_COUNT(peoples); i++) {
		if (strcmp(peoples[i].name, name) == 0) {
			return &peoples[i];
		}
	}
	return &peoples[0];
}

bool mc_people_matrilineal(const struct mc_people *people)
{
	return people->naming == MC_NAMING_CLAN_LAST || people->naming == MC_NAMING_CLAN_FIRST;
}

static const char *one_of(struct mc_draw *draw, const char *const *list)
{
	uint32_t count = 0;

	while (list[count]) {
		count++;
	}
	return list[mc_draw_below(draw, count)];
}

const char *mc_names_family(struct mc_draw *draw, const struct mc_people *people)
{
	if (people->naming == MC_NAMING_NO_FAMILY) {
		return "";
	}
	return people->families ? one_of(draw, people->families) :
				  mc_draw_lot(draw, families, MC_COUNT(families));
}

/* The run of one sex and era, as a lot of its own. */
static const char *era_draw(struct mc_draw *draw, const struct era_lot *lots, size_t count,
			    enum mc_sex sex, int era)
{
	struct mc_lot group[40];
	size_t used = 0;

	for (size_t i = 0; i < count && used < MC_COUNT(group); i++) {
		if (lots[i].sex == sex && lots[i].era == era) {
			group[used++] = lots[i].lot;
		}
	}
	return mc_draw_lot(draw, group, used);
}

void mc_names_given(struct mc_draw *draw, const struct mc_people *people, enum mc_sex sex, int year,
		    const char **ret_middle, const char **ret_given)
{
	int era = year < 1965 ? OLD : year < 1995 ? MID : NEW;
	const char *const *own = sex == MC_SEX_MALE ? people->male : people->female;

	if (own) {
		*ret_middle = "";
		*ret_given = one_of(draw, own);
		return;
	}
	*ret_middle = era_draw(draw, middles, MC_COUNT(middles), sex, era);
	do { /* nobody is called Minh Minh */
		*ret_given = era_draw(draw, givens, MC_COUNT(givens), sex, era);
	} while (strstr(*ret_middle, *ret_given));
}

/* A sign before the given name tells the sex; where a people has it. */
static const struct writing {
	const char *male, *female;
	bool family_last;
} writings[] = {
	[MC_NAMING_KINH] = {"", "", false},
	[MC_NAMING_OWN] = {"", "", false},
	[MC_NAMING_CLAN_LAST] = {"Y ", "H'", true},
	[MC_NAMING_CLAN_FIRST] = {"", "H'", false},
	[MC_NAMING_NO_FAMILY] = {"A ", "Y ", false},
};

void mc_names_join(const struct mc_people *people, enum mc_sex sex, const char *family,
		   const char *middle, const char *given, char ret[MC_NAME_LEN])
{
	const struct writing *w = &writings[people->naming];
	const char *sign = sex == MC_SEX_MALE ? w->male : w->female;
	const char *first = w->family_last ? "" : family;
	const char *last = w->family_last ? family : "";

	snprintf(ret, MC_NAME_LEN, "%s%s%s%s%s%s%s%s", first, *first ? " " : "", middle,
		 *middle ? " " : "", sign, given, *last ? " " : "", last);
}
