/* SPDX-License-Identifier: MPL-2.0 */
/* input.c - telling what somebody put into the home box. */
#include <string.h>
#include <strings.h>

#include "motcua/domain/dossier.h"
#include "motcua/domain/query.h"

static enum mc_input_kind number_kind(const char *text)
{
	char number[MC_PID_LEN];
	enum mc_id_kind kind;

	if (mc_pid_parse(text, number, &kind, NULL) != MC_OK) {
		return MC_INPUT_UNKNOWN;
	}
	return kind == MC_ID_PID ? MC_INPUT_PID : MC_INPUT_CMND;
}

enum mc_input_kind mc_input_kind(const char *text)
{
	char local[MC_LOCAL_NUMBER_LEN];

	text += strspn(text, " \t\r\n");
	if (*text == '\0') {
		return MC_INPUT_EMPTY;
	}
	if (*text == '/') {
		return MC_INPUT_COMMAND;
	}
	if (strchr(text, '|')) {
		return MC_INPUT_CARD;
	}
	if (strncasecmp(text, "IDVNM", 5) == 0) {
		return MC_INPUT_MRZ;
	}
	if (strncasecmp(text, "T-", 2) == 0) { /* also with a typing error: no name begins so */
		return MC_INPUT_LOCAL_NUMBER;
	}
	if (mc_name_check(text, NULL) == MC_OK) {
		return MC_INPUT_NAME;
	}
	return mc_local_number_parse(text, local) ? MC_INPUT_LOCAL_NUMBER : number_kind(text);
}
