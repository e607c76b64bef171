/*
 * The record "packet", and what it has in common with "state": the sentences.
 *
 * This is written for every packet, so what stands fixed between two values is
 * one piece.
 */
#include "render/json.h"

#include "render/endpoints.h"
#include "render/flags.h"
#include "render/json_explain.h"
#include "render/json_text.h"
#include "render/note_text.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "track/tracker.h"

/* The record's pieces end long before TEXT_PIECE_MAX: the longest, that of the
 * options, has 260 characters. */

static char *put_begin(char *at, const struct json_writer *writer,
		       const struct track_result *result)
{
	at = put_string(at, "{\"type\":\"packet\",\"ts\":");
	at = put_writer_time(at, writer, writer->time);
	at = put_string(at, ",\"number\":");
	at = put_unsigned(at, writer->number);
	at = put_string(at, ",\"conn\":");
	if (!result->connection)
		return put_string(at, "null,\"from\":null");
	at = put_unsigned(at, result->connection);
	if (result->from == TRACK_CLIENT)
		return put_string(at, ",\"from\":\"client\"");
	return put_string(at, ",\"from\":\"server\"");
}

char *put_json_endpoints(char *at, const struct packet *packet)
{
	bool has_ports = packet->tcp.extent >= TCP_PORTS;

	at = put_string(at, ",\"src\":");
	at = put_json_address(at, &packet->ip.source);
	at = put_string(at, ",\"sport\":");
	at = put_maybe(at, has_ports, packet->tcp.source_port);
	at = put_string(at, ",\"dst\":");
	at = put_json_address(at, &packet->ip.destination);
	at = put_string(at, ",\"dport\":");
	return put_maybe(at, has_ports, packet->tcp.destination_port);
}

/* A packet that has no ports is not taken for one whose ports are 0. */
static char *put_packet_endpoints(char *at, const struct json_writer *writer,
				  const struct packet *packet)
{
	if (!writer->endpoints || packet->tcp.extent < TCP_PORTS)
		return put_json_endpoints(at, packet);
	return put_kept_endpoints(at,
				  endpoints_find(writer->endpoints, packet));
}

/* What stands in the fixed header, and what it means in the connection. */
static char *put_header(char *at, const struct packet_tcp *tcp,
			const struct track_result *result)
{
	bool has_ack = tcp->flags & TCP_ACK;

	if (tcp->extent < TCP_HEADER_SHORT)
		return put_string(at,
				  ",\"flags\":null,\"seq\":null,\"ack\":null"
				  ",\"seq_rel\":null,\"ack_rel\":null"
				  ",\"win\":null,\"window\":null,\"urg\":null");
	at = put_string(at, ",\"flags\":\"");
	at = put_flags(at, tcp->flags);
	at = put_string(at, "\",\"seq\":");
	at = put_decimal(at, tcp->seq);
	at = put_string(at, ",\"ack\":");
	at = put_maybe(at, has_ack, tcp->ack);
	at = put_string(at, ",\"seq_rel\":");
	at = put_maybe(at, result->has_seq_zero, tcp->seq - result->seq_zero);
	at = put_string(at, ",\"ack_rel\":");
	at = put_maybe(at, has_ack && result->has_ack_zero,
		       tcp->ack - result->ack_zero);
	at = put_string(at, ",\"win\":");
	at = put_decimal(at, tcp->window);
	at = put_string(at, ",\"window\":");
	at = put_maybe(at, result->has_window, result->window);
	at = put_string(at, ",\"urg\":");
	return put_maybe(at, tcp->flags & TCP_URG, tcp->urgent);
}

static char *put_checksum(char *at, enum checksum checksum)
{
	at = put_string(at, ",\"cksum\":\"");
	switch (checksum) {
	case CHECKSUM_UNVERIFIED:
		return put_string(at, "unverified\"");
	case CHECKSUM_GOOD:
		return put_string(at, "good\"");
	case CHECKSUM_OFFLOAD:
		return put_string(at, "offload\"");
	case CHECKSUM_BAD:
		break;
	}
	return put_string(at, "bad\"");
}

static char *put_sacks(char *at, const struct tcp_options *options)
{
	at = put_string(at, ",\"sack\":[");
	for (int i = 0; i < options->sack_count; i++) {
		if (i > 0)
			at = put_char(at, ',');
		at = put_char(at, '[');
		at = put_decimal(at, options->sacks[i].left);
		at = put_char(at, ',');
		at = put_decimal(at, options->sacks[i].right);
		at = put_char(at, ']');
	}
	return put_char(at, ']');
}

