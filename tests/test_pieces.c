/* Pieces of memory: none overlaps another, and empty pages are used again. */
#include <criterion/criterion.h>
#include <string.h>

#include "random.h"
#include "track/pieces.h"

enum { COUNT = 5000, ROUNDS = 200000, LARGEST = PIECE_UNIT * PIECE_UNITS_MAX };

struct taken {
	uint32_t piece;
	size_t size;
};

/* Its octets, each of which says whose it is. */
static void take(struct pieces *pieces, struct taken *taken, size_t size,
		 int owner)
{
	taken->size = size;
	taken->piece = pieces_take(pieces, size, SIZE_MAX);
	cr_assert_neq(taken->piece, PIECE_NONE);
	cr_assert_geq(pieces_size(pieces, taken->piece), size);
	cr_assert_lt(pieces_size(pieces, taken->piece),
		     size + (size > PIECE_SMALL ? PIECE_STEP : PIECE_UNIT));
	memset(pieces_at(pieces, taken->piece), owner,
	       pieces_size(pieces, taken->piece));
}

static void give_back(struct pieces *pieces, struct taken *taken, int owner)
{
	const uint8_t *octets = pieces_at(pieces, taken->piece);

	for (size_t i = 0; i < taken->size; i++)
		cr_assert_eq(octets[i], (uint8_t)owner);
	pieces_give_back(pieces, taken->piece);
	taken->size = 0;
}

/* Sizes of which there is a page with room: none when all is given back. */
static int open_sizes(const struct pieces *pieces)
{
	int sizes = 0;

	for (int i = 0; i <= PIECE_UNITS_MAX; i++)
		sizes += pieces->open[i] != PIECE_NONE;
	return sizes;
}

Test(pieces, none_overlaps_another)
{
	static struct taken all[COUNT];
	struct pieces pieces;
	uint32_t state = 2463534242U;

	pieces_init(&pieces);
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t r = next_random(&state);
		struct taken *one = &all[r % COUNT];
		int owner = (int)(one - all);
		/* Few sizes, so that pages fill, and now and then any. */
		size_t size = r % 7 ? 40 + (r >> 16) % 4 * 8
				    : 1 + (r >> 16) % LARGEST;

		if (one->size)
			give_back(&pieces, one, owner);
		else
			take(&pieces, one, size, owner);
	}
	for (int i = 0; i < COUNT; i++)
		if (all[i].size)
			give_back(&pieces, &all[i], i);
	cr_expect_eq(open_sizes(&pieces), 0);
	pieces_close(&pieces);
}

/* What a flood took can be had again for something else. */
Test(pieces, empty_pages_are_of_any_size)
{
	static struct taken all[COUNT];
	struct pieces pieces;
	uint32_t pages;

	pieces_init(&pieces);
	for (int i = 0; i < COUNT; i++)
		take(&pieces, &all[i], 40, i);
	pages = pieces.page_count;
	cr_expect_gt(pages, 1);
	for (int i = 0; i < COUNT; i++)
		give_back(&pieces, &all[i], i);
	for (int i = 0; i < COUNT / 20; i++)
		take(&pieces, &all[i], 400, i);
	cr_expect_leq(pieces.page_count, pages);
	for (int i = 0; i < COUNT / 20; i++)
		give_back(&pieces, &all[i], i);
	pieces_close(&pieces);
}

Test(pieces, sizes_have_bounds)
{
	struct pieces pieces;
	struct taken least, most;

	pieces_init(&pieces);
	take(&pieces, &least, 1, 1);
	take(&pieces, &most, LARGEST, 2);
	cr_expect_eq(pieces_size(&pieces, least.piece), PIECE_UNIT);
	cr_expect_eq(pieces_size(&pieces, most.piece), LARGEST);
	give_back(&pieces, &least, 1);
	give_back(&pieces, &most, 2);
	pieces_close(&pieces);
}

/* Beyond the bound, only places in pages that are there are given. */
Test(pieces, pages_have_a_bound)
{
	enum { MOST = 4 * 4096 };
	struct pieces pieces;
	uint32_t piece, last = PIECE_NONE;
	int count = 0;

	pieces_init(&pieces);
	while ((piece = pieces_take(&pieces, 64, MOST)) != PIECE_NONE) {
		last = piece;
		count++;
	}
	cr_expect_eq(pieces.page_octets, MOST);
	cr_expect_eq(pieces.octets, (size_t)count * 64);
	cr_expect_eq(pieces_take(&pieces, 8, MOST), PIECE_NONE);
	pieces_give_back(&pieces, last);
	cr_expect_eq(pieces_take(&pieces, 64, MOST), last);
	cr_expect_neq(pieces_take(&pieces, 8, MOST + 4096), PIECE_NONE);
	pieces_close(&pieces);
}
