/* SPDX-License-Identifier: MPL-2.0 */
/* fake_desk.c - included by the view tests in place of the desk layer. */
#include "ui/fake_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/catalogue.h"
#include "motcua/desk/day_slip.h"
#include "motcua/desk/files.h"
#include "motcua/desk/earlier.h"
#include "motcua/desk/stick.h"
#include "motcua/text/text.h"

#define DOSSIER "019aaf00-0000-7000-8000-000000000001"
#define NUMBER "T-7K3M9Q-X4T2BC-5"

/* ---- a small procedure */

static struct mc_label label(const char *vi, const char *en)
{
	return (struct mc_label){mc_strdup(vi), mc_strdup(en)};
}

static struct mc_field *add_field(struct mc_procedure *p, const char *section, const char *id,
				  enum mc_field_kind kind, const char *en, bool required)
{
	struct mc_field *field = mc_vec_push(&p->fields);

	field->id = mc_strdup(id);
	field->label = label(en, en);
	field->section = mc_strdup(section);
	field->kind = kind;
	field->required = required;
	if (strncmp(id, "mother.", 7) == 0) {
		struct mc_prefill *prefill;

		mc_vec_init(&field->prefill, sizeof(*prefill), 5);
		prefill = mc_vec_push(&field->prefill);
		prefill->role = mc_strdup("mother");
		prefill->source = mc_strdup(id + 7);
	}
	return field;
}

static void add_choice(struct mc_field *field, const char *value, const char *en)
{
	struct mc_choice *choice = mc_vec_push(&field->choices);

	choice->value = mc_strdup(value);
	choice->label = label(en, en);
}

static void add_section(struct mc_procedure *p, const char *id, const char *en)
{
	struct mc_section *section = mc_vec_push(&p->sections);

	section->id = mc_strdup(id);
	section->label = label(en, en);
}

static void add_fields(struct mc_procedure *p)
{
	struct mc_field *field = add_field(p, "mother", "mother.number", MC_FIELD_ID_NUMBER,
					   "Identity number", true);

	field->hint = label("12", "12 digits, or 9 of a CMND");
	field->legal = mc_strdup("Law 1/2020, article 2");
	add_field(p, "mother", "mother.full_name", MC_FIELD_NAME, "Full name", true);
	add_field(p, "mother", "mother.born", MC_FIELD_DATE, "Birth date", true);
	add_field(p, "child", "child.full_name", MC_FIELD_NAME, "Child's full name", true);
	field = add_field(p, "child", "child.sex", MC_FIELD_CHOICE, "Sex", false);
	mc_vec_init(&field->choices, sizeof(struct mc_choice), 10);
	add_choice(field, "male", "male");
	add_choice(field, "female", "female");
	add_field(p, "child", "child.note", MC_FIELD_TEXT, "Note", false);
}

static void add_papers(struct mc_procedure *p)
{
	struct mc_paper *paper = mc_vec_push(&p->papers);

	paper->id = mc_strdup("notice");
	paper->label = label("Giấy chứng sinh", "Birth notice");
	paper = mc_vec_push(&p->papers);
	paper->id = mc_strdup("book");
	paper->label = label("Sổ hộ khẩu", "Household book");
	paper->replaced_by = mc_strdup("CSDL dân cư");
	paper->basis = mc_strdup("Luật Cư trú 2020, điều 38");
	mc_vec_init(&paper->notes, sizeof(char *), 3);
	*(char **)mc_vec_push(&paper->notes) = mc_strdup("household_book");
}

static struct mc_procedure *make_procedure(void)
{
	struct mc_procedure *p = mc_procedure_new();
	struct mc_role *role;

	p->code = mc_strdup("2.002621");
	p->version = mc_strdup("1");
	p->title = label("Khai sinh", "Birth registration");
	add_section(p, "mother", "Mother");
	add_section(p, "child", "Child");
	add_fields(p);
	role = mc_vec_push(&p->roles);
	role->id = mc_strdup("mother");
	role->label = label("Mẹ", "Mother");
	role->number_field = mc_strdup("mother.number");
	role->name_field = mc_strdup("mother.full_name");
	role->born_field = mc_strdup("mother.born");
	add_papers(p);
	return p;
}

struct mc_desk *fake_desk_new(void)
{
	struct mc_desk *desk = mc_calloc(1, sizeof(*desk));

	MC_COPY(desk->officer.number, "001180001234");
	MC_COPY(desk->officer.full_name, "Lê Thị Cán Bộ");
	desk->status.link = MC_DESK_LINK_UP;
	desk->procedure = make_procedure();
	MC_COPY(desk->catalog[0].code, "2.002621");
	desk->catalog[0].procedure = desk->procedure;
	MC_COPY(desk->catalog[1].code, "9.999999");
	desk->catalog[1].why.code = MC_E_PROCEDURE_FILE;
	desk->form = mc_form_new(desk->procedure);
	mc_vec_init(&desk->attachments, sizeof(struct mc_attachment), 10);
	MC_COPY(desk->id, DOSSIER);
	desk->state = MC_STATE_DRAFT;
	return desk;
}

void fake_desk_free(struct mc_desk *desk)
{
	mc_form_free(desk->form);
	mc_vec_done(&desk->attachments);
	mc_procedure_free(desk->procedure);
	mc_legal_note_free(desk->note);
	free(desk);
}

void fake_found(struct mc_lookup *ret)
{
	struct mc_person *person = &ret->answer.person;
	struct mc_household *home = &ret->answer.household;

	memset(ret, 0, sizeof(*ret));
	ret->answer.outcome = MC_OUTCOME_FOUND;
	ret->answer.taken_at = FAKE_NOW;
	MC_COPY(person->number, "054196278545");
	MC_COPY(person->full_name, "Trần Thị Kim Oanh");
	person->born = (struct mc_date){1996, 11, 2};
	person->sex = MC_SEX_FEMALE;
	MC_COPY(person->relation_to_head, "con dâu");
	MC_COPY(person->permanent.detail, "Số 112, thôn Cây Xoài");
	MC_COPY(person->permanent.ward, "xã Hòa Phú Đông");
	MC_COPY(person->permanent.province, "tỉnh Đắk Lắk");
	MC_COPY(home->id, "HK-66-000123");
	MC_COPY(home->head.full_name, "Nguyễn Đình Lộc");
	home->head_status = MC_HEAD_PRESENT;
	home->member_count = 1;
	MC_COPY(home->members[0].number, "054196278545");
	MC_COPY(home->members[0].full_name, "Trần Thị Kim Oanh");
	MC_COPY(home->members[0].relation, "con dâu");
	home->members[0].born = person->born;
	home->members[0].kind = MC_RESIDENCE_PERMANENT;
	home->members[0].from = (struct mc_date){2006, 3, 20};
}

/* ---- desk.h */

