/* SPDX-License-Identifier: MPL-2.0 */
/*
 * steps.c - many changes, one sync: what a batch needs before it goes, and what came back.
 */
#include "motcua/store/mail.h"
#include "store/mail_db.h"

/* Refused by the table before anything was written: the others go on. */
static enum mc_code one(struct mc_mail *mail, struct mc_mail_step *step, struct mc_err *why)
{
	const struct mc_happened *what = &step->what;
	enum mc_code code =
		step->failed ? mc_mail_failed(mail, step->id, what->now, step->next_try, what->cause,
					      what->detail, why) :
			       mc_mail_change_once(mail, step->id, step->happening, what, why);

	step->done = !code;
	return code == MC_E_DOSSIER_STATE ? MC_OK : code;
}

static enum mc_code all(struct mc_mail *mail, struct mc_mail_step *steps, size_t count,
			struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	if (code) {
		return code;
	}
	for (size_t i = 0; !code && i < count; i++) {
		code = one(mail, &steps[i], why);
	}
	return mc_db_end(&mail->db, code, why);
}

static bool any_signed(const struct mc_mail_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (steps[i].what.outer.len) {
			return true;
		}
	}
	return false;
}

enum mc_code mc_mail_steps(struct mc_mail *mail, struct mc_mail_step *steps, size_t count,
			   struct mc_err *why)
{
	enum mc_code code = all(mail, steps, count, why);

	/* what the gateway signed is never refused for want of room */
	if (code == MC_E_DISK_FULL && any_signed(steps, count) && mc_ballast_give_up(mail)) {
		code = all(mail, steps, count, why);
	}
	for (size_t i = 0; code && i < count; i++) {
		steps[i].done = false;
	}
	return code;
}
