/* SPDX-License-Identifier: MPL-2.0 */
/*
 * day_slip.c - the sheet at the end of a day: does the queue balance, what was sealed, and
 * for whom does the rest wait. Numbers and states only: it may lie on a table.
 */
#include <stdio.h>
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/day_slip.h"
#include "motcua/desk/work.h"
#include "motcua/text/text.h"

enum { NUMBER = 5, DOSSIER = 18, HOUR = 12, STATE = 43 };

/* One day, and what is counted of it. */
struct day {
	struct mc_desk *desk;
	int64_t from, until; /* instants: its first, and the next one's */
	int sealed, supplements, not_received;
	struct mc_str *to;
};

void mc_day_stem(int64_t day, char ret[16])
{
	struct mc_local at = mc_time_local(day);

	snprintf(ret, 16, "%04d-%02d-%02d", at.year, at.month, at.day);
}

/* ---- writing */

static void cell(struct mc_str *to, const char *text, int columns)
{
	int taken = 0;
	size_t len = mc_text_fit(text, columns - 1, &taken);

	mc_str_add(to, text, len);
	for (; taken < columns; taken++) {
		mc_str_putc(to, ' ');
	}
}

static void centred(struct mc_str *to, const char *text)
{
	for (int i = mc_text_width(text); i < MC_PRINT_COLUMNS - 1; i += 2) {
		mc_str_putc(to, ' ');
	}
	mc_str_printf(to, "%s\n", text);
}

static void rule(struct mc_str *to)
{
	for (int i = 0; i < MC_PRINT_COLUMNS; i++) {
		mc_str_putc(to, '-');
	}
	mc_str_putc(to, '\n');
}

/* ---- the balance */

static void add_balance(const struct mc_queue_ledger *l, struct mc_str *to)
{
	const struct mc_queue_supplements *s = &l->supplements;

	mc_str_printf(to, _("The queue: created %lld = received %lld + rejected %lld + waiting %lld\n"
			    "  + held %lld + on a stick %lld + withdrawn %lld"),
		      (long long)l->created, (long long)l->received, (long long)l->rejected,
		      (long long)l->waiting, (long long)l->held, (long long)l->bundled,
		      (long long)l->withdrawn);
	mc_str_printf(to, "   %s\n", l->balanced ? _("[balanced]") : _("[DOES NOT BALANCE]"));
	if (!l->balanced) {
		mc_str_printf(to, _("! Number %lld is not accounted for. Call the administrator."),
			      (long long)(l->first_missing ? l->first_missing : l->first_unproven));
		mc_str_putc(to, '\n');
	}
	if (s->sealed) {
		mc_str_printf(to,
			      _("Supplements: %lld sealed, %lld received, %lld refused, %lld waiting,\n"
				"  %lld withdrawn"),
			      (long long)s->sealed, (long long)s->received, (long long)s->rejected,
			      (long long)s->waiting, (long long)s->withdrawn);
		mc_str_putc(to, '\n');
	}
}

/* ---- rows */

/* Of another day the date, of this one the hour. */
static void when(const struct day *day, int64_t at, char *ret, size_t size)
{
	struct mc_local local = mc_time_local(at);

	if (at >= day->from && at < day->until) {
		snprintf(ret, size, "%02d:%02d", local.hour, local.minute);
	} else {
		snprintf(ret, size, "%02d/%02d/%04d", local.day, local.month, local.year);
	}
}

/* The state line: what is not received must not look as if it were. */
static void add_row(const struct day *day, const struct mc_dossier_row *row)
{
	char text[32];

	snprintf(text, sizeof(text), row->seq ? "%lld" : "+", (long long)row->seq);
	cell(day->to, text, NUMBER);
	cell(day->to, row->local_number, DOSSIER);
	when(day, row->sealed_at, text, sizeof(text));
	cell(day->to, text, HOUR);
	cell(day->to, row->withdrawing ? _("being taken back") : _(mc_state_text(row->state)), STATE);
	mc_str_puts(day->to, row->has_receipt ? "\n" : "*\n");
	if (row->official_number[0]) {
		mc_str_printf(day->to, "     %s: %s\n", _("Official number"), row->official_number);
	}
	if (row->cause) {
		mc_str_printf(day->to, "     [%s]\n", mc_error_info(row->cause)->code);
	}
	if (row->refused) {
		mc_str_printf(day->to, "     [%s]\n", mc_error_info(row->refused)->code);
	}
}