bool mc_desk_training(const struct mc_desk *desk) { return desk->training; }
bool mc_desk_read_only(const struct mc_desk *desk) { return desk->read_only; }
const char *mc_desk_office(const struct mc_desk *desk)
{
	return desk->training ? "" : "Xã Hòa Phú Đông";
}
enum mc_typing_method mc_desk_typing(const struct mc_desk *desk)
{
	(void)desk;
	return MC_TYPING_TELEX;
}
enum mc_tone_style mc_desk_tone_style(const struct mc_desk *desk)
{
	(void)desk;
	return MC_TONE_OLD;
}
const struct mc_officer *mc_desk_officer(const struct mc_desk *desk) { return &desk->officer; }
bool mc_desk_first_run(const struct mc_desk *desk) { return desk->first_run; }
const char *mc_desk_setting(const struct mc_desk *desk, const char *section, const char *key)
{
	static const struct { const char *section, *key, *value; } set[] = {
		{"input", "method", "telex"},
		{"input", "tone_style", "old"},
		{"ui", "language", "vi"},
	};

	if (!strcmp(key, "lock_after")) {
		return desk->lock_after ? desk->lock_after : "0";
	}
	if (!strcmp(key, "commune")) {
		return desk->commune ? desk->commune : "";
	}
	if (!strcmp(section, "screen")) {
		return !strcmp(key, "reader") && desk->reader ? "yes" : "no";
	}
	for (size_t i = 0; i < MC_COUNT(set); i++) {
		if (!strcmp(set[i].section, section) && !strcmp(set[i].key, key)) {
			return set[i].value;
		}
	}
	return "";
}
int mc_desk_moved(struct mc_desk *desk)
{
	int moved = desk->moved;

	desk->moved = 0;
	return moved;
}
/* Two communes of today, one of each kind of province. */
enum mc_code mc_desk_places(struct mc_desk *desk, const struct mc_places **ret, struct mc_err *why)
{
	static struct mc_places places;

	(void)why;
	if (!places.communes.len) {
		mc_places_init(&places);
		*(struct mc_area *)mc_vec_push(&places.provinces) =
			(struct mc_area){.code = "48", .kind = MC_PLACE_CITY, .name = "Đà Nẵng"};
		*(struct mc_area *)mc_vec_push(&places.provinces) =
			(struct mc_area){.code = "66", .kind = MC_PLACE_PROVINCE, .name = "Đắk Lắk"};
		*(struct mc_area *)mc_vec_push(&places.communes) = (struct mc_area){
			.code = "20242", .province = "48", .kind = MC_PLACE_WARD, .name = "Hải Châu"
		};
		*(struct mc_area *)mc_vec_push(&places.communes) = (struct mc_area){
			.code = "24175", .province = "66", .kind = MC_PLACE_COMMUNE, .name = "Hòa Phú"
		};
	}
	(void)desk;
	*ret = &places;
	return MC_OK;
}
bool mc_desk_commune(struct mc_desk *desk, char *ret, size_t size)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;

	ret[0] = '\0';
	return desk->commune && !mc_desk_places(desk, &places, NULL) &&
	       mc_office_place(places, desk->commune, &today, ret, size);
}
bool mc_desk_office_says(struct mc_desk *desk, enum mc_office_fact fact, char *ret, size_t size)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;

	ret[0] = '\0';
	return desk->commune && !mc_desk_places(desk, &places, NULL) &&
	       mc_office_say(places, desk->commune, &today, fact, ret, size);
}
enum mc_code mc_desk_commune_find(struct mc_desk *desk, const char *text,
				  char ret[MC_PLACE_CODE_LEN], struct mc_err *why)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;
	struct mc_place_read read;

	(void)!mc_desk_places(desk, &places, NULL);
	mc_place_read(places, text, &today, &read);
	mc_copy(ret, MC_PLACE_CODE_LEN, read.commune ? read.commune->code : "");
	return *text && !read.commune ? mc_fail(why, MC_E_COMMUNE, NULL) : MC_OK;
}
/* Kept as "section.key=value;" for the tests to read. */
enum mc_code mc_desk_save_settings(struct mc_desk *desk, const struct mc_config_change *changes,
				   size_t count, struct mc_err *why)
{
	if (desk->save_fails) {
		return mc_fail(why, desk->save_fails, "fake");
	}
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(desk->saved);

		if (!strcmp(changes[i].key, "reader")) {
			desk->reader = !strcmp(changes[i].value, "yes");
		}
		snprintf(desk->saved + len, sizeof(desk->saved) - len, "%s.%s=%s;",
			 changes[i].section, changes[i].key, changes[i].value);
	}
	return MC_OK;
}
size_t mc_desk_procedure_count(const struct mc_desk *desk) { return desk->no_catalog ? 0 : 2; }
enum mc_code mc_desk_procedure(const struct mc_desk *desk, const char *code,
			       const struct mc_procedure **ret, struct mc_err *why)
{
	if (strcmp(code, desk->catalog[0].code) != 0) {
		return mc_fail(why, MC_E_PROCEDURE_UNKNOWN, "fake");
	}
	*ret = desk->procedure;
	return MC_OK;
}
const struct mc_procedure *mc_dossier_procedure(struct mc_desk *desk, const char *id)
{
	(void)id;
	return desk->procedure;
}
int mc_desk_fd(const struct mc_desk *desk) { (void)desk; return -1; }

static struct mc_legal_note *note_of_the_book(void)
{
	struct mc_legal_note *note = mc_legal_note_new();

	note->id = mc_strdup("household_book");
	note->name = label("Sổ hộ khẩu", "Household book");
	note->since = (struct mc_date){2023, 1, 1};
	((struct mc_legal *)mc_vec_push(&note->ended))->text = mc_strdup("Law 68/2020");
	note->stead = label("Tra cứu", "Look it up in the population database.");
	note->when_wrong = label("Phiếu", "A supplement slip within 1 working day.");
	note->must_not = label("Không đòi", "Nobody may ask for it.");
	return note;
}

enum mc_code mc_desk_legal_note(struct mc_desk *desk, const char *id,
				const struct mc_legal_note **ret, struct mc_err *why)
{
	if (strcmp(id, "household_book") != 0) {
		return mc_fail(why, MC_E_LEGAL_UNKNOWN, "fake");
	}
	if (!desk->note) {
		desk->note = note_of_the_book();
	}
	*ret = desk->note;
	return MC_OK;
}

enum mc_code mc_desk_set_officer(struct mc_desk *desk, const char *number, const char *name,
				 struct mc_err *why)
{
	if (strlen(number) != 12) {
		return mc_fail(why, MC_E_NUMBER, "fake");
	}
	MC_COPY(desk->officer.number, number);
	MC_COPY(desk->officer.full_name, name);
	return MC_OK;
}

const struct mc_catalog_entry *mc_desk_procedure_at(const struct mc_desk *desk, size_t i)
{
	return i < 2 ? &desk->catalog[i] : NULL;
}

struct mc_date mc_desk_catalogue_date(const struct mc_desk *desk, bool *ret_shipped)
{
	*ret_shipped = !desk->packed;
	return (struct mc_date){2026, 11, 21};
}

bool mc_desk_catalogue_renew(struct mc_desk *desk)
{
	desk->renewed++;
	return false;
}

