/* SPDX-License-Identifier: MPL-2.0 */
/*
 * register.h - whom the gateway asks about people.
 *
 * Number (or CMND), name and birth date (or year) must all agree; anything else is
 * "no match", never telling which of them differs: the national service answers so.
 */
#ifndef GATEWAY_REGISTER_H
#define GATEWAY_REGISTER_H

#include "motcua/domain/query.h"

struct mc_register_ops {
	const char *name;
	/* MC_OK for found and for no match; an error is a service failure. */
	enum mc_code (*find)(void *ctx, const struct mc_query *query, int64_t now,
			     struct mc_answer *ret, struct mc_err *why);
	void (*close)(void *ctx);
};

struct mc_register {
	const struct mc_register_ops *ops;
	void *ctx;
};

/* Invented people (population.h), made with the first question; does not fail. */
void mc_register_synthetic_open(uint64_t seed, struct mc_register *ret);

enum mc_code mc_register_find(const struct mc_register *reg, const struct mc_query *query,
			      int64_t now, struct mc_answer *ret, struct mc_err *why) MC_CHECKED;
/* Zeroes it; closing twice is fine. */
void mc_register_close(struct mc_register *reg);

/* Do a name as asked and the register's name agree? A name asked in plain ASCII may
 * lack marks, and one of MRZ length may be cut. */
bool mc_register_name_agrees(const char *asked, const char *full_name);

#endif
