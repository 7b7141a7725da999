/* SPDX-License-Identifier: MPL-2.0 */
/*
 * No key press waits for the network: the desk links no network library and opens no
 * INET socket; training mode opens none in any of the three programs.
 */
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "e2e/training.h"
#include "support/no_inet.h"
#include "support/pty.h"

static const char *const network_libraries[] = {"libcurl",   "libmicrohttpd", "libssl", "libcrypto",
						"libgnutls", "libnghttp2",    "libssh", "libldap",
						"libresolv", "libcares"};

/* ---- what the file names */
struct program {
	char *bytes;
	size_t len;
	const ElfW(Phdr) * headers;
	int count;
};

static void program_read(struct program *ret, const char *path)
{
	const ElfW(Ehdr) * head;

	ret->bytes = world_read(path, &ret->len);
	assert_non_null(ret->bytes);
	head = (const void *)ret->bytes;
	assert_memory_equal(head->e_ident, ELFMAG, SELFMAG);
	ret->headers = (const void *)(ret->bytes + head->e_phoff);
	ret->count = head->e_phnum;
}

/* An address of the running program, in the file. */
static const void *program_at(const struct program *program, ElfW(Addr) address)
{
	for (int i = 0; i < program->count; i++) {
		const ElfW(Phdr) *part = &program->headers[i];

		if (part->p_type == PT_LOAD && address >= part->p_vaddr &&
		    address < part->p_vaddr + part->p_filesz) {
			return program->bytes + part->p_offset + (address - part->p_vaddr);
		}
	}
	fail_msg("an address outside of the file");
	return NULL;
}

static const ElfW(Dyn) * dynamic_part(const struct program *program)
{
	for (int i = 0; i < program->count; i++) {
		if (program->headers[i].p_type == PT_DYNAMIC) {
			return (const void *)(program->bytes + program->headers[i].p_offset);
		}
	}
	fail_msg("no dynamic part");
	return NULL;
}

/* Does the program name a library that begins so? */
static bool program_needs(const struct program *program, const char *library)
{
	const ElfW(Dyn) *at = dynamic_part(program);
	const char *names = NULL;

	for (const ElfW(Dyn) *dyn = at; dyn->d_tag != DT_NULL; dyn++) {
		if (dyn->d_tag == DT_STRTAB) {
			names = program_at(program, dyn->d_un.d_ptr);
		}
	}
	assert_non_null(names);
	for (; at->d_tag != DT_NULL; at++) {
		if (at->d_tag == DT_NEEDED &&
		    !strncmp(names + at->d_un.d_val, library, strlen(library))) {
			return true;
		}
	}
	return false;
}

static void desk_links_no_network_library(void **state)
{
	struct program desk_file, courier_file;

	(void)state;
	program_read(&desk_file, world_program("motcua"));
	program_read(&courier_file, world_program("motcua-courier"));
	assert_true(program_needs(&desk_file, "libsqlite3"));
	assert_true(program_needs(&courier_file, "libcurl")); /* so that "no" means something */
	for (size_t i = 0; i < sizeof(network_libraries) / sizeof(char *); i++) {
		if (program_needs(&desk_file, network_libraries[i])) {
			fail_msg("motcua links %s", network_libraries[i]);
		}
	}
	free(desk_file.bytes);
	free(courier_file.bytes);
}

/* ---- the filter itself */
static int end_of_child_with_socket(int family)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		int set = no_inet();
		int fd = set ? -1 : socket(family, SOCK_STREAM, 0);

		_exit(set ? 3 : fd < 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void the_filter_bites(void **state)
{
	int status = end_of_child_with_socket(AF_INET);

	(void)state;
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	status = end_of_child_with_socket(AF_INET6);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	assert_int_equal(end_of_child_with_socket(AF_UNIX), 0);
}

/* ---- the programs under it */

/* So that the silence above means something: told to use TCP it is ended. */
static void expect_courier_ended_by_filter(void)
{
	const char *argv[] = {world_program("motcua-courier"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      "http://127.0.0.1:9",
			      "--gateway-key",
			      world_path("gateway/gateway.keys"),
			      "--once",
			      NULL};
	struct world_run run;
	double until = world_now() + PTY_PATIENCE;

	do { /* 75: the one that the desk started is still at work */
		world_run(&run, argv, no_inet);
		world_run_done(&run);
	} while (run.status == 75 && world_now() < until && !usleep(50000));
	assert_int_equal(run.status, 128 + SIGSYS);
}

static void subcommands_open_no_inet_socket(void **state)
{
	struct json_object *said;
	char *mother, *father, *id;

	(void)state;
	world_gateway_start(no_inet);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	look_up(no_inet, mother);
	look_up(no_inet, father);
	id = new_dossier(no_inet, mother, father);
	json_object_put(desk(no_inet, 0, "dossier", "list", NULL));
	json_object_put(desk(no_inet, 0, "dossier", "show", id, NULL));
	json_object_put(desk(no_inet, 0, "dossier", "submit", id, NULL));
	said = desk(no_inet, 0, "sync", "--once", NULL);
	assert_int_equal(number_of(said, "received"), 1);
	json_object_put(said);
	json_object_put(desk(no_inet, 0, "queue", "list", NULL));
	json_object_put(desk(no_inet, 0, "catalog", NULL));
	expect_courier_ended_by_filter();
	free(id);
	free(mother);
	free(father);
}

static void expect_no_network_library_loaded(pid_t pid)
{
	char path[64], line[1024];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "re");
	if (!maps) { /* the desk shows its memory to nobody but root */
		assert_int_equal(errno, EACCES);
		return;
	}
	while (fgets(line, sizeof(line), maps)) {
		for (size_t i = 0; i < sizeof(network_libraries) / sizeof(char *); i++) {
			if (strstr(line, network_libraries[i])) {
				fail_msg("loaded: %s", line);
			}
		}
	}
	fclose(maps);
}

static void training_opens_no_inet_socket(void **state)
{
	struct pty *pty = training_start(no_inet);
	char *card = training_card("mother");

	(void)state;
	expect_no_network_library_loaded(pty->pid);
	training_look_up(pty, card);
	pty_expect(pty, "Trần Thị Kim Oanh");
	pty_end(pty);
	free(card);
}

int main(void)
{
	const struct CMUnitTest always[] = {
		cmocka_unit_test_setup_teardown(desk_links_no_network_library,
						world_set_up, world_tear_down),
	};
	const struct CMUnitTest filtered[] = {
		cmocka_unit_test(the_filter_bites),
		cmocka_unit_test_setup_teardown(subcommands_open_no_inet_socket,
						world_set_up, world_tear_down),
		cmocka_unit_test_setup_teardown(training_opens_no_inet_socket,
						world_set_up, world_tear_down),
	};
	int failed = cmocka_run_group_tests(always, NULL, NULL);

	if (no_inet_works()) {
		failed += cmocka_run_group_tests(filtered, NULL, NULL);
	}
	return failed;
}
