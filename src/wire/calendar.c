/* SPDX-License-Identifier: MPL-2.0 */
/* calendar.c - tables of holidays and opening hours, read. */
#include "motcua/wire/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "wire/shape.h"

/* ---- holidays */

MC_SHAPE_ADAPT(holiday_kind)

static const struct mc_shape_words kind_words = {holiday_kind_code, holiday_kind_parse};

static const struct mc_shape_member name_members[] = {
	MC_SHAPE(struct mc_holiday, vi, "vi", text, true),
	MC_SHAPE(struct mc_holiday, en, "en", text, true),
};
static const struct mc_shape name_shape = MC_SHAPE_OF(name_members);

static const struct mc_shape_member day_members[] = {
	MC_SHAPE(struct mc_holiday, date, "date", date, true),
	MC_SHAPE_WORD(struct mc_holiday, kind, "kind", true, kind_words),
	MC_SHAPE(struct mc_holiday, other, "other", date, false),
	MC_SHAPE(struct mc_holiday, lunar, "lunar", text, false),
	MC_SHAPE(struct mc_holiday, confirmed, "confirmed", flag, true),
	MC_SHAPE_GROUP("name", true, name_shape),
	MC_SHAPE(struct mc_holiday, legal, "legal", text, true),
	MC_SHAPE(struct mc_holiday, note, "note", text, false),
};
static const struct mc_shape day_shape = MC_SHAPE_OF(day_members);

static const struct mc_shape_member table_members[] = {
	MC_SHAPE(struct mc_holiday_table, year, "year", int, true),
	MC_SHAPE(struct mc_holiday_table, version, "version", text, true),
	MC_SHAPE(struct mc_holiday_table, complete, "complete", flag, true),
	MC_SHAPE(struct mc_holiday_table, source, "source", text, true),
};
static const struct mc_shape table_shape = MC_SHAPE_OF(table_members);

/* The items of a list, each handed to `take` with its place. */
static enum mc_code each_item(const struct mc_json *root, const char *key,
			      enum mc_code (*take)(void *ctx, const struct mc_json *item,
						   struct mc_err *why),
			      void *ctx, struct mc_err *why)
{
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(root, key, true, MC_NODE_ARRAY, &list, why);

	for (size_t i = 0; !code && i < mc_json_count(list); i++) {
		const struct mc_json *item = mc_json_item(list, i);

		code = mc_node_kind(item) == MC_NODE_OBJECT ?
			       take(ctx, item, why) :
			       mc_node_fail(why, "", "object expected");
		code = mc_node_within(code, why, "%s[%zu]", key, i);
	}
	return code;
}

static enum mc_code take_day(void *ctx, const struct mc_json *item, struct mc_err *why)
{
	struct mc_holiday_table *table = ctx;

	if (table->count == MC_HOLIDAYS_MAX) {
		return mc_node_fail(why, "", "too many");
	}
	return mc_shape_read(item, &day_shape, &table->days[table->count++], why);
}

/* Whatever was wrong with it, it is this file; the detail stays. */
static enum mc_code as(enum mc_code code, enum mc_code wanted, struct mc_err *why)
{
	if (code && why) {
		why->code = wanted;
	}
	return code ? wanted : MC_OK;
}

enum mc_code mc_holiday_table_parse(struct mc_slice json, struct mc_holiday_table *ret,
				    struct mc_err *why)
{
	struct mc_holiday_table *table = mc_calloc(1, sizeof(*table));
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (!code) {
		code = mc_shape_read(root, &table_shape, table, why);
	}
	if (!code) {
		code = each_item(root, "days", take_day, table, why);
	}
	if (!code) {
		code = mc_holiday_table_check(table, why);
	}
	if (!code) {
		*ret = *table;
	}
	mc_json_free(root);
	free(table);
	return as(code, MC_E_HOLIDAY_FILE, why);
}

/* ---- opening hours */

struct unit {
	char id[64], work[400], reception[400];
};

static const struct mc_shape_member unit_members[] = {
	MC_SHAPE(struct unit, id, "id", text, true),
	MC_SHAPE(struct unit, work, "work", text, true),
	MC_SHAPE(struct unit, reception, "reception", text, false),
};
static const struct mc_shape unit_shape = MC_SHAPE_OF(unit_members);

struct wanted {
	const char *unit;
	bool found, any;
	struct mc_office_hours hours;
};

/* All are read, so that a fault in one is not found on the day it is needed. */
static enum mc_code take_unit(void *ctx, const struct mc_json *item, struct mc_err *why)
{
	struct wanted *wanted = ctx;
	struct mc_office_hours hours = {0};
	struct unit unit = {.id = ""};
	enum mc_code code = mc_shape_read(item, &unit_shape, &unit, why);

	if (!code) {
		code = mc_opening_parse(unit.work, hours.work, why);
	}
	if (!code) {
		code = mc_opening_parse(unit.reception, hours.reception, why);
	}
	if (!code && (!wanted->any || (!wanted->found && !strcmp(unit.id, wanted->unit)))) {
		wanted->hours = hours;
		wanted->found = !strcmp(unit.id, wanted->unit);
	}
	wanted->any = true;
	return code;
}

enum mc_code mc_office_hours_parse(struct mc_slice json, const char *unit,
				   struct mc_office_hours *ret, struct mc_err *why)
{
	struct wanted wanted = {.unit = unit};
	struct mc_json *root = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (!code) {
		code = each_item(root, "units", take_unit, &wanted, why);
	}
	if (!code && !wanted.any) {
		code = mc_node_fail(why, "units", "empty");
	}
	mc_json_free(root);
	if (!code) {
		*ret = wanted.hours;
	}
	return as(code, MC_E_OFFICE_HOURS, why);
}
