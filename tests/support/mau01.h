/* SPDX-License-Identifier: MPL-2.0 */
/* mau01.h - the fields of Mẫu 01 that two married parents fill in (tests/data), and their values. */
#ifndef TESTS_SUPPORT_MAU01_H
#define TESTS_SUPPORT_MAU01_H

#include <stdbool.h>
#include <stdio.h>

#include "motcua/domain/procedure.h"

#define MAU01_LIST MC_SOURCE_DIR "/tests/data/mau01_two_married_parents.tsv"
#define MAU01_LINE 1000

/* Does it only say once more what another field takes from the same record: the child's ethnicity,
 * which is the father's? It is filled in, and does not count. */
bool mau01_is_copy(const struct mc_procedure *procedure, int field);

/* The next "field TAB value"; the field is left in line, comments are passed over. */
bool mau01_next(FILE *list, char line[MAU01_LINE], const char **ret_value);

#endif
