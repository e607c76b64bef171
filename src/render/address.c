/*
 * Addresses and ports, by name or by number.
 *
 * The numbers of IPv6 are written as tcpdump writes them, which is not quite
 * RFC 5952: of two equally long runs of zeros the first is shortened, and the
 * last 32 bits are dotted behind 96 zero bits as well as behind ::ffff.
 */
#include "render/names.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/text.h"

enum { GROUPS = 8 };

/* A run of groups that are zero. */
struct run {
	int first;
	int count;
};

static char *put_ip4(char *at, const uint8_t *octets)
{
	at = put_decimal(at, octets[0]);
	for (int i = 1; i < 4; i++) {
		at = put_char(at, '.');
		at = put_decimal(at, octets[i]);
	}
	return at;
}

/* The longest run of two or more; a count of zero if there is none. */
static struct run find_zeros(const uint16_t *groups)
{
	struct run best = { 0, 1 };
	struct run now = { 0, 0 };

	for (int i = 0; i < GROUPS; i++) {
		if (groups[i] != 0) {
			now = (struct run){ i + 1, 0 };
			continue;
		}
		now.count++;
		if (now.count > best.count)
			best = now;
	}
	return best.count > 1 ? best : (struct run){ -1, 0 };
}

static bool ends_in_ip4(const uint16_t *groups, struct run zeros)
{
	if (zeros.first != 0)
		return false;
	return zeros.count == 6 || (zeros.count == 5 && groups[5] == 0xffff);
}

static char *put_group(char *at, uint16_t group)
{
	static const char digits[] = "0123456789abcdef";

	if (group >= 0x1000)
		at = put_char(at, digits[group >> 12]);
	if (group >= 0x100)
		at = put_char(at, digits[group >> 8 & 0xf]);
	if (group >= 0x10)
		at = put_char(at, digits[group >> 4 & 0xf]);
	return put_char(at, digits[group & 0xf]);
}

static char *put_ip6(char *at, const uint8_t *octets)
{
	uint16_t groups[GROUPS];
	struct run zeros;
	int last = GROUPS;

	for (int i = 0; i < GROUPS; i++)
		groups[i] = (uint16_t)(octets[2 * i] << 8 | octets[2 * i + 1]);
	zeros = find_zeros(groups);
	if (ends_in_ip4(groups, zeros))
		last = 6;
	for (int i = 0; i < last; i++) {
		if (i == zeros.first) {
			at = put_string(at, "::");
			i += zeros.count - 1;
			continue;
		}
		if (i > 0 && i != zeros.first + zeros.count)
			at = put_char(at, ':');
		at = put_group(at, groups[i]);
	}
	if (last < GROUPS && zeros.count == 5)
		at = put_char(at, ':');
	return last < GROUPS ? put_ip4(at, octets + 12) : at;
}

char *put_address(char *at, const struct address *address)
{
	return address->version == 6 ? put_ip6(at, address->octets)
				     : put_ip4(at, address->octets);
}

void address_render(struct text *text, const struct line_options *options,
		    const struct address *address)
{
	const struct render_names *names = options->names;
	const char *name = NULL;
	char *from;

	if (!options->numeric && names && names->host)
		name = names->host(names->context, address);
	if (name) {
		text_string(text, name);
		return;
	}
	from = text_piece(text);
	text_piece_end(text, from, put_address(from, address));
}

void port_render(struct text *text, const struct line_options *options,
		 uint16_t port)
{
	const struct render_names *names = options->names;
	const char *name = NULL;

	if (!options->numeric && names && names->service)
		name = names->service(names->context, port);
	if (name)
		text_string(text, name);
	else
		text_unsigned(text, port);
}
