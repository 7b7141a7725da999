/* SPDX-License-Identifier: MPL-2.0 */
/* slips_test.c - slips: which state they tell, what the audit says of them, when they are refused. */
#include "support/province.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/find.h"
#include "motcua/desk/slips.h"
#include "motcua/text/text.h"

static struct province p;
static struct mc_printed printed;
static char *page; /* what the printer got last */

/* A spooler that keeps what it is given and ends as it is told. */
static void set_up_printer(const char *body)
{
	char *script = mc_path_join(p.top, "lp"), *dir = mc_path_join(p.top, ".config/motcua"),
	     *conf = mc_path_join(dir, "motcua.conf");
	char text[600];

	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", body);
	province_write(script, text);
	assert_int_equal(chmod(script, 0755), 0);
	assert_ok(mc_dir_make(dir, 0700, NULL));
	snprintf(text, sizeof(text), "[print]\ncommand = %s\n", script);
	province_write(conf, text);
	free(script);
	free(dir);
	free(conf);
	province_open(&p);
}

static void set_up_spooler(const char *end)
{
	char body[500];

	snprintf(body, sizeof(body), "cp \"$1\" '%s/paper'\n%s", p.top, end);
	set_up_printer(body);
}

/* To the end, as subcommands do. */
static enum mc_code print_receipt(const char *id)
{
	enum mc_code code = mc_slip_receipt(p.desk, id, &printed, NULL);

	return code ? code : mc_print_end(p.desk, &printed, NULL);
}

static enum mc_code print_evidence(const char *id)
{
	enum mc_code code = mc_slip_evidence(p.desk, id, &printed, NULL);

	return code ? code : mc_print_end(p.desk, &printed, NULL);
}

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	set_up_spooler("exit 0");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(page);
	page = NULL;
	province_end(&p);
	return 0;
}

static const char *read_page(const char *path)
{
	struct mc_str text;

	mc_str_init(&text, 1 << 20);
	assert_ok(mc_file_read(path, &text, NULL));
	free(page);
	page = mc_str_take(&text, NULL);
	return page;
}

static const char *paper(void)
{
	char *path = mc_path_join(p.top, "paper");

	read_page(path);
	free(path);
	return page;
}

static void fits(void)
{
	char *copy = mc_strdup(page), *line = copy;

	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (mc_text_width(line) > MC_PRINT_COLUMNS) {
			fail_msg("too wide: %s", line);
		}
	}
	free(copy);
}

/* Where a line was broken does not matter to what it says. */
static char *flat(const char *text)
{
	char *copy = mc_strdup(text), *to = copy;

	for (const char *from = copy; *from; from++) {
		char c = *from == '\n' ? ' ' : *from;

		if (c != ' ' || to == copy || to[-1] != ' ') {
			*to++ = c;
		}
	}
	*to = '\0';
	return copy;
}

static bool says(const char *part)
{
	char *text = flat(page), *wanted = flat(part);
	bool found = strstr(text, wanted) != NULL;

	free(text);
	free(wanted);
	return found;
}

static void has(const char *part)
{
	if (!says(part)) {
		fail_msg("\"%s\" is not in:\n%s", part, page);
	}
}

static void has_not(const char *part)
{
	if (says(part)) {
		fail_msg("\"%s\" is in:\n%s", part, page);
	}
}

/* Files that lie below slips/. */
static int files(void)
{
	char *dir = mc_path_join(p.data, "slips");
	DIR *list = opendir(dir);
	int count = 0;

	while (list && readdir(list)) {
		count++;
	}
	if (list) {
		closedir(list);
	}
	free(dir);
	return count ? count - 2 : 0;
}

/* ---- the receipt slip */

