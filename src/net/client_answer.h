/* SPDX-License-Identifier: MPL-2.0 */
/* client_answer.h - one way to sort what comes back, whatever was asked. */
#ifndef NET_CLIENT_ANSWER_H
#define NET_CLIENT_ANSWER_H

#include "motcua/net/client.h"

#define TUS_VERSION "1.0.0"

/* What a 2xx must carry to be an answer of ours. */
enum expect {
	EXPECT_REPLY, /* {"outer":..} */
	EXPECT_JSON,  /* any JSON; the caller parses body */
	EXPECT_NEWER, /* the same, or 304: what is held is the newest */
	EXPECT_EMPTY, /* no body */
	EXPECT_TUS,   /* every answer of a tus server says so; a body is not looked at */
};

/* Is this an answer of our gateway's, and which? not_found: what its 404 means here. What ret
 * borrows is http's; its reply and its problem are the caller's to be done with. */
void client_sort(const struct mc_http_reply *http, enum expect expect, enum mc_code not_found,
		 struct mc_client_answer *ret);

#endif
