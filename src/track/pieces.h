/*
 * pieces: memory for many small things of many sizes, each of which has a
 * number of 32 bits.
 *
 * A heap keeps eight octets in front of each piece, and rounds to sixteen: of
 * a connection that is packed into forty, that is half as much again.  Here
 * pieces of one size lie side by side in a page, and a page of which no piece
 * is left is there for those of any other size.  Pages that are nearly empty
 * are the price: a bound for all pages keeps it low.
 */
#ifndef TCPFLOW_TRACK_PIECES_H
#define TCPFLOW_TRACK_PIECES_H

#include <stddef.h>
#include <stdint.h>

#include "track/huge.h"

/* Pieces are multiples of PIECE_UNIT octets, larger ones of PIECE_STEP: of
 * which two hold nearly every connection that is established, whatever it has
 * gone through until then. */
enum {
	PIECE_UNIT = 8,
	PIECE_SMALL = 64,
	PIECE_STEP = 112,
	PIECE_UNITS_MAX = 10 * PIECE_STEP / PIECE_UNIT,
	PIECE_NONE = UINT32_MAX
};

struct page;

struct pieces {
	struct page *pages; /* by number; owned */
	uint32_t page_count, page_room;
	uint32_t free_page; /* one that is not in use */
	struct arena arena;
	/* By size in units: the first page in which there is room. */
	uint32_t open[PIECE_UNITS_MAX + 1];
	size_t octets;	    /* of the pieces that are taken */
	size_t page_octets; /* of all pages in use */
};

void pieces_init(struct pieces *pieces);
void pieces_close(struct pieces *pieces);

/* A piece of at least `size` octets, from 1 to PIECE_UNITS_MAX units;
 * PIECE_NONE when there is no memory, or none without another page, and all
 * pages would then take more than `most` octets. */
uint32_t pieces_take(struct pieces *pieces, size_t size, size_t most);
void pieces_give_back(struct pieces *pieces, uint32_t piece);

/* Its octets: they do not move. */
uint8_t *pieces_at(const struct pieces *pieces, uint32_t piece);

/* Its octets are about to be needed. */
void pieces_prefetch(const struct pieces *pieces, uint32_t piece);

/* How many octets it takes. */
size_t pieces_size(const struct pieces *pieces, uint32_t piece);

#endif
