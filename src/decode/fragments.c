/*
 * Datagrams that wait for fragments: found by a hash, in the order of their
 * deadlines in a queue.
 *
 * One that was put together, or dropped because its fragments contradict each
 * other, is remembered until its time is over.  Where packets are captured
 * twice, copies of its fragments still come, which would make another one that
 * is never whole, and need not be counted.
 */
#include "decode/fragments.h"

#include <stddef.h>
#include <string.h>

#include "decode/checksum.h"
#include "decode/decode.h"
#include "decode/ip.h"
#include "decode/siphash.h"
#include "decode/tcp.h"
#include "decode/tunnel.h"

enum {
	LENGTH_MAX = 65535, /* IPv4: of a packet; IPv6: of a payload */
	IP4_LENGTH_AT = 2,
	IP4_FRAGMENT_AT = 6,
	IP4_CHECKSUM_AT = 10,
	IP6_LENGTH_AT = 4,
	FRAGMENT_HEADER_LENGTH = 8,
	ECN_MASK = 3,
	ECN_NONE = 1 << 0 /* bit of the field 0: not ECN-capable */
};

static struct fragments_key key_of(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;

	return (struct fragments_key){
		.source = ip->source,
		.destination = ip->destination,
		.tunnel = tunnel_key(packet),
		.id = ip->part.id,
		.protocol = ip->version == 4 ? ip->next_header : 0,
	};
}

static bool same_key(const struct fragments_key *a,
		     const struct fragments_key *b)
{
	return a->id == b->id && a->protocol == b->protocol &&
	       a->tunnel == b->tunnel &&
	       address_equal(&a->source, &b->source) &&
	       address_equal(&a->destination, &b->destination);
}

static uint16_t *bucket_of(struct fragments *fragments,
			   const struct fragments_key *key)
{
	uint64_t words[6];

	memcpy(&words[0], key->source.octets, sizeof key->source.octets);
	memcpy(&words[2], key->destination.octets,
	       sizeof key->destination.octets);
	words[4] = key->tunnel;
	words[5] = (uint64_t)key->id << 32 | (uint64_t)key->protocol << 8 |
		   key->source.version;
	return &fragments->buckets[siphash(fragments->key, words, 6) %
				   FRAGMENTS_BUCKETS];
}

static struct fragments_datagram *datagram_at(struct fragments *fragments,
					      uint16_t number)
{
	return &fragments->datagrams[number - 1];
}

/* ---- Queues ---- */

static void enqueue(struct fragments *fragments, uint16_t number,
		    enum fragments_queue queue)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);

	datagram->queue = (uint8_t)queue;
	datagram->next = 0;
	datagram->previous = fragments->last[queue];
	if (datagram->previous)
		datagram_at(fragments, datagram->previous)->next = number;
	else
		fragments->first[queue] = number;
	fragments->last[queue] = number;
}

static void dequeue(struct fragments *fragments, uint16_t number)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);

	if (datagram->previous)
		datagram_at(fragments, datagram->previous)->next =
			datagram->next;
	else
		fragments->first[datagram->queue] = datagram->next;
	if (datagram->next)
		datagram_at(fragments, datagram->next)->previous =
			datagram->previous;
	else
		fragments->last[datagram->queue] = datagram->previous;
}

/* ---- The end of a datagram ---- */

static bool is_counted(const struct fragments_datagram *datagram)
{
	return datagram->queue == FRAGMENTS_WAITING && datagram->is_tcp &&
	       !datagram->again;
}

static void remove_from_bucket(struct fragments *fragments, uint16_t number)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);
	uint16_t *link = bucket_of(fragments, &datagram->key);

	while (*link != number)
		link = &datagram_at(fragments, *link)->in_bucket;
	*link = datagram->in_bucket;
}

static void drop(struct fragments *fragments, uint16_t number)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);

	if (is_counted(datagram))
		fragments->counts.never_whole++;
	fragment_release(&fragments->pages, &datagram->body);
	remove_from_bucket(fragments, number);
	dequeue(fragments, number);
	datagram->in_bucket = fragments->free;
	fragments->free = number;
}

static void evict(struct fragments *fragments, uint16_t number)
{
	if (is_counted(datagram_at(fragments, number)))
		fragments->counts.evicted++;
	drop(fragments, number);
}

static void expire(struct fragments *fragments, int64_t now)
{
	for (int i = 0; i < FRAGMENTS_QUEUES; i++)
		while (fragments->first[i] &&
		       datagram_at(fragments, fragments->first[i])->deadline <
			       now)
			drop(fragments, fragments->first[i]);
}

