/* SPDX-License-Identifier: MPL-2.0 */
#include "support/mau01.h"

#include <string.h>

bool mau01_next(FILE *list, char line[MAU01_LINE], const char **ret_value)
{
	while (fgets(line, MAU01_LINE, list)) {
		char *tab = strchr(line, '\t');

		if (line[0] != '#' && tab) {
			*tab = '\0';
			tab[1 + strcspn(tab + 1, "\n")] = '\0';
			*ret_value = tab + 1;
			return true;
		}
	}
	return false;
}

static bool is_of_role(const struct mc_field *field, const char *role)
{
	size_t len = strlen(role);

	return strncmp(field->id, role, len) == 0 && field->id[len] == '.';
}

bool mau01_is_copy(const struct mc_procedure *procedure, int field)
{
	const struct mc_field *of = mc_vec_at(&procedure->fields, (size_t)field);

	MC_VEC_EACH(&of->prefill, struct mc_prefill, mine) {
		MC_VEC_EACH(&procedure->fields, struct mc_field, other) {
			const struct mc_prefill *its = mc_vec_at(&other->prefill, 0);

			if (other != of && its && is_of_role(other, mine->role) &&
			    !is_of_role(of, mine->role) && !strcmp(its->role, mine->role) &&
			    !strcmp(its->source, mine->source)) {
				return true;
			}
		}
	}
	return false;
}
