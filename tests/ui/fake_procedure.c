/* SPDX-License-Identifier: MPL-2.0 */
/* fake_procedure.c - a small procedure with a field of each kind; a part of fake_desk.c. */

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