enum mc_code mc_desk_settle(struct mc_desk *desk, bool *ret_news, struct mc_err *why)
{
	(void)desk;
	(void)why;
	*ret_news = false;
	return MC_OK;
}

void mc_desk_status(struct mc_desk *desk, struct mc_desk_status *ret)
{
	*ret = desk->status;
	ret->link = desk->cut ? MC_DESK_LINK_CUT : ret->link;
}

unsigned mc_desk_changed(struct mc_desk *desk)
{
	unsigned changed = desk->changed;

	desk->changed = 0;
	return changed;
}

enum mc_code mc_desk_courier(struct mc_desk *desk, struct mc_err *why)
{
	(void)why;
	desk->fetched++;
	return MC_OK;
}

enum mc_code mc_desk_cut_link(struct mc_desk *desk, bool cut, struct mc_err *why)
{
	(void)why;
	desk->cut = cut;
	return MC_OK;
}

/* ---- lookup.h */

enum mc_code mc_lookup_begin(struct mc_desk *desk, struct mc_query *query, int wait_s,
			     struct mc_err *why)
{
	(void)wait_s;
	query->officer = desk->officer;
	if (desk->begin_code != MC_OK) {
		return mc_fail(why, desk->begin_code, "fake");
	}
	if (mc_query_check(query, why) != MC_OK) {
		return why->code;
	}
	MC_COPY(query->id, DOSSIER);
	desk->asked++;
	desk->query = *query;
	return MC_OK;
}

enum mc_code mc_lookup_poll(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
			    struct mc_err *why)
{
	assert_string_equal(query_id, desk->query.id);
	desk->polled++;
	if (desk->poll_code != MC_OK) {
		return mc_fail(why, desk->poll_code, "fake");
	}
	*ret = desk->answer;
	ret->query = desk->query;
	return MC_OK;
}

enum mc_code mc_lookup_cancel(struct mc_desk *desk, const char *query_id, struct mc_err *why)
{
	(void)query_id;
	(void)why;
	desk->cancelled++;
	return MC_OK;
}

enum mc_code mc_residence_state(struct mc_desk *desk, const struct mc_query *query, enum mc_way way,
				enum mc_outcome outcome, const char *address,
				char ret_evidence_id[MC_UUID_LEN], struct mc_err *why)
{
	(void)query;
	(void)why;
	MC_COPY(desk->address, address);
	desk->ways |= outcome == MC_OUTCOME_FAILURE ? 1u << way : 0;
	strcpy(ret_evidence_id, "e2");
	return MC_OK;
}

enum mc_code mc_residence_paper_allowed(struct mc_desk *desk, const char *number,
					struct mc_err *why)
{
	assert_string_equal(number, "054196278545");
	return desk->ways == (1u << MC_WAY_VNEID | 1u << MC_WAY_CARD_READER | 1u << MC_WAY_OTHER)
		       ? MC_OK : mc_fail(why, MC_E_PAPER_NOT_ALLOWED, "fake");
}

void mc_evidence_shown_init(struct mc_evidence_shown *shown)
{
	memset(shown, 0, sizeof(*shown));
	mc_str_init(&shown->claims_json, 4096);
	mc_str_init(&shown->jws, 4096);
}

void mc_evidence_shown_done(struct mc_evidence_shown *shown)
{
	mc_str_done(&shown->claims_json);
	mc_str_done(&shown->jws);
	free(shown->file);
}

enum mc_code mc_evidence_show(struct mc_desk *desk, const char *evidence_id,
			      struct mc_evidence_shown *ret, struct mc_err *why)
{
	struct mc_evidence *claims = &ret->claims;

	if (!evidence_id[0]) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	MC_COPY(ret->kid, "a1b2c3d4");
	ret->file = mc_strdup("/var/lib/motcua/evidence/proof.jws.age");
	claims->issuer = MC_ISSUER_GATEWAY;
	claims->issued_at = FAKE_NOW;
	claims->officer = desk->officer;
	MC_COPY(claims->terminal, "7K3M9Q");
	MC_COPY(claims->procedure, "2.002621");
	MC_COPY(claims->purpose, "đăng ký khai sinh");
	claims->outcome = MC_OUTCOME_FOUND;
	claims->way = MC_WAY_SYSTEM;
	MC_COPY(claims->number, "054196278545");
	MC_COPY(claims->full_name, "Trần Thị Kim Oanh");
	claims->born = (struct mc_date){1996, 11, 2};
	claims->residence = MC_RESIDENCE_PERMANENT;
	MC_COPY(claims->address, "Số 112, thôn Cây Xoài, xã Hòa Phú Đông, tỉnh Đắk Lắk");
	claims->since = (struct mc_date){2006, 3, 20};
	MC_COPY(claims->household, "HK-66-000123");
	MC_COPY(claims->head.full_name, "Nguyễn Đình Lộc");
	claims->head_status = MC_HEAD_PRESENT;
	return MC_OK;
}

/* ---- earlier.h: of the note, once a mother stands in the form */

enum mc_code mc_work_earlier(const struct mc_work *work, int field, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_earlier *it;

	(void)why;
	if (work->desk->earlier[0] &&
	    field == mc_procedure_field(work->procedure, "child.note")) {
		it = mc_vec_push(ret);
		MC_COPY(it->text, work->desk->earlier);
		MC_COPY(it->local_number, "T-7K3M9Q-AAAAAA-1");
		it->at = FAKE_NOW - 40 * MC_DAY;
	}
	return MC_OK;
}

enum mc_code mc_work_take_earlier(struct mc_work *work, int field, const char *text,
				  struct mc_err *why)
{
	(void)why;
	mc_form_take_earlier(work->form, field, text, FAKE_NOW - 40 * MC_DAY, FAKE_NOW);
	return MC_OK;
}

/* ---- verification.h */

enum mc_code mc_work_verify_later(struct mc_work *work, const char *role,
				  const struct mc_query *shown, int64_t *ret_until,
				  struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	int64_t until = FAKE_NOW + 32 * MC_HOUR;

	(void)why;
	desk->verifying++;
	desk->status.verifying++;
	if (shown) {
		desk->shown = *shown;
	}
	desk->verification = (struct mc_verification){.queued_at = FAKE_NOW, .until = until};
	MC_COPY(desk->verification.query_id, DOSSIER);
	MC_COPY(desk->verification.role, role);
	if (ret_until) {
		*ret_until = until;
	}
	return MC_OK;
}

enum mc_code mc_dossier_verify_again(struct mc_desk *desk, const char *id, int *ret_count,
				     int64_t *ret_until, struct mc_err *why)
{
	struct mc_work work = {.desk = desk};
	char role[MC_WORD_LEN];

	(void)id;
	MC_COPY(role, desk->verification.role);
	*ret_count = 1;
	return mc_work_verify_later(&work, role, NULL, ret_until, why);
}