static void the_receipt_tells_its_state(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(print_receipt(id));
	assert_true(printed.spooled);
	assert_int_equal(printed.copy, 1);
	assert_null(printed.file);
	paper();
	fits();
	has("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
	has("BẢN TẠM");
	has("cổng của tỉnh CHƯA xác nhận tiếp nhận");
	has("Số tạm, dùng nội bộ, không phải mã hồ sơ: T-");
	has_not("\nMã hồ sơ: ");
	has("Tờ khai điện tử: 01 bản");
	has("Sổ hộ khẩu: không phải nộp");
	has_not("TẬP HUẤN");
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_ok(province_say(&p, id, MC_HAPPENING_FORWARD, "event", "forwarded",
			       "H15.23-261123-0001", FAULT_NONE));
	assert_ok(print_receipt(id));
	assert_int_equal(printed.copy, 2);
	paper();
	has("Mã hồ sơ: H15.23-261123-0001");
	has_not("BẢN TẠM");
	has_not("CHƯA");
	assert_int_equal(province_audit(&p, "print-receipt", "printed"), 2);
	assert_int_equal(files(), 0);
}

/* What the gateway signed about the time stands beside the times of a clock that is wrong. */
static void a_wrong_clock_is_on_the_slip(void **state)
{
	static const struct {
		int64_t offset;
		const char *says; /* NULL: nothing of clocks */
	} rows[] = {
		{4 * MC_MINUTE, NULL},
		{12 * MC_MINUTE, "chậm hơn đồng hồ của cổng tỉnh 12 phút"},
		{-25 * MC_HOUR, "nhanh hơn đồng hồ của cổng tỉnh 25 giờ"},
		{-400 * MC_DAY, "nhanh hơn đồng hồ của cổng tỉnh 400 ngày"},
	};
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_link link = {.state = MC_LINK_UP, .clock_offset = rows[i].offset};

		assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
		assert_ok(print_receipt(id));
		paper();
		fits();
		if (rows[i].says) {
			has(rows[i].says);
		} else {
			has_not("Đồng hồ");
		}
	}
}

/* mail.db says "received" and its signature does not: the slip believes the signature. */
static void put(struct mc_work *work, const char *field, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, field), text, NULL));
}

/* A receipt that names nobody is none: who stands at the counter is the procedure's first role. */
static void every_receipt_names_who_handed_it_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		const struct mc_role *role;
		struct mc_work *work;

		assert_ok(mc_work_new(p.desk, mc_desk_procedure_at(p.desk, i)->code, &work, NULL));
		role = mc_vec_at(&work->procedure->roles, 0);
		put(work, role->name_field, "Lê Văn Cam");
		put(work, role->number_field, "066090000777");
		assert_ok(print_receipt(work->id));
		paper();
		has("Người nộp: Lê Văn Cam");
		has("Số định danh: 066090000777");
		mc_work_close(work);
	}
}

/* A branch that is not asked for is nothing to pay for, and nothing to wait for. */
static void the_slip_names_the_branches_asked_for(void **state)
{
	struct mc_work *work;

	(void)state;
	assert_ok(mc_work_new(p.desk, "2.002622", &work, NULL));
	put(work, "allowance.kind", "social");
	assert_ok(print_receipt(work->id));
	paper();
	has("- Mai táng phí, tử tuất: không phải nộp");
	put(work, "allowance.kind", "none");
	assert_ok(print_receipt(work->id));
	paper();
	has("- Xóa đăng ký thường trú: không phải nộp");
	has_not("- Mai táng phí, tử tuất");
	mc_work_close(work);
}

