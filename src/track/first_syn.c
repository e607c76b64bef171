/*
 * What the rules, the findings and the counts would make of a first SYN.
 *
 * They are passed over, so each of them has its condition here: whatever would
 * leave or say more than half_open.c builds makes the SYN one of the others.
 */
#include "track/first_syn.h"

#include "decode/packet.h"
#include "track/inside.h"

/* It counts, whole, and has no data; a window of zero is told of, and so is a
 * checksum that was left to the network card. */
static bool is_lone(const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;

	return (tcp->flags & ~(TCP_ECE | TCP_CWR)) == TCP_SYN &&
	       tcp->extent == TCP_WHOLE_HEADER && tcp->payload == 0 &&
	       tcp->window != 0 && packet->ip.fragment_count == 0 &&
	       (tcp->checksum == CHECKSUM_GOOD ||
		tcp->checksum == CHECKSUM_UNVERIFIED);
}

/* What is kept of the options is all that there is to them. */
static bool has_usual_options(const struct tcp_options *options)
{
	return options->has_mss == (options->mss != 0) &&
	       (options->has_timestamps || options->ts_value == 0) &&
	       options->window_scale <= 0xf && options->sack_count == 0;
}

static struct half_open syn_of(const struct packet *packet, int from,
			       int64_t time)
{
	const struct packet_tcp *tcp = &packet->tcp;

	return (struct half_open){
		.time = time,
		.iss = tcp->seq,
		.ts_value = tcp->options.ts_value,
		.flags = tcp->flags,
		.mss = tcp->options.mss,
		.id = packet->ip.id,
		.options = half_open_options(&tcp->options, from),
	};
}

static void tell(const struct packet_tcp *tcp, struct track_result *result)
{
	result->from = TRACK_CLIENT;
	result->ends[TRACK_CLIENT] = (struct track_steps){
		.states = { STATE_CLOSED, STATE_SYN_SENT },
		.count = 2,
	};
	result->ends[TRACK_SERVER] = (struct track_steps){
		.states = { STATE_LISTEN },
		.count = 1,
		.assumed = 1,
	};
	result->has_seq_zero = true;
	result->seq_zero = tcp->seq;
	result->has_window = true;
	result->window = tcp->window;
	notes_add_values(&result->notes, NOTE_HANDSHAKE, 1, 0);
	why_add(&result->whys, WHY_SYN, TRACK_CLIENT, tcp->seq, 0);
}

bool first_syn(struct tracker *tracker, const struct table_key *key, int from,
	       const struct packet *packet, struct track_result *result)
{
	struct half_open syn;
	uint32_t number;

	if (!tracker->predicts || !is_lone(packet) ||
	    !has_usual_options(&packet->tcp.options))
		return false;
	if (tracker->last_number >= UINT32_MAX || incarnation_is_self(key) ||
	    table_find(tracker->table, key) != TABLE_NONE)
		return false;
	syn = syn_of(packet, from, tracker->now);
	number = incarnation_add_half_open(tracker, key, &syn);
	if (number == TABLE_NONE)
		return false;
	track_result_begin(result);
	result->place = number;
	result->connection = tracker->last_number;
	tell(&packet->tcp, result);
	return true;
}
