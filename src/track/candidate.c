/* A SYN that may be the beginning of a new incarnation. */
#include "track/candidate.h"

#include <string.h>

#include "track/rules.h"
#include "track/sequence.h"

void candidate_remember(struct candidate *candidate, int from,
			const struct segment *syn)
{
	if (candidate->waiting && candidate->from == from &&
	    candidate->iss == syn->seq)
		return;
	*candidate = (struct candidate){
		.waiting = true,
		.from = (uint8_t)from,
		.iss = syn->seq,
		.end = syn->end,
		.time = syn->time,
		.has_scale = syn->options->has_window_scale,
		.window_scale = syn->options->window_scale,
		.has_ts = syn->options->has_timestamps,
		.ts_value = syn->options->ts_value,
	};
}

bool candidate_proved_by(const struct candidate *candidate, int from,
			 const struct segment *segment)
{
	if (!candidate->waiting || !(segment->flags & TCP_ACK) ||
	    segment->flags & TCP_RST)
		return false;
	if (from == candidate->from)
		return !(segment->flags & TCP_SYN) &&
		       segment->seq == candidate->end;
	return (segment->flags & TCP_SYN) &&
	       seq_after(segment->ack, candidate->iss) &&
	       seq_at_most(segment->ack, candidate->end);
}

void candidate_update(const struct turn *turn, int from)
{
	struct candidate *candidate = &turn->connection->candidate;
	const struct segment *segment = turn->segment;

	if (!candidate->waiting)
		return;
	if (from != candidate->from) {
		if (segment->flags & (TCP_SYN | TCP_RST | TCP_FIN))
			return;
		candidate->challenged = true;
		candidate->challenge = segment->ack;
		return;
	}
	if (!(segment->flags & TCP_RST))
		candidate->waiting = false;
	else if (!(segment->flags & TCP_ACK) && candidate->challenged &&
		 segment->seq == candidate->challenge)
		candidate->confirmed = true;
}

struct segment candidate_syn(const struct candidate *candidate,
			     struct tcp_options *options)
{
	memset(options, 0, sizeof *options);
	options->has_window_scale = candidate->has_scale;
	options->window_scale = candidate->window_scale;
	options->has_timestamps = candidate->has_ts;
	options->ts_value = candidate->ts_value;
	return (struct segment){
		.time = candidate->time,
		.seq = candidate->iss,
		.end = candidate->end,
		.payload = candidate->end - candidate->iss - 1,
		.flags = TCP_SYN,
		.options = options,
	};
}
