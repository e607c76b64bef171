/*
 * The list of all labs, those of other chapters at the end.  A new one needs
 * its line in both places here.
 */
#include "lab/labs.h"

#include <string.h>

extern const struct lab lab_accept_inherits;
extern const struct lab lab_backlog;
extern const struct lab lab_credentials;
extern const struct lab lab_half_close;
extern const struct lab lab_handshake;
extern const struct lab lab_keepalive;
extern const struct lab lab_names;
extern const struct lab lab_nonblocking;
extern const struct lab lab_partial_io;
extern const struct lab lab_pass_fd;
extern const struct lab lab_recv_flags;
extern const struct lab lab_refused;
extern const struct lab lab_reset;
extern const struct lab lab_sendfile;
extern const struct lab lab_seqpacket;
extern const struct lab lab_sequence;
extern const struct lab lab_services;
extern const struct lab lab_shutdown_vs_close;
extern const struct lab lab_simultaneous_close;
extern const struct lab lab_simultaneous_open;
extern const struct lab lab_socknames;
extern const struct lab lab_tcp_vs_udp;
extern const struct lab lab_time_wait;
extern const struct lab lab_uptime_server;
extern const struct lab lab_urgent;
extern const struct lab lab_zero_window;

const struct lab *const labs_all[] = {
	&lab_partial_io,
	&lab_half_close,
	&lab_shutdown_vs_close,
	&lab_recv_flags,
	&lab_sendfile,
	&lab_socknames,
	&lab_zero_window,
	&lab_sequence,
	&lab_simultaneous_open,
	&lab_simultaneous_close,
	&lab_handshake,
	&lab_reset,
	&lab_time_wait,
	&lab_keepalive,
	&lab_accept_inherits,
	&lab_tcp_vs_udp,
	&lab_urgent,
	&lab_pass_fd,
	&lab_credentials,
	&lab_seqpacket,
	&lab_refused,
	&lab_backlog,
	&lab_services,
	&lab_names,
	&lab_uptime_server,
	&lab_nonblocking,
};

const size_t labs_count = sizeof(labs_all) / sizeof(labs_all[0]);

const struct lab *labs_find(const char *name)
{
	for (size_t i = 0; i < labs_count; i++) {
		if (strcmp(labs_all[i]->name, name) == 0)
			return labs_all[i];
	}
	return NULL;
}
