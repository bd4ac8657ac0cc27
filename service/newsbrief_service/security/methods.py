"""The methods that a token can be for, by the names people use."""

from google.protobuf.descriptor import ServiceDescriptor

from newsbrief.v1 import glossary_service_pb2, job_service_pb2, news_brief_service_pb2
from newsbrief_service.security.errors import TokenNameError

_SERVICES: tuple[ServiceDescriptor, ...] = (
    *news_brief_service_pb2.DESCRIPTOR.services_by_name.values(),
    *glossary_service_pb2.DESCRIPTOR.services_by_name.values(),
    *job_service_pb2.DESCRIPTOR.services_by_name.values(),
)
METHODS = {
    method.name: f"/{service.full_name}/{method.name}" for service in _SERVICES for method in service.methods
}
"""Of this version's services: "BriefArticle" to "/newsbrief.v1.NewsBriefService/BriefArticle"."""

_OF_SERVICE = {service.name: [METHODS[method.name] for method in service.methods] for service in _SERVICES}


def methods_named(names: list[str]) -> tuple[str, ...]:
    """The methods that `names` stand for: each a method, "BriefArticle", or all of a service, "GlossaryService".

    Raises:
        TokenNameError: there is no such method.
    """
    wanted: dict[str, None] = {}
    for name in names:
        if name in METHODS:
            wanted[METHODS[name]] = None
        elif name in _OF_SERVICE:
            wanted.update(dict.fromkeys(_OF_SERVICE[name]))
        else:
            raise TokenNameError(
                f"there is no method {name!r}; there are {', '.join((*_OF_SERVICE, *METHODS))}"
            )
    return tuple(wanted)


def names_of(methods: tuple[str, ...]) -> list[str]:
    """The reverse: the shortest names for `methods`."""
    left, names = set(methods), list[str]()
    for service, its in _OF_SERVICE.items():
        if left.issuperset(its):
            names.append(service)
            left.difference_update(its)
    return names + [method.rpartition("/")[2] for method in methods if method in left]