/* It is over, but remembered. */
static void put_aside(struct fragments *fragments, uint16_t number, int64_t now)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);

	fragment_release(&fragments->pages, &datagram->body);
	dequeue(fragments, number);
	datagram->deadline = now + FRAGMENTS_TIMEOUT;
	enqueue(fragments, number, FRAGMENTS_DONE);
}

static void discard(struct fragments *fragments, uint16_t number, int64_t now)
{
	if (is_counted(datagram_at(fragments, number)))
		fragments->counts.never_whole++;
	put_aside(fragments, number, now);
}

/* ---- Its beginning ---- */

static uint16_t find(struct fragments *fragments,
		     const struct fragments_key *key)
{
	uint16_t number = *bucket_of(fragments, key);

	while (number && !same_key(&datagram_at(fragments, number)->key, key))
		number = datagram_at(fragments, number)->in_bucket;
	return number;
}

static void begin(struct fragments *fragments, uint16_t number, int64_t now,
		  bool again)
{
	struct fragments_datagram *datagram = datagram_at(fragments, number);
	struct fragments_datagram fresh = {
		.key = datagram->key,
		.in_bucket = datagram->in_bucket,
		.deadline = now + FRAGMENTS_TIMEOUT,
		.again = again,
		.captured = UINT32_MAX,
	};

	*datagram = fresh;
	enqueue(fragments, number, FRAGMENTS_WAITING);
}

/* Those that are over make room first, then the oldest. */
static uint16_t take(struct fragments *fragments)
{
	uint16_t number;

	if (!fragments->free && fragments->used < FRAGMENTS_DATAGRAMS)
		return ++fragments->used;
	if (!fragments->free)
		evict(fragments, fragments->first[FRAGMENTS_DONE]
					 ? fragments->first[FRAGMENTS_DONE]
					 : fragments->first[FRAGMENTS_WAITING]);
	number = fragments->free;
	fragments->free = datagram_at(fragments, number)->in_bucket;
	return number;
}

static uint16_t find_or_begin(struct fragments *fragments,
			      const struct fragments_key *key, int64_t now)
{
	uint16_t number = find(fragments, key);
	uint16_t *bucket;

	if (number) {
		if (datagram_at(fragments, number)->queue == FRAGMENTS_DONE) {
			dequeue(fragments, number);
			begin(fragments, number, now, true);
		}
		return number;
	}
	number = take(fragments);
	bucket = bucket_of(fragments, key);
	datagram_at(fragments, number)->key = *key;
	datagram_at(fragments, number)->in_bucket = *bucket;
	*bucket = number;
	begin(fragments, number, now, false);
	return number;
}

/* Pages for a span: the oldest datagrams give way, but for this one. */
static void make_room(struct fragments *fragments, uint16_t number,
		      struct fragment_span span)
{
	uint32_t needed = (span.end - span.start) / FRAGMENT_PAGE_SIZE + 3;

	while (fragment_pages_left(&fragments->pages) < needed) {
		uint16_t oldest = fragments->first[FRAGMENTS_WAITING];

		if (oldest == number)
			oldest = datagram_at(fragments, oldest)->next;
		evict(fragments, oldest);
	}
}

/* ---- What a fragment is ---- */

/* What TCP may stand behind, in the first fragment. */
static bool may_precede_tcp(const struct packet_ip *ip)
{
	return ip->protocol == IP_PROTOCOL_AH ||
	       (ip->version == 6 &&
		(ip->protocol == IP_PROTOCOL_DESTINATION_OPTIONS ||
		 ip->protocol == IP_PROTOCOL_ROUTING));
}

static bool is_wanted(const struct packet *packet)
{
	if (!packet->ip.fragment)
		return false;
	return packet->kind == PACKET_TCP ||
	       packet->kind == PACKET_TCP_FRAGMENT ||
	       (packet->kind == PACKET_OTHER && may_precede_tcp(&packet->ip));
}

/* What card or stack had yet to write is no fragment; IPv6 rejects it. */
static bool has_length(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);

	bytes_take(&at, ip->version == 4 ? IP4_LENGTH_AT : IP6_LENGTH_AT);
	return bytes_u16(&at) > 0;
}

/* The first fragment must have all headers (RFC 8200 4.5); of IPv4 it may be
 * as small as it likes. */
