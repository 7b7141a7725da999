/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include "../store/shim.h"
#include "motcua/desk/lookup.h"
#include "motcua/trust/statement.h"
#include "store/mail_db.h"

struct sealed_bytes {
	struct mc_str record, manifest;
};

static void load(const char *id, struct sealed_bytes *ret)
{
	mc_str_init(&ret->record, MC_JWS_MAX);
	mc_str_init(&ret->manifest, MC_JSON_MAX);
	assert_ok(mc_mail_item_record(p.desk->mail, id, &ret->record, &ret->manifest, NULL));
}

static void drop(struct sealed_bytes *bytes)
{
	mc_str_done(&bytes->record);
	mc_str_done(&bytes->manifest);
}

static void parse_record(const struct sealed_bytes *bytes, struct mc_record *ret)
{
	struct mc_str payload;

	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_jws_verify(mc_slice_of(&bytes->record), "record", &p.desk->keys.verify,
				&payload, NULL));
	assert_ok(mc_record_parse(mc_slice_of(&payload), ret, NULL));
	mc_str_done(&payload);
}

static void test_incomplete(void **state)
{
	struct mc_work *work;
	struct mc_item item;
	int64_t seq = -1;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(mc_work_type(work, province_field(work, "child.given_name"), "Mẫu", NULL));
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_FORM_INCOMPLETE);
	assert_int_equal(seq, -1);
	assert_int_equal(work->state, MC_STATE_DRAFT);
	assert_code(mc_mail_item(p.desk->mail, work->id, &item, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_string_equal(mc_form_text(work->form, "child.given_name"), "Mẫu");
	mc_work_close(work);
}

/* One fsync: the commit in mail.db. Not in store.db, whose line came with READY. */
static void test_cost(void **state)
{
	struct mc_work *work;
	int64_t seq, lines;
	int syncs;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	lines = province_audit_lines(&p);
	syncs = shim.wal_syncs + shim.other_syncs;
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(shim.wal_syncs + shim.other_syncs - syncs, 1);
	assert_int_equal(province_audit_lines(&p), lines);
	mc_work_close(work);
}

/* mail.db cannot be written: nothing is sealed, the draft is as it was. */
static void test_no_room(void **state)
{
	struct mc_work *work;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	shim.full = 1;
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_DISK_FULL);
	shim.full = 0;
	assert_int_equal(work->state, MC_STATE_READY);
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(seq, 1);
	mc_work_close(work);
}

static void test_chain(void **state)
{
	char prev[MC_SHA256_HEX] = "", id[MC_UUID_LEN], digest[MC_SHA256_HEX];
	char epoch[MC_EPOCH_LEN] = "";

	(void)state;
	memset(prev, '0', MC_SHA256_HEX - 1);
	for (int64_t i = 1; i <= 3; i++) {
		struct sealed_bytes bytes;
		struct mc_record record;
		struct mc_item item;

		assert_int_equal(province_submit(&p, id), i);
		load(id, &bytes);
		parse_record(&bytes, &record);
		mc_sha256_hex(mc_slice_of(&bytes.manifest), digest);
		assert_int_equal(record.seq, i);
		assert_string_equal(record.id, id);
		assert_string_equal(record.terminal, mc_desk_terminal(p.desk));
		assert_string_equal(record.digest, digest);
		assert_string_equal(record.prev, prev);
		assert_int_equal(strlen(record.epoch), 16);
		if (i > 1) {
			assert_string_equal(record.epoch, epoch);
		}
		MC_COPY(epoch, record.epoch);
		mc_sha256_hex(mc_slice_of(&bytes.record), prev);
		assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
		assert_string_equal(item.digest, digest);
		assert_int_equal(item.state, MC_STATE_SEALED);
		drop(&bytes);
		province_open(&p); /* the chain goes on after a restart */
	}
}

static const struct mc_manifest_field *field_of(const struct mc_manifest *manifest, const char *id)
{
	MC_VEC_EACH(&manifest->fields, struct mc_manifest_field, field) {
		if (!strcmp(field->id, id)) {
			return field;
		}
	}
	return NULL;
}