enum mc_code mc_work_take_verified(struct mc_work *work, int *ret_taken, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	bool now = desk->verification.outcome == MC_OUTCOME_FOUND && !desk->taken;

	if (now) {
		desk->taken = true;
		(void)!mc_work_fill(work, "mother", &desk->answer, NULL, why);
	}
	if (ret_taken) {
		*ret_taken = now;
	}
	return MC_OK;
}

enum mc_code mc_dossier_verifications(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				      struct mc_err *why)
{
	(void)id;
	(void)why;
	if (desk->verification.role[0]) {
		*(struct mc_verification *)mc_vec_push(ret) = desk->verification;
	}
	return MC_OK;
}

bool mc_verification_needs_you(const struct mc_verification *it)
{
	return it->outcome == MC_OUTCOME_NO_MATCH || it->outcome == MC_OUTCOME_FAILURE ||
	       it->to_settle > 0;
}

enum mc_code mc_verification_differs(struct mc_desk *desk, const char *query_id,
				     struct mc_vec *ret, struct mc_err *why)
{
	struct mc_difference *it = desk->verification.differences ? mc_vec_push(ret) : NULL;

	(void)query_id;
	(void)why;
	if (it) {
		MC_COPY(it->field, "mother.full_name");
		it->value = (struct mc_value){ .text = mc_strdup("Trần Thị Kim Anh"),
					       .from = MC_FROM_CARD,
					       .register_text = mc_strdup("Trần Thị Kim Oanh") };
	}
	return MC_OK;
}

void mc_differences_done(struct mc_vec *differences)
{
	MC_VEC_EACH(differences, struct mc_difference, it) {
		free(it->value.text);
		free(it->value.register_text);
	}
	mc_vec_done(differences);
}

/* ---- work.h */

enum mc_code mc_work_open(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why)
{
	struct mc_work *work;

	if (strcmp(name, desk->id) != 0) {
		return mc_fail(why, MC_E_DOSSIER_UNKNOWN, "fake");
	}
	if (desk->open_count) {
		return mc_fail(why, MC_E_DRAFT_LOCKED, "fake");
	}
	desk->open_count++;
	work = mc_calloc(1, sizeof(*work));
	work->desk = desk;
	MC_COPY(work->id, desk->id);
	MC_COPY(work->local_number, NUMBER);
	MC_COPY(work->supplements, desk->supplements);
	MC_COPY(work->replaces, desk->corrected ? desk->rows[0].id : "");
	work->state = desk->state;
	work->created_at = desk->created_at;
	work->procedure = desk->procedure;
	work->form = desk->form;
	work->attachments = desk->attachments;
	*ret = work;
	return MC_OK;
}

enum mc_code mc_work_new(struct mc_desk *desk, const char *code, struct mc_work **ret,
			 struct mc_err *why)
{
	if (strcmp(code, "2.002621") != 0) {
		return mc_fail(why, MC_E_PROCEDURE_FILE, "fake");
	}
	desk->created++;
	return mc_work_open(desk, desk->id, ret, why);
}

void mc_work_close(struct mc_work *work)
{
	work->desk->attachments = work->attachments;
	work->desk->open_count--;
	free(work);
}

enum mc_code mc_work_type(struct mc_work *work, int field, const char *text, struct mc_err *why)
{
	work->desk->typed++;
	return mc_form_type(work->form, field, text, mc_clock_now(), why);
}

enum mc_code mc_work_fill(struct mc_work *work, const char *role, const struct mc_lookup *lookup,
			  int *ret_filled, struct mc_err *why)
{
	int filled = mc_form_prefill(work->form, role, &lookup->answer.person,
				     &lookup->answer.household, lookup->answer.taken_at, NULL);

	(void)why;
	if (mc_date_is_set(&lookup->card_issued)) {
		struct mc_card card = {.issued = lookup->card_issued};

		MC_COPY(card.number, lookup->answer.person.number);
		(void)mc_form_prefill_card(work->form, role, &card, FAKE_NOW, NULL);
	}
	MC_COPY(work->desk->stated, lookup->stated_id);
	if (lookup->evidence_id[0]) {
		mc_form_prove(work->form, mc_procedure_role(work->procedure, role),
			      lookup->answer.person.number);
	}
	if (ret_filled) {
		*ret_filled = filled;
	}
	return MC_OK;
}

enum mc_code mc_work_query(const struct mc_work *work, const char *role, struct mc_query *ret,
			   struct mc_err *why)
{
	(void)role;
	MC_COPY(ret->procedure, work->procedure->code);
	return mc_query_from_typed(ret, mc_form_text(work->form, "mother.number"),
				   mc_form_text(work->form, "mother.full_name"),
				   mc_form_text(work->form, "mother.born"), why);
}

enum mc_code mc_work_row_add(struct mc_work *work, int table, struct mc_err *why)
{
	return mc_form_row_add(work->form, table, mc_clock_now(), why);
}

enum mc_code mc_work_row_remove(struct mc_work *work, int table, int row, struct mc_err *why)
{
	(void)why;
	mc_form_row_remove(work->form, table, row, mc_clock_now());
	return MC_OK;
}

enum mc_code mc_work_row_swap(struct mc_work *work, int table, int row, int other,
			      struct mc_err *why)
{
	(void)why;
	mc_form_row_swap(work->form, table, row, other, mc_clock_now());
	return MC_OK;
}

const struct mc_role *mc_work_role_of(const struct mc_work *work, int field)
{
	return mc_procedure_role_of(work->procedure, field);
}

enum mc_code mc_work_attach(struct mc_work *work, const char *paper, const char *path,
			    struct mc_err *why)
{
	struct mc_attachment *file;

	if (work->desk->attach_code != MC_OK) {
		return mc_fail(why, work->desk->attach_code, "fake");
	}
	file = mc_vec_push(&work->attachments);
	MC_COPY(file->paper, paper);
	MC_COPY(file->name, path);
	MC_COPY(file->sha256, "ab");
	file->size = 12345;
	return MC_OK;
}

enum mc_code mc_work_detach(struct mc_work *work, const char *sha256, struct mc_err *why)
{
	(void)why;
	assert_string_equal(sha256, "ab");
	mc_vec_remove(&work->attachments, 0);
	return MC_OK;
}

void mc_work_problems(const struct mc_work *work, struct mc_vec *ret)
{
	struct mc_date today = {2026, 11, 23};

	mc_form_check(work->form, NULL, &today, ret);
}

enum mc_code mc_work_fill_card(struct mc_work *work, const char *role, const struct mc_card *card,
			       int *ret_filled, struct mc_err *why)
{
	int filled = mc_form_prefill_card(work->form, role, card, FAKE_NOW, NULL);

	(void)why;
	if (ret_filled) {
		*ret_filled = filled;
	}
	return MC_OK;
}

enum mc_code mc_work_fill_recent(struct mc_work *work, int field, struct mc_err *why)
{
	(void)work;
	(void)field;
	(void)why;
	return MC_OK;
}

/* The working day after next, at the end of it. */
int64_t mc_work_due(const struct mc_work *work, int64_t received_at)
{
	(void)work;
	return received_at + 2 * 24 * MC_HOUR + 8 * MC_HOUR;
}

