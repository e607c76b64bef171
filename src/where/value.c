/*
 * Values.  The C library's functions for this are too kind (blanks, signs,
 * octal numbers), and ask for the locale.
 */
#include "where/value.h"

#include <string.h>

#include "decode/packet.h"

/* Digits behind the point: with more, multiplying them might overflow. */
enum { DECIMALS_MAX = 6 };

enum { GROUPS = 8 };

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit sizes[] = {
	{ "", 1 },	     { "K", 1000 },	{ "M", 1000000 },
	{ "G", 1000000000 }, { "Ki", 1 << 10 }, { "Mi", 1 << 20 },
	{ "Gi", 1 << 30 },   { NULL, 0 },
};

static const struct unit times[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000000 },
	{ "s", UINT64_C(1000000000) },
	{ "m", UINT64_C(60000000000) },
	{ "h", UINT64_C(3600000000000) },
	{ NULL, 0 },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes digits off the beginning of `span`; how many there were, or -1 when the
 * number is above `limit`. */
static int take_digits(struct words_span *span, uint64_t limit,
		       uint64_t *number)
{
	int count = 0;

	*number = 0;
	for (; span->length > 0 && is_digit(*span->at); count++) {
		uint64_t digit = (uint64_t)(*span->at - '0');

		if (*number > (limit - digit) / 10)
			return -1;
		*number = *number * 10 + digit;
		span->at++;
		span->length--;
	}
	return count;
}

static const struct unit *find_unit(struct words_span span,
				    const struct unit *units)
{
	for (; units->name; units++)
		if (words_same(span, units->name))
			return units;
	return NULL;
}

/* A fraction of a unit is rounded down to a whole number. */
static bool with_unit(struct words_span span, const struct unit *units,
		      uint64_t *value)
{
	uint64_t whole, fraction = 0, scale = 1;
	const struct unit *unit;

	if (take_digits(&span, INT64_MAX, &whole) < 1)
		return false;
	if (span.length > 0 && *span.at == '.') {
		int count;

		span.at++;
		span.length--;
		count = take_digits(&span, INT64_MAX, &fraction);
		if (count < 1 || count > DECIMALS_MAX)
			return false;
		while (count-- > 0)
			scale *= 10;
	}
	unit = find_unit(span, units);
	if (!unit || whole > INT64_MAX / unit->factor - 1)
		return false;
	*value = whole * unit->factor + unit->factor / scale * fraction +
		 unit->factor % scale * fraction / scale;
	return true;
}

bool value_number(struct words_span span, uint64_t *number)
{
	return with_unit(span, sizes, number);
}

bool value_time(struct words_span span, uint64_t *nanoseconds)
{
	return with_unit(span, times, nanoseconds);
}

bool value_flags(struct words_span span, uint64_t *flags)
{
	static const struct {
		char letter;
		uint16_t flag;
	} letters[] = {
		{ 'F', TCP_FIN }, { 'S', TCP_SYN }, { 'R', TCP_RST },
		{ 'P', TCP_PSH }, { '.', TCP_ACK }, { 'U', TCP_URG },
		{ 'E', TCP_ECE }, { 'W', TCP_CWR }, { 'e', TCP_AE },
	};
	enum { LETTERS = sizeof letters / sizeof *letters };

	*flags = 0;
	for (size_t i = 0; i < span.length; i++) {
		size_t j = 0;

		while (j < LETTERS && letters[j].letter != span.at[i])
			j++;
		if (j == LETTERS)
			return false;
		*flags |= letters[j].flag;
	}
	return span.length > 0;
}

/* --- addresses */

static bool take_char(struct words_span *span, char c)
{
	if (span->length == 0 || *span->at != c)
		return false;
	span->at++;
	span->length--;
	return true;
}

