/* SPDX-License-Identifier: MPL-2.0 */
/*
 * place_read.c - the units at the end of an address as people write it.
 *
 * Only what is sure is recognised: a name under its own kind, or without a kind where no other
 * unit there has it. An address with a district, or in a province that is no more, is an old
 * one: it stays as it was given, and has no codes of today.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/domain/place.h"
#include "motcua/text/text.h"

enum { PARTS = 3 }; /* province, commune or district, what stood in front of a district */


/* The kinds in words and as people shorten them; one with a dot may touch the name. */
struct prefix {
	const char *text;
	enum mc_place_kind kind; /* NONE: of before, no unit of today has it */
};
static const struct prefix prefixes[] = {
	{"tỉnh", MC_PLACE_PROVINCE},   {"t.", MC_PLACE_PROVINCE},
	{"thành phố", MC_PLACE_CITY},  {"tp.", MC_PLACE_CITY},
	{"tp", MC_PLACE_CITY},         {"xã", MC_PLACE_COMMUNE},
	{"x.", MC_PLACE_COMMUNE},      {"phường", MC_PLACE_WARD},
	{"p.", MC_PLACE_WARD},         {"đặc khu", MC_PLACE_ZONE},
	{"huyện", MC_PLACE_NONE},      {"h.", MC_PLACE_NONE},
	{"quận", MC_PLACE_NONE},       {"q.", MC_PLACE_NONE},
	{"thị xã", MC_PLACE_NONE},     {"tx.", MC_PLACE_NONE},
	{"thị trấn", MC_PLACE_NONE},   {"tt.", MC_PLACE_NONE},
};

/* One part between commas, without blanks around it. */
struct part {
	char text[200];
	size_t at;		      /* where it begins in the address */
	const struct prefix *prefix; /* NULL: a name alone */
	const char *name;	      /* in text: what follows the prefix, or all of it */
};

/* ---- parts */

/* What follows the prefix; NULL when the part does not begin with it. */
static const char *behind(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	if (prefix[len - 1] == '.') {
		return strncasecmp(text, prefix, len) == 0 ? text + len + strspn(text + len, " ")
							   : NULL;
	}
	for (size_t words = 0;; words++) { /* the same words, whatever their case */
		size_t there = strcspn(text, " "), wanted = strcspn(prefix, " ");
		char word[2][40];

		if (there >= sizeof(word[0]) || wanted >= sizeof(word[1]) || !text[there]) {
			return NULL;
		}
		snprintf(word[0], sizeof(word[0]), "%.*s", (int)there, text);
		snprintf(word[1], sizeof(word[1]), "%.*s", (int)wanted, prefix);
		if (!mc_fold_same_name(word[0], word[1])) {
			return NULL;
		}
		text += there + 1;
		if (!prefix[wanted]) {
			return text;
		}
		prefix += wanted + 1;
	}
}

static const struct prefix *prefix_of(const char *text, const char **ret_name)
{
	for (size_t i = 0; i < MC_COUNT(prefixes); i++) {
		const char *name = behind(text, prefixes[i].text);

		if (name && *name) {
			*ret_name = name;
			return &prefixes[i];
		}
	}
	*ret_name = text;
	return NULL;
}

/* The part that ends before `end`; false when there is none that could be a unit's name. */
static bool part_before(const char *address, size_t end, struct part *ret)
{
	size_t from, len;

	while (end > 0 && strchr(" ,", address[end - 1])) {
		end--;
	}
	for (from = end; from > 0 && address[from - 1] != ','; from--) {
	}
	while (from < end && address[from] == ' ') {
		from++;
	}
	len = end - from;
	if (len == 0 || len >= sizeof(ret->text)) {
		return false;
	}
	memcpy(ret->text, address + from, len);
	ret->text[len] = '\0';
	ret->at = from;
	ret->prefix = prefix_of(ret->text, &ret->name);
	return true;
}

/* ---- units */

static bool is_named(const struct mc_area *area, const struct part *part)
{
	return (!part->prefix || part->prefix->kind == area->kind) &&
	       mc_fold_same_name(area->name, part->name);
}

