/* SPDX-License-Identifier: MPL-2.0 */
/* lease.c - one courier at a time for a data folder. */
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/store/mail.h"
#include "store/lock.h"
#include "store/mail_db.h"

/* The lock is the truth; the row tells who has it. */
static enum mc_code sign_row(struct mc_mail *mail, int fd, int *ret_fd, struct mc_err *why)
{
	enum mc_code code =
		mc_db_run(&mail->db,
			  "INSERT INTO lease (one, process, taken_at) VALUES (1, ?1, ?2)"
			  " ON CONFLICT (one) DO UPDATE SET process = ?1, taken_at = ?2",
			  MC_BINDS(mc_bind_int(getpid()), mc_bind_at(mc_clock_now())), why);

	if (code) {
		close(fd);
		return code;
	}
	*ret_fd = fd;
	return MC_OK;
}

enum mc_code mc_mail_lease_take(struct mc_mail *mail, int *ret_fd, struct mc_err *why)
{
	int fd = -1;
	enum mc_code code = mc_lock_take(mail->lease, MC_E_LEASE, &fd, why);

	return code ? code : sign_row(mail, fd, ret_fd, why);
}

enum mc_code mc_mail_lease_wait(struct mc_mail *mail, int *ret_fd, struct mc_err *why)
{
	int fd = -1;
	enum mc_code code = mc_lock_wait(mail->lease, &fd, why);

	return code ? code : sign_row(mail, fd, ret_fd, why);
}

bool mc_mail_lease_held(struct mc_mail *mail)
{
	return mc_lock_is_held(mail->lease);
}
