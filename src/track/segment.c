/*
 * tracker_segment(): one segment, from its packet to what it did.
 */

#include "decode/seldom.h"
#include "track/candidate.h"
#include "track/endpoint.h"
#include "track/first_syn.h"
#include "track/inside.h"
#include "track/predict.h"
#include "track/steps.h"

static struct segment segment_of(const struct packet *packet, int64_t time)
{
	const struct packet_tcp *tcp = &packet->tcp;
	uint32_t control = (tcp->flags & TCP_SYN ? 1U : 0U) +
			   (tcp->flags & TCP_FIN ? 1U : 0U);

	return (struct segment){
		.time = time,
		.seq = tcp->seq,
		.end = tcp->seq + tcp->payload + control,
		.ack = tcp->ack,
		.payload = tcp->payload,
		.flags = tcp->flags,
		.window = tcp->window,
		.options = &tcp->options,
	};
}

static void note_checksum(const struct turn *turn, const struct packet_tcp *tcp)
{
	if (tcp->checksum == CHECKSUM_OFFLOAD)
		notes_add(turn->notes, NOTE_CHECKSUM_OFFLOAD);
	if (tcp->checksum != CHECKSUM_BAD)
		return;
	notes_add_values(turn->notes, NOTE_CHECKSUM_BAD, tcp->checksum_field,
			 tcp->checksum_expected);
	why_from(turn, WHY_CHECKSUM, tcp->checksum_field,
		 tcp->checksum_expected);
}

/* Combinations that no TCP sends and none takes (RFC 9293 3.10.7). */
static bool has_bad_flags(uint16_t flags)
{
	if (!(flags & (TCP_ACK | TCP_SYN | TCP_RST)))
		return true;
	return flags & TCP_SYN && flags & (TCP_FIN | TCP_RST);
}

/* Whether a kernel would look at it at all. */
static bool counts(const struct packet_tcp *tcp)
{
	return tcp->extent >= TCP_OPTIONS_CUT && !has_bad_flags(tcp->flags) &&
	       tcp->checksum != CHECKSUM_BAD;
}

/* tcpdump's rule: the first segment with ACK, and any SYN+ACK, fixes what
 * later ones are counted from, and is itself printed as it is. */
static void number_from_bases(struct connection *connection, int from,
			      const struct packet_tcp *tcp,
			      struct track_result *result)
{
	if (!(tcp->flags & TCP_ACK))
		return;
	if (!connection->based || tcp->flags & TCP_SYN) {
		connection->base[from] = tcp->seq;
		connection->base[!from] = tcp->ack - 1;
		connection->based = true;
	} else {
		result->seq_base = connection->base[from];
		result->ack_base = connection->base[!from];
	}
	result->sack_base = connection->base[!from];
}

static void tell_states(const struct connection *connection,
			struct track_result *result)
{
	int client = connection->self ? 0 : connection->client;
	int server = connection->self ? 0 : !client;

	steps_none(&result->ends[TRACK_CLIENT],
		   connection->ends[client].history);
	steps_none(&result->ends[TRACK_SERVER],
		   connection->ends[server].history);
}

