/* Pages, their free list, and the bits that say what is there. */
#include "decode/fragment_pages.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { PAGE_UNITS = FRAGMENT_PAGE_SIZE / FRAGMENT_UNIT };

/* The part of a span that lies in one page: units, the last one excluded. */
struct piece {
	uint32_t page; /* of the body */
	uint32_t from, to;
};

/* The next piece of what is left of a span, which begins at *unit. */
static struct piece next_piece(uint32_t *unit, uint32_t end)
{
	struct piece piece = { .page = *unit / PAGE_UNITS,
			       .from = *unit % PAGE_UNITS };
	uint32_t length = end - *unit;

	if (length > PAGE_UNITS - piece.from)
		length = PAGE_UNITS - piece.from;
	piece.to = piece.from + length;
	*unit += length;
	return piece;
}

static uint32_t first_unit(struct fragment_span span)
{
	return span.start / FRAGMENT_UNIT;
}

static uint32_t end_unit(struct fragment_span span)
{
	return (span.end + FRAGMENT_UNIT - 1) / FRAGMENT_UNIT;
}

/* The bits of the units [from, to) of a page, of which there is one at least.
 */
static uint64_t bits_of(uint32_t from, uint32_t to)
{
	return UINT64_MAX >> (PAGE_UNITS - (to - from)) << from;
}

uint16_t fragment_pages_left(const struct fragment_pages *pages)
{
	return (uint16_t)(FRAGMENT_PAGES - pages->taken);
}

static uint16_t take(struct fragment_pages *pages)
{
	struct fragment_page *page;
	uint16_t number;

	assert(pages->taken < FRAGMENT_PAGES);
	pages->taken++;
	if (pages->free) {
		number = pages->free;
		pages->free = pages->list[number - 1].next_free;
	} else {
		number = ++pages->used;
	}
	page = &pages->list[number - 1];
	page->have = 0;
	page->begins = 0;
	return number;
}

static void give_back(struct fragment_pages *pages, uint16_t *number)
{
	if (!*number)
		return;
	pages->list[*number - 1].next_free = pages->free;
	pages->free = *number;
	pages->taken--;
	*number = 0;
}

/* What a look at a span finds out, page by page. */
struct view {
	bool any, all;
	bool run_begins; /* behind the first unit */
};

static void look_at(const struct fragment_page *page, struct piece piece,
		    bool first, struct view *view)
{
	uint64_t bits = bits_of(piece.from, piece.to);
	uint64_t begins = page->begins & bits;

	if (first)
		begins &= ~bits_of(piece.from, piece.from + 1);
	view->any = view->any || (page->have & bits) != 0;
	view->all = view->all && (page->have & bits) == bits;
	view->run_begins = view->run_begins || begins != 0;
}

enum fragment_overlap fragment_look(const struct fragment_pages *pages,
				    const struct fragment_body *body,
				    struct fragment_span span)
{
	struct view view = { .all = true };
	uint32_t unit = first_unit(span);

	while (unit < end_unit(span)) {
		bool first = unit == first_unit(span);
		struct piece piece = next_piece(&unit, end_unit(span));
		uint16_t number = body->pages[piece.page];

		if (number)
			look_at(&pages->list[number - 1], piece, first, &view);
		else
			view.all = false;
	}
	if (!view.any)
		return FRAGMENT_NEW;
	return view.all && !view.run_begins ? FRAGMENT_DUPLICATE
					    : FRAGMENT_OVERLAPS;
}

void fragment_put(struct fragment_pages *pages, struct fragment_body *body,
		  struct fragment_span span, struct bytes octets)
{
	uint32_t unit = first_unit(span);

	bytes_limit(&octets, span.end - span.start);
	while (unit < end_unit(span)) {
		struct piece piece = next_piece(&unit, end_unit(span));
		uint16_t *number = &body->pages[piece.page];
		size_t length = (size_t)(piece.to - piece.from) * FRAGMENT_UNIT;
		struct bytes part = bytes_split(&octets, length);
		struct fragment_page *page;

		if (!*number)
			*number = take(pages);
		page = &pages->list[*number - 1];
		page->have |= bits_of(piece.from, piece.to);
		if (part.left > 0)
			memcpy(page->octets +
				       (size_t)piece.from * FRAGMENT_UNIT,
			       part.at, part.left);
	}
}

void fragment_begin_run(struct fragment_pages *pages,
			const struct fragment_body *body, uint32_t start)
{
	uint32_t unit = start / FRAGMENT_UNIT;
	uint16_t number = body->pages[unit / PAGE_UNITS];

	pages->list[number - 1].begins |= UINT64_C(1) << unit % PAGE_UNITS;
}

void fragment_put_header(struct fragment_pages *pages,
			 struct fragment_body *body, struct bytes header)
{
	if (!body->header)
		body->header = take(pages);
	memcpy(pages->list[body->header - 1].octets, header.at, header.left);
}

void fragment_copy_header(const struct fragment_pages *pages,
			  const struct fragment_body *body, uint8_t *to,
			  uint32_t length)
{
	memcpy(to, pages->list[body->header - 1].octets, length);
}

void fragment_copy(const struct fragment_pages *pages,
		   const struct fragment_body *body, uint8_t *to,
		   uint32_t length)
{
	for (const uint16_t *number = body->pages; length > 0; number++) {
		uint32_t part = length < FRAGMENT_PAGE_SIZE
					? length
					: FRAGMENT_PAGE_SIZE;

		memcpy(to, pages->list[*number - 1].octets, part);
		to += part;
		length -= part;
	}
}

void fragment_release(struct fragment_pages *pages, struct fragment_body *body)
{
	for (uint32_t i = 0; i < FRAGMENT_BODY_PAGES; i++)
		give_back(pages, &body->pages[i]);
	give_back(pages, &body->header);
}
