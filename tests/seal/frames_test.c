/* SPDX-License-Identifier: MPL-2.0 */
/* Files of pieces: the vector of FORMATS, damage and cuts anywhere, disks that lie. */
#include "support/check.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/frames.h"
#include "motcua/seal/hash.h"

#define MARK "motcua-bundle 1\n"
#define RETURN "motcua-return 1\n"
#define RECORD "\0\0\0\x12" "aGVhZA.Ym9keQ.c2ln" "\0\0\0\x03" "age"

static char *dir, *path;

static int begin(void **state)
{
	(void)state;
	assert_ok(mc_seal_init(NULL));
	dir = test_dir();
	path = mc_path_join(dir, "a");
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(dir);
	free(path);
	return 0;
}

static void write_pieces(const char *const pieces[], int count)
{
	struct mc_frames_writer *w;
	int64_t bytes = 0;
	struct stat st;

	assert_ok(mc_frames_create(dir, ".t", MARK, &w, NULL));
	for (int i = 0; i < count; i++) {
		assert_ok(mc_frames_piece(w, (char)('a' + i), mc_slice_text(pieces[i]), NULL));
	}
	assert_ok(mc_frames_finish(w, "a", &bytes, NULL));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, bytes);
}

static void the_documented_files_byte_for_byte(void **state)
{
	struct mc_frames_writer *w;
	struct mc_str document, file;
	char hex[2048];
	int64_t bytes;

	(void)state;
	for (int returns = 0; returns < 2; returns++) {
		assert_ok(mc_frames_create(dir, ".t", returns ? RETURN : MARK, &w, NULL));
		assert_ok(mc_frames_piece(w, returns ? 'k' : 'h', mc_slice_text("{}"), NULL));
		if (!returns) {
			assert_ok(mc_frames_piece(w, 'r', (struct mc_slice){RECORD,
									    sizeof(RECORD) - 1},
						  NULL));
		}
		assert_ok(mc_frames_finish(w, "a", &bytes, NULL));
		mc_str_init(&document, 1 << 20);
		mc_str_init(&file, 1 << 20);
		assert_ok(mc_file_read(path, &file, NULL));
		assert_ok(mc_file_read(MC_SOURCE_DIR "/docs/FORMATS.md", &document, NULL));
		mc_hex_encode(file.data, file.len, hex);
		assert_non_null(strstr(document.data, hex));
		mc_str_done(&document);
		mc_str_done(&file);
	}
}

/* Kinds and contents as text: "a=one b=two "; the end piece left out. */
static void read_pieces(struct mc_str *ret, bool *ret_whole)
{
	struct mc_frames_reader *r;
	struct mc_frame frame;

	mc_str_reset(ret);
	*ret_whole = false;
	if (mc_frames_open(path, MARK, &r, NULL)) {
		return;
	}
	*ret_whole = mc_frames_whole(r);
	while (!mc_frames_next(r, &frame, NULL) && frame.kind) {
		if (frame.kind != MC_FRAMES_END) {
			mc_str_printf(ret, "%c=", frame.kind);
			assert_ok(mc_frames_read(r, ret, NULL));
			mc_str_putc(ret, ' ');
		}
	}
	mc_frames_close(r);
}

static const char *const three[] = {"the first", "the second", "the third"};
#define ALL "a=the first b=the second c=the third "

/* There may be NULs: a wrong length takes in what follows. */
static int has(const struct mc_str *found, const char *text)
{
	return memmem(found->data, found->len, text, strlen(text)) != NULL;
}

static void any_changed_byte_costs_one_piece_at_most(void **state)
{
	struct mc_str file, found;
	bool whole;

	(void)state;
	write_pieces(three, 3);
	mc_str_init(&file, 4096);
	mc_str_init(&found, 4096);
	read_pieces(&found, &whole);
	assert_true(whole);
	assert_string_equal(found.data, ALL);
	assert_ok(mc_file_read(path, &file, NULL));
	for (size_t i = 0; i < file.len; i++) {
		int good;

		for (int bit = 0; bit < 8; bit += 3) {
			file.data[i] ^= (char)(1 << bit);
			assert_ok(mc_file_write(path, 0600, mc_slice_of(&file), NULL));
			file.data[i] ^= (char)(1 << bit);
			read_pieces(&found, &whole);
			assert_false(whole);
			good = has(&found, "=the first ") + has(&found, "=the second ") +
			       has(&found, "=the third ");
			assert_true(good >= 2);
		}
	}
	mc_str_done(&file);
	mc_str_done(&found);
}

static void a_cut_leaves_what_stands_before_it(void **state)
{
	struct mc_str file, found;
	bool whole;

	(void)state;
	write_pieces(three, 3);
	mc_str_init(&file, 4096);
	mc_str_init(&found, 4096);
	assert_ok(mc_file_read(path, &file, NULL));
	for (size_t len = 0; len < file.len; len++) {
		assert_ok(mc_file_write(path, 0600, (struct mc_slice){file.data, len}, NULL));
		read_pieces(&found, &whole);
		assert_false(whole);
		assert_int_equal(strncmp(ALL, found.data, found.len), 0);
	}
	assert_string_equal(found.data, ALL);
	mc_str_done(&file);
	mc_str_done(&found);
}