enum mc_code mc_work_ready(struct mc_work *work, struct mc_err *why)
{
	if (!work->desk->officer.number[0]) {
		return mc_fail(why, MC_E_OFFICER, "fake");
	}
	work->desk->ready++;
	return MC_OK;
}

enum mc_code mc_work_submit(struct mc_work *work, int64_t *ret_seq, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	struct mc_dossier_row *row = &desk->rows[0];

	if (desk->submit_code != MC_OK) {
		return mc_fail(why, desk->submit_code, "fake");
	}
	desk->submitted++;
	desk->state = MC_STATE_SEALED;
	desk->row_count = 1;
	MC_COPY(row->id, desk->id);
	MC_COPY(row->local_number, NUMBER);
	MC_COPY(row->subject, "Nguyễn Gia Huy");
	row->state = MC_STATE_SEALED;
	row->seq = *ret_seq = 7;
	row->sealed_at = FAKE_NOW;
	row->total_bytes = 34000;
	return MC_OK;
}

enum mc_code mc_work_discard(struct mc_work *work, struct mc_err *why)
{
	(void)why;
	work->desk->discarded++;
	return MC_OK;
}

enum mc_code mc_dossier_list(struct mc_desk *desk, bool queue_only, int offset, int limit,
			     struct mc_vec *ret, struct mc_err *why)
{
	int count = desk->many ? desk->many : desk->row_count;

	(void)queue_only;
	(void)why;
	for (int i = offset; i < count && i < offset + limit; i++) {
		struct mc_dossier_row *row = mc_vec_push(ret);

		if (row) {
			*row = desk->rows[desk->many ? 0 : i];
			row->seq = desk->many ? count - i : row->seq;
			desk->read++;
		}
	}
	return MC_OK;
}

enum mc_code mc_queue_length(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	(void)why;
	*ret = desk->many ? desk->many : desk->row_count;
	return MC_OK;
}

int mc_queue_place(struct mc_desk *desk, const char *id)
{
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(desk->rows[i].id, id)) {
			return i;
		}
	}
	return -1;
}