/* What is to be paid, in figures and words where the rule says; and never more than that. */
static void the_receipt_says_what_is_to_be_paid(void **state)
{
	static const struct {
		const char *procedure, *fields[2][2], *has[4], *has_not;
	} rows[] = {
		{ "2.000815", {{"document.pages", "5"}, {"document.copies", "2"}},
		  { "phải nộp: 14.000 đồng (mười bốn nghìn đồng)", "Căn cứ: Thông tư 226/2016/TT-BTC",
		    "Nộp: Tại nơi tiếp nhận", "không phải là biên lai thu tiền" },
		  "phải nộp: không phải nộp" },
		{ "2.000815", {{NULL}}, /* the pages are not counted yet */
		  {"phải nộp: theo mức thu dưới đây", "Mức thu: 2.000 đồng/trang"}, "nghìn đồng" },
		{ "1.004222", {{NULL}},
		  { "phải nộp: 20.000 đồng (hai mươi nghìn đồng)", "Căn cứ: Thông tư 75/2022/TT-BTC",
		    "Được miễn: Trẻ em" }, NULL },
		{ "1.004873", {{NULL}}, /* by the province's rate: no amount is made up */
		  {"phải nộp: theo mức thu dưới đây", "Hội đồng nhân dân cấp tỉnh"}, "nghìn đồng" },
		{ "1.001193", {{"child.born", "1/10/2026"}}, /* within sixty days */
		  {"phải nộp: không phải nộp", "Miễn khi đăng ký đúng hạn"}, "theo mức thu" },
		{ "1.001193", {{"child.born", "1/9/2026"}},
		  {"phải nộp: theo mức thu dưới đây", "Được miễn: Người thuộc gia đình"}, "nghìn đồng" },
		{ "1.000656", {{"death.day", "9/11/2026"}}, /* within fifteen */
		  {"phải nộp: không phải nộp"}, "theo mức thu" },
		{ "1.000656", {{"death.day", "6/11/2026"}}, /* its last day was Saturday the 21st */
		  {"phải nộp: không phải nộp"}, "theo mức thu" },
		{ "1.000656", {{"death.day", "5/11/2026"}},
		  {"phải nộp: theo mức thu dưới đây"}, "nghìn đồng" },
		{ "2.002621", {{"child.born", "1/10/2026"}},
		  { "phải nộp: không phải nộp", "- Đăng ký khai sinh: không phải nộp",
		    "- Đăng ký thường trú: không phải nộp", "- Cấp thẻ bảo hiểm y tế: không phải nộp" },
		  "theo mức thu" },
		{ "2.002621", {{"child.born", "1/9/2026"}}, /* no sum of less than all */
		  { "phải nộp: theo mức thu dưới đây", "- Đăng ký khai sinh: Đúng hạn không thu; quá hạn",
		    "- Đăng ký thường trú: không phải nộp" },
		  "phải nộp: không phải nộp" },
		{ "1.000894", {{NULL}},
		  {"phải nộp: không phải nộp", "Mức thu: Miễn lệ phí"}, "biên lai thu tiền" },
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_work *work;

		assert_ok(mc_work_new(p.desk, rows[i].procedure, &work, NULL));
		for (int k = 0; k < 2 && rows[i].fields[k][0]; k++) {
			put(work, rows[i].fields[k][0], rows[i].fields[k][1]);
		}
		assert_ok(print_receipt(work->id));
		paper();
		fits();
		for (int k = 0; k < 4 && rows[i].has[k]; k++) {
			has(rows[i].has[k]);
		}
		if (rows[i].has_not) {
			has_not(rows[i].has_not);
		}
		mc_work_close(work);
	}
}

/* The residence that the register filled in; a telephone that belongs to no role's name. */
static void a_couples_receipt(void **state)
{
	struct mc_work *work;

	(void)state;
	assert_ok(mc_work_new(p.desk, "1.000894", &work, NULL));
	put(work, "bride.full_name", "Trần Thị Bưởi");
	put(work, "bride.address", "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk");
	put(work, "groom.full_name", "Lê Văn Cam");
	put(work, "contact.phone", "0905123456");
	assert_ok(print_receipt(work->id));
	paper();
	fits();
	has("Hồ sơ của: Lê Văn Cam - Trần Thị Bưởi");
	has("Người nộp: Trần Thị Bưởi");
	has("Địa chỉ: Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk");
	has("0905123456");
	mc_work_close(work);
}

/* An office without a name of its own is the People's Committee of its commune. */
static void the_heading_is_the_communes(void **state)
{
	const struct mc_config_change commune = {"office", "commune", "24175"},
				      name = {"office", "name", "Trung tâm phục vụ hành chính công"};
	struct mc_work *work;

	(void)state;
	assert_ok(mc_work_new(p.desk, "1.000894", &work, NULL));
	assert_ok(print_receipt(work->id));
	paper();
	has("Ủy ban nhân dân ....................");
	assert_ok(mc_desk_save_settings(p.desk, &commune, 1, NULL));
	assert_ok(print_receipt(work->id));
	paper();
	fits();
	has("Ủy ban nhân dân xã Hòa Phú ");
	has("Nhận kết quả tại: Ủy ban nhân dân xã Hòa Phú");
	has_not("....................");
	has_not("tỉnh Đắk Lắk");
	assert_ok(mc_desk_save_settings(p.desk, &name, 1, NULL));
	assert_ok(print_receipt(work->id));
	paper();
	has("Nhận kết quả tại: Trung tâm phục vụ hành chính công");
	mc_work_close(work);
}

