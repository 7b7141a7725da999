/* SPDX-License-Identifier: MPL-2.0 */
/*
 * details.c - what stands in brackets behind an error, as an official reads it.
 *
 * The layers below name what is wrong in a word or two, for whoever reads the source or a
 * script. Where the error's own sentence says it already, nothing is added.
 */
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/domain/dossier.h"

static const struct {
	enum mc_code code; /* MC_OK: of any */
	const char *detail, *text;
} known[] = {
	{MC_E_DATE, "shape", ""},
	{MC_E_MRZ_SHAPE, "shape", ""},
	{MC_E_DATE_RANGE, "zero", ""},
	{MC_E_DATE_RANGE, "day", N_("the day")},
	{MC_E_DATE_RANGE, "month", N_("the month")},
	{MC_E_DATE_RANGE, "year", N_("the year")},
	{MC_E_MRZ_CHECK, "check digit", ""},
	{MC_E_MRZ_SHAPE, "date", N_("a date")},
	{MC_E_CARD_TEXT, "UTF-8", ""},
	{MC_E_CARD_FIELD, "longer than any card", N_("longer than any card")},
	{MC_E_NUMBER, "officer", N_("the officer's number")},
	{MC_E_NUMBER, "no digit at its start", N_("no digit at its start")},
	{MC_E_OFFICER, "number", ""},
	{MC_E_NAME, "too long", N_("too long")},
	{ MC_E_NAME, "--name is not the name in the card's lines",
	  N_("--name is not the name in the card's lines") },
	{MC_E_NOT_A_PERSON, "number, name or birth date", ""},
	{ MC_E_DOSSIER_UNKNOWN, "no id or local number is or begins so",
	  N_("no dossier's id or local number begins so") },
	{ MC_E_DOSSIER_UNKNOWN, "more than one begins with this",
	  N_("more than one begins with this") },
	{MC_E_DOSSIER_UNKNOWN, "the name is too long", N_("too long")},
	{MC_OK, "mail.db", ""},
	{MC_OK, "store.db", ""},
	{MC_E_DOSSIER_STATE, "it was sent before", N_("it was sent before")},
	{MC_E_PAPER_NOT_ALLOWED, "no failed verification", ""},
	{ MC_E_PAPER_NOT_ALLOWED, "other ways not recorded",
	  N_("the other ways are not recorded") },
	{MC_E_APOLOGY, "no new day is recorded", ""},
	{MC_E_POSTPONE, "no reason", N_("no reason")},
	{MC_E_POSTPONE, "not a working day", N_("not a working day")},
	{MC_E_POSTPONE, "not later", N_("not later than the day promised so far")},
	{ MC_E_GATEWAY_URL, "plain http goes to this machine only",
	  N_("http:// goes to this computer only") },
	{ MC_E_GATEWAY_URL, "a socket path must be absolute",
	  N_("the path behind unix: begins with /") },
	{MC_E_ATTACH_UNREADABLE, "not a regular file", N_("not a plain file")},
	{MC_E_FILE_READ, "not a regular file", N_("not a plain file")},
	{MC_E_JWS_SHAPE, "not three parts", ""},
	{MC_E_JWS_SHAPE, "header", ""},
	{MC_E_JSON_VERSION, "v is not 1", N_("\"v\" has to be 1")},
	{MC_E_JSON_SYNTAX, "not an object", N_("it does not begin with {")},
	{MC_E_JSON_SYNTAX, "not UTF-8", N_("not UTF-8")},
	{MC_E_JSON_SYNTAX, "longer than 1 MiB", N_("longer than 1 MiB")},
	{MC_E_JSON_SYNTAX, "a member stands twice", N_("a member stands twice")},
	{MC_E_JSON_SYNTAX, "a number out of range", N_("a number out of range")},
	{MC_E_TEXT_UTF8, "a NUL byte", ""},
	{MC_E_TEXT_UTF8, "name", N_("the name")},
};

const char *app_detail(enum mc_code code, const struct mc_err *why)
{
	enum mc_state state = mc_state_parse(why->detail);

	if (state) {
		return _(mc_state_text(state));
	}
	for (size_t i = 0; i < MC_COUNT(known); i++) {
		if ((known[i].code == code || !known[i].code) &&
		    strcmp(known[i].detail, why->detail) == 0) {
			return *known[i].text ? _(known[i].text) : "";
		}
	}
	return why->detail;
}
