/* SPDX-License-Identifier: MPL-2.0 */
/* fake_find.c - numbers are places in rows[]: find.h, calendar.h; a part of fake_desk.c. */

static int fake_count(const struct mc_desk *desk)
{
	return desk->many ? desk->many : desk->row_count;
}

/* A list may still hold a number of when there were many: they were all the first one. */
static const struct mc_dossier_row *fake_row(const struct mc_desk *desk, int64_t n)
{
	return &desk->rows[desk->many || n >= (int64_t)MC_COUNT(desk->rows) ? 0 : n];
}

static bool begins_so(const char *number, const char *text)
{
	return !strncasecmp(text, "T-", 2) && !strncasecmp(number, text, strlen(text));
}

enum mc_code mc_dossier_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			     struct mc_err *why)
{
	(void)why;
	desk->find = *find;
	for (int n = 0; n < fake_count(desk); n++) {
		const struct mc_dossier_row *row = fake_row(desk, n);

		if ((mc_fold_match(find->text, row->subject) ||
		     begins_so(row->local_number, find->text) ||
		     strcmp(find->text, row->official_number) == 0) &&
		    (!find->state || find->state == row->state)) {
			*(int64_t *)mc_vec_push(ret) = n;
		}
	}
	return MC_OK;
}

void mc_desk_glance(struct mc_desk *desk, struct mc_desk_status *ret)
{
	has_begun(desk);
	mc_desk_status(desk, ret);
}

enum mc_code mc_dossier_newest(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			       struct mc_err *why)
{
	(void)why;
	for (int n = offset; n < fake_count(desk) && n < offset + limit; n++) {
		*(int64_t *)mc_vec_push(ret) = n;
	}
	desk->numbers = (int)ret->len;
	return MC_OK;
}

enum mc_code mc_dossier_count(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	has_begun(desk);
	(void)why;
	*ret = fake_count(desk);
	return MC_OK;
}

enum mc_code mc_dossier_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			     struct mc_err *why)
{
	(void)why;
	for (int i = 0; i < count; i++) {
		*(struct mc_dossier_row *)mc_vec_push(ret) = *fake_row(desk, n[i]);
		desk->read++;
	}
	return MC_OK;
}

enum mc_code mc_desk_find_ready(struct mc_desk *desk, int most, int64_t *ret_left,
				struct mc_err *why)
{
	(void)why;
	desk->names_left = desk->names_left > most ? desk->names_left - most : 0;
	*ret_left = desk->names_left;
	return MC_OK;
}

enum mc_code mc_desk_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			  struct mc_err *why)
{
	if (find->text[0] && !find->state && desk->known.asked_at &&
	    mc_fold_match(find->text, desk->known.full_name)) {
		*(int64_t *)mc_vec_push(ret) = -1;
	}
	return mc_dossier_find(desk, find, ret, why);
}

/* By the last word alone: what the keys are is tested in tests/desk. */
enum mc_code mc_desk_order_found(struct mc_desk *desk, struct mc_vec *numbers, enum mc_collate order,
				 struct mc_err *why)
{
	(void)why;
	desk->ordered = order + 1;
	for (size_t i = 0; i < numbers->len / 2; i++) { /* otherwise than they were */
		int64_t *n = numbers->items, other = n[i];

		n[i] = n[numbers->len - 1 - i];
		n[numbers->len - 1 - i] = other;
	}
	return MC_OK;
}

void mc_desk_forget_names(struct mc_desk *desk)
{
	desk->forgot++;
}

enum mc_code mc_desk_find_other(struct mc_desk *desk, const char *text, char ret[MC_TEXT_LEN],
				size_t *ret_count, struct mc_err *why)
{
	struct mc_str other;

	(void)why;
	*ret_count = 0;
	mc_str_init(&other, MC_TEXT_LEN - 1);
	for (unsigned n = 0; !*ret_count && mc_fold_other(text, n, &other); n++) {
		if (mc_fold_same_name(other.data, desk->known.full_name)) {
			*ret_count = 1;
			mc_copy(ret, MC_TEXT_LEN, other.data);
		}
		mc_str_reset(&other);
	}
	mc_str_done(&other);
	return MC_OK;
}

