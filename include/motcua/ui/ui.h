/* SPDX-License-Identifier: MPL-2.0 */
/* ui.h - the screens of the desk: one call that runs until the officer leaves. */
#ifndef MOTCUA_UI_UI_H
#define MOTCUA_UI_UI_H

#include "motcua/desk/desk.h"

/*
 * Takes over the terminal on standard input and output and gives it back on every
 * way out. MC_OK: the officer left, or SIGTERM or SIGHUP came (the field being typed
 * is saved first). MC_E_TERMINAL: there is no terminal that can be used.
 */
enum mc_code mc_ui_run(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;

#endif
