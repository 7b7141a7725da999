/* SPDX-License-Identifier: MPL-2.0 */
/* calendar.c - holidays and opening hours: read when needed, and again when a file changed. */

#include "motcua/desk/calendar.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "desk/calendar.h"
#include "desk/packs.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/desk/work.h"
#include "motcua/seal/hash.h"
#include "motcua/wire/calendar.h"
#include "motcua/wire/json.h"

enum { TABLES_MAX = 200 };

/* When data/hours.json is not there. */
#define USUAL_HOURS "mon-fri 07:30-11:30 13:30-17:00"

struct desk_calendar {
	char stamp[DESK_STAMP_LEN]; /* of the files as they were read */
	struct mc_vec sources;      /* struct mc_holiday_source, by year */
	struct mc_calendar calendar;
	struct mc_str hours; /* the text of data/hours.json; "" = it is not there */
};

/* ---- has a file changed? */

static uint64_t mix(uint64_t hash, const void *data, size_t len)
{
	for (const unsigned char *c = data; len--; c++) {
		hash = (hash ^ *c) * UINT64_C(1099511628211); /* FNV-1a */
	}
	return hash;
}

static int is_table(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 5 && len < MC_WORD_LEN &&
	       !strcmp(entry->d_name + len - 5, ".json");
}

/* Where tables come from; of equal ones the later counts. */
enum from { SHIPPED, PACK, OWN, FROM_COUNT };

/* The caller frees; "" = there is none. */
static char *folder(const struct mc_desk *desk, enum from from)
{
	char *dir = NULL;

	if (from == OWN) {
		return mc_path_join(desk->paths.dir, "holidays");
	}
	if (from == PACK) {
		return desk_pack_in_use(desk, MC_PACK_HOLIDAYS) ?
			       desk_pack_dir(desk, MC_PACK_HOLIDAYS) :
			       mc_strdup("");
	}
	return mc_data_path("holidays", &dir, NULL) ? mc_strdup("") : dir;
}

static uint64_t mix_file(uint64_t hash, const char *path)
{
	struct stat st;

	if (stat(path, &st)) {
		return mix(hash, "-", 1);
	}
	hash = mix(hash, &st.st_mtim.tv_sec, sizeof(st.st_mtim.tv_sec));
	hash = mix(hash, &st.st_mtim.tv_nsec, sizeof(st.st_mtim.tv_nsec));
	return mix(hash, &st.st_size, sizeof(st.st_size));
}

static uint64_t mix_folder(uint64_t hash, const char *dir)
{
	struct dirent **names = NULL;
	int count = scandir(dir, &names, is_table, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = mc_path_join(dir, names[i]->d_name);

		hash = mix(hash, names[i]->d_name, strlen(names[i]->d_name));
		hash = mix_file(hash, path);
		free(path);
		free(names[i]);
	}
	free(names);
	return hash;
}

void desk_calendar_stamp(const struct mc_desk *desk, char ret[DESK_STAMP_LEN])
{
	/* What is reckoned with them; once it is more, all that is open is reckoned again. */
	static const char reckoned[] = "whole, branches";
	static const char *const keys[] = {"hours", "reception"};
	uint64_t hash = mix(UINT64_C(14695981039346656037), reckoned, sizeof(reckoned));
	char *path;

	for (int from = 0; from < FROM_COUNT; from++) {
		char *dir = folder(desk, (enum from)from);

		hash = mix_folder(hash, dir);
		free(dir);
	}
	if (!mc_data_path("hours.json", &path, NULL)) {
		hash = mix_file(hash, path);
		free(path);
	}
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		const char *value = desk_setting(desk, "office", keys[i]);

		hash = mix(hash, value, strlen(value) + 1);
	}
	snprintf(ret, DESK_STAMP_LEN, "%016llx", (unsigned long long)hash);
}

/* ---- reading the tables */

static int year_of(const struct mc_holiday_source *source)
{
	return source->table ? (int)source->table->year : atoi(source->name);
}

/* Of two tables of a year the later version counts, and any before a damaged one. */
static bool outdoes(const struct mc_holiday_source *one, const struct mc_holiday_source *other)
{
	if (!one->table || !other->table) {
		return one->table || !other->table;
	}
	return strcmp(one->table->version, other->table->version) >= 0;
}

