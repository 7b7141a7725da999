/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_demo.c - the screens: the desk itself (no subcommand), and the training desk. */

#include <unistd.h>

#include "app/app.h"

/* Before anything is started: a script that lands here gets words, not escape codes. */
static enum mc_code need_terminal(struct mc_err *why)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		return mc_fail(why, MC_E_TERMINAL, NULL);
	}
	return MC_OK;
}

enum mc_code cmd_desk(struct app *app, struct mc_err *why)
{
	enum mc_code code = need_terminal(why);

	return code ? code : app_screens(app, false, why);
}

enum mc_code cmd_demo(struct app *app, struct mc_err *why)
{
	enum mc_code code;

	if (app->option[OPT_GATEWAY]) {
		return mc_fail(why, MC_E_TRAINING, NULL);
	}
	code = need_terminal(why);
	return code ? code : app_screens(app, true, why);
}
