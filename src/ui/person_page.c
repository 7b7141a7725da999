/* SPDX-License-Identifier: MPL-2.0 */
/* person_page.c - the record, the household, and how old the answer is. */
#include "ui/person_page.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/domain/role_guess.h"
#include "ui/view.h"

void mc_person_age(int64_t taken_at, char *ret, size_t size)
{
	int64_t age = mc_clock_now() - taken_at;

	if (age < 2 * MC_MINUTE) {
		snprintf(ret, size, "%s", _("new"));
	} else if (age < 2 * MC_HOUR) {
		snprintf(ret, size, _("%d minutes old"), (int)(age / MC_MINUTE));
	} else if (age < 2 * MC_DAY) {
		snprintf(ret, size, _("%d hours old"), (int)(age / MC_HOUR));
	} else {
		snprintf(ret, size, _("%d days old"), (int)(age / MC_DAY));
	}
}

static void add_date(struct mc_lines *lines, const char *label, const struct mc_date *date)
{
	char text[MC_DATE_LEN];

	mc_date_format(date, text);
	mc_lines_pair(lines, label, text);
}

static void add_address(struct mc_lines *lines, const char *label, const struct mc_address *address)
{
	char text[MC_TEXT_LEN];

	mc_address_format(address, text, sizeof(text));
	mc_lines_pair(lines, label, text);
}

/* Most people live where they are registered: said once is enough. */
static void add_abode(struct mc_lines *lines, const struct mc_person *person)
{
	char now[MC_TEXT_LEN], registered[MC_TEXT_LEN];

	mc_address_format(&person->current, now, sizeof(now));
	mc_address_format(&person->permanent, registered, sizeof(registered));
	if (strcmp(now, registered) != 0) {
		mc_lines_pair(lines, _("Present abode"), now);
	}
}

static void add_relative(struct mc_lines *lines, const char *label,
			 const struct mc_relative *relative)
{
	char text[MC_NAME_LEN + 40];

	snprintf(text, sizeof(text), "%s%s%s", relative->full_name, relative->number[0] ? "  " : "",
		 relative->number);
	mc_lines_pair(lines, label, text);
}

static void add_person(struct mc_lines *lines, const struct mc_person *person)
{
	mc_lines_pair(lines, _("Full name"), person->full_name);
	mc_lines_pair(lines, _("Identity number"), person->number);
	mc_lines_pair(lines, _("CMND"), person->cmnd);
	mc_lines_pair(lines, _("Cancelled number"), person->old_number);
	add_date(lines, _("Birth date"), &person->born);
	add_date(lines, _("Died"), &person->died);
	if (person->sex != MC_SEX_UNKNOWN) {
		mc_lines_pair(lines, _("Sex"), _(mc_sex_text(person->sex)));
	}
	mc_lines_pair(lines, _("Ethnicity"), person->ethnicity);
	mc_lines_pair(lines, _("Nationality"), person->nationality);
	mc_lines_pair(lines, _("Marital status"), person->marital_status);
	add_address(lines, _("Permanent residence"), &person->permanent);
	add_date(lines, _("Resident since"), &person->permanent_since);
	add_address(lines, _("Temporary residence"), &person->temporary);
	add_abode(lines, person);
	add_address(lines, _("Place of origin"), &person->origin);
	add_relative(lines, _("Father"), &person->father);
	add_relative(lines, _("Mother"), &person->mother);
	add_relative(lines, _("Spouse"), &person->spouse);
}

static void add_member(struct mc_lines *lines, const struct mc_member *member)
{
	char born[MC_DATE_LEN], from[MC_DATE_LEN], until[MC_DATE_LEN];

	mc_date_format(&member->born, born);
	mc_date_format(&member->from, from);
	mc_date_format(&member->until, until);
	mc_lines_printf(lines, MC_STYLE_PLAIN, "  %s  %s  %s", member->number, member->full_name,
			born);
	mc_lines_printf(lines, MC_STYLE_QUIET, "      %s%s%s%s%s%s%s", member->relation,
			member->kind ? "; " : "",
			member->kind ? _(mc_residence_kind_text(member->kind)) : "",
			from[0] || until[0] ? "; " : "", from, until[0] ? " – " : "", until);
}

