# The checks that configure.ac makes.  The flags that are found good are
# collected in TCPFLOW_CFLAGS, TCPFLOW_CPPFLAGS and TCPFLOW_LDFLAGS: CFLAGS and
# LDFLAGS themselves belong to the user.

AC_DEFUN([_TCPFLOW_FLAGS_SAVE], [
	saved_CFLAGS=$CFLAGS
	saved_CPPFLAGS=$CPPFLAGS
	saved_LDFLAGS=$LDFLAGS
	saved_LIBS=$LIBS])

AC_DEFUN([_TCPFLOW_FLAGS_RESTORE], [
	CFLAGS=$saved_CFLAGS
	CPPFLAGS=$saved_CPPFLAGS
	LDFLAGS=$saved_LDFLAGS
	LIBS=$saved_LIBS])

# TCPFLOW_TRY_CFLAGS(FLAGS): each flag that the compiler takes is kept.
# -Werror for clang, which only warns of a flag that it does not know.
AC_DEFUN([TCPFLOW_TRY_CFLAGS], [
	AC_SUBST([TCPFLOW_CFLAGS])
	for flag in $1; do
		_TCPFLOW_FLAGS_SAVE
		AC_MSG_CHECKING([whether $CC takes $flag])
		CFLAGS="$CFLAGS $flag -Werror"
		AC_COMPILE_IFELSE(
			[AC_LANG_SOURCE([[int main(void) { return 0; }]])],
			[accepted=yes], [accepted=no])
		_TCPFLOW_FLAGS_RESTORE
		AC_MSG_RESULT([$accepted])
		AS_IF([test $accepted = yes],
			[TCPFLOW_CFLAGS="$TCPFLOW_CFLAGS $flag"])
	done])

# TCPFLOW_TRY_LINK(CFLAGS, LDFLAGS): both are kept if a program links so.
AC_DEFUN([TCPFLOW_TRY_LINK], [
	AC_SUBST([TCPFLOW_CFLAGS])
	AC_SUBST([TCPFLOW_LDFLAGS])
	_TCPFLOW_FLAGS_SAVE
	AC_MSG_CHECKING([whether $CC links with $1 $2])
	CFLAGS="$CFLAGS $1 -Werror"
	LDFLAGS="$LDFLAGS $2"
	AC_LINK_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
		[accepted=yes], [accepted=no])
	_TCPFLOW_FLAGS_RESTORE
	AC_MSG_RESULT([$accepted])
	AS_IF([test $accepted = yes], [
		TCPFLOW_CFLAGS="$TCPFLOW_CFLAGS $1"
		TCPFLOW_LDFLAGS="$TCPFLOW_LDFLAGS $2"])])

# Link-time optimisation of the program that is installed.  Objects have code of
# both kinds, so that the many test programs are linked as ever, and quickly:
# LTO_LDFLAGS is for the one, NO_LTO_LDFLAGS for all others.  (gcc does not heed
# an -flto behind an -fno-lto.)
AC_DEFUN([TCPFLOW_TRY_LTO], [
	AC_SUBST([LTO_LDFLAGS])
	AC_SUBST([NO_LTO_LDFLAGS])
	_TCPFLOW_FLAGS_SAVE
	AC_MSG_CHECKING([whether $CC optimises at link time])
	CFLAGS="$CFLAGS -flto=auto -ffat-lto-objects -Werror"
	AC_LINK_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
		[lto_found=yes], [lto_found=no])
	_TCPFLOW_FLAGS_RESTORE
	AC_MSG_RESULT([$lto_found])
	AS_IF([test $lto_found = yes], [
		TCPFLOW_CFLAGS="$TCPFLOW_CFLAGS -flto=auto -ffat-lto-objects"
		LTO_LDFLAGS=-flto=auto
		NO_LTO_LDFLAGS=-fno-lto])])

# _FORTIFY_SOURCE warns where nothing is optimised, and some distributions'
# compilers define it themselves.
AC_DEFUN([TCPFLOW_TRY_FORTIFY], [
	AC_SUBST([TCPFLOW_CPPFLAGS])
	AC_MSG_CHECKING([whether to define _FORTIFY_SOURCE])
	AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
#if !defined __OPTIMIZE__ || defined _FORTIFY_SOURCE
#error "nothing to do"
#endif
int main(void) { return 0; }
]])],
		[AC_MSG_RESULT([yes])
		TCPFLOW_CPPFLAGS="$TCPFLOW_CPPFLAGS -D_FORTIFY_SOURCE=2"],
		[AC_MSG_RESULT([no])])])

