/* SPDX-License-Identifier: MPL-2.0 */
/*
 * engine.h - what the engine's files share: the link's health and the three lanes
 * (questions, items, events), each with at most one exchange under way.
 */
#ifndef SYNC_ENGINE_H
#define SYNC_ENGINE_H

#include "motcua/base/clock.h"
#include "motcua/store/epoch.h"
#include "motcua/store/withdrawal.h"
#include "motcua/sync/engine.h"
#include "motcua/wire/message.h"
#include "motcua/wire/pack.h"

/* The dossier that is on its way. */
struct item_job {
	struct mc_item item;
	struct mc_record record;
	struct mc_str record_jws, manifest;
	struct mc_str lean;  /* both, as they are sent; "" = as they are */
	struct mc_vec parts; /* struct mc_mail_part */
	size_t part;         /* the one under way */
	bool resent;         /* the gateway missed parts once in this try */
};

/* Dossiers that are on their way together. */
struct batch_job {
	struct mc_engine *engine;
	struct mc_vec ones; /* struct batch_one */
	struct mc_str body;
	bool lean;     /* body is */
	bool out;      /* under way; */
	bool sent;     /* all of it, and only the answer is due */
	int64_t began; /* mono */
};

/*
 * So many tries of one dossier that the link ended, without a byte gained: the link may be ending
 * for its sake (a box on the way that takes offence at it). From then on it goes alone and keeps
 * a turn of its own, so that the others go on.
 */
enum { SUSPECT_AFTER = 3 };

/* While the answer to one is on its way back, the next one is on its way there. */
enum { BATCHES = 2 };
struct batches {
	struct batch_job jobs[BATCHES];
	bool offered; /* the gateway takes batches, and has not refused one since its hello */
	int most;     /* dossiers: halved when a batch came to nothing, doubled when it went well */
	int64_t size; /* bytes: what the line carries in a few seconds */
};

/* Packs of the catalogue, name by name. */
struct pack_job {
	bool out, wanted;
	bool refused;          /* one of them, of this word: the word is not kept */
	int64_t again;         /* mono: not before it for the same word */
	int name;              /* enum mc_pack_name: the one in hand */
	char word[9];          /* of the hello that told of them */
	char etag[64];         /* of the list in hand */
	struct mc_str list;    /* as it came, verified; empty = not asked yet */
	struct mc_vec missing; /* struct mc_pack_file: to be fetched for it */
	int64_t hello_next;    /* mono: the hello of the day */
};

/* A newer list of the gateway's keys. */
struct keys_job {
	bool out, wanted;
	bool hello; /* it is fetched because nobody whom we know signed a hello */
	struct mc_keyring *own; /* the one in use, when it is not the file's; else NULL */
};

