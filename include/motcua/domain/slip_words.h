/* SPDX-License-Identifier: MPL-2.0 */
/* slip_words.h - the words of a Vietnamese document, in whatever language the screens are. */
#ifndef MOTCUA_DOMAIN_SLIP_WORDS_H
#define MOTCUA_DOMAIN_SLIP_WORDS_H

#include "motcua/domain/dossier.h"
#include "motcua/domain/evidence.h"

/* A paper never runs ahead of the truth: what is not received by a verified receipt is called
 * so, whatever else is known. */
const char *mc_slip_state(enum mc_state state, bool has_receipt);
const char *mc_slip_way(enum mc_way way);
const char *mc_slip_outcome(enum mc_outcome outcome);
extern const char mc_slip_no_residence[]; /* found, and the register holds none */
const char *mc_slip_residence(enum mc_residence_kind kind);
const char *mc_slip_head(enum mc_head_status status);

/* "20.000 đồng (hai mươi nghìn đồng)"; below 1,000 billion. */
void mc_slip_dong(int64_t dong, char *ret, size_t size);

/* The papers that the law still lets an office ask for when every way failed (Decree 104/2022,
 * article 14). */
enum mc_substitute {
	MC_SUBSTITUTE_CARD,	    /* thẻ căn cước công dân, căn cước */
	MC_SUBSTITUTE_CONFIRMATION, /* xác nhận thông tin về cư trú, CT07 */
	MC_SUBSTITUTE_NOTICE,	    /* thông báo số định danh cá nhân */
	MC_SUBSTITUTE_COUNT
};
const char *mc_substitute_code(enum mc_substitute paper);
const char *mc_substitute_text(enum mc_substitute paper);     /* msgid */
const char *mc_substitute_document(enum mc_substitute paper); /* as it stands on a slip */
enum mc_substitute mc_substitute_parse(const char *code);     /* COUNT = unknown */

#endif
