/* SPDX-License-Identifier: MPL-2.0 */
/* calls.h - how often a real program writes to its terminal and syncs the disk, key by key. */
#ifndef TESTS_SUPPORT_CALLS_H
#define TESTS_SUPPORT_CALLS_H

#include <stdbool.h>

#include "support/shim_calls.h"

/* False where nothing can be counted: a sanitizer has to be loaded first itself. */
bool calls_possible(void);
/* In the test's world; calls_arm() is a `before` of pty_start(). */
void calls_begin(void);
int calls_arm(void); /* counts the program "motcua" */
void calls_end(void);
/* Since calls_begin(). */
struct calls calls_now(void);
/* Where it is counted. */
struct calls *calls_page(void);

#endif