/* Sealed on that day, or still waiting for somebody here. */
static bool belongs(const struct day *day, const struct mc_item *item)
{
	enum mc_bucket bucket = mc_state_bucket(item->state);

	return (item->sealed_at >= day->from && item->sealed_at < day->until) ||
	       (item->sealed_at < day->from &&
		(bucket == MC_BUCKET_WAITING || bucket == MC_BUCKET_HELD ||
		 bucket == MC_BUCKET_BUNDLED || item->state == MC_STATE_NEEDS_SUPPLEMENT));
}

static enum mc_code add_item(void *ctx, const struct mc_item *item, struct mc_err *why)
{
	struct day *day = ctx;
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	enum mc_code code = belongs(day, item) ? mc_dossier_row(day->desk, item->id, &row, why) :
						 MC_E_NOT_FOUND;

	if (code) {
		return code == MC_E_NOT_FOUND ? MC_OK : code;
	}
	if (item->sealed_at >= day->from) {
		*(item->dossier[0] ? &day->supplements : &day->sealed) += 1;
	}
	day->not_received += !row.has_receipt && !mc_state_is_final(row.state);
	add_row(day, &row);
	explicit_bzero(&row, sizeof(row));
	return MC_OK;
}

/* ---- the whole */

static void add_head(const struct day *day)
{
	struct mc_local at = mc_time_local(day->from);
	char text[80];

	centred(day->to, _("SLIP OF THE DAY"));
	snprintf(text, sizeof(text), _("%02d/%02d/%04d, time of Viet Nam (UTC+7)"), at.day,
		 at.month, at.year);
	centred(day->to, text);
	mc_str_putc(day->to, '\n');
}

static void add_table_head(struct mc_str *to)
{
	rule(to);
	cell(to, _("no."), NUMBER);
	cell(to, _("dossier"), DOSSIER);
	/* TRANSLATORS: width:11 - when it was sealed */
	cell(to, _("sealed"), HOUR);
	cell(to, _("state"), STATE);
	mc_str_putc(to, '\n');
	rule(to);
}

static void add_sums(const struct day *day)
{
	rule(day->to);
	mc_str_printf(day->to, _("Sealed on this day: %d dossiers, %d supplements."), day->sealed,
		      day->supplements);
	mc_str_putc(day->to, '\n');
	if (day->not_received) {
		mc_str_printf(day->to,
			      _("* NOT YET RECEIVED by the province, no receipt on disk: %d."),
			      day->not_received);
		mc_str_putc(day->to, '\n');
	}
}

static void bounds(int64_t at, struct day *day)
{
	struct mc_local local = mc_time_local(at);

	local.hour = local.minute = local.second = 0;
	day->from = mc_time_from_local(&local);
	day->until = day->from + MC_DAY; /* no summer time in Viet Nam */
}

enum mc_code mc_day_slip(struct mc_desk *desk, int64_t at, struct mc_str *ret, struct mc_err *why)
{
	struct day day = {.desk = desk, .to = ret};
	struct mc_queue_ledger ledger;
	enum mc_code code = mc_queue_ledger(desk, &ledger, why);

	if (code) {
		return code;
	}
	bounds(at, &day);
	add_head(&day);
	add_balance(&ledger, ret);
	add_table_head(ret);
	code = mc_mail_each_item(desk->mail, add_item, &day, why);
	add_sums(&day);
	return !code && ret->full ? mc_fail(why, MC_E_FILE_TOO_LARGE, "slip") : code;
}
