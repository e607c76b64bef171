/*
 * One capture file: opened by libpcap, and read by it, or beside it
 * (in_place.h).
 *
 * Where nothing is to be done to the octets, libpcap reads from a stream of the
 * C library (fdopen(3)).  Else it reads from a stream of ours (fopencookie(3)),
 * which gives it the octets decompressed, or as far as they are written; but of
 * such a stream the C library copies short pieces octet by octet.
 *
 * The file is opened with the precision that it has: asked for nanoseconds,
 * libpcap multiplies a microsecond file's fractions in 32 bits, and a broken
 * fraction would no longer be shown as it is.  pcapng stamps are reckoned in
 * 64 bits; nanoseconds are asked for there, so that nothing is lost.
 */
#include "capture/file.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "capture/format.h"

/* Compressed octets that are read at a time. */
enum { IN_MAX = 1 << 16 };

static ssize_t read_cookie(void *cookie, char *to, size_t size)
{
	struct file *file = cookie;

	if (file->follows)
		return follow_read(&file->follow, to, size);
	if (file->compressed.in)
		return compressed_read(&file->compressed, to, size);
	return octets_read(&file->octets, to, size);
}

static int fail(const struct file *file, const char *reason, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", file->name, reason);
	return -1;
}

static FILE *open_cookie(struct file *file)
{
	const cookie_io_functions_t functions = { .read = read_cookie };

	return fopencookie(file, "rb", functions);
}

/* The descriptor is closed with the stream. */
static FILE *open_plain(struct octets *octets)
{
	FILE *stream = fdopen(octets->descriptor, "rb");

	if (stream)
		octets->owned = false;
	return stream;
}

/* glibc takes back as many as it is given. */
static void put_back(FILE *stream, const unsigned char *head, size_t length)
{
	while (length > 0)
		ungetc(head[--length], stream);
}

static FILE *open_stream(struct file *file, size_t buffer_size, char *error)
{
	const struct octets *octets = &file->octets;
	FILE *stream = NULL;

	file->plain = octets->owned && !file->follows && !file->compressed.in;
	file->buffer = malloc(buffer_size);
	if (file->buffer)
		stream = file->plain ? open_plain(&file->octets)
				     : open_cookie(file);
	if (!stream) {
		fail(file, strerror(ENOMEM), error);
		return NULL;
	}
	setvbuf(stream, file->buffer, _IOFBF, buffer_size);
	/* There is one thread. */
	__fsetlocking(stream, FSETLOCKING_BYCALLER);
	if (file->plain)
		put_back(stream, octets->head, octets->head_length);
	return stream;
}

/* Those of which it knows more than we do. */
static bool is_for_libpcap(enum format_kind kind)
{
	switch (kind) {
	case FORMAT_EMPTY:
	case FORMAT_PCAP:
	case FORMAT_PCAP_NANOSECONDS:
	case FORMAT_PCAPNG:
	case FORMAT_UNKNOWN:
		return true;
	default:
		return false;
	}
}

static int open_handle(struct file *file, FILE *stream, enum format_kind kind,
		       char *error)
{
	char reason[PCAP_ERRBUF_SIZE];

	if (kind == FORMAT_EMPTY)
		return fail(file,
			    "the file is empty; a capture file begins with a "
			    "header",
			    error);
	file->nanoseconds = kind == FORMAT_PCAP_NANOSECONDS;
	file->in_nanoseconds = file->nanoseconds || kind == FORMAT_PCAPNG;
	file->handle = pcap_fopen_offline_with_tstamp_precision(
		stream,
		file->in_nanoseconds ? PCAP_TSTAMP_PRECISION_NANO
				     : PCAP_TSTAMP_PRECISION_MICRO,
		reason);
	if (file->handle) {
		if (kind == FORMAT_PCAP || kind == FORMAT_PCAP_NANOSECONDS)
			in_place_begin(&file->in_place, file->handle);
		return 0;
	}
	if (file->compressed.fault[0])
		return fail(file, file->compressed.fault, error);
	snprintf(error, CAPTURE_ERROR_SIZE,
		 "%s: %s; is it a pcap or pcapng capture file?", file->name,
		 reason);
	return -1;
}

/* By the first octets, which are put back. */
static int identify(struct file *file, FILE *stream, char *error)
{
	unsigned char head[OCTETS_HEAD];
	size_t length = fread(head, 1, OCTETS_HEAD, stream);
	enum format_kind kind = format_of(head, length);

	if (ferror(stream))
		return fail(file,
			    file->compressed.fault[0] ? file->compressed.fault
						      : strerror(errno),
			    error);
	if (!is_for_libpcap(kind)) {
		format_refuse(head, length, file->name, error);
		return -1;
	}
	put_back(stream, head, length);
	return open_handle(file, stream, kind, error);
}

static int read_header(struct file *file, size_t buffer_size, char *error)
{
	FILE *stream = open_stream(file, buffer_size, error);

	if (!stream)
		return -1;
	if (identify(file, stream, error) == 0)
		return 0;
	fclose(stream);
	return -1;
}

/* Makes ready to decompress, where that is needed. */
static int open_octets(struct file *file, size_t buffer_size, char *error)
{
	const struct octets *octets = &file->octets;
	size_t in_size = buffer_size < IN_MAX ? buffer_size : IN_MAX;
	enum format_kind kind;

	if (octets_peek(&file->octets) < 0)
		return fail(file, strerror(errno), error);
	kind = format_of(octets->head, octets->head_length);
	if (!compressed_is_built_in(kind) ||
	    compressed_init(&file->compressed, kind, &file->octets, in_size) ==
		    0)
		return 0;
	return fail(file, strerror(ENOMEM), error);
}

static enum file_status open_followed(struct file *file, char *error)
{
	switch (follow_init(&file->follow, &file->octets, file->name, error)) {
	case FOLLOW_READY:
		file->follows = true;
		return FILE_OPENED;
	case FOLLOW_NOT_YET:
		return FILE_NOT_YET;
	default:
		return FILE_FAILED;
	}
}

enum file_status file_open(struct file *file,
			   const struct file_options *options, char *error)
{
	enum file_status status = FILE_OPENED;

	memset(file, 0, sizeof(*file));
	file->name = options->source.name;
	if (octets_open(&file->octets, &options->source, error) < 0)
		return FILE_FAILED;
	if (options->follow)
		status = open_followed(file, error);
	else if (open_octets(file, options->buffer_size, error) < 0)
		status = FILE_FAILED;
	if (status == FILE_OPENED &&
	    read_header(file, options->buffer_size, error) < 0)
		status = FILE_FAILED;
	if (status != FILE_OPENED)
		file_close(file);
	return status;
}

void file_close(struct file *file)
{
	if (file->handle)
		pcap_close(file->handle);
	file->handle = NULL;
	compressed_close(&file->compressed);
	octets_close(&file->octets);
	/* The stream is closed with the handle, so this can go. */
	free(file->buffer);
	file->buffer = NULL;
}

int64_t file_taken(const struct file *file)
{
	off_t at = -1;

	/* Any other reads through `octets`, which count. */
	if (file->handle && file->plain)
		at = ftello(pcap_file(file->handle));
	return at < 0 ? file->octets.taken : at;
}

void file_resume(struct file *file)
{
	clearerr(pcap_file(file->handle));
}

const char *file_fault(const struct file *file)
{
	if (file->compressed.fault[0])
		return file->compressed.fault;
	if (file->follows && file->follow.fault)
		return file->follow.fault;
	return pcap_geterr(file->handle);
}
