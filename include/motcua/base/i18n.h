/* SPDX-License-Identifier: MPL-2.0 */
/*
 * i18n.h - gettext. msgids are English; Vietnamese is the default language even
 * under LANG=C.UTF-8, because a minimal Debian has no vi_VN locale.
 */
#ifndef MOTCUA_BASE_I18N_H
#define MOTCUA_BASE_I18N_H

#include <libintl.h>

#define _(msgid) gettext(msgid)
#define N_(msgid) msgid
#define P_(msgid, plural, n) ngettext(msgid, plural, n)

/*
 * Once, first thing in main(). The locale is the environment's when its codeset
 * is UTF-8, else C.UTF-8. Language: LANGUAGE when set; else "vi" unless
 * `language` ("vi", "en" or NULL = vi) says otherwise. Catalogues are looked
 * for in MOTCUA_LOCALEDIR when set (the build tree), else in the prefix.
 */
void mc_i18n_init(const char *language);
/* The language that messages come in: "vi", "en", ... Static. */
const char *mc_i18n_language(void);

#endif
