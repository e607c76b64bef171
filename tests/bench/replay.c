/*
 * Sends the frames of a capture at a rate, to find out at which one a listener
 * begins to lose packets.
 *
 *	replay INTERFACE FILE RATE COUNT	prints: frames sent,
 *microseconds
 *
 * The first COUNT frames of FILE are sent, RATE a second, each once: a listener
 * that follows connections sees whole ones.  FILE is as generate writes it.
 *
 * What is due by the clock is sent in bursts of at most BURST frames.  When
 * nothing is due, this sleeps: on a machine with few processors the listener
 * needs what is left.  Who cannot keep the rate goes on as fast as possible;
 * the time that it took tells.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND INT64_C(1000000000)

enum {
	BURST = 32,
	MAGIC = 0xa1b2c3d4, /* in the machine's order: this machine wrote it */
	FILE_HEADER = 24,
	FRAME_HEADER = 16,
	LENGTH_AT = 8 /* where a frame's header has the octets captured */
};

struct frames {
	const uint8_t *at, *end;
};

struct sender {
	struct frames frames;
	int socket;
	uint64_t rate, count; /* frames a second, and in all */
	uint64_t sent;
	int64_t begin; /* nanoseconds */
};

static uint32_t read32(const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * SECOND + time.tv_nsec;
}

/* Says what failed by `errno`, and returns -1. */
static int failed(const char *name)
{
	perror(name);
	return -1;
}

static int refused(const char *name)
{
	fprintf(stderr, "%s: not a capture as generate writes it\n", name);
	return -1;
}

static int open_frames(struct frames *frames, const char *name)
{
	int file = open(name, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *start;

	if (file < 0 || fstat(file, &status) < 0)
		return failed(name);
	if (status.st_size < FILE_HEADER)
		return refused(name);
	/* Read now, so that nothing is waited for later. */
	start = mmap(NULL, (size_t)status.st_size, PROT_READ,
		     MAP_PRIVATE | MAP_POPULATE, file, 0);
	if (start == MAP_FAILED)
		return failed(name);
	close(file);
	frames->at = (const uint8_t *)start + FILE_HEADER;
	frames->end = (const uint8_t *)start + status.st_size;
	return read32(start) == MAGIC ? 0 : refused(name);
}

/* False at the end of the file. */
static bool next_frame(struct frames *frames, struct iovec *frame)
{
	size_t left = (size_t)(frames->end - frames->at);
	uint32_t length;

	if (left < FRAME_HEADER)
		return false;
	length = read32(frames->at + LENGTH_AT);
	if (length > left - FRAME_HEADER)
		return false;
	*frame = (struct iovec){
		.iov_base = (void *)(uintptr_t)(frames->at + FRAME_HEADER),
		.iov_len = length,
	};
	frames->at += FRAME_HEADER + length;
	return true;
}

/* A socket that only sends, past the queues of the interface. */
static int open_socket(const char *interface)
{
	const struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex(interface),
	};
	int file, on = 1;

	if (address.sll_ifindex == 0)
		return failed(interface);
	file = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (file < 0 || bind(file, (const void *)&address, sizeof(address)) < 0)
		return failed(interface);
	if (setsockopt(file, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)))
		return failed(interface);
	return file;
}

/* Sends all of them. */
static int send_all(int file, struct mmsghdr *messages, unsigned int count)
{
	while (count > 0) {
		int sent = sendmmsg(file, messages, count, 0);

		if (sent < 0 && errno != ENOBUFS && errno != EINTR)
			return failed("send");
		if (sent > 0) {
			messages += sent;
			count -= (unsigned int)sent;
		}
	}
	return 0;
}

/* Returns how many frames were sent; 0: there are no more; or -1. */
static int send_burst(struct sender *sender, uint64_t due)
{
	struct mmsghdr messages[BURST] = { 0 };
	struct iovec frames[BURST];
	unsigned int count = 0;

	while (count < BURST && count < due &&
	       next_frame(&sender->frames, &frames[count])) {
		messages[count].msg_hdr.msg_iov = &frames[count];
		messages[count].msg_hdr.msg_iovlen = 1;
		count++;
	}
	if (send_all(sender->socket, messages, count) < 0)
		return -1;
	return (int)count;
}

/* How many frames were to be sent until now. */
static uint64_t target(const struct sender *sender)
{
	double elapsed = (double)(now() - sender->begin) / (double)SECOND;
	double frames = elapsed * (double)sender->rate;

	return frames < (double)sender->count ? (uint64_t)frames
					      : sender->count;
}

/* Until a burst is due. */
static void rest(const struct sender *sender)
{
	double frames = (double)(sender->sent + BURST);
	int64_t until =
		sender->begin +
		(int64_t)(frames / (double)sender->rate * (double)SECOND);
	const struct timespec time = {
		.tv_sec = until / SECOND,
		.tv_nsec = until % SECOND,
	};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static int send_frames(struct sender *sender)
{
	sender->begin = now();
	while (sender->sent < sender->count) {
		uint64_t due = target(sender) - sender->sent;
		int sent;

		if (due == 0) {
			rest(sender);
			continue;
		}
		sent = send_burst(sender, due);
		if (sent < 0)
			return -1;
		if (sent == 0)
			break;
		sender->sent += (uint64_t)sent;
	}
	printf("%llu %llu\n", (unsigned long long)sender->sent,
	       (unsigned long long)(now() - sender->begin) / 1000);
	return 0;
}

int main(int argc, char **argv)
{
	struct sender sender = { 0 };

	if (argc == 5) {
		sender.rate = strtoull(argv[3], NULL, 10);
		sender.count = strtoull(argv[4], NULL, 10);
	}
	if (sender.rate == 0 || sender.count == 0) {
		fputs("usage: replay INTERFACE FILE RATE COUNT\n", stderr);
		return 2;
	}
	if (open_frames(&sender.frames, argv[2]) < 0)
		return 1;
	sender.socket = open_socket(argv[1]);
	if (sender.socket < 0)
		return 1;
	/* The usual 50 us of slack are as long as a burst at 640,000/s. */
	prctl(PR_SET_TIMERSLACK, 1);
	return send_frames(&sender) < 0 ? 1 : 0;
}
