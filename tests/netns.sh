#!/usr/bin/env bash
#
# Two hosts for a test: the network namespaces pukaki, where the client lives,
# and tekapo, with a line between them.  The network of the machine is not
# touched.  What a kernel does not do by itself is done by the hosts: nftables
# loses or spoils a segment, and a queue with few tokens makes a line slow
# enough for segments to cross.
#
# For scripts that source it: use_network first, then make_hosts, and in the
# end, whatever happened, stop_jobs and remove_all_hosts.  They need root and
# the tools ip, nft, tc and sysctl.

pukaki=
tekapo=
router=

# The addresses of both hosts: the first three octets, and the first two groups
# up to their colon.
# shellcheck disable=SC2034  # they are for the script
use_network() { # 10.61.0 fd00:61:
	network4=$1
	network6=$2
	client4=$1.1
	server4=$1.2
	client6=$2:1
	server6=$2:2
}

on() { # HOST COMMAND...
	ip netns exec "$@"
}

# What differs from machine to machine is set to what most have.
make_host() { # HOST
	ip netns add "$1"
	ip -n "$1" link set lo up
	on "$1" sysctl -qw net.ipv4.tcp_rmem="4096 131072 6291456" \
		net.ipv4.tcp_wmem="4096 16384 4194304" \
		net.ipv4.tcp_timestamps=1 net.ipv4.tcp_sack=1 \
		net.ipv4.tcp_window_scaling=1 net.ipv4.tcp_ecn=2 \
		net.ipv4.tcp_tw_reuse=1 net.ipv4.tcp_fastopen=3
}

# Neighbours are given, so that nothing but the connection is on the line.
connect_host() { # HOST NUMBER PEER-NUMBER
	ip -n "$1" link set eth0 address "02:00:00:00:00:0$2" addrgenmode none
	ip -n "$1" address add "$network4.$2/24" dev eth0
	ip -n "$1" address add "$network6:$2/64" dev eth0 nodad
	ip -n "$1" link set eth0 up
	ip -n "$1" neighbour replace "$network4.$3" dev eth0 \
		lladdr "02:00:00:00:00:0$3" nud permanent
	ip -n "$1" neighbour replace "$network6:$3" dev eth0 \
		lladdr "02:00:00:00:00:0$3" nud permanent
}

# NAME is for several pairs of hosts at once.
make_hosts() { # NAME
	pukaki=pukaki.$$.$1
	tekapo=tekapo.$$.$1
	make_host "$pukaki"
	make_host "$tekapo"
	ip -n "$pukaki" link add eth0 type veth peer name eth0 netns "$tekapo"
	connect_host "$pukaki" 1 2
	connect_host "$tekapo" 2 1
}

# A third host, between these two, which routes packets from the one to the
# other, to tekapo as packets or fragments of at most MTU octets.  Both hosts go
# on as if they were connected: it has the hardware address of the other.
put_router_between() { # MTU
	router=ohau.${pukaki#pukaki.}
	ip netns add "$router"
	ip -n "$pukaki" link delete eth0
	connect_router east "$pukaki" 1 2
	connect_router west "$tekapo" 2 1 mtu lock "$1"
	on "$router" sysctl -qw net.ipv4.ip_forward=1 \
		net.ipv4.conf.all.send_redirects=0
}

connect_router() { # INTERFACE HOST NUMBER PEER-NUMBER [ROUTE-OPTION...]
	local interface=$1 host=$2 number=$3 peer=$4

	shift 4
	ip -n "$router" link add "$interface" type veth \
		peer name eth0 netns "$host"
	connect_host "$host" "$number" "$peer"
	ip -n "$router" link set "$interface" up \
		address "02:00:00:00:00:0$peer" addrgenmode none
	ip -n "$router" neighbour replace "$network4.$number" \
		dev "$interface" lladdr "02:00:00:00:00:0$number" nud permanent
	ip -n "$router" route add "$network4.$number/32" dev "$interface" "$@"
}

remove_hosts() {
	ip netns delete "$pukaki"
	ip netns delete "$tekapo"
	[[ -z $router ]] || ip netns delete "$router"
}

# The rule is for what arrives at the host, or leaves it.  To nft a line is a
# rule.
add_rule() { # HOST input|output RULE
	on "$1" nft -f - <<-RULES
		table inet record {
			chain $2 {
				type filter hook $2 priority 0;
				${3//$'\n'/ }
			}
		}
	RULES
}

# 2000 octets a second, and tokens for one small packet: some 30 ms for each.
slow_down() { # HOST...
	local host

	for host; do
		tc -n "$host" qdisc add dev eth0 root tbf rate 16kbit burst 90 \
			limit 1000
	done
}

# What the script has begun and not waited for.
stop_jobs() {
	local pid running

	running=$(jobs -p)
	for pid in $running; do
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
}

our_processes() {
	local host

	for host in /run/netns/*".$$."*; do
		[[ -e $host ]] || continue
		ip netns pids "${host##*/}"
	done
}

# Whatever still runs in our namespaces was started by us.  It may end orderly,
# within a second.
remove_all_hosts() {
	local host pid signal

	for signal in TERM 0 0 0 0 0 0 0 0 0 0 KILL; do
		for pid in $(our_processes); do
			kill "-$signal" "$pid" 2>/dev/null || true
		done
		[[ -n $(our_processes) ]] || break
		sleep 0.1
	done
	for host in /run/netns/*".$$."*; do
		[[ -e $host ]] || continue
		ip netns delete "${host##*/}"
	done
}
