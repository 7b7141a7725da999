/* SPDX-License-Identifier: MPL-2.0 */
/* spool.c - the second copy of what was sealed, made while the link may be down. */
#include "motcua/store/spool.h"

#include "motcua/base/mem.h"
#include "sync/engine.h"

/* Two fsyncs each: the step stays short, the rest comes with the next one. */
enum { AT_A_TIME = 16 };

/* A disk that takes no file now is no reason to stop: an item that is not in the spool is
 * not sent (begin() in items.c), and says why. */
static bool is_passing(enum mc_code code)
{
	return code == MC_E_DISK_FULL || code == MC_E_FILE_WRITE;
}

void engine_spool(struct mc_engine *engine)
{
	struct mc_err why;
	bool more = false;
	enum mc_code code = mc_mail_spool(engine->with.mail, engine->with.paths, AT_A_TIME,
					  &engine->spooled, &more, &why);

	if (code && !is_passing(code)) {
		engine_fault(engine, code, &why);
	} else if (!code && more) {
		engine_again(engine);
	}
}
