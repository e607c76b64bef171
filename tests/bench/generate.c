/*
 * Makes a capture file to measure with: complete connections, many of them
 * at once, packet by packet in random order; or a flood of SYNs.
 *
 *	generate FILE NAME=NUMBER ...
 *
 * open: how many connections are open at any time; connections: how many in
 * all; rounds: requests and responses of each; segments: of the longest
 * response, which has any number from 1 on; all but its last are full, and
 * every second is acknowledged; payload: octets of a full segment, others are
 * of any length from 1 on; hosts: how many addresses the clients have; six: how
 * many in a hundred speak IPv6.  flood: so many SYNs, each of another
 * connection.  collide: the same, with addresses and ports whose sum and whose
 * exclusive-or are all alike, for who hashes so.  held: so many connections
 * that are opened, say one thing each way, and stay open.
 *
 * The same arguments make the same file.  Checksums are right, time stamps and
 * sequence numbers go on as they do in life.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ETHERNET_LENGTH = 14,
	IP4_LENGTH = 20,
	IP6_LENGTH = 40,
	TCP_LENGTH = 20,
	OPTIONS_MAX = 20,
	PAYLOAD_MAX = 1400,
	FRAME_MAX = 2048,
	BUFFER_SIZE = 1 << 20,
	SYNS_OPTIONS = 20,
	OTHERS_OPTIONS = 12
};

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

/* What the arguments say. */
struct plan {
	uint64_t open, connections, rounds, segments, payload, hosts, six;
	uint64_t flood, collide, held;
};

struct end {
	uint32_t seq, stamp;
	uint16_t port;
	uint8_t address[16];
};

enum part {
	OPENING,
	REQUEST,
	ACK_OF_REQUEST,
	RESPONSE,
	ACK_OF_RESPONSE,
	CLOSING
};

struct flow {
	struct end ends[2]; /* the client first */
	bool six;
	enum part part;
	uint32_t step;	   /* of opening and closing: how many were sent */
	uint32_t rounds;   /* that are left, this one too */
	uint32_t segments; /* of the response that are left */
	bool due;	   /* of the response one was not acknowledged */
};

static uint64_t random_state = 88172645463325252U;
static uint64_t now = 1700000000000000; /* microseconds */
static FILE *file;
static uint8_t text[PAYLOAD_MAX];

static uint64_t random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

static uint32_t sum(const uint8_t *at, size_t length)
{
	uint32_t total = 0;

	for (size_t i = 0; i + 1 < length; i += 2)
		total += (uint32_t)at[i] << 8 | at[i + 1];
	return length % 2 ? total + ((uint32_t)at[length - 1] << 8) : total;
}

static uint16_t fold(uint32_t total)
{
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return (uint16_t)~total;
}

/* Returns the length of the header. */
static size_t put_ip(uint8_t *at, const struct flow *flow, int from,
		     size_t length)
{
	const uint8_t *source = flow->ends[from].address;
	const uint8_t *destination = flow->ends[!from].address;

	if (flow->six) {
		memset(at, 0, IP6_LENGTH);
		at[0] = 0x60;
		put16(at + 4, (uint32_t)length);
		at[6] = 6;
		at[7] = 64;
		memcpy(at + 8, source, 16);
		memcpy(at + 24, destination, 16);
		return IP6_LENGTH;
	}
	memset(at, 0, IP4_LENGTH);
	at[0] = 0x45;
	put16(at + 2, (uint32_t)(length + IP4_LENGTH));
	put16(at + 4, (uint32_t)random_next() & 0xffff);
	at[6] = 0x40;
	at[8] = 64;
	at[9] = 6;
	memcpy(at + 12, source, 4);
	memcpy(at + 16, destination, 4);
	put16(at + 10, fold(sum(at, IP4_LENGTH)));
	return IP4_LENGTH;
}

/* Returns the length of the options. */
static size_t put_options(uint8_t *at, const struct flow *flow, int from,
			  int flags)
{
	static const uint8_t of_syn[] = { 2, 4, 5, 180, 4, 2, 8, 10 };
	static const uint8_t others[] = { 1, 1, 8, 10 };
	static const uint8_t scale[] = { 1, 3, 3, 7 };
	size_t start = flags & SYN ? sizeof(of_syn) : sizeof(others);

	memcpy(at, flags & SYN ? of_syn : others, start);
	put32(at + start, flow->ends[from].stamp);
	put32(at + start + 4, flags == SYN ? 0 : flow->ends[!from].stamp);
	if (!(flags & SYN))
		return OTHERS_OPTIONS;
	memcpy(at + start + 8, scale, sizeof(scale));
	return SYNS_OPTIONS;
}

