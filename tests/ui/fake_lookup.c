/* SPDX-License-Identifier: MPL-2.0 */
/* fake_lookup.c - the province answers at once; a part of fake_desk.c. */

enum mc_code mc_lookup_begin(struct mc_desk *desk, struct mc_query *query, int wait_s,
			     struct mc_err *why)
{
	(void)wait_s;
	query->officer = desk->officer;
	if (desk->begin_code != MC_OK) {
		return mc_fail(why, desk->begin_code, "fake");
	}
	if (mc_query_check(query, why) != MC_OK) {
		return why->code;
	}
	MC_COPY(query->id, DOSSIER);
	desk->asked++;
	desk->query = *query;
	return MC_OK;
}

enum mc_code mc_lookup_poll(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
			    struct mc_err *why)
{
	assert_string_equal(query_id, desk->query.id);
	desk->polled++;
	if (desk->poll_code != MC_OK) {
		return mc_fail(why, desk->poll_code, "fake");
	}
	*ret = desk->answer;
	ret->query = desk->query;
	return MC_OK;
}

enum mc_code mc_lookup_cancel(struct mc_desk *desk, const char *query_id, struct mc_err *why)
{
	(void)query_id;
	(void)why;
	desk->cancelled++;
	return MC_OK;
}

enum mc_code mc_residence_state(struct mc_desk *desk, const struct mc_query *query, enum mc_way way,
				enum mc_outcome outcome, const char *address,
				char ret_evidence_id[MC_UUID_LEN], struct mc_err *why)
{
	(void)query;
	(void)why;
	MC_COPY(desk->address, address);
	desk->ways |= outcome == MC_OUTCOME_FAILURE ? 1u << way : 0;
	strcpy(ret_evidence_id, "e2");
	return MC_OK;
}

enum mc_code mc_residence_paper_allowed(struct mc_desk *desk, const char *number,
					struct mc_err *why)
{
	assert_string_equal(number, "054196278545");
	return desk->ways == (1u << MC_WAY_VNEID | 1u << MC_WAY_CARD_READER | 1u << MC_WAY_OTHER)
		       ? MC_OK : mc_fail(why, MC_E_PAPER_NOT_ALLOWED, "fake");
}

void mc_evidence_shown_init(struct mc_evidence_shown *shown)
{
	memset(shown, 0, sizeof(*shown));
	mc_str_init(&shown->claims_json, 4096);
	mc_str_init(&shown->jws, 4096);
}

void mc_evidence_shown_done(struct mc_evidence_shown *shown)
{
	mc_str_done(&shown->claims_json);
	mc_str_done(&shown->jws);
	free(shown->file);
}

enum mc_code mc_evidence_show(struct mc_desk *desk, const char *evidence_id,
			      struct mc_evidence_shown *ret, struct mc_err *why)
{
	struct mc_evidence *claims = &ret->claims;

	if (!evidence_id[0]) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	MC_COPY(ret->kid, "a1b2c3d4");
	ret->file = mc_strdup("/var/lib/motcua/evidence/proof.jws.age");
	claims->issuer = MC_ISSUER_GATEWAY;
	claims->issued_at = FAKE_NOW;
	claims->officer = desk->officer;
	MC_COPY(claims->terminal, "7K3M9Q");
	MC_COPY(claims->procedure, "2.002621");
	MC_COPY(claims->purpose, "đăng ký khai sinh");
	claims->outcome = MC_OUTCOME_FOUND;
	claims->way = MC_WAY_SYSTEM;
	MC_COPY(claims->number, "054196278545");
	MC_COPY(claims->full_name, "Trần Thị Kim Oanh");
	claims->born = (struct mc_date){1996, 11, 2};
	claims->residence = MC_RESIDENCE_PERMANENT;
	MC_COPY(claims->address, "Số 112, thôn Cây Xoài, xã Hòa Phú Đông, tỉnh Đắk Lắk");
	claims->since = (struct mc_date){2006, 3, 20};
	MC_COPY(claims->household, "HK-66-000123");
	MC_COPY(claims->head.full_name, "Nguyễn Đình Lộc");
	claims->head_status = MC_HEAD_PRESENT;
	return MC_OK;
}

