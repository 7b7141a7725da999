/* SPDX-License-Identifier: MPL-2.0 */
/* Bad input: each a clear message with its code and status, and nothing made of it. */
#include <ctype.h>

#include "app/program.h"

#define GOOD "--name", "Nguyễn Thị Ví Dụ", "--born", "1999"
#define NUMBER "001199000001"

/* Everything but the bad part is fine. No gateway is needed: none of it goes out. */
static const struct {
	const char *what, *code;
	int status;
	const char *words[14];
} cases[] = {
	{"short number", "NUM-01", 65, {"lookup", "12345", GOOD, ABOUT}},
	{"letters", "NUM-01", 65, {"lookup", "00119900000x", GOOD, ABOUT}},
	{ "digits in a name", "NAME-01", 65,
	  {"lookup", NUMBER, "--name", "N9", "--born", "1999", ABOUT} },
	{"no name", "NUM-02", 65, {"lookup", NUMBER, "--born", "1999", ABOUT}},
	{"no birth date", "NUM-02", 65, {"lookup", NUMBER, "--name", "An", ABOUT}},
	{"no date", "DATE-01", 65, {"lookup", NUMBER, "--name", "An", "--born", "soon", ABOUT}},
	{ "31 February", "DATE-02", 65,
	  {"lookup", NUMBER, "--name", "An", "--born", "31/02/1999", ABOUT} },
	{ "invalid UTF-8", "TEXT-01", 65,
	  {"lookup", NUMBER, "--name", "A\xff", "--born", "1999", ABOUT} },
	{"cut card", "CARD-01", 65, {"lookup", "--card", "001199000001||An|01011999", ABOUT}},
	{ "bad card part", "CARD-02", 65,
	  {"lookup", "--card", "001199000001||An|99991999|Nam|X|01012021", ABOUT} },
	{ "card with garbled letters", "CARD-03", 65,
	  {"lookup", "--card", "001199000001||A\xc3|01011999|Nam|X|01012021", ABOUT} },
	{"empty card", "CARD-01", 65, {"lookup", "--card", "", ABOUT}},
	{"no MRZ", "MRZ-01", 65, {"verify", "--mrz=IDVNM", ABOUT}},
	{ "misread MRZ", "MRZ-02", 65,
	  { "lookup",
	    "--mrz=IDVNM1990000011001199000001<<0"
	    "9901017F3901019VNM<<<<<<<<<<<0"
	    "NGUYEN<<THI<VI<DU<<<<<<<<<<<<<", ABOUT } },
	{"MRZ from empty input", "MRZ-01", 65, {"lookup", "--mrz", ABOUT}},
	{"nobody", "USE-01", 64, {"lookup", ABOUT}},
	{"two ways to say who", "USE-01", 64, {"lookup", NUMBER, "--card", "x", ABOUT}},
	{"no purpose", "OFF-02", 64, {"lookup", NUMBER, GOOD, "--procedure", "2.002621"}},
	{ "empty purpose", "OFF-02", 64,
	  {"lookup", NUMBER, GOOD, "--procedure", "2.002621", "--purpose", " "} },
	{"no procedure", "OFF-02", 64, {"lookup", NUMBER, GOOD, "--purpose", "x"}},
	{ "unknown procedure", "PROC-01", 65,
	  {"lookup", NUMBER, GOOD, "--procedure", "9.999999", "--purpose", "x"} },
	{"bad wait", "USE-01", 64, {"lookup", NUMBER, GOOD, ABOUT, "--wait", "soon"}},
	{"unknown option", "USE-01", 64, {"lookup", NUMBER, "--bogus"}},
	{"unknown command", "USE-01", 64, {"frobnicate"}},
	{"sync without a word", "USE-01", 64, {"sync"}},
	{"sync with both", "USE-01", 64, {"sync", "--once", "--watch"}},
	{"no terminal", "SYS-03", 69, {NULL}},
	{"training with a gateway", "DEMO-01", 64, {"demo"}},
	{"no such dossier", "DOS-01", 65, {"dossier", "show", "T-AAAAAA-AAAAAA-0"}},
	{"submit nothing", "DOS-01", 65, {"dossier", "submit", "nothing"}},
	{"withdraw nothing", "DOS-01", 65, {"dossier", "withdraw", "nothing"}},
	{"retry nothing", "DOS-01", 65, {"queue", "retry", "nothing"}},
	{ "unknown procedure for a draft", "PROC-01", 65,
	  {"dossier", "new", "9.999999", "--from", "-"} },
	{"no answers", "USE-01", 64, {"dossier", "new", "2.002621"}},
	{ "answers not there", "FILE-01", 66,
	  {"dossier", "new", "2.002621", "--from", "/nonexistent"} },
	{ "no paper", "USE-01", 64,
	  {"dossier", "new", "2.002621", "--from", "-", "--attach", "scan.pdf"} },
	{ "unknown paper", "ATT-01", 65,
	  {"dossier", "new", "2.002621", "--from", "-", "--attach", "x=scan.pdf"} },
	{"unknown procedure in the catalogue", "PROC-01", 65, {"catalog", "9.999999"}},
};

