/*
 * The names of hosts: the cache, the helper's patience and its privileges.
 *
 * Each test gives the helper a lookup of its own, which runs in the helper's
 * process; what a test learns of it comes back as a name.
 */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "system/resolver.h"

#define MILLISECOND INT64_C(1000000)
#define SECOND (1000 * MILLISECOND)
#define PATIENCE (20 * SECOND)

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

static struct address address_of(const char *text)
{
	struct address address = { 0 };

	address.version = strchr(text, ':') ? 6 : 4;
	inet_pton(address.version == 6 ? AF_INET6 : AF_INET, text,
		  address.octets);
	return address;
}

static struct address numbered(unsigned int number)
{
	struct address address = { .version = 4, .octets = { 10 } };

	for (int i = 3; i > 0; i--, number >>= 8)
		address.octets[i] = (uint8_t)number;
	return address;
}

static const char *ask(struct resolver *resolver, const char *text)
{
	struct address address = address_of(text);

	return resolver_name(resolver, &address);
}

/* Asks a resolver that does not wait until the name is there. */
static const char *ask_patiently(struct resolver *resolver, const char *text)
{
	int64_t begun = now();
	const char *name = NULL;

	while (!name && now() - begun < 5 * SECOND) {
		name = ask(resolver, text);
		usleep(1000);
	}
	return name;
}

struct known {
	const char *address;
	const char *name;
	const char *shown;	 /* NULL: the number */
	const char *shown_short; /* with -N */
};

static const struct known known[] = {
	{ "10.0.0.1", "pukaki.example.org", "pukaki.example.org", "pukaki" },
	{ "10.0.0.2", "tekapo", "tekapo", "tekapo" },
	{ "fd00:61::1", "pukaki6.example.org", "pukaki6.example.org",
	  "pukaki6" },
	{ "10.0.0.3", NULL, NULL, NULL },
	{ "10.0.0.4", "", NULL, NULL },
	{ "10.0.0.5", "192.0.2.1", NULL, NULL },
	{ "10.0.0.6", "2001:db8::1", NULL, NULL },
	{ "10.0.0.7", "192.0.2", NULL, NULL },
	{ "10.0.0.8", "\x1b]0;title\x07", "\\x1b]0;title\\x07",
	  "\\x1b]0;title\\x07" },
	{ "10.0.0.9", "10.example.org", "10.example.org", NULL },
	{ "10.0.0.10", ".org", ".org", ".org" },
};

static bool look_up_known(const struct address *address, char *name)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct address row = address_of(known[i].address);

		if (memcmp(&row, address, sizeof(row)) || !known[i].name)
			continue;
		strcpy(name, known[i].name);
		return true;
	}
	return false;
}

static void expect_known(bool short_names)
{
	const struct resolver_options options = {
		.wait = PATIENCE,
		.short_names = short_names,
		.lookup = look_up_known,
	};
	struct resolver resolver;

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	for (size_t i = 0; i < 2 * sizeof(known) / sizeof(known[0]); i++) {
		/* The second time it comes from the cache. */
		const struct known *row =
			&known[i % (sizeof(known) / sizeof(known[0]))];
		const char *shown = short_names ? row->shown_short : row->shown;
		const char *name = ask(&resolver, row->address);

		if (shown)
			cr_expect_str_eq(name ? name : "NULL", shown, "%s",
					 row->address);
		else
			cr_expect_null(name, "%s", row->address);
	}
	cr_expect_not(resolver.gave_up);
	resolver_close(&resolver);
}

Test(resolver, names)
{
	expect_known(false);
}

Test(resolver, short_names)
{
	expect_known(true);
}

static bool look_up_never(const struct address *address, char *name)
{
	(void)address;
	(void)name;
	while (pause() < 0)
		;
	return false;
}

Test(resolver, gives_up)
{
	const struct resolver_options options = {
		.wait = 100 * MILLISECOND,
		.lookup = look_up_never,
	};
	struct resolver resolver;
	int64_t begun = now();

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	cr_expect_null(ask(&resolver, "10.0.0.1"));
	cr_expect(now() - begun >= 100 * MILLISECOND);
	cr_expect(resolver.gave_up);
	begun = now();
	for (unsigned int i = 0; i < 1000; i++) {
		struct address address = numbered(i);

		cr_expect_null(resolver_name(&resolver, &address));
	}
	cr_expect(now() - begun < 100 * MILLISECOND, "it does not ask again");
	resolver_close(&resolver);
}

Test(resolver, live_never_waits)
{
	const struct resolver_options options = { .lookup = look_up_never };
	struct resolver resolver;
	int64_t begun = now();

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	/* More than the socket holds, and more than the cache. */
	for (unsigned int i = 0; i < 3 * RESOLVER_NAMES_MAX; i++) {
		struct address address = numbered(i);

		cr_expect_null(resolver_name(&resolver, &address));
	}
	cr_expect(now() - begun < SECOND);
	cr_expect_not(resolver.gave_up);
	begun = now();
	resolver_close(&resolver);
	cr_expect(now() - begun < SECOND, "the helper does not hold up");
}

Test(resolver, live_uses_names_when_they_come)
{
	const struct resolver_options options = { .lookup = look_up_known };
	struct resolver resolver;
	const char *name;

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	name = ask_patiently(&resolver, "10.0.0.2");
	cr_expect_str_eq(name ? name : "NULL", "tekapo");
	resolver_close(&resolver);
}

