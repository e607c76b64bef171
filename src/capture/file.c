/*
 * Reading capture files.
 *
 * The file is opened with the precision that it has: asked for nanoseconds,
 * libpcap multiplies a microsecond file's fractions in 32 bits, and a broken
 * fraction would no longer be shown as it is.  pcapng stamps are reckoned in
 * 64 bits; nanoseconds are asked for there, so that nothing is lost.
 */
#include "capture/capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_BUFFER_SIZE = 1 << 20, MAGIC_SIZE = 4 };

enum file_kind { FILE_EMPTY, FILE_MICROSECONDS, FILE_NANOSECONDS, FILE_PCAPNG };

/* Looks at the first octets and puts them back: also into a pipe, which
 * cannot be wound back. */
static enum file_kind peek_kind(FILE *file)
{
	static const unsigned char big[] = { 0xa1, 0xb2, 0x3c, 0x4d };
	static const unsigned char little[] = { 0x4d, 0x3c, 0xb2, 0xa1 };
	static const unsigned char section[] = { 0x0a, 0x0d, 0x0d, 0x0a };
	unsigned char magic[MAGIC_SIZE] = { 0 };
	size_t have = fread(magic, 1, MAGIC_SIZE, file);

	for (size_t i = have; i > 0; i--)
		ungetc(magic[i - 1], file);
	if (have == 0)
		return FILE_EMPTY;
	if (!memcmp(magic, big, MAGIC_SIZE) ||
	    !memcmp(magic, little, MAGIC_SIZE))
		return FILE_NANOSECONDS;
	if (!memcmp(magic, section, MAGIC_SIZE))
		return FILE_PCAPNG;
	return FILE_MICROSECONDS;
}

static FILE *open_stream(const char *name, char *error)
{
	struct stat status;
	FILE *file = strcmp(name, "-") ? fopen(name, "rb") : stdin;

	if (!file) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s%s", name,
			 strerror(errno),
			 errno == EACCES ? "; you may not read this file" : "");
		return NULL;
	}
	if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode)) {
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%s: %s; give a capture file", name, strerror(EISDIR));
		fclose(file);
		return NULL;
	}
	return file;
}

static struct pcap *open_handle(FILE *file, enum file_kind kind,
				const char *name, char *error)
{
	char reason[PCAP_ERRBUF_SIZE];
	struct pcap *handle;

	if (kind == FILE_EMPTY) {
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%s: the file is empty; a capture file begins with a "
			 "header",
			 name);
		return NULL;
	}
	handle = pcap_fopen_offline_with_tstamp_precision(
		file,
		kind == FILE_MICROSECONDS ? PCAP_TSTAMP_PRECISION_MICRO
					  : PCAP_TSTAMP_PRECISION_NANO,
		reason);
	if (!handle)
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "%s: %s; is it a pcap or pcapng capture file?", name,
			 reason);
	return handle;
}

int capture_open_file(struct capture *capture, const char *name, char *error)
{
	FILE *file;
	enum file_kind kind;

	memset(capture, 0, sizeof(*capture));
	file = open_stream(name, error);
	if (!file)
		return -1;
	capture->name = strdup(name);
	capture->buffer = malloc(FILE_BUFFER_SIZE);
	if (!capture->name || !capture->buffer) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: out of memory", name);
		goto fail;
	}
	setvbuf(file, capture->buffer, _IOFBF, FILE_BUFFER_SIZE);
	kind = peek_kind(file);
	capture->in_nanoseconds = kind != FILE_MICROSECONDS;
	capture->nanoseconds = kind == FILE_NANOSECONDS;
	capture->handle = open_handle(file, kind, name, error);
	if (!capture->handle)
		goto fail;
	capture->standard_input = file == stdin;
	return 0;
fail:
	fclose(file);
	capture_close(capture);
	return -1;
}

double capture_share(const struct capture *capture)
{
	FILE *file = capture->live ? NULL : pcap_file(capture->handle);
	struct stat status;
	off_t at;

	if (!file || fstat(fileno(file), &status) < 0 ||
	    !S_ISREG(status.st_mode) || status.st_size == 0)
		return -1;
	at = ftello(file);
	if (at < 0)
		return -1;
	/* The file may have been cut since. */
	return at < status.st_size ? (double)at / (double)status.st_size : 1;
}
