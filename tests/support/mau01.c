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