AC_DEFUN([TCPFLOW_USE_SANITIZERS], [
	sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
	AC_MSG_CHECKING([whether $CC links with $sanitizers])
	_TCPFLOW_FLAGS_SAVE
	CFLAGS="$CFLAGS $sanitizers"
	AC_LINK_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])], [],
		[AC_MSG_RESULT([no])
		AC_MSG_ERROR([$CC has no AddressSanitizer and UBSan: install \
libasan and libubsan for gcc, libclang-rt-dev for clang])])
	_TCPFLOW_FLAGS_RESTORE
	AC_MSG_RESULT([yes])
	TCPFLOW_CFLAGS="$TCPFLOW_CFLAGS $sanitizers -fno-omit-frame-pointer"
	TCPFLOW_LDFLAGS="$TCPFLOW_LDFLAGS $sanitizers"])

# libpcap: by pkg-config (from 1.9.1 on), by its own pcap-config, or just there.
# PCAP_CFLAGS and PCAP_LIBS of the user's win.
AC_DEFUN([TCPFLOW_CHECK_PCAP], [
	pcap_found=no
	PKG_CHECK_MODULES([PCAP], [libpcap], [pcap_found=pkg-config], [:])
	AS_IF([test "$pcap_found" = no], [
		AC_PATH_PROG([PCAP_CONFIG], [pcap-config])
		AS_IF([test -n "$PCAP_CONFIG"], [
			PCAP_CFLAGS=`$PCAP_CONFIG --cflags`
			PCAP_LIBS=`$PCAP_CONFIG --libs`
			pcap_found=pcap-config])])
	AS_IF([test "$pcap_found" = no],
		[AC_CHECK_LIB([pcap], [pcap_create],
			[PCAP_LIBS=-lpcap
			pcap_found=-lpcap])])
	AC_SUBST([PCAP_CFLAGS])
	AC_SUBST([PCAP_LIBS])

	_TCPFLOW_FLAGS_SAVE
	CPPFLAGS="$CPPFLAGS $PCAP_CFLAGS"
	LIBS="$PCAP_LIBS $LIBS"
	AC_MSG_CHECKING([whether a program with libpcap links])
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <pcap/pcap.h>]],
			[[return pcap_lib_version() == 0;]])],
		[AC_MSG_RESULT([yes, by $pcap_found])],
		[AC_MSG_RESULT([no])
		AC_MSG_ERROR([libpcap with its headers is missing: on Debian \
and Ubuntu, apt-get install libpcap-dev])])
	_TCPFLOW_FLAGS_RESTORE])

# TCPFLOW_CHECK_CODEC(NAME, VARIABLE, MODULE, HEADER, FUNCTION, LIBRARY,
# PACKAGE): a library that decompresses capture files; without it such files
# are refused.  --with-NAME says whether it must be there.  Adds to
# CODEC_CFLAGS, with HAVE_VARIABLE, and to CODEC_LIBS; NAME_found says how.
AC_DEFUN([TCPFLOW_CHECK_CODEC], [
	AC_SUBST([CODEC_CFLAGS])
	AC_SUBST([CODEC_LIBS])
	$1_found=no
	AS_IF([test "x$with_$1" != xno], [
		PKG_CHECK_MODULES([$2], [$3], [$1_found=pkg-config],
			[AC_CHECK_HEADER([$4], [AC_CHECK_LIB([$6], [$5],
				[$2_LIBS=-l$6
				$1_found=-l$6])])])])
	AS_IF([test "x$with_$1/$$1_found" = xyes/no],
		[AC_MSG_ERROR([$1 is missing: on Debian and Ubuntu, \
apt-get install $7])])
	AS_IF([test "$$1_found" != no], [
		CODEC_CFLAGS="$CODEC_CFLAGS -DHAVE_$2 $$2_CFLAGS"
		CODEC_LIBS="$CODEC_LIBS $$2_LIBS"],
		[test "x$with_$1" = xno], [$1_found="left out"],
		[$1_found="left out ($7 is not there)"])])

