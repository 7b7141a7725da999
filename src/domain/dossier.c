/* SPDX-License-Identifier: MPL-2.0 */
/* dossier.c - the life of a dossier: every arrow there is, and the words for it. */
#include "motcua/domain/dossier.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

struct arrow {
	enum mc_state from;
	enum mc_happening happening;
	enum mc_state to;
};

#define ARROW(from, happening, to) \
	{MC_STATE_##from, MC_HAPPENING_##happening, MC_STATE_##to},

/* What the gateway signs counts from wherever the dossier stands: the wire and
 * the stick may both deliver it, and an answer may overtake our own bookkeeping. */
#define RECEIVABLE(from)                      \
	ARROW(from, RECEIPT, RECEIPTED)       \
	ARROW(from, REJECTION, REJECTED)      \
	ARROW(from, WITHDRAWAL, WITHDRAWN)

/* A stick may take what the wire has begun with: the gateway takes the same bytes once,
 * and gives the same receipt to both. */
#define BUNDLABLE(from) ARROW(from, BUNDLE, BUNDLED)

/* Events may be missed, so a later one is taken from any earlier state; none leads
 * back. A withdrawal of something received is final only when it is signed. Back leads only
 * that the gateway was put back to a day when it did not have it (the store lets nothing else
 * through); what has come to its end is not begun again, but for the withdrawal: when it was lost
 * it goes once more, and what it takes back is HELD until that is answered. */
#define UNDERWAY(from)                            \
	ARROW(from, BRANCH, from)                 \
	ARROW(from, RESEND, SEALED)               \
	ARROW(from, RETURN, RETURNED)             \
	ARROW(from, FINISH, COMPLETED)            \
	ARROW(from, WITHDRAWAL, WITHDRAWN)

static const struct arrow arrows[] = {
	ARROW(DRAFT, COMPLETE, READY)
	ARROW(DRAFT, EDIT, DRAFT)
	ARROW(DRAFT, DISCARD, DISCARDED)
	ARROW(READY, EDIT, DRAFT)
	ARROW(READY, DISCARD, DISCARDED)
	ARROW(READY, SEAL, SEALED)

	ARROW(SEALED, SEND, UPLOADING)
	ARROW(SEALED, HOLD, HELD)
	/* the store lets this through only when nothing was attempted yet */
	ARROW(SEALED, WITHDRAW, WITHDRAWN)
	BUNDLABLE(SEALED)
	RECEIVABLE(SEALED)

	ARROW(BUNDLED, HOLD, HELD)
	/* the stick was lost, or the link is back: a person sends it by the wire after all */
	ARROW(BUNDLED, RELEASE, SEALED)
	RECEIVABLE(BUNDLED)

	ARROW(UPLOADING, PARTS_HELD, COMMITTING)
	ARROW(UPLOADING, HOLD, HELD)
	BUNDLABLE(UPLOADING)
	RECEIVABLE(UPLOADING)

	ARROW(COMMITTING, PARTS_MISSING, UPLOADING)
	/* it may go on a stick beside, but what it is waits for the gateway's word */
	ARROW(COMMITTING, HOLD, HELD)
	RECEIVABLE(COMMITTING)

	ARROW(WITHDRAWN, RESEND, HELD)

	ARROW(HELD, RELEASE, SEALED)
	RECEIVABLE(HELD)

	ARROW(RECEIPTED, FORWARD, FORWARDED)
	ARROW(RECEIPTED, PROCESS, IN_PROCESS)
	ARROW(RECEIPTED, SUPPLEMENT_ASKED, NEEDS_SUPPLEMENT)
	ARROW(RECEIPTED, SUPPLEMENTED, IN_PROCESS)
	UNDERWAY(RECEIPTED)

	ARROW(FORWARDED, PROCESS, IN_PROCESS)
	ARROW(FORWARDED, SUPPLEMENT_ASKED, NEEDS_SUPPLEMENT)
	ARROW(FORWARDED, SUPPLEMENTED, IN_PROCESS)
	UNDERWAY(FORWARDED)

	ARROW(IN_PROCESS, SUPPLEMENT_ASKED, NEEDS_SUPPLEMENT)
	/* it waits for a payment, is stopped, goes on: the state is the same, its clock is not */
	ARROW(IN_PROCESS, PROCESS, IN_PROCESS)
	UNDERWAY(IN_PROCESS)

	/* asked anew: for more, or until a later day */
	ARROW(NEEDS_SUPPLEMENT, SUPPLEMENT_ASKED, NEEDS_SUPPLEMENT)
	ARROW(NEEDS_SUPPLEMENT, SUPPLEMENTED, IN_PROCESS)
	ARROW(NEEDS_SUPPLEMENT, PROCESS, IN_PROCESS)
	UNDERWAY(NEEDS_SUPPLEMENT)
};

static const struct state {
	const char *name, *text;
	bool final;
	enum mc_bucket bucket;
} states[MC_STATE_COUNT] = {
	[MC_STATE_NONE] = {"NONE", N_("no state"), false, MC_BUCKET_NONE},
#define X(name, text, final, bucket) [MC_STATE_##name] = {#name, text, final, MC_BUCKET_##bucket},
	MC_STATES(X)
#undef X
};

static const char *const happenings[MC_HAPPENING_COUNT] = {
#define X(name) [MC_HAPPENING_##name] = #name,
	MC_HAPPENINGS(X)
#undef X
};

enum mc_state mc_state_after(enum mc_state state, enum mc_happening happening)
{
	for (size_t i = 0; i < MC_COUNT(arrows); i++) {
		if (arrows[i].from == state && arrows[i].happening == happening) {
			return arrows[i].to;
		}
	}
	return MC_STATE_NONE;
}

const char *mc_state_name(enum mc_state state)
{
	return (unsigned)state < MC_STATE_COUNT ? states[state].name : NULL;
}

enum mc_state mc_state_parse(const char *name)
{
	for (int i = MC_STATE_NONE + 1; i < MC_STATE_COUNT; i++) {
		if (strcmp(states[i].name, name) == 0) {
			return (enum mc_state)i;
		}
	}
	return MC_STATE_NONE;
}

const char *mc_state_text(enum mc_state state)
{
	return states[state].text;
}

bool mc_state_is_final(enum mc_state state)
{
	return states[state].final;
}

enum mc_bucket mc_state_bucket(enum mc_state state)
{
	return states[state].bucket;
}

const char *mc_happening_name(enum mc_happening happening)
{
	return happenings[happening];
}

enum mc_happening mc_happening_parse(const char *name)
{
	int i = 0;

	while (i < MC_HAPPENING_COUNT && strcmp(happenings[i], name) != 0) {
		i++;
	}
	return (enum mc_happening)i;
}

/* ---- local numbers: T-tttttt-rrrrrr-c */

enum { GROUP = 6 };

static void number_put(const char digits[2 * GROUP + 1], char ret[MC_LOCAL_NUMBER_LEN])
{
	memcpy(ret, "T-", 2);
	memcpy(ret + 2, digits, GROUP);
	ret[2 + GROUP] = '-';
	memcpy(ret + 3 + GROUP, digits + GROUP, GROUP);
	ret[3 + 2 * GROUP] = '-';
	ret[4 + 2 * GROUP] = mc_crockford_check(digits);
	ret[5 + 2 * GROUP] = '\0';
}

void mc_local_number_format(const char terminal[MC_TERMINAL_LEN], uint32_t random30,
			    char ret[MC_LOCAL_NUMBER_LEN])
{
	char digits[2 * GROUP + 1];

	memcpy(digits, terminal, GROUP);
	mc_crockford_encode(random30 & 0x3fffffff, GROUP, digits + GROUP);
	number_put(digits, ret);
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The same character, as a digit when it is one: a check may be U, *, ~, $ or =. */
static bool same_check(char a, char b)
{
	int left = mc_crockford_digit(a), right = mc_crockford_digit(b);

	return left >= 0 || right >= 0 ? left == right : upper(a) == upper(b);
}

/* "T", then 12 digits and the check; hyphens and spaces between them do not matter. */
bool mc_local_number_parse(const char *text, char ret[MC_LOCAL_NUMBER_LEN])
{
	char digits[2 * GROUP + 1], check = '\0';
	int len = -1;

	for (; *text; text++) {
		if (strchr("- \t\r\n", *text)) {
			continue;
		}
		if (len == -1) {
			if (upper(*text) != 'T') {
				return false;
			}
		} else if (len < 2 * GROUP) {
			int digit = mc_crockford_digit(*text);

			if (digit < 0) {
				return false;
			}
			mc_crockford_encode((uint64_t)digit, 1, digits + len);
		} else if (len == 2 * GROUP) {
			check = *text;
		} else {
			return false;
		}
		len++;
	}
	if (len != 2 * GROUP + 1 || !same_check(check, mc_crockford_check(digits))) {
		return false;
	}
	number_put(digits, ret);
	return true;
}
