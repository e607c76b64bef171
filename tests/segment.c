/*
 * One TCP segment for a test of the line: octets are put down in the order in
 * which they stand in the packet, the checksums last.
 */
#include "segment.h"

#include <stdlib.h>
#include <string.h>

#include "decode/decode.h"

enum {
	IP4_HEADER = 20,
	IP6_HEADER = 40,
	TCP_HEADER = 20,
	PACKET_MAX = 1024,
	CLIENT_PORT = 60391,
	SERVER_PORT = 55555
};

static uint8_t *put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return at + 2;
}

static uint8_t *put32(uint8_t *at, uint32_t value)
{
	return put16(put16(at, value >> 16), value & 0xffff);
}

static uint8_t digit_value(char digit)
{
	return (uint8_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

uint16_t segment_hex(const char *digits, uint8_t *octets)
{
	uint16_t count = 0;

	for (; digits && *digits; digits += 2)
		octets[count++] = (uint8_t)(digit_value(digits[0]) << 4 |
					    digit_value(digits[1]));
	return count;
}

static uint32_t sum16(const uint8_t *octets, uint32_t count)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum += i % 2 ? octets[i] : (uint32_t)octets[i] << 8;
	return sum;
}

static uint32_t checksum(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum ^ 0xffff;
}

static uint8_t *put_ip4(uint8_t *at, const struct segment *segment,
			uint16_t payload)
{
	uint8_t *start = at;
	uint32_t client = 0x0a3d0001, server = 0x0a3d0002;

	at = put16(at, 0x4500);
	at = put16(at, segment->length ? segment->length
				       : IP4_HEADER + (uint32_t)payload);
	at = put16(at, 1);
	at = put16(at, segment->fragment);
	at = put16(at, 64 << 8 | 6);
	at = put16(at, 0);
	at = put32(at, segment->from_server ? server : client);
	at = put32(at, segment->from_server ? client : server);
	put16(start + 10, checksum(sum16(start, IP4_HEADER)));
	return at;
}

static uint8_t *put_ip6_address(uint8_t *at, uint16_t host)
{
	at = put32(at, 0xfd000061);
	at = put32(put32(at, 0), 0);
	return put32(at, host);
}

static uint8_t *put_ip6(uint8_t *at, const struct segment *segment,
			uint16_t payload)
{
	at = put32(at, 0x60000000);
	at = put16(at, payload);
	at = put16(at, 6 << 8 | 64);
	at = put_ip6_address(at, segment->from_server ? 2 : 1);
	return put_ip6_address(at, segment->from_server ? 1 : 2);
}

static uint16_t put_tcp(uint8_t *at, const struct segment *segment)
{
	uint8_t *start = at;
	uint8_t *options = start + TCP_HEADER;
	uint16_t options_length = segment_hex(segment->options, options);
	uint16_t data_length =
		segment_hex(segment->data, options + options_length);
	uint32_t words = segment->words
				 ? segment->words
				 : (TCP_HEADER + (uint32_t)options_length) / 4;

	at = put16(at, segment->from_server ? SERVER_PORT : CLIENT_PORT);
	at = put16(at, segment->from_server ? CLIENT_PORT : SERVER_PORT);
	at = put32(at, segment->seq);
	at = put32(at, segment->ack);
	at = put16(at, words << 12 | segment->flags);
	at = put16(at, segment->window);
	at = put16(at, 0);
	put16(at, segment->urgent);
	return (uint16_t)(TCP_HEADER + options_length + data_length);
}

struct packet segment_build(const struct segment *segment)
{
	bool six = segment->version == 6;
	uint32_t ip_header = six ? IP6_HEADER : IP4_HEADER;
	uint32_t addresses = six ? 32 : 8;
	uint8_t octets[PACKET_MAX] = { 0 };
	uint8_t *tcp = octets + ip_header;
	uint16_t length = put_tcp(tcp, segment);
	struct packet packet = { .number = 1, .link_type = LINK_RAW };
	uint8_t *block;

	if (six)
		put_ip6(octets, segment, length);
	else
		put_ip4(octets, segment, length);
	put16(tcp + 16, checksum(sum16(tcp - addresses, addresses + length) +
				 6 + length) ^
				segment->spoilt);
	packet.length = ip_header + length;
	packet.captured = segment->captured ? segment->captured : packet.length;
	block = malloc(packet.captured);
	if (!block)
		abort();
	memcpy(block, octets, packet.captured);
	packet.bytes = block;
	decode_packet(&packet);
	return packet;
}

void segment_free(struct packet *packet)
{
	free((void *)(uintptr_t)packet->bytes);
	packet->bytes = NULL;
}
