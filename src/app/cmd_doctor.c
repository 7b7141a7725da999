/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_doctor.c - motcua doctor: what can be checked on this machine, one line each.
 *
 * Nothing is asked of the gateway, and nothing repaired but what a start would do too.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/doctor.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/seal/keyring.h"
#include "motcua/seal/terminal.h"

enum { ROOM_LOW = 256, ROOM_NONE = 16, OPEN_SLOW = 2000, CLOCK_OFF = 5 * 60 * 1000,
       NAME_ENDS = 26, NUMBERS_MAX = 1 << 20, KEYS_END_SOON = 30, CLOCK_OLD = 7 };

#define DAY (24 * 3600 * (int64_t)MC_SECOND)

/* What scripts read, and what people do. */
static const struct {
	const char *name, *label;
} names[] = {
	/* TRANSLATORS: width:17 - these stand before what doctor says of each */
	{"folder", N_("folder")},
	/* TRANSLATORS: width:17 */
	{"disk", N_("disk")},
	/* TRANSLATORS: width:17 - does the disk keep what it says it has kept? */
	{"fsync", N_("power cut")},
	/* TRANSLATORS: width:17 */
	{"desk", N_("desk")},
	/* TRANSLATORS: width:17 - the balance of the queue */
	{"ledger", N_("balance")},
	/* TRANSLATORS: width:17 - does the province still have what it had received? */
	{"received", N_("at the province")},
	/* TRANSLATORS: width:17 */
	{"officer", N_("officer")},
	/* TRANSLATORS: width:17 */
	{"catalog", N_("catalogue")},
	/* TRANSLATORS: width:17 */
	{"gateway", N_("gateway")},
	/* TRANSLATORS: width:17 - of the gateway, and what it was renewed to */
	{"keylist", N_("list of keys")},
	/* TRANSLATORS: width:17 - of this desk */
	{"keys", N_("own keys")},
	/* TRANSLATORS: width:17 - the database of dossiers */
	{"store", N_("dossiers")},
	/* TRANSLATORS: width:17 - the log of who did what */
	{"audit", N_("audit")},
	/* TRANSLATORS: width:17 - does the gateway tell what became of the dossiers? */
	{"news", N_("answers")},
	/* TRANSLATORS: width:17 - files that nothing needs any more */
	{"leftovers", N_("leftovers")},
	/* TRANSLATORS: width:17 - room on the disk that is kept free for a receipt */
	{"ballast", N_("spare room")},
	/* TRANSLATORS: width:17 - the database of what is sent */
	{"mail", N_("mail")},
	/* TRANSLATORS: width:17 - second copies of what was sealed */
	{"spool", N_("copies")},
	/* TRANSLATORS: width:17 - the program that carries what is sent */
	{"courier", N_("courier")},
	/* TRANSLATORS: width:17 */
	{"link", N_("link")},
	/* TRANSLATORS: width:17 */
	{"clock", N_("clock")},
	/* TRANSLATORS: width:17 */
	{"programs", N_("programs")},
	/* TRANSLATORS: width:17 - does the terminal show Vietnamese? */
	{"letters", N_("letters")},
};

const char *doctor_label(const char *name)
{
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		if (strcmp(names[i].name, name) == 0) {
			return _(names[i].label);
		}
	}
	return NULL;
}