struct mc_engine {
	struct mc_engine_parts with;
	/* exchanges under way */
	bool hello_out, question_out, item_out, withdrawal_out, reconcile_out;
	bool events_out;
	/* the link */
	bool enrolled;      /* a signed hello said so, and the link has not failed since */
	bool lean;          /* it said that it takes the short spellings, and did not refuse one */
	bool dates_asked;   /* a hello whatever the dates, since one with the right dates */
	bool enrol_tried;   /* since the last hello that knew us */
	bool failed_once;   /* `once`: the link failed, the run is over */
	int failures;       /* in a row */
	int64_t down_since; /* mono: the first of them */
	int64_t failed_at;  /* mono: the last of them */
	bool urged;         /* since then a person said "send now" */
	char send_now[24];  /* the last time that one did, as it stands in its row */
	int64_t link_next;  /* mono; no exchange before it, unless somebody pokes */
	int64_t not_before; /* mono; Retry-After: no exchange before it, whoever pokes; */
	int64_t ask_from;   /* mono; but the question that somebody sits in front of, from here */
	int64_t bulk_from;  /* mono; after an outage items wait a random while */
	bool was_cut;
	char nonce[24];
	struct mc_signed_for signed_for; /* before the hello was asked for */
	struct {
		bool is; /* it was put back from a backup; */
		char epoch[17];
		int64_t knows; /* its hello told of this as the highest */
	} behind;
	/* lanes */
	struct mc_question question; /* while question_out */
	char question_sha256[MC_DIGEST_LEN];
	int64_t question_next;
	int question_failures;
	struct item_job job;
	struct batches batch;
	struct {
		bool asked;       /* since the last hello; */
		bool with_upload; /* it takes bytes with the request that makes an upload */
		bool checksum;    /* it looks at what a piece says of itself, in SHA-256 */
	} tus;
	int64_t pace_told; /* mono; 0 = never */
	int64_t piece, piece_began; /* of an upload: bytes, 0 = none yet; mono */
	int64_t item_wake;   /* mono: the next item's try; -1 = none */
	int64_t spooled;     /* rows of items up to this one are in the spool */
	int64_t tidy_next;   /* mono */
	struct mc_mail_withdrawal withdrawal; /* while withdrawal_out */
	struct mc_record withdrawn;           /* the record that it takes back */
	int64_t withdrawal_wake;              /* mono; -1 = none */
	struct mc_vec reconciling; /* struct mc_item: asked about */
	int64_t reconciled;        /* n of the last one asked about; 0 = none yet */
	bool reconcile_over;
	bool on_stick;      /* BUNDLED there are; */
	int64_t stick_next; /* mono: they are asked about not before */
	bool upload_out, upload_look; /* to end one is under way; there may be one to be ended */
	struct mc_mail_part upload;   /* while upload_out */
	bool begun;         /* the marks of the store were looked at */
	bool unclean;       /* the courier before did not end as it should; not looked at since */
	int64_t whole_looked; /* wall clock: the last look at all of the store */
	int64_t whole_next;   /* mono */
	int64_t quiet_from; /* mono: not before it */
	struct pack_job packs;
	struct keys_job keys;
	int64_t events_next; /* mono */
	int64_t events_asked; /* mono: the last time; 0 = never */
	bool events_done_once;
	int64_t missed_next; /* mono: news that were noted without a name are due */
	struct {
		int64_t before; /* the last that we knew of when the hello was asked for */
		int64_t told;   /* where a hello said that the list ends; 0 = it did not */
		int64_t due;    /* that, when the list on its way was asked for */
	} end; /* of the list of events */
	bool events_stale; /* the list that is on its way is not to be taken */
	struct {
		bool is;
		int64_t ahead; /* behind it the events are taken up to this cursor */
		int64_t next;  /* mono: from before it the list is asked for again */
		int64_t asked; /* the cursor that the list on its way is asked for by */
	} gap; /* in the list of events */
	int busies;         /* steps in a row that found the store held by somebody else */
	int64_t busy_until; /* mono; it is not touched before */
	/* a store fault found inside a callback, reported by the next step */
	enum mc_code fault;
	struct mc_err fault_why;
};

/* Did it come through? If not: link row, back-off. Returns true when the answer may
 * be looked at, false when the link or gateway failed as a whole. */
bool engine_note(struct mc_engine *engine, const struct mc_client_answer *answer);
/* Something arrived that our gateway cannot have sent. */
void engine_suspect(struct mc_engine *engine);
/* What a cause that does not pass by itself means for all questions that wait. */
enum mc_code engine_refuse_questions(struct mc_mail *mail, enum mc_code cause,
				     struct mc_err *why) MC_CHECKED;
/* Something arrived that only our gateway can have sent: the link is up. */
void engine_up(struct mc_engine *engine);
/* What the link's row says from now on; a working link costs no write. */
void engine_link_store(struct mc_engine *engine, enum mc_link_state state, enum mc_code cause);
/* One failure more: the row, the back-off. detail: for the courier's own log. */
void engine_link_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
			const char *detail);
