/*
 * The listing of --table: cells, columns in a width, order.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/colour.h"
#include "render/columns.h"
#include "render/line.h"
#include "render/listing.h"
#include "render/listing_cell.h"
#include "render/listing_order.h"
#include "render/text.h"
#include "track/tracker.h"

#define MILLISECOND INT64_C(1000000)
#define SECOND INT64_C(1000000000)
#define NOW (INT64_C(1700000000) * SECOND)

#define ROWS(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { STORAGE_SIZE = 4096 };

static const struct line_options numeric = { .numeric = true };

static char storage[STORAGE_SIZE];
static struct text text;

static void begin(void)
{
	text_init(&text, storage, sizeof(storage));
}

/* --- cells */

struct number_row {
	uint64_t number;
	const char *words;
};

static const struct number_row number_rows[] = {
	{ 0, "0" },
	{ 9999, "9999" },
	{ 10000, "10.0K" },
	{ 12345, "12.3K" },
	{ 99999, "99.9K" },
	{ 100000, "100K" },
	{ 999999, "999K" },
	{ 1000000, "1.00M" },
	{ 1050000, "1.05M" },
	{ 4294967295, "4.29G" },
	{ UINT64_MAX, "18.4E" },
};

Test(listing, numbers)
{
	for (size_t i = 0; i < ROWS(number_rows); i++) {
		begin();
		cell_number(&text, number_rows[i].number);
		cr_expect_str_eq(text_terminate(&text), number_rows[i].words);
	}
}

struct time_row {
	int64_t time;
	const char *words;
};

static const struct time_row time_rows[] = {
	{ -5, "0us" },
	{ 999, "0us" },
	{ 350000, "350us" },
	{ 1230000, "1.23ms" },
	{ 12 * MILLISECOND, "12.0ms" },
	{ 999 * MILLISECOND, "999ms" },
	{ SECOND, "1.00s" },
	{ 42 * SECOND, "42.0s" },
	{ 60 * SECOND - 1, "59.9s" },
	{ 60 * SECOND, "1m00s" },
	{ 3599 * SECOND, "59m59s" },
	{ 3600 * SECOND, "1h00m" },
	{ 86399 * SECOND, "23h59m" },
	{ 90000 * SECOND, "1d01h" },
	{ INT64_C(100) * 86400 * SECOND, "100d" },
	{ INT64_MAX, "106751d" },
};

Test(listing, times)
{
	for (size_t i = 0; i < ROWS(time_rows); i++) {
		begin();
		cell_time(&text, time_rows[i].time);
		cr_expect_str_eq(text_terminate(&text), time_rows[i].words);
	}
}

struct name_row {
	const char *name;
	int columns;
	const char *words;
	int taken;
};

static const struct name_row name_rows[] = {
	{ "10.0.0.1.80", 11, "10.0.0.1.80", 11 },
	{ "10.0.0.1.80", 10, "10.0..1.80", 10 },
	{ "2001:db8:85a3::8a2e:370:7334.443", 21, "2001:db8:..0:7334.443", 21 },
	{ "abcdef", 3, "..f", 3 },
	{ "abcdef", 2, "", 0 },
	{ "", 5, "", 0 },
	/* Two columns each, as far as this room knows. */
	{ "b\xc3\xbc"
	  "cher.example.80",
	  9, "b\xc3\xbc..e.80", 9 },
	{ "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", 7, "\xc3\xbc..\xc3\xbc", 6 },
};

Test(listing, names_are_shortened_in_the_middle)
{
	for (size_t i = 0; i < ROWS(name_rows); i++) {
		const struct name_row *row = &name_rows[i];
		int taken;

		begin();
		taken = cell_shorten(&text, row->name, row->columns);
		text_terminate(&text);
		cr_expect_eq(taken, columns_of(storage, strlen(storage)), "%s",
			     row->name);
		cr_expect_leq(taken, row->columns, "%s", row->name);
		cr_expect_eq(taken, row->taken, "%s: %d", row->name, taken);
		cr_expect_str_eq(storage, row->words);
	}
}

/* --- connections */

static struct track_flow_end end_of(const char *octets, uint16_t port,
				    enum tcp_state state, bool sure)
{
	struct track_flow_end end = { .port = port, .since = NOW - 5 * SECOND };

	end.address.version = 4;
	memcpy(end.address.octets, octets, 4);
	history_begin(&end.history, state, sure);
	return end;
}

