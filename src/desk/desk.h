/* SPDX-License-Identifier: MPL-2.0 */
/* desk.h - what the desk's files share. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <sys/stat.h>
#include <sys/types.h>

#include "motcua/base/loop.h"
#include "motcua/desk/desk.h"
#include "motcua/domain/pack.h"
#include "motcua/seal/keyring.h"
#include "motcua/seal/terminal.h"
#include "motcua/store/mail.h"
#include "motcua/store/names.h"
#include "motcua/store/store.h"
#include "motcua/wire/message.h"

/* A mark at the number of each dossier that has it. */
struct desk_marks {
	bool *marks; /* owned */
	size_t size;
};

struct mc_desk {
	bool training, screens; /* as it was asked for */
	bool begun;		/* its stores are open */
	struct mc_config *config;
	char *config_path; /* the user's file, for what the settings screen saves; or NULL */
	struct mc_paths paths;
	struct mc_terminal_keys keys;
	struct mc_store *store;
	struct mc_mail *mail;
	struct mc_officer officer;
	/* the gateway: NULL or a code while it is not set up */
	char *gateway, *gateway_keys;
	struct mc_keyring *keyring;
	struct mc_err gateway_why; /* code MC_OK = usable, as far as is known */
	bool gateway_read;         /* its keys were looked at */
	struct stat keys_seen;     /* and of what the courier brought, this */
	struct mc_err courier_why; /* why it could not be started; code MC_OK = it could */
	pid_t gateway_pid;         /* training: ours; 0 = none */
	pid_t courier_pid;         /* last one started; 0 = none */
	struct desk_packs *packs;  /* which of them are in use */
	struct mc_err packs_why[MC_PACK_COUNT]; /* of the last try to take one over */
	bool packs_arrived;        /* something changed outside since */
	struct desk_catalog *catalog; /* the procedures */
	struct mc_vec kept;        /* older procedures that drafts keep; size 0 until one is read */
	struct mc_places *places;  /* NULL until somebody asks */
	struct mc_vec legal;       /* struct legal_item; size 0 until somebody asks */
	struct desk_calendar *calendar; /* NULL until it is asked for */
	struct mc_names *names;         /* of drafts; NULL until the first search */
	struct desk_marks sealed;       /* narrow.c: as the store was then */
	struct mc_store_stamp sealed_at;
	int indexed;                    /* numbers.c: drafts that were read through, newest first */
	struct mc_names *people;        /* who was looked up here; likewise */
	struct mc_vec printing;         /* print.c: given to the spooler, not answered yet */
	int socket;
	int moved; /* due dates that a newer table moved, and nobody was told of yet */
	bool settled;  /* see mc_desk_settle() */
	bool followed; /* desk_follow() wrote something */
	bool looked_back; /* for questions of a desk that ended while it waited */
	uint32_t mail_version;
	struct mc_date day; /* when it was last asked what changed outside */
};

/* Config files and MOTCUA_* variables under the flags. */
enum mc_code desk_settings(struct mc_desk *desk, const struct mc_desk_options *options,
			   struct mc_err *why) MC_CHECKED;