/* The next question that is open: mostly somebody waits in front of the desk for it. */
bool engine_asked(struct mc_engine *engine, struct mc_question *ret);
/* A store call failed: remember it; the courier ends, or stands back when it is only in use. */
void engine_fault(struct mc_engine *engine, enum mc_code code, const struct mc_err *why);
/* Something was stored; an exchange ended. */
void engine_changed(struct mc_engine *engine);
void engine_again(struct mc_engine *engine);
/* Mono: no exchange before it. */
int64_t engine_from(const struct mc_engine *engine);
uint16_t engine_dice(void);

/* What this terminal signed when it sealed the item. The texts are replaced. */
enum mc_code engine_record(struct mc_engine *engine, const char *id, struct mc_str *jws,
			   struct mc_str *manifest, struct mc_record *ret, struct mc_err *why);
/* Signed by our gateway, with this outcome, about this record (a refusal: about what is
 * held instead of it)? The rule itself is mc_judge()'s, as for what comes by a stick. */
enum mc_code engine_check(struct mc_engine *engine, const struct mc_record *record,
			  const struct mc_reply *reply, const char *outcome, struct mc_err *why);

/* What the gateway may say to a record for good, each only when it is signed. */
struct item_verdict {
	const char *kind, *outcome;
	enum mc_happening happening;
	enum mc_code cause;
};
/* By its outcome, which is also a problem's word; NULL: no verdict. */
const struct item_verdict *engine_verdict(const char *outcome);
const struct item_verdict *engine_verdict_at(size_t i); /* NULL behind the last */

/* When what failed for this cause is tried again: with the link; or on its own turn, which lets
 * the others pass when it is this very one that makes the gateway stumble, or ends the link.
 * attempts: before this one. gains: an upload that is cut goes on where it was. */
int64_t engine_again_at(const struct mc_engine *engine, int attempts, bool gains,
			enum mc_code cause);
int64_t engine_item_next(const struct mc_engine *engine, const struct mc_item *item,
			 enum mc_code cause);
/* How many bytes the line carries in the few seconds that one request may last, when it just
 * carried so many in so long; told to whoever watches, now and then. */
int64_t engine_pace(struct mc_engine *engine, int64_t bytes, int64_t ms);
/* Nothing is sent for the first time that a rebuild could not find again. */
enum mc_code engine_spool_item(struct mc_engine *engine, const struct mc_item *item,
			       const struct mc_str *record, const struct mc_str *manifest,
			       struct mc_err *why);

/* What answers may come packed in. */
void engine_codings(struct mc_engine *engine);
/* Batch records in the short spelling; false: they go as they are. ret is replaced. */
bool engine_lean(const struct mc_engine *engine, const struct mc_str *records, struct mc_str *ret);
/* The answer to something lean was a failure: for its spelling's sake? */
void engine_lean_refused(struct mc_engine *engine, const struct mc_client_answer *answer);

/* Each starts its lane's next exchange when there is one; wake: lowered to the mono
 * instant at which the lane wants to be asked again. */
void engine_hello(struct mc_engine *engine);
/* It was none; questions that wait for it count a try. */
void engine_hello_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
			 const char *detail);
void engine_abandon(struct mc_engine *engine); /* the question that nobody waits for */
void engine_questions(struct mc_engine *engine, int64_t now, int64_t *wake);
void engine_batch_init(struct mc_engine *engine);
void engine_batch_done(struct mc_engine *engine);
void engine_batches(struct mc_engine *engine, int64_t now); /* before engine_items() */
void engine_batch_grows(struct mc_engine *engine); /* something got through */
void engine_items(struct mc_engine *engine, int64_t now, int64_t *wake);
void engine_withdrawals(struct mc_engine *engine, int64_t now, int64_t *wake);
void engine_reconcile(struct mc_engine *engine, int64_t now, int64_t *wake);
/* A receipt came: what was passed over for want of it is asked for again. */
void engine_events_again(struct mc_engine *engine);
void engine_events_missed(struct mc_engine *engine); /* only if something was */
/* missed.c: before its receipt is here an event is passed over, and noted. */
bool engine_awaits_receipt(enum mc_state state);
enum mc_code engine_pass_over(struct mc_engine *engine, const struct mc_outer *outer,
			      struct mc_err *why) MC_CHECKED;
