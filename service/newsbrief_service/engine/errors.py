"""How work given to an engine can fail."""


class EngineDiedError(Exception):
    """The engine ended, or was ended, before it was done; `begun` tells whether it had begun this work."""

    def __init__(self, why: str, begun: bool) -> None:
        super().__init__(f"the engine ended: {why}")
        self.begun = begun


class EngineFaultError(Exception):
    """The models raised an exception of type `kind`; its text stayed in the engine, for it may quote an article."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the models raised {kind}")
        self.kind = kind