static void put_frame(const uint8_t *frame, size_t length)
{
	uint32_t header[4] = { (uint32_t)(now / 1000000),
			       (uint32_t)(now % 1000000), (uint32_t)length,
			       (uint32_t)length };

	now += random_next() % 20;
	fwrite(header, sizeof(header), 1, file);
	fwrite(frame, length, 1, file);
}

static void send_segment(struct flow *flow, int from, int flags, size_t payload)
{
	uint8_t frame[FRAME_MAX] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };
	struct end *end = &flow->ends[from];
	uint8_t *ip = frame + ETHERNET_LENGTH, *tcp;
	size_t options = flags & SYN ? SYNS_OPTIONS : OTHERS_OPTIONS;
	size_t length = TCP_LENGTH + options + payload, addresses;

	end->stamp = (uint32_t)(now / 1000);
	put16(frame + 12, flow->six ? 0x86dd : 0x0800);
	tcp = ip + put_ip(ip, flow, from, length);
	put16(tcp, end->port);
	put16(tcp + 2, flow->ends[!from].port);
	put32(tcp + 4, end->seq);
	put32(tcp + 8, flags & ACK ? flow->ends[!from].seq : 0);
	put16(tcp + 12, (uint32_t)(length - payload) << 10 | (uint32_t)flags);
	put16(tcp + 14, flags & SYN ? 64240 : 501);
	put32(tcp + 16, 0);
	put_options(tcp + TCP_LENGTH, flow, from, flags);
	memcpy(tcp + TCP_LENGTH + options, text, payload);
	addresses = flow->six ? 32 : 8;
	put16(tcp + 16, fold(sum(tcp - addresses, length + addresses) + 6 +
			     (uint32_t)length));
	put_frame(frame, (size_t)(tcp - frame) + length);
	end->seq += (uint32_t)payload + (flags & (SYN | FIN) ? 1 : 0);
}

static void begin_flow(struct flow *flow, const struct plan *plan,
		       uint64_t number)
{
	uint64_t host = number % plan->hosts, server = host % 97;
	uint64_t port = 1024 + number / plan->hosts % 64000;

	memset(flow, 0, sizeof(*flow));
	flow->six = random_next() % 100 < plan->six;
	flow->rounds = (uint32_t)plan->rounds;
	for (int i = 0; i < 2; i++) {
		struct end *end = &flow->ends[i];
		uint8_t *address = end->address;

		if (flow->six) {
			memcpy(address, "\x20\x01\x0d\xb8", 4);
			address += 12;
		}
		put32(address, i == 0 ? 0x0a000000 | (uint32_t)host
				      : 0xc0a80000 | (uint32_t)server);
		end->seq = (uint32_t)random_next();
		end->port = (uint16_t)(i == 0 ? port : 443);
	}
}

static void open_flow(struct flow *flow)
{
	static const int flags[] = { SYN, SYN | ACK, ACK };

	send_segment(flow, flow->step == 1, flags[flow->step], 0);
	if (++flow->step < 3)
		return;
	flow->step = 0;
	flow->part = REQUEST;
}

static void respond(struct flow *flow, size_t full)
{
	bool last = --flow->segments == 0;

	send_segment(flow, 1, last ? ACK | PSH : ACK,
		     last ? 1 + random_next() % full : full);
	if (flow->due || last)
		flow->part = ACK_OF_RESPONSE;
	flow->due = !flow->due;
}

static void acknowledge(struct flow *flow)
{
	send_segment(flow, 0, ACK, 0);
	flow->due = false;
	flow->part = RESPONSE;
	if (flow->segments == 0)
		flow->part = --flow->rounds > 0 ? REQUEST : CLOSING;
}

/* False after the last. */
static bool close_flow(struct flow *flow)
{
	send_segment(flow, flow->step == 1, flow->step == 2 ? ACK : FIN | ACK,
		     0);
	return ++flow->step < 3;
}