static bool first_is_sound(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;

	if (ip->part.start > FRAGMENT_PAGE_SIZE ||
	    ip->part.start > ip->captured)
		return false;
	return ip->version == 4 || packet->kind != PACKET_TCP ||
	       packet->tcp.length >= TCP_HEADER_LENGTH;
}

/* False when the receiver drops the fragment, and nothing else. */
static bool span_of(const struct packet *packet, struct fragment_span *span)
{
	const struct packet_ip *ip = &packet->ip;
	const struct ip_part *part = &ip->part;

	if (!has_length(ip) || ip->length < part->start)
		return false;
	if (part->offset == 0 && !first_is_sound(packet))
		return false;
	span->start = part->offset;
	span->end = part->offset + ip->length - part->start;
	if (ip->version == 6)
		return span->end <= LENGTH_MAX &&
		       (!part->more || span->end % FRAGMENT_UNIT == 0);
	if (part->more)
		span->end -= span->end % FRAGMENT_UNIT;
	return true;
}

/* Learns where the end is; false when that contradicts what is known.  (Linux
 * finds out in the end that a datagram is too long.) */
static bool learn_end(struct fragments_datagram *datagram,
		      const struct packet_ip *ip, struct fragment_span span)
{
	if (span.end == span.start)
		return false;
	if (ip->version == 4 && span.end > LENGTH_MAX - IP_HEADER_LENGTH)
		return false;
	if (!ip->part.more) {
		if (span.end < datagram->end ||
		    (datagram->has_last && span.end != datagram->end))
			return false;
		datagram->has_last = true;
		datagram->end = span.end;
	} else if (span.end > datagram->end) {
		if (datagram->has_last)
			return false;
		datagram->end = span.end;
	}
	return true;
}

static void learn_first(struct fragments *fragments,
			struct fragments_datagram *datagram,
			const struct packet *packet)
{
	const struct ip_part *part = &packet->ip.part;
	struct bytes at = bytes_of(packet->ip.header, packet->ip.captured);

	datagram->has_first = true;
	datagram->header_length = part->start;
	datagram->named_at = part->named_at;
	fragment_put_header(&fragments->pages, &datagram->body,
			    bytes_split(&at, part->start));
	if (packet->kind != PACKET_TCP || packet->tcp.extent < TCP_PORTS)
		return;
	datagram->has_ports = true;
	datagram->source_port = packet->tcp.source_port;
	datagram->destination_port = packet->tcp.destination_port;
}

/* A new fragment continues the last run, or begins one. */
static void store(struct fragments *fragments,
		  struct fragments_datagram *datagram,
		  const struct packet *packet, struct fragment_span span)
{
	const struct packet_ip *ip = &packet->ip;
	struct bytes at = bytes_of(ip->header, ip->captured);
	bool appended = datagram->top > 0 && span.start == datagram->top;
	uint32_t captured;

	bytes_take(&at, ip->part.start);
	captured = span.start + (uint32_t)at.left;
	if (captured < span.end && captured < datagram->captured)
		datagram->captured = captured;
	fragment_put(&fragments->pages, &datagram->body, span, at);
	if (!appended)
		fragment_begin_run(&fragments->pages, &datagram->body,
				   span.start);
	if (span.end > datagram->top)
		datagram->top = span.end;
	datagram->have += span.end - span.start;
	datagram->ecn |= (uint8_t)(1U << (ip->traffic_class & ECN_MASK));
	datagram->count++;
	if (span.start == 0)
		learn_first(fragments, datagram, packet);
	else
		fragments->counts.later_seen = true;
}

/* ---- The whole ---- */

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void mend_ip4(uint8_t *header, uint32_t header_length, uint32_t length)
{
	put16(header + IP4_LENGTH_AT, length);
	put16(header + IP4_FRAGMENT_AT, 0);
	put16(header + IP4_CHECKSUM_AT, 0);
	put16(header + IP4_CHECKSUM_AT,
	      (uint16_t)~checksum_sum(header, header_length));
}

/* The fragment header is the last one; what stands in front of it names what
 * it named. */
static void mend_ip6(uint8_t *header, uint32_t header_length, uint32_t length,
		     uint32_t named_at)
{
	header[named_at] = header[header_length];
	put16(header + IP6_LENGTH_AT, length - IP6_HEADER_LENGTH);
}

/* Fragments of one datagram may not differ in whether they are ECN-capable
 * (RFC 3168 5.3). */
