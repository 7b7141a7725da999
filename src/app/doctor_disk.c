/* SPDX-License-Identifier: MPL-2.0 */
/*
 * doctor_disk.c - what the disk promises, whether the spool and the queue agree, and
 * what programs that were cut off have left.
 *
 * Whether a disk really keeps what it said it wrote, only a power cut can tell. What can be
 * seen is said, and what cannot be, too: whether each fsync made the disk empty its cache
 * (store/disk.h), and as a last word how long it took, since no time at all is no disk.
 */

#include <stdio.h>

#include "app/doctor.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/store/disk.h"
#include "motcua/store/room.h"
#include "motcua/store/spool.h"

/* Microseconds. The fastest drives with a battery behind their cache take about 20. */
enum { TOO_FAST = 15, SLOW = 500 * 1000 };

/* "ext4, sda + sdb" */
static void name_disks(const struct mc_disks *disks, char *ret, size_t size)
{
	size_t len = (size_t)snprintf(ret, size, "%s", disks->fs[0] ? disks->fs : "?");

	for (int i = 0; i < disks->count && len < size; i++) {
		len += (size_t)snprintf(ret + len, size - len, "%s%s", i ? " + " : ", ",
					disks->of[i].name);
	}
}

static const struct {
	const char *text;
	bool good;
} shown[] = {
	[MC_FSYNC_UNSEEN] = { N_("No disk of this computer is seen below it, so nothing was shown of "
				 "what a power cut leaves."), false },
	[MC_FSYNC_UNCOUNTED] = { N_("This kernel does not count what a disk flushes, so nothing was "
				    "shown of what a power cut leaves."), false },
	[MC_FSYNC_NO_BARRIER] = { N_("It is mounted without barriers: what was saved may be lost at a "
				     "power cut. Mount it without that option."), false },
	[MC_FSYNC_NOTHING] = { N_("An fsync came back before the disk's cache was emptied: what was "
				  "saved may be lost at a power cut."), false },
	[MC_FSYNC_THROUGH] = { N_("The disk says that it has no cache that a power cut empties. That "
				  "it keeps its word, only a power cut can show."), true },
	[MC_FSYNC_FLUSHED] = { N_("Each fsync had the disk's cache emptied, and the disk said that it "
				  "was done. That it keeps its word, only a power cut can show."),
			       true },
};

static void say_shown(struct doctor *doctor, enum mc_fsync_shown what, const char *disks,
		      int64_t flushes, int64_t took)
{
	char detail[640];

	/* TRANSLATORS: what was shown (a file system and its disks: the figures) */
	snprintf(detail, sizeof(detail), _("%s (%s: %d fsyncs, %lld flushes, %lld us each)"),
		 _(shown[what].text), disks, MC_FSYNCS, (long long)flushes, (long long)took);
	doctor_say(doctor, shown[what].good ? MARK_OK : MARK_WARN, "fsync", MC_OK, detail);
}

/* What the clock alone says. */
static void say_time(struct doctor *doctor, int64_t took)
{
	char detail[160];

	if (took < TOO_FAST) {
		snprintf(detail, sizeof(detail),
			 _("%lld us, too fast for a disk: it may not keep what it says it wrote"),
			 (long long)took);
		doctor_say(doctor, MARK_WARN, "fsync", MC_OK, detail);
	} else if (took > SLOW) {
		snprintf(detail, sizeof(detail), _("%lld ms: every step waits for this disk"),
			 (long long)(took / 1000));
		doctor_say(doctor, MARK_WARN, "fsync", MC_OK, detail);
	}
}

void doctor_fsync(struct doctor *doctor)
{
	const char *dir = doctor->paths.mail;
	struct mc_disks before, after;
	struct mc_err why = {0};
	char disks[300];
	int64_t took = 0, flushes;
	enum mc_fsync_shown what;
	enum mc_code code;

	if (mc_is_memory(dir)) {
		doctor_say(doctor, MARK_WARN, "fsync", MC_OK,
			   _("the folder is in memory: nothing in it outlives a power cut"));
		return;
	}
	mc_disks_look(dir, NULL, &before);
	code = mc_fsync_time(dir, &took, &why);
	mc_disks_look(dir, NULL, &after);
	if (code) {
		doctor_verdict(doctor, "fsync", code, &why, NULL);
		return;
	}
	what = mc_fsync_judge(&before, &after, MC_FSYNCS, &flushes);
	name_disks(&after, disks, sizeof(disks));
	say_shown(doctor, what, disks, flushes, took);
	say_time(doctor, took);
}

/* Not copied yet is the courier's next step; anything else is damage. */
void doctor_spool(struct doctor *doctor, struct mc_mail *mail)
{
	struct mc_spool_check check = {0};
	struct mc_err why = {0};
	char detail[160];
	enum mc_code code = mc_mail_spool_check(mail, &doctor->paths, &check, &why);
	bool bad = check.unknown || check.different;

	if (code) {
		doctor_verdict(doctor, "spool", code, &why, NULL);
		return;
	}
	if (bad || check.unspooled) {
		snprintf(detail, sizeof(detail),
			 _("of %lld: %lld not copied yet, %lld differ; %lld are not in the queue"),
			 (long long)check.items, (long long)check.unspooled,
			 (long long)check.different, (long long)check.unknown);
	} else {
		snprintf(detail, sizeof(detail), _("%lld copies, all the same"),
			 (long long)check.items);
	}
	doctor_say(doctor, bad ? MARK_FAIL : check.unspooled ? MARK_WARN : MARK_OK, "spool",
		   bad ? MC_E_STORE_CORRUPT : MC_OK, detail);
}

static void say_ballast(struct doctor *doctor)
{
	struct mc_err why = {0};

	doctor_verdict(doctor, "ballast", mc_ballast_make(&doctor->paths, &why), &why, NULL);
}

void doctor_leftovers(struct doctor *doctor, struct mc_store *store)
{
	struct mc_mail *mail = NULL;
	struct mc_err why = {0};
	char detail[80];
	int files = mc_sweep_temporaries(&doctor->paths, mc_clock_now()), papers = 0;
	enum mc_code code = mc_mail_open(&doctor->paths, &mail, &why);

	if (code) {
		return; /* "mail" says it */
	}
	code = mc_sweep_parts(store, mail, &doctor->paths, mc_clock_now(), &papers, &why);
	mc_mail_close(mail);
	snprintf(detail, sizeof(detail), _("%d files that nobody needs removed"), files + papers);
	if (code == MC_E_OLD_COPY) { /* the fault itself has a line of its own */
		doctor_say(doctor, MARK_WARN, "leftovers", code, why.detail);
	} else {
		doctor_verdict(doctor, "leftovers", code, &why, detail);
	}
	say_ballast(doctor);
}
