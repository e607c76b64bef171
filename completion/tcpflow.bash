# shellcheck shell=bash
# Completes tcpflow's command line in bash.
#
# It needs bash 4 and nothing else: not the functions of the package
# bash-completion, which only loads this file when it is wanted.  "=" is one of
# readline's word breaks by default, so "--json=flow" may come as three words
# or as one; both are understood.  What comes without an option is a filter,
# for which nothing is offered.

# Those that stand alone, those whose argument is the next word or comes after
# "=", and those whose argument, if any, comes after "=".
_tcpflow_flags='-D -L -J -p -O -d -dd -ddd -n -N -f -v -vv -vvv -q -e -S -K -#
	-t -tt -ttt -tttt -ttttt -x -xx -X -XX -A -AA -U -l -h
	--absolute-tcp-sequence-numbers --classic --count
	--dont-verify-checksums --explain --findings --follow-file --help
	--immediate-mode --list-data-link-types --list-interfaces
	--list-time-stamp-types --merge --micro --nano --no-optimize
	--no-promiscuous-mode --no-state --number --packet-buffered --print
	--transitions --version'
_tcpflow_with_value='-i -r -V -w -c -s -B -C -F -G -Q -W -Z -j -y
	--buffer-size= --conn= --direction= --interface= --linktype=
	--assert= --interval= --max-memory= --msl= --relinquish-privileges= --report=
	--sandbox= --sort= --snapshot-length= --time-stamp-precision=
	--time-stamp-type= --where='
_tcpflow_may_have_value='--color --color= --colour --colour= --json --json=
	--ladder --ladder= --stuck --stuck= --table --table='

_tcpflow_records='capture packet state flow notice summary'

# _tcpflow_interfaces PROGRAM: the names in its list, "2.lo [Up, Running]".
_tcpflow_interfaces()
{
	"${1/#\~\//$HOME/}" -D 2>/dev/null |
		sed -nE 's/^[0-9]+\.([^ ]+).*/\1/p'
}

# _tcpflow_types PROGRAM OPTION: the names that -L or -J lists for the interface
# of this command line, "  EN10MB (Ethernet)".
_tcpflow_types()
{
	local interface="" i

	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		[[ ${COMP_WORDS[i]} != -i ]] || interface=${COMP_WORDS[i + 1]}
	done
	"${1/#\~\//$HOME/}" "$2" ${interface:+-i "$interface"} 2>/dev/null |
		sed -nE 's/^  ([^ ]+) .*/\1/p'
}

# _tcpflow_more_records LIST: LIST, which ends in a part of a word or nothing,
# with each record that is not yet in it.
_tcpflow_more_records()
{
	local given="" record

	[[ $1 != *,* ]] || given=${1%,*},
	for record in $_tcpflow_records; do
		[[ ,$given == *,"$record",* ]] || echo "$given$record"
	done
}

# _tcpflow_names LIST BEGINNING: fills COMPREPLY with the lines of LIST that
# begin so.  They are names that others chose: compgen -W would run what stands
# in one as $(...), and so would the shell that gets the word, so it is quoted.
_tcpflow_names()
{
	local name

	while IFS= read -r name; do
		printf -v name %q "$name"
		[[ $name != "$2"* || $name == "''" ]] || COMPREPLY+=("$name")
	done <<<"$1"
}

# _tcpflow_value OPTION BEGINNING PROGRAM: fills COMPREPLY; fails if the option
# has no argument.
_tcpflow_value()
{
	local words=""

	case $1 in
	-i | --interface)
		_tcpflow_names "$(_tcpflow_interfaces "$3")" "$2"
		return
		;;
	-r | -V | -w | -F | --report)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$2")
		return
		;;
	--color | --colour)
		words='auto always never'
		;;
	--ladder)
		words='ascii unicode mermaid svg'
		;;
	--table)
		words='open all'
		;;
	--sort)
		words='number client server state age bytes packets
			retransmissions rtt waiting'
		;;
	--json)
		# A comma may follow.
		compopt -o nospace 2>/dev/null
		words=$(_tcpflow_more_records "$2")
		;;
	--time-stamp-precision)
		words='micro nano'
		;;
	-Z | --relinquish-privileges)
		_tcpflow_names "$(compgen -u)" "$2"
		return
		;;
	--sandbox)
		words='auto require off'
		;;
	-Q | --direction)
		words='in out inout'
		;;
	-y | --linktype)
		_tcpflow_names "$(_tcpflow_types "$3" -L)" "$2"
		return
		;;
	-j | --time-stamp-type)
		_tcpflow_names "$(_tcpflow_types "$3" -J)" "$2"
		return
		;;
	-B | -C | -G | -W | -c | -s | --assert | --buffer-size | --conn | \
		--interval | --max-memory | --msl | --snapshot-length | --stuck | --where) ;;
	*)
		return 1
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$2")
}

# _tcpflow_awaits WORD: names the option in WORD whose argument is the next
# word.  Letters may be joined: -nr FILE.
_tcpflow_awaits()
{
	local flags

	case $1 in
	--color | --colour | --json | --ladder | --stuck | --table) ;;
	--*)
		echo "$1"
		;;
	-*)
		flags=${1%%[irVwcsBCFGQWZjy]*}
		[[ ${#1} -ne $((${#flags} + 1)) ]] || echo "-${1: -1}"
		;;
	esac
}

_tcpflow_options()
{
	local words="$_tcpflow_flags $_tcpflow_with_value"

	words+=" $_tcpflow_may_have_value"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$1")
	[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] ||
		compopt -o nospace 2>/dev/null
}

# bash calls it with the command as it was typed.
_tcpflow()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=""

	COMPREPLY=()
	[ "$COMP_CWORD" -lt 1 ] || before=${COMP_WORDS[COMP_CWORD - 1]}
	if [[ $before == --* && $word == = ]]; then
		_tcpflow_value "$before" "" "$1"
	elif [[ $before == = ]]; then
		_tcpflow_value "${COMP_WORDS[COMP_CWORD - 2]}" "$word" "$1"
	elif [[ $word == --*=* ]]; then
		_tcpflow_value "${word%%=*}" "${word#*=}" "$1" &&
			COMPREPLY=("${COMPREPLY[@]/#/${word%%=*}=}")
	elif ! _tcpflow_value "$(_tcpflow_awaits "$before")" "$word" "$1" &&
		[[ $word == -* ]]; then
		_tcpflow_options "$word"
	fi
	# Only whether COMPREPLY is filled counts.
	return 0
}

complete -F _tcpflow tcpflow
