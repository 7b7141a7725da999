/* SPDX-License-Identifier: MPL-2.0 */
/* said.h - statements judged anew, for the files that show them. */
#ifndef DESK_SAID_H
#define DESK_SAID_H

#include "desk/work.h"

/* Our own word of what was sealed, by our own signature. */
enum mc_code said_record(struct mc_desk *desk, const char *id, struct mc_record *ret,
			 struct mc_err *why) MC_CHECKED;
/* What it says, when its signature bears that out and it is about this record. */
bool said_outer(struct mc_desk *desk, const struct mc_record *record,
		const struct mc_mail_event *event, struct mc_outer *ret);
/* Is there a receipt (or a rejection) of it, and do both signatures bear it out? */
bool said_bears_out(struct mc_desk *desk, const char *id, int64_t seq, const char *kind);
/* The notice inside; false when there is none that is borne out by its signature. */
bool said_notice(struct mc_desk *desk, const struct mc_record *record,
		 const struct mc_mail_event *event, struct mc_notice *ret);

#endif
