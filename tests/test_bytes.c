#include <criterion/criterion.h>

#include "decode/bytes.h"
#include "decode/layer.h"

static const uint8_t octets[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

Test(bytes, reads_in_network_byte_order)
{
	struct bytes b = bytes_of(octets, sizeof octets);

	cr_expect_eq(bytes_u8(&b), 0x01);
	cr_expect_eq(bytes_u16(&b), 0x0203);
	cr_expect_eq(bytes_u32(&b), 0x04050607);
	cr_expect_eq(b.left, 3);
	cr_expect_not(b.ran_out);
	b = bytes_of(octets, sizeof octets);
	cr_expect_eq(bytes_u64(&b), 0x0102030405060708);
}

/* Each row wants more than is left. */
Test(bytes, past_the_end_is_zero_and_stays_so)
{
	for (size_t length = 0; length < 8; length++) {
		struct bytes b = bytes_of(octets, length);

		cr_expect_null(bytes_take(&b, 8), "%zu", length);
		cr_expect(b.ran_out, "%zu", length);
		cr_expect_eq(b.left, 0, "%zu", length);
		cr_expect_eq(b.at, octets + length, "%zu", length);
		cr_expect_eq(bytes_u8(&b), 0, "%zu", length);
	}
}

Test(bytes, a_value_that_is_cut_is_zero)
{
	struct bytes b = bytes_of(octets, 3);

	cr_expect_eq(bytes_u32(&b), 0);
	cr_expect(b.ran_out);
	b = bytes_of(octets, 1);
	cr_expect_eq(bytes_u16(&b), 0);
	cr_expect(b.ran_out);
}

Test(bytes, takes_all_but_no_more)
{
	struct bytes b = bytes_of(octets, 4);

	cr_expect_eq(bytes_take(&b, 4), octets);
	cr_expect_not(b.ran_out);
	cr_expect_eq(bytes_take(&b, 0), octets + 4);
	cr_expect_not(b.ran_out);
}

Test(bytes, splits)
{
	struct bytes b = bytes_of(octets, 10);
	struct bytes part = bytes_split(&b, 4);

	cr_expect_eq(part.left, 4);
	cr_expect_eq(part.at, octets);
	cr_expect_eq(b.left, 6);
	cr_expect_eq(bytes_u8(&b), 5);
	part = bytes_split(&b, 99);
	cr_expect_eq(part.left, 5);
	cr_expect_eq(b.left, 0);
	cr_expect_not(b.ran_out);
}

Test(bytes, limits)
{
	struct bytes b = bytes_of(octets, 10);

	bytes_limit(&b, 20);
	cr_expect_eq(b.left, 10);
	bytes_limit(&b, 2);
	cr_expect_eq(b.left, 2);
}

static const struct {
	const char *name;
	uint32_t captured, missing, limit;
	uint32_t expected_captured, expected_length;
} limits[] = {
	{ "nothing to cut", 10, 0, 20, 10, 10 },
	{ "exactly", 10, 0, 10, 10, 10 },
	{ "padding captured", 10, 0, 6, 6, 6 },
	{ "padding not captured", 6, 4, 8, 6, 8 },
	{ "padding partly captured", 8, 4, 6, 6, 6 },
	{ "exactly what was captured", 8, 4, 8, 8, 8 },
	{ "more than there is", 8, 4, 99, 8, 12 },
	{ "to nothing", 8, 4, 0, 0, 0 },
};

Test(layer, limits)
{
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct layer layer = { .bytes = bytes_of(octets,
							 limits[i].captured),
				       .missing = limits[i].missing };

		layer_limit(&layer, limits[i].limit);
		cr_expect_eq(layer.bytes.left, limits[i].expected_captured,
			     "%s", limits[i].name);
		cr_expect_eq(layer_length(&layer), limits[i].expected_length,
			     "%s", limits[i].name);
	}
}
