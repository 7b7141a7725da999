/* SPDX-License-Identifier: MPL-2.0 */
/* many.h - a desk that has been at work for years. */
#ifndef TESTS_SUPPORT_MANY_H
#define TESTS_SUPPORT_MANY_H

#include "support/province.h"

/*
 * So many dossiers in both stores of the open desk. The last MANY_REAL were sealed, sent and
 * received, each receipt signed; those before them have come to their end: rows with names, due dates and bytes
 * of the usual size that nobody verifies, for nothing that is measured looks at them.
 */
enum { MANY_REAL = 20 };
void many_fill(struct province *p, int count);

#endif
