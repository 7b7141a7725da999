/* SPDX-License-Identifier: MPL-2.0 */
/*
 * app.h - one run of motcua: the command line, taken apart, and what it prints.
 *
 * A command returns a code; its status is the code's. What goes to standard output
 * is collected and written once, at the end, so that a script gets one whole JSON
 * value or none. Talk goes to standard error at once.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>

#include "motcua/base/str.h"
#include "motcua/base/vec.h"
#include "motcua/desk/work.h"
#include "motcua/domain/deadline.h"
#include "motcua/wire/json.h"

enum app_option {
#define OPTION(id, name, follows, value, help) OPT_##id,
#include "app/options.def"
#undef OPTION
	OPT_COUNT
};

struct app;

struct app_command {
	const char *word, *verb; /* verb NULL: the word alone */
	enum mc_code (*run)(struct app *app, struct mc_err *why);
	int fewest, most;  /* operands */
	unsigned takes;    /* bits 1 << enum app_option; the global ones are always taken */
	const char *operands, *help; /* help: msgid */
};

struct app {
	const char *option[OPT_COUNT]; /* NULL = not given; "" when nothing follows it */
	struct mc_vec attach;          /* const char *, each --attach */
	char **words;                  /* operands, behind the command's own words */
	int word_count;
	const struct app_command *command; /* NULL: the desk itself */
	bool json;
	bool language_chosen; /* by the environment; else the configuration says */
	struct mc_str out;
	struct mc_json_writer w; /* appends to out */
	struct mc_desk *desk;    /* once app_open() or app_screens() made it */
	struct mc_desk_status status; /* for rows; when status_asked */
	bool status_asked;
	struct mc_due_bounds due; /* what is late now, today ...; now 0 = not asked yet */
	/* The screens. Given by main(), so that nothing else here links them. */
	enum mc_code (*screens)(struct mc_desk *desk, struct mc_err *why);
};

/* ---- command.c, help.c, run.c */
/* MC_E_USAGE with what was not understood; app->command is set as far as it is known. */
enum mc_code app_parse(struct app *app, int argc, char **argv, struct mc_err *why) MC_CHECKED;
/* Item i of commands.def, NULL at the end. */
const struct app_command *app_command_at(size_t i);
/* The help of a word that has verbs (msgid); NULL for others. */
const char *app_group_help(const char *word);
/* Into app->out: of app->command, of its group when app->words says so, or of motcua. */
void app_help(struct app *app, const char *word);
int app_main(struct app *app, int argc, char **argv);
/* Write out what was collected; MC_E_FILE_WRITE. */
enum mc_code app_flush(struct app *app, struct mc_err *why) MC_CHECKED;

