/*
 * TIME_WAIT: two maximum segment lifetimes during which the last ACK can be
 * repeated, and after which no old duplicate is alive (RFC 9293 3.6).
 */
#include "track/rules.h"
#include "track/sequence.h"

void time_wait_begin(struct endpoint *end, int64_t now, int64_t two_msl)
{
	end->time_wait_until = now + two_msl;
}

void rule_time_wait(const struct turn *turn)
{
	const struct segment *segment = turn->segment;
	struct endpoint *to = turn->to;
	bool bare, outside;

	if (!(segment->flags & TCP_ACK) || segment->flags & TCP_RST)
		return;
	bare = segment->end == segment->seq && segment->seq == to->acked;
	outside = seq_before(segment->seq, to->acked) ||
		  seq_after(segment->seq, to->edge);
	if (!bare && !outside)
		return;
	time_wait_begin(to, segment->time, turn->two_msl);
	why_to(turn, WHY_TIME_WAIT_RESTARTED, segment->seq, to->acked);
	notes_add(turn->notes, NOTE_TIME_WAIT_RESTARTED);
	notes_add_time(turn->notes, NOTE_TIME_WAIT_UNTIL, to->time_wait_until);
}
