/*
 * Pieces, in pages.  The number of a piece is that of its page, then the unit
 * there with which it begins: so it tells where the piece is, without a look at
 * the page's entry, which would be one more wait for memory.  Pieces that were
 * given back are in a list, whose links stand in the pieces themselves.
 */
#include "track/pieces.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	PAGE_COST = 4096,
	PAGE_SIZE = PAGE_COST - 16, /* no piece has PIECE_NONE's number */
	PLACE_BITS = 9,
	PLACE_NONE = UINT16_MAX,
	PLACE_MASK = (1 << PLACE_BITS) - 1,
	PAGES_MAX = 1 << (32 - PLACE_BITS),
	PAGES_FIRST = 16
};

_Static_assert(PAGE_SIZE / PIECE_UNIT < 1 << PLACE_BITS,
	       "each place has a number, and none is PIECE_NONE");
_Static_assert(ARENA_PART_SMALL % PAGE_COST == 0,
	       "pages lie in the arena in the order of their numbers");

/* Places are counted in units. */
struct page {
	uint32_t previous, next; /* of those of its size with room */
	uint16_t used;		 /* pieces */
	uint16_t fresh;		 /* the first place that was never used */
	uint16_t free;		 /* one that was given back, or PLACE_NONE */
	uint16_t units;		 /* of its pieces */
};

void pieces_init(struct pieces *pieces)
{
	memset(pieces, 0, sizeof *pieces);
	arena_init(&pieces->arena);
	pieces->free_page = PIECE_NONE;
	for (int i = 0; i <= PIECE_UNITS_MAX; i++)
		pieces->open[i] = PIECE_NONE;
}

void pieces_close(struct pieces *pieces)
{
	arena_close(&pieces->arena);
	free(pieces->pages);
	pieces_init(pieces);
}

static bool page_is_full(const struct page *page)
{
	return page->free == PLACE_NONE &&
	       page->fresh + page->units > PAGE_SIZE / PIECE_UNIT;
}

static struct page *page_of(const struct pieces *pieces, uint32_t piece)
{
	assert(piece >> PLACE_BITS < pieces->page_count);
	return &pieces->pages[piece >> PLACE_BITS];
}

uint8_t *pieces_at(const struct pieces *pieces, uint32_t piece)
{
	assert(piece >> PLACE_BITS < pieces->page_count);
	return arena_at(&pieces->arena,
			(size_t)(piece >> PLACE_BITS) * PAGE_COST +
				(size_t)(piece & PLACE_MASK) * PIECE_UNIT);
}

size_t pieces_size(const struct pieces *pieces, uint32_t piece)
{
	return (size_t)page_of(pieces, piece)->units * PIECE_UNIT;
}

void pieces_prefetch(const struct pieces *pieces, uint32_t piece)
{
	const uint8_t *octets = pieces_at(pieces, piece);
	size_t size = pieces_size(pieces, piece);

	for (size_t i = 0; i < size; i += HUGE_LINE)
		__builtin_prefetch(octets + i);
	__builtin_prefetch(octets + size - 1);
}

/* It has room again, or for the first time. */
static void page_open(struct pieces *pieces, uint32_t number)
{
	struct page *page = &pieces->pages[number];
	uint32_t *first = &pieces->open[page->units];

	page->previous = PIECE_NONE;
	page->next = *first;
	if (*first != PIECE_NONE)
		pieces->pages[*first].previous = number;
	*first = number;
}

/* It is full, or goes. */
static void page_shut(struct pieces *pieces, uint32_t number)
{
	const struct page *page = &pieces->pages[number];

	if (page->previous == PIECE_NONE)
		pieces->open[page->units] = page->next;
	else
		pieces->pages[page->previous].next = page->next;
	if (page->next != PIECE_NONE)
		pieces->pages[page->next].previous = page->previous;
}

static bool has_page_room(struct pieces *pieces)
{
	uint32_t room = pieces->page_room ? pieces->page_room * 2 : PAGES_FIRST;
	struct page *pages;

	if (pieces->page_count < pieces->page_room)
		return true;
	if (room > PAGES_MAX)
		return false;
	pages = realloc(pieces->pages, room * sizeof *pages);
	if (!pages)
		return false;
	pieces->pages = pages;
	pieces->page_room = room;
	return true;
}

/* The number of a page that was never used, or PIECE_NONE. */
static uint32_t page_new(struct pieces *pieces)
{
	if (!has_page_room(pieces) || !arena_take(&pieces->arena, PAGE_COST))
		return PIECE_NONE;
	return pieces->page_count++;
}

/* It keeps its memory for those that will be in it. */
static void page_forget(struct pieces *pieces, uint32_t number)
{
	struct page *page = &pieces->pages[number];

	page->next = pieces->free_page;
	pieces->free_page = number;
}

/* The number of a page that is not in use, or PIECE_NONE. */
static uint32_t page_find(struct pieces *pieces)
{
	uint32_t number = pieces->free_page;

	if (number == PIECE_NONE)
		return page_new(pieces);
	pieces->free_page = pieces->pages[number].next;
	return number;
}

static uint32_t page_add(struct pieces *pieces, uint16_t units)
{
	uint32_t number = page_find(pieces);

	if (number == PIECE_NONE)
		return PIECE_NONE;
	pieces->pages[number] =
		(struct page){ .free = PLACE_NONE, .units = units };
	pieces->page_octets += PAGE_COST;
	page_open(pieces, number);
	return number;
}

/* The number of a piece in the page, which has room. */
static uint32_t piece_in(struct pieces *pieces, uint32_t number)
{
	struct page *page = &pieces->pages[number];
	uint32_t piece = number << PLACE_BITS;

	page->used++;
	if (page->free == PLACE_NONE) {
		piece |= page->fresh;
		page->fresh = (uint16_t)(page->fresh + page->units);
		return piece;
	}
	piece |= page->free;
	memcpy(&page->free, pieces_at(pieces, piece), sizeof page->free);
	return piece;
}

/* Larger ones have fewer sizes: what one leaves behind when it changes its
 * size is then sooner of use to another. */
static size_t rounded(size_t size)
{
	return size > PIECE_SMALL ? huge_rounded(size, PIECE_STEP)
				  : huge_rounded(size, PIECE_UNIT);
}

uint32_t pieces_take(struct pieces *pieces, size_t size, size_t most)
{
	uint16_t units = (uint16_t)(rounded(size) / PIECE_UNIT);
	uint32_t number, piece;

	assert(units > 0 && units <= PIECE_UNITS_MAX);
	number = pieces->open[units];
	if (number == PIECE_NONE && pieces->page_octets + PAGE_COST <= most)
		number = page_add(pieces, units);
	if (number == PIECE_NONE)
		return PIECE_NONE;
	pieces->octets += (size_t)units * PIECE_UNIT;
	piece = piece_in(pieces, number);
	if (page_is_full(&pieces->pages[number]))
		page_shut(pieces, number);
	return piece;
}

void pieces_give_back(struct pieces *pieces, uint32_t piece)
{
	uint32_t number = piece >> PLACE_BITS;
	struct page *page = page_of(pieces, piece);

	if (page_is_full(page))
		page_open(pieces, number);
	pieces->octets -= pieces_size(pieces, piece);
	memcpy(pieces_at(pieces, piece), &page->free, sizeof page->free);
	page->free = (uint16_t)(piece & PLACE_MASK);
	page->used--;
	if (page->used > 0)
		return;
	page_shut(pieces, number);
	pieces->page_octets -= PAGE_COST;
	page_forget(pieces, number);
}
