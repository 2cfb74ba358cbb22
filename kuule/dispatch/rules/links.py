"""The pages behind a link of a message, and the address that it comes back to."""

# The pages behind a link of a mail. The first two belong to the room `responses`, which is above this one.
ANSWER_PATH = "/a/{token}"
CONFIRM_PATH = "/c/{token}"
STOP_PATH = "/u/{token}"
NOT_NOW_PATH = "/n/{token}"


def answer_path(token: str, score: int | None = None) -> str:
    """Return the path of the page where the holder of a token answers, with a score already chosen."""
    path = ANSWER_PATH.format(token=token)
    return path if score is None else f"{path}?score={score}"


def confirm_path(token: str) -> str:
    """Return the path of the page where the holder of a token says that an unclear answer is theirs."""
    return CONFIRM_PATH.format(token=token)


def stop_path(token: str) -> str:
    """Return the path of the page where the holder of a token says that they do not want to be asked."""
    return STOP_PATH.format(token=token)


def not_now_path(token: str) -> str:
    """Return the path of the page where the holder of a token says that this is no good moment."""
    return NOT_NOW_PATH.format(token=token)


def return_address(bounce_address: str, reference: str) -> str:
    """Return the address that one message comes back to when it cannot be delivered."""
    name, _, host = bounce_address.partition("@")
    return f"{name}+{reference}@{host}"
