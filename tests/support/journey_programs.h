/* SPDX-License-Identifier: MPL-2.0 */
/* journey_programs.h - what the acts of a journey are made of; for journey*.c alone. */
#ifndef TESTS_SUPPORT_JOURNEY_PROGRAMS_H
#define TESTS_SUPPORT_JOURNEY_PROGRAMS_H

#include "support/journey.h"

void journey_open_page(void);
void journey_close_page(void);
struct shim_page *journey_page(void);
const char *journey_gateway_url(void); /* "unix:..." */

/* The folders "desk", "gateway" and "stick" as they stand before an act. */
void journey_keep(enum journey_act act);
void journey_restore(enum journey_act act);

/* Each with a fault, or (NULL) without. */
void journey_run_program(struct world_run *ret, const char *const argv[],
			 const struct journey_fault *fault);
void journey_run_desk(struct world_run *ret, const struct journey_fault *fault, const char *word,
		      const char *verb, const char *operand);
void journey_run_courier(struct world_run *ret, const struct journey_fault *fault);

struct serving {
	pid_t pid;
	bool ready;
};
struct serving journey_serve(const struct journey_fault *fault);
struct serving journey_serve_well(void);
/* Its exit status and what it said. */
void journey_end_serving(const struct serving *serving, struct world_run *ret);
void journey_end_well(const struct serving *serving);

/* ---- of journey.c, for the errands */
void journey_submit_again(void); /* all, unless they are sealed */
void journey_carry_all(void);
void journey_carry(const struct journey_fault *fault, struct world_run *ret);
void journey_serve_couriers(const struct journey_fault *fault, struct world_run *ret);
void journey_play(enum journey_act act);

/* ---- of journey_errands.c */
void errand_export(const struct journey_fault *fault, struct world_run *ret);
void errand_take_in(const struct journey_fault *fault, struct world_run *ret);
void errand_bring_back(const struct journey_fault *fault, struct world_run *ret);
void errand_withdraw(const struct journey_fault *fault, struct world_run *ret);
void errand_rebuild(const struct journey_fault *fault, struct world_run *ret);
void errand_begin(void);
void errand_begin_rebuild(void);
/* Fails unless its status is 0, or 65: some of it was not whole, which the rest mends. */
void errand_expect(const struct world_run *run, const char *what);
/* The gateway takes the stick in, and all its return files come back. */
void errand_there_and_back(void);
void errand_finish_stick(void);
void errand_finish_withdrawal(void);
void errand_finish_rebuild(void);

/* ---- of journey_later.c */
void later_begin_supplement(const struct journey_fault *fault, struct world_run *ret);
void later_seal_supplement(const struct journey_fault *fault, struct world_run *ret);
void later_withdraw(const struct journey_fault *fault, struct world_run *ret);
void later_begin(void);
void later_finish_supplement(void);
void later_finish_supplement_by_stick(void);
void later_finish_withdrawal_by_stick(void);

#endif
