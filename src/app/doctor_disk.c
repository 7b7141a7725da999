/* SPDX-License-Identifier: MPL-2.0 */
/*
 * doctor_disk.c - what the disk promises, whether the spool and the queue agree, and
 * what programs that were cut off have left.
 *
 * Whether a disk really keeps what it said it wrote, only a power cut can tell. What can
 * be measured is how long it takes to say so: no time at all is no disk.
 */

#include <stdio.h>

#include "app/doctor.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/store/room.h"
#include "motcua/store/spool.h"

/* Microseconds. The fastest drives with a battery behind their cache take about 20. */
enum { TOO_FAST = 15, SLOW = 500 * 1000 };

void doctor_fsync(struct doctor *doctor)
{
	struct mc_err why = { 0 };
	char detail[200];
	int64_t took = 0;
	bool memory = mc_is_memory(doctor->paths.mail);
	enum mc_code code = mc_fsync_time(doctor->paths.mail, &took, &why);

	if (code) {
		doctor_verdict(doctor, "fsync", code, &why, NULL);
		return;
	}
	if (memory) {
		snprintf(detail, sizeof(detail), "%s",
			 _("the folder is in memory: nothing in it outlives a power cut"));
	} else if (took < TOO_FAST) {
		snprintf(detail, sizeof(detail),
			 _("%lld us, too fast for a disk: it may not keep what it says it wrote"),
			 (long long)took);
	} else if (took > SLOW) {
		snprintf(detail, sizeof(detail),
			 _("%lld ms: every step waits for this disk"), (long long)(took / 1000));
	} else {
		snprintf(detail, sizeof(detail),
			 _("%lld us (measured; only a power cut can prove it)"), (long long)took);
	}
	doctor_say(doctor, memory || took < TOO_FAST || took > SLOW ? MARK_WARN : MARK_OK, "fsync",
		   MC_OK, detail);
}

/* Not copied yet is the courier's next step; anything else is damage. */
void doctor_spool(struct doctor *doctor, struct mc_mail *mail)
{
	struct mc_spool_check check = { 0 };
	struct mc_err why = { 0 };
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
	struct mc_err why = { 0 };

	doctor_verdict(doctor, "ballast", mc_ballast_make(&doctor->paths, &why), &why, NULL);
}

void doctor_leftovers(struct doctor *doctor, struct mc_store *store)
{
	struct mc_mail *mail = NULL;
	struct mc_err why = { 0 };
	char detail[80];
	int files = mc_sweep_temporaries(&doctor->paths, mc_clock_now()), papers = 0;
	enum mc_code code = mc_mail_open(&doctor->paths, &mail, &why);

	if (code) {
		return; /* "mail" says it */
	}
	code = mc_sweep_parts(store, mail, &doctor->paths, mc_clock_now(), &papers, &why);
	mc_mail_close(mail);
	snprintf(detail, sizeof(detail), _("%d files that nobody needs removed"), files + papers);
	doctor_verdict(doctor, "leftovers", code, &why, detail);
	say_ballast(doctor);
}
