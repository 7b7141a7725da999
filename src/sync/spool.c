/* SPDX-License-Identifier: MPL-2.0 */
/* spool.c - the second copy of what was sealed, made while the link may be down; and the
 * folder kept in order. */
#include "motcua/store/spool.h"

#include "motcua/base/clock.h"
#include "motcua/store/room.h"
#include "sync/engine.h"

/* Two fsyncs each: the step stays short, the rest comes with the next one. But a disk that is
 * quick gives a whole batch in one. */
enum { AT_A_TIME = 16, STEP_MS = 100 };
enum { TIDY_EVERY = 3600 * 1000 };

/* A disk that takes no file now is no reason to stop: an item that is not in the spool is
 * not sent (begin() in items.c), and says why. */
static bool is_passing(enum mc_code code)
{
	return code == MC_E_DISK_FULL || code == MC_E_FILE_WRITE;
}

void engine_spool(struct mc_engine *engine)
{
	struct mc_err why;
	int64_t until = mc_clock_mono() + STEP_MS;
	bool more = false;
	enum mc_code code;

	do {
		code = mc_mail_spool(engine->with.mail, engine->with.paths, AT_A_TIME,
				     &engine->spooled, &more, &why);
	} while (!code && more && mc_clock_mono() < until);

	if (code && !is_passing(code)) {
		engine_fault(engine, code, &why);
	} else if (!code && more) {
		engine_again(engine);
	}
}

enum mc_code engine_spool_item(struct mc_engine *engine, const struct mc_item *item,
			       const struct mc_str *record, const struct mc_str *manifest,
			       struct mc_err *why)
{
	const char *place = item->dossier[0] ? item->id : item->epoch;

	return item->state != MC_STATE_SEALED ?
		       MC_OK :
		       mc_spool_keep(engine->with.paths, place, item->seq,
				     mc_slice_of(record), mc_slice_of(manifest), why);
}

/* No room for the ballast is for the doctor to say: nothing here depends on it. */
void engine_tidy(struct mc_engine *engine)
{
	int64_t now = mc_clock_mono();

	if (now < engine->tidy_next) {
		return;
	}
	engine->tidy_next = now + TIDY_EVERY;
	(void)!mc_ballast_make(engine->with.paths, NULL);
	(void)mc_sweep_temporaries(engine->with.paths, mc_clock_now());
}