/* Each branch with its number and its own day, once they are known; one that has ended has none. */
static void each_branch_says_when(void **state)
{
	const int64_t due = NOW + 2 * 24 * MC_HOUR;
	const struct province_branch police = { .id = "police", .outcome = "in_process",
						.number = "CA-1", .due = due };
	struct province_branch justice = { .id = "justice", .outcome = "in_process",
					   .number = "TP-1", .due = due };
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_ok(print_receipt(id));
	paper();
	has("- Nhánh Đăng ký thường trú\n");
	assert_ok(province_say(&p, id, MC_HAPPENING_FORWARD, "event", "forwarded",
			       "H15.23-261123-0001", FAULT_NONE));
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process", &justice));
	justice.outcome = "completed";
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process", &justice));
	assert_ok(province_say_branch(&p, id, MC_HAPPENING_PROCESS, "in_process", &police));
	assert_ok(print_receipt(id));
	paper();
	fits();
	has("- Nhánh Đăng ký khai sinh, số TP-1\n");
	has("- Nhánh Đăng ký thường trú, số CA-1, hẹn trả ");
	has("- Nhánh Cấp thẻ bảo hiểm y tế\n");
}

static void a_forged_receipt_is_not_printed_as_one(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", "H-1",
			       FAULT_SIGNATURE));
	assert_ok(print_receipt(id));
	paper();
	has("BẢN TẠM");
	has("biên nhận không kiểm tra được");
	has_not("H-1");
}

static void a_draft_in_hand_can_be_printed(void **state)
{
	struct mc_work *work;

	(void)state;
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	assert_ok(print_receipt(work->id));
	paper();
	has("bản nháp, chưa gửi đi");
	has("BẢN TẠM");
	mc_work_close(work);
	assert_code(print_receipt("01936b2e-7c00-7d4a-8b5f-0123456789ab"),
		    MC_E_DOSSIER_UNKNOWN);
}

/* ---- late */

static void put_off(const char *id, int day, const char *reason)
{
	struct mc_date to = {2026, 12, (uint8_t)day};

	assert_ok(mc_dossier_postpone(p.desk, id, &to, reason, NULL));
}

/* As it was recorded: the day of the law, the reason, the new day; put off twice, both. */
static void an_apology_says_what_was_recorded(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", "H-1",
			       FAULT_NONE));
	assert_code(mc_slip_apology(p.desk, id, &printed, NULL), MC_E_APOLOGY);
	put_off(id, 2, "Mất điện ba ngày");
	assert_ok(mc_slip_apology(p.desk, id, &printed, NULL));
	assert_ok(mc_print_end(p.desk, &printed, NULL));
	paper();
	has("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ");
	has("Mất điện ba ngày");
	has("17:00 ngày 02/12/2026");
	has("17:00 ngày 26/11/2026"); /* the day that the law set */
	has("H-1");
	has(MOTHER_NAME);
	has_not("Đã hẹn lại lúc");
	put_off(id, 4, "Chờ xác minh");
	assert_ok(mc_slip_apology(p.desk, id, &printed, NULL));
	assert_ok(mc_print_end(p.desk, &printed, NULL));
	paper();
	has("17:00 ngày 04/12/2026");
	has("Đã hẹn lại lúc");
	has("đến 17:00 ngày 02/12/2026");
	assert_int_equal(province_audit(&p, "print-apology", "printed"), 2);
}

/* ---- what counts as printed */

static void what_the_printer_refuses_is_not_printed(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	set_up_spooler("exit 1");
	assert_code(print_receipt(id), MC_E_PRINT);
	free(printed.file);
	assert_int_equal(province_audit(&p, "print-receipt", "printed"), 0);
	assert_int_equal(province_audit(&p, "print-receipt", "failed"), 1);
}

