/* SPDX-License-Identifier: MPL-2.0 */
/* settings.c - motcua.conf(5): the table of its keys, for all who read it. */
#include "motcua/base/config.h"

#include "motcua/base/i18n.h"

static const char *const methods[] = {"telex", "vni", "viqr", "off", NULL};
static const char *const styles[] = {"old", "new", NULL};
static const char *const switches[] = {"no", "yes", NULL};
static const char *const languages[] = {"vi", "en", NULL};

const struct mc_config_key mc_settings_keys[] = {
	{"office", "name", "", NULL, N_("the office's name, for the first row")},
	{ "office", "commune", "", NULL,
	  N_("the 5-digit code of the office's commune, for the forms") },
	{"office", "terminal_label", "", NULL, N_("a name for this counter")},
	{ "office", "hours", "", NULL,
	  N_("working hours: mon-fri 07:30-11:30 13:30-17:00") },
	{ "office", "reception", "", NULL,
	  N_("reception beyond working hours: sat 07:30-11:30") },
	{"officer", "number", "", NULL, N_("the officer's own 12-digit identity number")},
	{"officer", "name", "", NULL, N_("the officer's name")},
	{ "gateway", "url", "", NULL,
	  N_("https://host[:port], unix:/path or http:// to this machine") },
	{"gateway", "gateway_key", "", NULL, N_("path of gateway.keys")},
	{"gateway", "enrol_code", "", NULL, N_("the one-time code from the province")},
	{"gateway", "ca", "", NULL, N_("certificate authority to trust instead of the system's")},
	{"gateway", "client_cert", "", NULL, N_("this terminal's TLS certificate")},
	{"gateway", "client_key", "", NULL, N_("its private key")},
	{"gateway", "proxy", "", NULL, N_("a proxy for the courier")},
	{"input", "method", "telex", methods, N_("how Vietnamese is typed")},
	{ "input", "escape_ms", "", NULL,
	  N_("how long a key may come in pieces: 100, 300 by SSH or on a serial line; 50 to 5000") },
	{"input", "tone_style", "old", styles, N_("where the tone mark stands")},
	{ "scanner", "device", "", NULL,
	  N_("a card scanner on a serial line: /dev/ttyACM0, read directly") },
	{ "print", "command", "", NULL,
	  N_("the program that takes a slip to print, by its path; else /usr/bin/lp") },
	{ "reuse", "hours", "12", NULL,
	  N_("for how long a look-up fills the next form; 0: never, at most 168") },
	{ "screen", "reader", "no", switches,
	  N_("draw for speech and braille: no frames, no marks") },
	{"screen", "mouse", "no", switches, N_("a click moves, the wheel scrolls")},
	{ "screen", "lock_after", "0", NULL,
	  N_("minutes without a key until the screen is locked, 10s: seconds; 0: never") },
	{"store", "data", "", NULL, N_("the data folder")},
	{"ui", "language", "vi", languages, N_("the language of screens and messages")},
	{NULL, NULL, NULL, NULL, NULL},
};
