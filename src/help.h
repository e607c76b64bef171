/*
 * What --help prints.
 */
#ifndef TCPFLOW_HELP_H
#define TCPFLOW_HELP_H

extern const char help_text[];

#endif
