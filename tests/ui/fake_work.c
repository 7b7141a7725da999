/* SPDX-License-Identifier: MPL-2.0 */
/* fake_work.c - a dossier that is filled in: work.h; a part of fake_desk.c. */

enum mc_code mc_work_open(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why)
{
	struct mc_work *work;

	if (strcmp(name, desk->id) != 0) {
		return mc_fail(why, MC_E_DOSSIER_UNKNOWN, "fake");
	}
	if (desk->open_count) {
		return mc_fail(why, MC_E_DRAFT_LOCKED, "fake");
	}
	desk->open_count++;
	work = mc_calloc(1, sizeof(*work));
	work->desk = desk;
	MC_COPY(work->id, desk->id);
	MC_COPY(work->local_number, NUMBER);
	MC_COPY(work->supplements, desk->supplements);
	MC_COPY(work->replaces, desk->corrected ? desk->rows[0].id : "");
	work->state = desk->state;
	work->created_at = desk->created_at;
	work->procedure = desk->procedure;
	work->form = desk->form;
	work->attachments = desk->attachments;
	*ret = work;
	return MC_OK;
}

enum mc_code mc_work_new(struct mc_desk *desk, const char *code, struct mc_work **ret,
			 struct mc_err *why)
{
	if (strcmp(code, "2.002621") != 0) {
		return mc_fail(why, MC_E_PROCEDURE_FILE, "fake");
	}
	desk->created++;
	return mc_work_open(desk, desk->id, ret, why);
}

void mc_work_close(struct mc_work *work)
{
	work->desk->attachments = work->attachments;
	work->desk->open_count--;
	free(work);
}

enum mc_code mc_work_type(struct mc_work *work, int field, const char *text, struct mc_err *why)
{
	work->desk->typed++;
	return mc_form_type(work->form, field, text, mc_clock_now(), why);
}

enum mc_code mc_work_fill(struct mc_work *work, const char *role, const struct mc_lookup *lookup,
			  int *ret_filled, struct mc_err *why)
{
	int filled = mc_form_prefill(work->form, role, &lookup->answer.person,
				     &lookup->answer.household, lookup->answer.taken_at, NULL);

	(void)why;
	if (mc_date_is_set(&lookup->card_issued)) {
		struct mc_card card = {.issued = lookup->card_issued};

		MC_COPY(card.number, lookup->answer.person.number);
		(void)mc_form_prefill_card(work->form, role, &card, FAKE_NOW, NULL);
	}
	MC_COPY(work->desk->stated, lookup->stated_id);
	if (lookup->evidence_id[0]) {
		mc_form_prove(work->form, mc_procedure_role(work->procedure, role),
			      lookup->answer.person.number);
	}
	if (ret_filled) {
		*ret_filled = filled;
	}
	return MC_OK;
}

enum mc_code mc_work_query(const struct mc_work *work, const char *role, struct mc_query *ret,
			   struct mc_err *why)
{
	(void)role;
	MC_COPY(ret->procedure, work->procedure->code);
	return mc_query_from_typed(ret, mc_form_text(work->form, "mother.number"),
				   mc_form_text(work->form, "mother.full_name"),
				   mc_form_text(work->form, "mother.born"), why);
}

enum mc_code mc_work_row_add(struct mc_work *work, int table, struct mc_err *why)
{
	return mc_form_row_add(work->form, table, mc_clock_now(), why);
}

enum mc_code mc_work_row_remove(struct mc_work *work, int table, int row, struct mc_err *why)
{
	(void)why;
	mc_form_row_remove(work->form, table, row, mc_clock_now());
	return MC_OK;
}

enum mc_code mc_work_row_swap(struct mc_work *work, int table, int row, int other,
			      struct mc_err *why)
{
	(void)why;
	mc_form_row_swap(work->form, table, row, other, mc_clock_now());
	return MC_OK;
}

const struct mc_role *mc_work_role_of(const struct mc_work *work, int field)
{
	return mc_procedure_role_of(work->procedure, field);
}

enum mc_code mc_work_attach(struct mc_work *work, const char *paper, const char *path,
			    struct mc_err *why)
{
	struct mc_attachment *file;

	if (work->desk->attach_code != MC_OK) {
		return mc_fail(why, work->desk->attach_code, "fake");
	}
	file = mc_vec_push(&work->attachments);
	MC_COPY(file->paper, paper);
	MC_COPY(file->name, path);
	MC_COPY(file->sha256, "ab");
	file->size = 12345;
	return MC_OK;
}

enum mc_code mc_work_detach(struct mc_work *work, const char *sha256, struct mc_err *why)
{
	(void)why;
	assert_string_equal(sha256, "ab");
	mc_vec_remove(&work->attachments, 0);
	return MC_OK;
}

void mc_work_problems(const struct mc_work *work, struct mc_vec *ret)
{
	struct mc_date today = {2026, 11, 23};

	mc_form_check(work->form, NULL, &today, ret);
}

enum mc_code mc_work_fill_card(struct mc_work *work, const char *role, const struct mc_card *card,
			       int *ret_filled, struct mc_err *why)
{
	int filled = mc_form_prefill_card(work->form, role, card, FAKE_NOW, NULL);

	work->desk->card_sex = card->sex;
	(void)why;
	if (ret_filled) {
		*ret_filled = filled;
	}
	return MC_OK;
}

enum mc_code mc_work_fill_recent(struct mc_work *work, int field, struct mc_err *why)
{
	(void)work;
	(void)field;
	(void)why;
	return MC_OK;
}

/* The working day after next, at the end of it. */
int64_t mc_work_due(const struct mc_work *work, int64_t received_at)
{
	(void)work;
	return received_at + 2 * 24 * MC_HOUR + 8 * MC_HOUR;
}

enum mc_code mc_work_ready(struct mc_work *work, struct mc_err *why)
{
	if (!work->desk->officer.number[0]) {
		return mc_fail(why, MC_E_OFFICER, "fake");
	}
	work->desk->ready++;
	return MC_OK;
}

enum mc_code mc_work_submit(struct mc_work *work, int64_t *ret_seq, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	struct mc_dossier_row *row = &desk->rows[0];

	if (desk->submit_code != MC_OK) {
		return mc_fail(why, desk->submit_code, "fake");
	}
	desk->submitted++;
	desk->state = MC_STATE_SEALED;
	desk->row_count = 1;
	MC_COPY(row->id, desk->id);
	MC_COPY(row->local_number, NUMBER);
	MC_COPY(row->subject, "Nguyễn Gia Huy");
	row->state = MC_STATE_SEALED;
	row->seq = *ret_seq = 7;
	row->sealed_at = FAKE_NOW;
	row->total_bytes = 34000;
	return MC_OK;
}

enum mc_code mc_work_discard(struct mc_work *work, struct mc_err *why)
{
	(void)why;
	work->desk->discarded++;
	return MC_OK;
}