enum mc_code mc_queue_moving(struct mc_desk *desk, struct mc_dossier_row *ret, struct mc_err *why)
{
	(void)why;
	*ret = (struct mc_dossier_row){.id = ""};
	for (int i = desk->row_count; i-- > 0;) {
		const struct mc_dossier_row *row = &desk->rows[i];

		if (!row->next_try &&
		    (row->state == MC_STATE_UPLOADING || row->state == MC_STATE_COMMITTING)) {
			*ret = *row;
			break;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_row(struct mc_desk *desk, const char *name, struct mc_dossier_row *ret,
			    struct mc_err *why)
{
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(name, desk->rows[i].id) || !strcmp(name, desk->rows[i].local_number)) {
			*ret = desk->rows[i];
			return MC_OK;
		}
	}
	if (!strcmp(name, desk->id) && desk->created) {
		*ret = (struct mc_dossier_row){.state = desk->state};
		MC_COPY(ret->id, desk->id);
		MC_COPY(ret->local_number, NUMBER);
		MC_COPY(ret->subject, mc_form_text(desk->form, "child.full_name"));
		return MC_OK;
	}
	return mc_fail(why, MC_E_DOSSIER_UNKNOWN, "fake");
}

enum mc_code mc_dossier_said(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_dossier_said *said;

	(void)why;
	(void)id;
	if (desk->rows[0].has_receipt) {
		said = mc_vec_push(ret);
		MC_COPY(said->kind, "receipt");
		MC_COPY(said->outcome, "received");
		MC_COPY(said->official_number, "H00.01-261123-0001");
		MC_COPY(said->kid, "a1b2c3d4");
		said->at = FAKE_NOW;
		said->verified = true;
	}
	return MC_OK;
}

enum mc_code mc_dossier_receipt(struct mc_desk *desk, const char *id, struct mc_str *ret_jws,
				struct mc_err *why)
{
	(void)id;
	if (!desk->rows[0].has_receipt) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	mc_str_puts(ret_jws, "eyJhbGciOiJFZERTQSJ9.eyJ2IjoxfQ.c2lnbmF0dXJl");
	return MC_OK;
}

enum mc_code mc_dossier_withdraw(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	(void)why;
	desk->withdrawn++;
	for (int i = 0; i < desk->row_count; i++) {
		if (!strcmp(desk->rows[i].id, name)) {
			desk->rows[i].withdrawing = desk->rows[i].attempts > 0;
			break;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_correct(struct mc_desk *desk, const char *name, struct mc_work **ret,
				struct mc_err *why)
{
	assert_string_equal(name, desk->rows[0].id);
	desk->corrected++;
	return mc_work_open(desk, desk->id, ret, why);
}

enum mc_code mc_dossier_reasons(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				struct mc_err *why)
{
	(void)id;
	(void)why;
	if (desk->rows[0].state == MC_STATE_NEEDS_SUPPLEMENT) {
		struct mc_dossier_reason *reason = mc_vec_push(ret);

		MC_COPY(reason->field, "notice");
		MC_COPY(reason->text, "the copy is too dark");
	}
	if (desk->rows[0].state == MC_STATE_REJECTED) {
		struct mc_dossier_reason *reason = mc_vec_push(ret);

		MC_COPY(reason->field, "child.sex");
		MC_COPY(reason->text, "not as in the birth notice");
		reason = mc_vec_push(ret);
		MC_COPY(reason->field, "no.such");
		MC_COPY(reason->text, "later than the birth notice");
	}
	return MC_OK;
}

enum mc_code mc_dossier_linked(struct mc_desk *desk, const struct mc_dossier_row *row,
			       struct mc_dossier_linked *ret, struct mc_err *why)
{
	(void)row;
	(void)why;
	*ret = desk->linked;
	return MC_OK;
}

bool mc_printing(const struct mc_desk *desk)
{
	return desk->print_waits;
}

bool mc_print_news(struct mc_desk *desk, struct mc_printed *ret, enum mc_code *ret_code,
		   struct mc_err *why)
{
	if (!desk->print_news) {
		return false;
	}
	desk->print_waits = desk->print_news = false;
	*ret = (struct mc_printed){.spooled = !desk->slip_code, .copy = desk->slips};
	ret->file = desk->slip_code ? mc_strdup("/var/lib/motcua/slips/receipt-1.txt") : NULL;
	*ret_code = desk->slip_code ? mc_fail(why, desk->slip_code, "lp: status 1") : MC_OK;
	return true;
}

static enum mc_code print_slip(struct mc_desk *desk, struct mc_printed *ret, struct mc_err *why)
{
	if (desk->print_waits) {
		*ret = (struct mc_printed){.waiting = true, .copy = ++desk->slips};
		ret->file = mc_strdup("/var/lib/motcua/slips/receipt-1.txt");
		return MC_OK;
	}
	if (desk->slip_code) {
		return mc_fail(why, desk->slip_code, "fake");
	}
	*ret = (struct mc_printed){.spooled = !desk->no_printer, .copy = ++desk->slips};
	ret->file = desk->no_printer ? mc_strdup("/var/lib/motcua/slips/receipt-1.txt") : NULL;
	return MC_OK;
}

enum mc_code mc_slip_receipt(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	(void)dossier;
	return print_slip(desk, ret, why);
}

enum mc_code mc_slip_apology(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	(void)dossier;
	return desk->reason[0] ? print_slip(desk, ret, why) : mc_fail(why, MC_E_APOLOGY, "fake");
}

enum mc_code mc_slip_evidence(struct mc_desk *desk, const char *evidence_id,
			      struct mc_printed *ret, struct mc_err *why)
{
	(void)evidence_id;
	return print_slip(desk, ret, why);
}

enum mc_code mc_paper_ask(struct mc_desk *desk, const struct mc_paper_request *request,
			  struct mc_printed *ret, struct mc_err *why)
{
	MC_COPY(desk->asked_paper, request->paper);
	desk->asked_online = request->online;
	if (mc_substitute_parse(request->paper) == MC_SUBSTITUTE_COUNT) {
		return mc_fail(why, MC_E_PAPER_CUT, "Nghị quyết 66.7/2025/NQ-CP, điều 4");
	}
	return print_slip(desk, ret, why);
}

void fake_large_household(struct mc_household *ret, enum mc_head_status head)
{
	static const char *const relations[] = {"vợ", "con đẻ", "con dâu", "cháu nội", "ở nhờ"};

	ret->head_status = head;
	for (ret->member_count = 0; ret->member_count < 30; ret->member_count++) {
		struct mc_member *member = &ret->members[ret->member_count];
		int n = ret->member_count;

		*member = (struct mc_member){ .born = {1960 + n, 1 + n % 12, 1 + n % 28},
					      .kind = 1 + n % 3,
					      .from = {2001 + n % 20, 3, 20} };
		snprintf(member->number, sizeof(member->number), "0541962%05d", n);
		snprintf(member->full_name, sizeof(member->full_name), "Trần Mẫu Thứ %d", n + 1);
		MC_COPY(member->relation, relations[n % 5]);
		if (n % 7 == 3) {
			member->until = (struct mc_date){2024, 12, 31};
		}
	}
}

void fake_linked(struct mc_dossier_linked *ret)
{
	*ret = (struct mc_dossier_linked){
		.count = 3,
		.branches = { { .id = "justice", .state = MC_BRANCH_COMPLETED, .at = FAKE_NOW,
				.number = "TP-261123-0007",
				.text = "Đã đăng ký khai sinh." },
			      { .id = "police", .state = MC_BRANCH_NEEDS_SUPPLEMENT, .at = FAKE_NOW,
				.number = "CA-261123-0003", .text = "Thiếu ý kiến của chủ hộ.",
				.deadline = FAKE_NOW + MC_DAY,
				.clock = {.due = FAKE_NOW + 3 * MC_DAY},
				.alarms = MC_BRANCH_LATE_SYNC | MC_BRANCH_LATE_ACK },
			      {.id = "insurance"} },
	};
}

enum mc_code mc_dossier_supplement(struct mc_desk *desk, const char *name, struct mc_work **ret,
				   struct mc_err *why)
{
	enum mc_code code;

	assert_string_equal(name, desk->rows[0].id);
	desk->supplemented++;
	MC_COPY(desk->supplements, name);
	code = mc_work_open(desk, desk->id, ret, why);
	return code;
}

enum mc_code mc_dossier_asked(struct mc_desk *desk, const char *id, struct mc_dossier_asked *ret,
			      struct mc_err *why)
{
	(void)id;
	if (desk->rows[0].state != MC_STATE_NEEDS_SUPPLEMENT) {
		return mc_fail(why, MC_E_NOT_FOUND, "fake");
	}
	*ret = (struct mc_dossier_asked){.at = FAKE_NOW, .deadline = desk->rows[0].deadline};
	MC_COPY(ret->text, "The birth notice cannot be read");
	return MC_OK;
}

const struct mc_turn *mc_dossier_turn(const struct mc_dossier_row *row)
{
	static const struct mc_turn turn = {"desk", "This desk: somebody."};

	(void)row;
	return &turn;
}

int64_t mc_dossier_turn_since(const struct mc_dossier_row *row)
{
	return row->state_at;
}

bool mc_dossier_overdue(const struct mc_dossier_row *row, int64_t now)
{
	return row->sealed_at && row->state == MC_STATE_SEALED && now - row->sealed_at > MC_DAY;
}

bool mc_dossier_misses_news(const struct mc_dossier_row *row, const struct mc_desk_status *status)
{
	return status->news_gap && row->state == MC_STATE_RECEIPTED;
}

enum mc_code mc_queue_adopt(struct mc_desk *desk, struct mc_adopted *ret, struct mc_err *why)
{
	(void)why;
	desk->adopted++;
	*ret = (struct mc_adopted){.adopted = true, .released = 2, .taken = 1};
	return MC_OK;
}

enum mc_code mc_queue_resend(struct mc_desk *desk, const char *const *names, int count,
			     int *ret_sent, struct mc_err *why)
{
	(void)names, (void)count, (void)why;
	desk->resent++;
	*ret_sent = 2;
	return MC_OK;
}

enum mc_code mc_queue_settle(struct mc_desk *desk, int *ret_settled, struct mc_err *why)
{
	(void)why;
	desk->settled_lost++;
	*ret_settled = 2;
	return MC_OK;
}

void mc_day_stem(int64_t day, char ret[16])
{
	(void)day;
	strcpy(ret, "2026-11-23");
}

enum mc_code mc_day_slip(struct mc_desk *desk, int64_t day, struct mc_str *ret, struct mc_err *why)
{
	(void)desk;
	(void)day;
	(void)why;
	mc_str_puts(ret, "SLIP OF THE DAY\n");
	return MC_OK;
}

enum mc_code mc_print(struct mc_desk *desk, const struct mc_print_job *job, struct mc_printed *ret,
		      struct mc_err *why)
{
	assert_string_equal(job->kind, "day");
	assert_int_equal(strncmp(job->text.data, "SLIP", 4), 0);
	desk->printed++;
	*ret = (struct mc_printed){.spooled = desk->printer, .copy = desk->printed};
	if (!desk->printer) {
		ret->file = mc_strdup("/tmp/slip.txt");
	}
	return desk->print_code ? mc_fail(why, desk->print_code, "lp: status 1") : MC_OK;
}

bool mc_held_needs_action(const struct mc_dossier_row *row)
{
	return row->state == MC_STATE_HELD;
}

const struct mc_held_action *mc_held_action(const struct mc_dossier_row *row)
{
	static const struct mc_held_action action = { "By command.", "Tell the administrator.",
						      true };

	(void)row;
	return &action;
}

/* Three items of a mebibyte. */
static enum mc_code watched(const struct mc_stick_watch *watch, struct mc_err *why)
{
	struct mc_stick_progress done = {.item = 1, .items = 3, .total = 3 << 20};

	for (; done.item <= 4; done.item++, done.bytes += 1 << 20) {
		if (!watch->step(watch->ctx, &done)) {
			return mc_fail(why, MC_E_STICK_STOPPED, NULL);
		}
	}
	return MC_OK;
}

static void left_out(struct mc_vec *skipped, const char *id, enum mc_code code)
{
	struct mc_stick_skipped *it = mc_vec_push(skipped);

	MC_COPY(it->id, id);
	it->code = code;
}

enum mc_code mc_queue_export(struct mc_desk *desk, const char *dir,
			     const struct mc_stick_watch *watch, struct mc_stick_export *ret,
			     struct mc_err *why)
{
	if (watched(watch, why)) {
		return MC_E_STICK_STOPPED;
	}
	if (desk->stick_code != MC_OK) {
		return mc_fail(why, desk->stick_code, "fake");
	}
	*ret = (struct mc_stick_export){.file = mc_strdup(dir), .bytes = 4096};
	mc_vec_init(&ret->items, sizeof(struct mc_bundle_item), 10);
	mc_vec_init(&ret->skipped, sizeof(struct mc_stick_skipped), 10);
	mc_vec_push(&ret->items);
	if (strstr(dir, "half")) {
		left_out(&ret->skipped, desk->rows[0].id, MC_E_FILE_READ);
		ret->left = 12;
	}
	return MC_OK;
}

void mc_stick_export_done(struct mc_stick_export *exported)
{
	free(exported->file);
	mc_vec_done(&exported->items);
	mc_vec_done(&exported->skipped);
}

/* The desk under test: the calls have no other way to it. */
static struct mc_desk *the_desk;

void fake_sticks(struct mc_desk *desk)
{
	the_desk = desk;
}

void mc_stick_places(const char *mounts, struct mc_vec *ret)
{
	(void)mounts;
	for (int i = 0; the_desk && i < the_desk->sticks; i++) {
		struct mc_stick_place *place = mc_vec_push(ret);

		snprintf(place->path, sizeof(place->path), "/media/stick %d", i);
		place->unfit = (enum mc_stick_unfit)(i + the_desk->unfit);
		place->room = INT64_C(1500) * 1024 * 1024;
	}
}

void mc_file_places(struct mc_vec *ret)
{
	struct mc_stick_place *home;

	mc_stick_places(NULL, ret);
	home = mc_vec_push(ret);
	snprintf(home->path, sizeof(home->path), "/home/canbo");
}

/* A folder in each place, and two scans in it. */
enum mc_code mc_file_choices(const char *folder, struct mc_vec *ret, struct mc_err *why)
{
	static const struct mc_file_choice scans[] = {
		{"giấy chứng sinh.pdf", "giấy chứng sinh.pdf", false, 812345, FAKE_NOW / 1000},
		{"anh?1.jpg", "anh?1.jpg", false, 20 << 20, FAKE_NOW / 1000 - 86400},
	};
	const char *name = strrchr(folder, '/') + 1;

	if (!strcmp(name, "gone")) {
		return mc_fail(why, MC_E_FILE_READ, "fake");
	}
	if (strcmp(name, "scans") != 0) {
		*(struct mc_file_choice *)mc_vec_push(ret) =
			(struct mc_file_choice){"scans", "scans", true, 0, 0};
		return MC_OK;
	}
	for (size_t i = 0; i < MC_COUNT(scans); i++) {
		*(struct mc_file_choice *)mc_vec_push(ret) = scans[i];
	}
	return MC_OK;
}

void mc_stick_returns(const struct mc_vec *places, struct mc_vec *ret)
{
	for (int i = 0; places->len && the_desk && i < the_desk->returns; i++) {
		struct mc_stick_place *file = mc_vec_push(ret);

		snprintf(file->path, sizeof(file->path), "/media/stick 0/%d.return", i);
		file->at = FAKE_NOW / 1000;
	}
}

enum mc_code mc_queue_import(struct mc_desk *desk, const char *file,
			     const struct mc_stick_watch *watch, struct mc_stick_import *ret,
			     struct mc_err *why)
{
	if (watched(watch, why)) {
		return MC_E_STICK_STOPPED;
	}
	if (desk->stick_code != MC_OK) {
		return mc_fail(why, desk->stick_code, "fake");
	}
	*ret = (struct mc_stick_import){.whole = !strstr(file, "cut"), .receipts = 3};
	mc_vec_init(&ret->skipped, sizeof(struct mc_stick_skipped), 10);
	if (!ret->whole) {
		left_out(&ret->skipped, desk->rows[1].id, MC_E_SIGNATURE);
		left_out(&ret->skipped, "", MC_E_BUNDLE_SHAPE);
	}
	return MC_OK;
}

void mc_stick_import_done(struct mc_stick_import *imported)
{
	mc_vec_done(&imported->skipped);
}

enum mc_code mc_queue_retry(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	(void)name;
	(void)why;
	desk->retried++;
	return MC_OK;
}

enum mc_code mc_queue_ledger(struct mc_desk *desk, struct mc_queue_ledger *ret, struct mc_err *why)
{
	(void)why;
	*ret = desk->ledger;
	return MC_OK;
}

struct mc_queue_count {
	struct mc_desk *desk;
};

struct mc_queue_count *mc_queue_count_new(struct mc_desk *desk)
{
	struct mc_queue_count *count = mc_calloc(1, sizeof(*count));

	count->desk = desk;
	return count;
}

void mc_queue_count_free(struct mc_queue_count *count)
{
	free(count);
}

void mc_queue_count_again(struct mc_queue_count *count)
{
	(void)count;
}

enum mc_code mc_queue_count_step(struct mc_queue_count *count, int most, bool *ret_done,
				 struct mc_queue_ledger *ret, struct mc_err *why)
{
	(void)most;
	*ret_done = !count->desk->counting;
	count->desk->counting -= !*ret_done;
	return *ret_done ? mc_queue_ledger(count->desk, ret, why) : MC_OK;
}

/* ---- find.h, calendar.h: numbers are places in rows[] */

static int fake_count(const struct mc_desk *desk)
{
	return desk->many ? desk->many : desk->row_count;
}

/* A list may still hold a number of when there were many: they were all the first one. */
static const struct mc_dossier_row *fake_row(const struct mc_desk *desk, int64_t n)
{
	return &desk->rows[desk->many || n >= (int64_t)MC_COUNT(desk->rows) ? 0 : n];
}

static bool begins_so(const char *number, const char *text)
{
	return !strncasecmp(text, "T-", 2) && !strncasecmp(number, text, strlen(text));
}

enum mc_code mc_dossier_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			     struct mc_err *why)
{
	(void)why;
	desk->find = *find;
	for (int n = 0; n < fake_count(desk); n++) {
		const struct mc_dossier_row *row = fake_row(desk, n);

		if ((mc_fold_match(find->text, row->subject) ||
		     begins_so(row->local_number, find->text) ||
		     strcmp(find->text, row->official_number) == 0) &&
		    (!find->state || find->state == row->state)) {
			*(int64_t *)mc_vec_push(ret) = n;
		}
	}
	return MC_OK;
}

void mc_desk_glance(struct mc_desk *desk, struct mc_desk_status *ret)
{
	mc_desk_status(desk, ret);
}

enum mc_code mc_dossier_newest(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			       struct mc_err *why)
{
	(void)why;
	for (int n = offset; n < fake_count(desk) && n < offset + limit; n++) {
		*(int64_t *)mc_vec_push(ret) = n;
	}
	desk->numbers = (int)ret->len;
	return MC_OK;
}

enum mc_code mc_dossier_count(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	(void)why;
	*ret = fake_count(desk);
	return MC_OK;
}

enum mc_code mc_dossier_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			     struct mc_err *why)
{
	(void)why;
	for (int i = 0; i < count; i++) {
		*(struct mc_dossier_row *)mc_vec_push(ret) = *fake_row(desk, n[i]);
		desk->read++;
	}
	return MC_OK;
}

enum mc_code mc_desk_find_ready(struct mc_desk *desk, int most, int64_t *ret_left,
				struct mc_err *why)
{
	(void)why;
	desk->names_left = desk->names_left > most ? desk->names_left - most : 0;
	*ret_left = desk->names_left;
	return MC_OK;
}

enum mc_code mc_desk_find(struct mc_desk *desk, const struct mc_find *find, struct mc_vec *ret,
			  struct mc_err *why)
{
	if (find->text[0] && !find->state && desk->known.asked_at &&
	    mc_fold_match(find->text, desk->known.full_name)) {
		*(int64_t *)mc_vec_push(ret) = -1;
	}
	return mc_dossier_find(desk, find, ret, why);
}

/* By the last word alone: what the keys are is tested in tests/desk. */
enum mc_code mc_desk_order_found(struct mc_desk *desk, struct mc_vec *numbers, enum mc_collate order,
				 struct mc_err *why)
{
	(void)why;
	desk->ordered = order + 1;
	for (size_t i = 0; i < numbers->len / 2; i++) { /* otherwise than they were */
		int64_t *n = numbers->items, other = n[i];

		n[i] = n[numbers->len - 1 - i];
		n[numbers->len - 1 - i] = other;
	}
	return MC_OK;
}

void mc_desk_forget_names(struct mc_desk *desk)
{
	desk->forgot++;
}

enum mc_code mc_desk_find_other(struct mc_desk *desk, const char *text, char ret[MC_TEXT_LEN],
				size_t *ret_count, struct mc_err *why)
{
	struct mc_str other;

	(void)why;
	*ret_count = 0;
	mc_str_init(&other, MC_TEXT_LEN - 1);
	for (unsigned n = 0; !*ret_count && mc_fold_other(text, n, &other); n++) {
		if (mc_fold_same_name(other.data, desk->known.full_name)) {
			*ret_count = 1;
			mc_copy(ret, MC_TEXT_LEN, other.data);
		}
		mc_str_reset(&other);
	}
	mc_str_done(&other);
	return MC_OK;
}

enum mc_code mc_found_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	(void)why;
	for (int i = 0; i < count; i++) {
		struct mc_found_row *row = mc_vec_push(ret);

		if (n[i] < 0) {
			row->person = desk->known;
		} else {
			row->dossier = *fake_row(desk, n[i]);
		}
		desk->read++;
	}
	return MC_OK;
}

int mc_dossier_place(struct mc_desk *desk, int64_t n)
{
	return n >= 0 && n < fake_count(desk) ? (int)n : -1;
}

enum mc_code mc_named_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	return mc_found_rows(desk, n, count, ret, why);
}