/* False when the flow has nothing more to send. */
static bool next_segment(struct flow *flow, const struct plan *plan)
{
	switch (flow->part) {
	case OPENING:
		open_flow(flow);
		break;
	case REQUEST:
		send_segment(flow, 0, ACK | PSH,
			     1 + random_next() % plan->payload / 4);
		flow->part = ACK_OF_REQUEST;
		break;
	case ACK_OF_REQUEST:
		send_segment(flow, 1, ACK, 0);
		flow->segments = 1 + (uint32_t)(random_next() % plan->segments);
		flow->part = RESPONSE;
		break;
	case RESPONSE:
		respond(flow, plan->payload);
		break;
	case ACK_OF_RESPONSE:
		acknowledge(flow);
		break;
	case CLOSING:
		return !plan->held && close_flow(flow);
	}
	return true;
}

static void make_mix(const struct plan *plan)
{
	struct flow *flows = calloc(plan->open, sizeof(*flows));
	uint64_t begun = 0, open = plan->open;

	if (!flows)
		abort();
	for (; begun < open; begun++)
		begin_flow(&flows[begun], plan, begun);
	while (open > 0) {
		struct flow *flow = &flows[random_next() % open];

		if (next_segment(flow, plan))
			continue;
		if (begun < plan->connections)
			begin_flow(flow, plan, begun++);
		else
			*flow = flows[--open];
	}
	free(flows);
}

static void make_flood(const struct plan *plan)
{
	struct flow flow;

	for (uint64_t i = 0; i < plan->flood; i++) {
		begin_flow(&flow, plan, i);
		send_segment(&flow, 0, SYN, 0);
	}
}

/* What one half of them adds to 16 bits, the other takes away. */
static void make_collisions(const struct plan *plan)
{
	struct flow flow;

	for (uint64_t i = 0; i < plan->collide; i++) {
		uint32_t low = i & 0xffff, high = i >> 16 & 0xff;

		begin_flow(&flow, plan, 0);
		flow.six = false;
		put32(flow.ends[0].address, 0x0a000000 | high << 16 | low);
		put32(flow.ends[1].address, 0xc0a80000 | (~high & 0xff) << 8);
		flow.ends[0].port = (uint16_t)~low;
		send_segment(&flow, 0, SYN, 0);
	}
}

static bool take_argument(struct plan *plan, const char *argument)
{
	const struct {
		const char *name;
		uint64_t *value;
	} names[] = {
		{ "open", &plan->open },
		{ "rounds", &plan->rounds },
		{ "segments", &plan->segments },
		{ "payload", &plan->payload },
		{ "hosts", &plan->hosts },
		{ "six", &plan->six },
		{ "flood", &plan->flood },
		{ "collide", &plan->collide },
		{ "held", &plan->held },
		{ "connections", &plan->connections },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i].name);

		if (strncmp(argument, names[i].name, length) ||
		    argument[length] != '=')
			continue;
		*names[i].value = strtoull(argument + length + 1, NULL, 10);
		return true;
	}
	return false;
}

static bool is_possible(const struct plan *plan)
{
	return plan->open > 0 && plan->rounds > 0 && plan->segments > 0 &&
	       plan->payload > 0 && plan->payload <= PAYLOAD_MAX &&
	       plan->hosts > 0 && plan->hosts <= 1 << 24;
}

int main(int argc, char **argv)
{
	static const uint32_t header[] = { 0xa1b2c3d4, 0x00040002, 0,
					   0,	       262144,	   1 };
	struct plan plan = { .open = 64,
			     .connections = 10000,
			     .rounds = 4,
			     .segments = 1,
			     .payload = 1400,
			     .hosts = 50,
			     .six = 25 };

	for (int i = 2; i < argc; i++)
		if (!take_argument(&plan, argv[i]))
			argc = 0;
	if (argc < 2 || !is_possible(&plan)) {
		fputs("usage: generate FILE NAME=NUMBER ...\n", stderr);
		return 2;
	}
	if (plan.held) {
		plan.open = plan.connections = plan.held;
		plan.rounds = 1;
	}
	file = fopen(argv[1], "wb");
	if (!file) {
		perror(argv[1]);
		return 1;
	}
	setvbuf(file, NULL, _IOFBF, BUFFER_SIZE);
	memset(text, 'x', sizeof(text));
	fwrite(header, sizeof(header), 1, file);
	if (plan.flood)
		make_flood(&plan);
	else if (plan.collide)
		make_collisions(&plan);
	else
		make_mix(&plan);
	if (ferror(file) | fclose(file)) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
