/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fake_desk.h - the desk's calls that views use, without stores, keys or a courier:
 * the double for view tests. It counts what was asked of it and answers as told.
 */
#ifndef TESTS_UI_FAKE_DESK_H
#define TESTS_UI_FAKE_DESK_H

#include "motcua/desk/linked.h"
#include "motcua/desk/slips.h"
#include "motcua/desk/find.h"
#include "motcua/desk/verification.h"
#include "motcua/desk/work.h"

#define FAKE_NOW INT64_C(1795399500000) /* 2026-11-23T02:05:00Z: 09:05 in Viet Nam */

struct mc_desk {
	bool training, cut, no_catalog, first_run, read_only, reader;
	bool waits; /* it has not begun yet */
	int moved; /* due dates, by a newer table */
	const char *commune; /* its code in the settings; NULL = none */
	char saved[512]; /* settings: "section.key=value;" */
	enum mc_code save_fails;
	struct mc_officer officer;
	struct mc_desk_status status;
	unsigned changed;
	bool packed;  /* the catalogue is a pack */
	int renewed; /* asked for */
	struct mc_procedure *procedure;
	struct mc_legal_note *note;
	struct mc_catalog_entry catalog[2];
	/* look-ups */
	int asked, polled, cancelled;
	struct mc_query query; /* the last one that went out */
	struct mc_lookup answer; /* what poll gives */
	enum mc_code begin_code, poll_code;
	unsigned ways; /* other ways that failed */
	char address[MC_TEXT_LEN]; /* stated with the last one */
	char stated[MC_UUID_LEN]; /* what came beside the look-up that filled the form */
	/* one that waits for the link, of the mother */
	int verifying; /* queued so often */
	struct mc_query shown; /* what it was queued with */
	struct mc_verification verification; /* role "" = none */
	bool taken;    /* its answer is in the form */
	/* the one dossier */
	struct mc_form *form;
	struct mc_vec attachments;
	char id[MC_UUID_LEN];
	int64_t created_at;
	char earlier[MC_TEXT_LEN]; /* the note in an earlier dossier; "" */
	enum mc_state state;
	int created, typed, ready, submitted, discarded, open_count, fetched;
	enum mc_sex card_sex; /* of the card that filled a form */
	enum mc_code submit_code, attach_code;
	/* the queue */
	struct mc_dossier_row rows[8];
	const char *lock_after; /* the setting; NULL = 0 */
	int row_count, ordered, forgot, retried, withdrawn, corrected, supplemented, adopted;
	int resent, settled_lost;
	char supplements[MC_UUID_LEN]; /* of what the form opens; "" */
	int printed;
	bool printer;
	enum mc_code print_code;
	enum mc_code stick_code;
	int sticks, returns; /* plugged in; files on them */
	int unfit;	     /* why the first is: each has the next reason */
	struct mc_queue_ledger ledger;
	int counting; /* steps that the ledger still takes */
	struct mc_dossier_linked linked;
	int slips; /* printed */
	bool no_printer;
	bool print_waits;         /* the spooler says later how it went */
	bool print_news;          /* and now: slip_code */
	enum mc_code slip_code;
	char asked_paper[MC_WORD_LEN];
	bool asked_online;
	/* found and due: the rows as they stand */
	int read; /* rows given out */
	int64_t names_left; /* to be opened before the first search */
	int numbers; /* of the newest dossiers, given out last */
	int64_t late, today;
	struct mc_find find; /* the last one */
	struct mc_person_row known; /* looked up here; asked_at 0: nobody was */
	struct mc_date promised;
	char reason[MC_TEXT_LEN];
	enum mc_code postpone_code;
	int many; /* so many rows instead, all made of rows[0] */
};

struct mc_desk *fake_desk_new(void);
void fake_desk_free(struct mc_desk *desk);
/* Whose sticks and returns are to be found; NULL: nobody's. */
void fake_sticks(struct mc_desk *desk);
/* A household of 30 whose head is not there: members of every kind, some who left. */
void fake_large_household(struct mc_household *ret, enum mc_head_status head);
/* A group that ends in part: one granted, one late, one returned. */
void fake_linked(struct mc_dossier_linked *ret);
/* A person found, with a household of two. */
void fake_found(struct mc_lookup *ret);

#endif
