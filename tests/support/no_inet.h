/* SPDX-License-Identifier: MPL-2.0 */
/* no_inet.h - a process, and all it starts, that dies at its first INET socket. */
#ifndef TESTS_SUPPORT_NO_INET_H
#define TESTS_SUPPORT_NO_INET_H

#include <stdbool.h>

/* Is there a filter for this machine? */
bool no_inet_works(void);
/* From here on socket(AF_INET or AF_INET6) ends the process with SIGSYS; inherited and
 * not to be undone. 0, or -1. Fits as `before` of pty_start() and world_run(). */
int no_inet(void);

#endif