static void other_files_are_refused(void **state)
{
	struct mc_frames_reader *r;

	(void)state;
	assert_code(mc_frames_open(path, MARK, &r, NULL), MC_E_FILE_READ);
	assert_code(mc_frames_open(dir, MARK, &r, NULL), MC_E_FILE_READ);
	write_pieces(three, 3);
	assert_code(mc_frames_open(path, "motcua-return 1\n", &r, NULL), MC_E_BUNDLE_SHAPE);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_code(mc_frames_open(path, MARK, &r, NULL), MC_E_FILE_READ);
}

/* A piece that is larger than its reader takes leaves the following ones readable. */
static void pieces_have_the_reader_s_limit(void **state)
{
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_str some;

	(void)state;
	write_pieces(three, 3);
	mc_str_init(&some, 9);
	assert_ok(mc_frames_open(path, MARK, &r, NULL));
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_ok(mc_frames_read(r, &some, NULL));
	mc_str_reset(&some);
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.length, 10);
	assert_code(mc_frames_read(r, &some, NULL), MC_E_FILE_TOO_LARGE);
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_ok(mc_frames_read(r, &some, NULL));
	assert_string_equal(some.data, three[2]);
	mc_frames_close(r);
	mc_str_done(&some);
}

static void writers_do_what_they_announced(void **state)
{
	struct mc_frames_writer *w, *other;
	char *temp = mc_path_join(dir, ".t");
	int64_t bytes;

	(void)state;
	assert_ok(mc_frames_create(dir, ".t", MARK, &w, NULL));
	assert_code(mc_frames_create(dir, ".t", MARK, &other, NULL), MC_E_STORE_BUSY);
	assert_ok(mc_frames_begin(w, 'a', 4, NULL));
	assert_code(mc_frames_add(w, mc_slice_text("five!"), NULL), MC_E_INTERNAL);
	assert_ok(mc_frames_add(w, mc_slice_text("two"), NULL));
	assert_code(mc_frames_begin(w, 'b', 1, NULL), MC_E_INTERNAL);
	assert_code(mc_frames_finish(w, "a", &bytes, NULL), MC_E_INTERNAL);
	assert_false(mc_file_exists(temp));
	assert_false(mc_file_exists(path));
	assert_code(mc_frames_create("/nowhere", ".t", MARK, &w, NULL), MC_E_FILE_WRITE);
	mc_frames_abort(NULL);
	free(temp);
}

/* Ends in the moment before another one's lock: true, with its name; false, without. */
static struct mc_frames_writer *ends_first;
static bool ends_well;

/* Stands in for the C library's. */
int flock(int fd, int operation)
{
	int (*call)(int, int);
	void *symbol = dlsym(RTLD_NEXT, "flock");
	struct mc_frames_writer *w = ends_first;
	int64_t bytes;

	memcpy(&call, &symbol, sizeof(call));
	ends_first = NULL;
	if (w && ends_well) {
		assert_ok(mc_frames_finish(w, "a", &bytes, NULL));
	} else {
		mc_frames_abort(w);
	}
	return call(fd, operation);
}

/* The file was opened under its temporary name, and is a finished one, or gone, when the lock is
 * had: it is left alone. */
static void a_file_that_was_finished_meanwhile_stays(void **state)
{
	struct mc_frames_writer *other = NULL;
	struct mc_str found;
	bool whole = false;

	(void)state;
	for (int well = 0; well < 2; well++) {
		assert_ok(mc_frames_create(dir, ".t", MARK, &ends_first, NULL));
		assert_ok(mc_frames_piece(ends_first, 'a', mc_slice_text("first"), NULL));
		ends_well = well;
		assert_code(mc_frames_create(dir, ".t", MARK, &other, NULL), MC_E_STORE_BUSY);
		assert_null(ends_first);
		assert_int_equal(mc_file_exists(path), well);
	}
	mc_str_init(&found, 4096);
	read_pieces(&found, &whole);
	assert_true(whole);
	assert_string_equal(found.data, "a=first ");
	mc_str_done(&found);
	assert_ok(mc_frames_create(dir, ".t", MARK, &other, NULL)); /* and the next one can */
	mc_frames_abort(other);
}

/* What an interrupted run left is written over, and what stood under the name stays until
 * the new file is proven. */
static void left_overs_are_taken_over(void **state)
{
	struct mc_str found;
	char *temp = mc_path_join(dir, ".t");
	bool whole;

	(void)state;
	assert_ok(mc_file_write(temp, 0600, mc_slice_text("half of a longer earlier file ......"
							  "........................"),
				NULL));
	write_pieces(three, 1);
	mc_str_init(&found, 4096);
	read_pieces(&found, &whole);
	assert_true(whole);
	assert_string_equal(found.data, "a=the first ");
	assert_false(mc_file_exists(temp));
	mc_str_done(&found);
	free(temp);
}

