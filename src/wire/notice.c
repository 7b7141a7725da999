/* SPDX-License-Identifier: MPL-2.0 */
/* notice.c - the inner part of receipts, rejections and events (FORMATS 3). */
#include "motcua/wire/statement.h"
#include "wire/shape.h"

struct reason {
	char field[MC_SHAPE_SIZE(struct mc_notice, reasons[0].field)];
	char text[MC_SHAPE_SIZE(struct mc_notice, reasons[0].text)];
};

_Static_assert(sizeof(struct reason) == MC_SHAPE_SIZE(struct mc_notice, reasons[0]),
	       "a reason is the item of mc_notice.reasons");

static const struct mc_shape_member reason_members[] = {
	MC_SHAPE(struct reason, field, "field", text, false),
	MC_SHAPE(struct reason, text, "text", text, true),
};
static const struct mc_shape reason_shape = MC_SHAPE_OF(reason_members);

static bool reasons_is_set(const struct mc_shape_member *m, const void *value)
{
	const struct mc_notice *notice = value;

	(void)m;
	return notice->reason_count;
}

static void reasons_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			  const void *value)
{
	const struct mc_notice *notice = value;

	mc_jw_array(w, m->key);
	for (int i = 0; i < notice->reason_count; i++) {
		mc_shape_write(w, NULL, &reason_shape, &notice->reasons[i]);
	}
	mc_jw_array_end(w);
}

static enum mc_code reasons_read(const struct mc_json *object, const struct mc_shape_member *m,
				 void *value, struct mc_err *why)
{
	struct mc_notice *notice = value;
	const struct mc_json *list = NULL;
	enum mc_code code = mc_node_member(object, m->key, m->need, MC_NODE_ARRAY, &list, why);
	size_t count = mc_json_count(list);

	if (!code && count > MC_NOTICE_REASONS) {
		return mc_node_fail(why, m->key, "too many");
	}
	for (size_t i = 0; !code && i < count; i++) {
		code = mc_shape_read(mc_json_item(list, i), &reason_shape, &notice->reasons[i],
				     why);
		code = mc_node_within(code, why, "%s[%zu]", m->key, i);
	}
	notice->reason_count = (int)count;
	return code;
}

static const struct mc_shape_ops reasons_ops = {
	.is_set = reasons_is_set,
	.write = reasons_write,
	.read = reasons_read,
};

static const struct mc_shape_member notice_members[] = {
	MC_SHAPE(struct mc_notice, official_number, "official_number", text, false),
	MC_SHAPE(struct mc_notice, text, "text", text, false),
	{.key = "reasons", .ops = &reasons_ops},
	MC_SHAPE(struct mc_notice, deadline, "deadline", time, false),
	MC_SHAPE(struct mc_notice, branch_number, "branch_number", text, false),
	MC_SHAPE(struct mc_notice, due, "due", time, false),
	MC_SHAPE(struct mc_notice, step_at, "step_at", time, false),
	MC_SHAPE(struct mc_notice, verifies, "verifies", flag, false),
};
static const struct mc_shape notice_shape = MC_SHAPE_OF(notice_members);

void mc_notice_format(const struct mc_notice *notice, struct mc_str *ret)
{
	mc_shape_format(&notice_shape, notice, ret);
}

enum mc_code mc_notice_parse(struct mc_slice json, struct mc_notice *ret, struct mc_err *why)
{
	struct mc_notice notice = {0};
	enum mc_code code = mc_shape_parse(json, &notice_shape, &notice, why);

	if (!code) {
		*ret = notice;
	}
	return code;
}
