/* SPDX-License-Identifier: MPL-2.0 */
/* read_only.h - a folder as if its file system had been mounted read-only. */
#ifndef TESTS_SUPPORT_READ_ONLY_H
#define TESTS_SUPPORT_READ_ONLY_H

#include <stdbool.h>

/* For this process and those below it only, for good; false where the machine does not let
 * us. Without privilege the process becomes root of a name space of its own. */
bool read_only_make(const char *folder);

#endif
