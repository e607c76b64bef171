/*
 * Whether two packets are decoded alike: in all that decode_packet() fills.
 *
 * For the tests that what stood in a struct packet before does not matter.
 * What few packets have is not cleared for the others: it is compared where
 * the packet says that it has it.
 */
#ifndef TCPFLOW_TESTS_SAME_PACKET_H
#define TCPFLOW_TESTS_SAME_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "decode/packet.h"

/* The first octets of both, up to a member. */
#define SAME_BEFORE(a, b, type, member)                                        \
	(memcmp((a), (b), offsetof(type, member)) == 0)

static inline bool same_address(const struct address *a,
				const struct address *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static inline bool same_link(const struct packet_link *a,
			     const struct packet_link *b)
{
	return SAME_BEFORE(a, b, struct packet_link, tags) &&
	       memcmp(a->tags, b->tags, a->tag_count * sizeof(*a->tags)) == 0;
}

static inline bool same_part(const struct ip_part *a, const struct ip_part *b)
{
	return a->more == b->more && a->named_at == b->named_at &&
	       a->id == b->id && a->offset == b->offset && a->start == b->start;
}

static inline bool same_ip(const struct packet_ip *a, const struct packet_ip *b)
{
	return SAME_BEFORE(a, b, struct packet_ip, source) &&
	       same_address(&a->source, &b->source) &&
	       same_address(&a->destination, &b->destination) &&
	       (a->ah_length == 0 || a->ah_spi == b->ah_spi) &&
	       (!a->fragment || same_part(&a->part, &b->part));
}

static inline bool same_tcp(const struct packet_tcp *a,
			    const struct packet_tcp *b)
{
	const struct tcp_options *one = &a->options, *two = &b->options;

	return SAME_BEFORE(a, b, struct packet_tcp, options.sacks) &&
	       memcmp(one->sacks, two->sacks,
		      one->sack_count * sizeof(*one->sacks)) == 0;
}

static inline bool same_quote(const struct packet_quote *a,
			      const struct packet_quote *b)
{
	return a->icmp_type == b->icmp_type && a->icmp_code == b->icmp_code &&
	       same_address(&a->reporter, &b->reporter) &&
	       same_address(&a->source, &b->source) &&
	       same_address(&a->destination, &b->destination) &&
	       a->source_port == b->source_port &&
	       a->destination_port == b->destination_port &&
	       a->has_seq == b->has_seq && a->seq == b->seq;
}

static inline bool same_tunnel(const struct packet_tunnel *a,
			       const struct packet_tunnel *b)
{
	return a->kind == b->kind && a->has_id == b->has_id && a->id == b->id &&
	       a->header == b->header && same_address(&a->source, &b->source) &&
	       same_address(&a->destination, &b->destination) &&
	       a->ip_header == b->ip_header &&
	       a->ip_captured == b->ip_captured &&
	       a->ip_available == b->ip_available && a->inner == b->inner &&
	       a->inner_captured == b->inner_captured &&
	       a->inner_length == b->inner_length &&
	       a->inner_is_ethernet == b->inner_is_ethernet;
}

static inline bool same_packet(const struct packet *a, const struct packet *b)
{
	if (a->kind != b->kind || a->tunnel_count != b->tunnel_count)
		return false;
	for (uint32_t i = 0; i < a->tunnel_count; i++)
		if (!same_tunnel(&a->tunnels[i], &b->tunnels[i]))
			return false;
	return same_link(&a->link, &b->link) && same_ip(&a->ip, &b->ip) &&
	       same_tcp(&a->tcp, &b->tcp) &&
	       (a->kind != PACKET_ICMP_QUOTE ||
		same_quote(&a->quote, &b->quote));
}

/* The same packet, as it comes from the capture, where each octet behind that
 * is `octet`. */
static inline void same_packet_spoiled(struct packet *spoiled,
				       const struct packet *packet, int octet)
{
	memset(spoiled, octet, sizeof(*spoiled));
	memcpy(spoiled, packet, offsetof(struct packet, kind));
}

#endif