/* One line. code MC_OK: nothing is wrong; detail may be NULL. */
void doctor_say(struct doctor *doctor, enum mark mark, const char *name, enum mc_code code,
		const char *detail)
{
	static const char *const words[] = {"ok", "warn", "fail"};
	static const char *const marks[] = {
		/* TRANSLATORS: width:5 - before each line of doctor */
		N_("ok"),
		/* TRANSLATORS: width:5 - not as it should be */
		N_("warn"),
		/* TRANSLATORS: width:5 - out of order */
		N_("fail"),
	};
	struct app *app = doctor->app;
	const struct mc_error_info *info = mc_error_info(code);
	const char *label = doctor_label(name) ? doctor_label(name) : name;

	doctor->count[mark]++;
	if (mark == MARK_FAIL && !doctor->first.code) {
		doctor->first.code = code;
		MC_COPY(doctor->first.detail, label);
	}
	if (app->json) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "name", name);
		mc_jw_text(&app->w, "state", words[mark]);
		app_json_code(app, "code", code);
		mc_jw_text_if(&app->w, "text", code ? _(info->text) : NULL);
		mc_jw_text_if(&app->w, "detail", detail);
		mc_jw_object_end(&app->w);
		return;
	}
	app_cell(app, _(marks[mark]), 5);
	app_cell(app, label, 17);
	if (code) {
		app_line(app, "[%s] %s", info->code, _(info->text));
	}
	if (detail && *detail) {
		app_line(app, "%*s%s", code ? NAME_ENDS : 0, "", detail);
	}
	if (!code && !(detail && *detail)) {
		app_line(app, "%s", _("in order"));
	}
}

void doctor_verdict(struct doctor *doctor, const char *name, enum mc_code code,
		    const struct mc_err *why, const char *good)
{
	doctor_say(doctor, code ? MARK_FAIL : MARK_OK, name, code, code ? why->detail : good);
}

/* ---- the folder and the disk */
static void check_folder(struct doctor *doctor)
{
	bool there = access(doctor->paths.dir, R_OK | W_OK | X_OK) == 0;
	enum mc_code code = there	   ? MC_OK :
			    errno == EROFS ? MC_E_DISK_READ_ONLY :
					     MC_E_FILE_WRITE;

	doctor_say(doctor, there ? MARK_OK : MARK_FAIL, "folder", code, doctor->paths.dir);
}

static void check_room(struct doctor *doctor)
{
	struct statvfs fs;
	char detail[64];
	uint64_t room;

	if (statvfs(doctor->paths.dir, &fs)) {
		doctor_say(doctor, MARK_WARN, "disk", MC_E_FILE_READ, NULL);
		return;
	}
	room = (uint64_t)fs.f_bavail * fs.f_frsize / (1024 * 1024);
	snprintf(detail, sizeof(detail), _("%llu MiB free"), (unsigned long long)room);
	doctor_say(doctor, room < ROOM_NONE ? MARK_FAIL : room < ROOM_LOW ? MARK_WARN : MARK_OK, "disk",
	    room < ROOM_LOW ? MC_E_DISK_FULL : MC_OK, detail);
}

/* ---- the stores and the desk's own keys */
static void check_audit(struct doctor *doctor, struct mc_store *store)
{
	struct mc_err why = {0};
	char detail[64];
	int64_t count = 0;
	enum mc_code code = mc_audit_walk(store, NULL, NULL, &count, &why);

	snprintf(detail, sizeof(detail), _("%lld entries, chain unbroken"), (long long)count);
	doctor_verdict(doctor, "audit", code, &why, detail);
}

static void check_store(struct doctor *doctor, const struct mc_terminal_keys *keys)
{
	struct mc_store *store = NULL;
	struct mc_err why = {0};
	int64_t began = mc_clock_mono(), took;
	enum mc_code code = mc_store_open(&doctor->paths, keys->vault, &store, &why);
	char detail[64];

	took = mc_clock_mono() - began;
	snprintf(detail, sizeof(detail), _("whole, opened in %lld ms"), (long long)took);
	if (!code) {
		code = mc_store_quick_check(store, &why);
	}
	if (!code && took > OPEN_SLOW) {
		doctor_say(doctor, MARK_WARN, "store", MC_E_STORE_BUSY, detail);
	} else {
		doctor_verdict(doctor, "store", code, &why, detail);
	}
	if (!code) {
		check_audit(doctor, store);
		doctor_leftovers(doctor, store);
	}
	mc_store_close(store);
}

