/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct province p;
static struct mc_work *work;
static char *file;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	file = mc_path_join(p.top, "giấy chứng sinh.pdf");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_work_close(work);
	free(file);
	province_end(&p);
	return 0;
}

static enum mc_code attach(const char *paper, const char *path)
{
	struct mc_err why = {.code = MC_OK};
	enum mc_code code = mc_work_attach(work, paper, path, &why);

	assert_null(strstr(why.detail, "giấy")); /* a file may be named after a citizen */
	return code;
}

static int parts_on_disk(void)
{
	DIR *dir = opendir(p.desk->paths.parts);
	int count = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		count += entry->d_name[0] != '.';
	}
	closedir(dir);
	return count;
}

static void test_refused(void **state)
{
	char *fifo = mc_path_join(p.top, "fifo");

	(void)state;
	assert_code(attach("birth_notice", file), MC_E_ATTACH_MISSING);
	province_write(file, "%PDF");
	assert_code(attach("no_such_paper", file), MC_E_ATTACH_COMPONENT);
	assert_code(attach("birth_notice", p.top), MC_E_ATTACH_UNREADABLE);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_code(attach("birth_notice", fifo), MC_E_ATTACH_UNREADABLE); /* and does not hang */
	province_write(file, "");
	assert_code(attach("birth_notice", file), MC_E_ATTACH_EMPTY);
	assert_int_equal(truncate(file, MC_ATTACHMENT_MAX + 1), 0);
	assert_code(attach("birth_notice", file), MC_E_ATTACH_LARGE);
	if (getuid()) {
		assert_int_equal(chmod(file, 0), 0);
		assert_code(attach("birth_notice", file), MC_E_ATTACH_UNREADABLE);
	}
	assert_int_equal(work->attachments.len, 0);
	assert_int_equal(parts_on_disk(), 0);
	free(fifo);
}

static void test_sealed_at_once(void **state)
{
	const struct mc_attachment *it;
	struct mc_age_file opened;
	char *from, *to = mc_path_join(p.top, "opened");
	const struct mc_open_key *keys[] = {p.open, p.desk->keys.open};
	struct mc_str bytes;

	(void)state;
	province_write(file, "%PDF- bytes of a scan");
	assert_ok(attach("birth_notice", file));
	it = mc_vec_at(&work->attachments, 0);
	assert_string_equal(it->name, "giấy chứng sinh.pdf");
	assert_string_equal(it->paper, "birth_notice");
	assert_int_equal(it->size, strlen("%PDF- bytes of a scan"));
	from = mc_path_join(p.desk->paths.parts, it->sha256);
	for (size_t i = 0; i < MC_COUNT(keys); i++) { /* for the province and for the office */
		assert_ok(mc_age_open_file(keys[i], from, to, &opened, NULL));
		mc_str_init(&bytes, 100);
		assert_ok(mc_file_read(to, &bytes, NULL));
		assert_string_equal(bytes.data, "%PDF- bytes of a scan");
		mc_str_done(&bytes);
	}
	free(from);
	free(to);
}

static void test_reopened_and_detached(void **state)
{
	char id[MC_UUID_LEN], sha256[MC_DIGEST_LEN];

	(void)state;
	province_write(file, "scan");
	assert_ok(attach("birth_notice", file));
	assert_ok(attach("birth_notice", file)); /* twice is two papers, sealed afresh */
	assert_int_equal(parts_on_disk(), 2);
	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_int_equal(work->attachments.len, 2);
	MC_COPY(sha256, ((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	assert_ok(mc_work_detach(work, sha256, NULL));
	assert_code(mc_work_detach(work, sha256, NULL), MC_E_NOT_FOUND);
	assert_int_equal(work->attachments.len, 1);
	assert_int_equal(parts_on_disk(), 1);
}

/* A name from an old stick, in letters that are no UTF-8. */
static void test_garbled_name(void **state)
{
	char *path = mc_path_join(p.top, "gi\xe1y.PDF");

	(void)state;
	province_write(path, "scan");
	assert_ok(attach("birth_notice", path));
	assert_string_equal(((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->name,
			    "birth_notice");
	free(path);
}

static void test_as_many_as_fit(void **state)
{
	(void)state;
	province_write(file, "scan");
	for (int i = 0; i < MC_PARTS_MAX; i++) {
		assert_ok(attach("birth_notice", file));
	}
	assert_code(attach("birth_notice", file), MC_E_DOSSIER_LARGE);
	assert_int_equal(parts_on_disk(), MC_PARTS_MAX);
}

/* Sealed for the gateway at once, so its key must be known; the draft stays. */
static void test_without_keys(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_write(file, "scan");
	MC_COPY(id, work->id);
	mc_work_close(work);
	unlink(p.keys);
	province_open(&p);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_code(attach("birth_notice", file), MC_E_KEYS_MISSING);
}

static void test_edit_of_a_ready_one(void **state)
{
	(void)state;
	province_write(file, "scan");
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	assert_ok(attach("birth_notice", file));
	assert_int_equal(work->state, MC_STATE_DRAFT);
}

/* A needed paper, then its sealed file lost: the dossier must not wait for ever. */
static void test_lost_part(void **state)
{
	int kind = province_field(work, "birth_notice.kind");
	int64_t seq;
	char *path;

	(void)state;
	province_write(file, "scan");
	province_fill(work);
	assert_ok(mc_work_type(work, kind, "paper", NULL));
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_FORM_INCOMPLETE);
	assert_ok(attach("birth_notice", file));
	path = mc_path_join(p.desk->paths.parts,
			    ((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	assert_int_equal(truncate(path, 10), 0);
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_ATTACH_MISSING);
	assert_int_equal(unlink(path), 0);
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_ATTACH_MISSING);
	free(path);
	path = mc_strdup(((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	assert_ok(mc_work_detach(work, path, NULL));
	assert_ok(attach("birth_notice", file));
	assert_ok(mc_work_submit(work, &seq, NULL));
	free(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Once a day, when a desk opens: what nobody names goes, what a draft names stays. */
static void test_swept_when_a_desk_opens(void **state)
{
	const struct timespec long_ago[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	char *named, *nobodys, *stamp;

	(void)state;
	province_write(file, "scan");
	assert_ok(attach("birth_notice", file));
	named = mc_path_join(p.desk->paths.parts,
			     ((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	nobodys = mc_path_join(p.desk->paths.parts, "0123456789abcdef0123456789abcdef"
						    "0123456789abcdef0123456789abcdef");
	stamp = mc_path_join(p.desk->paths.run, "swept");
	mc_work_close(work);
	work = NULL;
	province_write(nobodys, "x");
	assert_int_equal(utimensat(AT_FDCWD, named, long_ago, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, nobodys, long_ago, 0), 0);
	province_open(&p);
	assert_true(mc_file_exists(nobodys)); /* looked already today */
	assert_int_equal(utimensat(AT_FDCWD, stamp, long_ago, 0), 0);
	province_open(&p);
	assert_false(mc_file_exists(nobodys));
	assert_true(mc_file_exists(named));
	free(named);
	free(nobodys);
	free(stamp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_refused),          CASE(test_sealed_at_once),
		CASE(test_reopened_and_detached), CASE(test_garbled_name),
		CASE(test_as_many_as_fit),   CASE(test_without_keys),
		CASE(test_edit_of_a_ready_one), CASE(test_lost_part),
		CASE(test_swept_when_a_desk_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
