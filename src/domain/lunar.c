/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lunar.c - new moons and the sun's longitude, and the months that they make.
 *
 * The series are those of Meeus, Astronomical Algorithms, 2nd edition: chapter 49 for
 * the instant of a new moon (good to seconds), chapter 25 for the sun (to 0.01 degree, a
 * quarter of an hour). The rules of the calendar: a month begins on the civil day of a new
 * moon; the month with the winter solstice is the eleventh; of 13 months between two such
 * the first without a major solar term is a leap month.
 */
#include "motcua/domain/lunar.h"

#include "motcua/base/mem.h"

#define EPOCH_2000 2451545.0	/* 1 January 2000, 12:00, as a Julian day */
#define JULIAN_1970 2440587.5	/* 1 January 1970, 00:00 */
#define SYNODIC 29.530588861	/* days between two new moons in the mean */
#define FIRST_MOON 2451550.09766 /* new moon number 0, of 6 January 2000 */
#define CENTURY 36525.0

/* ---- a sine of one's own, so that every machine has the same calendar */

static double whole_below(double x)
{
	double whole = (double)(int64_t)x;

	return whole > x ? whole - 1 : whole;
}

/* Of an angle in degrees; the series is taken where it is good to 1e-12. */
static double sine(double degrees)
{
	double x = degrees - 360 * whole_below(degrees / 360), term, sum;

	x = x > 270 ? x - 360 : x > 90 ? 180 - x : x;
	x *= 3.14159265358979323846 / 180;
	sum = term = x;
	for (int n = 3; n <= 17; n += 2) {
		term *= -x * x / (n * (n - 1));
		sum += term;
	}
	return sum;
}

/* ---- the sky */

/* How far clocks are behind the even time of the series, in days (Espenak and Meeus). */
static double clock_lag(double jd)
{
	double year = 2000 + (jd - EPOCH_2000) / 365.25, t;
	double seconds;

	if (year < 1941) {
		t = year - 1920;
		seconds = 21.20 + t * (0.84493 + t * (-0.076100 + t * 0.0020936));
	} else if (year < 1961) {
		t = year - 1950;
		seconds = 29.07 + t * (0.407 - t / 233 + t * t / 2547);
	} else if (year < 1986) {
		t = year - 1975;
		seconds = 45.45 + t * (1.067 - t / 260 - t * t / 718);
	} else {
		t = year - 2000;
		seconds = 62.92 + t * (0.32217 + t * 0.005589);
	}
	return seconds / 86400;
}

/* One periodic term: coefficient, then how often M, M', F and omega are in the angle; the
 * sun's terms shrink with the eccentricity of the earth's path. */
struct term {
	double size;
	int8_t sun, moon, node, omega;
};

static const struct term new_moon_terms[] = {
	{-0.40720, 0, 1, 0, 0},  {0.17241, 1, 0, 0, 0},   {0.01608, 0, 2, 0, 0},
	{0.01039, 0, 0, 2, 0},   {0.00739, -1, 1, 0, 0},  {-0.00514, 1, 1, 0, 0},
	{0.00208, 2, 0, 0, 0},   {-0.00111, 0, 1, -2, 0}, {-0.00057, 0, 1, 2, 0},
	{0.00056, 1, 2, 0, 0},   {-0.00042, 0, 3, 0, 0},  {0.00042, 1, 0, 2, 0},
	{0.00038, 1, 0, -2, 0},  {-0.00024, -1, 2, 0, 0}, {-0.00017, 0, 0, 0, 1},
	{-0.00007, 2, 1, 0, 0},  {0.00004, 0, 2, -2, 0},  {0.00004, 3, 0, 0, 0},
	{0.00003, 1, 1, -2, 0},  {0.00003, 0, 2, 2, 0},   {-0.00003, 1, 1, 2, 0},
	{0.00003, -1, 1, 2, 0},  {-0.00002, -1, 1, -2, 0}, {-0.00002, 1, 3, 0, 0},
	{0.00002, 0, 4, 0, 0},
};

/* The planets' pull: size, angle at moon 0, its growth from moon to moon. */
static const double planet_terms[][3] = {
	{0.000325, 299.77, 0.107408},  {0.000165, 251.88, 0.016321},
	{0.000164, 251.83, 26.651886}, {0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239},  {0.000062, 141.74, 53.303771},
	{0.000060, 207.14, 2.453732},  {0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239},  {0.000042, 207.19, 0.121824},
	{0.000040, 291.34, 1.844379},  {0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099}, {0.000023, 331.55, 3.592518},
};

