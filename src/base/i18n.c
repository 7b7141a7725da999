/* SPDX-License-Identifier: MPL-2.0 */
/* i18n.c - locale start-up, so that Vietnamese comes out on a minimal Debian. */
#include "motcua/base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/where.h"
#include "motcua/base/mem.h"

static const char domain[] = "motcua";

/* Letters and messages are the machine's. Numbers, times and their order are ours, on the
 * screen, in JSON and on paper: those categories stay as they are, and cost a start nothing. */
static void choose_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
		setlocale(LC_CTYPE, "C.UTF-8");
	}
	/* LANGUAGE is always set and says which; in "C" gettext would not look at it */
	setlocale(LC_MESSAGES, "C.UTF-8");
}

/* "en", "en_US.UTF-8", "en:vi": English comes first. */
static bool is_english(const char *list)
{
	return strncmp(list, "en", 2) == 0 && strchr("_.@:", list[2]);
}

static void choose_language(const char *language)
{
	const char *set = getenv("LANGUAGE");

	if (!set || !*set) {
		setenv("LANGUAGE", language ? language : "vi", 1);
	} else if (is_english(set)) {
		/* English has no catalogue: in a list gettext would pass it by */
		setenv("LANGUAGE", "en", 1);
	}
}

void mc_i18n_init(const char *language)
{
	const char *set = getenv("MOTCUA_LOCALEDIR");
	char *built = set && *set ? mc_strdup(set) : mc_where_built("../locale");

	choose_locale();
	choose_language(language);
	bindtextdomain(domain, built ? built : MC_LOCALEDIR);
	bind_textdomain_codeset(domain, "UTF-8");
	textdomain(domain);
	free(built);
}

/* The header of the catalogue in use tells; without a catalogue the msgids speak. */
const char *mc_i18n_language(void)
{
	static char language[16];
	static const char field[] = "Language: ";
	const char *header = gettext("");
	const char *at = strstr(header, field);

	if (!at) {
		return "en";
	}
	at += strlen(field);
	language[0] = '\0';
	strncat(language, at, strcspn(at, "_\n") < sizeof(language) ? strcspn(at, "_\n") : 0);
	return language;
}
