#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>

#include "decode/bytes.h"
#include "decode/checksum.h"

enum { LARGEST = 700 };

/* The definition, in the plainest way. */
static uint16_t sum_plainly(const uint8_t *octets, size_t length)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < length; i++) {
		sum += i % 2 ? octets[i] : (uint32_t)octets[i] << 8;
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return (uint16_t)sum;
}

/* RFC 1071, 3. */
Test(checksum, the_example_of_the_rfc)
{
	static const uint8_t octets[] = { 0x00, 0x01, 0xf2, 0x03,
					  0xf4, 0xf5, 0xf6, 0xf7 };

	cr_expect_eq(checksum_sum(octets, sizeof octets), 0xddf2);
}

Test(checksum, every_length_at_every_alignment)
{
	uint8_t octets[LARGEST + 8];
	uint32_t random = 1;

	for (size_t i = 0; i < sizeof octets; i++) {
		random = random * 1103515245 + 12345;
		octets[i] = (uint8_t)(random >> 16);
	}
	for (size_t start = 0; start < 8; start++)
		for (size_t length = 0; length <= LARGEST; length++)
			cr_expect_eq(checksum_sum(octets + start, length),
				     sum_plainly(octets + start, length),
				     "%zu octets from %zu", length, start);
}

/* In pieces of an even length, whose sums may come in any order. */
Test(checksum, of_pieces_is_that_of_the_whole)
{
	uint8_t octets[LARGEST];
	uint16_t whole;

	for (size_t i = 0; i < sizeof octets; i++)
		octets[i] = (uint8_t)(0xff - i * 7);
	whole = sum_plainly(octets, LARGEST);
	for (size_t first = 0; first <= LARGEST; first += 2) {
		uint64_t sum = checksum_add(UINT64_MAX, octets + first,
					    LARGEST - first);

		sum = checksum_add(sum, octets, first);
		cr_expect_eq(ntohs(checksum_fold(sum)), whole, "%zu", first);
	}
}

/* Pieces that are added word by word, against what is added in larger blocks
 * where the processor can. */
Test(checksum, of_short_pieces_is_that_of_a_long_one)
{
	enum { PIECE = 96 };
	uint8_t octets[LARGEST];

	for (size_t i = 0; i < sizeof octets; i++)
		octets[i] = (uint8_t)(i * 151 + i / 7);
	for (size_t length = 0; length <= LARGEST; length++) {
		uint64_t sum = 0;

		for (size_t at = 0; at < length; at += PIECE)
			sum = checksum_add(sum, octets + at,
					   length - at < PIECE ? length - at
							       : PIECE);
		cr_expect_eq(checksum_fold(sum),
			     checksum_fold(checksum_add(0, octets, length)),
			     "%zu octets", length);
	}
}

/* Words, which hold octets as they lie; a sum that is full loses nothing. */
Test(checksum, of_words_is_that_of_their_octets)
{
	static const uint8_t octets[] = { 0xff, 0xfe, 0x03, 0x40, 0x81, 0x00,
					  0x7f, 0x80, 0x12, 0x34, 0xfe, 0xdc };
	uint64_t sum = checksum_plus(UINT64_MAX, bytes_word(octets));

	sum = checksum_plus(sum, bytes_half_word(octets + 8));
	cr_expect_eq(ntohs(checksum_fold(sum)),
		     sum_plainly(octets, sizeof octets));
}

Test(checksum, carries_are_folded_however_many)
{
	static uint8_t octets[1 << 20];

	memset(octets, 0xff, sizeof octets);
	cr_expect_eq(checksum_sum(octets, sizeof octets), 0xffff);
	cr_expect_eq(checksum_sum(octets, sizeof octets - 1), 0xff00);
	octets[0] = 0;
	cr_expect_eq(checksum_sum(octets, sizeof octets), 0x00ff);
	cr_expect_eq(checksum_fold(UINT64_MAX), 0xffff);
	cr_expect_eq(checksum_fold(0x10000), 1);
	cr_expect_eq(checksum_fold(0), 0);
}

Test(checksum, of_nothing_is_zero)
{
	cr_expect_eq(checksum_sum(NULL, 0), 0);
}

/* A header of which each possible field but the right one is wrong. */
Test(checksum, expected_is_what_makes_it_right)
{
	uint8_t octets[] = { 0x45, 0x00, 0x00, 0x28, 0x12, 0x34, 0x40,
			     0x00, 0x40, 0x06, 0x00, 0x00, 0x0a, 0x00,
			     0x00, 0x01, 0x0a, 0x00, 0x00, 0x02 };

	for (uint32_t field = 0; field < 0x10000; field += 251) {
		uint16_t expected;

		octets[10] = (uint8_t)(field >> 8);
		octets[11] = (uint8_t)field;
		expected =
			checksum_expected((uint16_t)field,
					  sum_plainly(octets, sizeof octets));
		octets[10] = (uint8_t)(expected >> 8);
		octets[11] = (uint8_t)expected;
		cr_expect_eq(sum_plainly(octets, sizeof octets), 0xffff,
			     "from %x", field);
	}
}