/* The instant of new moon k by the clock at Greenwich, as a Julian day. */
static double new_moon(int k)
{
	double t = k / 1236.85;
	double jd = FIRST_MOON + SYNODIC * k + t * t * (0.00015437 + t * (-0.000000150));
	double e = 1 - t * (0.002516 + t * 0.0000074);
	double sun = 2.5534 + 29.10535670 * k - t * t * 0.0000014;
	double moon = 201.5643 + 385.81693528 * k + t * t * (0.0107582 + t * 0.00001238);
	double node = 160.7108 + 390.67050284 * k - t * t * (0.0016118 + t * 0.00000227);
	double omega = 124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215);

	for (size_t i = 0; i < MC_COUNT(new_moon_terms); i++) {
		const struct term *it = &new_moon_terms[i];
		double size = it->size;

		for (int n = it->sun < 0 ? -it->sun : it->sun; n > 0 && n < 3; n--) {
			size *= e;
		}
		jd += size * sine(it->sun * sun + it->moon * moon + it->node * node +
				  it->omega * omega);
	}
	for (size_t i = 0; i < MC_COUNT(planet_terms); i++) {
		jd += planet_terms[i][0] * sine(planet_terms[i][1] + planet_terms[i][2] * k -
						(i ? 0 : 0.009173 * t * t));
	}
	return jd - clock_lag(jd);
}

/* The sun's apparent longitude in degrees, 0 to 360; 270 is the winter solstice. */
static double sun_longitude(double jd)
{
	double t = (jd + clock_lag(jd) - EPOCH_2000) / CENTURY;
	double m = 357.52911 + t * (35999.05029 - t * 0.0001537);
	double longitude = 280.46646 + t * (36000.76983 + t * 0.0003032) +
			   (1.914602 - t * (0.004817 + t * 0.000014)) * sine(m) +
			   (0.019993 - t * 0.000101) * sine(2 * m) + 0.000289 * sine(3 * m) -
			   0.00569 - 0.00478 * sine(125.04 - 1934.136 * t);

	return longitude - 360 * whole_below(longitude / 360);
}

/* ---- days of a zone, counted as mc_date_to_days() does */

static int32_t moon_day(int k, int zone)
{
	return (int32_t)whole_below(new_moon(k) - JULIAN_1970 + zone / 24.0);
}

/* Which twelfth of its path the sun is in when this day begins. */
static int sun_sector(int32_t day, int zone)
{
	return (int)(sun_longitude(JULIAN_1970 + day - zone / 24.0) / 30);
}

/* The last new moon on or before this day. */
static int moon_before(int32_t day, int zone)
{
	int k = (int)whole_below((day + JULIAN_1970 - FIRST_MOON) / SYNODIC) + 1;

	while (moon_day(k, zone) > day) {
		k--;
	}
	return k;
}

/* The new moon that begins the eleventh month of this year: the one whose month has the
 * solstice (sector 8 turns into 9), which falls on 20 to 23 December. */
static int eleventh(int year, int zone)
{
	struct mc_date date = {(int16_t)year, 12, 19};
	int32_t day = mc_date_to_days(&date);

	while (sun_sector(day + 1, zone) != 9) {
		day++;
	}
	return moon_before(day, zone);
}

/* Of the months from one eleventh to the next: the leap one, or 0 = there are only twelve. */
static int leap_after(int from, int until, int zone)
{
	int32_t day, next;

	if (until - from < 13) {
		return 0;
	}
	next = moon_day(from + 1, zone);
	for (int n = 1; n < 13; n++) {
		day = next;
		next = moon_day(from + n + 1, zone);
		if (sun_sector(day, zone) == sun_sector(next, zone)) {
			return n;
		}
	}
	return 0;
}

/* ---- both ways */

struct mc_lunar mc_lunar_of(const struct mc_date *date, int zone)
{
	int32_t day = mc_date_to_days(date);
	int k = moon_before(day, zone), year = date->year;
	int from = eleventh(year, zone), until, leap, n;
	struct mc_lunar ret;

	if (from > k) {
		until = from;
		from = eleventh(--year, zone);
	} else {
		until = eleventh(year + 1, zone);
	}
	leap = leap_after(from, until, zone);
	n = k - from;
	ret.leap = leap && n == leap;
	n -= leap && n >= leap;
	ret.month = (int8_t)((n + 10) % 12 + 1);
	ret.day = (int8_t)(day - moon_day(k, zone) + 1);
	ret.year = (int16_t)(n < 2 ? year : year + 1);
	return ret;
}

bool mc_lunar_to_date(const struct mc_lunar *lunar, int zone, struct mc_date *ret)
{
	int year = lunar->month > 10 ? lunar->year : lunar->year - 1;
	int from = eleventh(year, zone), leap = leap_after(from, eleventh(year + 1, zone), zone);
	int n = (lunar->month + 1) % 12 + lunar->leap;
	int k = from + n + (leap && n >= leap && !lunar->leap);
	int32_t first = moon_day(k, zone);

	if (lunar->month < 1 || lunar->month > 12 || lunar->day < 1 ||
	    (lunar->leap && n != leap) || first + lunar->day > moon_day(k + 1, zone)) {
		return false;
	}
	*ret = mc_date_from_days(first + lunar->day - 1);
	return true;
}
