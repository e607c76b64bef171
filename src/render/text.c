/*
 * The bounded buffer of the renderers; nothing of stdio is used.
 */
#include "render/text.h"

#include "render/put.h"

void text_init(struct text *text, char *storage, size_t size)
{
	text->start = storage;
	text->at = storage;
	text->end = storage + size;
	text->drain = NULL;
	text->context = NULL;
	text->overflowed = false;
}

size_t text_length(const struct text *text)
{
	return (size_t)(text->at - text->start);
}

const char *text_terminate(struct text *text)
{
	if (text->start == text->end)
		return "";
	if (text->at == text->end) {
		text->at--;
		text->overflowed = true;
	}
	*text->at = '\0';
	return text->start;
}

static size_t room(const struct text *text)
{
	return (size_t)(text->end - text->at);
}

/* Asks for the buffer to be emptied; false if that gave no room. */
static bool make_room(struct text *text)
{
	if (text->drain)
		text->drain(text);
	if (text->at < text->end)
		return true;
	text->overflowed = true;
	return false;
}

/* A piece for each draining. */
void text_in_pieces(struct text *text, const char *data, size_t length)
{
	while (length > 0) {
		size_t piece = room(text);

		if (piece == 0) {
			if (!make_room(text))
				return;
			continue;
		}
		if (piece > length)
			piece = length;
		memcpy(text->at, data, piece);
		text->at += piece;
		data += piece;
		length -= piece;
	}
}

void text_unsigned(struct text *text, uint64_t value)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_unsigned(from, value));
}

static void append_filled(struct text *text, uint64_t value, int width,
			  char fill)
{
	char digits[PUT_UNSIGNED_MAX + PUT_NUMBER_BEHIND];
	size_t count = (size_t)(put_unsigned(digits, value) - digits);

	for (width -= (int)count; width > 0; width--)
		text_char(text, fill);
	text_data(text, digits, count);
}

void text_zeros(struct text *text, uint64_t value, int width)
{
	append_filled(text, value, width, '0');
}

void text_spaces(struct text *text, uint64_t value, int width)
{
	append_filled(text, value, width, ' ');
}

void text_hex(struct text *text, uint64_t value, int width)
{
	char digits[16];
	char *end = digits + sizeof digits;
	char *at = end;

	do {
		*--at = "0123456789abcdef"[value & 0xf];
		value >>= 4;
	} while (value);
	for (int count = (int)(end - at); width > count; width--)
		text_char(text, '0');
	text_data(text, at, (size_t)(end - at));
}