static struct track_look look_of(enum tcp_state client, enum tcp_state server)
{
	struct track_look look = { .now = NOW };

	look.flow.connection = 3;
	look.flow.start = NOW - 75 * SECOND;
	look.flow.ends[TRACK_CLIENT] =
		end_of("\x0a\0\0\x01", 40000, client, true);
	look.flow.ends[TRACK_SERVER] =
		end_of("\x0a\0\0\x02", 80, server, false);
	return look;
}

struct waiting_row {
	enum tcp_state client, server;
	const char *words;
};

static const struct waiting_row waiting_rows[] = {
	{ STATE_SYN_SENT, STATE_LISTEN, "5.00s server SYN-ACK" },
	{ STATE_SYN_SENT, STATE_SYN_RECV, "5.00s server SYN-ACK" },
	{ STATE_ESTABLISHED, STATE_SYN_RECV, "5.00s client ACK of SYN" },
	{ STATE_ESTABLISHED, STATE_ESTABLISHED, "" },
	{ STATE_FIN_WAIT1, STATE_ESTABLISHED, "5.00s server ACK of FIN" },
	{ STATE_FIN_WAIT2, STATE_CLOSE_WAIT, "5.00s server close" },
	{ STATE_CLOSE_WAIT, STATE_FIN_WAIT2, "5.00s client close" },
	{ STATE_FIN_WAIT2, STATE_ESTABLISHED, "5.00s server FIN" },
	{ STATE_CLOSED, STATE_LAST_ACK, "5.00s client ACK of FIN" },
	{ STATE_TIME_WAIT, STATE_CLOSED, "5.00s of 2MSL" },
};

Test(listing, what_is_waited_for)
{
	for (size_t i = 0; i < ROWS(waiting_rows); i++) {
		const struct waiting_row *row = &waiting_rows[i];
		struct track_look look = look_of(row->client, row->server);

		begin();
		cell_waiting(&text, &look);
		cr_expect_str_eq(text_terminate(&text), row->words, "%zu: %s",
				 i, storage);
	}
}

Test(listing, windows_and_data_are_waited_for)
{
	struct track_look look = look_of(STATE_ESTABLISHED, STATE_ESTABLISHED);

	look.flow.ends[TRACK_SERVER].unacknowledged = 1448;
	look.flow.ends[TRACK_SERVER].unacknowledged_since = NOW - SECOND;
	begin();
	cell_waiting(&text, &look);
	cr_expect_str_eq(text_terminate(&text), "1.00s client ACK");
	look.flow.ends[TRACK_CLIENT].window_closed = true;
	look.flow.ends[TRACK_CLIENT].window_closed_since = NOW - 2 * SECOND;
	begin();
	cell_waiting(&text, &look);
	cr_expect_str_eq(text_terminate(&text), "2.00s client read");
	look.flow.reason = TRACK_REASON_RESET;
	begin();
	cell_waiting(&text, &look);
	cr_expect_str_eq(text_terminate(&text), "over: reset");
}

Test(listing, round_trip_times)
{
	struct track_look look = look_of(STATE_ESTABLISHED, STATE_ESTABLISHED);
	struct track_rtt *client = &look.flow.ends[TRACK_CLIENT].rtt;
	struct track_rtt *server = &look.flow.ends[TRACK_SERVER].rtt;
	int64_t rtt;

	cr_expect_not(cell_rtt(&look.flow, &rtt));
	*client = (struct track_rtt){ .samples = 2, .sum = 6e6 };
	cr_expect_not(cell_rtt(&look.flow, &rtt));
	*server = (struct track_rtt){ .samples = 4, .sum = 4e6 };
	cr_expect(cell_rtt(&look.flow, &rtt));
	cr_expect_eq(rtt, 4 * MILLISECOND);
	look.flow.has_rtt_handshake = true;
	look.flow.rtt_handshake = 7;
	cr_expect(cell_rtt(&look.flow, &rtt));
	cr_expect_eq(rtt, 7);
}

/* --- columns */

static struct track_look busy(void)
{
	struct track_look look = look_of(STATE_FIN_WAIT2, STATE_CLOSE_WAIT);

	look.flow.has_rtt_handshake = true;
	look.flow.rtt_handshake = 1234567;
	look.flow.ends[TRACK_CLIENT].bytes = 48;
	look.flow.ends[TRACK_CLIENT].packets = 7;
	look.flow.ends[TRACK_SERVER].bytes = 123456;
	look.flow.ends[TRACK_SERVER].packets = 100;
	look.flow.ends[TRACK_SERVER].retransmitted_segments = 2;
	look.flow.ends[TRACK_SERVER].has_offer = true;
	look.flow.ends[TRACK_SERVER].offer = 65536;
	return look;
}

