/* SPDX-License-Identifier: MPL-2.0 */
/* home_take.c - what Enter does with each kind of text in the box. */
#include <string.h>

#include "motcua/desk/find.h"
#include "ui/home_view.h"
#include "ui/shell.h"

enum { FOUND_MAX = 1 << 24 };

static enum mc_code take_card(struct mc_view *view, const char *text, struct mc_query *query,
			      struct mc_err *why)
{
	struct mc_home_state *s = view->state;
	enum mc_code code = mc_card_parse(text, &s->card, why);

	if (code == MC_OK) {
		mc_query_from_card(query, &s->card);
		s->lacks = mc_card_may_lack_letters(&s->card);
	}
	return code;
}

static enum mc_code take_mrz(struct mc_view *view, const char *text, struct mc_query *query,
			     struct mc_err *why)
{
	struct mc_mrz mrz;
	enum mc_code code = mc_mrz_parse(text, &mrz, why);

	(void)view;
	if (code == MC_OK) {
		mc_query_from_mrz(query, &mrz);
	}
	return code;
}

static enum mc_code take_number(struct mc_view *view, const char *text, struct mc_query *query,
				struct mc_err *why)
{
	enum mc_id_kind kind;
	char number[MC_PID_LEN];
	enum mc_code code = mc_pid_parse(text, number, &kind, why);

	(void)view;
	if (code == MC_OK && kind == MC_ID_CMND) {
		MC_COPY(query->cmnd, number);
	} else if (code == MC_OK) {
		MC_COPY(query->number, number);
	}
	return code;
}

/* Half a number is not an unknown one: those that begin so are listed. */
static bool list_beginning(struct mc_view *view, const char *text)
{
	struct mc_find wanted = {.text = ""};
	struct mc_vec numbers;
	struct mc_err why;
	bool some;

	MC_COPY(wanted.text, text);
	mc_vec_init(&numbers, sizeof(int64_t), FOUND_MAX);
	some = mc_dossier_find(view->ui->desk, &wanted, &numbers, &why) == MC_OK && numbers.len;
	mc_vec_done(&numbers);
	if (some) {
		mc_ui_open(view->ui, MC_VIEW_FIND, 0, &(union mc_view_arg){.find.text = text});
	}
	return some;
}

static enum mc_code take_dossier(struct mc_view *view, const char *text, struct mc_query *query,
				 struct mc_err *why)
{
	struct mc_dossier_row row;
	enum mc_code code = mc_dossier_row(view->ui->desk, text, &row, why);

	(void)query;
	if (code == MC_OK) {
		mc_shell_open_dossier(view->ui, &row);
	}
	return code == MC_E_DOSSIER_UNKNOWN && list_beginning(view, text) ? MC_OK : code;
}

/* Nobody has this name; the other screen offers the one that somebody has. */
static enum mc_code find_other(struct mc_view *view, const char *text, size_t *ret_count,
			       struct mc_err *why)
{
	char other[MC_TEXT_LEN];
	enum mc_code code = mc_desk_find_other(view->ui->desk, text, other, ret_count, why);

	if (code == MC_OK && *ret_count) {
		mc_ui_open(view->ui, MC_VIEW_FIND, 0, &(union mc_view_arg){.find.text = text});
	}
	explicit_bzero(other, sizeof(other));
	return code;
}

/* What matches: one dossier is gone to, anything else is listed. ret_count: how much it is. */
static enum mc_code find(struct mc_view *view, const char *text, size_t *ret_count,
			 struct mc_err *why)
{
	struct mc_desk *desk = view->ui->desk;
	struct mc_find wanted = {.text = ""};
	int64_t left = 0;
	struct mc_vec numbers;
	enum mc_code code;

	if (!mc_desk_find_ready(desk, MC_FIND_SLICE, &left, why) && left) {
		*ret_count = 1; /* perhaps: the other screen does not wait for them */
		mc_ui_open(view->ui, MC_VIEW_FIND, 0, &(union mc_view_arg){.find.text = text});
		return MC_OK;
	}
	MC_COPY(wanted.text, text);
	mc_vec_init(&numbers, sizeof(int64_t), FOUND_MAX);
	code = mc_desk_find(desk, &wanted, &numbers, why);
	*ret_count = numbers.len;
	if (code == MC_OK && !numbers.len && mc_input_kind(text) == MC_INPUT_NAME) {
		code = find_other(view, text, ret_count, why);
	}
	if (code == MC_OK && numbers.len &&
	    !(numbers.len == 1 && mc_home_stand_on(view, *(int64_t *)numbers.items))) {
		mc_ui_open(view->ui, MC_VIEW_FIND, 0, &(union mc_view_arg){.find.text = text});
	}
	mc_vec_done(&numbers);
	return code;
}

static enum mc_code take_name(struct mc_view *view, const char *text, struct mc_query *query,
			      struct mc_err *why)
{
	size_t count;
	enum mc_code code = find(view, text, &count, why);

	(void)query;
	if (code == MC_OK && !count) {
		mc_ui_say(view->ui, "%s", _("Nobody here has this name. To ask the register, scan "
					    "the card or type the number."));
	}
	return code;
}

/* What the box does not know may be an official number, or a part of one of ours. */
static enum mc_code take_unknown(struct mc_view *view, const char *text, struct mc_query *query,
				 struct mc_err *why)
{
	size_t count;
	enum mc_code code = find(view, text, &count, why);

	(void)query;
	if (code == MC_OK && !count) {
		code = mc_fail(why, MC_E_NUMBER, "neither card, number, name nor dossier");
	}
	return code;
}

/* What the menu does, by its words; what is not clear is chosen in the menu. */
static enum mc_code take_command(struct mc_view *view, const char *text, struct mc_query *query,
				 struct mc_err *why)
{
	(void)query;
	(void)why;
	if (!mc_shell_command(view->ui, strchr(text, '/') + 1)) {
		mc_shell_fixed_key(view->ui, MC_KEY_F(10));
	}
	return MC_OK;
}

static enum mc_code take_nothing(struct mc_view *view, const char *text, struct mc_query *query,
				 struct mc_err *why)
{
	(void)text;
	(void)query;
	(void)why;
	mc_home_into_list(view);
	return MC_OK;
}

static enum mc_code (*const takers[])(struct mc_view *view, const char *text,
				      struct mc_query *query, struct mc_err *why) = {
	[MC_INPUT_EMPTY] = take_nothing,
	[MC_INPUT_CARD] = take_card,
	[MC_INPUT_MRZ] = take_mrz,
	[MC_INPUT_PID] = take_number,
	[MC_INPUT_CMND] = take_number,
	[MC_INPUT_LOCAL_NUMBER] = take_dossier,
	[MC_INPUT_COMMAND] = take_command,
	[MC_INPUT_NAME] = take_name,
	[MC_INPUT_UNKNOWN] = take_unknown,
};

enum mc_code mc_home_take(struct mc_view *view, enum mc_input_kind kind, const char *text,
			  struct mc_query *query, struct mc_err *why)
{
	return takers[kind](view, text, query, why);
}
