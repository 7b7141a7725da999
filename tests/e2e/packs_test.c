/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A newer catalogue reaches a desk over a link that spoils half of the exchanges: published
 * by the province from a folder, fetched file by file, in use once it is whole and not before.
 */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "support/fault_proxy.h"

enum { CHANGED = 12, ROUNDS = 60 };

static pid_t gateway;

static int begin(void **state)
{
	(void)state;
	world_begin();
	gateway = world_gateway_start_at("real.sock", NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	world_gateway_stop(gateway);
	world_end();
	return 0;
}

/* The folder that the province publishes: the shipped procedures, some with another version. */
static int make_folder(const char *dir)
{
	struct dirent **names;
	int count = scandir(MC_SOURCE_DIR "/data/procedures", &names, NULL, alphasort), changed = 0;

	assert_int_equal(mkdir(dir, 0700), 0);
	for (int i = 0; i < count; i++) {
		char from[4096], to[4096], *text, *version;
		size_t len;

		snprintf(from, sizeof(from), MC_SOURCE_DIR "/data/procedures/%s", names[i]->d_name);
		snprintf(to, sizeof(to), "%s/%s", dir, names[i]->d_name);
		free(names[i]);
		text = strstr(from, ".json") ? world_read(from, &len) : NULL;
		if (text && changed < CHANGED) {
			version = strstr(text, "\"version\": \"2026-");
			assert_non_null(version);
			memcpy(version, "\"version\": \"2027-", 17);
			changed++;
		}
		if (text) {
			world_write(to, text, len);
		}
		free(text);
	}
	free(names);
	return changed;
}

static int publish(const char *dir)
{
	const char *argv[] = {world_program("motcua-gateway"), "pack", "procedures", dir, "--data",
			      world_path("gateway"), NULL};
	struct world_run run;
	int status;

	world_run(&run, argv, NULL);
	status = run.status;
	world_run_done(&run);
	return status;
}

static void carry(void)
{
	char url[4096];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway", url,
			      "sync", "--once", NULL};
	struct world_run run;

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(&run, argv, NULL); /* its status is the link's */
	world_run_done(&run);
}

/* Of the procedures in use: "package" or "gateway". */
static bool is_in_use(const char *from)
{
	struct json_object *said = desk(NULL, 0, "catalog", "packs", NULL), *first, *verified;
	bool is;

	first = json_object_array_get_idx(said, 0);
	assert_string_equal(text_of(first, "name"), "procedures");
	is = !strcmp(text_of(first, "from"), from);
	if (is && !strcmp(from, "gateway")) {
		assert_true(json_object_object_get_ex(first, "verified", &verified));
		assert_true(json_object_get_boolean(verified));
		assert_int_equal(strlen(text_of(first, "kid")), 8);
	}
	json_object_put(said);
	return is;
}

static int newer_versions(void)
{
	struct json_object *said = desk(NULL, 0, "catalog", NULL);
	int count = 0;

	for (size_t i = 0; i < json_object_array_length(said); i++) {
		struct json_object *one = json_object_array_get_idx(said, i);

		count += !strncmp(text_of(one, "version"), "2027-", 5);
	}
	json_object_put(said);
	return count;
}

static void over_a_bad_link(void **state)
{
	char listen[4096], to[4096];
	struct fault_proxy_options options = {.listen = listen, .to = to, .seed = 7, .percent = 50,
					      .stall_ms = 50};
	struct fault_proxy *proxy;
	int rounds = 0;

	(void)state;
	snprintf(listen, sizeof(listen), "unix:%s", world_path("gateway/gateway.sock"));
	snprintf(to, sizeof(to), "unix:%s", world_path("gateway/real.sock"));
	proxy = fault_proxy_start(&options);
	assert_true(is_in_use("package"));
	assert_int_equal(make_folder(world_path("folder")), CHANGED);
	assert_int_equal(publish(world_path("folder")), 0);
	while (is_in_use("package") && ++rounds <= ROUNDS) {
		assert_int_equal(newer_versions(), 0); /* never a part of it */
		carry();
	}
	assert_true(is_in_use("gateway"));
	assert_int_equal(newer_versions(), CHANGED);
	assert_true(rounds > 1); /* the link was bad */
	/* the delta: the list again and again perhaps, but no file that was shipped */
	assert_true(fault_proxy_counts(proxy)->to_client < 400000);
	fault_proxy_stop(proxy);
}

/* What a desk would mark is not published at all; the desk keeps what it has. */
static void a_faulty_folder(void **state)
{
	size_t len;
	char file[4096], *text;

	(void)state;
	snprintf(file, sizeof(file), "%s/1.000419.json", world_path("folder"));
	text = world_read(file, &len);
	assert_non_null(text);
	memcpy(strstr(text, "\"title\""), "\"tible\"", 7);
	world_write(file, text, len);
	free(text);
	assert_int_equal(publish(world_path("folder")), 65);
	assert_int_equal(newer_versions(), CHANGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_a_bad_link),
		cmocka_unit_test(a_faulty_folder),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
