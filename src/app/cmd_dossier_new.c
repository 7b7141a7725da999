/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_dossier_new.c - motcua dossier new, dossier supplement: a draft from an answers file
 * (FORMATS 11).
 *
 * Nothing is made before the file is read and every name in it is known. After that
 * everything is kept: a value that does not fit stays in the draft as a problem.
 */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"

struct answers {
	const struct mc_procedure *procedure;
	struct mc_json *root;
	const struct mc_json *fields;
	struct mc_work *work;
	bool is_asked; /* a supplement: for this */
	struct mc_dossier_asked asked;
	/* the first attachment that could not be taken */
	const char *attachment;
	struct mc_err attach_why;
};

/* ---- reading */
static enum mc_code read_file(const struct app *app, struct mc_str *ret, struct mc_err *why)
{
	const char *from = app->option[OPT_FROM];

	if (!from) {
		return mc_fail(why, MC_E_USAGE, _("%s is missing"), "--from FILE");
	}
	return strcmp(from, "-") ? mc_file_read(from, ret, why) : app_stdin(ret, why);
}

/* What no form would keep: more than anybody types. */
static enum mc_code check_text(const char *id, const char *text, struct mc_err *why)
{
	struct mc_str clean;
	enum mc_code code;

	mc_str_init(&clean, MC_TYPED_MAX);
	code = mc_text_clean(text, strlen(text), true, &clean, why);
	mc_str_wipe(&clean);
	return code ? mc_fail(why, code, "%.80s", id) : MC_OK;
}

static enum mc_code check_fields(const struct answers *it, struct mc_err *why)
{
	const struct mc_json *value;
	const char *id;
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && mc_json_each(it->fields, i, &id, &value); i++) {
		if (mc_procedure_field(it->procedure, id) < 0) {
			return mc_fail(why, MC_E_FIELD_UNKNOWN, "%.80s", id);
		}
		if (!mc_json_string(value)) {
			return mc_fail(why, MC_E_ANSWERS_FILE, "%.80s: %s", id, _("a text is due"));
		}
		code = check_text(id, mc_json_string(value), why);
	}
	return code;
}

/* JSON, but a list, a text, a number: not what the file should be, which is another fault
 * than no JSON. The reader takes objects only, so it is looked at as a member of one. */
static bool is_json_of_another_kind(const struct mc_str *text)
{
	const struct mc_json *value;
	struct mc_json *root = NULL;
	struct mc_str within;
	const char *key;
	bool is;

	mc_str_init(&within, MC_JSON_MAX);
	mc_str_puts(&within, "{\"it\":");
	mc_str_add(&within, text->data, text->len);
	mc_str_putc(&within, '}');
	is = !within.full && !mc_json_parse(mc_slice_of(&within), &root, NULL) &&
	     !mc_json_each(root, 1, &key, &value); /* and it is the only one */
	mc_json_free(root);
	mc_str_wipe(&within);
	return is;
}

static enum mc_code parse_answers(const struct mc_str *text, struct answers *it,
				  struct mc_err *why)
{
	enum mc_code code = mc_json_parse(mc_slice_of(text), &it->root, why);

	if (code == MC_E_JSON_SYNTAX && is_json_of_another_kind(text)) {
		code = mc_fail(why, MC_E_JSON_SHAPE, "%s", _("an object is due"));
	}
	if (!code && !mc_json_member(it->root, "v")) {
		code = mc_fail(why, MC_E_ANSWERS_FILE, "%s", _("\"v\":1 is missing"));
	}
	return code;
}

static enum mc_code read_answers(const struct app *app, struct answers *it, struct mc_err *why)
{
	const struct mc_json *value;
	struct mc_str text;
	const char *id;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = read_file(app, &text, why);
	if (!code) {
		code = parse_answers(&text, it, why);
	}
	mc_str_wipe(&text);
	if (code) {
		return code;
	}
	it->fields = mc_json_member(it->root, "fields");
	if (!it->fields || (!mc_json_each(it->fields, 0, &id, &value) &&
			    (mc_json_string(it->fields) || mc_json_count(it->fields)))) {
		return mc_fail(why, MC_E_ANSWERS_FILE, "%s", _("an object \"fields\" is due"));
	}
	return check_fields(it, why);
}

/* PAPER=FILE, and a paper that the procedure knows. */
static enum mc_code check_attachments(const struct app *app, const struct answers *it,
				      struct mc_err *why)
{
	MC_VEC_EACH(&app->attach, const char *, spec) {
		char paper[MC_WORD_LEN];
		size_t len = strcspn(*spec, "=");

		if (!len || len >= sizeof(paper) || !(*spec)[len] || !(*spec)[len + 1]) {
			return mc_fail(why, MC_E_USAGE, "%s", _("--attach takes PAPER=FILE"));
		}
		memcpy(paper, *spec, len);
		paper[len] = '\0';
		if (!mc_procedure_paper(it->procedure, paper)) {
			return mc_fail(why, MC_E_ATTACH_COMPONENT, "%s", paper);
		}
	}
	return MC_OK;
}

/* ---- filling */
static bool is_number_field(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->roles, struct mc_role, role) {
		if (role->number_field && !strcmp(role->number_field, id)) {
			return true;
		}
	}
	return false;
}

/* A value that does not fit is no failure here; a store that fails is. */
static enum mc_code type_some(struct answers *it, bool numbers, struct mc_err *why)
{
	const struct mc_json *value;
	const char *id;

