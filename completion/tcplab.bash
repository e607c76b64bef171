# shellcheck shell=bash
# Completes tcplab's command line in bash: its options, and the labs, which it
# lists itself.

_tcplab()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	case $before in
	--record)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	--port)
		return
		;;
	esac
	if [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '-h --all --help --list
			--port --record --version --watch' -- "$word")
		return
	fi
	mapfile -t COMPREPLY < <(compgen -W \
		"$("${1/#\~\//$HOME/}" --list 2>/dev/null |
			sed 's/ .*//')" -- "$word")
}

complete -F _tcplab tcplab
