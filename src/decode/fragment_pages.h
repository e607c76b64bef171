/*
 * fragment_pages: the octets of datagrams of which parts are missing yet.
 *
 * A body is what the fragments of one datagram carry.  It lies in pages, which
 * are taken when octets come to them, so that one small fragment with a large
 * offset costs one page.  Each page knows for every eight octets, the unit in
 * which fragments are cut, whether they are there: it takes the same time to
 * place a fragment whether there are few others or thousands.
 *
 * Linux keeps runs of fragments, and looks whether a new one lies inside of
 * one run; so it is kept where runs begin, too.
 *
 * All is in the caller's storage, which must be zero in the beginning.
 */
#ifndef TCPFLOW_DECODE_FRAGMENT_PAGES_H
#define TCPFLOW_DECODE_FRAGMENT_PAGES_H

#include <stdint.h>

#include "decode/bytes.h"

enum {
	FRAGMENT_UNIT = 8,			 /* octets */
	FRAGMENT_PAGE_SIZE = 64 * FRAGMENT_UNIT, /* a bit for each */
	FRAGMENT_PAGES = 6100,
	FRAGMENT_BODY_MAX = 65536,
	FRAGMENT_BODY_PAGES = FRAGMENT_BODY_MAX / FRAGMENT_PAGE_SIZE
};

struct fragment_page {
	uint64_t have;	 /* bit by unit: it is there */
	uint64_t begins; /* a run begins with it */
	uint8_t octets[FRAGMENT_PAGE_SIZE];
	uint16_t next_free; /* number of a page */
};

/* Pages have numbers from 1; 0 is none. */
struct fragment_pages {
	uint16_t free;	/* the first of those that were given back */
	uint16_t used;	/* those with a higher number were never taken */
	uint16_t taken; /* how many are in use */
	struct fragment_page list[FRAGMENT_PAGES];
};

struct fragment_body {
	uint16_t pages[FRAGMENT_BODY_PAGES];
	uint16_t header; /* the page of the IP header, or 0 */
};

/* Octets of a body, counted from its beginning. */
struct fragment_span {
	uint32_t start; /* a whole number of units */
	uint32_t end;
};

enum fragment_overlap {
	FRAGMENT_NEW,	    /* nothing of it is there */
	FRAGMENT_DUPLICATE, /* all of it is, in one run */
	FRAGMENT_OVERLAPS   /* anything else */
};

/* How many pages can still be taken. */
uint16_t fragment_pages_left(const struct fragment_pages *pages);

enum fragment_overlap fragment_look(const struct fragment_pages *pages,
				    const struct fragment_body *body,
				    struct fragment_span span);

/* Puts a new span into the body; what is not in `octets` stays as it is.
 * There must be as many pages left as it may need. */
void fragment_put(struct fragment_pages *pages, struct fragment_body *body,
		  struct fragment_span span, struct bytes octets);

/* A run begins at `start`, where something was put. */
void fragment_begin_run(struct fragment_pages *pages,
			const struct fragment_body *body, uint32_t start);

/* Keeps the IP header; at most FRAGMENT_PAGE_SIZE octets, and a page must be
 * left. */
void fragment_put_header(struct fragment_pages *pages,
			 struct fragment_body *body, struct bytes header);

/* The first `length` octets of the header, then of the body, which must be
 * there. */
void fragment_copy_header(const struct fragment_pages *pages,
			  const struct fragment_body *body, uint8_t *to,
			  uint32_t length);
void fragment_copy(const struct fragment_pages *pages,
		   const struct fragment_body *body, uint8_t *to,
		   uint32_t length);

/* Gives all pages back; the body is empty then. */
void fragment_release(struct fragment_pages *pages, struct fragment_body *body);

#endif