static void look_up(struct mc_query *query, struct mc_lookup *ret)
{
	assert_ok(mc_lookup_begin(p.desk, query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NONE);
	assert_ok(mc_lookup_poll(p.desk, query->id, ret, NULL));
}

static void make_rich(struct mc_work *work, const char *file)
{
	struct mc_query query;
	struct mc_lookup lookup;

	province_fill(work);
	assert_ok(mc_work_type(work, province_field(work, "mother.number"), MOTHER, NULL));
	assert_ok(mc_work_type(work, province_field(work, "mother.ethnicity"), "Ê-đê", NULL));
	assert_ok(mc_work_query(work, "mother", &query, NULL));
	look_up(&query, &lookup);
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	province_write(file, "scan");
	assert_ok(mc_work_attach(work, "birth_notice", file, NULL));
}

static void check_manifest(const struct mc_manifest *manifest, const struct mc_work *work)
{
	const struct mc_manifest_field *field = field_of(manifest, "mother.full_name");
	const struct mc_part *part = mc_vec_at(&manifest->parts, 0);
	struct mc_evidence claims;

	assert_string_equal(manifest->id, work->id);
	assert_string_equal(manifest->local_number, work->local_number);
	assert_string_equal(manifest->procedure, PROCEDURE);
	assert_string_equal(manifest->officer.number, OFFICER);
	assert_string_equal(field->value.text, MOTHER_NAME);
	assert_int_equal(field->value.from, MC_FROM_REGISTER);
	field = field_of(manifest, "mother.ethnicity");
	assert_int_equal(field->value.from, MC_FROM_TYPED);
	assert_string_equal(field->value.register_text, "Kinh");
	field = field_of(manifest, "child.born_words");
	assert_int_equal(field->value.from, MC_FROM_COMPUTED);
	assert_null(field_of(manifest, "requester.email")); /* empty ones are left out */
	assert_int_equal(manifest->parts.len, 1);
	assert_string_equal(part->paper, "birth_notice");
	assert_int_equal(part->plain_size, 4);
	assert_int_equal(manifest->evidence.len, 1);
	assert_ok(mc_statement_evidence(p.desk->keyring,
					mc_slice_text(*(char **)mc_vec_at(&manifest->evidence, 0)),
					&claims, NULL, NULL));
	assert_string_equal(claims.dossier, work->id);
}

static void test_manifest(void **state)
{
	const struct mc_open_key *keys[] = {p.open, p.desk->keys.open};
	char *file = mc_path_join(p.top, "scan.pdf");
	struct mc_vec parts;
	struct mc_work *work;
	struct sealed_bytes bytes;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	make_rich(work, file);
	assert_ok(mc_work_submit(work, &seq, NULL));
	load(work->id, &bytes);
	assert_null(memmem(bytes.manifest.data, bytes.manifest.len, "mother", 6));
	for (size_t i = 0; i < MC_COUNT(keys); i++) { /* the province and the office open it */
		struct mc_manifest manifest;
		struct mc_str plain;

		mc_str_init(&plain, MC_JSON_MAX);
		assert_ok(mc_pack_open(keys[i], mc_slice_of(&bytes.manifest), &plain, NULL));
		mc_manifest_init(&manifest);
		assert_ok(mc_manifest_parse(mc_slice_of(&plain), &manifest, NULL));
		check_manifest(&manifest, work);
		mc_manifest_done(&manifest);
		mc_str_done(&plain);
	}
	mc_vec_init(&parts, sizeof(struct mc_mail_part), 10);
	assert_ok(mc_mail_parts(p.desk->mail, work->id, &parts, NULL));
	assert_int_equal(parts.len, 1);
	mc_vec_done(&parts);
	drop(&bytes);
	mc_work_close(work);
	free(file);
}

static void open_manifest(const char *id, struct mc_manifest *ret)
{
	struct sealed_bytes bytes;
	struct mc_str plain;

	load(id, &bytes);
	mc_str_init(&plain, MC_JSON_MAX);
	mc_manifest_init(ret);
	assert_ok(mc_pack_open(p.open, mc_slice_of(&bytes.manifest), &plain, NULL));
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), ret, NULL));
	mc_str_wipe(&plain);
	drop(&bytes);
}

/* How many signed words about people the sealed dossier carries. */
static size_t proofs_in(const char *id)
{
	struct mc_manifest manifest;
	size_t count;

	open_manifest(id, &manifest);
	count = manifest.evidence.len;
	mc_manifest_done(&manifest);
	return count;
}

