/* SPDX-License-Identifier: MPL-2.0 */
/* fake_dossiers.c - what was sealed, and its slips; a part of fake_desk.c. */

enum mc_code mc_dossier_list(struct mc_desk *desk, bool queue_only, int offset, int limit,
			     struct mc_vec *ret, struct mc_err *why)
{
	int count = desk->many ? desk->many : desk->row_count;

	has_begun(desk);
	(void)queue_only;
	(void)why;
	for (int i = offset; i < count && i < offset + limit; i++) {
		struct mc_dossier_row *row = mc_vec_push(ret);

		if (row) {
			*row = desk->rows[desk->many ? 0 : i];
			row->seq = desk->many ? count - i : row->seq;
			desk->read++;
		}
	}
	return MC_OK;
}

enum mc_code mc_queue_length(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	(void)why;
	*ret = desk->many ? desk->many : desk->row_count;
	return MC_OK;
}

int mc_queue_place(struct mc_desk *desk, const char *id)
{
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(desk->rows[i].id, id)) {
			return i;
		}
	}
	return -1;
}

enum mc_code mc_queue_moving(struct mc_desk *desk, struct mc_dossier_row *ret, struct mc_err *why)
{
	(void)why;
	*ret = (struct mc_dossier_row){.id = ""};
	for (int i = desk->row_count; i-- > 0;) {
		const struct mc_dossier_row *row = &desk->rows[i];

		if (!row->next_try &&
		    (row->state == MC_STATE_UPLOADING || row->state == MC_STATE_COMMITTING)) {
			*ret = *row;
			break;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_row(struct mc_desk *desk, const char *name, struct mc_dossier_row *ret,
			    struct mc_err *why)
{
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(name, desk->rows[i].id) || !strcmp(name, desk->rows[i].local_number)) {
			*ret = desk->rows[i];
			return MC_OK;
		}
	}
	if (!strcmp(name, desk->id) && desk->created) {
		*ret = (struct mc_dossier_row){.state = desk->state};
		MC_COPY(ret->id, desk->id);
		MC_COPY(ret->local_number, NUMBER);
		MC_COPY(ret->subject, mc_form_text(desk->form, "child.full_name"));
		return MC_OK;
	}
	return mc_fail(why, MC_E_DOSSIER_UNKNOWN, "fake");
}

enum mc_code mc_dossier_said(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_dossier_said *said;

	(void)why;
	(void)id;
	if (desk->rows[0].has_receipt) {
		said = mc_vec_push(ret);
		MC_COPY(said->kind, "receipt");
		MC_COPY(said->outcome, "received");
		MC_COPY(said->official_number, "H00.01-261123-0001");
		MC_COPY(said->kid, "a1b2c3d4");
		said->at = FAKE_NOW;
		said->verified = true;
	}
	return MC_OK;
}

enum mc_code mc_dossier_receipt(struct mc_desk *desk, const char *id, struct mc_str *ret_jws,
				struct mc_err *why)
{
	(void)id;
	if (!desk->rows[0].has_receipt) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	mc_str_puts(ret_jws, "eyJhbGciOiJFZERTQSJ9.eyJ2IjoxfQ.c2lnbmF0dXJl");
	return MC_OK;
}

enum mc_code mc_dossier_withdraw(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	(void)why;
	desk->withdrawn++;
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(desk->rows[i].id, name)) {
			desk->rows[i].withdrawing = desk->rows[i].attempts > 0;
			break;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_correct(struct mc_desk *desk, const char *name, struct mc_work **ret,
				struct mc_err *why)
{
	assert_string_equal(name, desk->rows[0].id);
	desk->corrected++;
	return mc_work_open(desk, desk->id, ret, why);
}

enum mc_code mc_dossier_reasons(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				struct mc_err *why)
{
	(void)id;
	(void)why;
	if (desk->rows[0].state == MC_STATE_NEEDS_SUPPLEMENT) {
		struct mc_dossier_reason *reason = mc_vec_push(ret);

		MC_COPY(reason->field, "notice");
		MC_COPY(reason->text, "the copy is too dark");
	}
	if (desk->rows[0].state == MC_STATE_REJECTED) {
		struct mc_dossier_reason *reason = mc_vec_push(ret);

		MC_COPY(reason->field, "child.sex");
		MC_COPY(reason->text, "not as in the birth notice");
		reason = mc_vec_push(ret);
		MC_COPY(reason->field, "no.such");
		MC_COPY(reason->text, "later than the birth notice");
	}
	return MC_OK;
}

enum mc_code mc_dossier_linked(struct mc_desk *desk, const struct mc_dossier_row *row,
			       struct mc_dossier_linked *ret, struct mc_err *why)
{
	(void)row;
	(void)why;
	*ret = desk->linked;
	return MC_OK;
}

bool mc_printing(const struct mc_desk *desk)
{
	return desk->print_waits;
}

bool mc_print_news(struct mc_desk *desk, struct mc_printed *ret, enum mc_code *ret_code,
		   struct mc_err *why)
{
	if (!desk->print_news) {
		return false;
	}
	desk->print_waits = desk->print_news = false;
	*ret = (struct mc_printed){.spooled = !desk->slip_code, .copy = desk->slips};
	ret->file = desk->slip_code ? mc_strdup("/var/lib/motcua/slips/receipt-1.txt") : NULL;
	*ret_code = desk->slip_code ? mc_fail(why, desk->slip_code, "lp: status 1") : MC_OK;
	return true;
}

static enum mc_code print_slip(struct mc_desk *desk, struct mc_printed *ret, struct mc_err *why)
{
	if (desk->print_waits) {
		*ret = (struct mc_printed){.waiting = true, .copy = ++desk->slips};
		ret->file = mc_strdup("/var/lib/motcua/slips/receipt-1.txt");
		return MC_OK;
	}
	if (desk->slip_code) {
		return mc_fail(why, desk->slip_code, "fake");
	}
	*ret = (struct mc_printed){.spooled = !desk->no_printer, .copy = ++desk->slips};
	ret->file = desk->no_printer ? mc_strdup("/var/lib/motcua/slips/receipt-1.txt") : NULL;
	return MC_OK;
}

enum mc_code mc_slip_receipt(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	(void)dossier;
	return print_slip(desk, ret, why);
}

enum mc_code mc_slip_apology(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	(void)dossier;
	return desk->reason[0] ? print_slip(desk, ret, why) : mc_fail(why, MC_E_APOLOGY, "fake");
}

enum mc_code mc_slip_evidence(struct mc_desk *desk, const char *evidence_id,
			      struct mc_printed *ret, struct mc_err *why)
{
	(void)evidence_id;
	return print_slip(desk, ret, why);
}

enum mc_code mc_paper_ask(struct mc_desk *desk, const struct mc_paper_request *request,
			  struct mc_printed *ret, struct mc_err *why)
{
	MC_COPY(desk->asked_paper, request->paper);
	desk->asked_online = request->online;
	if (mc_substitute_parse(request->paper) == MC_SUBSTITUTE_COUNT) {
		return mc_fail(why, MC_E_PAPER_CUT, "Nghị quyết 66.7/2025/NQ-CP, điều 4");
	}
	return print_slip(desk, ret, why);
}

void fake_large_household(struct mc_household *ret, enum mc_head_status head)
{
	static const char *const relations[] = {"vợ", "con đẻ", "con dâu", "cháu nội", "ở nhờ"};

	ret->head_status = head;
	for (ret->member_count = 0; ret->member_count < 30; ret->member_count++) {
		struct mc_member *member = &ret->members[ret->member_count];
		int n = ret->member_count;

		*member = (struct mc_member){ .born = {1960 + n, 1 + n % 12, 1 + n % 28},
					      .kind = 1 + n % 3,
					      .from = {2001 + n % 20, 3, 20} };
		snprintf(member->number, sizeof(member->number), "0541962%05d", n);
		snprintf(member->full_name, sizeof(member->full_name), "Trần Mẫu Thứ %d", n + 1);
		MC_COPY(member->relation, relations[n % 5]);
		if (n % 7 == 3) {
			member->until = (struct mc_date){2024, 12, 31};
		}
	}
}

void fake_linked(struct mc_dossier_linked *ret)
{
	*ret = (struct mc_dossier_linked){
		.count = 3,
		.branches = { { .id = "justice", .state = MC_BRANCH_COMPLETED, .at = FAKE_NOW,
				.number = "TP-261123-0007",
				.text = "Đã đăng ký khai sinh." },
			      { .id = "police", .state = MC_BRANCH_NEEDS_SUPPLEMENT, .at = FAKE_NOW,
				.number = "CA-261123-0003", .text = "Thiếu ý kiến của chủ hộ.",
				.deadline = FAKE_NOW + MC_DAY,
				.clock = {.due = FAKE_NOW + 3 * MC_DAY},
				.alarms = MC_BRANCH_LATE_SYNC | MC_BRANCH_LATE_ACK },
			      {.id = "insurance"} },
	};
}

enum mc_code mc_dossier_supplement(struct mc_desk *desk, const char *name, struct mc_work **ret,
				   struct mc_err *why)
{
	enum mc_code code;

	assert_string_equal(name, desk->rows[0].id);
	desk->supplemented++;
	MC_COPY(desk->supplements, name);
	code = mc_work_open(desk, desk->id, ret, why);
	return code;
}

enum mc_code mc_dossier_asked(struct mc_desk *desk, const char *id, struct mc_dossier_asked *ret,
			      struct mc_err *why)
{
	(void)id;
	if (desk->rows[0].state != MC_STATE_NEEDS_SUPPLEMENT) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	*ret = (struct mc_dossier_asked){.at = FAKE_NOW, .deadline = desk->rows[0].deadline};
	MC_COPY(ret->text, "The birth notice cannot be read");
	return MC_OK;
}

const struct mc_turn *mc_dossier_turn(const struct mc_dossier_row *row)
{
	static const struct mc_turn turn = {"desk", "This desk: somebody."};

	(void)row;
	return &turn;
}

int64_t mc_dossier_turn_since(const struct mc_dossier_row *row)
{
	return row->state_at;
}

bool mc_dossier_overdue(const struct mc_dossier_row *row, int64_t now)
{
	return row->sealed_at && row->state == MC_STATE_SEALED && now - row->sealed_at > MC_DAY;
}

bool mc_dossier_misses_news(const struct mc_dossier_row *row, const struct mc_desk_status *status)
{
	return status->news_gap && row->state == MC_STATE_RECEIPTED;
}

enum mc_code mc_queue_adopt(struct mc_desk *desk, struct mc_adopted *ret, struct mc_err *why)
{
	(void)why;
	desk->adopted++;
	*ret = (struct mc_adopted){.adopted = true, .released = 2, .taken = 1};
	return MC_OK;
}

enum mc_code mc_queue_resend(struct mc_desk *desk, const char *const *names, int count,
			     int *ret_sent, struct mc_err *why)
{
	(void)names, (void)count, (void)why;
	desk->resent++;
	*ret_sent = 2;
	return MC_OK;
}

enum mc_code mc_queue_settle(struct mc_desk *desk, int *ret_settled, struct mc_err *why)
{
	(void)why;
	desk->settled_lost++;
	*ret_settled = 2;
	return MC_OK;
}

void mc_day_stem(int64_t day, char ret[16])
{
	(void)day;
	strcpy(ret, "2026-11-23");
}

enum mc_code mc_day_slip(struct mc_desk *desk, int64_t day, struct mc_str *ret, struct mc_err *why)
{
	(void)desk;
	(void)day;
	(void)why;
	mc_str_puts(ret, "SLIP OF THE DAY\n");
	return MC_OK;
}

enum mc_code mc_print(struct mc_desk *desk, const struct mc_print_job *job, struct mc_printed *ret,
		      struct mc_err *why)
{
	assert_string_equal(job->kind, "day");
	assert_int_equal(strncmp(job->text.data, "SLIP", 4), 0);
	desk->printed++;
	*ret = (struct mc_printed){.spooled = desk->printer, .copy = desk->printed};
	if (!desk->printer) {
		ret->file = mc_strdup("/tmp/slip.txt");
	}
	return desk->print_code ? mc_fail(why, desk->print_code, "lp: status 1") : MC_OK;
}

bool mc_held_needs_action(const struct mc_dossier_row *row)
{
	return row->state == MC_STATE_HELD;
}

const struct mc_held_action *mc_held_action(const struct mc_dossier_row *row)
{
	static const struct mc_held_action action = { "By command.", "Tell the administrator.",
						      true };

	(void)row;
	return &action;
}

enum mc_code mc_queue_retry(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	(void)name;
	(void)why;
	desk->retried++;
	return MC_OK;
}

enum mc_code mc_queue_ledger(struct mc_desk *desk, struct mc_queue_ledger *ret, struct mc_err *why)
{
	(void)why;
	*ret = desk->ledger;
	return MC_OK;
}

struct mc_queue_count {
	struct mc_desk *desk;
};

struct mc_queue_count *mc_queue_count_new(struct mc_desk *desk)
{
	struct mc_queue_count *count = mc_calloc(1, sizeof(*count));

	count->desk = desk;
	return count;
}

void mc_queue_count_free(struct mc_queue_count *count)
{
	free(count);
}

void mc_queue_count_again(struct mc_queue_count *count)
{
	(void)count;
}

enum mc_code mc_queue_count_step(struct mc_queue_count *count, int most, bool *ret_done,
				 struct mc_queue_ledger *ret, struct mc_err *why)
{
	(void)most;
	*ret_done = !count->desk->counting;
	count->desk->counting -= !*ret_done;
	return *ret_done ? mc_queue_ledger(count->desk, ret, why) : MC_OK;
}