/* A candidate's SYN has no turn: the old incarnation only challenges it. */
static bool is_candidate(const struct connection *connection, int from,
			 const struct segment *segment)
{
	const struct candidate *candidate = &connection->candidate;

	return candidate->waiting && candidate->from == from &&
	       (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
	       candidate->iss == segment->seq;
}

static void take_turn(const struct turn *turn, int from)
{
	if (is_candidate(turn->connection, from, turn->segment)) {
		turn->to->challenge_due = true;
		return;
	}
	candidate_update(turn, from);
	connection_update(turn);
}

static bool is_examined(const struct turn *turn, const struct packet_tcp *tcp)
{
	if (tcp->extent < TCP_OPTIONS_CUT)
		return false;
	return !turn->connection->candidate.waiting ||
	       (turn->segment->flags & (TCP_SYN | TCP_ACK)) != TCP_SYN;
}

/* What is odd about it.  One with a bad checksum is examined too: it was
 * sent, and what follows makes sense only with it. */
static void examine(const struct turn *turn, const struct packet_tcp *tcp)
{
	if (has_bad_flags(tcp->flags)) {
		notes_add(turn->notes, NOTE_BAD_FLAGS);
		why_from(turn, WHY_FLAGS, tcp->flags, 0);
	} else if (is_examined(turn, tcp)) {
		finding_update(turn);
	}
	note_checksum(turn, tcp);
	if (notes_have(turn->notes, NOTE_MID_STREAM))
		why_from(turn,
			 tcp->flags & TCP_RST ? WHY_RST_UNKNOWN
					      : WHY_MID_STREAM,
			 0, 0);
	tally_update(turn);
}

static void number_from_zero(const struct turn *turn, int from,
			     struct track_result *result)
{
	const struct connection *connection = turn->connection;
	const struct endpoint *sender = turn->from, *receiver = turn->to;

	result->has_seq_zero = sender->has_iss || connection->based;
	result->seq_zero =
		sender->has_iss ? sender->iss : connection->base[from];
	result->has_ack_zero = receiver->has_iss || connection->based;
	result->ack_zero =
		receiver->has_iss ? receiver->iss : connection->base[!from];
	result->has_window = turn->segment->flags & TCP_SYN ||
			     endpoint_syns_seen(sender, receiver);
	result->window = turn->offer;
}

/* The segment's place in the history of its connection: what it moves, and
 * what is odd about it. */
static void judge(struct tracker *tracker, struct turn *turn, int from,
		  const struct packet *packet, struct track_result *result)
{
	bool counted = counts(&packet->tcp);
	struct history from_before, to_before;

	if (counted)
		incarnation_relate(tracker, turn->connection, from,
				   turn->segment, result);
	if (!turn->connection->known)
		turn->connection->client =
			(uint8_t)connection_likely_client(turn->connection,
							  from);
	turn_begin(turn, tracker, from);
	from_before = turn->from->history;
	to_before = turn->to->history;
	if (counted)
		take_turn(turn, from);
	examine(turn, &packet->tcp);
	if (packet->ip.fragment_count > 0)
		notes_add_values(&result->notes, NOTE_REASSEMBLED,
				 packet->ip.fragment_count, 0);
	steps_take(&result->ends[turn->from_end], turn->from, from_before,
		   tracker->now);
	if (turn->to == turn->from)
		result->ends[turn->to_end] = result->ends[turn->from_end];
	else
		steps_take(&result->ends[turn->to_end], turn->to, to_before,
			   tracker->now);
}

static void track(struct tracker *tracker, struct connection *connection,
		  int from, const struct packet *packet,
		  struct track_result *result)
{
	struct segment segment = segment_of(packet, tracker->now);
	struct turn turn = { .connection = connection,
			     .segment = &segment,
			     .ip_id = packet->ip.id,
			     .notes = &result->notes,
			     .whys = &result->whys };

	judge(tracker, &turn, from, packet, result);
	connection->notes |= result->notes.set;
	connection->last = tracker->now;
	result->from = (enum track_end)turn.from_end;
	result->connection = connection->number;
	number_from_bases(connection, from, &packet->tcp, result);
	number_from_zero(&turn, from, result);
}

static void show_states(const struct connection *connection, int from,
			struct track_result *result)
{
	result->connection = connection->number;
	result->from = from == connection->client ? TRACK_CLIENT : TRACK_SERVER;
	tell_states(connection, result);
}

/* The connection with that number, whose place the result has from now on;
 * NULL when there is none. */
static struct connection *take_place(struct tracker *tracker, uint32_t number,
				     struct track_result *result)
{
	if (number == TABLE_NONE)
		return NULL;
	result->place = number;
	return table_connection(tracker->table, number);
}

/* Ports without the rest: the states are shown as they are. */
static void show(struct tracker *tracker, const struct table_key *key, int from,
		 struct track_result *result)
{
	uint32_t number = table_find(tracker->table, key);
	const struct connection *connection =
		take_place(tracker, number, result);

	if (connection)
		show_states(connection, from, result);
}

static void number_fragment(const struct tracker *tracker,
			    struct connection *connection, int from,
			    const struct packet *packet,
			    struct track_result *result)
{
	struct segment segment = segment_of(packet, tracker->now);
	struct turn turn = { .connection = connection, .segment = &segment };

	turn_begin(&turn, tracker, from);
	number_from_zero(&turn, from, result);
}

/* A part of a segment that is not whole yet.  tcpdump counts from a first one
 * as from any segment, so that is learned now; nothing else is.  A connection
 * of which nothing else is known has no states yet. */
static void take_fragment(struct tracker *tracker, const struct table_key *key,
			  int from, const struct packet *packet,
			  struct track_result *result)
{
	bool has_header = packet->tcp.extent >= TCP_HEADER_LONG;
	uint32_t number = has_header
				  ? incarnation_find(tracker, key, tracker->now)
				  : table_find(tracker->table, key);
	struct connection *connection = take_place(tracker, number, result);

	if (!connection)
		return;
	if (has_header) {
		number_from_bases(connection, from, &packet->tcp, result);
		incarnation_requeue(tracker, number, connection);
	}
	if (!connection->known)
		return;
	if (has_header)
		number_fragment(tracker, connection, from, packet, result);
	show_states(connection, from, result);
	notes_add(&result->notes, NOTE_FRAGMENT);
}

/* Not a whole segment with its header. */
static void take_incomplete(struct tracker *tracker,
			    const struct packet *packet,
			    struct track_result *result)
{
	struct table_key key;
	bool swapped;

	if (packet->tcp.extent == TCP_NOTHING)
		return;
	swapped = table_key_of(&key, packet);
	if (packet->ip.fragment)
		take_fragment(tracker, &key, swapped, packet, result);
	else
		show(tracker, &key, swapped, result);
}

/* The connection that has the key, made if need be, and remembered.  NULL when
 * there is no memory. */
static struct connection *look_up(struct tracker *tracker,
				  const struct table_key *key,
				  const struct arrival *arrival,
				  struct track_result *result)
{
	uint32_t number = incarnation_find(tracker, key, tracker->now);

	if (number != TABLE_NONE)
		recent_remember(&tracker->recent, arrival->hash, number);
	return take_place(tracker, number, result);
}

/* What nobody expected, of the connection at the result's place. */
SELDOM void take_segment(struct tracker *tracker, struct connection *connection,
			 const struct arrival *arrival,
			 struct track_result *result)
{
	uint32_t number = result->place;

	track_result_begin(result);
	result->place = number;
	track(tracker, connection, arrival->from, arrival->packet, result);
	if (connection->candidate.confirmed)
		incarnation_promote(tracker, connection);
	incarnation_requeue(tracker, number, connection);
}

void tracker_segment(struct tracker *tracker, const struct packet *packet,
		     struct track_result *result)
{
	struct arrival arrival = { .packet = packet, .time = tracker->now };
	struct connection *connection = NULL;
	struct table_key key;

	if (packet->ip.fragment || packet->tcp.extent < TCP_HEADER_LONG) {
		track_result_begin(result);
		take_incomplete(tracker, packet, result);
		return;
	}
	arrival.from = table_key_swaps(packet);
	arrival.hash = recent_hash(packet);
	if (tracker->predicts)
		connection = recent_find(&tracker->recent, tracker->table,
					 &arrival, &result->place);
	if (!connection) {
		table_key_of(&key, packet);
		if (packet->tcp.flags & TCP_SYN &&
		    first_syn(tracker, &key, arrival.from, packet, result)) {
			recent_remember(&tracker->recent, arrival.hash,
					result->place);
			return;
		}
		connection = look_up(tracker, &key, &arrival, result);
	}
	if (!connection)
		track_result_begin(result);
	else if (!tracker->predicts ||
		 !predict_segment(connection, &arrival, result))
		take_segment(tracker, connection, &arrival, result);
}
