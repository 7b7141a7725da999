/* SPDX-License-Identifier: MPL-2.0 */
/*
 * submit.c - what the act of submitting costs: fsyncs and milliseconds, beside the bare
 * fsync of the same folder's disk.
 */
#include "bench/bench.h"

#include <fcntl.h>
#include <unistd.h>

#include "../store/shim.h"
#include "support/province.h"
#include "support/world.h"

enum { TIMES = 100, PAGE = 4096 };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *ms, size_t count)
{
	qsort(ms, count, sizeof(*ms), by_size);
	return ms[count / 2];
}

/* A page added to a file, and on disk. */
static double bare_fsync(const char *path)
{
	static const char page[PAGE];
	double ms[TIMES];
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	for (int i = 0; i < TIMES; i++) {
		double from = world_now();

		assert_int_equal(write(fd, page, PAGE), PAGE);
		assert_int_equal(fsync(fd), 0);
		ms[i] = (world_now() - from) * 1000;
	}
	close(fd);
	return median(ms, TIMES);
}

/* From "send?" to "queued": the dossier is complete and its officer was named before. */
static double submit(struct province *p, int *ret_syncs)
{
	struct mc_work *work;
	int64_t seq;
	double from;
	int before;

	assert_ok(mc_work_new(p->desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	before = shim.wal_syncs + shim.other_syncs;
	from = world_now();
	assert_ok(mc_work_submit(work, &seq, NULL));
	from = (world_now() - from) * 1000;
	*ret_syncs += shim.wal_syncs + shim.other_syncs - before;
	mc_work_close(work);
	return from;
}

bool bench_submit(void)
{
	struct province p;
	double ms[TIMES], bare, ours;
	char *file;
	int syncs = 0;

	shim_install();
	province_begin(&p);
	province_open(&p);
	file = mc_path_join(p.top, "bare");
	bare = bare_fsync(file);
	for (int i = 0; i < TIMES; i++) {
		ms[i] = submit(&p, &syncs);
	}
	ours = median(ms, TIMES);
	printf("%-34s %8.2f ms\n", "bare: write 4 KiB, fsync", bare);
	printf("%-34s %8.2f ms %6.2f fsyncs each, checkpoints counted\n", "submit, no attachments",
	       ours, (double)syncs / TIMES);
	printf("submit / bare fsync: %.2f (%.2f ms of our own)\n", ours / bare, ours - bare);
	free(file);
	province_end(&p);
	return true;
}
