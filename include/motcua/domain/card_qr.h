/* SPDX-License-Identifier: MPL-2.0 */
/*
 * card_qr.h - the text of the QR code on a citizen's card.
 *
 * Seven fields or more, '|' between them: number|CMND|name|ddmmyyyy|sex|address|
 * ddmmyyyy of issue. CMND may be empty. Newer cards carry more fields in an
 * order that was not published: the first seven are used, the rest kept raw.
 */
#ifndef MOTCUA_DOMAIN_CARD_QR_H
#define MOTCUA_DOMAIN_CARD_QR_H

#include "motcua/domain/person.h"

struct mc_card {
	char number[MC_PID_LEN], cmnd[MC_CMND_LEN];
	char full_name[MC_NAME_LEN];
	struct mc_date born; /* year alone when the card says 00 for day and month */
	enum mc_sex sex;
	char address[MC_TEXT_LEN];
	struct mc_date issued;
	char rest[MC_TEXT_LEN]; /* fields 8.. as they came, "" on a 2021 card */
	unsigned warnings;      /* mc_pid_check() bits */
};

enum mc_code mc_card_parse(const char *text, struct mc_card *ret, struct mc_err *why) MC_CHECKED;
/* Where a card's text begins in what was typed or scanned into a field, perhaps behind what stood
 * there; NULL when there is none. */
const char *mc_card_in(const char *text);
/* Its name has no letter beyond ASCII: a scanner that types like a keyboard drops those. */
bool mc_card_may_lack_letters(const struct mc_card *card);
/* The seven fields, for people and tests that need a card. */
void mc_card_format(const struct mc_card *card, char *ret, size_t size);

#endif
