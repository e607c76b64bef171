/*
 * The line: its parts, in the order in which the eye reads, and the time
 * stamp, which is the only part that depends on the lines before.
 *
 * Broken captures have times that no clock shows.  They are printed as they
 * stand, and as tcpdump prints them: a fraction of more than a second in
 * full, and words where bit 31 of the seconds is set.
 */
#include "render/line.h"

#include "decode/seldom.h"
#include "render/date.h"
#include "render/endpoints.h"
#include "render/names.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/tcp_line.h"
#include "render/text.h"

#define NANOSECONDS_PER_SECOND 1000000000LL
#define MICROSECONDS_PER_SECOND 1000000LL

/* Where the C library's calendar begins and ends, some 2^31 years away. */
#define FIRST_SECOND (-67768040609740800LL)
#define LAST_SECOND 67768036191676799LL

static const char no_time[] = "[Error converting time]";

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

/* Always six digits or nine; more if it is more than a second. */
static inline char *put_fraction(char *at, const struct line_options *options,
				 int64_t fraction)
{
	uint32_t part = (uint32_t)fraction;

	at = put_char(at, '.');
	if (options->nanoseconds && part < NANOSECONDS_PER_SECOND)
		return put_9_digits(at, part);
	if (!options->nanoseconds && part < MICROSECONDS_PER_SECOND)
		return put_6_digits(at, part);
	return put_decimal(at, part);
}

static char *put_day(char *at, const struct date *date)
{
	if (date->year < 0)
		at = put_char(at, '-');
	at = put_unsigned(at, (uint64_t)(date->year < 0 ? -date->year
							: date->year));
	at = put_char(at, '-');
	at = put_2_digits(at, date->month);
	at = put_char(at, '-');
	at = put_2_digits(at, date->day);
	return put_char(at, ' ');
}

static char *put_clock(char *at, const struct date *date)
{
	at = put_2_digits(at, date->hour);
	at = put_char(at, ':');
	at = put_2_digits(at, date->minute);
	at = put_char(at, ':');
	return put_2_digits(at, date->second);
}

/* Local time up to the second goes into the clock's own text.  False if it has
 * none. */
SELDOM bool second_prepare(const struct line_options *options,
			   struct line_clock *clock, int64_t seconds)
{
	const struct render_names *names = options->names;
	char *at = clock->second_text;
	struct date date;
	int64_t offset = 0;

	if (!seconds_have_date(seconds))
		return false;
	if (names && names->utc_offset)
		offset = names->utc_offset(names->context, seconds);
	date = date_from_seconds(seconds + offset);
	if (options->time == LINE_TIME_DATE)
		at = put_day(at, &date);
	at = put_clock(at, &date);
	clock->second = seconds;
	clock->second_length = (uint8_t)(at - clock->second_text);
	return true;
}

static inline char *put_kept_second(char *at,
				    const struct line_options *options,
				    const struct line_clock *clock,
				    struct packet_time time)
{
	at = put_blocks(at, clock->second_text, clock->second_length);
	return put_fraction(at, options, stamp_of(options, time).fraction);
}

SELDOM char *put_next_second(char *at, const struct line_options *options,
			     struct line_clock *clock, struct packet_time time)
{
	if (!second_prepare(options, clock, time.seconds))
		return put_string(at, no_time);
	return put_kept_second(at, options, clock, time);
}

static char *put_local(char *at, const struct line_options *options,
		       struct line_clock *clock, struct packet_time time)
{
	if (clock->second_length == 0 || clock->second != time.seconds)
		return put_next_second(at, options, clock, time);
	return put_kept_second(at, options, clock, time);
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

SELDOM char *put_since(char *at, const struct line_options *options,
		       struct line_clock *clock, struct packet_time time)
{
	struct packet_time begin = clock->running ? clock->reference : time;
	struct stamp now = stamp_of(options, time);
	struct stamp then = stamp_of(options, begin);
	bool back = stamp_is_before(now, then);
	struct stamp since = back ? stamp_subtract(options, then, now)
				  : stamp_subtract(options, now, then);
	struct date date = date_from_seconds(since.seconds);