enum mc_code mc_newest_rows(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	struct mc_vec numbers;
	enum mc_code code;

	mc_vec_init(&numbers, sizeof(int64_t), (size_t)limit);
	code = mc_dossier_newest(desk, offset, limit, &numbers, why);
	code = code ? code : mc_found_rows(desk, numbers.items, (int)numbers.len, ret, why);
	mc_vec_done(&numbers);
	return code;
}

const struct mc_calendar *mc_desk_calendar(struct mc_desk *desk)
{
	static const struct mc_calendar none;

	(void)desk;
	return &none;
}

enum mc_due_when mc_row_when(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row)
{
	return row->progress.open ? mc_due_when(bounds, mc_progress_shown(&row->progress),
						mc_progress_stands(&row->progress)) : MC_DUE_NONE;
}

enum mc_code mc_dossier_board(struct mc_desk *desk, struct mc_board *ret, struct mc_err *why)
{
	(void)why;
	memset(ret, 0, sizeof(*ret));
	mc_due_bounds(mc_desk_calendar(desk), mc_clock_now(), &ret->bounds);
	for (int n = 0; n < fake_count(desk); n++) {
		ret->count[mc_row_when(&ret->bounds, fake_row(desk, n))]++;
		ret->total++;
	}
	return MC_OK;
}