static bool flagged_in(const char *id, const char *role)
{
	struct mc_manifest manifest;
	bool found = false;

	open_manifest(id, &manifest);
	MC_VEC_EACH(&manifest.verified, char *, it) {
		found |= strcmp(*it, role) == 0;
	}
	mc_manifest_done(&manifest);
	return found;
}

static void put_in_their_roles(struct mc_work *work, const char *number)
{
	static const char *const fields[] = {"requester.number", "mother.number"};

	for (size_t i = 0; i < MC_COUNT(fields); i++) {
		assert_ok(mc_work_type(work, province_field(work, fields[i]), number, NULL));
	}
}

/* A card that was scanned by mistake: the province is told nothing of that person. */
static void test_nobody_elses_proof(void **state)
{
	struct mc_query query;
	struct mc_lookup lookup;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_query(work, "mother", &query, NULL));
	look_up(&query, &lookup);
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	put_in_their_roles(work, "030190000129");
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(proofs_in(work->id), 0);
	mc_work_close(work);
}

/* Asked after by an old number; in the form stands today's. */
static void test_proof_by_an_old_number(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	MC_COPY(query.cmnd, "240123456");
	query.number[0] = '\0';
	look_up(&query, &lookup);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(proofs_in(work->id), 1);
	mc_work_close(work);
}

/* A look-up without a proof fills the same fields; "verified" is said only where the gateway's
 * signed word goes along, also when the draft was closed meanwhile. */
static void test_a_mere_look_up_verifies_nobody(void **state)
{
	static const enum mc_query_kind kinds[] = {MC_QUERY_LOOKUP, MC_QUERY_VERIFY};
	char id[MC_UUID_LEN];
	int64_t seq;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(kinds); i++) {
		struct mc_query query = province_query(kinds[i]);
		bool proves = kinds[i] == MC_QUERY_VERIFY;
		struct mc_lookup lookup;
		struct mc_work *work;
		const struct mc_role *mother;

		mc_clock_freeze(mc_clock_now() + 13 * MC_HOUR); /* nothing is left of the other */
		look_up(&query, &lookup);
		assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
		province_fill(work);
		assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
		mother = mc_procedure_role(work->procedure, "mother");
		assert_true(mc_form_answered(work->form, mother));
		assert_int_equal(mc_form_verified(work->form, mother), proves);
		memcpy(id, work->id, sizeof(id));
		mc_work_close(work);
		assert_ok(mc_work_open(p.desk, id, &work, NULL));
		mother = mc_procedure_role(work->procedure, "mother");
		assert_int_equal(mc_form_verified(work->form, mother), proves);
		assert_ok(mc_work_submit(work, &seq, NULL));
		assert_int_equal(proofs_in(work->id), proves);
		assert_int_equal(flagged_in(work->id, "mother"), proves);
		mc_work_close(work);
	}
}

/* Found among those looked up here, and a dossier opened with them: the same. */
static void test_proof_of_a_known_person(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;
	struct mc_work *work;
	struct mc_vec rows;

	(void)state;
	look_up(&query, &lookup);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(mc_lookup_recent(p.desk, MOTHER, &lookup, NULL));
	assert_ok(mc_work_fill(work, "mother", &lookup, NULL, NULL));
	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_dossier(p.desk->store, work->id, &rows, NULL));
	assert_int_equal(rows.len, 1);
	mc_vec_done(&rows);
	mc_work_close(work);
}

/* Served for one dossier and filled into the next: the proof goes with both. */
static void test_a_proof_used_again(void **state)
{
	struct mc_query query;
	struct mc_lookup lookup;
	struct mc_work *works[2];
	int64_t seq;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_ok(mc_work_new(p.desk, PROCEDURE, &works[i], NULL));
		province_fill(works[i]);
		if (i == 0) {
			assert_ok(mc_work_query(works[i], "mother", &query, NULL));
			look_up(&query, &lookup);
			assert_ok(mc_work_fill(works[i], "mother", &lookup, NULL, NULL));
			mc_clock_freeze(NOW + MC_HOUR);
		}
	}
	assert_false(province_asked(&p, NULL)); /* nobody asked a second time */
	for (int i = 0; i < 2; i++) {
		const struct mc_role *mother = mc_procedure_role(works[i]->procedure, "mother");

		assert_true(mc_form_verified(works[i]->form, mother));
		assert_ok(mc_work_submit(works[i], &seq, NULL));
		assert_int_equal(proofs_in(works[i]->id), 1);
		mc_work_close(works[i]);
	}
	/* a proof that is not fresh any more is not taken along */
	mc_clock_freeze(NOW + 13 * MC_HOUR);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &works[0], NULL));
	province_fill(works[0]);
	assert_ok(mc_work_submit(works[0], &seq, NULL));
	assert_int_equal(proofs_in(works[0]->id), 0);
	mc_work_close(works[0]);
}