void engine_events(struct mc_engine *engine, int64_t now, int64_t *wake);
/* gap.c. What a list of events had: */
struct events_read {
	int64_t cursor; /* ours: up to here nothing is missing */
	int64_t last;   /* the last event taken */
	int64_t until;  /* there is a gap behind ours that ends with this cursor; 0 = none */
	int count;
};
/* The cursor to ask the list by; what it had (ret_news: there may be more behind it); events
 * behind this cursor are to be taken again. */
int64_t engine_gap_after(struct mc_engine *engine, int64_t cursor, int64_t now);
enum mc_code engine_gap_read(struct mc_engine *engine, const struct events_read *read,
			     bool *ret_news, struct mc_err *why);
void engine_gap_back(struct mc_engine *engine, int64_t cursor);
/* The list ended at our cursor; a hello before it had told of more: who withholds it? */
enum mc_code engine_gap_end(struct mc_engine *engine, int64_t cursor, struct mc_err *why);
/* A hello is asked for; it said where the list ends (other: and that it is another copy's). */
enum mc_code engine_events_mark(struct mc_engine *engine, struct mc_err *why) MC_CHECKED;
void engine_events_told(struct mc_engine *engine, const struct mc_hello *hello, bool other);
/* keys.c: the newest list that is held takes the place of the file's. */
void engine_keys_open(struct mc_engine *engine);
void engine_keys_told(struct mc_engine *engine, int64_t version); /* by a hello */
/* A hello by a key that is not known: is there a newer list, that our root signed? */
void engine_keys_ask(struct mc_engine *engine);
void engine_keys(struct mc_engine *engine);
void engine_packs_init(struct pack_job *job);
void engine_packs_done(struct pack_job *job);
void engine_packs_hello(struct mc_engine *engine); /* one goes out */
void engine_packs_told(struct mc_engine *engine, const char *told); /* by a hello */
void engine_packs(struct mc_engine *engine, int64_t now, int64_t *wake);
void engine_uploads(struct mc_engine *engine, int64_t now); /* behind engine_items() */
/* The store's marks, before anything is sent; a look at all of it, when there is time; later,
 * because somebody is at work. */
void engine_whole_begin(struct mc_engine *engine);
void engine_whole(struct mc_engine *engine, int64_t now, int64_t *wake);
void engine_whole_later(struct mc_engine *engine);
void engine_damaged(struct mc_engine *engine); /* the store is; this run ends */
/* Link or no link: what was sealed since is copied into the spool. */
void engine_spool(struct mc_engine *engine);
/* At the start and then now and then, never for its own sake: ballast and leftovers. */
void engine_tidy(struct mc_engine *engine);

/* Instants in rows are wall clock; waits are on the monotonic one. */
static inline int64_t engine_mono(int64_t wall, int64_t now)
{
	return now + (wall - mc_clock_now());
}

/* Mono: nobody waits for it from then on; -1 = no such time. */
static inline int64_t engine_over(const struct mc_question *question, int64_t now)
{
	return question->give_up_at ? engine_mono(question->give_up_at, now) : -1;
}

static inline bool engine_batch_out(const struct mc_engine *engine)
{
	return engine->batch.jobs[0].out || engine->batch.jobs[1].out;
}

/* Bulk goes over one connection, one exchange of these lanes at a time; but two batches may
 * overlap, so that the line is not idle for want of an answer. */
static inline bool engine_bulk_out(const struct mc_engine *engine)
{
	return engine->item_out || engine_batch_out(engine) || engine->withdrawal_out ||
	       engine->reconcile_out || engine->packs.out || engine->upload_out ||
	       engine->keys.out;
}

static inline void engine_sooner(int64_t *wake, int64_t at)
{
	if (at >= 0 && (*wake < 0 || at < *wake)) {
		*wake = at;
	}
}

#endif