/* Each begins with a comma; the first of them gives way to the bracket. */
static char *put_option_list(char *at, const struct tcp_options *options)
{
	if (options->has_mss) {
		at = put_string(at, ",\"mss\":");
		at = put_decimal(at, options->mss);
	}
	if (options->has_window_scale) {
		at = put_string(at, ",\"wscale\":");
		at = put_decimal(at, options->window_scale);
	}
	if (options->has_sack_permitted)
		at = put_string(at, ",\"sack_permitted\":true");
	if (options->sack_count > 0)
		at = put_sacks(at, options);
	if (options->has_timestamps) {
		at = put_string(at, ",\"ts\":{\"val\":");
		at = put_decimal(at, options->ts_value);
		at = put_string(at, ",\"ecr\":");
		at = put_decimal(at, options->ts_echo);
		at = put_char(at, '}');
	}
	if (options->has_fast_open)
		at = put_string(at, ",\"fast_open\":true");
	if (options->malformed)
		at = put_string(at, ",\"malformed\":true");
	return at;
}

static char *put_options(char *at, const struct packet_tcp *tcp)
{
	char *list;

	if (tcp->extent < TCP_OPTIONS_CUT)
		return put_string(at, ",\"options\":null");
	list = put_string(at, ",\"options\":");
	at = put_option_list(list, &tcp->options);
	if (at == list)
		return put_string(at, "{}");
	*list = '{';
	return put_char(at, '}');
}

static uint8_t last_state(const struct track_steps *steps)
{
	return steps->states[steps->count - 1];
}

static char *put_sure(char *at, const struct track_steps *steps)
{
	if (steps->assumed >> (steps->count - 1) & 1)
		return put_string(at, "false");
	return put_string(at, "true");
}

static char *put_states(char *at, const struct track_result *result)
{
	const struct track_steps *client = &result->ends[TRACK_CLIENT];
	const struct track_steps *server = &result->ends[TRACK_SERVER];

	if (!result->connection)
		return put_string(at, ",\"state\":null");
	at = put_string(at, ",\"state\":{\"client\":");
	at = put_json_state(at, last_state(client));
	at = put_string(at, ",\"server\":");
	at = put_json_state(at, last_state(server));
	at = put_string(at, ",\"client_sure\":");
	at = put_sure(at, client);
	at = put_string(at, ",\"server_sure\":");
	at = put_sure(at, server);
	return put_char(at, '}');
}

static void begin(const struct json_writer *writer, const struct packet *packet,
		  const struct track_result *result)
{
	char *from = text_piece(writer->text);
	char *at = put_begin(from, writer, result);

	at = put_packet_endpoints(at, writer, packet);
	text_piece_end(writer->text, from, at);
}

static void numbers(struct text *text, const struct packet *packet,
		    const struct track_result *result)
{
	const struct packet_tcp *tcp = &packet->tcp;
	bool has_length =
		tcp->extent >= TCP_OPTIONS_CUT && !packet->ip.fragment;
	char *from = text_piece(text);
	char *at = put_header(from, tcp, result);

	at = put_string(at, ",\"length\":");
	at = put_maybe(at, has_length, tcp->payload);
	text_piece_end(text, from, put_checksum(at, tcp->checksum));
}

static void options_and_states(struct text *text, const struct packet *packet,
			       const struct track_result *result)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_options(from, &packet->tcp));
	from = text_piece(text);
	text_piece_end(text, from, put_states(from, result));
}

/* "cksum" has said already what was left to the network card. */
static void notes(const struct json_writer *writer,
		  const struct track_notes *notes)
{
	struct text *text = writer->text;
	bool any = false;

	json_literal(text, ",\"notes\":[");
	for (int i = 0; i < notes->count; i++) {
		const struct track_note *note = &notes->list[i];

		if (note->note == NOTE_CHECKSUM_OFFLOAD)
			continue;
		if (any)
			text_char(text, ',');
		any = true;
		text_char(text, '"');
		note_render(text, &writer->line, note, NULL);
		text_char(text, '"');
	}
	text_char(text, ']');
}

static void tunnel(struct text *text, const struct packet_tunnel *tunnel)
{
	static const struct line_options numeric = { .numeric = true };
	bool carried = tunnel->source.version != 0;

	json_literal(text, "{\"kind\":\"");
	text_string(text, tunnel_name(tunnel->kind));
	json_literal(text, "\",\"id\":");
	json_maybe(text, tunnel->has_id, tunnel->id);
	if (carried) {
		json_literal(text, ",\"src\":\"");
		address_render(text, &numeric, &tunnel->source);
		json_literal(text, "\",\"dst\":\"");
		address_render(text, &numeric, &tunnel->destination);
		text_char(text, '"');
	}
	text_char(text, '}');
}

/* The outermost first. */
static void tunnels(struct text *text, const struct packet *packet)
{
	if (!packet->tunnel_count)
		return;
	json_literal(text, ",\"tunnel\":[");
	for (uint32_t i = 0; i < packet->tunnel_count; i++) {
		if (i)
			text_char(text, ',');
		tunnel(text, &packet->tunnels[i]);
	}
	text_char(text, ']');
}

void json_packet(const struct json_writer *writer, const struct packet *packet,
		 const struct track_result *result)
{
	struct text *text = writer->text;

	begin(writer, packet, result);
	numbers(text, packet, result);
	options_and_states(text, packet, result);
	notes(writer, &result->notes);
	tunnels(text, packet);
	json_explain_result(writer, result);
	json_literal(text, "}\n");
}
