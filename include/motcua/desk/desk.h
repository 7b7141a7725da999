/* SPDX-License-Identifier: MPL-2.0 */
/*
 * desk.h - everything a screen or a subcommand hangs off: stores, keys, settings,
 * the officer, the catalogue, the way to the courier.
 *
 * No socket but AF_UNIX datagrams is ever opened here; nothing waits for a link.
 */
#ifndef MOTCUA_DESK_DESK_H
#define MOTCUA_DESK_DESK_H

#include <stdbool.h>

#include "motcua/base/config.h"
#include "motcua/domain/legal_note.h"
#include "motcua/domain/office.h"
#include "motcua/domain/place.h"
#include "motcua/domain/procedure.h"
#include "motcua/domain/query.h"
#include "motcua/text/typing.h"

struct mc_desk;
struct mc_keyring;

/* The command line's part; NULL = not given. Precedence: flag, MOTCUA_* variable,
 * user's motcua.conf, /etc/motcua/motcua.conf, built in. */
struct mc_desk_options {
	const char *data_dir, *config_file, *gateway, *gateway_keys, *officer;
	bool training; /* own folder, own gateway; a gateway option is MC_E_TRAINING */
	bool screens;  /* a person waits for the first: mc_desk_settle() is called behind it */
};

/* A desk that knows its settings (motcua.conf(5)) and its officer; of the data nothing was touched.
 * MC_E_CONFIG_LINE, MC_E_OFFICER, MC_E_GATEWAY_URL ..., MC_E_TRAINING. */
enum mc_code mc_desk_new(const struct mc_desk_options *options, struct mc_desk **ret,
			 struct mc_err *why) MC_CHECKED;
/* Opens (makes at first start) its stores and keys; all but settings and officer needs that.
 * MC_E_OFFICE_KEY, MC_E_STORE_* ...: it can only be closed. Without gateway or gateway keys it
 * begins all the same: drafts work, sending says what is missing. */
