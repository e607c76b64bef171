/* Huge pages: asked for, never insisted on. */
#include "track/huge.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* What the kernel answers makes no difference to us. */
static void ask_for_huge_pages(uint8_t *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
	madvise(memory, size, MADV_HUGEPAGE);
#else
	(void)memory;
	(void)size;
#endif
}

void *huge_new(size_t size, size_t plain)
{
	size_t unit = size < HUGE_PAGE ? HUGE_LINE : HUGE_PAGE;
	uint8_t *memory;

	if (size > SIZE_MAX - unit)
		return NULL;
	size = huge_rounded(size, unit);
	plain = huge_rounded(plain, unit);
	memory = aligned_alloc(unit, size);
	if (memory && unit == HUGE_PAGE && plain < size)
		ask_for_huge_pages(memory + plain, size - plain);
	return memory;
}

void arena_init(struct arena *arena)
{
	memset(arena, 0, sizeof *arena);
}

void arena_close(struct arena *arena)
{
	for (uint32_t i = 0; i < arena->count; i++)
		free(arena->parts[i]);
	free(arena->parts);
	arena_init(arena);
}

static size_t part_size(uint32_t number)
{
	return number < ARENA_SMALL_PARTS ? ARENA_PART_SMALL : HUGE_PAGE;
}

static bool part_add(struct arena *arena)
{
	size_t size = part_size(arena->count);
	uint8_t *part;

	if (arena->count == arena->room) {
		uint32_t room =
			arena->room ? arena->room * 2 : ARENA_SMALL_PARTS;
		uint8_t **parts =
			realloc(arena->parts, room * sizeof *arena->parts);

		if (!parts)
			return false;
		arena->parts = parts;
		arena->room = room;
	}
	part = huge_new(size, 0);
	if (!part)
		return false;
	arena->parts[arena->count++] = part;
	arena->left = size;
	return true;
}

void *arena_take(struct arena *arena, size_t size)
{
	uint8_t *end;

	assert(size > 0 && size <= ARENA_MAX && size % 16 == 0);
	if (arena->left < size && !part_add(arena))
		return NULL;
	end = arena->parts[arena->count - 1] + part_size(arena->count - 1);
	arena->left -= size;
	return end - arena->left - size;
}
