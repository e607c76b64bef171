/*
 * Fuzzer: expressions (--where, --assert).
 *
 *	where = choice(1), expression
 *
 * Beside what the sanitizers see, this must hold: the mark of an error lies in
 * the expression or at its end, and the error is harmless; what is read can be
 * evaluated, described, and watched for; its negation is the contrary; what is
 * printed is printable.
 */
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "render/text.h"
#include "tests/fuzz.h"
#include "tests/fuzz_show.h"
#include "watch.h"
#include "where/describe.h"
#include "where/eval.h"
#include "where/parse.h"

#define SECOND INT64_C(1000000000)

enum { TEXT_SIZE = 1 << 16 };

static const struct packet packet = {
	.tcp = { .extent = TCP_WHOLE_HEADER,
		 .flags = TCP_SYN | TCP_ACK,
		 .payload = 42 },
};

static struct track_flow_end end_of(uint8_t octet)
{
	struct track_flow_end end = {
		.address = { octet & 1 ? 4 : 6, { octet, 2, 3, 4 } },
		.port = octet,
		.since = octet * SECOND,
		.packets = octet,
		.bytes = UINT64_MAX / 2,
		.has_offer = octet & 2,
		.rtt = { .samples = octet & 4, .sum = 1e30 },
	};

	history_begin(&end.history, (enum tcp_state)(octet % 11), octet & 8);
	return end;
}

static struct track_look look_of(uint8_t choice)
{
	return (struct track_look){
		.now = choice & 16 ? 100 * SECOND : 0,
		.flow = {
			.connection = choice,
			.reason = (enum track_reason)(choice % 7),
			.has_rtt_handshake = choice & 32,
			.ends = { end_of(choice), end_of((uint8_t)~choice) },
		},
	};
}

/* An error shows letters that are not ASCII as they are. */
static void require_printable(struct text *text, bool error)
{
	fuzz_require(!text->overflowed);
	for (const char *c = text_terminate(text); *c; c++)
		fuzz_require((*c >= ' ' && *c <= '~') ||
			     (error && (*c == '\n' || *c & 0x80)));
}

static void take_error(const char *expression, const struct where_error *error)
{
	static char storage[TEXT_SIZE];
	struct text text;

	fuzz_require(error->words[0] != '\0');
	fuzz_require(error->place <= strlen(expression));
	text_init(&text, storage, sizeof(storage));
	where_error_render(&text, expression, error);
	require_printable(&text, true);
}

static void take_moments(const struct where *where,
			 const struct track_look *look)
{
	const struct track_result result = {
		.connection = 1,
		.ends = { { .count = 2 }, { .count = 2 } },
	};
	struct watch watch = { 0 };
	struct watch_moment moment;

	watch_result(&watch, where, &result, look);
	fuzz_require(watch.count == 0 || watch_wants(where));
	while (watch_due(&watch, INT64_MAX, &moment))
		fuzz_require(moment.due > look->now);
	watch_free(&watch);
}

static void take_expression(const struct where *where, uint8_t choice)
{
	static char storage[TEXT_SIZE];
	struct where negated = *where;
	const struct track_look look = look_of(choice);
	const struct where_subject subject = {
		.look = &look,
		.notes = choice * UINT64_C(0x0101010101010101),
		.packet = choice & 64 ? &packet : NULL,
		.from = choice & 128 ? TRACK_CLIENT : TRACK_SERVER,
	};
	bool holds = where_matches(where, &subject);
	struct text text;

	fuzz_require(where->count > 0 && where->count <= WHERE_STEPS_MAX);
	if (where->count < WHERE_STEPS_MAX) {
		negated.steps[negated.count++].kind = WHERE_NOT;
		fuzz_require(where_matches(&negated, &subject) == !holds);
	}
	text_init(&text, storage, sizeof(storage));
	where_describe(&text, where, &subject);
	fuzz_require(text_length(&text) > 0);
	require_printable(&text, false);
	take_moments(where, &look);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct where_error error;
	struct where where;
	char *expression;
	uint8_t choice;

	if (size == 0)
		return 0;
	choice = data[0];
	/* A block of its own, with an end. */
	expression = calloc(1, size);
	if (!expression)
		return 0;
	memcpy(expression, data + 1, size - 1);
	if (where_parse(&where, expression,
			choice & 1 ? WHERE_OF_LINE : WHERE_OF_CONNECTION,
			&error))
		take_expression(&where, choice);
	else
		take_error(expression, &error);
	free(expression);
	return 0;
}
