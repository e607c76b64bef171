/*
 * The line: its parts, in the order in which the eye reads, and the time
 * stamp, which is the only part that depends on the lines before.
 *
 * Broken captures have times that no clock shows.  They are printed as they
 * stand, and as tcpdump prints them: a fraction of more than a second in
 * full, and words where bit 31 of the seconds is set.
 */
#include "render/line.h"

#include "render/date.h"
#include "render/names.h"
#include "render/parts.h"
#include "render/text.h"

#define NANOSECONDS_PER_SECOND 1000000000LL
#define MICROSECONDS_PER_SECOND 1000000LL

/* Where the C library's calendar begins and ends, some 2^31 years away. */
#define FIRST_SECOND (-67768040609740800LL)
#define LAST_SECOND 67768036191676799LL

/* Seconds and a fraction in the unit that is printed: differences are taken
 * after rounding down, so that they agree with the stamps one reads. */
struct stamp {
	int64_t seconds;
	int64_t fraction;
};

static struct stamp stamp_of(const struct line_options *options,
			     struct packet_time time)
{
	return (struct stamp){
		.seconds = time.seconds,
		.fraction = options->nanoseconds ? time.nanoseconds
						 : time.nanoseconds / 1000,
	};
}

/* Seconds are 32 bits to tcpdump, and it takes bit 31 for a sign. */
static bool seconds_are_negative(int64_t seconds)
{
	return (uint64_t)seconds & 0x80000000U;
}

static bool seconds_have_date(int64_t seconds)
{
	return !seconds_are_negative(seconds) && seconds >= FIRST_SECOND &&
	       seconds <= LAST_SECOND;
}

static void fraction_render(struct text *text,
			    const struct line_options *options,
			    int64_t fraction)
{
	text_char(text, '.');
	text_zeros(text, (uint32_t)fraction, options->nanoseconds ? 9 : 6);
}

static void day_render(struct text *text, const struct date *date)
{
	if (date->year < 0)
		text_char(text, '-');
	text_unsigned(text,
		      (uint64_t)(date->year < 0 ? -date->year : date->year));
	text_char(text, '-');
	text_zeros(text, date->month, 2);
	text_char(text, '-');
	text_zeros(text, date->day, 2);
	text_char(text, ' ');
}

static void clock_render(struct text *text, const struct date *date)
{
	text_zeros(text, date->hour, 2);
	text_char(text, ':');
	text_zeros(text, date->minute, 2);
	text_char(text, ':');
	text_zeros(text, date->second, 2);
}

/* Local time up to the second goes into the clock's own text. */
static void second_prepare(const struct line_options *options,
			   struct line_clock *clock, int64_t seconds)
{
	const struct render_names *names = options->names;
	struct text second;
	struct date date;
	int64_t offset = 0;

	if (names && names->utc_offset)
		offset = names->utc_offset(names->context, seconds);
	date = date_from_seconds(seconds + offset);
	text_init(&second, clock->second_text, sizeof(clock->second_text));
	if (options->time == LINE_TIME_DATE)
		day_render(&second, &date);
	clock_render(&second, &date);
	clock->second = seconds;
	clock->second_length = (uint8_t)text_length(&second);
}

static void local_render(struct text *text, const struct line_options *options,
			 struct line_clock *clock, struct stamp stamp)
{
	if (clock->second_length == 0 || clock->second != stamp.seconds)
		second_prepare(options, clock, stamp.seconds);
	text_data(text, clock->second_text, clock->second_length);
	fraction_render(text, options, stamp.fraction);
}

static bool stamp_is_before(struct stamp a, struct stamp b)
{
	if (a.seconds != b.seconds)
		return a.seconds < b.seconds;
	return a.fraction < b.fraction;
}

/* Unsigned, because a broken file may be 2^63 seconds off. */
static struct stamp stamp_subtract(const struct line_options *options,
				   struct stamp later, struct stamp earlier)
{
	uint64_t seconds = (uint64_t)later.seconds - (uint64_t)earlier.seconds;
	int64_t fraction = later.fraction - earlier.fraction;

	if (fraction < 0) {
		seconds--;
		fraction += options->nanoseconds ? NANOSECONDS_PER_SECOND
						 : MICROSECONDS_PER_SECOND;
	}
	return (struct stamp){ (int64_t)seconds, fraction };
}

static void since_render(struct text *text, const struct line_options *options,
			 struct line_clock *clock, struct packet_time time)
{
	struct packet_time begin = clock->running ? clock->reference : time;
	struct stamp now = stamp_of(options, time);
	struct stamp then = stamp_of(options, begin);
	bool back = stamp_is_before(now, then);
	struct stamp since = back ? stamp_subtract(options, then, now)
				  : stamp_subtract(options, now, then);
	struct date date = date_from_seconds(since.seconds);

	text_char(text, back ? '-' : ' ');
	if (seconds_have_date(since.seconds)) {
		clock_render(text, &date);
		fraction_render(text, options, since.fraction);
	} else {
		text_string(text, "[Error converting time]");
	}
	if (options->time == LINE_TIME_SINCE_PREVIOUS)
		begin = time;
	clock->reference = begin;
	/* A reference of zero counts as none, in tcpdump too. */
	then = stamp_of(options, begin);
	clock->running = then.seconds != 0 || then.fraction != 0;
}

static void unix_render(struct text *text, const struct line_options *options,
			struct stamp stamp)
{
	text_unsigned(text, (uint32_t)stamp.seconds);
	fraction_render(text, options, stamp.fraction);
}

static void absolute_render(struct text *text,
			    const struct line_options *options,
			    struct line_clock *clock, struct packet_time time)
{
	struct stamp stamp = stamp_of(options, time);
	bool unix_time = options->time == LINE_TIME_UNIX;

	if (unix_time ? seconds_are_negative(stamp.seconds)
		      : !seconds_have_date(stamp.seconds))
		text_string(text, "[Error converting time]");
	else if (unix_time)
		unix_render(text, options, stamp);
	else
		local_render(text, options, clock, stamp);
}

void line_time(struct text *text, const struct line_options *options,
	       struct line_clock *clock, struct packet_time time)
{
	switch (options->time) {
	case LINE_TIME_NONE:
		return;
	case LINE_TIME_SINCE_PREVIOUS:
	case LINE_TIME_SINCE_FIRST:
		since_render(text, options, clock, time);
		break;
	case LINE_TIME_DAY:
	case LINE_TIME_UNIX:
	case LINE_TIME_DATE:
		absolute_render(text, options, clock, time);
		break;
	}
	text_char(text, ' ');
}

void line_packet(struct text *text, const struct line_options *options,
		 struct line_clock *clock, const struct packet *packet,
		 struct line_bases bases)
{
	if (options->number) {
		text_spaces(text, packet->number, 5);
		text_string(text, "  ");
	}
	line_time(text, options, clock, packet->time);
	link_header_render(text, options, packet);
	tunnel_headers_render(text, options, packet);
	if (!ip_header_render(text, options, packet))
		return;
	if (options->classic)
		tcp_classic_render(text, options, packet, bases);
	else
		tcp_line_render(text, options, packet, bases);
}
