/* SPDX-License-Identifier: MPL-2.0 */
/* training.h - "motcua demo" as somebody in a classroom uses it. Data in <world>/desk. */
#ifndef TESTS_E2E_TRAINING_H
#define TESTS_E2E_TRAINING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/pty.h"
#include "support/world.h"

#define TRAINING "TẬP HUẤN"
#define TRAINING_OFFICER "066085000011"

/* The words of home, complete as they stand there. */
static inline const char *home_words(void)
{
	return world_say("Dossiers of this desk");
}

/* Home, with an officer named on the command line. */
static inline struct pty *training_start(int (*before)(void))
{
	const char *argv[] = {world_program("motcua"),
			      "--data",
			      world_path("desk"),
			      "--officer",
			      TRAINING_OFFICER,
			      "demo",
			      NULL};
	struct pty *pty = pty_start(argv, 24, 80, before);

	pty_expect(pty, home_words());
	pty_expect(pty, TRAINING);
	pty_expect_gone(pty, world_say("Opening..."));
	return pty;
}

/* The card text of a case, from the training desk's own gateway. The caller frees. */
static inline char *training_card(const char *name)
{
	return world_card(world_path("desk/gateway"), name);
}

/* On home: a scanner's burst with its Enter fills the look-up in and asks nothing;
 * then a person asks. Ends on the person's screen. */
static inline void training_look_up(struct pty *pty, const char *card)
{
	char burst[1024];

	snprintf(burst, sizeof(burst), "%s\r", card);
	pty_send(pty, burst);
	pty_expect(pty, world_say("Look-up in the register"));
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("Person in the register"));
}

/* On a person's screen: the linked birth dossier with this person as its role number
 * `role`. Ends in the form. */
static inline void training_open_dossier(struct pty *pty, int role)
{
	pty_expect(pty, world_say("Open a dossier"));
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, "1.001193"); /* the first page of the catalogue */
	pty_type(pty, "lien thong dang ky khai sinh");
	pty_expect(pty, "2.002621");
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("Who is this person in the dossier?"));
	pty_type(pty, KEY_HOME); /* whomever the list stands on */
	while (role-- > 0) {
		pty_type(pty, KEY_DOWN);
	}
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
}

#endif
