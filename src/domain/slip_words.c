/* SPDX-License-Identifier: MPL-2.0 */
/* slip_words.c - states, ways and papers as a Vietnamese document names them. */
#include "motcua/domain/slip_words.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

#define NOT_RECEIVED "cổng của tỉnh CHƯA xác nhận tiếp nhận"

static const char *const states[MC_STATE_COUNT] = {
	[MC_STATE_NONE] = "không rõ",
	[MC_STATE_DRAFT] = "bản nháp, chưa gửi đi",
	[MC_STATE_READY] = "đã đủ, chưa gửi đi",
	[MC_STATE_DISCARDED] = "bản nháp đã bỏ",
	[MC_STATE_SEALED] = "chờ gửi; " NOT_RECEIVED,
	[MC_STATE_BUNDLED] = "đã chép ra USB; " NOT_RECEIVED,
	[MC_STATE_UPLOADING] = "đang gửi tệp; " NOT_RECEIVED,
	[MC_STATE_COMMITTING] = "đã gửi, chưa có trả lời; " NOT_RECEIVED,
	[MC_STATE_RECEIPTED] = "đã được tiếp nhận, có biên nhận đã ký của cổng tỉnh",
	[MC_STATE_FORWARDED] = "đã tiếp nhận và chuyển đến cơ quan giải quyết",
	[MC_STATE_IN_PROCESS] = "đã tiếp nhận, đang giải quyết",
	[MC_STATE_NEEDS_SUPPLEMENT] = "đã tiếp nhận, đang chờ bổ sung",
	[MC_STATE_REJECTED] = "cổng của tỉnh từ chối tiếp nhận",
	[MC_STATE_RETURNED] = "hồ sơ bị trả lại",
	[MC_STATE_COMPLETED] = "đã giải quyết xong",
	[MC_STATE_WITHDRAWN] = "đã rút hồ sơ",
	[MC_STATE_HELD] = "bị giữ lại tại quầy; " NOT_RECEIVED,
};

const char *mc_slip_state(enum mc_state state, bool has_receipt)
{
	if (mc_state_bucket(state) == MC_BUCKET_RECEIVED && !has_receipt) {
		return "biên nhận không kiểm tra được; " NOT_RECEIVED;
	}
	return states[state];
}

const char *mc_slip_way(enum mc_way way)
{
	static const char *const words[] = {
		[MC_WAY_NONE] = "",
		[MC_WAY_SYSTEM] = "hệ thống một cửa kết nối Cơ sở dữ liệu quốc gia về dân cư",
		[MC_WAY_VNEID] = "tài khoản định danh điện tử của công dân trên VNeID",
		[MC_WAY_CARD_READER] = "thiết bị đọc mã QR hoặc chíp của thẻ căn cước",
		[MC_WAY_OTHER] = "cách khác theo pháp luật chuyên ngành",
	};

	return words[way];
}

const char mc_slip_no_residence[] = "có thông tin về người này nhưng không có thông tin cư trú";

const char *mc_slip_outcome(enum mc_outcome outcome)
{
	static const char *const words[] = {
		[MC_OUTCOME_NONE] = "",
		[MC_OUTCOME_FOUND] = "có thông tin",
		[MC_OUTCOME_NO_MATCH] = "không có thông tin khớp với họ tên, ngày sinh, số đã khai",
		[MC_OUTCOME_FAILURE] = "không khai thác được (lỗi dịch vụ, không phải là câu trả lời)",
	};

	return words[outcome];
}

const char *mc_slip_residence(enum mc_residence_kind kind)
{
	static const char *const words[] = {
		[MC_RESIDENCE_NONE] = "",
		[MC_RESIDENCE_PERMANENT] = "thường trú",
		[MC_RESIDENCE_TEMPORARY] = "tạm trú",
		[MC_RESIDENCE_CURRENT] = "nơi ở hiện tại",
	};

	return words[kind];
}

const char *mc_slip_head(enum mc_head_status status)
{
	static const char *const words[] = {
		[MC_HEAD_UNKNOWN] = "không rõ",
		[MC_HEAD_PRESENT] = "cư trú trong hộ",
		[MC_HEAD_DEAD] = "đã chết",
		[MC_HEAD_ELSEWHERE] = "cư trú ở hộ khác",
		[MC_HEAD_ABSENT] = "đang tạm vắng",
	};

	return words[status];
}

static const struct {
	const char *code, *text, *document;
} substitutes[MC_SUBSTITUTE_COUNT] = {
	[MC_SUBSTITUTE_CARD] = {"identity_card", N_("identity card (thẻ căn cước)"),
				"Thẻ căn cước, căn cước công dân hoặc căn cước điện tử"},
	[MC_SUBSTITUTE_CONFIRMATION] = {"residence_confirmation",
					N_("residence confirmation CT07"),
					"Giấy xác nhận thông tin về cư trú (mẫu CT07), do Công an cấp "
					"xã bất kỳ cấp"},
	[MC_SUBSTITUTE_NOTICE] = {"number_notice",
				  N_("notice of the personal identification number"),
				  "Giấy thông báo số định danh cá nhân và thông tin công dân trong "
				  "Cơ sở dữ liệu quốc gia về dân cư"},
};

const char *mc_substitute_code(enum mc_substitute paper)
{
	return substitutes[paper].code;
}

const char *mc_substitute_text(enum mc_substitute paper)
{
	return substitutes[paper].text;
}

const char *mc_substitute_document(enum mc_substitute paper)
{
	return substitutes[paper].document;
}

enum mc_substitute mc_substitute_parse(const char *code)
{
	int i = 0;

	while (i < MC_SUBSTITUTE_COUNT && strcmp(substitutes[i].code, code) != 0) {
		i++;
	}
	return (enum mc_substitute)i;
}
