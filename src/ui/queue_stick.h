/* SPDX-License-Identifier: MPL-2.0 */
/* queue_stick.h - the queue's way without a link, on the screen: which stick, which file. */
#ifndef MC_UI_QUEUE_STICK_H
#define MC_UI_QUEUE_STICK_H

#include "ui/view.h"

/* What was offered last; zeroed at first. */
struct mc_queue_stick {
	struct mc_vec places; /* struct mc_stick_place */
};

unsigned mc_queue_stick_export(struct mc_view *view, struct mc_queue_stick *stick);
unsigned mc_queue_stick_import(struct mc_view *view, struct mc_queue_stick *stick);
/* The result of what these two opened; true when it was such a one. */
bool mc_queue_stick_result(struct mc_view *view, struct mc_queue_stick *stick,
			   const struct mc_event *event);
void mc_queue_stick_done(struct mc_queue_stick *stick);

#endif
