/* SPDX-License-Identifier: MPL-2.0 */
/* bench.h - the groups of rows that `make bench` prints. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>

/* Each measures and prints its rows; false when something could not be measured. */
bool bench_desk(void);
bool bench_keys(void);
bool bench_find(void);
bool bench_forms(void);
bool bench_submit(void);
bool bench_wire(void);
bool bench_link(void);

#endif