const char *desk_setting(const struct mc_desk *desk, const char *section, const char *key);
/* Keys, codes and enrolment for the courier, kept as rows. */
enum mc_code desk_announce(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* MC_E_GATEWAY_URL, MC_E_SOCKET_PATH; "" is none and fine. */
enum mc_code desk_gateway_check(const char *url, struct mc_err *why) MC_CHECKED;
/* Take the address and the place of its keys from the settings. */
void desk_use_gateway(struct mc_desk *desk);
/* What is left to do after mc_desk_begin(): with screens, behind the first. */
enum mc_code desk_settle(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* `sign` and `verify` of the keys are there. MC_E_OFFICE_KEY. */
enum mc_code desk_prove_keys(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* mc_jws_sign() by this terminal's key, which is made now if nothing was signed yet. */
enum mc_code desk_sign(struct mc_desk *desk, const char *kind, struct mc_slice payload,
		       struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/* Read gateway.keys again; gateway_why says how it went. */
void desk_load_keyring(struct mc_desk *desk);
/* They are read when something has to be verified or sent: to take a list of keys in costs
 * three signatures, and no screen needs them to be drawn. */
void desk_keyring_later(struct mc_desk *desk);
/* The keys to verify with, read now if nobody did; NULL when there are none. */
const struct mc_keyring *desk_ring(struct mc_desk *desk);
/* A list that came by stick takes the place of the present one, if it may: codes as
 * mc_keyring_follows(). After desk_keyring(). */
enum mc_code desk_take_keys(struct mc_desk *desk, struct mc_slice list,
			    struct mc_err *why) MC_CHECKED;
/* desk->keyring is there to verify with; else what is missing. */
/* The gateway's clock minus this computer's, ms; 0 when it matters to nobody. */
int64_t desk_clock_off(const struct mc_link *link);
enum mc_code desk_keyring(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* The gateway's key to seal to now, whatever this computer's clock says. */
enum mc_code desk_seal_key(struct mc_desk *desk, struct mc_seal_key *ret,
			   struct mc_err *why) MC_CHECKED;
/* The TLS files of the configuration can be read. MC_E_CA_FILE. */
enum mc_code desk_tls_check(const struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
/* The bytes of a procedure's file as it is now, and the procedure in them: the catalogue's
 * own, or, when the file was changed meanwhile, one that is the caller's (*ret_own). */
enum mc_code desk_procedure_bytes(const struct mc_desk *desk, const char *code,
				  struct mc_str *ret_bytes, const struct mc_procedure **ret,
				  struct mc_procedure **ret_own, struct mc_err *why) MC_CHECKED;
/* The catalogue's procedure if it was read from a file with this digest; else NULL. */
const struct mc_procedure *desk_procedure_of(const struct mc_desk *desk, const char *code,
					     const char *sha256);
/* The procedure that this draft (of this code) was begun with. Borrowed, at least until the
 * catalogue is renewed. */
enum mc_code desk_kept_procedure(struct mc_desk *desk, const char *draft, const char *code_text,
				 const struct mc_procedure **ret, struct mc_err *why) MC_CHECKED;
void desk_kept_close(struct mc_desk *desk);
void desk_catalog_open(struct mc_desk *desk);
void desk_catalog_close(struct mc_desk *desk);
void desk_places_close(struct mc_desk *desk);
/* Those who were looked up here and match a name or a number, -n each, best first; how many
 * match whole, as typed, or bare. */
enum mc_code desk_people_count(struct mc_desk *desk, const char *name, size_t *ret,
			       struct mc_err *why) MC_CHECKED;
enum mc_code desk_people_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
			      size_t ret_ranks[MC_NAMES_RANKS], struct mc_err *why) MC_CHECKED;
/* mc_desk_find_ready() for them. */
enum mc_code desk_people_ready(struct mc_desk *desk, int most, int64_t *ret_left,
			       struct mc_err *why) MC_CHECKED;
void desk_legal_close(struct mc_desk *desk);
void desk_print_close(struct mc_desk *desk);
/* Start the training gateway and wait for its ready line. */
enum mc_code desk_training_start(struct mc_desk *desk, struct mc_err *why) MC_CHECKED;
void desk_training_stop(struct mc_desk *desk);

/* One audit line; ref: a query's or dossier's id. */
enum mc_code desk_audit(struct mc_desk *desk, const char *act, const char *ref,
			const char *procedure, const char *outcome, struct mc_err *why) MC_CHECKED;
void desk_audit_entry(struct mc_desk *desk, const char *act, const char *ref,
		      const char *procedure, const char *outcome, struct mc_str *ret);

/* The signed question of a query id, and the query that it asked. */
enum mc_code desk_question_load(struct mc_desk *desk, const char *query_id,
				struct mc_str *ret_jws, struct mc_query *ret_query,
				struct mc_err *why) MC_CHECKED;
/* Seal to the office, save row and file. The same once more is fine. */
enum mc_code desk_evidence_save(struct mc_desk *desk, const struct mc_evidence *evidence,
				struct mc_slice jws, struct mc_err *why) MC_CHECKED;
/* The terminal's own statement, signed and saved. evidence->id is minted when it is "". */
enum mc_code desk_evidence_state(struct mc_desk *desk, struct mc_evidence *evidence,
				 struct mc_err *why) MC_CHECKED;

/* The register's newest signed word about this person since then; "" = there is none. */
enum mc_code desk_proof_since(struct mc_desk *desk, const struct mc_person *person, int64_t since,
			      char ret_id[MC_UUID_LEN], struct mc_err *why) MC_CHECKED;

/* mail.db knows the state of what was sealed, store.db of what was not. ret_item is
 * untouched for the latter. */
enum mc_code desk_state(struct mc_desk *desk, const struct mc_draft *draft, enum mc_state *ret,
			struct mc_item *ret_item, struct mc_err *why) MC_CHECKED;
/* Something is bound to this socket and alive. */
bool desk_socket_answers(const char *path, int type);

#endif