static const char *written(const struct track_look *look, int width,
			   bool colour)
{
	struct listing_layout layout = { 0 };
	struct listing_row row;

	listing_row(&row, &numeric, look);
	listing_measure(&layout, &row);
	listing_fit(&layout, width);
	begin();
	listing_head(&text, &layout);
	text_char(&text, '\n');
	listing_write(&text, &layout, &row, colour);
	return text_terminate(&text);
}

struct width_row {
	int width;
	const char *words;
};

static const struct width_row width_rows[] = {
	/* Less than the least is that. */
	{ 40, "#  CLIENT         STATE     SERVER      STATE          AGE\n"
	      "#3 10.0.0.1.40000 FIN_WAIT2 10.0.0.2.80 CLOSE_WAIT?  1m15s" },
	{ 60, "#  CLIENT         STATE     SERVER      STATE          AGE\n"
	      "#3 10.0.0.1.40000 FIN_WAIT2 10.0.0.2.80 CLOSE_WAIT?  1m15s" },
	{ 80, "#  CLIENT         STATE     SERVER      STATE          AGE "
	      "WAITS FOR\n"
	      "#3 10.0.0.1.40000 FIN_WAIT2 10.0.0.2.80 CLOSE_WAIT?  1m15s "
	      "5.00s server close" },
	{ 120, "#  CLIENT         STATE     SERVER      STATE          AGE "
	       "  C>S   S>C  RETR    RTT C WIN S WIN WAITS FOR\n"
	       "#3 10.0.0.1.40000 FIN_WAIT2 10.0.0.2.80 CLOSE_WAIT?  1m15s "
	       "   48  123K     2 1.23ms     - 65.5K 5.00s server close" },
	{ 130, "#  CLIENT         STATE     SERVER      STATE          AGE "
	       "  C>S   S>C SEGS> <SEGS  RETR    RTT C WIN S WIN WAITS FOR\n"
	       "#3 10.0.0.1.40000 FIN_WAIT2 10.0.0.2.80 CLOSE_WAIT?  1m15s "
	       "   48  123K     7   100     2 1.23ms     - 65.5K 5.00s server"
	       " close" },
};

Test(listing, columns_fit)
{
	for (size_t i = 0; i < ROWS(width_rows); i++) {
		const struct track_look look = busy();

		cr_expect_str_eq(written(&look, width_rows[i].width, false),
				 width_rows[i].words, "%d:\n%s",
				 width_rows[i].width, storage);
	}
}

/* Whatever the width, no line is wider, and none ends in a blank. */
Test(listing, no_line_is_too_wide)
{
	struct track_look look = busy();

	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		struct address *address = &look.flow.ends[end].address;

		address->version = 6;
		memset(address->octets, 0xab, sizeof(address->octets));
		look.flow.ends[end].port = 65535;
	}
	look.flow.connection = 1000000000;
	for (int width = LISTING_WIDTH_MIN; width < 250; width++) {
		const char *words = written(&look, width, false);
		const char *end = strchr(words, '\n');

		cr_expect_leq(end - words, width, "%d:\n%s", width, words);
		cr_expect_leq(strlen(end + 1), (size_t)width, "%d:\n%s", width,
			      words);
		cr_expect_neq(end[-1], ' ');
		cr_expect_neq(words[strlen(words) - 1], ' ');
	}
	cr_expect(strstr(storage, "abab:abab:abab:abab:abab:abab:abab:abab."
				  "65535"),
		  "there was room for all of it");
}

/* A row that was measured before keeps its room. */
Test(listing, columns_do_not_jump)
{
	struct listing_layout layout = { 0 };
	struct track_look look = busy();
	struct listing_row row;
	int given;

	listing_row(&row, &numeric, &look);
	listing_measure(&layout, &row);
	listing_fit(&layout, 120);
	given = layout.given[LISTING_CLIENT];
	look.flow.ends[TRACK_CLIENT].port = 1;
	listing_row(&row, &numeric, &look);
	listing_measure(&layout, &row);
	listing_fit(&layout, 120);
	cr_expect_eq(layout.given[LISTING_CLIENT], given);
}

