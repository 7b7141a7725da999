/* SPDX-License-Identifier: MPL-2.0 */
/* pack.c - the names of the catalogue's parts, and what their files may be called. */
#include "motcua/domain/pack.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/domain/person.h"

static const struct {
	const char *word, *text;
} names[MC_PACK_COUNT] = {
#define X(name, word, text) [MC_PACK_##name] = {word, text},
	MC_PACK_NAMES(X)
#undef X
};

const char *mc_pack_word(enum mc_pack_name name)
{
	return names[name].word;
}

const char *mc_pack_text(enum mc_pack_name name)
{
	return names[name].text;
}

enum mc_pack_name mc_pack_parse_word(const char *word)
{
	int name = 0;

	while (name < MC_PACK_COUNT && strcmp(names[name].word, word) != 0) {
		name++;
	}
	return (enum mc_pack_name)name;
}

bool mc_pack_file_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789._-";
	size_t len = strlen(name);

	return len > 5 && len < MC_WORD_LEN && !strcmp(name + len - 5, ".json") &&
	       name[strspn(name, letters)] == '\0' && !strchr("._-", name[0]);
}

bool mc_pack_is_outdone(const struct mc_date *pack, const struct mc_date *shipped)
{
	return mc_date_is_full(shipped) && mc_date_compare(shipped, pack) > 0;
}
