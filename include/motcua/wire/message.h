/* SPDX-License-Identifier: MPL-2.0 */
/* message.h - what the terminal signs or seals: questions, records, manifests; and their answers. */
#ifndef MOTCUA_WIRE_MESSAGE_H
#define MOTCUA_WIRE_MESSAGE_H

#include "motcua/domain/evidence.h"
#include "motcua/domain/declaration.h"
#include "motcua/domain/form.h"
#include "motcua/wire/statement.h"

/* ---- question and answer (FORMATS 5) */
void mc_question_format(const struct mc_query *query, const char *terminal, struct mc_str *ret);
enum mc_code mc_question_parse(struct mc_slice payload, struct mc_query *ret,
			       char ret_terminal[MC_TERMINAL_LEN], struct mc_err *why) MC_CHECKED;
/* evidence_jws may be NULL. */
void mc_answer_format(const struct mc_answer *answer, const char *evidence_jws, struct mc_str *ret);
/* ret_evidence: owned by the caller, NULL when there is none. */
enum mc_code mc_answer_parse(struct mc_slice json, struct mc_answer *ret, char **ret_evidence,
			     struct mc_err *why) MC_CHECKED;

/* ---- evidence claims (FORMATS 6) */
void mc_evidence_format(const struct mc_evidence *evidence, struct mc_str *ret);
enum mc_code mc_evidence_parse(struct mc_slice payload, struct mc_evidence *ret,
			       struct mc_err *why) MC_CHECKED;

/* ---- dossiers (FORMATS 7) */
struct mc_record {
	char id[MC_UUID_LEN], terminal[MC_TERMINAL_LEN], epoch[MC_EPOCH_LEN];
	int64_t seq;
	char prev[MC_DIGEST_LEN], digest[MC_DIGEST_LEN];
	int64_t at;
	char replaces[MC_UUID_LEN];
};
/* The terminal that a record, supplement, withdrawal or question names, before any trust in it. */
enum mc_code mc_signer_parse(struct mc_slice payload, char ret[MC_TERMINAL_LEN],
			     struct mc_err *why) MC_CHECKED;
void mc_record_format(const struct mc_record *record, struct mc_str *ret);
enum mc_code mc_record_parse(struct mc_slice payload, struct mc_record *ret,
			     struct mc_err *why) MC_CHECKED;

struct mc_withdrawal {
	char id[MC_UUID_LEN], terminal[MC_TERMINAL_LEN], digest[MC_DIGEST_LEN];
	int64_t at;
	char reason[MC_TEXT_LEN];
};
void mc_withdrawal_format(const struct mc_withdrawal *withdrawal, struct mc_str *ret);
enum mc_code mc_withdrawal_parse(struct mc_slice payload, struct mc_withdrawal *ret,
				 struct mc_err *why) MC_CHECKED;

/* What was asked for after a dossier was received. It has an id of its own, and no place in
 * the chain: the gateway takes one for each time that it asked. */
struct mc_supplement {
	char id[MC_UUID_LEN], dossier[MC_UUID_LEN], terminal[MC_TERMINAL_LEN];
	char asked[MC_DIGEST_LEN]; /* SHA-256 of the event's JWS that asked */
	char digest[MC_DIGEST_LEN];
	int64_t at;
};
void mc_supplement_format(const struct mc_supplement *supplement, struct mc_str *ret);
enum mc_code mc_supplement_parse(struct mc_slice payload, struct mc_supplement *ret,
				 struct mc_err *why) MC_CHECKED;
/* What a statement about it must name: its own id and digest, and no place. */
void mc_supplement_record(const struct mc_supplement *supplement, struct mc_record *ret);

