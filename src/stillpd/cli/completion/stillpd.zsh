#compdef stillpd
# Completion of stillpd for zsh. stillpd wrote this file: stillpd --install-completion zsh
# It runs stillpd to ask what fits, and evaluates nothing of the answer.

_stillpd() {
    local program=${${(Q)words[1]}/#\~\//$HOME/} reply line apart=$'\x1f' expl
    local -a fields whole whole_told begun begun_told
    local -i files=0 found=1
    (( $+commands[$program] )) || [[ $program == */* && -x $program ]] || program=stillpd
    reply=$(
        _STILLPD_COMPLETE=zsh _STILLPD_WORDS=${(pj:$apart:)${(@Q)words[1,CURRENT-1]}} \
            _STILLPD_TYPED=${(Q)PREFIX} command $program </dev/null 2>/dev/null
    )
    for line in ${(f)reply}; do
        fields=("${(@ps:\t:)line}")
        case $fields[1] in
            word) whole+=("$fields[2]") whole_told+=("$fields[3]") ;;
            part) begun+=("$fields[2]") begun_told+=("$fields[3]") ;;
            files) files=1 ;;
        esac
    done
    (( $#whole )) && _stillpd_add whole whole_told && found=0
    (( $#begun )) && _stillpd_add begun begun_told -S '' && found=0
    (( files )) && _files && found=0
    return found
}

# Offer words in their order, each with what it means: in lines where there is a meaning.
_stillpd_add() {
    local -a values=("${(@P)1}") told=("${(@P)2}") shown
    local line
    local -i number width=0
    shift 2
    for number in {1..$#values}; do
        (( ${(m)#values[number]} > width )) && width=${(m)#values[number]}
    done
    if [[ -z ${(j::)told} ]]; then
        _wanted -V stillpd expl stillpd compadd "$@" -a values
        return
    fi
    for number in {1..$#values}; do
        line="${(mr:width:)values[number]}${told[number]:+  -- $told[number]}"
        shown+=("${line[1,COLUMNS-1]}")
    done
    _wanted -V stillpd expl stillpd compadd "$@" -l -d shown -a values
}

if [[ $funcstack[1] == _stillpd ]]; then
    _stillpd "$@"
else
    compdef _stillpd stillpd
fi
