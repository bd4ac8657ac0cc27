"""The instruction model that a server asks, as its settings want it."""

import os

from newsbrief_service.outside import Outside
from newsbrief_service.settings import Settings

KEY_VARIABLE = "NEWSBRIEF_LLM_KEY"


def outside_of(settings: Settings) -> Outside:
    """What the server asks outside of its engines; nothing where no endpoint is set. Sends nothing yet.

    Raises:
        MissingExtraError: an endpoint is set, and the extra `[llm]` is not installed.
    """
    if not settings.llm_url:
        return Outside()
    # Imported here: few servers have one.
    from newsbrief_models.llm.endpoint import Endpoint
    from newsbrief_models.llm.models import EndpointSummarizer, EndpointTranslator

    key = os.environ.get(KEY_VARIABLE, "")
    endpoint = Endpoint(settings.llm_url, settings.llm_model, key, timeout=settings.llm_timeout)
    summarizes, translates = (settings.llm_tasks in (task, "both") for task in ("summarize", "translate"))
    return Outside(
        [EndpointSummarizer(endpoint, settings.llm_window)] if summarizes else [],
        [EndpointTranslator(endpoint)] if translates else [],
        settings.llm_parallel,
    )