/* What nobody took names a citizen: a day later it is gone with the next one. */
static void slips_in_files_are_not_kept(void **state)
{
	char id[MC_UUID_LEN], *old;
	struct stat st;

	(void)state;
	province_submit(&p, id);
	p.desk->training = true;
	assert_ok(print_receipt(id));
	assert_false(printed.spooled);
	old = printed.file;
	assert_int_equal(stat(old, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_non_null(strstr(old, id)); /* an id, and nobody's name */
	mc_clock_freeze((int64_t)st.st_mtime * MC_SECOND + MC_HOUR);
	assert_ok(print_receipt(id));
	assert_true(mc_file_exists(old));
	free(printed.file);
	mc_clock_freeze((int64_t)st.st_mtime * MC_SECOND + MC_DAY + MC_MINUTE);
	assert_ok(print_receipt(id));
	p.desk->training = false;
	assert_false(mc_file_exists(old));
	assert_true(mc_file_exists(printed.file));
	free(old);
	free(printed.file);
}

static void training_is_marked_and_stays_in_its_folder(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	p.desk->training = true;
	assert_ok(print_receipt(id));
	p.desk->training = false;
	assert_false(printed.spooled);
	read_page(printed.file);
	has("TẬP HUẤN");
	free(printed.file);
}

/* ---- evidence and papers */

static void verify(enum mc_outcome outcome, char ret_id[MC_UUID_LEN])
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;

	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	if (outcome == MC_OUTCOME_FAILURE) {
		mc_clock_freeze(mc_clock_now() + 30 * MC_SECOND);
	} else {
		province_answer(&p, outcome, FAULT_NONE);
	}
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	memcpy(ret_id, lookup.evidence_id, MC_UUID_LEN);
}

static void the_evidence_slip_is_no_ct07(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	verify(MC_OUTCOME_FOUND, id);
	assert_ok(print_evidence(id));
	paper();
	fits();
	has("PHIẾU GHI NHẬN KẾT QUẢ TRA CỨU THÔNG TIN CƯ TRÚ");
	has("Không phải Xác nhận thông tin về cư trú (mẫu CT07)");
	has("hệ thống một cửa kết nối Cơ sở dữ liệu quốc gia về dân cư");
	has(id);
	has(MOTHER);
	has("không cấp cho công dân");
	/* nothing that makes it look like a paper of the state */
	has_not("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	has_not("\nXÁC NHẬN");
	assert_code(print_evidence("01936b2e-7c00-7d4a-8b5f-0123456789ab"),
		    MC_E_NOT_FOUND);
}

static enum mc_code ask_for(const char *what, struct mc_err *why)
{
	enum mc_code code = mc_paper_ask(p.desk,
					 &(struct mc_paper_request){ .number = MOTHER,
								     .name = MOTHER_NAME,
								     .procedure = PROCEDURE,
								     .dossier = "",
								     .paper = what },
					 &printed, why);

	return code ? code : mc_print_end(p.desk, &printed, why);
}

static void other_ways_failed(void)
{
	static const enum mc_way ways[] = {MC_WAY_VNEID, MC_WAY_CARD_READER, MC_WAY_OTHER};
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	char id[MC_UUID_LEN];

	for (size_t i = 0; i < MC_COUNT(ways); i++) {
		assert_ok(mc_residence_state(p.desk, &query, ways[i], MC_OUTCOME_FAILURE, "", id,
					     NULL));
	}
}

static void every_way_failed(void)
{
	char id[MC_UUID_LEN];

	for (int i = 0; i < 3; i++) {
		verify(MC_OUTCOME_FAILURE, id);
	}
	other_ways_failed();
}

static void a_paper_is_asked_for_with_its_reasons(void **state)
{
	struct mc_err why;

	(void)state;
	assert_code(ask_for("identity_card", &why), MC_E_PAPER_NOT_ALLOWED);
	assert_int_equal(province_audit(&p, "ask_paper", "refused"), 1);
	every_way_failed();
	assert_ok(ask_for("residence_confirmation", &why));
	paper();
	fits();
	has("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ");
	has("hệ thống một cửa");
	has("VNeID: không khai thác được");
	has("[NET-"); /* the cause */
	has("01 ngày làm việc");
	has("Chậm nhất: 17:00 ngày 24/11/2026");
	has("Công an cấp xã");
	has("   - Giấy xác nhận thông tin về cư trú (mẫu CT07)");
	has("   - hoặc Thẻ căn cước");
	assert_int_equal(province_audit(&p, "ask_paper", "residence_confirmation"), 1);
	assert_int_equal(province_audit(&p, "print-supplement", "printed"), 1);
}

/* The register answered, so no cause is told; and where its data are put right stands there. */
static void a_paper_for_who_has_no_residence(void **state)
{
	struct mc_query query = province_query(MC_QUERY_VERIFY);
	struct mc_lookup lookup;
	struct mc_err why;

	(void)state;
	assert_ok(mc_lookup_begin(p.desk, &query, 0, NULL));
	province_answer(&p, MC_OUTCOME_FOUND, FAULT_NO_RESIDENCE);
	assert_ok(mc_lookup_poll(p.desk, query.id, &lookup, NULL));
	assert_code(ask_for("identity_card", &why), MC_E_PAPER_NOT_ALLOWED);
	other_ways_failed();
	assert_ok(ask_for("residence_confirmation", &why));
	paper();
	fits();
	has("có thông tin về người này nhưng không có thông tin cư trú");
	has_not("[NET-");
	has("Công an cấp xã nơi cư trú");
	assert_ok(print_evidence(lookup.evidence_id));
	paper();
	has("có thông tin về người này nhưng không có thông tin cư trú");
}

/* From the reception on, however late the slip is printed; working hours where it came online. */
static void the_deadline_runs_from_the_reception(void **state)
{
	static const struct {
		bool online;
		const char *deadline, *rule;
	} table[] = {
		{false, "Chậm nhất: 17:00 ngày 24/11/2026", "01 ngày làm việc"},
		{true, "Chậm nhất: 14:35 ngày 24/11/2026", "08 giờ làm việc"},
	};
	struct mc_paper_request request = { .number = MOTHER, .name = MOTHER_NAME,
					    .procedure = PROCEDURE, .paper = "identity_card" };
	char id[MC_UUID_LEN];

	(void)state;
	province_submit(&p, id);
	request.dossier = id;
	mc_clock_freeze(NOW + 2 * MC_DAY);
	every_way_failed();
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		request.online = table[i].online;
		assert_ok(mc_paper_ask(p.desk, &request, &printed, NULL));
		assert_ok(mc_print_end(p.desk, &printed, NULL));
		paper();
		has(table[i].deadline);
		has(table[i].rule);
	}
}

/* Not even when everything has failed: the book is void, the data are elsewhere. */
static void a_paper_that_was_cut_is_refused_with_its_article(void **state)
{
	struct mc_err why;

	(void)state;
	every_way_failed();
	assert_code(ask_for("household_book", &why), MC_E_PAPER_CUT);
	assert_non_null(strstr(why.detail, "điều 38"));
	assert_code(ask_for("marriage_certificate", &why), MC_E_PAPER_CUT);
	assert_non_null(strstr(why.detail, "điều 4"));
	assert_int_equal(province_audit(&p, "ask_paper", "refused"), 2);
	assert_int_equal(province_audit(&p, "print-supplement", ""), 0);
	assert_code(ask_for("no_such_paper", &why), MC_E_NOT_FOUND);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_receipt_tells_its_state),
		CASE(a_wrong_clock_is_on_the_slip),
		CASE(the_slip_names_the_branches_asked_for),
		CASE(every_receipt_names_who_handed_it_in),
		CASE(the_receipt_says_what_is_to_be_paid),
		CASE(a_couples_receipt),
		CASE(the_heading_is_the_communes),
		CASE(each_branch_says_when),
		CASE(a_forged_receipt_is_not_printed_as_one),
		CASE(a_draft_in_hand_can_be_printed),
		CASE(an_apology_says_what_was_recorded),
		CASE(what_the_printer_refuses_is_not_printed),
		CASE(slips_in_files_are_not_kept),
		CASE(training_is_marked_and_stays_in_its_folder),
		CASE(the_evidence_slip_is_no_ct07),
		CASE(a_paper_is_asked_for_with_its_reasons),
		CASE(a_paper_for_who_has_no_residence),
		CASE(the_deadline_runs_from_the_reception),
		CASE(a_paper_that_was_cut_is_refused_with_its_article),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
