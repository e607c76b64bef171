/* One character of UTF-8. */
#include "render/utf8.h"

#include <stdbool.h>

/* How many octets the first one announces; 0: it cannot be a first one. */
static size_t sequence_length(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Not the shortest form, a surrogate, or beyond Unicode (RFC 3629). */
static bool is_forbidden(uint32_t code, size_t octets)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return code < smallest[octets] || (code >= 0xd800 && code <= 0xdfff) ||
	       code > 0x10ffff;
}

size_t utf8_read(const uint8_t *at, size_t left, uint32_t *code)
{
	static const uint8_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t octets = sequence_length(at[0]);

	if (octets == 0 || octets > left)
		return 0;
	*code = at[0] & mask[octets];
	for (size_t i = 1; i < octets; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (at[i] & 0x3f);
	}
	return is_forbidden(*code, octets) ? 0 : octets;
}
