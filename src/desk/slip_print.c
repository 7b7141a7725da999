/* SPDX-License-Identifier: MPL-2.0 */
/* slip_print.c - a slip's template with its values, on its way to paper. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/slips.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

enum { PAGE_MAX = 256 * 1024, TEMPLATE_MAX = 64 * 1024, VALUES_MAX = 64 };
#define KEPT_FOR MC_DAY

const char *slip_time(int64_t at, char ret[SLIP_TIME_LEN])
{
	struct mc_local local = mc_time_local(at);

	ret[0] = '\0';
	if (at) {
		snprintf(ret, SLIP_TIME_LEN, "%02u:%02u ngày %02u/%02u/%04u", local.hour % 100u,
			 local.minute % 100u, local.day % 100u, local.month % 100u,
			 local.year % 10000u);
	}
	return ret;
}

const char *slip_date(const struct mc_date *date, char ret[MC_DATE_LEN])
{
	mc_date_format(date, ret);
	return ret;
}

static enum mc_code load_template(const char *kind, struct mc_str *ret, struct mc_err *why)
{
	char name[64], *path;
	enum mc_code code;

	snprintf(name, sizeof(name), "slips/%.20s.txt", kind);
	code = mc_data_path(name, &path, why);
	if (code) {
		return code;
	}
	code = mc_file_read(path, ret, why);
	free(path);
	return code;
}

/* As the settings call it; else the People's Committee of the commune that they name. The heading
 * of a commune's papers has no province. */
static const char *slip_office(struct mc_desk *desk, char ret[MC_OFFICE_NAME_LEN])
{
	const char *name = mc_desk_office(desk);

	if (name[0]) {
		return name;
	}
	if (!mc_desk_office_says(desk, MC_OFFICE_COMMITTEE, ret, MC_OFFICE_NAME_LEN)) {
		return "Ủy ban nhân dân ....................";
	}
	ret[strcspn(ret, ",")] = '\0';
	return ret;
}

static enum mc_code make_body(struct mc_desk *desk, const struct slip *slip, struct mc_str *ret,
			      struct mc_err *why)
{
	char office[MC_OFFICE_NAME_LEN], clock[SLIP_CLOCK_LEN];
	struct mc_slip_value values[VALUES_MAX] = {
		{"office", slip_office(desk, office)},
		{"officer", desk->officer.full_name},
		{"clock", slip_clock(desk, clock)},
	};
	struct mc_str template;
	int count = 3;
	enum mc_code code;

	for (int i = 0; i < slip->count && count < VALUES_MAX; i++) {
		values[count++] = slip->values[i];
	}
	mc_str_init(&template, TEMPLATE_MAX);
	code = load_template(slip->kind, &template, why);
	code = code ? code
		    : mc_slip_render(template.len ? template.data : "", values, count, ret, why);
	mc_str_done(&template);
	return code;
}

/* What lies there names citizens, and somebody had a day to print it. */
static void forget_old(const struct mc_desk *desk)
{
	char *dir = mc_path_join(desk->paths.dir, "slips");
	DIR *list = opendir(dir);
	int64_t before = mc_clock_now() - KEPT_FOR;
	const struct dirent *entry;

	while (list && (entry = readdir(list)) != NULL) {
		char *path = mc_path_join(dir, entry->d_name);
		struct stat st;

		if (!lstat(path, &st) && S_ISREG(st.st_mode) &&
		    (int64_t)st.st_mtime * MC_SECOND < before) {
			(void)unlink(path);
		}
		free(path);
	}
	if (list) {
		closedir(list);
	}
	free(dir);
}

enum mc_code slip_print(struct mc_desk *desk, const struct slip *slip, struct mc_printed *ret,
			struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	struct mc_str body;
	enum mc_code code;

	mc_str_init(&body, PAGE_MAX);
	forget_old(desk);
	code = make_body(desk, slip, &body, why);
	if (!code) {
		code = mc_print(desk,
				&(struct mc_print_job){.kind = slip->kind,
						       .ref = slip->ref,
						       .stem = "",
						       .procedure = slip->procedure,
						       .text = mc_slice_of(&body)},
				&printed, why);
	}
	mc_str_wipe(&body);
	if (code) {
		free(printed.file);
	} else {
		*ret = printed;
	}
	return code;
}
