/* SPDX-License-Identifier: MPL-2.0 */
/* opened_desk.h - the opening of a test program whose cases each have a fresh desk with its
 * province: p, setup, teardown. */
#ifndef TESTS_SUPPORT_OPENED_DESK_H
#define TESTS_SUPPORT_OPENED_DESK_H

#include "support/province.h"

static struct province p;

static inline int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

#endif
