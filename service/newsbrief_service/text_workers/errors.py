"""How work given to a text worker can fail."""


class TextWorkerDiedError(Exception):
    """The worker ended, or was ended, before it was done; `suspect` tells whether it was at this call's text then."""

    def __init__(self, why: str, suspect: bool) -> None:
        super().__init__(f"the text worker ended: {why}")
        self.suspect = suspect