/* Loading refuses a key file that others can read. */
static void check_keys(struct doctor *doctor)
{
	struct mc_terminal_keys keys;
	struct mc_err why = {0};
	char detail[64];
	enum mc_code code = mc_terminal_keys_load(doctor->paths.keys, &keys, &why);

	if (code) {
		doctor_verdict(doctor, "keys", code, &why, NULL);
		return;
	}
	snprintf(detail, sizeof(detail), _("terminal %s"), keys.id);
	doctor_say(doctor, MARK_OK, "keys", MC_OK, detail);
	check_store(doctor, &keys);
	mc_terminal_keys_done(&keys);
}

/* ---- the gateway's keys */
static bool gateway_unset(const struct doctor *doctor)
{
	struct mc_desk_status status = {.link = MC_DESK_LINK_UNKNOWN};

	if (doctor->app->desk) {
		mc_desk_status(doctor->app->desk, &status);
	}
	return status.link == MC_DESK_LINK_UNSET && status.link_cause == MC_E_GATEWAY_UNSET;
}

/* Which list it is, and since when it is here. */
static void say_list(struct doctor *doctor, const struct mc_keyring *ring)
{
	char detail[200], issued[APP_TIME_LEN], here[APP_TIME_LEN];
	bool by_hand = false;
	int64_t since = mc_desk_keyring_since(doctor->keys_path, doctor->paths.dir, ring, &by_hand);

	/* TRANSLATORS: the list of the gateway's keys: its version, and three instants */
	snprintf(detail, sizeof(detail),
		 by_hand ? _("list %d of %s, brought by hand %s") :
			   _("list %d of %s, taken over %s"),
		 mc_keyring_version(ring), app_time(mc_keyring_issued(ring), issued),
		 app_time(since, here));
	doctor_say(doctor, MARK_OK, "keylist", MC_OK, detail);
}

static void check_key_end(struct doctor *doctor, const struct mc_keyring *ring)
{
	char detail[160];

	if (!mc_keyring_seal_key(ring, mc_clock_now() + KEYS_END_SOON * DAY)) {
		snprintf(detail, sizeof(detail),
			 _("the keys end within %d days: get the new gateway.keys from the province"),
			 KEYS_END_SOON);
		doctor_say(doctor, MARK_WARN, "gateway", MC_OK, detail);
	}
}

static void check_gateway_keys(struct doctor *doctor)
{
	struct mc_keyring *ring;
	struct mc_err why = {0};
	char detail[160], fingerprint[80];
	enum mc_code code = gateway_unset(doctor) ?
				    MC_E_GATEWAY_UNSET :
				    mc_desk_keyring_load(doctor->keys_path, doctor->paths.dir, &ring, &why);

	if (code) {
		doctor_verdict(doctor, "gateway", code, &why, NULL);
		return;
	}
	mc_keyring_fingerprint(ring, fingerprint);
	snprintf(detail, sizeof(detail), _("fingerprint %s"), fingerprint);
	if (!mc_keyring_seal_key(ring, mc_clock_now())) {
		doctor_say(doctor, MARK_FAIL, "gateway", MC_E_KEY_UNKNOWN, detail);
	} else {
		doctor_say(doctor, MARK_OK, "gateway", MC_OK, detail);
		say_list(doctor, ring);
		check_key_end(doctor, ring);
	}
	mc_keyring_free(ring);
}

/* ---- the link, as the courier last saw it */

/* When both clocks were compared; 0 = never. */
static int64_t compared_at(struct mc_mail *mail, const struct mc_link *link)
{
	struct mc_str text;
	int64_t at;

	mc_str_init(&text, 24);
	at = mc_mail_get(mail, "clock_told", &text, NULL) ? 0 : strtoll(text.data, NULL, 10);
	mc_str_done(&text);
	return at ? at : link->last_up; /* a hello brought it up */
}

