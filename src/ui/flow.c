/* SPDX-License-Identifier: MPL-2.0 */
/* flow.c - a rate from two sights of the same number. */
#include "ui/flow.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static void begin(struct mc_flow *flow, const char *id, int64_t bytes, int64_t mono)
{
	MC_COPY(flow->id, id);
	flow->from = flow->bytes = bytes;
	flow->from_at = flow->at = mono;
}

void mc_flow_see(struct mc_flow *flow, const char *id, int64_t bytes, int64_t mono)
{
	if (!id) {
		flow->id[0] = '\0';
		return;
	}
	if (strcmp(flow->id, id) || bytes < flow->bytes) { /* another, or from its beginning */
		begin(flow, id, bytes, mono);
		return;
	}
	if (bytes == flow->bytes) {
		return;
	}
	if (mono - flow->from_at > MC_FLOW_WINDOW) {
		flow->from = flow->bytes;
		flow->from_at = flow->at;
	}
	flow->bytes = bytes;
	flow->at = mono;
}

int64_t mc_flow_rate(const struct mc_flow *flow, int64_t mono)
{
	int64_t took = flow->at - flow->from_at;

	return !flow->id[0] || took <= 0 || mono - flow->at > MC_FLOW_STILL ?
		       0 :
		       (flow->bytes - flow->from) * 1000 / took;
}

int mc_flow_number(struct mc_flow *flow, int waiting)
{
	flow->most = waiting && waiting < flow->most ? flow->most : waiting;
	return flow->most - waiting + 1;
}

void mc_flow_text(int64_t rate, char ret[24])
{
	if (rate <= 0) {
		ret[0] = '\0';
	} else if (rate < 1000) {
		snprintf(ret, 24, _("%lld B/s"), (long long)rate);
	} else {
		snprintf(ret, 24, _("%lld.%lld kB/s"), (long long)(rate / 1000),
			 (long long)(rate / 100 % 10));
	}
}
