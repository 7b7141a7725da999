/* SPDX-License-Identifier: MPL-2.0 */
/* form_rules.h - the procedure's rules between fields, judged. */
#ifndef DOMAIN_FORM_RULES_H
#define DOMAIN_FORM_RULES_H

#include "motcua/domain/form.h"

/* b: -1 when the rule is about one field and today. */
typedef void mc_rule_broken(void *ctx, int a, int b, const struct mc_rule *rule);
void mc_form_judge(const struct mc_form *form, const struct mc_date *today, mc_rule_broken *tell,
		   void *ctx);

#endif
