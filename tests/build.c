/*
 * A builder of packets for tests.
 */
#include "tests/build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "decode/decode.h"

static const char address4_from[] = "0a000001";
static const char address4_to[] = "0a000002";
static const char address6_from[] = "20010db8000000000000000000000001";
static const char address6_to[] = "20010db8000000000000000000000002";

void build_start(struct build *build, uint8_t *buffer, size_t size)
{
	*build = (struct build){ .octets = buffer, .size = size };
}

static void put(struct build *build, uint8_t octet)
{
	assert(build->length < build->size);
	build->octets[build->length++] = octet;
}

static void put16(struct build *build, uint32_t value)
{
	put(build, (uint8_t)(value >> 8));
	put(build, (uint8_t)value);
}

static void put32(struct build *build, uint32_t value)
{
	put16(build, value >> 16);
	put16(build, value & 0xffff);
}

static uint8_t digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *found = strchr(digits, c);

	assert(c != '\0' && found);
	return (uint8_t)(found - digits);
}

void build_hex(struct build *build, const char *digits)
{
	while (digits && *digits) {
		if (*digits == ' ') {
			digits++;
			continue;
		}
		put(build, (uint8_t)(digit(digits[0]) << 4 | digit(digits[1])));
		digits += 2;
	}
}

static size_t hex_length(const char *digits)
{
	size_t count = 0;

	for (; digits && *digits; digits++)
		count += *digits != ' ';
	return count / 2;
}

static void set16(struct build *build, size_t at, uint32_t value)
{
	build->octets[at] = (uint8_t)(value >> 8);
	build->octets[at + 1] = (uint8_t)value;
}

uint32_t build_add(uint32_t sum, const uint8_t *octets, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		sum += i % 2 ? octets[i] : (uint32_t)octets[i] << 8;
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum;
}

uint32_t build_add_hex(uint32_t sum, const char *digits)
{
	uint8_t octets[16];
	struct build build;

	build_start(&build, octets, sizeof octets);
	build_hex(&build, digits);
	return build_add(sum, octets, build.length);
}

static uint32_t ip_length_field(const struct build_segment *segment,
				size_t right)
{
	if (segment->ip_length == BUILD_LENGTH_ZERO)
		return 0;
	return segment->ip_length ? segment->ip_length : (uint32_t)right;
}

static void build_ip4(struct build *build, const struct build_segment *segment,
		      size_t segment_length)
{
	size_t start = build->length;
	size_t length = 20 + hex_length(segment->extra);

	put(build, (uint8_t)(0x40 | length / 4));
	put(build, 0); /* type of service */
	put16(build, ip_length_field(segment, length + segment_length));
	put16(build, 0x1234); /* identification */
	put16(build, segment->fragment);
	put(build, 64); /* time to live */
	put(build, segment->protocol ? segment->protocol : 6);
	put16(build, 0);
	build_hex(build, address4_from);
	build_hex(build, address4_to);
	build_hex(build, segment->extra);
	set16(build, start + 10,
	      ~build_add(0, build->octets + start, length) & 0xffff);
}

static void build_ip6(struct build *build, const struct build_segment *segment,
		      size_t segment_length)
{
	size_t extra = hex_length(segment->extra);

	put32(build, 0x60000000);
	put16(build, ip_length_field(segment, extra + segment_length));
	put(build, segment->extra ? segment->first : 6);
	put(build, 64); /* hop limit */
	build_hex(build, address6_from);
	build_hex(build, address6_to);
	build_hex(build, segment->extra);
}

static uint32_t pseudoheader_sum(const struct build_segment *segment)
{
	bool is_ip6 = segment->version == 6;
	const char *to = is_ip6 ? address6_to : address4_to;

	return build_add_hex(build_add_hex(6, is_ip6 ? address6_from
						     : address4_from),
			     segment->final ? segment->final : to);
}

static uint32_t checksum_field(const struct build_segment *segment,
			       const uint8_t *octets, size_t length)
{
	uint32_t pseudoheader = pseudoheader_sum(segment);
	uint8_t field[2] = { (uint8_t)(length >> 8), (uint8_t)length };
	uint32_t with_length = build_add(pseudoheader, field, 2);
	uint32_t right = ~build_add(with_length, octets, length) & 0xffff;

	switch (segment->checksum) {
	case BUILD_GOOD:
		return right;
	case BUILD_BAD:
		return right ^ 0x0100;
	case BUILD_OFFLOAD:
		return with_length;
	case BUILD_OFFLOAD_NO_LENGTH:
		return build_add(pseudoheader, NULL, 0);
	case BUILD_OFFLOAD_ELSEWHERE:
		return with_length + 1;
	}
	return right;
}

static void build_tcp(struct build *build, const struct build_segment *segment)
{
	size_t start = build->length;
	size_t words = 5 + hex_length(segment->options) / 4;

	if (segment->words)
		words = segment->words;
	put16(build, 49152);
	put16(build, 80);
	put32(build, 1000); /* sequence number */
	put32(build, 2000); /* acknowledgment number */
	put16(build, (uint32_t)words << 12 | segment->flags);
	put16(build, 512); /* window */
	put16(build, 0);
	put16(build, 7); /* urgent pointer */
	build_hex(build, segment->options);
	build_hex(build, segment->data);
	set16(build, start + 16,
	      checksum_field(segment, build->octets + start,
			     build->length - start));
}

void build_segment(struct build *build, const struct build_segment *segment)
{
	size_t length =
		20 + hex_length(segment->options) + hex_length(segment->data);

	if (segment->version == 6)
		build_ip6(build, segment, length);
	else
		build_ip4(build, segment, length);
	build_tcp(build, segment);
}

struct packet build_decode(const struct build *build, enum link_type link_type)
{
	struct packet packet = { .number = 1,
				 .link_type = link_type,
				 .bytes = build->octets,
				 .captured = (uint32_t)build->length,
				 .length = (uint32_t)build->length };

	decode_packet(&packet);
	return packet;
}

struct packet build_decode_cut(const struct build *build,
			       enum link_type link_type, uint32_t captured,
			       uint8_t **block)
{
	struct packet packet = { .number = 1,
				 .link_type = link_type,
				 .captured = captured,
				 .length = (uint32_t)build->length };

	*block = malloc(captured);
	assert(*block || captured == 0);
	if (captured > 0)
		memcpy(*block, build->octets, captured);
	packet.bytes = *block;
	decode_packet(&packet);
	return packet;
}
