"""Who is calling, as far as the gate knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`tenant` is whom the call is counted to; `known` says whether it proved so, `token` by which token."""

    tenant: str
    known: bool = False
    token: str = ""

    @property
    def owner(self) -> str:
        """Whose the things are that the call makes: the tenant's who proved to be it, else everybody's, which is ""."""
        return self.tenant if self.known else ""

    def for_log(self) -> dict[str, str]:
        """What the log says of it: nothing of somebody known by address alone."""
        fields = {"tenant": self.tenant, "token": self.token} if self.known else {}
        return {name: value for name, value in fields.items() if value}
