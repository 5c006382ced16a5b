"""`--template`: which form is filled in, one that comes with stillpd or a file of the user's."""

from stillpd.journal.places import typed_path
from stillpd.model.errors import InvalidInput, NotFound

_MOST = 256_000  # bytes


def form_template(asked: str) -> str:
    """Return a template's text: of a name that is known, else of a file.

    Raises InvalidInput without one and for a file that is no text, NotFound where there is none.
    """
    from stillpd.journal.shipped import shipped_forms

    shipped = shipped_forms()
    known = f"Known: {', '.join(shipped)}; or a file of yours."
    if not asked:
        raise InvalidInput("Which form? Name it with --template.", known)
    if asked in shipped:
        return shipped[asked].read_text("utf-8")
    path = typed_path(asked, known)
    try:
        if not path.is_file():
            raise NotFound(f"There is no form “{asked}”, and no such file.", known)
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            raise InvalidInput(f"{path} is too long for a form.")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is no text in UTF-8.", known) from None
    except OSError as err:
        raise InvalidInput(f"{path} cannot be read: {err.strerror}.", known) from None