static void check_clock(struct doctor *doctor, struct mc_mail *mail, const struct mc_link *link)
{
	long long offset = (long long)(link->clock_offset / MC_SECOND);
	int64_t at = compared_at(mail, link);
	bool old = !at || llabs(mc_clock_now() - at) > CLOCK_OLD * DAY;
	bool off = llabs(link->clock_offset) > CLOCK_OFF;
	char detail[160], time[APP_TIME_LEN];

	if (at) {
		snprintf(detail, sizeof(detail),
			 _("the gateway's clock minus this one: %lld s (compared %s)"), offset,
			 app_time(at, time));
	} else {
		snprintf(detail, sizeof(detail), "%s",
			 _("never compared with the gateway's: no signed answer came yet"));
	}
	doctor_say(doctor, off || old ? MARK_WARN : MARK_OK, "clock", MC_OK, detail);
}

static void check_link(struct doctor *doctor, struct mc_mail *mail)
{
	struct mc_link link = {0};
	struct mc_err why = {0};
	char at[APP_TIME_LEN], detail[80];
	enum mc_code code = mc_mail_link(mail, &link, &why);

	if (code) {
		doctor_verdict(doctor, "link", code, &why, NULL);
		return;
	}
	if (link.state == MC_LINK_UNKNOWN) {
		doctor_say(doctor, MARK_WARN, "link", MC_OK, _("never tried yet"));
	} else {
		snprintf(detail, sizeof(detail), _("since %s"), app_time(link.since, at));
		doctor_say(doctor, link.state == MC_LINK_UP ? MARK_OK : MARK_WARN, "link",
			   link.cause, detail);
	}
	check_clock(doctor, mail, &link);
}

/* While nothing is open nobody waits for what is missing. */
static void check_news(struct doctor *doctor, struct mc_mail *mail)
{
	struct mc_mail_counts counts = {0};
	struct mc_mail_gap gap = {0};
	struct mc_err why = {0};
	char at[APP_TIME_LEN], detail[80];
	enum mc_code code = mc_mail_counts(mail, &counts, &why);

	code = code ? code : mc_mail_gap(mail, &gap, &why);
	if (code || !gap.until || !counts.open) {
		doctor_verdict(doctor, "news", code, &why, _("nothing is missing"));
		return;
	}
	snprintf(detail, sizeof(detail), _("since %s"), app_time(gap.since, at));
	doctor_say(doctor, MARK_WARN, "news", MC_E_NEWS_GAP, detail);
}

static void check_mail(struct doctor *doctor)
{
	struct mc_mail *mail = NULL;
	struct mc_err why = {0};
	enum mc_code code = mc_mail_open(&doctor->paths, &mail, &why);

	if (!code) {
		code = mc_mail_quick_check(mail, &why);
	}
	doctor_verdict(doctor, "mail", code, &why, _("whole"));
	if (!code) {
		doctor_spool(doctor, mail);
		doctor_say(doctor, MARK_OK, "courier", MC_OK,
		    mc_mail_lease_held(mail) ? _("at work") : _("not at work"));
		check_link(doctor, mail);
		check_news(doctor, mail);
	}
	mc_mail_close(mail);
}

/* ---- what needs the desk as a whole */

/* All of their numbers: somebody reads them out to the province. */
static void check_received(struct doctor *doctor)
{
	struct mc_queue_lost lost = {0};
	struct mc_err why = {0};
	struct mc_str numbers, text;
	char detail[APP_LOST_LEN];
	enum mc_code code;

	mc_str_init(&numbers, NUMBERS_MAX);
	mc_str_init(&text, NUMBERS_MAX + sizeof(detail));
	code = mc_queue_lost(doctor->app->desk, &lost, &numbers, &why);
	if (code || !lost.count) {
		doctor_verdict(doctor, "received", code, &why,
			       _("nothing was lost there, as far as it tells"));
	} else {
		app_lost(&lost, detail, sizeof(detail));
		mc_str_printf(&text, "%s: %s", detail, numbers.data);
		doctor_say(doctor, MARK_FAIL, "received", MC_E_GATEWAY_BEHIND, text.data);
	}
	mc_str_done(&text);
	mc_str_done(&numbers);
}

