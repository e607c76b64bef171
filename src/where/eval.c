/*
 * Evaluating: step by step, with the truths until now in the bits of a word.
 */
#include "where/eval.h"

#include <string.h>

#include "decode/packet.h"

enum truth { TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES };

static enum truth truth_of(bool holds)
{
	return holds ? TRUTH_YES : TRUTH_NO;
}

/* --- numbers */

/* Of a moment that a broken stamp put after the other: none. */
static uint64_t time_between(int64_t from, int64_t to)
{
	return to > from ? (uint64_t)to - (uint64_t)from : 0;
}

/* No time is longer than 63 bits of nanoseconds, whatever the sum. */
static uint64_t average_of(const struct track_rtt *rtt)
{
	double average;

	if (rtt->samples == 0 || rtt->sum <= 0)
		return 0;
	average = rtt->sum / (double)rtt->samples;
	return average < 9e18 ? (uint64_t)average : INT64_MAX;
}

static bool number_of_end(const struct track_flow_end *end,
			  enum where_field field, uint64_t *number)
{
	const struct track_rtt *rtt = &end->rtt;

	switch (field) {
	case WHERE_STATE:
		*number = history_state(&end->history);
		return true;
	case WHERE_PORT:
		*number = end->port;
		return true;
	case WHERE_BYTES:
		*number = end->bytes;
		return true;
	case WHERE_PACKETS:
		*number = end->packets;
		return true;
	case WHERE_RETRANSMISSIONS:
		*number = end->retransmitted_segments;
		return true;
	case WHERE_WINDOW:
		*number = end->offer;
		return end->has_offer;
	case WHERE_RTT_MIN:
		*number = time_between(0, rtt->min);
		return rtt->samples > 0;
	case WHERE_RTT_AVERAGE:
		*number = average_of(rtt);
		return rtt->samples > 0;
	case WHERE_RTT_MAX:
		*number = time_between(0, rtt->max);
		return rtt->samples > 0;
	default:
		return false;
	}
}

static bool number_of_segment(const struct where_subject *subject,
			      enum where_field field, uint64_t *number)
{
	const struct packet *packet = subject->packet;

	if (!packet)
		return false;
	switch (field) {
	case WHERE_FROM:
		*number = subject->from;
		return true;
	case WHERE_FLAGS:
		*number = packet->tcp.flags;
		return packet->tcp.extent >= TCP_HEADER_SHORT;
	default:
		*number = packet->tcp.payload;
		return packet->tcp.extent >= TCP_OPTIONS_CUT;
	}
}

static bool number_of_connection(const struct where_subject *subject,
				 enum where_field field, uint64_t *number)
{
	const struct track_flow *flow = &subject->look->flow;

	switch (field) {
	case WHERE_CONNECTION:
		*number = flow->connection;
		return true;
	case WHERE_RTT:
		*number = time_between(0, flow->rtt_handshake);
		return flow->has_rtt_handshake;
	case WHERE_AGE:
		*number = time_between(flow->start, subject->look->now);
		return true;
	case WHERE_IDLE:
		*number = time_between(flow->end, subject->look->now);
		return true;
	case WHERE_DURATION:
		*number = time_between(flow->start, flow->end);
		return true;
	case WHERE_REASON:
		*number = flow->reason;
		return true;
	default:
		return number_of_segment(subject, field, number);
	}
}

bool where_number(const struct where_subject *subject, enum where_field field,
		  enum track_end end, uint64_t *number)
{
	if (field <= WHERE_RTT_MAX)
		return number_of_end(&subject->look->flow.ends[end], field,
				     number);
	return number_of_connection(subject, field, number);
}

bool where_is_sum(const struct where_test *test)
{
	return test->side == WHERE_BOTH_SIDES &&
	       (test->field == WHERE_BYTES || test->field == WHERE_PACKETS ||
		test->field == WHERE_RETRANSMISSIONS);
}

bool where_ends(const struct where_test *test,
		const struct where_subject *subject, int *first, int *last)
{
	int from = (int)subject->from;

	switch (test->side) {
	case WHERE_CLIENT_SIDE:
		*first = *last = TRACK_CLIENT;
		return true;
	case WHERE_SERVER_SIDE:
		*first = *last = TRACK_SERVER;
		return true;
	case WHERE_BOTH_SIDES:
		*first = TRACK_CLIENT;
		/* Of the whole connection, one says all. */
		*last = test->field > WHERE_RTT_MAX ? TRACK_CLIENT
						    : TRACK_SERVER;
		return true;
	case WHERE_SENDER_SIDE:
		*first = *last = from;
		return subject->packet != NULL;
	default:
		*first = *last =
			from == TRACK_CLIENT ? TRACK_SERVER : TRACK_CLIENT;
		return subject->packet != NULL;
	}
}

