/* SPDX-License-Identifier: MPL-2.0 */
/* reasons.c - why the gateway refused a dossier or sent it back, field by field. */
#include <stdlib.h>
#include <string.h>

#include "desk/asked.h"
#include "motcua/base/mem.h"

enum { SAID_MAX = 200 };

static void add_reasons(const struct mc_notice *notice, struct mc_vec *ret)
{
	for (int i = 0; i < notice->reason_count; i++) {
		struct mc_dossier_reason *reason = mc_vec_push(ret);

		if (reason) {
			MC_COPY(reason->field, notice->reasons[i].field);
			MC_COPY(reason->text, notice->reasons[i].text);
		}
	}
}

/* Of all that ask for something and have no answer yet, not only of who asked last. */
static enum mc_code add_asked(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			      struct mc_err *why)
{
	struct desk_asks *asks;
	enum mc_code code = desk_asks_load(desk, id, &asks, why);

	code = code ? code : desk_asks_unanswered(desk, id, asks, why);
	if (!code && asks->count) {
		mc_vec_reset(ret);
		for (int i = 0; i < asks->count; i++) {
			add_reasons(&asks->of[i].notice, ret);
		}
	}
	desk_asks_free(asks);
	return code;
}

/* The newest word counts: what it does not name any more is settled. */
enum mc_code mc_dossier_reasons(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				struct mc_err *why)
{
	struct mc_notice *notice = mc_calloc(1, sizeof(*notice));
	struct mc_vec events;
	struct mc_record record;
	bool known = !said_record(desk, id, &record, NULL);
	enum mc_code code;

	mc_vec_init(&events, sizeof(struct mc_mail_event), SAID_MAX);
	code = mc_mail_events(desk->mail, id, &events, why);
	MC_VEC_EACH(&events, struct mc_mail_event, event) {
		if (!code && known && said_notice(desk, &record, event, notice)) {
			mc_vec_reset(ret);
			add_reasons(notice, ret);
		}
	}
	if (!code && known) {
		code = add_asked(desk, id, ret, why);
	}
	mc_mail_events_done(&events);
	explicit_bzero(notice, sizeof(*notice));
	free(notice);
	return code;
}
