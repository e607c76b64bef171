/*
 * The pieces of which records are made: strings, times, numbers.
 */
#ifndef TCPFLOW_RENDER_JSON_TEXT_H
#define TCPFLOW_RENDER_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/put.h"
#include "render/text.h"
#include "track/history.h"

struct address;
struct json_writer;

/* JSON as it stands here: names, brackets, commas. */
#define json_literal(text, literal)                                            \
	text_data(text, literal, sizeof(literal) - 1)

/* The escaper for records.  Appends a JSON string of `length` octets that
 * should be UTF-8, whatever they are.  An octet that is not becomes U+FFFD.
 * Beside what RFC 8259 wants escaped, everything is that would act upon a
 * terminal: control characters (C0, DEL, C1), separators of lines and
 * paragraphs, marks of the direction of writing. */
void json_string(struct text *text, const char *string, size_t length);

/* RFC 3339, UTC, with nine decimals or six.  `time` in nanoseconds. */
void json_time(struct text *text, int64_t time, bool nanoseconds);

/* The same where put.h writes: JSON_TIME_SIZE has room for it, and for what is
 * written behind its end. */
enum { JSON_TIME_SIZE = 48 }; /* a multiple of PUT_BLOCK */
char *put_json_time(char *at, int64_t time, bool nanoseconds);

/* The same, where a time is mostly of the same second as the one before: that
 * is kept. */
char *put_writer_time(char *at, const struct json_writer *writer, int64_t time);

/* Seconds, as a number with nine decimals or six; below zero is zero. */
void json_seconds(struct text *text, int64_t duration, bool nanoseconds);
char *put_json_seconds(char *at, int64_t duration, bool nanoseconds);

void json_bool(struct text *text, bool value);

static inline char *put_json_bool(char *at, bool value)
{
	return value ? put_string(at, "true") : put_string(at, "false");
}

/* The number, or null. */
void json_maybe(struct text *text, bool known, uint64_t value);

static inline char *put_maybe(char *at, bool known, uint64_t value)
{
	return known ? put_unsigned(at, value) : put_string(at, "null");
}

/* In digits always, never by name; null if there is none. */
char *put_json_address(char *at, const struct address *address);

/* The name of an enum tcp_state. */
char *put_json_state(char *at, enum tcp_state state);

/* "client" or "server", by enum track_end. */
void json_end_name(struct text *text, int end);

#endif
