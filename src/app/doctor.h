/* SPDX-License-Identifier: MPL-2.0 */
/* doctor.h - one examination, and the checks that stand in a file of their own. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/app.h"
#include "motcua/store/mail.h"
#include "motcua/store/store.h"

enum mark { MARK_OK, MARK_WARN, MARK_FAIL, MARK_COUNT };

struct doctor {
	struct app *app;
	struct mc_desk_options options;
	struct mc_paths paths;
	char *keys_path;
	int count[MARK_COUNT];
	struct mc_err first; /* the first failure: it gives the status */
};

/* One line. code MC_OK: nothing is wrong; detail may be NULL. */
/* What people read for the name of a check; NULL for none such. */
const char *doctor_label(const char *name);
void doctor_say(struct doctor *doctor, enum mark mark, const char *name, enum mc_code code,
		const char *detail);
void doctor_verdict(struct doctor *doctor, const char *name, enum mc_code code,
		    const struct mc_err *why, const char *good);

/* ---- doctor_disk.c */
void doctor_fsync(struct doctor *doctor);
void doctor_spool(struct doctor *doctor, struct mc_mail *mail);
void doctor_leftovers(struct doctor *doctor, struct mc_store *store);

/* ---- doctor_catalog.c */
void doctor_catalog(struct doctor *doctor);

/* ---- doctor_letters.c */
void doctor_letters(struct doctor *doctor);
/* The Vietnamese letters that are not among these code points (sorted by nothing, may
 * repeat), in the order of the alphabet, appended to ret. Returns how many. */
int doctor_lacking(const uint16_t *shown, size_t count, struct mc_str *ret);

#endif