enum mc_code mc_dossier_due(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	for (int64_t n = offset; n < fake_count(desk) && n < offset + limit; n++) {
		(void)!mc_found_rows(desk, &n, 1, ret, why);
	}
	return MC_OK;
}

enum mc_code mc_dossier_due_find(struct mc_desk *desk, const char *text, struct mc_vec *ret,
				 struct mc_err *why)
{
	(void)why;
	for (int n = 0; n < fake_count(desk); n++) {
		if (mc_fold_match(text, fake_row(desk, n)->subject)) {
			((struct mc_due_found *)mc_vec_push(ret))->n = n;
		}
	}
	return MC_OK;
}

enum mc_code mc_dossier_due_rows(struct mc_desk *desk, const struct mc_due_found *found, int count,
				 struct mc_vec *ret, struct mc_err *why)
{
	for (int i = 0; i < count; i++) {
		(void)!mc_found_rows(desk, &found[i].n, 1, ret, why);
	}
	return MC_OK;
}

enum mc_code mc_dossier_pressing(struct mc_desk *desk, int64_t *ret_late, int64_t *ret_today,
				 struct mc_err *why)
{
	(void)why;
	*ret_late = desk->late;
	*ret_today = desk->today;
	return MC_OK;
}

enum mc_code mc_dossier_postpone(struct mc_desk *desk, const char *name, const struct mc_date *day,
				 const char *reason, struct mc_err *why)
{
	assert_string_equal(name, desk->rows[0].id);
	desk->promised = *day;
	MC_COPY(desk->reason, reason);
	return desk->postpone_code ? mc_fail(why, desk->postpone_code, "fake") : MC_OK;
}

enum mc_code mc_dossier_postponed(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				  struct mc_err *why)
{
	struct mc_dossier_postponed *it;

	(void)id;
	(void)why;
	if (desk->reason[0]) {
		it = mc_vec_push(ret);
		it->at = FAKE_NOW;
		it->promised_at = FAKE_NOW + 2 * MC_DAY;
		MC_COPY(it->reason, desk->reason);
	}
	return MC_OK;
}
