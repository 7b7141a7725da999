/* SPDX-License-Identifier: MPL-2.0 */
/* home_view.h - the home screen's state, and its box. */
#ifndef MC_UI_HOME_VIEW_H
#define MC_UI_HOME_VIEW_H

#include "motcua/domain/query.h"
#include "ui/page.h"

struct mc_home_state {
	struct mc_edit box;
	struct mc_page page;   /* the dossiers: as many as are seen, or once it is gone through */
	bool all;              /* of all that there are */
	struct mc_vec numbers; /* int64_t: of those that were read last */
	bool in_list;
	int64_t late, today; /* of what is due */
	struct mc_card card; /* just taken */
	bool lacks; /* its name may lack letters */
};

/* Act on the text, or fill in the query (and the card) when it is to be asked about. */
enum mc_code mc_home_take(struct mc_view *view, enum mc_input_kind kind, const char *text,
			  struct mc_query *query, struct mc_err *why) MC_CHECKED;
/* All that is listed can be moved through now. Not when there is nothing. */
void mc_home_into_list(struct mc_view *view);
/* On the dossier of this number; false: there is none. */
bool mc_home_stand_on(struct mc_view *view, int64_t number);

#endif