/* app->desk, of this run's options. */
enum mc_code app_open(struct app *app, struct mc_err *why) MC_CHECKED;
/* Its screens, or the training desk's, until the officer leaves. */
enum mc_code app_screens(struct app *app, bool training, struct mc_err *why) MC_CHECKED;
void app_desk_options(const struct app *app, struct mc_desk_options *ret);
/* All of standard input, at most 1 MiB. */
enum mc_code app_stdin(struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/* A line on standard error. */
void app_talk(const char *fmt, ...) MC_PRINTF(1, 2);
void app_complain(enum mc_code code, const struct mc_err *why);

/* ---- details.c: in words of the reader's; "" where the error says it all */
const char *app_detail(enum mc_code code, const struct mc_err *why);

/* ---- print.c: for people */
void app_line(struct app *app, const char *fmt, ...) MC_PRINTF(2, 3);
/* "label: value"; nothing for an empty value. */
void app_pair(struct app *app, const char *label, const char *value);
/* A text in so many columns, then two spaces. */
void app_cell(struct app *app, const char *text, int columns);
#define APP_TIME_LEN 24
/* "23/11/2026 14:05" in Viet Nam; "" for 0. */
const char *app_time(int64_t at, char ret[APP_TIME_LEN]);

/* "3 dossiers, running numbers 5 to 7, found out 28/11/2026 10:05"; behind it what is lost
 * perhaps */
#define APP_LOST_LEN 400
void app_lost(const struct mc_queue_lost *lost, char *ret, size_t size);

/* ---- print.c: for scripts */
void app_object(struct app *app, const char *key); /* with "v":1 when key is NULL */
/* 0: null. */
/* "1990", "1990-03" or "1990-03-05"; nothing for no date. */
void app_json_date(struct app *app, const char *key, const struct mc_date *date);
void app_json_time(struct app *app, const char *key, int64_t at);
/* The stable code, null for MC_OK. */
void app_json_code(struct app *app, const char *key, enum mc_code code);
/* "key":{"code","message"} */
void app_json_error(struct app *app, const char *key, enum mc_code code, const struct mc_err *why);

/* ---- question.c: what lookup and verify share */
enum mc_code app_question(struct app *app, enum mc_query_kind kind, struct mc_query *ret,
			  struct mc_err *why) MC_CHECKED;
enum mc_code app_ask(struct app *app, struct mc_query *query, struct mc_lookup *ret,
		     struct mc_err *why) MC_CHECKED;
/* "warnings":[..] of the question and of the record found. */
void app_json_warnings(struct app *app, unsigned warnings);
/* The status of an outcome: a failure is MC_E_NO_ANSWER with its cause. */
enum mc_code app_outcome(const struct mc_lookup *lookup, struct mc_err *why) MC_CHECKED;

/* ---- rows.c: dossiers as rows */
struct mc_find; /* motcua/desk/find.h */
/* Those that it finds; NULL: all. */
enum mc_code app_found(struct app *app, const struct mc_find *find, struct mc_err *why) MC_CHECKED;
/* "due_at" and what belongs to it; nothing before it is sealed. */
void app_due_json(struct app *app, const struct mc_dossier_row *row);
/* "due 24/11/2026 17:00, provisional ..."; "" when there is nothing to say. Appended. */
void app_due_text(struct app *app, const struct mc_dossier_row *row, struct mc_str *ret);
void app_row_json(struct app *app, const struct mc_dossier_row *row);
void app_row_text(struct app *app, const struct mc_dossier_row *row);
enum mc_code app_rows(struct app *app, bool queue_only, struct mc_err *why) MC_CHECKED;
enum mc_code app_said(struct app *app, const char *id, struct mc_err *why) MC_CHECKED;
/* Why the gateway refused it or sent it back: "reasons":[..], or lines; none for others. */
enum mc_code app_reasons(struct app *app, const struct mc_dossier_row *row,
			 struct mc_err *why) MC_CHECKED;
/* linked.c: "linked":{..}, or lines; nothing for what is no linked group. */
enum mc_code app_linked(struct app *app, const struct mc_dossier_row *row,
			struct mc_err *why) MC_CHECKED;
/* cmd_verify_later.c: "verifications":[..], or lines; nothing when none was waited for. */
enum mc_code app_verifications(struct app *app, const char *id, struct mc_err *why) MC_CHECKED;
/* What keeps a draft from being sent, as "problems":[..] or as lines; 0 = nothing. */
size_t app_problems(struct app *app, const struct mc_work *work);
/* The same, without what is said of this paper: something more exact follows. */
size_t app_problems_but(struct app *app, const struct mc_work *work, const char *paper);
/* One more line of the same kind, for what never became part of the draft. */
void app_problem(struct app *app, const char *field, const char *text, enum mc_code code);

/* cmd_catalog_packs.c: of which day the procedures in use are, signed by whom. */
void app_catalogue_line(struct app *app);

/* ---- cmd_*.c */
enum mc_code cmd_desk(struct app *app, struct mc_err *why) MC_CHECKED;
#define GROUP(word, help)
#define COMMAND(word, verb, run, fewest, most, takes, operands, help) \
	enum mc_code run(struct app *app, struct mc_err *why) MC_CHECKED;
#include "app/commands.def"
#undef COMMAND
#undef GROUP

/* MC_E_STORE_CORRUPT, with the running number that does not add up. */
enum mc_code app_unbalanced(const struct mc_queue_ledger *ledger, struct mc_err *why) MC_CHECKED;

#endif