/* ---- earlier.h: of the note, once a mother stands in the form */

enum mc_code mc_work_earlier(const struct mc_work *work, int field, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_earlier *it;

	(void)why;
	if (work->desk->earlier[0] &&
	    field == mc_procedure_field(work->procedure, "child.note")) {
		it = mc_vec_push(ret);
		MC_COPY(it->text, work->desk->earlier);
		MC_COPY(it->local_number, "T-7K3M9Q-AAAAAA-1");
		it->at = FAKE_NOW - 40 * MC_DAY;
	}
	return MC_OK;
}

enum mc_code mc_work_take_earlier(struct mc_work *work, int field, const char *text,
				  struct mc_err *why)
{
	(void)why;
	mc_form_take_earlier(work->form, field, text, FAKE_NOW - 40 * MC_DAY, FAKE_NOW);
	return MC_OK;
}

/* ---- verification.h */

enum mc_code mc_work_verify_later(struct mc_work *work, const char *role,
				  const struct mc_query *shown, int64_t *ret_until,
				  struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	int64_t until = FAKE_NOW + 32 * MC_HOUR;

	(void)why;
	desk->verifying++;
	desk->status.verifying++;
	if (shown) {
		desk->shown = *shown;
	}
	desk->verification = (struct mc_verification){.queued_at = FAKE_NOW, .until = until};
	MC_COPY(desk->verification.query_id, DOSSIER);
	MC_COPY(desk->verification.role, role);
	if (ret_until) {
		*ret_until = until;
	}
	return MC_OK;
}

enum mc_code mc_dossier_verify_again(struct mc_desk *desk, const char *id, int *ret_count,
				     int64_t *ret_until, struct mc_err *why)
{
	struct mc_work work = {.desk = desk};
	char role[MC_WORD_LEN];

	(void)id;
	MC_COPY(role, desk->verification.role);
	*ret_count = 1;
	return mc_work_verify_later(&work, role, NULL, ret_until, why);
}

enum mc_code mc_work_take_verified(struct mc_work *work, int *ret_taken, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	bool now = desk->verification.outcome == MC_OUTCOME_FOUND && !desk->taken;

	if (now) {
		desk->taken = true;
		(void)!mc_work_fill(work, "mother", &desk->answer, NULL, why);
	}
	if (ret_taken) {
		*ret_taken = now;
	}
	return MC_OK;
}

enum mc_code mc_dossier_verifications(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				      struct mc_err *why)
{
	(void)id;
	(void)why;
	if (desk->verification.role[0]) {
		*(struct mc_verification *)mc_vec_push(ret) = desk->verification;
	}
	return MC_OK;
}

bool mc_verification_needs_you(const struct mc_verification *it)
{
	return it->outcome == MC_OUTCOME_NO_MATCH || it->outcome == MC_OUTCOME_FAILURE ||
	       it->to_settle > 0;
}

enum mc_code mc_verification_differs(struct mc_desk *desk, const char *query_id,
				     struct mc_vec *ret, struct mc_err *why)
{
	struct mc_difference *it = desk->verification.differences ? mc_vec_push(ret) : NULL;

	(void)query_id;
	(void)why;
	if (it) {
		MC_COPY(it->field, "mother.full_name");
		it->value = (struct mc_value){ .text = mc_strdup("Trần Thị Kim Anh"),
					       .from = MC_FROM_CARD,
					       .register_text = mc_strdup("Trần Thị Kim Oanh") };
	}
	return MC_OK;
}

void mc_differences_done(struct mc_vec *differences)
{
	MC_VEC_EACH(differences, struct mc_difference, it) {
		free(it->value.text);
		free(it->value.register_text);
	}
	mc_vec_done(differences);
}