static void add_household(struct mc_lines *lines, const struct mc_household *household)
{
	mc_lines_text(lines, MC_STYLE_PLAIN, "");
	mc_lines_text(lines, MC_STYLE_HEAD, _("Household"));
	if (!household->id[0]) {
		mc_lines_text(lines, MC_STYLE_PLAIN, _("The register names no household."));
		return;
	}
	mc_lines_pair(lines, _("Household number"), household->id);
	add_relative(lines, _("Head"), &household->head);
	mc_lines_pair(lines, _("The head is"), _(mc_head_status_text(household->head_status)));
	add_address(lines, _("Address"), &household->address);
	mc_lines_printf(lines, MC_STYLE_PLAIN, _("Members (%d): relation; residence; since"),
			household->member_count);
	for (int i = 0; i < household->member_count; i++) {
		add_member(lines, &household->members[i]);
	}
}

static const char *const head_advice[] = {
	[MC_HEAD_DEAD] = N_("The members choose a new head; the commune police registers it."),
	[MC_HEAD_ELSEWHERE] = N_("The head is listed in another household: the commune police puts "
				 "it right."),
	[MC_HEAD_ABSENT] = N_("The head may agree on paper or in VNeID; nobody has to come."),
	[MC_HEAD_UNKNOWN] = N_("Ask who the head is; the commune police registers it."),
};

/* Who may agree for the household is asked at the counter: not to be found by scrolling. */
static void add_head_trouble(struct mc_lines *lines, const struct mc_household *household)
{
	if (household->id[0] && household->head_status != MC_HEAD_PRESENT) {
		mc_lines_printf(lines, MC_STYLE_WARN, "! %s: %s  (%s)", _("The head is"),
				_(mc_head_status_text(household->head_status)),
				household->head.full_name);
		mc_lines_printf(lines, MC_STYLE_PLAIN, "  %s",
				_(head_advice[household->head_status]));
	}
}

/* No reason to ask for a book: where it is to be seen, and who puts it right. */
static void add_no_residence(struct mc_lines *lines, const struct mc_person *person)
{
	enum mc_residence_kind kind;

	(void)mc_person_residence(person, &kind);
	if (kind == MC_RESIDENCE_NONE && !mc_date_is_set(&person->died)) {
		mc_lines_printf(lines, MC_STYLE_WARN, "! %s",
				/* TRANSLATORS: width:70 */
				_("The register knows no residence of this person."));
		mc_lines_printf(lines, MC_STYLE_PLAIN, "  %s",
				/* TRANSLATORS: width:70 */
				_("VNeID or a reader may show it; the commune police registers it."));
	}
}

void mc_person_page(const struct mc_lookup *lookup, struct mc_lines *lines)
{
	char when[16], age[64];

	mc_view_time(lookup->answer.taken_at, when);
	mc_person_age(lookup->answer.taken_at, age, sizeof(age));
	mc_lines_printf(lines, MC_STYLE_HEAD,
			lookup->cached ? _("From an earlier look-up, taken %s (%s)")
				       : _("Answer of the register, taken %s (%s)"), when, age);
	add_head_trouble(lines, &lookup->answer.household);
	add_no_residence(lines, &lookup->answer.person);
	add_person(lines, &lookup->answer.person);
	if (lookup->answer.person.relation_to_head[0]) {
		mc_lines_pair(lines, _("Relation to the head"),
			      lookup->answer.person.relation_to_head);
	}
	add_household(lines, &lookup->answer.household);
}

/* Not in silence: beside the role stands what speaks for it. */
static void say_why(const struct mc_person *person, char *ret, size_t size)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	size_t len = strlen(ret);

	if (person->birth_count) {
		snprintf(ret + len, size - len, "  (%s)", _("a birth is recorded"));
	} else if (mc_date_is_set(&person->died)) {
		snprintf(ret + len, size - len, "  (%s)", _("dead"));
	} else {
		/* TRANSLATORS: a sex and an age in years */
		snprintf(ret + len, size - len, _("  (%s, %d years old)"), _(mc_sex_text(person->sex)),
			 mc_date_age(&person->born, &today));
	}
}

void mc_ui_pick_role(struct mc_ui *ui, int tag, const struct mc_procedure *procedure,
		     const struct mc_person *person)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	char why[160];
	const char *names[16];
	bool spoken_for = false;
	int count = 0, at = person ? mc_role_guess(procedure, person, &today, &spoken_for) : 0;

	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		if (count < (int)MC_COUNT(names) && !role->in_row) {
			names[count++] = mc_view_label(&role->label);
		}
	}
	if (spoken_for && at < count) {
		MC_COPY(why, names[at]);
		say_why(person, why, sizeof(why));
		names[at] = why;
	}
	mc_ui_pick(ui, tag, _("Who is this person in the dossier?"), names, count,
		   at < count ? at : 0);
}
