/* SPDX-License-Identifier: MPL-2.0 */
/*
 * engine.h - the courier's work: what waits in mail.db goes to the gateway, what
 * the gateway signed comes back. A guest of the process's loop: it starts
 * exchanges and is called back; it never blocks.
 */
#ifndef MOTCUA_SYNC_ENGINE_H
#define MOTCUA_SYNC_ENGINE_H

#include "motcua/net/client.h"
#include "motcua/seal/keyring.h"
#include "motcua/store/mail.h"

struct mc_engine;

/* All borrowed for the engine's life. */
struct mc_engine_parts {
	struct mc_mail *mail;
	const struct mc_paths *paths;
	const struct mc_keyring *keyring;
	struct mc_http *http;
	struct mc_client *client;
	void (*changed)(void *ctx); /* something was stored that a desk may be waiting for */
	void (*again)(void *ctx);   /* an exchange ended: call mc_engine_step() soon, not from here */
	/* The link failed for this reason, or the store is in use (for a log); detail: no
	 * personal data. May be NULL. */
	void (*failed)(void *ctx, enum mc_code cause, const char *detail);
	void *ctx;
	bool once; /* try everything once, at once; then be done */
};
struct mc_engine *mc_engine_new(const struct mc_engine_parts *parts);
void mc_engine_free(struct mc_engine *engine);
/* Before it is freed, when nothing failed: whoever comes next finds that all went well. */
enum mc_code mc_engine_end(struct mc_engine *engine, struct mc_err *why) MC_CHECKED;

/*
 * Start what is due. ret_wake_at (mc_clock_mono): when to call again if nothing
 * else happens; -1 = only when poked. Also to be called whenever `again` said so.
 * A failure is the store's: what is on disk is safe, and this run is over. A store that is in
 * use is no failure, but for `once`.
 */
enum mc_code mc_engine_step(struct mc_engine *engine, int64_t *ret_wake_at,
			    struct mc_err *why) MC_CHECKED;
/* Somebody did something (submitted, asked, restored the link): no waiting for back-off. A
 * gateway that asked for a rest has it all the same, and after an outage the queue spreads
 * out until a person says "send now" (a row: store/mail.h). */
void mc_engine_poke(struct mc_engine *engine);
/* No exchange is under way. */
bool mc_engine_idle(const struct mc_engine *engine);
/* With `once`: all was tried. Right after a step. */
bool mc_engine_over(const struct mc_engine *engine);
/* Are there items or questions that still wait for the gateway, or open dossiers? */
bool mc_engine_waits(struct mc_engine *engine);

/*
 * No engine can be started, for this cause: the link row says so, and who waits for an
 * answer need not wait any longer. Under the lease.
 */
enum mc_code mc_engine_impossible(struct mc_mail *mail, enum mc_code cause,
				  struct mc_err *why) MC_CHECKED;

#endif