static void bad_input_is_named(void **state)
{
	(void)state;
	need_programs();
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		const char *words[WORDS_MAX];
		int count = 0;

		print_message("%s\n", cases[i].what);
		while (cases[i].words[count]) {
			words[count] = cases[i].words[count];
			count++;
		}
		words[count] = NULL;
		run_here(words);
		assert_failed(cases[i].code, cases[i].status);
		assert_int_equal(last.out.len, 0);
		words[count] = "--json";
		words[count + 1] = NULL;
		run_here(words);
		assert_failed(cases[i].code, cases[i].status);
		assert_non_null(mc_json_member(last.json, "error"));
	}
}

/* Behind the error, in brackets; "" when nothing stands there. */
static const char *bracket(void)
{
	const char *at = strrchr(last.err.data, '(');

	return at && strstr(at, ")\n") ? at : "";
}

static bool is_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at += len) {
		if (!isalpha((unsigned char)at[-1]) && !isalpha((unsigned char)at[len])) {
			return true;
		}
	}
	return false;
}

/* An official reads no English, in no part of it. */
static void bad_input_is_named_in_vietnamese(void **state)
{
	static const char *const english[] = { "shape", "day", "month", "number", "name", "digit",
					       "local", "begins", "failed", "three", "DRAFT",
					       "the", "is", "not", "or", "no", "to" };

	(void)state;
	need_programs();
	setenv("LANGUAGE", "vi", 1);
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		run_here(cases[i].words);
		for (size_t n = 0; n < MC_COUNT(english); n++) {
			if (is_word(bracket(), english[n])) {
				fail_msg("%s: %s", cases[i].what, last.err.data);
			}
		}
	}
	setenv("LANGUAGE", "en", 1);
}

static void usage_points_at_help(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run_bare("--bogus"), 64);
	assert_says(&last.err, "Try 'motcua --help'");
	assert_int_equal(run_bare("--help"), 0);
	assert_int_equal(last.err.len, 0);
	assert_int_equal(run_bare("sync", "--help", "--json"), 0);
	assert_says(&last.out, "--watch");
	assert_int_equal(run_bare("--version"), 0);
	assert_memory_equal(last.out.data, "motcua " MC_VERSION "\n", strlen("motcua " MC_VERSION) + 1);
	assert_int_equal(run_bare("version", "--json"), 0);
	assert_string_equal(text_at(last.json, "version"), MC_VERSION);
}

static void answers_are_judged_before_anything_is_made(void **state)
{
	static const struct {
		const char *text, *code;
	} files[] = {
		{"", "MSG-01"},
		{"{\"v\":1,\"fields\":{", "MSG-01"},
		{"{\"v\":2,\"fields\":{}}", "MSG-03"},
		{"[]", "MSG-02"},
		{" 5\n", "MSG-02"},
		{"\"a\"", "MSG-02"},
		{"[", "MSG-01"},
		{"{}} ", "MSG-01"},
		{"1,\"b\":2", "MSG-01"},
		{"{\"fields\":{}}", "FORM-06"},
		{"{\"v\":1}", "FORM-06"},
		{"{\"v\":1,\"fields\":[\"a\"]}", "FORM-06"},
		{"{\"v\":1,\"fields\":\"a\"}", "FORM-06"},
		{"{\"v\":1,\"fields\":{\"child.copies\":2}}", "FORM-06"},
		{"{\"v\":1,\"fields\":{\"child.shoe_size\":\"20\"}}", "FORM-01"},
		{"{\"v\":1,\"fields\":{\"child.sex\":\"a\xff\"}}", "MSG-01"},
	};

	(void)state;
	need_programs();
	for (size_t i = 0; i < MC_COUNT(files); i++) {
		put_file("stdin", files[i].text);
		run("dossier", "new", "2.002621", "--from", "-", "--json");
		assert_failed(files[i].code, 65);
	}
	put_file("stdin", "");
	assert_int_equal(run("dossier", "list", "--json"), 0);
	assert_string_equal(last.out.data, "[]\n");
}