enum mc_code mc_found_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	(void)why;
	for (int i = 0; i < count; i++) {
		struct mc_found_row *row = mc_vec_push(ret);

		if (n[i] < 0) {
			row->person = desk->known;
		} else {
			row->dossier = *fake_row(desk, n[i]);
		}
		desk->read++;
	}
	return MC_OK;
}

int mc_dossier_place(struct mc_desk *desk, int64_t n)
{
	return n >= 0 && n < fake_count(desk) ? (int)n : -1;
}

enum mc_code mc_named_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	return mc_found_rows(desk, n, count, ret, why);
}

enum mc_code mc_newest_rows(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	struct mc_vec numbers;
	enum mc_code code;

	has_begun(desk);
	mc_vec_init(&numbers, sizeof(int64_t), (size_t)limit);
	code = mc_dossier_newest(desk, offset, limit, &numbers, why);
	code = code ? code : mc_found_rows(desk, numbers.items, (int)numbers.len, ret, why);
	mc_vec_done(&numbers);
	return code;
}

const struct mc_calendar *mc_desk_calendar(struct mc_desk *desk)
{
	static const struct mc_calendar none;

	(void)desk;
	return &none;
}

enum mc_due_when mc_row_when(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row)
{
	return row->progress.open ? mc_due_when(bounds, mc_progress_shown(&row->progress),
						mc_progress_stands(&row->progress)) : MC_DUE_NONE;
}

enum mc_code mc_dossier_board(struct mc_desk *desk, struct mc_board *ret, struct mc_err *why)
{
	(void)why;
	memset(ret, 0, sizeof(*ret));
	mc_due_bounds(mc_desk_calendar(desk), mc_clock_now(), &ret->bounds);
	for (int n = 0; n < fake_count(desk); n++) {
		ret->count[mc_row_when(&ret->bounds, fake_row(desk, n))]++;
		ret->total++;
	}
	return MC_OK;
}

enum mc_code mc_dossier_due(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	for (int64_t n = offset; n < fake_count(desk) && n < offset + limit; n++) {
		(void)!mc_found_rows(desk, &n, 1, ret, why);
	}
	return MC_OK;
}

enum mc_code mc_dossier_due_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
				 struct mc_err *why)
{
	(void)why;
	for (int n = 0; n < fake_count(desk); n++) {
		if (mc_fold_match(text, fake_row(desk, n)->subject)) {
			((struct mc_due_found *)mc_vec_push(ret))->n = n;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_due_rows(struct mc_desk *desk, const struct mc_due_found *found, int count,
				 struct mc_vec *ret, struct mc_err *why)
{
	for (int i = 0; i < count; i++) {
		(void)!mc_found_rows(desk, &found[i].n, 1, ret, why);
	}
	return MC_OK;
}

enum mc_code mc_dossier_pressing(struct mc_desk *desk, int64_t *ret_late, int64_t *ret_today,
				 struct mc_err *why)
{
	has_begun(desk);
	(void)why;
	*ret_late = desk->late;
	*ret_today = desk->today;
	return MC_OK;
}

enum mc_code mc_dossier_postpone(struct mc_desk *desk, const char *name, const struct mc_date *day,
				 const char *reason, struct mc_err *why)
{
	assert_string_equal(name, desk->rows[0].id);
	desk->promised = *day;
	MC_COPY(desk->reason, reason);
	return desk->postpone_code ? mc_fail(why, desk->postpone_code, "fake") : MC_OK;
}

enum mc_code mc_dossier_postponed(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				  struct mc_err *why)
{
	struct mc_dossier_postponed *it;

	(void)id;
	(void)why;
	if (desk->reason[0]) {
		it = mc_vec_push(ret);
		it->at = FAKE_NOW;
		it->promised_at = FAKE_NOW + 2 * MC_DAY;
		MC_COPY(it->reason, desk->reason);
	}
	return MC_OK;
}
