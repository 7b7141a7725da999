/* SPDX-License-Identifier: MPL-2.0 */
/* run.c - one command from its first word to its exit status. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

enum { OUT_MAX = 64 * 1024 * 1024, ATTACH_MAX = 64 };

/* ---- talk */
void app_talk(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("motcua: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
}

void app_complain(enum mc_code code, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(code);
	const char *detail = app_detail(code, why);

	app_talk("[%s] %s%s%s%s", info->code, _(info->text), *detail ? " (" : "", detail,
		 *detail ? ")" : "");
}

/* The command line was not understood: what of it, and where help is. */
static void complain_usage(const struct app *app, const struct mc_err *why)
{
	app_talk("[%s] %s", mc_error_info(MC_E_USAGE)->code,
		 why->detail[0] ? why->detail : _(mc_error_info(MC_E_USAGE)->text));
	if (app->command) {
		fprintf(stderr, _("Try 'motcua --help' or 'motcua %s%s%s --help'.\n"),
			app->command->word, app->command->verb ? " " : "",
			app->command->verb ? app->command->verb : "");
	} else {
		fputs(_("Try 'motcua --help'.\n"), stderr);
	}
}

/* ---- what a command needs */
void app_desk_options(const struct app *app, struct mc_desk_options *ret)
{
	*ret = (struct mc_desk_options){
		.data_dir = app->option[OPT_DATA],
		.config_file = app->option[OPT_CONFIG],
		.gateway = app->option[OPT_GATEWAY],
		.gateway_keys = app->option[OPT_GATEWAY_KEY],
		.officer = app->option[OPT_OFFICER],
	};
}

/* A number that is wrong is something else than nobody named. */
static enum mc_code check_officer(const char *number, struct mc_err *why)
{
	char parsed[MC_PID_LEN];
	enum mc_id_kind kind;

	if (!number || (!mc_pid_parse(number, parsed, &kind, why) && kind == MC_ID_PID)) {
		return MC_OK;
	}
	return mc_fail(why, MC_E_NUMBER, "officer");
}

static enum mc_code new_desk(struct app *app, bool training, bool screens, struct mc_err *why)
{
	struct mc_desk_options options;
	enum mc_code code;

	app_desk_options(app, &options);
	options.training = training;
	options.screens = screens;
	code = check_officer(options.officer, why);
	code = code ? code : mc_desk_new(&options, &app->desk, why);
	if (!code && !app->language_chosen) {
		unsetenv("LANGUAGE"); /* ours; the configuration speaks now */
		mc_i18n_init(mc_desk_language(app->desk));
	}
	return code;
}

enum mc_code app_open(struct app *app, struct mc_err *why)
{
	enum mc_code code = new_desk(app, false, false, why);

	code = code ? code : mc_desk_begin(app->desk, why);
	if (code) {
		mc_desk_close(app->desk);
		app->desk = NULL;
	} else if (mc_desk_read_only(app->desk)) { /* it can be looked at, and that is all */
		app_complain(MC_E_DISK_READ_ONLY, &(struct mc_err){.code = MC_E_DISK_READ_ONLY});
	}
	return code;
}

enum mc_code app_screens(struct app *app, bool training, struct mc_err *why)
{
	enum mc_code code = new_desk(app, training, true, why);

	return code ? code : app->screens(app->desk, why);
}

enum mc_code app_stdin(struct mc_str *ret, struct mc_err *why)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got < 0) {
			return mc_fail(why, MC_E_FILE_READ, "-: %s", strerror(errno));
		}
		if (!mc_str_add(ret, bytes, (size_t)got)) {
			return mc_fail(why, MC_E_FILE_TOO_LARGE, "-");
		}
	}
	return MC_OK;
}

enum mc_code app_flush(struct app *app, struct mc_err *why)
{
	bool written = !app->out.full &&
		       fwrite(app->out.data, 1, app->out.len, stdout) == app->out.len;

	written = fflush(stdout) == 0 && written;
	mc_str_reset(&app->out);
	mc_jw_init(&app->w, &app->out);
	return written ? MC_OK : mc_fail(why, MC_E_FILE_WRITE, "-: %s", strerror(errno));
}

/* ---- running */
static void begin(struct app *app)
{
	mc_vec_init(&app->attach, sizeof(const char *), ATTACH_MAX);
	mc_str_init(&app->out, OUT_MAX);
	mc_jw_init(&app->w, &app->out);
}

static void end(struct app *app)
{
	mc_desk_close(app->desk);
	mc_vec_done(&app->attach);
	mc_str_wipe(&app->out);
}

static enum mc_code run(struct app *app, struct mc_err *why)
{
	if (app->option[OPT_HELP]) {
		app->json = false;
		app_help(app, app->word_count ? app->words[0] : NULL);
		return MC_OK;
	}
	if (app->option[OPT_VERSION]) {
		return cmd_version(app, why);
	}
	return app->command ? app->command->run(app, why) : cmd_desk(app, why);
}

/* With --json a failure is an object too, unless the command made one that says more. */
static void report(struct app *app, enum mc_code code, const struct mc_err *why)
{
	if (code == MC_E_USAGE) {
		complain_usage(app, why);
	} else {
		app_complain(code, why);
	}
	if (app->json && !app->out.len) {
		app_object(app, NULL);
		app_json_error(app, "error", code, why);
		mc_jw_object_end(&app->w);
	}
}

int app_main(struct app *app, int argc, char **argv)
{
	struct mc_err why = {0};
	enum mc_code code, written;

	begin(app);
	code = app_parse(app, argc, argv, &why);
	if (!code) {
		code = run(app, &why);
	}
	if (code) {
		report(app, code, &why);
	}
	if (app->json && app->out.len) {
		mc_str_putc(&app->out, '\n');
	}
	written = app_flush(app, &why);
	if (written && !code) {
		app_complain(written, &why);
		code = written;
	}
	end(app);
	return code ? mc_error_info(code)->exit_status : EX_OK;
}
