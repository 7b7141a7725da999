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

enum {
	PARTS = 3, /* province, commune or district, what stood in front of a district */
	KEY_MAX = 1024,
};

/* One part between commas, without blanks around it. */
struct part {
	char text[200];
	size_t at; /* where it begins in the address */
};

/* The kinds in words and as people shorten them; one with a dot may touch the name. */
struct prefix {
	const char *text;
	enum mc_place_kind kind; /* NONE: of before, no unit of today has it */
};
static const struct prefix prefixes[] = {
	{ "tỉnh", MC_PLACE_PROVINCE },   { "t.", MC_PLACE_PROVINCE },
	{ "thành phố", MC_PLACE_CITY },  { "tp.", MC_PLACE_CITY },
	{ "tp", MC_PLACE_CITY },         { "xã", MC_PLACE_COMMUNE },
	{ "x.", MC_PLACE_COMMUNE },      { "phường", MC_PLACE_WARD },
	{ "p.", MC_PLACE_WARD },         { "đặc khu", MC_PLACE_ZONE },
	{ "huyện", MC_PLACE_NONE },      { "h.", MC_PLACE_NONE },
	{ "quận", MC_PLACE_NONE },       { "q.", MC_PLACE_NONE },
	{ "thị xã", MC_PLACE_NONE },     { "tx.", MC_PLACE_NONE },
	{ "thị trấn", MC_PLACE_NONE },   { "tt.", MC_PLACE_NONE },
};

/* ---- parts */

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
	return true;
}

/* ---- names */

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

/* What a part names, as names are compared: made once, an address is read whenever it changes. */
struct wanted {
	const struct prefix *prefix; /* NULL = no kind stands before it */
	struct mc_str key;
};

static bool wanted_init(struct wanted *wanted, const char *text)
{
	const char *name;

	wanted->prefix = prefix_of(text, &name);
	mc_str_init(&wanted->key, KEY_MAX);
	return mc_fold_tonepos(name, &wanted->key);
}

static bool is_named(const struct mc_area *area, const struct wanted *wanted,
		     struct mc_str *scratch)
{
	if (wanted->prefix && wanted->prefix->kind != area->kind) {
		return false;
	}
	mc_str_reset(scratch);
	return mc_fold_tonepos(area->name, scratch) &&
	       mc_slice_equal(mc_slice_of(scratch), mc_slice_of(&wanted->key));
}

static bool is_of(const struct mc_area *area, const char *province, const struct mc_date *on,
		  bool old)
{
	bool is_past = mc_date_is_set(&area->until) && mc_date_compare(&area->until, on) < 0;
	bool is_future = mc_date_is_set(&area->from) && mc_date_compare(on, &area->from) < 0;

	return !is_future && is_past == old && (!province || !strcmp(area->province, province));
}

/* Of that day, or (`old`) of a day before it; NULL also where two could be meant. */
static const struct mc_area *named(const struct mc_vec *of, const char *province,
				   const struct part *part, const struct mc_date *on, bool old)
{
	const struct mc_area *found = NULL;
	struct wanted wanted;
	struct mc_str scratch;
	bool good = wanted_init(&wanted, part->text), twice = false;

	mc_str_init(&scratch, KEY_MAX);
	MC_VEC_EACH(of, const struct mc_area, area) {
		if (good && is_of(area, province, on, old) && is_named(area, &wanted, &scratch)) {
			twice = found && !old;
			found = area;
		}
		if (twice) {
			break;
		}
	}
	mc_str_done(&scratch);
	mc_str_done(&wanted.key);
	return twice ? NULL : found;
}

/* A district, or a town of before: "thành phố" in front of a province's name is one too. */
static bool is_of_before(const struct part *part)
{
	const char *name;
	const struct prefix *prefix = prefix_of(part->text, &name);

	return prefix && (prefix->kind == MC_PLACE_NONE || prefix->kind == MC_PLACE_CITY);
}

static bool is_commune(const struct part *part)
{
	const char *name;
	const struct prefix *prefix = prefix_of(part->text, &name);

	return prefix && prefix->kind != MC_PLACE_PROVINCE && prefix->kind != MC_PLACE_CITY;
}

void mc_place_read(const struct mc_places *places, const char *address, const struct mc_date *on,
		   struct mc_place_read *ret)
{
	struct part parts[PARTS];
	size_t end = strlen(address);
	int count = 0;

	*ret = (struct mc_place_read){ .units = end };
	while (count < PARTS && part_before(address, end, &parts[count])) {
		end = parts[count++].at;
	}
	if (!count) {
		return;
	}
	ret->province = named(&places->provinces, NULL, &parts[0], on, false);
	if (!ret->province) {
		ret->old = named(&places->provinces, NULL, &parts[0], on, true) != NULL;
		if (!ret->old) {
			return;
		}
	}
	ret->units = parts[0].at;
	if (count > 1 && is_of_before(&parts[1])) {
		ret->old = true;
		ret->units = count > 2 && is_commune(&parts[2]) ? parts[2].at : parts[1].at;
	} else if (count > 1 && ret->old) {
		ret->units = is_commune(&parts[1]) ? parts[1].at : ret->units;
	} else if (count > 1) {
		ret->commune = named(&places->communes, ret->province->code, &parts[1], on, false);
		ret->units = ret->commune || is_commune(&parts[1]) ? parts[1].at : ret->units;
	}
	if (ret->old) {
		ret->province = NULL;
	}
}