static bool look_up_number(const struct address *address, char *name)
{
	sprintf(name, "host-%u-%u-%u", address->octets[1], address->octets[2],
		address->octets[3]);
	return true;
}

Test(resolver, limit)
{
	const struct resolver_options options = {
		.wait = PATIENCE,
		.lookup = look_up_number,
	};
	struct resolver resolver;
	struct address address;

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	for (unsigned int i = 0; i < RESOLVER_NAMES_MAX; i++) {
		address = numbered(i);
		cr_assert_not_null(resolver_name(&resolver, &address), "%u", i);
	}
	address = numbered(RESOLVER_NAMES_MAX);
	cr_expect_null(resolver_name(&resolver, &address), "one too many");
	address = numbered(258);
	cr_expect_str_eq(resolver_name(&resolver, &address), "host-0-1-2");
	resolver_close(&resolver);
}

static bool look_up_dying(const struct address *address, char *name)
{
	(void)address;
	(void)name;
	_exit(3);
}

Test(resolver, helper_dies)
{
	const struct resolver_options options = {
		.wait = PATIENCE,
		.lookup = look_up_dying,
	};
	struct resolver resolver;
	int64_t begun = now();

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	cr_expect_null(ask(&resolver, "10.0.0.1"));
	cr_expect(resolver.gave_up);
	cr_expect_null(ask(&resolver, "10.0.0.2"));
	cr_expect(now() - begun < 5 * SECOND);
	resolver_close(&resolver);
}

static unsigned int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned int count = 0;

	for (struct dirent *entry = readdir(folder); entry;
	     entry = readdir(folder))
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

/* The value of a field of /proc/self/status. */
static void read_status(const char *field, char *value, size_t size)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof(line), status)) {
		char *start = line + strlen(field);

		if (strncmp(line, field, strlen(field)))
			continue;
		start += strspn(start, ": \t");
		snprintf(value, size, "%.*s", (int)strcspn(start, "\t\n"),
			 start);
	}
	fclose(status);
}

static bool look_up_privileges(const struct address *address, char *name)
{
	char capabilities[64] = "?", no_new[64] = "?", user[64] = "?";

	(void)address;
	read_status("CapPrm", capabilities, sizeof(capabilities));
	read_status("NoNewPrivs", no_new, sizeof(no_new));
	read_status("Uid", user, sizeof(user));
	/* One descriptor is the folder that is being read. */
	sprintf(name, "caps=%s nnp=%s root=%d fds=%u", capabilities, no_new,
		strcmp(user, "0") == 0, count_descriptors() - 1);
	return true;
}

Test(resolver, helper_has_no_privileges)
{
	const struct resolver_options options = {
		.wait = PATIENCE,
		.lookup = look_up_privileges,
	};
	struct resolver resolver;
	const char *name;

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	name = ask(&resolver, "10.0.0.1");
	cr_expect_str_eq(name ? name : "NULL",
			 "caps=0000000000000000 nnp=1 root=0 fds=4");
	resolver_close(&resolver);
}

/* Its lookup does not end.  `user`: whom the parent becomes, 0: none. */
static void expect_end_with_parent(uid_t user)
{
	const struct resolver_options options = { .lookup = look_up_never };
	struct resolver resolver;
	int64_t begun = now();
	int news[2];
	char octet;
	pid_t helper;
	pid_t parent;

	cr_assert_eq(pipe(news), 0);
	parent = fork();
	if (parent == 0) {
		bool good = resolver_init(&resolver, &options) == 0;

		if (good && write(news[1], &resolver.helper,
				  sizeof(resolver.helper)) > 0)
			ask(&resolver, "10.0.0.1");
		usleep(100000); /* so that it is in its lookup */
		if (user && setresuid(user, user, user) < 0)
			pause();
		raise(SIGKILL);
	}
	cr_assert_eq(read(news[0], &helper, sizeof(helper)), sizeof(helper));
	close(news[1]);
	/* The helper closes what it does not need, so this end of file is its
	 * parent's; then the helper itself must go. */
	cr_expect_eq(read(news[0], &octet, 1), 0);
	while (kill(helper, 0) == 0 && now() - begun < 5 * SECOND)
		usleep(10000);
	cr_expect(now() - begun < 5 * SECOND, "helper %d", (int)helper);
	close(news[0]);
}

Test(resolver, helper_ends_with_its_parent)
{
	expect_end_with_parent(0);
}

/* Who is another user can neither kill it nor have it killed by their death. */
Test(resolver, helper_ends_with_a_parent_of_another_user)
{
	if (getuid() != 0)
		cr_skip_test("this needs root");
	expect_end_with_parent(1);
}

Test(resolver, system_lookup)
{
	const struct resolver_options options = { .wait = PATIENCE };
	struct sockaddr_in loopback = {
		.sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	char expected[NI_MAXHOST];
	struct resolver resolver;
	const char *name;
	int status =
		getnameinfo((struct sockaddr *)&loopback, sizeof(loopback),
			    expected, sizeof(expected), NULL, 0, NI_NAMEREQD);

	cr_assert_eq(resolver_init(&resolver, &options), 0);
	name = ask(&resolver, "127.0.0.1");
	if (status == 0)
		cr_expect_str_eq(name ? name : "NULL", expected);
	else
		cr_expect_null(name);
	resolver_close(&resolver);
}
