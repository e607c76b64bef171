/*
 * Messages to people: whole lines on standard error.
 *
 * They name files and interfaces, whose names others may have chosen: so what
 * is harmful in them is escaped.  A line's end stays one where four blanks
 * follow, as in the mark below an expression.
 */
#ifndef TCPFLOW_SYSTEM_MESSAGE_H
#define TCPFLOW_SYSTEM_MESSAGE_H

/* As printf(3), with a line's end behind it. */
__attribute__((format(printf, 1, 2))) void message(const char *format, ...);

#endif