/* The unit of that day; NULL also where two could be meant. */
static const struct mc_area *named(const struct mc_vec *of, const char *province,
				   const struct part *part, const struct mc_date *on)
{
	const struct mc_area *found = NULL;

	MC_VEC_EACH(of, const struct mc_area, area) {
		if ((province && strcmp(area->province, province) != 0) ||
		    !mc_place_exists(area, on) || !is_named(area, part)) {
			continue;
		}
		if (found) {
			return NULL;
		}
		found = area;
	}
	return found;
}

/* The last unit of that name which was no more on that day. */
static const struct mc_area *named_before(const struct mc_vec *of, const char *province,
					  const struct part *part, const struct mc_date *on)
{
	const struct mc_area *found = NULL;

	MC_VEC_EACH(of, const struct mc_area, area) {
		if (mc_date_is_set(&area->until) && mc_date_compare(&area->until, on) < 0 &&
		    (!province || strcmp(area->province, province) == 0) &&
		    (!found || mc_date_compare(&found->until, &area->until) < 0) &&
		    is_named(area, part)) {
			found = area;
		}
	}
	return found;
}

/* A district, or a town of before: "thành phố" in front of a province's name is one too. */
static bool is_of_before(const struct part *part)
{
	return part->prefix &&
	       (part->prefix->kind == MC_PLACE_NONE || part->prefix->kind == MC_PLACE_CITY);
}

static bool is_commune(const struct part *part)
{
	return part->prefix && part->prefix->kind != MC_PLACE_PROVINCE &&
	       part->prefix->kind != MC_PLACE_CITY;
}

/* ---- the whole */

/* An address of before: nothing of today, and what the table knows of it. */
static void read_old(const struct mc_places *places, const struct part *parts, int count,
		     const struct mc_date *on, struct mc_place_read *ret)
{
	bool has_district = count > 1 && is_of_before(&parts[1]);
	const struct mc_area *commune = NULL;

	ret->old = true;
	ret->province = NULL;
	ret->was = named_before(&places->provinces, NULL, &parts[0], on);
	if (has_district) {
		ret->units = count > 2 && is_commune(&parts[2]) ? parts[2].at : parts[1].at;
	} else if (count > 1) { /* a commune of its province's last day, there still or not */
		commune = ret->was ? named(&places->communes, ret->was->code, &parts[1],
					   &ret->was->until)
				   : NULL;
		ret->units = commune || is_commune(&parts[1]) ? parts[1].at : ret->units;
		ret->was = commune ? commune : ret->was;
	}
}

/* The commune of today; one that is no more makes the address an old one. */
static void read_commune(const struct mc_places *places, const struct part *part,
			 const struct mc_date *on, struct mc_place_read *ret)
{
	ret->commune = named(&places->communes, ret->province->code, part, on);
	if (!ret->commune) {
		ret->was = named_before(&places->communes, ret->province->code, part, on);
		ret->old = ret->was != NULL;
	}
	ret->units = ret->commune || ret->old || is_commune(part) ? part->at : ret->units;
	ret->province = ret->old ? NULL : ret->province;
}

void mc_place_read(const struct mc_places *places, const char *address, const struct mc_date *on,
		   struct mc_place_read *ret)
{
	struct part parts[PARTS];
	size_t end = strlen(address);
	int count = 0;

	*ret = (struct mc_place_read){.units = end};
	while (count < PARTS && part_before(address, end, &parts[count])) {
		end = parts[count++].at;
	}
	if (!count) {
		return;
	}
	ret->province = named(&places->provinces, NULL, &parts[0], on);
	if (!ret->province && !named_before(&places->provinces, NULL, &parts[0], on)) {
		return;
	}
	ret->units = parts[0].at;
	if (!ret->province || (count > 1 && is_of_before(&parts[1]))) {
		read_old(places, parts, count, on, ret);
	} else if (count > 1) {
		read_commune(places, &parts[1], on, ret);
	}
}