static void check_desk(struct doctor *doctor)
{
	struct mc_queue_ledger ledger;
	struct mc_desk *desk = doctor->app->desk;
	struct mc_err why = {0};
	char detail[80];
	enum mc_code code = mc_queue_ledger(desk, &ledger, &why);

	if (!code && !ledger.balanced) {
		code = app_unbalanced(&ledger, &why);
	}
	snprintf(detail, sizeof(detail), _("%lld sealed, %lld waiting, %lld held"),
		 code ? 0LL : (long long)ledger.created, code ? 0LL : (long long)ledger.waiting,
		 code ? 0LL : (long long)ledger.held);
	doctor_verdict(doctor, "ledger", code, &why, detail);
	check_received(doctor);
	if (*mc_desk_setting(desk, "office", "commune") &&
	    !mc_desk_commune(desk, detail, sizeof(detail))) {
		doctor_say(doctor, MARK_WARN, "office", MC_E_COMMUNE, NULL);
	}
	if (mc_desk_officer(desk)->number[0]) {
		doctor_say(doctor, MARK_OK, "officer", MC_OK, NULL);
	} else {
		doctor_say(doctor, MARK_WARN, "officer", MC_E_OFFICER, NULL);
	}
}

static void check_programs(struct doctor *doctor)
{
	struct mc_err why = {0};
	char *path = NULL;
	enum mc_code code = mc_program_path("motcua-courier", &path, &why);

	doctor_verdict(doctor, "programs", code, &why, path);
	free(path);
}

/* Opening the desk makes what a first start makes; a desk that does not open is a
 * finding, not the end of the examination. It is closed again before its stores are looked
 * at one by one. */
static void examine(struct doctor *doctor, enum mc_code opened, const struct mc_err *why)
{
	check_folder(doctor);
	check_room(doctor);
	doctor_fsync(doctor);
	doctor_verdict(doctor, "desk", opened, why, NULL);
	if (!opened) {
		check_desk(doctor);
		doctor_catalog(doctor);
	}
	check_gateway_keys(doctor);
	mc_desk_close(doctor->app->desk);
	doctor->app->desk = NULL;
	check_keys(doctor);
	check_mail(doctor);
	check_programs(doctor);
	doctor_letters(doctor);
}

static void sum_up(struct doctor *doctor)
{
	struct app *app = doctor->app;

	if (app->json) {
		mc_jw_array_end(&app->w);
		mc_jw_int(&app->w, "warnings", doctor->count[MARK_WARN]);
		mc_jw_int(&app->w, "failures", doctor->count[MARK_FAIL]);
		mc_jw_bool(&app->w, "ok", !doctor->first.code);
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, _("%d in order, %d warnings, %d failures"), doctor->count[MARK_OK],
			 doctor->count[MARK_WARN], doctor->count[MARK_FAIL]);
	}
}

enum mc_code cmd_doctor(struct app *app, struct mc_err *why)
{
	struct doctor doctor = {.app = app};
	struct mc_err desk_why = {0};
	char *data;
	enum mc_code code, opened;

	app_desk_options(app, &doctor.options);
	code = mc_desk_keys_path(&doctor.options, &doctor.keys_path, &data, why);
	if (code) {
		return code;
	}
	mc_paths_init(&doctor.paths, data);
	opened = app_open(app, &desk_why);
	if (app->json) {
		app_object(app, NULL);
		mc_jw_array(&app->w, "checks");
	}
	examine(&doctor, opened, &desk_why);
	sum_up(&doctor);
	mc_paths_done(&doctor.paths);
	free(doctor.keys_path);
	free(data);
	*why = doctor.first;
	return doctor.first.code;
}
