/* SPDX-License-Identifier: MPL-2.0 */
/* person.c - words and addresses of a register record. */
#include "motcua/domain/person.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

struct word {
	const char *code, *text;
};

static const struct word residence_kinds[] = {
	[MC_RESIDENCE_NONE] = {"", N_("no residence known")},
	[MC_RESIDENCE_PERMANENT] = {"permanent", N_("permanent residence")},
	[MC_RESIDENCE_TEMPORARY] = {"temporary", N_("temporary residence")},
	[MC_RESIDENCE_CURRENT] = {"current", N_("current place of living")},
};

static const struct word head_statuses[] = {
	[MC_HEAD_UNKNOWN] = {"unknown", N_("head of household not known")},
	[MC_HEAD_PRESENT] = {"present", N_("head of household")},
	[MC_HEAD_DEAD] = {"dead", N_("head of household has died")},
	[MC_HEAD_ELSEWHERE] = {"elsewhere", N_("head of household is in another household")},
	[MC_HEAD_ABSENT] = {"absent", N_("head of household is registered as absent")},
};

static size_t find(const struct word *words, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i].code, code) == 0) {
			return i;
		}
	}
	return 0;
}

const char *mc_residence_kind_code(enum mc_residence_kind kind)
{
	return residence_kinds[kind].code;
}

enum mc_residence_kind mc_residence_kind_parse(const char *code)
{
	return (enum mc_residence_kind)find(residence_kinds, MC_COUNT(residence_kinds), code);
}

const char *mc_residence_kind_text(enum mc_residence_kind kind)
{
	return residence_kinds[kind].text;
}

const char *mc_head_status_code(enum mc_head_status status)
{
	return head_statuses[status].code;
}

enum mc_head_status mc_head_status_parse(const char *code)
{
	return (enum mc_head_status)find(head_statuses, MC_COUNT(head_statuses), code);
}

const char *mc_head_status_text(enum mc_head_status status)
{
	return head_statuses[status].text;
}

void mc_address_format(const struct mc_address *address, char *ret, size_t size)
{
	const char *const parts[] = { address->detail, address->ward, address->district,
				      address->province };
	size_t len = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < MC_COUNT(parts); i++) {
		if (parts[i][0] == '\0') {
			continue;
		}
		if (len > 0 && mc_copy(ret + len, size - len, ", ") != 0) {
			return;
		}
		len += strlen(ret + len);
		if (mc_copy(ret + len, size - len, parts[i]) != 0) {
			return;
		}
		len += strlen(ret + len);
	}
}

int mc_address_is_set(const struct mc_address *address)
{
	return address->detail[0] || address->ward[0] || address->district[0] ||
	       address->province[0];
}

/* Residence is the permanent one, else the temporary one; who has neither counts
 * where he lives now (Residence Law 68/2020). An unset address comes with NONE. */
const struct mc_address *mc_person_residence(const struct mc_person *person,
					     enum mc_residence_kind *ret_kind)
{
	const struct {
		const struct mc_address *address;
		enum mc_residence_kind kind;
	} choices[] = {
		{&person->permanent, MC_RESIDENCE_PERMANENT},
		{&person->temporary, MC_RESIDENCE_TEMPORARY},
		{&person->current, MC_RESIDENCE_CURRENT},
	};

	for (size_t i = 0; i < MC_COUNT(choices); i++) {
		if (mc_address_is_set(choices[i].address)) {
			*ret_kind = choices[i].kind;
			return choices[i].address;
		}
	}
	*ret_kind = MC_RESIDENCE_NONE;
	return &person->permanent;
}