	for (size_t i = 0; mc_json_each(it->fields, i, &id, &value); i++) {
		enum mc_code code;

		if (is_number_field(it->procedure, id) != numbers) {
			continue;
		}
		code = mc_work_type(it->work, mc_procedure_field(it->procedure, id),
				    mc_json_string(value), why);
		if (code && mc_error_info(code)->grade != MC_GRADE_ITEM) {
			return code;
		}
	}
	return MC_OK;
}

/* Numbers first: whoever was looked up is filled in before the rest is typed, as on
 * the screen, and what is typed afterwards wins. */
static enum mc_code type_all(struct answers *it, struct mc_err *why)
{
	enum mc_code code = type_some(it, true, why);

	return code ? code : type_some(it, false, why);
}

static void attach_all(const struct app *app, struct answers *it)
{
	MC_VEC_EACH(&app->attach, const char *, spec) {
		size_t len = strcspn(*spec, "=");
		char *paper = mc_strndup(*spec, len);
		struct mc_err why = {0};

		why.code = mc_work_attach(it->work, paper, *spec + len + 1, &why);
		if (why.code && !it->attachment) {
			it->attachment = *spec;
			it->attach_why = why;
		}
		free(paper);
	}
}

/* ---- printing */
static void print_problems(struct app *app, const struct answers *it)
{
	enum mc_code failed = it->attach_why.code;

	if (!failed) {
		app_problems(app, it->work);
	} else {
		char *paper = mc_strndup(it->attachment, strcspn(it->attachment, "="));

		app_problems_but(app, it->work, paper);
		app_problem(app, paper, _(mc_error_info(failed)->text), failed);
		free(paper);
	}
}

static void print_asked(struct app *app, const struct mc_dossier_asked *asked)
{
	char until[APP_TIME_LEN];

	if (app->json) {
		app_object(app, "asked");
		mc_jw_text(&app->w, "text", asked->text);
		mc_jw_time_if(&app->w, "at", asked->at);
		mc_jw_time_if(&app->w, "deadline", asked->deadline);
		mc_jw_object_end(&app->w);
	} else {
		app_pair(app, _("Asked for"), asked->text);
		app_pair(app, _("Until"), app_time(asked->deadline, until));
	}
}

static void print_json(struct app *app, const struct answers *it)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "id", it->work->id);
	mc_jw_text(&app->w, "local_number", it->work->local_number);
	mc_jw_text(&app->w, "state", mc_state_name(it->work->state));
	mc_jw_text_if(&app->w, "supplements", it->work->supplements);
	if (it->is_asked) {
		print_asked(app, &it->asked);
	}
	mc_jw_array(&app->w, "problems");
	print_problems(app, it);
	mc_jw_array_end(&app->w);
	if (it->attach_why.code) {
		app_json_error(app, "error", it->attach_why.code, &it->attach_why);
	}
	mc_jw_object_end(&app->w);
}

static void print_text(struct app *app, const struct answers *it)
{
	app_line(app, "%s  %s  %s", it->work->local_number, it->work->id,
		 _(mc_state_text(it->work->state)));
	if (it->is_asked) {
		print_asked(app, &it->asked);
	}
	print_problems(app, it);
}

static enum mc_code fill(struct app *app, struct answers *it, struct mc_err *why)
{
	enum mc_code code = it->fields ? type_all(it, why) : MC_OK;

	if (!code) {
		attach_all(app, it);
		(app->json ? print_json : print_text)(app, it);
	}
	if (!code && it->attach_why.code) {
		*why = it->attach_why;
		code = it->attach_why.code;
	}
	return code;
}

enum mc_code cmd_dossier_new(struct app *app, struct mc_err *why)
{
	struct answers it = {.work = NULL};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_desk_procedure(app->desk, app->words[0], &it.procedure, why);
	}
	if (!code) {
		code = check_attachments(app, &it, why);
	}
	if (!code) {
		code = read_answers(app, &it, why);
	}
	if (!code) {
		code = mc_work_new(app->desk, it.procedure->code, &it.work, why);
	}
	if (!code) {
		code = fill(app, &it, why);
	}
	mc_work_close(it.work);
	mc_json_free(it.root);
	return code;
}

/* ---- a supplement: the same, from what the province has, and only what is new */

enum mc_code cmd_dossier_supplement(struct app *app, struct mc_err *why)
{
	struct answers it = {.work = NULL};
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_work *sent = NULL;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_row(app->desk, app->words[0], &row, why);
	}
	if (!code) {
		code = mc_work_look(app->desk, row.id, &sent, why);
		it.procedure = code ? NULL : sent->procedure; /* as it was begun, not today's */
	}
	if (!code) {
		code = check_attachments(app, &it, why);
	}
	if (!code && app->option[OPT_FROM]) {
		code = read_answers(app, &it, why);
	}
	if (!code) {
		code = mc_dossier_asked(app->desk, row.id, &it.asked, why);
		it.is_asked = !code;
		/* what its state is says more than that nothing was asked */
		code = code == MC_E_NOT_FOUND ? MC_OK : code;
	}
	if (!code) {
		code = mc_dossier_supplement(app->desk, row.id, &it.work, why);
	}
	if (!code) {
		code = fill(app, &it, why);
	}
	mc_work_close(it.work);
	mc_work_close(sent);
	mc_json_free(it.root);
	return code;
}
