/* SPDX-License-Identifier: MPL-2.0 */
/*
 * slip.h - what is printed for a citizen: a template (data/slips/KIND.txt) with values put in,
 * 80 columns wide, broken by columns and not by bytes.
 *
 * Slips are documents: Vietnamese in whatever language the screens are. The forms of
 * circulars change, so their words are data. A template, line by line:
 *
 *     # a comment         not printed
 *     ^text               centred
 *     left || right       two halves of the page, each centred
 *     ---                 a line across
 *     text {name} text    values put in; a line whose values are all empty is left out
 *
 * A line too long goes on in the next one, indented behind what it begins with.
 */
#ifndef MOTCUA_DOMAIN_SLIP_H
#define MOTCUA_DOMAIN_SLIP_H

#include "motcua/base/str.h"

#define MC_SLIP_COLUMNS 80

struct mc_slip_value {
	const char *name, *text; /* text may have several lines; NULL = "" */
};

/* Appended to ret. MC_E_SLIP_TEMPLATE with the line: a name that has no value, a brace that
 * is not closed, or a text that is not valid UTF-8. */
enum mc_code mc_slip_render(const char *template, const struct mc_slip_value *values, int count,
			    struct mc_str *ret, struct mc_err *why) MC_CHECKED;

#endif
