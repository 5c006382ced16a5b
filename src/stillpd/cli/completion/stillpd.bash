# Completion of stillpd for bash. stillpd wrote this file: stillpd --install-completion bash
# It runs stillpd to ask what fits, and evaluates nothing of the answer.

_stillpd() {
    local program=${1/#\~/$HOME} reply kind value
    COMPREPLY=()
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        *[\<\>]*)
            compopt -o default 2>/dev/null
            return
            ;;
    esac
    type -P -- "$program" >/dev/null || program=stillpd
    reply=$(
        _STILLPD_COMPLETE=bash _STILLPD_LINE=${COMP_LINE:0:COMP_POINT} \
            _STILLPD_BREAKS=$COMP_WORDBREAKS command "$program" </dev/null 2>/dev/null
    )
    while IFS=$'\t' read -r kind value; do
        case $kind in
            word) COMPREPLY+=("$value") ;;
            part)
                COMPREPLY+=("$value")
                compopt -o nospace 2>/dev/null
                ;;
            files) compopt -o default 2>/dev/null ;;
        esac
    done <<<"$reply"
    compopt -o nosort 2>/dev/null
}

complete -F _stillpd stillpd
