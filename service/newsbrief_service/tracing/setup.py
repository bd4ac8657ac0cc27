"""Tracing as OpenTelemetry's environment variables want it."""

import logging
from collections.abc import Mapping

from newsbrief_service.logs import log
from newsbrief_service.tracing.spans import Spans

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
INSTALL = "pip install 'newsbrief[otel]'"


def wanted(environ: Mapping[str, str]) -> bool:
    """Whether `environ` asks for traces: an exporter is named, or somewhere to send them to, and nothing forbids it.

    https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
    """
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    exporter = environ.get("OTEL_TRACES_EXPORTER", "")
    return exporter != "none" and bool(exporter or any(environ.get(name) for name in _ENDPOINTS))


def spans_for(environ: Mapping[str, str]) -> Spans:
    """Who keeps the traces that `environ` asks for. What cannot be had is told in the log; serving goes on without.

    Traces go out by OTLP over gRPC; the SDK reads the rest of the variables (sampler, resource, limits) by itself.
    """
    if not wanted(environ):
        return Spans()
    exporter = environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    protocol = next((environ[name] for name in _PROTOCOLS if environ.get(name)), "grpc")
    if (exporter, protocol) != ("otlp", "grpc"):
        log(logging.WARNING, "no traces: only otlp over grpc is there", exporter=exporter, protocol=protocol)
        return Spans()
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        from newsbrief_service.tracing.otel import NAME, OtelSpans
    except ImportError as error:
        log(logging.WARNING, "no traces: a library is not there", missing=error.name, install=INSTALL)
        return Spans()
    named = Resource({SERVICE_NAME: f"{NAME}-server"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    log(logging.INFO, "traces are sent")
    return OtelSpans(provider)