/* The medium gives other bytes back than it took: another process changes them here. */
static void a_medium_that_lies_is_found_out(void **state)
{
	struct mc_frames_writer *w;
	char *temp = mc_path_join(dir, ".t");
	FILE *f;
	int64_t bytes;

	(void)state;
	assert_ok(mc_frames_create(dir, ".t", MARK, &w, NULL));
	assert_ok(mc_frames_piece(w, 'a', mc_slice_text("something"), NULL));
	f = fopen(temp, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 27, SEEK_SET), 0);
	assert_int_equal(fputc('S', f), 'S');
	assert_int_equal(fclose(f), 0);
	assert_code(mc_frames_finish(w, "a", &bytes, NULL), MC_E_READ_BACK);
	assert_false(mc_file_exists(path));
	assert_false(mc_file_exists(temp));
	free(temp);
}

static void a_full_disk_is_told_as_such(void **state)
{
	struct rlimit limit, small;
	struct mc_frames_writer *w;
	char *bytes = mc_calloc(1, 8192);
	enum mc_code code;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = limit;
	small.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	assert_ok(mc_frames_create(dir, ".t", MARK, &w, NULL));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	code = mc_frames_piece(w, 'a', (struct mc_slice){bytes, 8192}, NULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_code(code, MC_E_DISK_FULL);
	mc_frames_abort(w);
	free(bytes);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, begin, end)

/* ---- a file that was made to cost time */

static int64_t reads, bytes_read;

/* Stands in for the C library's, and counts. */
ssize_t pread(int fd, void *to, size_t size, off_t at)
{
	ssize_t (*call)(int, void *, size_t, off_t);
	void *symbol = dlsym(RTLD_NEXT, sizeof(off_t) == 8 ? "pread64" : "pread");
	ssize_t n;

	memcpy(&call, &symbol, sizeof(call));
	n = call(fd, to, size, at);
	reads++;
	bytes_read += n > 0 ? n : 0;
	return n;
}

enum { MANY = 20000 };

/* MANY heads in a row, each of a piece that is so long. */
static int64_t write_heads(int64_t length)
{
	struct mc_str file;
	unsigned char head[MC_FRAMES_HEAD] = MARK "p";
	int64_t size;

	for (int i = 0; i < 8; i++) {
		head[MC_FRAMES_MARK + 1 + i] = (unsigned char)(length >> (56 - 8 * i));
	}
	mc_str_init(&file, 1 << 20);
	for (int i = 0; i < MANY; i++) {
		mc_str_add(&file, head, sizeof(head));
	}
	size = (int64_t)file.len;
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&file), NULL));
	mc_str_done(&file);
	return size;
}

/* How many pieces come, and their bytes together. */
static int go_through(int64_t *ret_bytes)
{
	struct mc_frames_reader *r;
	struct mc_frame frame;
	int pieces = 0;

	*ret_bytes = 0;
	reads = bytes_read = 0;
	assert_ok(mc_frames_open(path, MARK, &r, NULL));
	while (!mc_frames_next(r, &frame, NULL) && frame.kind) {
		pieces++;
		*ret_bytes += frame.length;
	}
	mc_frames_close(r);
	return pieces;
}

static void many_marks_are_searched_once(void **state)
{
	static const int64_t lengths[] = {0, 1, 1000, -1, INT64_MAX, 2 * MC_FRAMES_HEAD + 1};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(lengths); i++) {
		int64_t size = write_heads(lengths[i]), length;
		int pieces = go_through(&length);

		print_message("length %lld: %d pieces of %lld bytes, %lld reads of %lld bytes\n",
			      (long long)lengths[i], pieces, (long long)length, (long long)reads,
			      (long long)bytes_read);
		assert_true(bytes_read <= 4 * size);
		assert_true(reads <= 2 * MANY + size / 32768 + 4);
	}
}

/* Each says that all the rest of the file is its own: read one by one, that would be the square
 * of it. */
static void pieces_without_a_follower_have_an_end(void **state)
{
	int64_t size = write_heads((int64_t)MANY / 2 * MC_FRAMES_HEAD + 1), length;

	(void)state;
	assert_true(go_through(&length) > 0);
	assert_true(length <= 4 * size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(the_documented_files_byte_for_byte),
		IN_DIR(any_changed_byte_costs_one_piece_at_most),
		IN_DIR(a_cut_leaves_what_stands_before_it),
		IN_DIR(other_files_are_refused),
		IN_DIR(pieces_have_the_reader_s_limit),
		IN_DIR(writers_do_what_they_announced),
		IN_DIR(a_file_that_was_finished_meanwhile_stays),
		IN_DIR(left_overs_are_taken_over),
		IN_DIR(a_medium_that_lies_is_found_out),
		IN_DIR(a_full_disk_is_told_as_such),
		IN_DIR(many_marks_are_searched_once),
		IN_DIR(pieces_without_a_follower_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
