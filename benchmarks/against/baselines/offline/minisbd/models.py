"""Which languages the stand-in knows."""

cache_dir = ""


def list_models() -> list[str]:
    """Those of the product."""
    return ["en", "ko", "ru"]
