# The states that a reader of tcpflow's lines would say each connection went
# through, for run_kernel.
#
#	awk -v server=PORT -f kernel.awk TEXT
#
# Prints, for each connection to the port, "client STATES" and "server STATES",
# in the order of their numbers; an end that had no socket has no states.  What
# was assumed and then withdrawn is left out: a line that goes back to a state
# of before, or to one that cannot follow the last, takes the last back.

BEGIN {
	follow["SYN_SENT"] = " SYN_RECV ESTABLISHED CLOSED "
	follow["SYN_RECV"] = " ESTABLISHED FIN_WAIT1 CLOSED "
	follow["ESTABLISHED"] = " FIN_WAIT1 CLOSE_WAIT CLOSED "
	follow["FIN_WAIT1"] = " FIN_WAIT2 CLOSING CLOSED "
	follow["FIN_WAIT2"] = " TIME_WAIT CLOSED "
	follow["CLOSING"] = " TIME_WAIT CLOSED "
	follow["TIME_WAIT"] = " CLOSED "
	follow["CLOSE_WAIT"] = " LAST_ACK CLOSED "
	follow["LAST_ACK"] = " CLOSED "
	count = 0
}

function last_of(path, states, n) {
	n = split(path, states, " ")
	return states[n]
}

function enter(end, state, at, last) {
	at = index(" " path[end] " ", " " state " ")
	if (at) {
		path[end] = substr(path[end], 1, at - 1 + length(state))
		return
	}
	while (path[end] != "") {
		last = last_of(path[end])
		if (index(follow[last], " " state " "))
			break
		path[end] = substr(path[end], 1, \
			length(path[end]) - length(last))
		sub(/ $/, "", path[end])
	}
	if (path[end] == "" && (state == "CLOSED" || state == "LISTEN"))
		return
	path[end] = path[end] (path[end] == "" ? "" : " ") state
}

# STATES of a line, such as FIN_WAIT1->FIN_WAIT2?.  The first is where the end
# was, which the line before must have said too.
function goes(end, steps, states, n, i) {
	gsub(/\?/, "", steps)
	n = split(steps, states, "->")
	if ((end in now) && now[end] != states[1])
		print "torn: " end " was " now[end] ", and then is " states[1]
	for (i = 2; i <= n; i++)
		enter(end, states[i])
	now[end] = states[n]
}

function port_of(address) {
	sub(/:$/, "", address)
	sub(/.*\./, "", address)
	return address
}

# TIME IP CLIENT > SERVER: ... | #N client STATES, server STATES ...
/ \| #[0-9]+ client / {
	number = $0
	sub(/.* \| #/, "", number)
	split(number, part, " ")
	if (!(part[1] in from)) {
		from[part[1]] = port_of($3)
		to[part[1]] = port_of($5)
		order[++count] = part[1]
	}
	sub(/,$/, "", part[3])
	goes("client " part[1], part[3])
	goes("server " part[1], part[5])
}

# TIME -- #N END STATES ...
$2 == "--" && $3 ~ /^#/ {
	goes($4 " " substr($3, 2), $5)
}

# Who of the two sent the first SYN of a simultaneous open is not important:
# the server is who has its port.
END {
	for (i = 1; i <= count; i++) {
		n = order[i]
		if (to[n] == server) {
			print "client " path["client " n]
			print "server " path["server " n]
		} else if (from[n] == server) {
			print "client " path["server " n]
			print "server " path["client " n]
		}
	}
}