Test(listing, colours)
{
	struct track_look look = busy();

	written(&look, 160, true);
	cr_expect(strstr(storage, "\033[36m10.0.0.1.40000\033[0m "
				  "\033[36mFIN_WAIT2\033[0m "));
	cr_expect(strstr(storage, "\033[33mCLOSE_WAIT?\033[0m "));
	cr_expect(strstr(storage, "     \033[1m2\033[0m "), "%s", storage);
	cr_expect_not(strstr(storage, "\033[1;4;31m"));
	look.flow.ends[TRACK_SERVER].since = NOW - 10 * SECOND;
	written(&look, 160, true);
	cr_expect(strstr(storage, "\033[1;4;31m10.0s server close\033[0m"),
		  "%s", storage);
	look.flow.ends[TRACK_CLIENT].has_offer = true;
	look.flow.ends[TRACK_CLIENT].window_closed = true;
	look.flow.ends[TRACK_CLIENT].window_closed_since = NOW;
	written(&look, 160, true);
	cr_expect(strstr(storage, "     \033[1;4;31m0\033[0m "));
}

/* --- order */

static struct track_look numbered(uint64_t number, uint64_t bytes)
{
	struct track_look look = look_of(STATE_ESTABLISHED, STATE_ESTABLISHED);

	look.flow.connection = number;
	look.flow.ends[TRACK_CLIENT].bytes = bytes;
	return look;
}

static bool is_first(enum listing_key key, bool reversed,
		     const struct track_look *a, const struct track_look *b)
{
	struct listing_rank one = listing_rank_of(key, reversed, a);
	struct listing_rank other = listing_rank_of(key, reversed, b);
	bool first = listing_rank_is_before(&one, &other);

	cr_expect_neq(first, listing_rank_is_before(&other, &one));
	cr_expect_not(listing_rank_is_before(&one, &one));
	return first;
}

/* By each key, the first is before the second, and behind it in reverse. */
static void expect_order(enum listing_key key, const struct track_look *first,
			 const struct track_look *second)
{
	cr_expect(is_first(key, false, first, second), "%s",
		  listing_key_name(key));
	cr_expect_not(is_first(key, true, first, second), "%s reversed",
		      listing_key_name(key));
}

Test(listing, order)
{
	struct track_look one = numbered(2, 0), other = numbered(1, 0);

	expect_order(LISTING_BY_NUMBER, &other, &one);
	one.flow.ends[TRACK_CLIENT].port--;
	expect_order(LISTING_BY_CLIENT, &one, &other);
	one.flow.ends[TRACK_SERVER].address.octets[0]--;
	expect_order(LISTING_BY_SERVER, &one, &other);
	other.flow.ends[TRACK_SERVER].address.version = 6;
	other.flow.ends[TRACK_SERVER].address.octets[0] = 0;
	expect_order(LISTING_BY_SERVER, &one, &other);
	history_begin(&one.flow.ends[TRACK_CLIENT].history, STATE_SYN_SENT,
		      true);
	expect_order(LISTING_BY_STATE, &one, &other);
	one.flow.start--;
	expect_order(LISTING_BY_AGE, &one, &other);
	one.flow.ends[TRACK_SERVER].bytes = 1;
	expect_order(LISTING_BY_BYTES, &one, &other);
	one.flow.ends[TRACK_CLIENT].packets = 1;
	expect_order(LISTING_BY_PACKETS, &one, &other);
	one.flow.ends[TRACK_SERVER].retransmitted_segments = 1;
	expect_order(LISTING_BY_RETRANSMISSIONS, &one, &other);
	one.flow.has_rtt_handshake = true;
	expect_order(LISTING_BY_RTT, &one, &other);
	expect_order(LISTING_BY_WAITING, &one, &other);
}

/* What is equal keeps the order of its numbers, in reverse too. */
Test(listing, order_of_equals)
{
	for (int key = 0; key < LISTING_KEYS; key++) {
		struct track_look one = numbered(1, 5), other = numbered(2, 5);

		cr_expect(is_first((enum listing_key)key, false, &one, &other));
		cr_expect_eq(is_first((enum listing_key)key, true, &one,
				      &other),
			     key != LISTING_BY_NUMBER);
	}
}

Test(listing, names_of_keys)
{
	enum listing_key key;

	for (int i = 0; i < LISTING_KEYS; i++) {
		cr_expect(listing_key_find(
			listing_key_name((enum listing_key)i), &key));
		cr_expect_eq((int)key, i);
	}
	cr_expect_not(listing_key_find("size", &key));
	cr_expect_not(listing_key_find("", &key));
}
