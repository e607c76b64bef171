/*
 * huge: memory of which much is touched in no order.
 *
 * Each page that is touched needs an entry in a small table of the processor,
 * the TLB; what is not in it costs a walk, as long as a miss of the cache.  A
 * huge page takes one entry for 2 MiB instead of 512.  The kernel gives them to
 * who asks, and to nobody else by default.  Where it has none, or does not
 * listen, this is ordinary memory.
 */
#ifndef TCPFLOW_TRACK_HUGE_H
#define TCPFLOW_TRACK_HUGE_H

#include <stddef.h>
#include <stdint.h>

enum { HUGE_PAGE = 2 << 20, HUGE_LINE = 64 };

/* The least multiple of `unit` that is not less. */
static inline size_t huge_rounded(size_t size, size_t unit)
{
	return (size + unit - 1) / unit * unit;
}

/* `size` octets that begin with a line of the cache, for free(); what is in
 * them is not said.  What comes after the first `plain` octets may be in huge
 * pages: of those that are touched, the kernel clears and keeps all.  NULL when
 * there is no memory. */
void *huge_new(size_t size, size_t plain);

/* The same for things that go all at once.  The first two MiB come in small
 * parts, so that who needs little takes little. */
enum {
	ARENA_PART_SMALL = 128 << 10,
	ARENA_SMALL_PARTS = HUGE_PAGE / ARENA_PART_SMALL
};
struct arena {
	uint8_t **parts; /* owned */
	uint32_t count, room;
	size_t left; /* octets in the last part */
};

void arena_init(struct arena *arena);
void arena_close(struct arena *arena);

/* `size` octets, a multiple of 16, at most ARENA_MAX; they live until the arena
 * is closed.  NULL when there is no memory. */
enum { ARENA_MAX = 64 << 10 };
void *arena_take(struct arena *arena, size_t size);

/* An octet by its distance from the first that was taken: where all sizes were
 * the same power of two, so that there are no gaps. */
static inline uint8_t *arena_at(const struct arena *arena, size_t distance)
{
	if (distance < HUGE_PAGE)
		return arena->parts[distance / ARENA_PART_SMALL] +
		       distance % ARENA_PART_SMALL;
	return arena->parts[ARENA_SMALL_PARTS - 1 + distance / HUGE_PAGE] +
	       distance % HUGE_PAGE;
}

#endif
