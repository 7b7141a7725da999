/* SPDX-License-Identifier: MPL-2.0 */
#include "motcua/base/mem.h"
#include "text/field.h"

struct row {
	const char *keys, *want;
};

static void check_rows(enum mc_typing_method method, enum mc_tone_style style,
		       const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		field_check(method, style, rows[i].keys, rows[i].want);
	}
}

#define CHECK_ROWS(method, style, rows) check_rows(method, style, rows, MC_COUNT(rows))

static void telex_spells_words(void **state)
{
	static const struct row rows[] = {
		{"nguoiwf", "người"},     {"nguowif", "người"},    {"nguwowif", "người"},
		{"nguwoif", "người"},     {"dduowngf", "đường"},   {"duwowngfd", "đường"},
		{"tieengs", "tiếng"},     {"tieesng", "tiếng"},    {"tiesneg", "tiếng"},
		{"toois", "tối"},         {"toosi", "tối"},        {"tosio", "tối"},
		{"Doongd", "Đông"},       {"ddoong", "đông"},      {"thuown", "thươn"},
		{"thuowr", "thuở"},       {"huow", "huơ"},         {"huown", "hươn"},
		{"duwong", "dương"},      {"duongw", "dương"},     {"cuoiwo", "cuôi"},
		{"muoonw", "mươn"},       {"hoow", "hơ"},          {"howo", "hô"},
		{"haaw", "hă"},           {"hawa", "hâ"},          {"tw", "tư"},
		{"wowfi", "ười"},         {"Wowcs", "Ước"},        {"uowcs", "ước"},
		{"meofs", "méo"},         {"tafz", "ta"},          {"loz", "loz"},
		{"catr", "catr"},         {"cats", "cát"},         {"catj", "cạt"},
		{"qur", "qur"},           {"quas", "quá"},         {"quys", "quý"},
		{"quoocs", "quốc"},       {"quyeets", "quyết"},    {"quyts", "quýt"},
		{"quynhf", "quỳnh"},      {"quaanf", "quần"},      {"quawng", "quăng"},
		{"gif", "gì"},            {"gisa", "giá"},         {"gias", "giá"},
		{"giauf", "giàu"},        {"giuwax", "giữa"},      {"giuaxw", "giữa"},
		{"giwx", "giữ"},          {"gieengs", "giếng"},    {"giesng", "giéng"},
		{"ginf", "gìn"},          {"giuowngf", "giường"},  {"gioosng", "giống"},
		{"hoangf", "hoàng"},      {"hoafng", "hoàng"},     {"toans", "toán"},
		{"loets", "loét"},        {"tuyps", "tuýp"},       {"khuyurn", "khuỷun"},
		{"khuyur", "khuỷu"},      {"khuya", "khuya"},      {"ngoaif", "ngoài"},
		{"xoasy", "xoáy"},        {"ngoeos", "ngoéo"},     {"muaw", "mưa"},
		{"muaws", "mứa"},         {"lwuu", "lưuu"},        {"luuw", "lưu"},
		{"huwou", "hươu"},        {"ruouwj", "rượu"},      {"nguyeenx", "nguyễn"},
		{"nguyexne", "nguyễn"},   {"nguyeexn", "nguyễn"},  {"yeens", "yến"},
		{"yeeu", "yêu"},          {"tuaanf", "tuần"},      {"tuanfa", "tuần"},
		{"benhje", "bệnh"},       {"benhjj", "benhj"},     {"hoatw", "hoăt"},
		{"khoawns", "khoắn"},     {"quowr", "quở"},        {"khuaays", "khuấy"},
		{"thuees", "thuế"},       {"huees", "huế"},        {"uyr", "ủy"},
		{"xooong", "xoong"},      {"Nguyeenx Vawn Duxng", "Nguyễn Văn Dũng"},
		{"Traanf Thij Bisch", "Trần Thị Bích"}, {"UYR BAN", "ỦY BAN"},
		{"tooi ddi hocj.", "tôi đi học."},      {"dzuj", "dzụ"},
		{"nghieengj", "nghiệng"}, {"loengr xoengr", "loẻng xoẻng"}, {"ngoaso", "ngoáo"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void tones_stand_by_the_style(void **state)
{
	static const struct {
		const char *keys, *old, *new;
	} rows[] = {
		{"hoaf", "hòa", "hoà"},       {"khoer", "khỏe", "khoẻ"},
		{"thuys", "thúy", "thuý"},    {"hofa", "hòa", "hoà"},
		{"mias", "mía", "mía"},       {"muas", "múa", "múa"},
		{"muwas", "mứa", "mứa"},      {"hoanf", "hoàn", "hoàn"},
		{"toats", "toát", "toát"},    {"oanhs", "oánh", "oánh"},
		{"hoachj", "hoạch", "hoạch"}, {"hoenr", "hoẻn", "hoẻn"},
		{"huyts", "huýt", "huýt"},    {"huynhf", "huỳnh", "huỳnh"},
		{"quas", "quá", "quá"},       {"gias", "giá", "giá"},
		{"quys", "quý", "quý"},       {"ngoaif", "ngoài", "ngoài"},
		{"ddaos", "đáo", "đáo"},      {"cuir", "củi", "củi"},
		{"caauf", "cầu", "cầu"},      {"dduwowcj", "được", "được"},
		{"thuowr", "thuở", "thuở"},   {"nieeuf", "niều", "niều"},
		{"loanj<", "lọa", "loạ"},     {"hoangf<<", "hòa", "hoà"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		field_check(MC_TYPING_TELEX, MC_TONE_OLD, rows[i].keys, rows[i].old);
		field_check(MC_TYPING_TELEX, MC_TONE_NEW, rows[i].keys, rows[i].new);
	}
}

static void telex_undoes_by_repeating(void **state)
{
	static const struct row rows[] = {
		{"ass", "as"},           {"aaa", "aa"},         {"aww", "aw"},
		{"ddd", "dd"},           {"ww", "w"},           {"Ww", "W"},
		{"tww", "tw"},           {"uww", "uw"},         {"duwongwj", "duongwj"},
		{"toossi", "tôsi"},      {"eee", "ee"},         {"huoww", "huow"},
		{"muaww", "muaw"},       {"assa", "asa"},       {"ddongd", "dongd"},
		{"ass ", "as "},         {"aaas", "aas"},       {"offf", "off"},
		{"luuww", "luuw"},       {"cuooo", "cuoo"},     {"www", "ww"},
		{"ass as", "as á"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void case_comes_from_the_letter(void **state)
{
	static const struct row rows[] = {
		{"loAnj", "loẠn"}, {"VIEETJ", "VIỆT"}, {"Dd", "Đ"},      {"DD", "Đ"},
		{"dD", "đ"},       {"AAs", "Ấ"},       {"aAS", "ấ"},     {"NGUYEENX", "NGUYỄN"},
		{"Uws", "Ứ"},      {"W", "Ư"},         {"TW", "TƯ"},     {"ddUOWNGF", "đƯỜNG"},
		{"Aas", "Ấ"},      {"OW", "Ơ"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void abbreviations_keep_their_stroke(void **state)
{
	static const struct row rows[] = {
		{"SDD ", "SĐ "},       {"QDDND ", "QĐND "},   {"ddkkd ", "đkkd "},
		{"HDDND.", "HĐND."},   {"UBNDDD ", "UBNDD "}, {"CDD/2021", "CĐ/2021"},
		{"LDDTBXH ", "LĐTBXH "}, {"add ", "add "},    {"eddy ", "eddy "},
		{"DRD ", "DRD "},      {"drd", "đr"},         {"DrdAwks", "ĐrẮk"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void other_words_come_out_as_typed(void **state)
{
	static const struct row rows[] = {
		{"window ", "window "},   {"system ", "system "},   {"express ", "express "},
		{"viettel ", "viettel "}, {"windows,", "windows,"}, {"book ", "book "},
		{"file ", "file "},       {"password|", "pasword"}, {"internet ", "internet "},
		{"kings ", "kings "},     {"dies ", "dies "},       {"software ", "software "},
		{"facebook ", "facebook "}, {"www.", "ww."},        {"test ", "tét "},
		{"data ", "dât "},        {"law ", "lă "},          {"max ", "mã "},
		{"room ", "rôm "},        {"express", "ẽpress"},    {"window", "ưindow"},
		{"toor1 ", "tổ1 "},       {"12as ", "12as "},       {"A12/5s", "A12/5s"},
		{"hoaf-binhf", "hòa-bình"}, {"(tooi)", "(tôi)"},    {"system system", "system sýtem"},
		{"hafc ", "hafc "},       {"hafcs ", "hác "},
		/* what is no syllable any more has nothing to take back */
		{"surprise ", "surprise "}, {"portrait ", "portrait "}, {"caarta ", "caarta "},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void names_of_the_highlands(void **state)
{
	static const struct row telex[] = {
		{"H'Hen Niee ", "H'Hen Niê "},     {"DDawks Lawks ", "Đắk Lắk "},
		{"DDawk Lawk ", "Đăk Lăk "},       {"Kroong Bucs ", "Krông Búc "},
		{"Krongo Buks ", "Krông Búk "},    {"EEban ", "Êban "},
		{"EEnuool ", "Ênuôl "},            {"Y Moan ", "Y Moan "},
		{"Plooi ", "Plôi "},               {"Bloong ", "Blông "},
		{"Brawh ", "Brăh "},              {"DDrawks ", "Đrắk "},
		{"Chuw Proong ", "Chư Prông "},    {"Mloo ", "Mlô "},
		{"Kpaw ", "Kpă "},                 {"Row Chaam ", "Rơ Châm "},
		{"Ayun Ea Sups ", "Ayun Ea Súp "}, {"DDawk R'laaps ", "Đăk R'lấp "},
		{"Gianfg A Paos ", "Giàng A Páo "}, {"Chuw Pawh, Puwh ", "Chư Păh, Pưh "},
		{"DDaj Terh, Tehr ", "Đạ Tẻh, Tẻh "}, {"Cuw Juts ", "Cư Jút "},
		{"Hree, Mnoong, HMoong ", "Hrê, Mnông, HMông "}, {"Xtieeng ", "Xtiêng "},
		{"SRos, Hrus ", "SRó, Hrú "},       {"Knueecs, Knoops ", "Knuếc, Knốp "},
		{"Ea Khawl, Kmawl, Kreel ", "Ea Khăl, Kmăl, Krêl "}, {"DDal ", "Đal "},
		{"Cuoorr, Toorr ", "Cuôr, Tôr "},   {"Jessica Just Jutss ", "Jessica Just Juts "},
		{"mesh push pals wash ", "mesh push pals wash "},
	};
	static const struct row vni[] = {
		{"D9a81k La81k ", "Đắk Lắk "}, {"Kro6ng ", "Krông "}, {"E6ban ", "Êban "},
		{"H'Hen Nie6 ", "H'Hen Niê "}, {"Bu1k ", "Búk "},     {"E6nuo6l ", "Ênuôl "},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, telex);
	CHECK_ROWS(MC_TYPING_VNI, MC_TONE_OLD, vni);
}

static void backspace_takes_one_letter(void **state)
{
	static const struct row rows[] = {
		{"toans<", "tóa"},         {"toois<", "tố"},        {"toois<<", "t"},
		{"gias<", "gí"},           {"quas<", "qu"},         {"quas<a", "qua"},
		{"dduowngf<<", "đườ"},     {"dduowngf<<<", "đừ"},   {"loanj<i", "loại"},
		{"toi<<<<", ""},           {"tois<<<<is", "í"},     {"ass<s", "as"},
		{"ass<<s", "s"},           {"windo<< ", "win "},    {"w<", ""},
		{"tieens< ", "tiế "},      {"abc <d", "abcd"},      {"a <<b", "b"},
		{"systems<<<<f", "sỳ"},
		/* back over what ended it a word goes on */
		{"toan <s", "toán"},       {"toan  <<s", "toán"},   {"toan, <<s", "toán"},
		{"toans <f", "toàn"},      {"toans <<", "tóa"},     {"toan b<<s", "toán"},
		{"toan ba<<<s", "toán"},   {"toor1<f", "tồ"},       {"hoa <<<<<is", "í"},
		{"ass <s", "ass"},         {"window <s", "windows"}, {"window <<<<<<<as", "á"},
		{"toan <<<<<n", "n"},      {"a b <<<s", "as"},      {"to a <<<as", "toá"},
		{"VIEET <J ", "VIỆT "},    {" <as", "á"},           {"toan < s", "toan s"},
	};
	static const struct row vni[] = {
		{"toan <1", "toán"},       {"d9u7o7ng <2", "đường"}, {"toan 1<<5", "toạn"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
	CHECK_ROWS(MC_TYPING_VNI, MC_TONE_OLD, vni);
}

static void raw_keys_on_demand(void **state)
{
	static const struct row rows[] = {
		{"test>", "test"},        {"data>base ", "database "},
		{"max>s ", "maxs "},   {"ass>", "ass"},          {"VIEETJ>", "VIEETJ"},
		{">", ""},             {"test> test", "test tét"}, {"room>< ", "roo "},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void vni_spells_words(void **state)
{
	static const struct row rows[] = {
		{"toi6", "tôi"},         {"to6i1", "tối"},       {"toi61", "tối"},
		{"d9u7o7ng2", "đường"},  {"duong972", "đường"},  {"dung91", "đúng"},
		{"nguoi72", "người"},    {"Nguye6n4", "Nguyễn"}, {"Nguyen64", "Nguyễn"},
		{"tieng61", "tiếng"},    {"thuo73", "thuở"},     {"uo7c1", "ước"},
		{"ha8ng2", "hằng"},      {"ha68", "hă"},         {"cuoi76", "cuôi"},
		{"hoa2", "hòa"},         {"hoa20", "hoa"},       {"hoa0", "hoa0"},
		{"a11", "a1"},           {"a66", "a6"},          {"d99", "d9"},
		{"duong77", "duong7"},   {"cat3", "cat3"},       {"cat1", "cát"},
		{"QD9ND ", "QĐND "},     {"S9D ", "S9D "},       {"xoong5", "xoọng"},
		{"123 ", "123 "},        {"12a1 ", "12a1 "},     {"gi2", "gì"},
		{"qu3", "qu3"},          {"window ", "window "}, {"VIE6T5", "VIỆT"},
		{"mua71", "mứa"},        {"lu7u", "lưu"},        {"ngoai2", "ngoài"},
		{"Ho2a", "Hòa"},         {"w", "w"},             {"quo6c1", "quốc"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_VNI, MC_TONE_OLD, rows);
}

static void viqr_spells_words(void **state)
{
	static const struct row rows[] = {
		{"Nguye^~n", "Nguyễn"},  {"ddu+o+`ng", "đường"}, {"dduo+ng`", "đường"},
		{"ha(`ng", "hằng"},      {"Vie^.t Nam", "Việt Nam"}, {"u*?", "ử"},
		{"hoa..", "hoa."},       {"hoa\\.", "hoa."},     {"hoa, ", "hoa, "},
		{"H'Hen", "H'Hen"},      {"(a)", "(a)"},         {"\\\\", "\\"},
		{"c:\\temp", "c:\\temp"}, {"D\\d", "Dd"},        {"? ", "? "},
		{"hoa\\?", "hoa?"},      {"a^^", "a^"},          {"to^i 12", "tôi 12"},
		{"as", "as"},            {"tie^'ng\\. A", "tiếng. A"},
		{"tie^n'g", "tiếng"},    {"tieng^'", "tiếng"},   {"dung'd", "đúng"},
		{"thuo+?", "thuở"},      {"huo+ng", "hương"},    {"hu+o+", "hươ"},
		{"quo^'c", "quốc"},      {"gi`", "gì"},          {"gi'a", "giá"},
		{"giu+~a", "giữa"},      {"hoa`", "hòa"},        {"thuy'", "thúy"},
		{"lo~", "lõ"},           {"lo~?", "lỏ"},         {"me.?", "mẻ"},
		{"cat?", "cat?"},        {"ca?t", "cảt"},       {"ca't", "cát"},
		{"qu?", "qu?"},          {"b.", "b."},           {"hoa(", "hoă"},
		{"ha(^", "hâ"},          {"ho^+", "hơ"},         {"ho*^", "hô"},
		{"ddd", "dd"},           {"DDa('k La('k", "Đắk Lắk"}, {"VIE^.T", "VIỆT"},
		{"U+'", "Ứ"},            {"DD", "Đ"},            {"QDDND ", "QĐND "},
		{"a''", "a'"},           {"u++", "u+"},          {"a((", "a("},
		{"xoong.", "xoọng"},     {"Kro^ng Bu'k", "Krông Búk"}, {"E^ban", "Êban"},
		{"nguye^~n<", "nguyễ"},  {"hoa`ng<<", "hòa"},    {"window ", "window "},
		{"(to^i)", "(tôi)"},     {"so^' 12/3", "số 12/3"}, {"a\\^", "a^"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_VIQR, MC_TONE_OLD, rows);
}

static void off_types_what_is_typed(void **state)
{
	(void)state;
	field_check(MC_TYPING_OFF, MC_TONE_OLD, "tieengs Vieejt\\.1<", "tieengs Vieejt\\.");
}

static void letters_of_a_keyboard_layout_are_taken(void **state)
{
	static const struct row rows[] = {
		{"tiêngs", "tiếng"}, {"đươngf", "đường"}, {"Đăks", "Đắk"},
		{"nguyễn ", "nguyễn "}, {"ñs ", "ñs "}, {"ü", "ü"},
	};

	(void)state;
	CHECK_ROWS(MC_TYPING_TELEX, MC_TONE_OLD, rows);
}

static void a_long_word_is_literal_from_its_limit_on(void **state)
{
	struct field f;
	struct mc_typing_edit edit;

	(void)state;
	field_init(&f, MC_TYPING_TELEX, MC_TONE_OLD);
	for (int i = 0; i < 3; i++) {
		field_type(&f, "bcghklmnpqtv");
	}
	assert_string_equal(f.text, "bcghklmnpqtvbcghklmnpqtvbcghklmnpqtv");
	assert_int_equal(f.typing.shown, 36);
	mc_typing_raw(&f.typing, &edit);
	assert_int_equal(edit.erase, 0);
	assert_string_equal(edit.insert, "");
	field_type(&f, "<<<<<< as");
	assert_string_equal(f.text, "bcghklmnpqtvbcghklmnpqtvbcghkl á");
}

static void keys_that_are_no_characters_do_nothing(void **state)
{
	static const uint32_t keys[] = {0, 0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF};
	struct mc_typing t;
	struct mc_typing_edit edit;

	(void)state;
	mc_typing_init(&t, MC_TYPING_TELEX, MC_TONE_OLD);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		mc_typing_key(&t, keys[i], &edit);
		assert_int_equal(edit.erase, 0);
		assert_string_equal(edit.insert, "");
	}
}

static void only_what_changes_is_rewritten(void **state)
{
	struct mc_typing t;
	struct mc_typing_edit edit;

	(void)state;
	mc_typing_init(&t, MC_TYPING_TELEX, MC_TONE_OLD);
	for (const char *p = "nguyee"; *p; p++) {
		mc_typing_key(&t, (unsigned char)*p, &edit);
	}
	assert_int_equal(edit.erase, 1);
	assert_string_equal(edit.insert, "ê");
	mc_typing_key(&t, 'n', &edit);
	assert_int_equal(edit.erase, 0);
	assert_string_equal(edit.insert, "n");
	assert_int_equal(t.shown, 6);
	mc_typing_reset(&t);
	assert_int_equal(t.shown, 0);
	assert_int_equal(t.method, MC_TYPING_TELEX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(telex_spells_words),
		cmocka_unit_test(tones_stand_by_the_style),
		cmocka_unit_test(telex_undoes_by_repeating),
		cmocka_unit_test(case_comes_from_the_letter),
		cmocka_unit_test(abbreviations_keep_their_stroke),
		cmocka_unit_test(other_words_come_out_as_typed),
		cmocka_unit_test(names_of_the_highlands),
		cmocka_unit_test(backspace_takes_one_letter),
		cmocka_unit_test(raw_keys_on_demand),
		cmocka_unit_test(vni_spells_words),
		cmocka_unit_test(viqr_spells_words),
		cmocka_unit_test(off_types_what_is_typed),
		cmocka_unit_test(letters_of_a_keyboard_layout_are_taken),
		cmocka_unit_test(a_long_word_is_literal_from_its_limit_on),
		cmocka_unit_test(keys_that_are_no_characters_do_nothing),
		cmocka_unit_test(only_what_changes_is_rewritten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