/* A sealed attachment. */
struct mc_part {
	char sha256[MC_DIGEST_LEN], plain_sha256[MC_DIGEST_LEN];
	int64_t size, plain_size;
	char paper[MC_WORD_LEN];
	char name[MC_TEXT_LEN]; /* the file's base name as chosen */
	char type[MC_WORD_LEN]; /* media type */
};
#define MC_PARTS_MAX 32
/* A draft's attachment at rest: the object as it will stand in the manifest. */
void mc_part_format(const struct mc_part *part, struct mc_str *ret);
enum mc_code mc_part_parse(struct mc_slice json, struct mc_part *ret, struct mc_err *why) MC_CHECKED;

/* One field as it is saved and sent. text and register_text are owned. */
struct mc_manifest_field {
	char id[MC_WORD_LEN * 2];
	struct mc_value value;
};

/* A branch of a linked group: the units that one dossier goes to. */
struct mc_manifest_branch {
	char id[MC_WORD_LEN];
	char after[MC_WORD_LEN]; /* the branch that must have been granted first; "" = none */
};

/* A person whose verification was still waited for when the dossier was sealed. */
struct mc_manifest_pending {
	char role[MC_WORD_LEN], query_id[MC_UUID_LEN];
	int64_t queued_at;
};

struct mc_manifest {
	char id[MC_UUID_LEN], local_number[MC_LOCAL_NUMBER_LEN], replaces[MC_UUID_LEN];
	char supplements[MC_UUID_LEN]; /* the dossier that this is a supplement to; "" = none */
	char procedure[MC_WORD_LEN], version[MC_WORD_LEN];
	struct mc_officer officer;
	int64_t created_at, sealed_at;
	struct mc_vec fields;   /* struct mc_manifest_field; read side only */
	struct mc_vec parts;    /* struct mc_part */
	struct mc_vec evidence; /* char *, owned JWS texts */
	struct mc_vec branches; /* struct mc_manifest_branch; none = not a linked group */
	/* char *: roles whose person the register verified; read side, written from the form */
	struct mc_vec verified;
	struct mc_vec warned; /* char *: rules that warned, and the officer said yes; as verified */
	/* struct mc_declaration: what is made out of the form; read side, written from the form */
	struct mc_vec outputs;
	struct mc_vec pending; /* struct mc_manifest_pending */
	const struct mc_form *known; /* borrowed; write side of a supplement */
};
void mc_manifest_init(struct mc_manifest *manifest);
void mc_manifest_done(struct mc_manifest *manifest);
/* Fields come from the form (empty ones left out), the rest from manifest. known, of a
 * supplement: what the gateway has already; only what differs from it is written, an emptied
 * field too. */
void mc_manifest_format(const struct mc_manifest *manifest, const struct mc_form *form,
			struct mc_str *ret);
enum mc_code mc_manifest_parse(struct mc_slice json, struct mc_manifest *ret,
			       struct mc_err *why) MC_CHECKED;

/* One value at rest: {"value","from","at","register","register_at"}. */
void mc_value_format(const struct mc_value *value, struct mc_str *ret);
enum mc_code mc_value_parse(struct mc_slice json, struct mc_value *ret, struct mc_err *why) MC_CHECKED;
void mc_value_done(struct mc_value *value);

/* A cached person: {"person":{..},"household":{..},"query_id","taken_at"}, i.e. an answer's inner text. */

/* ---- files people write (FORMATS 11) */
/* MC_E_PROCEDURE_FILE with the member and reason; checked by mc_procedure_check. */
enum mc_code mc_procedure_parse(struct mc_slice json, struct mc_procedure **ret,
				struct mc_err *why) MC_CHECKED;
/* Everything wrong with such a file, members that nobody reads included: struct
 * mc_file_fault items appended to ret, in the order of its lines. */
struct mc_file_fault {
	int line;
	struct mc_fault fault;
};
void mc_procedure_file_faults(struct mc_slice json, struct mc_vec *ret);

/* ---- the audit's entry (FORMATS 10); officer_hex: blind index, hex */
void mc_audit_format(int64_t at, const char *act, const char *officer_hex, const char *ref,
		     const char *procedure, const char *outcome, struct mc_str *ret);

#endif
