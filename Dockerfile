# syntax=docker/dockerfile:1
# A server image: non-root, nothing written at run time (run it with --read-only), nothing fetched at run time.
#
#   docker build -t newsbrief .
#   docker run --rm --read-only -p 127.0.0.1:50051:50051 newsbrief

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/newsbrief
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Weights first: they change less often than the code.
COPY models/bundled models/bundled
RUN /opt/newsbrief/bin/pip install ./models/bundled
COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY client client
COPY service service
COPY models/newsbrief_models models/newsbrief_models
COPY seeds seeds
RUN /opt/newsbrief/bin/pip install '.[server]'

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin newsbrief \
    && install --directory --owner=10001 --mode=0700 /var/lib/newsbrief
COPY --from=build /opt/newsbrief /opt/newsbrief
# The container's own network is the boundary: publish the port on loopback, or behind a proxy that has TLS.
ENV PATH=/opt/newsbrief/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    NEWSBRIEF_DATA_DIR=/var/lib/newsbrief \
    NEWSBRIEF_HOST=0.0.0.0 \
    NEWSBRIEF_INSECURE_BIND=true
# Glossaries: the one place that is written.
VOLUME /var/lib/newsbrief
USER 10001
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["newsbrief", "health", "--server", "127.0.0.1:50051"]
ENTRYPOINT ["newsbrief-server"]
CMD ["serve"]