/* --- tests */

/* != is taken for =: see test_holds(). */
static bool compare(uint64_t number, enum where_operator sign, uint64_t with)
{
	switch (sign) {
	case WHERE_LESS:
		return number < with;
	case WHERE_AT_MOST:
		return number <= with;
	case WHERE_MORE:
		return number > with;
	case WHERE_AT_LEAST:
		return number >= with;
	default:
		return number == with;
	}
}

static bool is_in_network(const struct address *address,
			  const struct where_test *test)
{
	const uint8_t *octets = address->octets;
	const uint8_t *network = test->address.octets;
	unsigned int whole = test->prefix / 8U, rest = test->prefix % 8U;

	if (address->version != test->address.version ||
	    memcmp(octets, network, whole) != 0)
		return false;
	return rest == 0 || (octets[whole] ^ network[whole]) >> (8 - rest) == 0;
}

static bool has_flags(const struct where_test *test, uint64_t flags)
{
	if (test->sign == WHERE_LIKE)
		return (flags & test->number) == test->number;
	return flags == test->number;
}

static bool is_long_enough(const struct where_test *test,
			   const struct where_subject *subject, int end)
{
	const struct track_look *look = subject->look;

	return !test->has_time ||
	       compare(time_between(look->flow.ends[end].since, look->now),
		       test->time_sign, test->time);
}

static enum truth test_end(const struct where_test *test,
			   const struct where_subject *subject, int end)
{
	const struct track_flow_end *ends = subject->look->flow.ends;
	uint64_t number;

	if (test->field == WHERE_ADDRESS)
		return truth_of(is_in_network(&ends[end].address, test));
	if (test->field == WHERE_NOTE)
		return truth_of(subject->notes & test->number);
	if (!where_number(subject, test->field, (enum track_end)end, &number))
		return TRUTH_UNKNOWN;
	switch (test->field) {
	case WHERE_STATE:
		return truth_of(test->number >> number & 1 &&
				is_long_enough(test, subject, end));
	case WHERE_REASON:
	case WHERE_FROM:
		return truth_of(test->number >> number & 1);
	case WHERE_FLAGS:
		return truth_of(has_flags(test, number));
	default:
		return truth_of(compare(number, test->sign, test->number));
	}
}

static bool sum_holds(const struct where_test *test,
		      const struct where_subject *subject)
{
	uint64_t one = 0, other = 0;

	where_number(subject, test->field, TRACK_CLIENT, &one);
	where_number(subject, test->field, TRACK_SERVER, &other);
	return compare(one + other, test->sign, test->number) !=
	       (test->sign == WHERE_NOT_EQUAL);
}

/* One end is enough; but != wants none to be equal. */
static bool test_holds(const struct where_test *test,
		       const struct where_subject *subject)
{
	bool known = false, yes = false;
	int first, last;

	if (where_is_sum(test))
		return sum_holds(test, subject);
	if (!where_ends(test, subject, &first, &last))
		return false;
	for (int end = first; end <= last; end++) {
		enum truth truth = test_end(test, subject, end);

		known |= truth != TRUTH_UNKNOWN;
		yes |= truth == TRUTH_YES;
	}
	return test->sign == WHERE_NOT_EQUAL ? known && !yes : yes;
}

bool where_matches(const struct where *where,
		   const struct where_subject *subject)
{
	uint64_t truths = 0; /* the last is the lowest bit */

	for (int i = 0; i < where->count; i++) {
		const struct where_step *step = &where->steps[i];
		uint64_t last = truths & 1;

		switch (step->kind) {
		case WHERE_TEST:
			truths = truths << 1 | test_holds(&step->test, subject);
			break;
		case WHERE_NOT:
			truths ^= 1;
			break;
		case WHERE_AND:
			truths >>= 1;
			truths &= last | ~UINT64_C(1);
			break;
		case WHERE_OR:
			truths >>= 1;
			truths |= last;
			break;
		}
	}
	return truths & 1;
}