static bool ecn_is_sound(const struct fragments_datagram *datagram)
{
	return datagram->ecn == ECN_NONE || !(datagram->ecn & ECN_NONE);
}

/* Writes out the IP packet.  Returns its length; 0: it cannot be. */
static uint32_t write_whole(struct fragments *fragments,
			    const struct fragments_datagram *datagram,
			    uint32_t *header_length)
{
	bool is_ip4 = datagram->key.source.version == 4;
	uint8_t *whole = fragments->whole;
	uint32_t length;

	*header_length =
		datagram->header_length - (is_ip4 ? 0 : FRAGMENT_HEADER_LENGTH);
	length = *header_length + datagram->end;
	if (length - (is_ip4 ? 0 : IP6_HEADER_LENGTH) > LENGTH_MAX ||
	    !ecn_is_sound(datagram))
		return 0;
	fragment_copy_header(&fragments->pages, &datagram->body, whole,
			     datagram->header_length);
	if (is_ip4)
		mend_ip4(whole, *header_length, length);
	else
		mend_ip6(whole, *header_length, length, datagram->named_at);
	fragment_copy(&fragments->pages, &datagram->body,
		      whole + *header_length, datagram->end);
	return length;
}

/* Octets that the capture cut off are not there, nor is what follows them. */
static bool decode(struct fragments *fragments, uint16_t number,
		   const struct packet *last, struct packet *whole)
{
	const struct fragments_datagram *datagram =
		datagram_at(fragments, number);
	uint32_t header_length, captured;
	uint32_t length = write_whole(fragments, datagram, &header_length);

	if (length == 0)
		return false;
	captured = length;
	if (datagram->captured < datagram->end)
		captured = header_length + datagram->captured;
	decode_whole(whole, last, bytes_of(fragments->whole, captured),
		     length - captured);
	whole->ip.fragment_count = datagram->count;
	return true;
}

static bool is_complete(const struct fragments_datagram *datagram)
{
	return datagram->has_first && datagram->has_last &&
	       datagram->have == datagram->end;
}

/* A fragment of a fragment is left as it is. */
static bool finish(struct fragments *fragments, uint16_t number, int64_t now,
		   struct packet *known)
{
	struct packet last = *known;

	if (!decode(fragments, number, &last, known)) {
		discard(fragments, number, now);
		return false;
	}
	put_aside(fragments, number, now);
	if (known->kind == PACKET_TCP && !known->ip.fragment) {
		fragments->counts.whole++;
		return true;
	}
	*known = last;
	return false;
}

/* A later fragment does not have the ports itself. */
static void tell_ports(const struct fragments_datagram *datagram,
		       struct packet *known)
{
	if (!datagram->has_ports || known->kind == PACKET_TCP)
		return;
	known->tcp.extent = TCP_PORTS;
	known->tcp.source_port = datagram->source_port;
	known->tcp.destination_port = datagram->destination_port;
}

bool fragments_add(struct fragments *fragments, const struct packet *packet,
		   int64_t now, struct packet *known)
{
	const struct fragments_key key = key_of(packet);
	struct fragments_datagram *datagram;
	struct fragment_span span;
	enum fragment_overlap overlap;
	uint16_t number;

	expire(fragments, now);
	*known = *packet;
	if (!is_wanted(packet) || !span_of(packet, &span))
		return false;
	number = find_or_begin(fragments, &key, now);
	datagram = datagram_at(fragments, number);
	if (packet->kind != PACKET_OTHER)
		datagram->is_tcp = true;
	tell_ports(datagram, known);
	if (!learn_end(datagram, &packet->ip, span)) {
		discard(fragments, number, now);
		return false;
	}
	overlap = fragment_look(&fragments->pages, &datagram->body, span);
	if (overlap == FRAGMENT_OVERLAPS)
		discard(fragments, number, now);
	if (overlap != FRAGMENT_NEW)
		return false;
	make_room(fragments, number, span);
	store(fragments, datagram, packet, span);
	return is_complete(datagram) && finish(fragments, number, now, known);
}

struct fragments_counts fragments_count(const struct fragments *fragments)
{
	struct fragments_counts counts = fragments->counts;
	uint16_t number = fragments->first[FRAGMENTS_WAITING];

	while (number) {
		const struct fragments_datagram *datagram =
			&fragments->datagrams[number - 1];

		if (is_counted(datagram))
			counts.never_whole++;
		number = datagram->next;
	}
	return counts;
}
