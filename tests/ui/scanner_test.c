/* SPDX-License-Identifier: MPL-2.0 */
/* A scanner on a serial line: the bytes of a pseudo-terminal, put together into scans. */
#include "ui/desk_under_test.h"

#include <fcntl.h>
#include <unistd.h>

#include "ui/scanner.h"

#define CARD_TEXT "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|20032022"

static int device; /* the scanner's end */
static struct mc_scanner *scanner;
static struct mc_str scan;

static int plug_in(void **state)
{
	setup(state);
	device = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(device >= 0);
	assert_int_equal(grantpt(device) | unlockpt(device), 0);
	assert_ok(mc_scanner_open(ptsname(device), &scanner, NULL));
	mc_str_init(&scan, 8192);
	return 0;
}

static int pull_out(void **state)
{
	mc_scanner_close(scanner);
	mc_str_done(&scan);
	if (device >= 0) {
		close(device);
	}
	mc_shell_open(&t.ui, t.desk); /* for the common end */
	return teardown(state);
}

static void send(const char *bytes)
{
	assert_int_equal(write(device, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

static void expect(enum mc_scan want, const char *text)
{
	assert_int_equal(mc_scanner_read(scanner, &scan), want);
	assert_string_equal(scan.data, text);
}

static void test_a_card(void **state)
{
	(void)state;
	expect(MC_SCAN_NONE, "");
	send(CARD_TEXT "\r\n");
	expect(MC_SCAN_TEXT, CARD_TEXT);
	expect(MC_SCAN_NONE, "");
}

static void test_pieces_and_two_at_once(void **state)
{
	(void)state;
	send("0541962");
	expect(MC_SCAN_NONE, "");
	send("78545\rIDVNM");
	expect(MC_SCAN_TEXT, "054196278545");
	expect(MC_SCAN_NONE, "");
	send("1962\n\n\r\nnext\n");
	expect(MC_SCAN_TEXT, "IDVNM1962");
	expect(MC_SCAN_TEXT, "next");
	expect(MC_SCAN_NONE, "");
}

/* Letters taken apart come out whole; nothing of the line discipline acts on a byte. */
static void test_bytes_as_they_are(void **state)
{
	(void)state;
	send("Ho\xcc\x80" "a\x03\x15 \x04\n");
	expect(MC_SCAN_TEXT, "Hòa");
}

static void test_what_cannot_be_read(void **state)
{
	char *longer = malloc(6000);

	(void)state;
	send("\xff\xfe\n054196278545\n");
	expect(MC_SCAN_BAD, "");
	expect(MC_SCAN_TEXT, "054196278545"); /* the next one is good */
	memset(longer, '1', 5999);
	longer[5999] = '\0';
	for (int i = 0; i < 3; i++) { /* the line holds 4 kB at a time */
		longer[(i + 1) * 1990] = '\0';
		send(longer + i * 1990);
		expect(MC_SCAN_NONE, "");
		longer[(i + 1) * 1990] = '1';
	}
	send("\n");
	expect(MC_SCAN_BAD, "");
	send("ok\n");
	expect(MC_SCAN_TEXT, "ok");
	free(longer);
}

static void test_pulled_out(void **state)
{
	(void)state;
	send("half");
	expect(MC_SCAN_NONE, "");
	close(device);
	device = -1;
	expect(MC_SCAN_GONE, "");
}

static void test_what_is_no_scanner(void **state)
{
	struct mc_scanner *other;
	struct mc_err why;
	char *dir = test_dir();

	(void)state;
	assert_code(mc_scanner_open("/nowhere/ttyACM0", &other, &why), MC_E_SCANNER);
	assert_non_null(strstr(why.detail, "No such file"));
	assert_code(mc_scanner_open(dir, &other, &why), MC_E_SCANNER);
	assert_code(mc_scanner_open("/dev/null", &other, &why), MC_E_SCANNER);
	free(dir);
}

/* ---- what the screens make of a scan */

static void scanned(const char *text)
{
	mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_SCAN, .text = text});
	mc_shell_draw(&t.ui, &t.canvas);
}

static void test_home_opens_the_look_up(void **state)
{
	(void)state;
	start();
	type("nguyeenx");
	scanned(CARD_TEXT);
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, "Trần Thị Kim Oanh"));
	assert_int_equal(t.desk->asked, 0); /* somebody has to ask for it */
}

static void test_three_lines_of_a_back(void **state)
{
	(void)state;
	start();
	scanned("IDVNM1962785452054196278545<<8");
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "next line"));
}

static void test_a_scan_answers_no_question(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('Q'));
	assert_string_equal(top(), "confirm");
	scanned("1");
	assert_string_equal(top(), "confirm");
	assert_false(t.ui.quit);
	esc();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	scanned("054196278545"); /* into the field that has the focus, and not further */
	assert_true(screen_has(&t.canvas, "054196278545"));
	assert_int_equal(t.desk->submitted, 0);
	esc();
}

int main(void)
{
#define LINE(f) cmocka_unit_test_setup_teardown(f, plug_in, pull_out)
#define VIEW(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		LINE(test_a_card),
		LINE(test_pieces_and_two_at_once),
		LINE(test_bytes_as_they_are),
		LINE(test_what_cannot_be_read),
		LINE(test_pulled_out),
		LINE(test_what_is_no_scanner),
		VIEW(test_home_opens_the_look_up),
		VIEW(test_three_lines_of_a_back),
		VIEW(test_a_scan_answers_no_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