# What the sandbox is made of.  Without libcap-ng the kernel's own calls do the
# same; without libseccomp, system calls are not filtered.  Sanitizers make
# calls of their own, which nobody could list.
AC_DEFUN([TCPFLOW_CHECK_SANDBOX], [
	AC_SUBST([SANDBOX_CFLAGS])
	AC_SUBST([SANDBOX_LIBS])
	AC_SEARCH_LIBS([pthread_create], [pthread], [],
		[AC_MSG_ERROR([there are no POSIX threads])])

	cap_ng_found="by the kernel's calls (no libcap-ng: libcap-ng-dev)"
	AS_IF([test "x$with_cap_ng" != xno],
		[PKG_CHECK_MODULES([CAP_NG], [libcap-ng], [
			cap_ng_found="by libcap-ng"
			SANDBOX_CFLAGS="$SANDBOX_CFLAGS -DHAVE_CAP_NG"], [
			AS_IF([test "x$with_cap_ng" = xyes],
				[AC_MSG_ERROR([libcap-ng is missing: on Debian \
and Ubuntu, apt-get install libcap-ng-dev])])])],
		[cap_ng_found="by the kernel's calls"])

	seccomp_found="left out (no libseccomp: libseccomp-dev)"
	AS_IF([test "x$enable_sanitizers" = xyes],
		[AS_IF([test "x$with_seccomp" = xyes],
			[AC_MSG_ERROR([--with-seccomp does not go together \
with --enable-sanitizers])])
		seccomp_found="left out, and Landlock (sanitizers)"
		SANDBOX_CFLAGS="$SANDBOX_CFLAGS -DSANITIZED"],
		[test "x$with_seccomp" != xno],
		[PKG_CHECK_MODULES([SECCOMP], [libseccomp >= 2.4], [
			seccomp_found="by libseccomp"
			SANDBOX_CFLAGS="$SANDBOX_CFLAGS -DHAVE_SECCOMP"], [
			AS_IF([test "x$with_seccomp" = xyes],
				[AC_MSG_ERROR([libseccomp is missing: on \
Debian and Ubuntu, apt-get install libseccomp-dev])])])],
		[seccomp_found="left out"])
	SANDBOX_CFLAGS="$SANDBOX_CFLAGS $CAP_NG_CFLAGS $SECCOMP_CFLAGS"
	SANDBOX_LIBS="$CAP_NG_LIBS $SECCOMP_LIBS"])

# ncurses draws the live table; without it, tables are printed.  The one with
# wide characters, if it is there, as names may have them.
AC_DEFUN([TCPFLOW_CHECK_CURSES], [
	AC_SUBST([CURSES_CFLAGS])
	AC_SUBST([CURSES_LIBS])
	curses_found=no
	AS_IF([test "x$with_ncurses" != xno], [
		PKG_CHECK_MODULES([NCURSESW], [ncursesw], [
			curses_found="by ncursesw"
			CURSES_CFLAGS="-DHAVE_CURSES $NCURSESW_CFLAGS"
			CURSES_LIBS=$NCURSESW_LIBS], [
			PKG_CHECK_MODULES([NCURSES], [ncurses], [
				curses_found="by ncurses"
				CURSES_CFLAGS="-DHAVE_CURSES $NCURSES_CFLAGS"
				CURSES_LIBS=$NCURSES_LIBS], [:])])])
	AS_IF([test "x$with_ncurses/$curses_found" = xyes/no],
		[AC_MSG_ERROR([ncurses is missing: on Debian and Ubuntu, \
apt-get install libncurses-dev])])
	AS_IF([test "$curses_found" != no], [],
		[test "x$with_ncurses" = xno],
		[curses_found="printed, not drawn"],
		[curses_found="printed, not drawn (no ncurses: \
libncurses-dev)"])])

# Criterion is for the unit tests only; without it the rest is tested.
AC_DEFUN([TCPFLOW_CHECK_CRITERION], [
	criterion_found=no
	AS_IF([test "x$with_criterion" != xno], [
		PKG_CHECK_MODULES([CRITERION], [criterion >= 2.4],
			[criterion_found="Criterion, by pkg-config"],
			[AC_CHECK_HEADER([criterion/criterion.h],
				[AC_CHECK_LIB([criterion],
					[criterion_run_all_tests],
					[CRITERION_LIBS=-lcriterion
					criterion_found=Criterion])])])])
	AC_SUBST([CRITERION_CFLAGS])
	AC_SUBST([CRITERION_LIBS])
	AS_IF([test "x$with_criterion/$criterion_found" = xyes/no],
		[AC_MSG_ERROR([Criterion is missing: on Debian and Ubuntu, \
apt-get install libcriterion-dev])])
	AS_IF([test "$criterion_found" = no],
		[criterion_found="left out (no Criterion: libcriterion-dev)"
		have_criterion=no],
		[have_criterion=yes])
	AM_CONDITIONAL([HAVE_CRITERION], [test $have_criterion = yes])])