static void add_source(struct desk_calendar *it, const struct mc_holiday_source *source)
{
	struct mc_holiday_source *slot = NULL;
	size_t at = 0;

	MC_VEC_EACH(&it->sources, struct mc_holiday_source, known) {
		if (year_of(known) == year_of(source)) {
			slot = known;
		}
		at += year_of(known) < year_of(source);
	}
	if (slot) {
		bool takes = outdoes(source, slot);

		free(takes ? slot->table : source->table);
		if (takes) {
			*slot = *source;
		}
	} else if (mc_vec_push(&it->sources)) {
		slot = mc_vec_at(&it->sources, at);
		memmove(slot + 1, slot, (it->sources.len - 1 - at) * sizeof(*slot));
		*slot = *source;
	} else {
		free(source->table);
	}
}

static enum mc_code read_table(const char *path, struct mc_str *ret_text,
			       struct mc_holiday_table *ret, struct mc_err *why)
{
	enum mc_code code = mc_file_read(path, ret_text, why);

	return code ? code : mc_holiday_table_parse(mc_slice_of(ret_text), ret, why);
}

/* Of a pack other bytes than those that were signed are no table. */
static enum mc_code read_from(const struct mc_desk *desk, enum from from, const char *dir,
			      struct mc_holiday_source *source, struct mc_err *why)
{
	char *path = mc_path_join(dir, source->name);
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = from == PACK ? desk_pack_read(desk, MC_PACK_HOLIDAYS, source->name, &text, why) :
			      mc_file_read(path, &text, why);
	code = code ? code : mc_holiday_table_parse(mc_slice_of(&text), source->table, why);
	mc_str_done(&text);
	free(path);
	return code;
}

static void read_folder(const struct mc_desk *desk, struct desk_calendar *it, enum from from)
{
	char *dir = folder(desk, from);
	struct dirent **names = NULL;
	int count = scandir(dir, &names, is_table, alphasort);

	for (int i = 0; i < count; i++) {
		struct mc_holiday_source source = {.own = from == OWN};

		MC_COPY(source.name, names[i]->d_name);
		source.table = mc_calloc(1, sizeof(*source.table));
		if (read_from(desk, from, dir, &source, &source.why)) {
			free(source.table);
			source.table = NULL;
		}
		add_source(it, &source);
		free(names[i]);
	}
	free(names);
	free(dir);
}

static void read_hours(struct desk_calendar *it)
{
	struct mc_err why;
	char *path;

	if (!mc_data_path("hours.json", &path, &why)) {
		if (mc_file_read(path, &it->hours, &why)) {
			mc_str_reset(&it->hours);
		}
		free(path);
	}
}

static void done(struct desk_calendar *it)
{
	MC_VEC_EACH(&it->sources, struct mc_holiday_source, source) {
		free(source->table);
	}
	mc_vec_done(&it->sources);
	mc_calendar_done(&it->calendar);
	mc_str_done(&it->hours);
}

static void load(const struct mc_desk *desk, struct desk_calendar *it)
{
	mc_vec_init(&it->sources, sizeof(struct mc_holiday_source), TABLES_MAX);
	mc_calendar_init(&it->calendar);
	mc_str_init(&it->hours, MC_JSON_MAX);
	for (int from = 0; from < FROM_COUNT; from++) {
		read_folder(desk, it, (enum from)from);
	}
	MC_VEC_EACH(&it->sources, struct mc_holiday_source, source) {
		if (source->table) {
			mc_calendar_add(&it->calendar, source->table);
		}
	}
	read_hours(it);
}

static const struct desk_calendar *now(struct mc_desk *desk)
{
	char stamp[DESK_STAMP_LEN];

	desk_calendar_stamp(desk, stamp);
	if (!desk->calendar) {
		desk->calendar = mc_calloc(1, sizeof(*desk->calendar));
	} else if (strcmp(desk->calendar->stamp, stamp)) {
		done(desk->calendar); /* what it holds: forms in hand point to it */
	} else {
		return desk->calendar;
	}
	MC_COPY(desk->calendar->stamp, stamp);
	load(desk, desk->calendar);
	return desk->calendar;
}

void desk_calendar_close(struct mc_desk *desk)
{
	if (desk->calendar) {
		done(desk->calendar);
		free(desk->calendar);
		desk->calendar = NULL;
	}
}

const struct mc_calendar *mc_desk_calendar(struct mc_desk *desk)
{
	return &now(desk)->calendar;
}

const struct mc_holiday_source *mc_desk_holidays(struct mc_desk *desk, size_t i)
{
	return mc_vec_at(&now(desk)->sources, i);
}

/* ---- opening hours */