static void nothing_goes_out_unasked(void **state)
{
	char *keys;

	(void)state;
	need_programs();
	assert_int_equal(run_bare("--data", office.data, "lookup", NUMBER, GOOD, ABOUT), 78);
	assert_failed("OFF-01", 78);
	run_bare("--data", office.data, "--officer", "123", "lookup", NUMBER, GOOD, ABOUT);
	assert_failed("NUM-01", 65);
	assert_says(&last.err, "(the officer's number)");
	run_bare("--data", office.data, "--officer", "123456789", "queue", "list"); /* a CMND */
	assert_failed("NUM-01", 65);
	run_bare("--data", office.data, "--officer", OFFICER, "lookup", NUMBER, GOOD, ABOUT);
	assert_failed("CONF-04", 78);
	run_bare("--data", office.data, "--officer", OFFICER, "sync", "--once");
	assert_failed("CONF-04", 78);
	run("lookup", NUMBER, GOOD, ABOUT);
	assert_failed("KEY-01", 78);
	put_file("gateway.keys", "motcua-gateway-keys 1\nroot nonsense\n");
	run("lookup", NUMBER, GOOD, ABOUT);
	assert_failed("KEY-02", 78);
	keys = in_office("gateway.keys");
	unlink(keys);
	free(keys);
}

static void an_empty_catalogue_is_said(void **state)
{
	(void)state;
	need_programs();
	setenv("MOTCUA_DATADIR", "/nonexistent", 1);
	run("catalog");
	assert_failed("SYS-06", 78);
	run("catalog", "--json");
	assert_failed("SYS-06", 78);
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	assert_int_equal(run("catalog"), 0);
}

static void configuration_is_read_strictly(void **state)
{
	char *file;

	(void)state;
	need_programs();
	file = in_office("my.conf");
	put_file("my.conf", "[officer]\nnumber = " OFFICER "\nshoe = 43\n");
	run_bare("--data", office.data, "--config", file, "queue", "list");
	assert_failed("CONF-01", 78);
	assert_says(&last.err, "my.conf:3");
	run_bare("--config", "/nonexistent", "--data", office.data, "queue", "list");
	assert_int_not_equal(last.status, 0);
	put_file("my.conf", "[officer]\nnumber = " OFFICER "\n[ui]\nlanguage = en\n");
	unsetenv("LANGUAGE");
	run_bare("--data", office.data, "--config", file, "lookup", NUMBER, GOOD, ABOUT);
	setenv("LANGUAGE", "en", 1);
	assert_failed("CONF-04", 78);
	assert_says(&last.err, "No gateway is set"); /* in the configuration's language */
	free(file);
}

static void full_output_is_an_error(void **state)
{
	const char *argv[] = {motcua_path, "--help", NULL};
	pid_t pid;

	(void)state;
	need_programs();
	pid = fork();
	if (!pid) {
		int full = open("/dev/full", O_WRONLY);

		redirect("stderr", STDERR_FILENO, O_WRONLY | O_CREAT | O_TRUNC);
		dup2(full, STDOUT_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(wait_for(pid), 74);
	get_file("stderr", &last.err);
	assert_says(&last.err, "[FILE-02]");
}

static int begin(void **state)
{
	(void)state;
	return open_office(false);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_input_is_named),
		cmocka_unit_test(bad_input_is_named_in_vietnamese),
		cmocka_unit_test(usage_points_at_help),
		cmocka_unit_test(answers_are_judged_before_anything_is_made),
		cmocka_unit_test(nothing_goes_out_unasked),
		cmocka_unit_test(an_empty_catalogue_is_said),
		cmocka_unit_test(configuration_is_read_strictly),
		cmocka_unit_test(full_output_is_an_error),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