	if (options->time == LINE_TIME_SINCE_PREVIOUS)
		begin = time;
	clock->reference = begin;
	/* A reference of zero counts as none, in tcpdump too. */
	then = stamp_of(options, begin);
	clock->running = then.seconds != 0 || then.fraction != 0;
	at = put_char(at, back ? '-' : ' ');
	if (!seconds_have_date(since.seconds))
		return put_string(at, no_time);
	at = put_clock(at, &date);
	return put_fraction(at, options, since.fraction);
}

SELDOM char *put_unix(char *at, const struct line_options *options,
		      struct stamp stamp)
{
	if (seconds_are_negative(stamp.seconds))
		return put_string(at, no_time);
	at = put_decimal(at, (uint32_t)stamp.seconds);
	return put_fraction(at, options, stamp.fraction);
}

SELDOM char *put_other_time(char *at, const struct line_options *options,
			    struct line_clock *clock, struct packet_time time)
{
	switch (options->time) {
	case LINE_TIME_NONE:
		return at;
	case LINE_TIME_UNIX:
		return put_unix(at, options, stamp_of(options, time));
	default:
		return put_since(at, options, clock, time);
	}
}

char *put_time(char *at, const struct line_options *options,
	       struct line_clock *clock, struct packet_time time)
{
	if (options->time == LINE_TIME_DAY || options->time == LINE_TIME_DATE)
		return put_local(at, options, clock, time);
	return put_other_time(at, options, clock, time);
}

static char *put_time_and_space(char *at, const struct line_options *options,
				struct line_clock *clock,
				struct packet_time time)
{
	char *behind = put_time(at, options, clock, time);

	return behind == at ? at : put_char(behind, ' ');
}

void line_time(struct text *text, const struct line_options *options,
	       struct line_clock *clock, struct packet_time time)
{
	char *from = text_piece(text);

	text_piece_end(text, from,
		       put_time_and_space(from, options, clock, time));
}

/* Nothing stands on the line but what stands on most: the time, addresses and
 * ports as they are kept, and a segment behind a sound IP header. */
static bool is_usual(const struct line_options *options,
		     const struct packet *packet)
{
	return options->numeric && options->endpoints && !options->number &&
	       !options->link_header && !options->classic &&
	       !options->verbose && !options->quiet &&
	       packet->link_type == LINK_ETHERNET && !packet->tunnel_count &&
	       ip_header_is_plain(packet) &&
	       packet->tcp.extent == TCP_WHOLE_HEADER &&
	       tcp_has_usual_options(&packet->tcp);
}

enum { TIME_MAX = 48 }; /* with the space behind it */

_Static_assert(TIME_MAX + sizeof("IP6 ") - 1 + ENDPOINTS_TEXT_SIZE +
			       TCP_LINE_USUAL_MAX + PUT_BLOCK <=
		       TEXT_PIECE_MAX,
	       "a usual line is one piece");

/* The same as the parts say one by one, in one piece. */
static void usual_render(struct text *text, const struct line_options *options,
			 struct line_clock *clock, const struct packet *packet,
			 struct line_bases bases)
{
	const struct endpoints_text *endpoints =
		endpoints_find(options->endpoints, packet);
	char *from = text_piece(text);
	char *at = put_time_and_space(from, options, clock, packet->time);

	at = put_ip_name(at, packet->ip.version);
	at = put_kept_endpoints(at, endpoints);
	at = put_usual_tcp_line(at, options, packet, bases);
	text_piece_end(text, from, at);
}

SELDOM void each_part_render(struct text *text,
			     const struct line_options *options,
			     struct line_clock *clock,
			     const struct packet *packet,
			     struct line_bases bases)
{
	if (options->number) {
		text_spaces(text, packet->number, 5);
		text_string(text, "  ");
	}
	line_time(text, options, clock, packet->time);
	/* Ethernet, which most is, has a header only with -e. */
	if (packet->link_type != LINK_ETHERNET || options->link_header)
		link_header_render(text, options, packet);
	if (packet->tunnel_count > 0)
		tunnel_headers_render(text, options, packet);
	if (!ip_header_render(text, options, packet))
		return;
	if (options->classic)
		tcp_classic_render(text, options, packet, bases);
	else
		tcp_line_render(text, options, packet, bases);
}

void line_packet(struct text *text, const struct line_options *options,
		 struct line_clock *clock, const struct packet *packet,
		 struct line_bases bases)
{
	if (is_usual(options, packet))
		usual_render(text, options, clock, packet, bases);
	else
		each_part_render(text, options, clock, packet, bases);
}