/* Four numbers with points between them, and nothing else. */
static bool read_ip4(struct words_span span, uint8_t *octets)
{
	for (int i = 0; i < 4; i++) {
		uint64_t octet;
		int digits;

		if (i > 0 && !take_char(&span, '.'))
			return false;
		digits = take_digits(&span, UINT8_MAX, &octet);
		if (digits < 1 || digits > 3)
			return false;
		octets[i] = (uint8_t)octet;
	}
	return span.length == 0;
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool take_group(struct words_span *span, uint16_t *group)
{
	int digits = 0;

	*group = 0;
	for (; span->length > 0 && hex_digit(*span->at) >= 0; digits++) {
		if (digits == 4)
			return false;
		*group = (uint16_t)(*group << 4 | hex_digit(*span->at));
		span->at++;
		span->length--;
	}
	return digits > 0;
}

/* The groups of an IPv6 address, as far as they were read. */
struct groups {
	uint16_t list[GROUPS];
	int count;
	int gap; /* before which one zeros are left out; -1: nowhere */
};

/* The last two groups may be written as an IPv4 address. */
static bool take_ip4_groups(struct words_span *span, struct groups *groups)
{
	uint8_t octets[4];

	if (!memchr(span->at, '.', span->length) ||
	    groups->count > GROUPS - 2 || !read_ip4(*span, octets))
		return false;
	for (int i = 0; i < 2; i++)
		groups->list[groups->count++] =
			(uint16_t)(octets[2 * i] << 8 | octets[2 * i + 1]);
	span->length = 0;
	return true;
}

static bool take_groups(struct words_span *span, struct groups *groups)
{
	while (span->length > 0) {
		struct words_span rest = *span;

		if (groups->count == GROUPS)
			return false;
		/* A group that is only digits may begin an IPv4 address. */
		if (memchr(rest.at, ':', rest.length) == NULL &&
		    take_ip4_groups(span, groups))
			return true;
		if (!take_group(span, &groups->list[groups->count]))
			return false;
		groups->count++;
		if (span->length == 0)
			return true;
		if (!take_char(span, ':'))
			return false;
		if (groups->gap < 0 && take_char(span, ':'))
			groups->gap = groups->count;
		else if (span->length == 0)
			return false;
	}
	return true;
}

static bool read_ip6(struct words_span span, uint8_t *octets)
{
	struct groups groups = { .gap = -1 };
	int at = GROUPS - 1;

	if (span.length >= 2 && span.at[0] == ':') {
		if (span.at[1] != ':')
			return false;
		span.at += 2;
		span.length -= 2;
		groups.gap = 0;
	}
	if (!take_groups(&span, &groups) ||
	    (groups.gap < 0 ? groups.count < GROUPS : groups.count == GROUPS))
		return false;
	memset(octets, 0, 2 * GROUPS);
	for (int i = groups.count - 1; i >= 0; i--, at--) {
		if (i + 1 == groups.gap) /* those in front are at the front */
			at = i;
		octets[2 * at] = (uint8_t)(groups.list[i] >> 8);
		octets[2 * at + 1] = (uint8_t)groups.list[i];
	}
	return true;
}

static bool read_prefix(struct words_span span, uint8_t most, uint8_t *prefix)
{
	uint64_t bits;

	if (take_digits(&span, most, &bits) < 1 || span.length > 0)
		return false;
	*prefix = (uint8_t)bits;
	return true;
}

bool value_address(struct words_span span, struct address *address,
		   uint8_t *prefix)
{
	const char *slash = memchr(span.at, '/', span.length);
	struct words_span host = span;

	if (slash)
		host.length = (size_t)(slash - span.at);
	memset(address, 0, sizeof *address);
	if (read_ip4(host, address->octets))
		address->version = 4;
	else if (read_ip6(host, address->octets))
		address->version = 6;
	else
		return false;
	*prefix = address->version == 4 ? 32 : 128;
	if (!slash)
		return true;
	host.at = slash + 1;
	host.length = span.length - host.length - 1;
	return read_prefix(host, *prefix, prefix);
}