/* An office that sets its own keeps them, and those of the unit's kind count for the rest. */
static enum mc_code set_own(const struct mc_desk *desk, struct mc_office_hours *ret,
			    struct mc_err *why)
{
	const char *work = desk_setting(desk, "office", "hours");
	const char *reception = desk_setting(desk, "office", "reception");
	enum mc_code code = *work ? mc_opening_parse(work, ret->work, why) : MC_OK;

	return code || !*reception ? code : mc_opening_parse(reception, ret->reception, why);
}

enum mc_code desk_hours_check(const struct mc_desk *desk, struct mc_err *why)
{
	struct mc_office_hours hours;

	return set_own(desk, &hours, why);
}

enum mc_code desk_office_hours(struct mc_desk *desk, const char *unit, struct mc_office_hours *ret,
			       struct mc_err *why)
{
	const struct desk_calendar *it = now(desk);
	struct mc_office_hours hours = {0};
	enum mc_code code = it->hours.len ? mc_office_hours_parse(mc_slice_of(&it->hours), unit,
								  &hours, why) :
					    mc_opening_parse(USUAL_HOURS, hours.work, why);

	if (!code) {
		code = set_own(desk, &hours, why);
	}
	if (!code) {
		*ret = hours;
	}
	return code;
}

/* ---- a table arrives */

static enum mc_code lay_in(struct mc_desk *desk, const struct mc_holiday_table *table,
			   const struct mc_str *text, struct mc_err *why)
{
	char name[32], *dir = folder(desk, OWN), *path;
	enum mc_code code = mc_dir_make(dir, 0700, why);

	snprintf(name, sizeof(name), "%lld.json", (long long)table->year);
	path = mc_path_join(dir, name);
	if (!code) {
		code = mc_file_write(path, 0600, mc_slice_of(text), why);
	}
	free(path);
	free(dir);
	return code;
}

static enum mc_code check_newer(struct mc_desk *desk, const struct mc_holiday_table *table,
				struct mc_err *why)
{
	const struct mc_holiday_source *source;

	for (size_t i = 0; (source = mc_desk_holidays(desk, i)); i++) {
		if (source->table && source->table->year == table->year &&
		    strcmp(source->table->version, table->version) >= 0) {
			return mc_fail(why, MC_E_HOLIDAY_OLD, "%lld: %s is known",
				       (long long)table->year, source->table->version);
		}
	}
	return MC_OK;
}

enum mc_code mc_desk_holidays_take(struct mc_desk *desk, const char *path,
				   struct mc_holidays_taken *ret, struct mc_err *why)
{
	struct mc_holiday_table *table = mc_calloc(1, sizeof(*table));
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = read_table(path, &text, table, why);
	if (!code) {
		code = check_newer(desk, table, why);
	}
	if (!code) {
		code = desk_audit(desk, "holidays", "", "", table->version, why);
	}
	if (!code) {
		code = lay_in(desk, table, &text, why);
	}
	if (!code) {
		ret->year = (int)table->year;
		MC_COPY(ret->version, table->version);
		code = desk_follow(desk, &ret->moved, why);
	}
	mc_str_done(&text);
	free(table);
	return code;
}

struct mc_time_limit desk_time_limit(const struct mc_time_rule *rule, int cutoff, bool verifies)
{
	if (verifies && rule->working_days_verify) {
		return (struct mc_time_limit){ .working_days = (int)rule->working_days_verify,
					       .cutoff = cutoff };
	}
	return (struct mc_time_limit){ .working_days = (int)rule->working_days,
				       .hours = (int)rule->hours,
				       .days = (int)rule->days,
				       .same_day = rule->same_day,
				       .cutoff = cutoff };
}

int64_t desk_due_from(struct mc_desk *desk, const char *unit, const struct mc_time_limit *limit,
		      int64_t from, const struct mc_stop *stops, int count)
{
	struct mc_office_hours hours;
	struct mc_due due = {.at = 0};

	if (from && !desk_office_hours(desk, unit, &hours, NULL)) {
		mc_deadline(mc_desk_calendar(desk), &hours, limit, from, stops, count, &due);
	}
	return due.at;
}

int64_t mc_work_due(const struct mc_work *work, int64_t received_at)
{
	const struct mc_procedure *procedure = work->procedure;
	const struct mc_time_rule rule = mc_form_time_rule(work->form);
	struct mc_time_limit limit = desk_time_limit(&rule, procedure->cutoff, false);

	return desk_due_from(work->desk, mc_unit_kind_code(procedure->unit_kind), &limit, received_at,
			     NULL, 0);
}
