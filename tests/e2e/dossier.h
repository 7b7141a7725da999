/* SPDX-License-Identifier: MPL-2.0 */
/*
 * dossier.h - the linked birth dossier of the case "mother", as a script submits it.
 *
 * What the register knows is not in the answers: it has to come by prefill. Everybody
 * here is invented.
 */
#ifndef TESTS_E2E_DOSSIER_H
#define TESTS_E2E_DOSSIER_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include "support/check.h"
#include "support/world.h"

#define PROCEDURE "2.002621"
#define OFFICER "066085000011"
#define PURPOSE "Đăng ký khai sinh"
#define CHILD_FAMILY "Nguyễn"
#define CHILD_MIDDLE "Thị Trúc"
#define CHILD_GIVEN "Vân"
#define BIRTH_PLACE "Bệnh viện Đa khoa Vườn Quýt, Đắk Lắk"

static const char answers_format[] =
	"{\"v\":1,\"fields\":{"
	"\"authority.registry\":\"UBND xã Hòa Phú\",\"authority.birth_case\":\"both_parents\","
	"\"authority.residence\":\"Công an xã Hòa Phú\","
	"\"authority.residence_case\":\"parents_not_owning\","
	"\"requester.number\":\"%1$s\",\"requester.relation\":\"mother\","
	"\"requester.phone\":\"0987 604 315\","
	"\"child.family_name\":\"" CHILD_FAMILY "\",\"child.middle_name\":\"" CHILD_MIDDLE "\","
	"\"child.given_name\":\"" CHILD_GIVEN "\",\"child.sex\":\"female\","
	"\"child.born\":\"%3$s\",\"child.birth_place\":\"" BIRTH_PLACE "\","
	"\"child.nationality\":\"Việt Nam\",\"child.ethnicity\":\"Kinh\","
	"\"child.origin\":\"Xã Hòa Phú, tỉnh Đắk Lắk\",\"birth_notice.kind\":\"paper\","
	"\"birth_notice.number\":\"CS-778812\",\"child.copies\":\"1\","
	"\"mother.number\":\"%1$s\",\"father.number\":\"%2$s\","
	"\"residence.confirmation\":\"vneid\",\"head.relation\":\"cháu nội\","
	"\"insurance.first_clinic\":\"Trạm Y tế xã Hòa Phú\",\"delivery.way\":\"counter\"}}\n";

static const char paper[] = "%PDF-1.4 giấy chứng sinh của trẻ Nguyễn Thị Trúc Vân, BN-5512087\n";

/* Ten days ago, as it is typed: registered in time on whatever day the test runs. */
static inline const char *birth_date(void)
{
	static char text[16];
	time_t then = time(NULL) - 10 * 24 * 3600;
	struct tm day;

	strftime(text, sizeof(text), "%d/%m/%Y", gmtime_r(&then, &day));
	return text;
}

/* motcua with the desk's options, --json and the arguments up to NULL; its exit status must
 * be as wanted. Returns what it printed, or NULL when that is no JSON. */
static inline struct json_object *desk(int (*before)(void), int want, ...)
{
	char gateway[4096];
	const char *argv[32] = {world_program("motcua"),
				"--data",
				world_path("desk"),
				"--gateway",
				gateway,
				"--officer",
				OFFICER,
				"--json"};
	struct json_object *said;
	struct world_run run;
	int count = 8;
	va_list args;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	va_start(args, want);
	while (count < 31 && (argv[count] = va_arg(args, const char *)) != NULL) {
		count++;
	}
	va_end(args);
	world_run(&run, argv, before);
	if (run.status != want) {
		fail_msg("motcua %s %s: status %d, not %d\n%s%s", argv[8], argv[9] ? argv[9] : "",
			 run.status, want, run.out, run.err);
	}
	said = json_tokener_parse(run.out);
	world_run_done(&run);
	return said;
}

/* A member as text; "" when it is not there. Borrowed from the object. */
static inline const char *text_of(struct json_object *object, const char *name)
{
	struct json_object *member = NULL;

	return json_object_object_get_ex(object, name, &member) && member
		       ? json_object_get_string(member)
		       : "";
}

static inline long number_of(struct json_object *object, const char *name)
{
	struct json_object *member = NULL;

	return json_object_object_get_ex(object, name, &member)
		       ? (long)json_object_get_int64(member)
		       : -1;
}

/* "motcua-gateway dossiers": what has arrived. */
static inline struct json_object *arrived(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "dossiers", "--data",
			      world_path("gateway"), NULL};
	struct json_object *list;
	struct world_run run;

	world_run(&run, argv, NULL);
	list = json_tokener_parse(run.out);
	if (run.status || !list) {
		fail_msg("motcua-gateway dossiers: status %d\n%s%s", run.status, run.out, run.err);
	}
	world_run_done(&run);
	return list;
}

/* Look the card's person up, so that the form can be filled with what the register knows. */
static inline void look_up(int (*before)(void), const char *card)
{
	struct json_object *said = desk(before, 0, "lookup", "--card", card, "--procedure",
					PROCEDURE, "--purpose", PURPOSE, NULL);

	assert_string_equal(text_of(said, "outcome"), "found");
	json_object_put(said);
}

/* A complete draft of both parents' child, a paper attached. The caller frees its id. */
static inline char *new_dossier(int (*before)(void), const char *mother, const char *father)
{
	char *of_mother = world_card_part(mother, 0), *of_father = world_card_part(father, 0);
	char answers[8192], attach[4200], *id;
	struct json_object *said, *problems = NULL;

	snprintf(answers, sizeof(answers), answers_format, of_mother, of_father, birth_date());
	world_write(world_path("answers.json"), answers, strlen(answers));
	world_write(world_path("giay-Truc-Van.pdf"), paper, strlen(paper));
	snprintf(attach, sizeof(attach), "birth_notice=%s", world_path("giay-Truc-Van.pdf"));
	said = desk(before, 0, "dossier", "new", PROCEDURE, "--from", world_path("answers.json"),
		    "--attach", attach, NULL);
	assert_non_null(said);
	json_object_object_get_ex(said, "problems", &problems);
	if (json_object_array_length(problems)) {
		fail_msg("the draft has problems: %s", json_object_to_json_string(problems));
	}
	id = strdup(text_of(said, "id"));
	json_object_put(said);
	free(of_mother);
	free(of_father);
	return id;
}

#endif
