/* SPDX-License-Identifier: MPL-2.0 */
/*
 * latin.c - the canonical pairs of the Latin blocks (U+00C0..U+024F,
 * U+1E00..U+1EFF), from the Unicode Character Database: for foreign names too.
 */
#include "text/chars.h"

#include <stddef.h>
#include <uchar.h>

#include "motcua/base/mem.h"

/* For one combining mark: base, composite, base, composite ... */
struct pairs {
	uint32_t mark;
	const char32_t *list;
};

static const struct pairs pairs[] = {
	{0x0300, U"AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ"},
	{ 0x0301,
	  U"AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿÇḈçḉ"
	  U"ĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ" },
	{0x0302, U"AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"},
	{0x0303, U"AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"},
	{0x0304, U"AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳGḠgḡḶḸḷḹṚṜṛṝ"},
	{0x0306, U"AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭȨḜȩḝẠẶạặ"},
	{ 0x0307,
	  U"CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨ"
	  U"ṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ" },
	{0x0308, U"AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"},
	{0x0309, U"AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"},
	{0x030a, U"AÅaåUŮuůwẘyẙ"},
	{0x030b, U"OŐoőUŰuű"},
	{ 0x030c,
	  U"CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞ"
	  U"hȟ" },
	{0x030f, U"AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ"},
	{0x0311, U"AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"},
	{0x031b, U"OƠoơUƯuư"},
	{ 0x0323,
	  U"BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợ"
	  U"UỤuụƯỰưựYỴyỵ" },
	{0x0324, U"UṲuṳ"},
	{0x0325, U"AḀaḁ"},
	{0x0326, U"SȘsșTȚtț"},
	{0x0327, U"CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"},
	{0x0328, U"AĄaąEĘeęIĮiįUŲuųOǪoǫ"},
	{0x032d, U"DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"},
	{0x032e, U"HḪhḫ"},
	{0x0330, U"EḚeḛIḬiḭUṴuṵ"},
	{0x0331, U"BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"},
};

uint32_t mc_chars_compose(uint32_t base, uint32_t mark)
{
	for (size_t i = 0; i < MC_COUNT(pairs); i++) {
		if (pairs[i].mark != mark) {
			continue;
		}
		for (const char32_t *p = pairs[i].list; *p; p += 2) {
			if (p[0] == base) {
				return p[1];
			}
		}
	}
	return 0;
}

bool mc_chars_decompose(uint32_t c, uint32_t *ret_base, uint32_t *ret_mark)
{
	if (c < 0xC0 || (c > 0x24F && c < 0x1E00) || c > 0x1EFF) {
		return false;
	}
	for (size_t i = 0; i < MC_COUNT(pairs); i++) {
		for (const char32_t *p = pairs[i].list; *p; p += 2) {
			if (p[1] == c) {
				*ret_base = p[0];
				*ret_mark = pairs[i].mark;
				return true;
			}
		}
	}
	return false;
}
