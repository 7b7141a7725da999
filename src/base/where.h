/* SPDX-License-Identifier: MPL-2.0 */
/* where.h - where our files lie when the program runs from the build tree. */
#ifndef BASE_WHERE_H
#define BASE_WHERE_H

/*
 * The existing path `beside`, seen from the folder of the running program;
 * NULL when there is none or the program runs from where it was installed to
 * (there "../../data" may be anybody's). The caller frees.
 */
char *mc_where_built(const char *beside);

#endif
