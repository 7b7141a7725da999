/* SPDX-License-Identifier: MPL-2.0 */
/* narrow.h - which dossiers all that is asked for holds of, whatever finds them. */
#ifndef DESK_NARROW_H
#define DESK_NARROW_H

#include "desk/desk.h"
#include "motcua/desk/find.h"

/* Something else than the text is asked for. */
bool desk_has_filter(const struct mc_find *find);
/* All of whom that holds, the newest first: int64_t items. */
enum mc_code desk_filter(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			 struct mc_err *why) MC_CHECKED;
/* Those of the hits of whom it holds, in the order of the hits. */
enum mc_code desk_narrow(struct mc_desk *desk, const struct mc_find *find,
			 const struct mc_vec *hits, struct mc_vec *ret,
			 struct mc_err *why) MC_CHECKED;
/* Each number has its mark, so that a common name costs no search for each who bears it. What
 * ret held is freed; the caller frees ret->marks. No number is negative. */
void desk_mark(const struct mc_vec *numbers, struct desk_marks *ret);
bool desk_is_marked(const struct desk_marks *marks, int64_t n);
/* What is kept between two letters that are typed over the queue. */
void desk_forget_sealed(struct mc_desk *desk);

#endif