enum mc_code mc_desk_begin(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
bool mc_desk_begun(const struct mc_desk *desk);
/* Both, for whoever shows nothing meanwhile. */
enum mc_code mc_desk_open(const struct mc_desk_options *options, struct mc_desk **ret,
			  struct mc_err *why) MC_CHECKED;
/* What no first screen waits for: that the signing key is this terminal's, that the courier can
 * announce it, and what came since the last time. *ret_news: lists may show something else now.
 * Codes as mc_desk_begin(): nothing may be done with such a desk. */
enum mc_code mc_desk_settle(struct mc_desk *desk, bool *ret_news, struct mc_err *why) MC_CHECKED;
void mc_desk_close(struct mc_desk *desk);

/* Where gateway.keys and the data folder would be, without opening anything: for checks
 * that need no desk. The caller frees both. */
enum mc_code mc_desk_keys_path(const struct mc_desk_options *options, char **ret_keys,
			       char **ret_data, struct mc_err *why) MC_CHECKED;
/* The list of keys in `file`, or the newest one of the same root that this data folder (NULL:
 * none) holds. MC_E_KEYS_MISSING, MC_E_KEYS_FILE. Free it with mc_keyring_free(). */
enum mc_code mc_desk_keyring_load(const char *file, const char *data, struct mc_keyring **ret,
				  struct mc_err *why) MC_CHECKED;
/* Since when that list is here, brought as this file by a person or not; 0 = not known. */
int64_t mc_desk_keyring_since(const char *file, const char *data, const struct mc_keyring *ring,
			      bool *ret_by_hand);

bool mc_desk_training(const struct mc_desk *desk);
/* Its disk can only be read: all can be looked at, every change is MC_E_DISK_READ_ONLY. */
bool mc_desk_read_only(const struct mc_desk *desk);
const char *mc_desk_office(const struct mc_desk *desk);   /* "[office] name", or "" */
const char *mc_desk_terminal(const struct mc_desk *desk); /* "7K3M9Q" */
const char *mc_desk_language(const struct mc_desk *desk); /* "vi", "en" */
const char *mc_desk_dir(const struct mc_desk *desk);
enum mc_typing_method mc_desk_typing(const struct mc_desk *desk);
enum mc_tone_style mc_desk_tone_style(const struct mc_desk *desk);

/* A setting as it holds now; section and key stand in mc_settings_keys. Borrowed until saved. */
const char *mc_desk_setting(const struct mc_desk *desk, const char *section, const char *key);
/* Into the user's motcua.conf, and at work from now on (an address once the courier starts
 * anew). MC_E_CONFIG_LINE, MC_E_GATEWAY_URL ..., MC_E_TRAINING for what would lead out of a
 * classroom: then nothing is saved. */
enum mc_code mc_desk_save_settings(struct mc_desk *desk, const struct mc_config_change *changes,
				   size_t count, struct mc_err *why) MC_CHECKED;
/* Neither office nor gateway is named anywhere, and this is no classroom. */
bool mc_desk_first_run(const struct mc_desk *desk);

/* Asked once per start; number "" while nobody is named. */
const struct mc_officer *mc_desk_officer(const struct mc_desk *desk);
enum mc_code mc_desk_set_officer(struct mc_desk *desk, const char *number, const char *name,
				 struct mc_err *why) MC_CHECKED;

/* ---- the catalogue: data/procedures/CODE.json; a damaged file marks that one only */
size_t mc_desk_procedure_count(const struct mc_desk *desk);
/* code is the file's name; procedure NULL and why filled when the file is damaged. */
struct mc_catalog_entry {
	char code[MC_WORD_LEN];
	const struct mc_procedure *procedure;
	struct mc_err why;
};
const struct mc_catalog_entry *mc_desk_procedure_at(const struct mc_desk *desk, size_t i);
/* Everything wrong with a procedure's file, for whoever writes it: struct mc_file_fault
 * items; none = sound, and its name is its code. MC_E_FILE_*: it cannot be read. */
enum mc_code mc_procedure_check_file(const char *path, struct mc_vec *ret,
				     struct mc_err *why) MC_CHECKED;
enum mc_code mc_desk_procedure(const struct mc_desk *desk, const char *code,
			       const struct mc_procedure **ret, struct mc_err *why) MC_CHECKED;
/* The version that this dossier or supplement was begun with, whatever the catalogue has by now:
 * what its page shows is named as on its form. NULL: nobody here knows it. Borrowed, at least
 * until the catalogue is renewed. */
const struct mc_procedure *mc_dossier_procedure(struct mc_desk *desk, const char *id);

/* ---- legal notes: data/legal/ID.json, read when first asked for; a damaged one marks that one */
struct mc_legal_entry {
	char id[MC_WORD_LEN];
	const struct mc_legal_note *note; /* NULL and why filled when the file is damaged */
	struct mc_err why;
};
size_t mc_desk_legal_count(struct mc_desk *desk);
const struct mc_legal_entry *mc_desk_legal_at(struct mc_desk *desk, size_t i);
/* MC_E_LEGAL_UNKNOWN, MC_E_LEGAL_FILE. Borrowed until the desk closes. */
enum mc_code mc_desk_legal_note(struct mc_desk *desk, const char *id,
				const struct mc_legal_note **ret, struct mc_err *why) MC_CHECKED;

/* The units of data/places, read when first asked for; borrowed until the desk closes.
 * MC_E_PLACE_FILE: addresses can only be typed. */
enum mc_code mc_desk_places(struct mc_desk *desk, const struct mc_places **ret,
			    struct mc_err *why) MC_CHECKED;

/* ---- the office by its commune, "[office] commune"; in a classroom an invented office's */
/* "phường Hải Châu, thành phố Đà Nẵng"; false and "": none is named, or none of today. */
bool mc_desk_commune(struct mc_desk *desk, char *ret, size_t size);
/* What a form asks of the office; the same. */
bool mc_desk_office_says(struct mc_desk *desk, enum mc_office_fact fact, char *ret, size_t size);
/* The code of a commune of today that was typed or chosen, with its province; "" of "".
 * MC_E_COMMUNE. */
enum mc_code mc_desk_commune_find(struct mc_desk *desk, const char *text,
				  char ret[MC_PLACE_CODE_LEN], struct mc_err *why) MC_CHECKED;

/* ---- what goes on outside, for the status row and for refreshing views */
enum mc_desk_link { MC_DESK_LINK_UNKNOWN, MC_DESK_LINK_UP, MC_DESK_LINK_DOWN,
		    MC_DESK_LINK_SUSPECT, MC_DESK_LINK_CUT, MC_DESK_LINK_UNSET };
struct mc_desk_status {
	enum mc_desk_link link;
	int64_t link_since, link_next_try; /* next_try changes with every failed try */
	int64_t ask_next_try; /* the same for what somebody waits for: no longer, mostly shorter */
	enum mc_code link_cause;
	int64_t clock_off; /* the gateway's minus ours, ms; 0 = within five minutes */
	int64_t rate; /* bytes a second, of what was sent within the last minute; 0 = nothing */
	int64_t news_gap; /* since when something of the province's is missing; 0 = nothing is */
	bool lost; /* of what it had received some is not there any more (mc_queue_lost) */
	int waiting, held, bundled, failing, open;
	int withdrawing; /* withdrawals that wait for the gateway's signature */
	int verifying;   /* verifications that wait for the link */
};
void mc_desk_status(struct mc_desk *desk, struct mc_desk_status *ret);
/* The same for a first screen: the gateway's keys are taken to be in order unread. */
void mc_desk_glance(struct mc_desk *desk, struct mc_desk_status *ret);

enum {
	MC_WATCH_OUTBOX = 1, /* items, receipts, events */
	MC_WATCH_LINK = 2,
	MC_WATCH_ANSWER = 4, /* look-ups */
};
/* Poll this for reading; then mc_desk_changed() says what is new (bits) and takes in
 * statements that arrived. A new day is news, too. Cheap when nothing happened. */
int mc_desk_fd(const struct mc_desk *desk);
unsigned mc_desk_changed(struct mc_desk *desk);

/* Start the courier unless one holds the lease; then poke it. Errors are kept for the
 * status row too. */
enum mc_code mc_desk_courier(struct mc_desk *desk, struct mc_err *why);
/* One round of it in the foreground, its talk on our standard error; ret_status: its exit
 * status. MC_E_LEASE when another courier is at work already. */
enum mc_code mc_desk_courier_once(struct mc_desk *desk, int *ret_status,
				  struct mc_err *why) MC_CHECKED;
/* Training only: the trainer's cut of the link. */
enum mc_code mc_desk_cut_link(struct mc_desk *desk, bool cut, struct mc_err *why) MC_CHECKED;

#endif
