/*
 * The record "packet", and what it has in common with "state": the sentences.
 *
 * This is written for every packet, so what stands fixed between two values is
 * one piece.
 */
#include "render/json.h"
#include "render/json_explain.h"
#include "render/json_text.h"
#include "render/note_text.h"
#include "render/parts.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "track/tracker.h"

/* tcpdump's letters; none where it says "none", which has an e in it. */
static void flags(struct text *text, uint16_t bits)
{
	static const char letters[] = "FSRP.UEWe";

	text_char(text, '"');
	for (unsigned int bit = 0; letters[bit] != '\0'; bit++)
		if (bits & 1U << bit)
			text_char(text, letters[bit]);
	text_char(text, '"');
}

static void endpoints(struct text *text, const struct packet *packet)
{
	bool has_ports = packet->tcp.extent >= TCP_PORTS;

	json_literal(text, ",\"src\":");
	json_address(text, &packet->ip.source);
	json_literal(text, ",\"sport\":");
	json_maybe(text, has_ports, packet->tcp.source_port);
	json_literal(text, ",\"dst\":");
	json_address(text, &packet->ip.destination);
	json_literal(text, ",\"dport\":");
	json_maybe(text, has_ports, packet->tcp.destination_port);
}

/* What stands in the fixed header, and what it means in the connection. */
static void header(struct text *text, const struct packet_tcp *tcp,
		   const struct track_result *result)
{
	bool has_ack = tcp->flags & TCP_ACK;

	if (tcp->extent < TCP_HEADER_SHORT) {
		json_literal(text,
			     ",\"flags\":null,\"seq\":null,\"ack\":null"
			     ",\"seq_rel\":null,\"ack_rel\":null"
			     ",\"win\":null,\"window\":null,\"urg\":null");
		return;
	}
	json_literal(text, ",\"flags\":");
	flags(text, tcp->flags);
	json_literal(text, ",\"seq\":");
	text_unsigned(text, tcp->seq);
	json_literal(text, ",\"ack\":");
	json_maybe(text, has_ack, tcp->ack);
	json_literal(text, ",\"seq_rel\":");
	json_maybe(text, result->has_seq_zero, tcp->seq - result->seq_zero);
	json_literal(text, ",\"ack_rel\":");
	json_maybe(text, has_ack && result->has_ack_zero,
		   tcp->ack - result->ack_zero);
	json_literal(text, ",\"win\":");
	text_unsigned(text, tcp->window);
	json_literal(text, ",\"window\":");
	json_maybe(text, result->has_window, result->window);
	json_literal(text, ",\"urg\":");
	json_maybe(text, tcp->flags & TCP_URG, tcp->urgent);
}

static void checksum(struct text *text, enum checksum checksum)
{
	static const char *const words[] = {
		[CHECKSUM_UNVERIFIED] = ",\"cksum\":\"unverified\"",
		[CHECKSUM_GOOD] = ",\"cksum\":\"good\"",
		[CHECKSUM_OFFLOAD] = ",\"cksum\":\"offload\"",
		[CHECKSUM_BAD] = ",\"cksum\":\"bad\"",
	};

	text_string(text, words[checksum]);
}

static void sacks(struct text *text, const struct tcp_options *options)
{
	json_literal(text, ",\"sack\":[");
	for (int i = 0; i < options->sack_count; i++) {
		if (i > 0)
			text_char(text, ',');
		text_char(text, '[');
		text_unsigned(text, options->sacks[i].left);
		text_char(text, ',');
		text_unsigned(text, options->sacks[i].right);
		text_char(text, ']');
	}
	text_char(text, ']');
}

/* Each begins with a comma; the first of them gives way to the bracket. */
static void option_list(struct text *text, const struct tcp_options *options)
{
	if (options->has_mss) {
		json_literal(text, ",\"mss\":");
		text_unsigned(text, options->mss);
	}
	if (options->has_window_scale) {
		json_literal(text, ",\"wscale\":");
		text_unsigned(text, options->window_scale);
	}
	if (options->has_sack_permitted)
		json_literal(text, ",\"sack_permitted\":true");
	if (options->sack_count > 0)
		sacks(text, options);
	if (options->has_timestamps) {
		json_literal(text, ",\"ts\":{\"val\":");
		text_unsigned(text, options->ts_value);
		json_literal(text, ",\"ecr\":");
		text_unsigned(text, options->ts_echo);
		text_char(text, '}');
	}
	if (options->has_fast_open)
		json_literal(text, ",\"fast_open\":true");
	if (options->malformed)
		json_literal(text, ",\"malformed\":true");
}

enum { OPTIONS_SIZE = 512 }; /* 40 octets of options never need as much */

static void tcp_options(struct text *text, const struct packet_tcp *tcp)
{
	char storage[OPTIONS_SIZE];
	struct text list;
	size_t length;

	if (tcp->extent < TCP_OPTIONS_CUT) {
		json_literal(text, ",\"options\":null");
		return;
	}
	text_init(&list, storage, sizeof(storage));
	option_list(&list, &tcp->options);
	length = text_length(&list);
	json_literal(text, ",\"options\":{");
	if (length > 0)
		text_data(text, storage + 1, length - 1);
	text_char(text, '}');
}

static uint8_t last_state(const struct track_steps *steps)
{
	return steps->states[steps->count - 1];
}

static bool last_is_sure(const struct track_steps *steps)
{
	return !(steps->assumed >> (steps->count - 1) & 1);
}

static void states(struct text *text, const struct track_result *result)
{
	const struct track_steps *client = &result->ends[TRACK_CLIENT];
	const struct track_steps *server = &result->ends[TRACK_SERVER];

	if (!result->connection) {
		json_literal(text, ",\"state\":null");
		return;
	}
	json_literal(text, ",\"state\":{\"client\":");
	json_state_name(text, last_state(client));
	json_literal(text, ",\"server\":");
	json_state_name(text, last_state(server));
	json_literal(text, ",\"client_sure\":");
	json_bool(text, last_is_sure(client));
	json_literal(text, ",\"server_sure\":");
	json_bool(text, last_is_sure(server));
	text_char(text, '}');
}

/* "cksum" has said already what was left to the network card. */
static void notes(const struct json_writer *writer,
		  const struct track_notes *notes)
{
	struct text *text = writer->text;
	const char *separator = "\"";

	json_literal(text, ",\"notes\":[");
	for (int i = 0; i < notes->count; i++) {
		const struct track_note *note = &notes->list[i];

		if (note->note == NOTE_CHECKSUM_OFFLOAD)
			continue;
		text_string(text, separator);
		separator = ",\"";
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
	const struct packet_tcp *tcp = &packet->tcp;
	struct text *text = writer->text;

	json_literal(text, "{\"type\":\"packet\",\"ts\":");
	json_time(text, writer->time, writer->nanoseconds);
	json_literal(text, ",\"number\":");
	text_unsigned(text, writer->number);
	json_literal(text, ",\"conn\":");
	json_maybe(text, result->connection > 0, result->connection);
	json_literal(text, ",\"from\":");
	if (result->connection)
		json_end_name(text, (int)result->from);
	else
		json_literal(text, "null");
	endpoints(text, packet);
	header(text, tcp, result);
	json_literal(text, ",\"length\":");
	json_maybe(text, tcp->extent >= TCP_OPTIONS_CUT && !packet->ip.fragment,
		   tcp->payload);
	checksum(text, tcp->checksum);
	tcp_options(text, tcp);
	states(text, result);
	notes(writer, &result->notes);
	tunnels(text, packet);
	json_explain_result(writer, result);
	json_literal(text, "}\n");
}
