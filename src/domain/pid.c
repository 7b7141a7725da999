/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pid.c - what a personal identification number claims.
 *
 * The first three digits are "0" and the statistics code of one of the 63 units
 * that existed until 2025-06-30. Seven of those codes name another province
 * today, so this table is never to be mixed with the table of the 34 units.
 */
#include "motcua/domain/pid.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static const struct unit {
	char prefix[4];
	const char *name;
} units[] = {
	{"001", "Hà Nội"},
	{"002", "Hà Giang"},
	{"004", "Cao Bằng"},
	{"006", "Bắc Kạn"},
	{"008", "Tuyên Quang"},
	{"010", "Lào Cai"},
	{"011", "Điện Biên"},
	{"012", "Lai Châu"},
	{"014", "Sơn La"},
	{"015", "Yên Bái"},
	{"017", "Hòa Bình"},
	{"019", "Thái Nguyên"},
	{"020", "Lạng Sơn"},
	{"022", "Quảng Ninh"},
	{"024", "Bắc Giang"},
	{"025", "Phú Thọ"},
	{"026", "Vĩnh Phúc"},
	{"027", "Bắc Ninh"},
	{"030", "Hải Dương"},
	{"031", "Hải Phòng"},
	{"033", "Hưng Yên"},
	{"034", "Thái Bình"},
	{"035", "Hà Nam"},
	{"036", "Nam Định"},
	{"037", "Ninh Bình"},
	{"038", "Thanh Hóa"},
	{"040", "Nghệ An"},
	{"042", "Hà Tĩnh"},
	{"044", "Quảng Bình"},
	{"045", "Quảng Trị"},
	{"046", "Thừa Thiên Huế"},
	{"048", "Đà Nẵng"},
	{"049", "Quảng Nam"},
	{"051", "Quảng Ngãi"},
	{"052", "Bình Định"},
	{"054", "Phú Yên"},
	{"056", "Khánh Hòa"},
	{"058", "Ninh Thuận"},
	{"060", "Bình Thuận"},
	{"062", "Kon Tum"},
	{"064", "Gia Lai"},
	{"066", "Đắk Lắk"},
	{"067", "Đắk Nông"},
	{"068", "Lâm Đồng"},
	{"070", "Bình Phước"},
	{"072", "Tây Ninh"},
	{"074", "Bình Dương"},
	{"075", "Đồng Nai"},
	{"077", "Bà Rịa - Vũng Tàu"},
	{"079", "Hồ Chí Minh"},
	{"080", "Long An"},
	{"082", "Tiền Giang"},
	{"083", "Bến Tre"},
	{"084", "Trà Vinh"},
	{"086", "Vĩnh Long"},
	{"087", "Đồng Tháp"},
	{"089", "An Giang"},
	{"091", "Kiên Giang"},
	{"092", "Cần Thơ"},
	{"093", "Hậu Giang"},
	{"094", "Sóc Trăng"},
	{"095", "Bạc Liêu"},
	{"096", "Cà Mau"},
};

static const struct sex_word {
	const char *code, *text;
} sexes[] = {
	[MC_SEX_UNKNOWN] = {"", N_("sex not known")},
	[MC_SEX_MALE] = {"male", N_("male")},
	[MC_SEX_FEMALE] = {"female", N_("female")},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum mc_code mc_pid_parse(const char *text, char ret[MC_PID_LEN], enum mc_id_kind *ret_kind,
			  struct mc_err *why)
{
	char digits[MC_PID_LEN];
	size_t len = 0;

	text += strspn(text, " \t\r\n");
	if (!is_digit(*text)) { /* "-..." is an option or a negative number, not a number of ours */
		return mc_fail(why, MC_E_NUMBER, "no digit at its start");
	}
	for (; *text; text++) {
		if (strchr(" .-\t\r\n", *text)) {
			continue;
		}
		if (!is_digit(*text) || len + 1 == sizeof(digits)) {
			return mc_fail(why, MC_E_NUMBER, "after %zu digits", len);
		}
		digits[len++] = *text;
	}
	if (len != MC_PID_LEN - 1 && len != MC_CMND_LEN - 1) {
		return mc_fail(why, MC_E_NUMBER, "%zu digits", len);
	}
	digits[len] = '\0';
	memcpy(ret, digits, len + 1);
	if (ret_kind) {
		*ret_kind = len == MC_PID_LEN - 1 ? MC_ID_PID : MC_ID_CMND;
	}
	return MC_OK;
}

const char *mc_pid_province(const char *prefix)
{
	for (size_t i = 0; i < MC_COUNT(units); i++) {
		if (strncmp(prefix, units[i].prefix, 3) == 0) {
			return units[i].name;
		}
	}
	return NULL;
}

void mc_pid_claim(const char pid[MC_PID_LEN], struct mc_pid_claim *ret)
{
	int century = pid[3] - '0'; /* 0, 1 = 1900s; 2, 3 = 2000s; ... */

	ret->province = mc_pid_province(pid);
	ret->sex = century % 2 == 0 ? MC_SEX_MALE : MC_SEX_FEMALE;
	ret->year = 1900 + century / 2 * 100 + (pid[4] - '0') * 10 + (pid[5] - '0');
}

unsigned mc_pid_check(const char pid[MC_PID_LEN], enum mc_sex sex, const struct mc_date *born)
{
	struct mc_pid_claim claim;
	unsigned bits = 0;

	if (strlen(pid) != MC_PID_LEN - 1) { /* a CMND claims nothing */
		return 0;
	}
	mc_pid_claim(pid, &claim);
	if (!claim.province) {
		bits |= MC_PID_PREFIX_UNKNOWN;
	}
	if (sex != MC_SEX_UNKNOWN && sex != claim.sex) {
		bits |= MC_PID_SEX_DIFFERS;
	}
	if (mc_date_is_set(born) && born->year != claim.year) {
		bits |= MC_PID_YEAR_DIFFERS;
	}
	return bits;
}

const char *mc_pid_warning(unsigned bit)
{
	static const struct {
		unsigned bit;
		const char *text;
	} warnings[] = {
		{ MC_PID_PREFIX_UNKNOWN,
		  N_("The number's first three digits name no known province.") },
		{MC_PID_SEX_DIFFERS, N_("The number's fourth digit belongs to the other sex.")},
		{MC_PID_YEAR_DIFFERS, N_("The birth year does not fit the number.")},
	};

	for (size_t i = 0; i < MC_COUNT(warnings); i++) {
		if (warnings[i].bit == bit) {
			return warnings[i].text;
		}
	}
	return "";
}

const char *mc_sex_code(enum mc_sex sex)
{
	return sexes[sex].code;
}

enum mc_sex mc_sex_parse(const char *code)
{
	for (size_t i = 1; i < MC_COUNT(sexes); i++) {
		if (strcmp(code, sexes[i].code) == 0) {
			return (enum mc_sex)i;
		}
	}
	return MC_SEX_UNKNOWN;
}

const char *mc_sex_text(enum mc_sex sex)
{
	return sexes[sex].text;
}