/* What a rule calls unusual goes; the audit and the dossier name it. What is wrong does not. */
static void test_warned(void **state)
{
	struct mc_manifest manifest;
	struct sealed_bytes bytes;
	struct mc_work *work;
	struct mc_str plain;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_type(work, province_field(work, "mother.born"), "1/1/2022", NULL));
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_FORM_INCOMPLETE); /* younger than 9 */
	assert_ok(mc_work_type(work, province_field(work, "mother.born"), "1/1/1950", NULL));
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(province_audit(&p, "ready", "warned"), 1);
	load(work->id, &bytes);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_pack_open(p.open, mc_slice_of(&bytes.manifest), &plain, NULL));
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), &manifest, NULL));
	assert_int_equal(manifest.warned.len, 1);
	assert_string_equal(*(char **)mc_vec_at(&manifest.warned, 0), "mother_age");
	mc_manifest_done(&manifest);
	mc_str_wipe(&plain);
	drop(&bytes);
	mc_work_close(work);
}

/* What a linked birth dossier with a looked-up mother, one proof and one paper costs on the
 * wire. Measured (1,610), with a little room for the random parts; raise it only knowingly. The
 * declarations of its three branches are 244 of it; the two numbers and the four words that Mẫu 01
 * asks of parents and head, and the form since requires, are 90. */
enum { SMALL_SEALED = 1700 };

static void test_small(void **state)
{
	char *file = mc_path_join(p.top, "scan.pdf");
	struct mc_work *work;
	struct sealed_bytes bytes;
	struct mc_str packed, plain;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	make_rich(work, file);
	assert_ok(mc_work_submit(work, &seq, NULL));
	load(work->id, &bytes);
	mc_str_init(&packed, MC_JSON_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_age_open(p.open, mc_slice_of(&bytes.manifest), &packed, NULL));
	assert_ok(mc_unpack(mc_slice_of(&packed), &plain, NULL));
	print_message("manifest: %zu bytes plain, %zu packed, %zu sealed\n", plain.len,
		      packed.len, bytes.manifest.len);
	assert_true(bytes.manifest.len <= SMALL_SEALED);
	mc_str_done(&packed);
	mc_str_done(&plain);
	drop(&bytes);
	mc_work_close(work);
	free(file);
}

/* Many tries at verification must not make the dossier too large for its envelope. */
static void test_many_proofs(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_work *work;
	struct mc_lookup lookup;
	int64_t seq;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	MC_COPY(query.dossier, work->id);
	for (int i = 0; i < 40; i++) {
		look_up(&query, &lookup);
	}
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
}

/* mail.db cannot be asked: a sealed dossier is not taken for a draft. */
static void test_state_unknown(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_work *work;
	struct mc_dossier_row row;

	(void)state;
	province_submit(&p, id);
	assert_int_equal(sqlite3_exec(p.desk->mail->db.handle, "ALTER TABLE item RENAME TO other",
				      NULL, NULL, NULL), 0);
	assert_int_not_equal(mc_work_open(p.desk, id, &work, NULL), MC_OK);
	assert_int_not_equal(mc_dossier_row(p.desk, id, &row, NULL), MC_OK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_incomplete), CASE(test_cost),     CASE(test_no_room),
		CASE(test_chain),      CASE(test_manifest), CASE(test_many_proofs),
		CASE(test_warned),     CASE(test_nobody_elses_proof),
		CASE(test_proof_by_an_old_number),
		CASE(test_a_mere_look_up_verifies_nobody),
		CASE(test_proof_of_a_known_person), CASE(test_a_proof_used_again),
		CASE(test_small),
		CASE(test_state_unknown),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
